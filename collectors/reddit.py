"""Reddit: a search, the comments of some places, mentions, and the brand's own words.

Only plain JSON is read (``collectors._reddit``): praw's own objects ask again
behind our back when an attribute is missing, and its listings page by themselves.
"""

import re
from collections.abc import Sequence
from typing import ClassVar

from collectors import Setup
from collectors._reddit.answer import post_of
from collectors._reddit.things import (
    NETWORK,
    data_of,
    forest,
    is_name,
    listing,
    name_of,
    posted_at,
)
from collectors.wire import ShapeError, items, phrase, questions
from domain import fields
from domain.account import Account
from domain.errors import ConfigError
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

NAME = "Reddit"

NEED = Need(
    secrets=("EARSHOT_REDDIT_CLIENT_ID", "EARSHOT_REDDIT_CLIENT_SECRET"),
    where=(
        "Have Reddit approve your use first. Then, at reddit.com/prefs/apps: make an "
        "app of the kind script and copy its id and secret."
    ),
)

QUERY_LIMIT = 512
"""Characters of one search."""

PLACES = 50
"""Subreddits read as one list; more would push one another out of it."""

LIST_CAP = 900
"""Items after which the end of a list is Reddit's, and not that of the posts.

It gives 1,000 of each list, less those that are gone.
"""

SEARCH_CAP = 200
"""The same of a search, which was seen to end before 250."""

_USER = re.compile(r"t2_[0-9a-z]{1,13}")
_HANDLE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_PLACE = re.compile(r"[A-Za-z0-9_]{2,30}")
_TOKEN = re.compile(r"([A-Za-z0-9_-]{1,100}):([0-9]{1,6})")


def build(setup: Setup) -> "Reddit":
    """Make the collector; raise ConfigError for a subreddit that cannot be one."""
    return Reddit(setup)


