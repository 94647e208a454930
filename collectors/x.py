"""X, through tweepy: who tags the brand, its own posts, and a search of seven days.

Every post that X gives costs money, so a page is asked for from a time on, and never
larger than can be paid. How X spells things is the business of ``collectors._x``.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from collectors import Setup
from collectors._x.answer import Answer
from collectors._x.asking import NETWORK, OLD, Asking, refusal
from collectors.wire import USER_AGENT, Refused, faults, items, phrase, questions
from domain.account import Account
from domain.clock import Clock
from domain.post import Author, Post, State
from domain.source import (
    Answerable,
    Family,
    Fault,
    How,
    Listened,
    Looked,
    Need,
    Page,
    Place,
    SourceError,
    Stream,
)

NAME = "X"
NEED = Need(
    secrets=("EARSHOT_X_BEARER_TOKEN",),
    where="At console.x.com: buy credits, make an app and copy its bearer token.",
)

OVERLAP = timedelta(minutes=2)
REACH = timedelta(days=7)
"""How far back X searches."""

HORIZON = REACH - timedelta(hours=2)
"""Less than it searches: the last page of a drain asks for what its first one did."""

QUERY_LIMIT = 512
GIVEN = {Family.MENTIONS: 800, Family.OWN: 3_200}
"""Posts of a timeline that X gives at all, the newest."""

LEAST = {Family.MENTIONS: 5, Family.OWN: 5, Family.SEARCH: 10}
"""What X takes for the size of a page, up to 100."""

POST_USD = 0.005
OWNED_USD = 0.001
"""For mentions and posts of the account whose own credentials we have."""

_SIGNED = (
    "x_consumer_key",
    "x_consumer_secret",
    "x_access_token",
    "x_access_token_secret",
)
_OWN_HOSTS = {"api.x.com", "api.twitter.com"}
_ID = re.compile(r"[0-9]{1,19}")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_USER_FIELDS = "name,public_metrics,username"


def build(setup: Setup) -> "XCollector":
    """Make the collector; nothing is asked of X yet."""
    return XCollector(setup)


class XCollector:
    """Reads X. See ``collectors.Collector`` for what each method promises."""

    network: ClassVar[str] = NETWORK
    follows_threads: ClassVar[bool] = True

    def __init__(self, setup: Setup) -> None:
        self._search: bool = setup.options.search
        self._clock: Clock = setup.clock
        base: str = setup.options.base_url
        own = urlsplit(base).hostname in _OWN_HOSTS
        signed = {name.removeprefix("x_"): setup.secrets.get(name) for name in _SIGNED}
        self._answers = all(signed.values())
        # A signature covers the host, so elsewhere only the bearer token is of use.
        user = (signed["access_token"] or "").partition("-")[0]
        self._owner = user if self._answers and own else None
        import tweepy  # here: a network that is off must not cost the start

        self._http = Asking(setup.secrets["x_bearer_token"], None if own else base)
        self._client = tweepy.Client(
            **signed, return_type=dict, wait_on_rate_limit=False
        )
        self._client.session = self._http
        self._client.user_agent = USER_AGENT

    def streams(self, brands: Sequence[Listened]) -> list[Stream]:
        """Say what to read: mentions and own posts of each account, then searches."""
        ids = dict.fromkeys(
            each.id for brand in brands for each in brand.accounts if each.id
        )
        families = (Family.MENTIONS, Family.OWN)
        found = [
            Stream(network=NETWORK, family=family, query=each, overlap=OVERLAP)
            for family in families
            for each in ids
        ]
        needles = [each for brand in brands for each in brand.needles]
        phrases = filter(None, (phrase(each, prefixes="#@") for each in needles))
        asked = questions(phrases, limit=QUERY_LIMIT, around="({}) -is:retweet")
        return found + [
            Stream(
                network=NETWORK,
                family=Family.SEARCH,
                query=each,
                overlap=OVERLAP,
                horizon=HORIZON,
            )
            for each in asked
            if self._search
        ]

    def fetch(self, stream: Stream, place: Place) -> Page:
        """Read one page."""
        before, token = _led(place.token)
        size = min(max(place.size, LEAST[stream.family]), 100)
        asked: dict[str, Any] = {"max_results": size, "user_fields": _USER_FIELDS}
        asked |= {"tweet_fields": OLD.fields}
        asked |= {"expansions": OLD.expansions}
        asked |= {"start_time": place.since, "end_time": place.until}
        if stream.family is Family.SEARCH:
            if place.since:
                earliest = self._clock() - REACH + timedelta(minutes=1)
                asked["start_time"] = max(place.since, earliest)
            return self._page(
                lambda: self._client.search_recent_tweets(
                    stream.query, next_token=token, **asked
                ),
                usd=POST_USD,
            )
        asked |= {"pagination_token": token}
        asked |= {"user_auth": self._owns(stream)}
        read = self._client.get_users_mentions
        if stream.family is Family.OWN:
            read = self._client.get_users_tweets
            asked |= {"exclude": ["retweets"]}
        return self._page(
            lambda: read(_numeric(stream.query), **asked),
            usd=self.price(stream),
            before=before,
            given=GIVEN[stream.family],
            size=size if stream.family is Family.OWN else None,
        )

    def look_up(self, ids: Sequence[str]) -> Looked:
        """Ask for posts by id, and for the last version of those since edited."""
        asked = {each for each in ids if _ID.fullmatch(each)}
        if not asked:
            return Looked(requests=0)
        answer, requests_made = self._ask(lambda: self._posts(asked))
        with faults(NETWORK, now=self._clock()):
            found = Answer(answer, now=self._clock())
            posts, deleted, removed = found.looked_up(asked)
            newer = found.newer()
        if newer:
            answer, more = self._ask(lambda: self._posts(newer))
            requests_made += more
            with faults(NETWORK, now=self._clock()):
                posts += Answer(answer, now=self._clock()).looked_up(newer)[0]
        return Looked(
            posts=tuple(posts),
            deleted=frozenset(deleted),
            removed=frozenset(removed),
            requests=requests_made,
            usd=POST_USD,
        )

    def thread(self, root: str) -> Page:
        """Search for what was said below a post, of the last seven days."""
        query = f"conversation_id:{_numeric(root)}"
        place = Place(since=self._clock() - REACH)
        return self.fetch(
            Stream(network=NETWORK, family=Family.SEARCH, query=query), place
        )

    def account(self, handle: str) -> Author:
        """Return who has this handle now."""
        if not _HANDLE.fullmatch(handle):
            raise SourceError(NETWORK, Fault.NOT_FOUND, "no handle of X")
        answer, _ = self._ask(
            lambda: self._client.get_user(username=handle, user_fields=_USER_FIELDS)
        )
        with faults(NETWORK, now=self._clock()):
            found = Answer(answer, now=self._clock())
            return found.user()

    def price(self, stream: Stream | None) -> float:
        """Return what X bills for a post."""
        return OWNED_USD if stream and self._owns(stream) else POST_USD

    def can_reply(self, post: Post, accounts: Sequence[Account]) -> Answerable:
        """Tell how to answer: X lets a program do it only if it was called."""
        if post.state is not State.LIVE:
            return Answerable(How.NO, f"the post is {post.state}")
        if not self._answers:
            return Answerable(How.LINK, "the secrets for answering are not set")
        called = {each.casefold() for each in post.addressed}
        names = {each.id for each in accounts} | {each.name for each in accounts}
        if called & {each for each in names if each}:
            return Answerable(How.API, "it tags or quotes the account")
        return Answerable(How.LINK, "X lets no program answer who did not tag it")

    def _owns(self, stream: Stream) -> bool:
        timeline = stream.family in GIVEN
        return timeline and stream.query == self._owner

    def _posts(self, ids: set[str]) -> Any:
        return self._client.get_tweets(
            sorted(ids),
            tweet_fields=OLD.fields,
            expansions=OLD.expansions,
            user_fields=_USER_FIELDS,
        )

    def _ask(self, ask: Callable[[], Any]) -> tuple[Any, int]:
        """Ask in the spelling that worked last, and in the other where X refuses it.

        Returns the answer and the number of requests.
        """
        now = self._clock()
        with faults(NETWORK, now=now, read=partial(refusal, now=now)):
            try:
                return ask(), 1
            except Refused as error:
                if error.status != 400:
                    raise
                first = error
            self._http.respell()
            try:
                return ask(), 2
            except Refused as second:
                unknown = self._http.spelling.parameter.encode() in second.body
                self._http.respell()
                if second.status == 400 and unknown:
                    raise first from None
                raise

    def _page(
        self,
        ask: Callable[[], Any],
        *,
        usd: float,
        before: int = 0,
        given: int | None = None,
        size: int | None = None,
    ) -> Page:
        """Ask for a page and read it.

        Of ``given`` posts at most, ``before`` came already, and now ``size``: retweets
        are left out of a page of that size; None counts what is in the page.
        """
        answer, requests_made = self._ask(ask)
        with faults(NETWORK, now=self._clock()):
            found = Answer(answer, now=self._clock())
            listed = found.listed()
            posts, skipped = items(listed, found.post)
            token = found.token()
        count = before + (size or len(listed))
        # A page may lack some that were withheld: nearly all is all.
        full = given is not None and count >= given * 0.95
        return Page(
            posts=tuple(posts),
            token=f"{count}.{token}" if token else None,
            reach=found.reach(),
            ids=frozenset(found.ids()),
            skipped=skipped,
            capped=full and token is None,
            requests=requests_made,
            usd=usd,
        )


def _numeric(id_: str) -> str:
    if _ID.fullmatch(id_):
        return id_
    raise SourceError(NETWORK, Fault.BAD_QUERY, "an id of X is a number")


def _led(token: str | None) -> tuple[int, str | None]:
    """Return how many posts came before a page, and X's own token for it."""
    count, _, rest = (token or "0.").partition(".")
    if count.isascii() and count.isdecimal() and (rest or not token):
        return int(count), rest or None
    raise SourceError(NETWORK, Fault.BAD_QUERY, "a token that is none of ours")