class Reddit:
    """Reads Reddit; without a refresh token as nobody in particular."""

    network: ClassVar[str] = NETWORK
    follows_threads: ClassVar[bool] = True

    def __init__(self, setup: Setup) -> None:
        from collectors._reddit.client import Client  # praw: only when it is on

        self._client = Client(setup)
        self._clock = setup.clock
        self._places = _places(setup.options.subreddits)
        self._answers = bool(setup.secrets.get("reddit_refresh_token"))

    def streams(self, brands: Sequence[Listened]) -> list[Stream]:
        """Say what to read. An account is asked for by its handle, known by its id.

        New submissions to the subreddits need no stream: the search finds them.
        """
        named = [
            each
            for brand in brands
            for each in brand.accounts
            if _HANDLE.fullmatch(each.name)
        ]
        handles = [*dict.fromkeys(each.name for each in named if each.id)]
        self._client.introduce(by=named[0].name if named else "")
        needles = (phrase(needle) for brand in brands for needle in brand.needles)
        asked = {
            Family.INBOX: ["mentions"] if self._answers and brands else [],
            Family.OWN: handles,
            Family.SEARCH: questions(filter(None, needles), limit=QUERY_LIMIT),
            Family.COMMENTS: self._places if brands else [],
        }
        return [
            Stream(
                network=NETWORK,
                family=family,
                query=query,
                wide=family is Family.COMMENTS,
            )
            for family, queries in asked.items()
            for query in queries
        ]

    def fetch(self, stream: Stream, place: Place) -> Page:
        """Read a page. A listing knows no times: ``place.until`` is passed over."""
        path, asked = _question(stream)
        after, seen = _taken_up(place.token)
        if after is not None:
            asked["after"] = after
        with self._client.faults():
            answer = self._client.get(path, limit=max(1, min(place.size, 100)), **asked)
            things, following = listing(answer)
            found, skipped = items(things, self._parse)
        seen += len(things)
        cap = SEARCH_CAP if stream.family is Family.SEARCH else LIST_CAP
        return Page(
            posts=tuple(found),
            token=f"{following}:{seen}" if following else None,
            reach=next(filter(None, map(posted_at, reversed(things))), None),
            ids=frozenset(filter(None, map(name_of, things))),
            skipped=skipped,
            capped=not following and seen >= cap,
        )

    def look_up(self, ids: Sequence[str]) -> Looked:
        """Ask how posts stand; one that is not given may only be held back."""
        known = [each for each in dict.fromkeys(ids) if is_name(each)][:100]
        if not known:
            return Looked(requests=0)
        with self._client.faults():
            things, _ = listing(self._client.get("api/info", id=",".join(known)))
            found, _ = items(things, self._parse)
        asked = [each for each in found if each.id in known]
        ended = {
            state: frozenset(each.id for each in asked if each.state is state)
            for state in State
        }
        return Looked(
            posts=tuple(each for each in asked if each.state is State.LIVE),
            deleted=ended[State.DELETED],
            removed=ended[State.REMOVED],
        )

    def thread(self, root: str) -> Page:
        """Read a submission and the newest 500 of what is said below it."""
        if not (is_name(root) and root.startswith("t3_")):
            return Page(requests=0)
        path = f"comments/{root.removeprefix('t3_')}"
        with self._client.faults():
            answer = self._client.get(path, limit=500, depth=10, sort="new")
            things, stubs = forest(answer)
            found, skipped = items(things, self._parse)
        newest = sorted(found, key=lambda each: each.posted_at, reverse=True)
        return Page(
            posts=tuple(newest),
            reach=newest[-1].posted_at if newest else None,
            ids=frozenset(filter(None, map(name_of, things))),
            skipped=skipped + stubs,
            capped=stubs > 0,
        )

    def account(self, handle: str) -> Author:
        """Ask who has the handle; an account that is suspended has no id to tell."""
        if not _HANDLE.fullmatch(handle):
            raise SourceError(NETWORK, Fault.NOT_FOUND, "a handle that cannot be one")
        with self._client.faults():
            data = data_of(self._client.get(f"user/{handle}/about"), "t2")
            if data.get("is_suspended") is True:
                raise SourceError(NETWORK, Fault.NOT_FOUND, "a suspended account")
            name = f"t2_{data.get('id')}"
            if not _USER.fullmatch(name):
                raise ShapeError("an account without its id")
        return Author(id=name, handle=fields.handle(data.get("name"), "name"))

    def price(self, stream: Stream | None) -> float:  # noqa: ARG002
        """Return nothing: Reddit counts requests, not posts."""
        return 0.0

    def can_reply(self, post: Post, accounts: Sequence[Account]) -> Answerable:  # noqa: ARG002
        """Tell how to answer: through the API only when a user has let us in."""
        if post.state is not State.LIVE:
            return Answerable(How.NO, f"the post was {post.state}")
        if self._answers:
            return Answerable(How.API, "as the user of the refresh token")
        return Answerable(How.LINK, "EARSHOT_REDDIT_REFRESH_TOKEN is not set")

    def _parse(self, thing: object) -> Post | None:
        return post_of(thing, now=self._clock())


def _places(named: Sequence[str]) -> list[str]:
    """Join subreddits, each named with or without r/, into lists that can be asked."""
    bare = [each.removeprefix("/").removeprefix("r/") for each in named]
    for number, each in enumerate(bare):
        if not _PLACE.fullmatch(each):
            key = f"networks.reddit.subreddits[{number}]"
            wanted = "the name of a subreddit, such as BuyItForLife"
            raise ConfigError.at(key, found=named[number], wanted=wanted)
    once = sorted({each.casefold() for each in bare})
    return ["+".join(once[at : at + PLACES]) for at in range(0, len(once), PLACES)]


def _question(stream: Stream) -> tuple[str, dict[str, str]]:
    """Say where a stream is read and by which parameters."""
    if stream.family is Family.SEARCH:
        return "search", {"q": stream.query, "sort": "new", "type": "link"}
    if stream.family is Family.COMMENTS:
        return f"r/{stream.query}/comments", {}
    if stream.family is Family.OWN:
        return f"user/{stream.query}/overview", {"sort": "new"}
    return "message/mentions", {"mark": "false"}


def _taken_up(token: str | None) -> tuple[str | None, int]:
    """Return where to go on, and how many items of the listing were seen."""
    if token is None:
        return None, 0
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise SourceError(NETWORK, Fault.BAD_QUERY, "a token that is none of ours")
    return found[1], int(found[2])
