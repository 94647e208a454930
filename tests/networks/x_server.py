"""A believable little X: Acme, its customers, and what X makes of them in JSON.

Everybody in it is invented. It speaks one spelling or the other, as X does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.networks import X
from domain.account import Account
from domain.clock import iso, parse_instant
from domain.source import Listened
from tests.networks.hostile import NOW
from tests.networks.server import Answer, Answering, Request, as_json
from tests.networks.world import World

TOKEN = "canary-bearer-of-x-0001"  # noqa: S105
EPOCH = datetime.fromisoformat("2010-11-04T01:42:54.657Z")
ACME, ANIA, BEN, SUSPENDED = "9001", "7001", "7002", "7003"
USERS = {
    ACME: {"username": "acme", "name": "Acme", "followers": 1200},
    ANIA: {"username": "ania", "name": "Ania K.", "followers": 40},
    BEN: {"username": "ben_r", "name": "Ben", "followers": 9000},
}
RENAMED = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One post of the world; an edit is one more, with ``edits`` its first id."""

    id: str
    author: str
    text: str
    root: str | None = None
    refers: tuple[str, str] | None = None
    tags: tuple[str, ...] = ()
    edits: str | None = None
    note: str | None = None
    link: str | None = None
    lang: str = "en"

    @property
    def at(self) -> datetime:
        """When it was posted, which its id says."""
        return EPOCH + timedelta(milliseconds=int(self.id) >> 22)


def snowflake(minutes: float) -> str:
    """Return the id of a post made so long before now."""
    since = NOW - timedelta(minutes=minutes) - EPOCH
    return str(int(since / timedelta(milliseconds=1)) << 22)


BROKEN, REPLY, THANKS = snowflake(60), snowflake(55), snowflake(50)
FIRST, EDITED = snowflake(40), snowflake(35)
LONG, QUOTE, GONE, OLD = snowflake(30), snowflake(25), snowflake(20), snowflake(9000)
SHARED, DELETED, REMOVED = snowflake(15), snowflake(4000), snowflake(4001)

SAID = (
    Said(id=BROKEN, author=ANIA, text="@acme my kettle is broken", tags=(ACME,)),
    Said(
        id=REPLY,
        author=ACME,
        text="@ania sorry! Which one?",
        root=BROKEN,
        refers=("replied_to", BROKEN),
        tags=(ANIA,),
    ),
    Said(
        id=THANKS,
        author=ANIA,
        text="@acme the blue one &amp; its lid &lt;3",
        root=BROKEN,
        refers=("replied_to", REPLY),
        tags=(ACME,),
    ),
    Said(id=FIRST, author=BEN, text="@acme wher is my parcel", tags=(ACME,)),
    Said(
        id=EDITED,
        author=BEN,
        text="@acme where is my parcel",
        tags=(ACME,),
        root=FIRST,
        edits=FIRST,
    ),
    Said(
        id=LONG,
        author=BEN,
        text="A word on acme: it began when" + "…",
        note="A word on acme: it began when " + "I waited and " * 60 + "gave up.",
        lang="qme",
    ),
    Said(
        id=QUOTE,
        author=ANIA,
        text="so this is how acme answers https://t.co/x1",
        refers=("quoted", REPLY),
        link=f"https://twitter.com/acme/status/{REPLY}",
    ),
    Said(id=GONE, author=SUSPENDED, text="@acme never again", tags=(ACME,)),
    Said(
        id=SHARED, author=BEN, text="RT @ania: my kettle", refers=("retweeted", BROKEN)
    ),
    Said(id=OLD, author=ANIA, text="@acme do you open on Sunday?", tags=(ACME,)),
    *(
        Said(id=snowflake(100 + each), author=ANIA, text=f"acme, day {each}")
        for each in range(12)
    ),
    *(
        Said(id=snowflake(200 + each), author=ACME, text=f"News {each} of the shop")
        for each in range(8)
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LittleX:
    """Answers as X does. ``page`` is the most posts that it gives at once."""

    said: tuple[Said, ...] = SAID
    new: bool = False
    page: int = 5
    given: Mapping[str, int] | None = None

    def __call__(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "Unauthorized", "about:blank")
        spelt, other = "post.fields", "tweet.fields"
        wrong = other if self.new else spelt
        if wrong in request.query:
            message = f"The query parameter [{wrong}] is not one of [{spelt}]"
            return problem(400, "Invalid Request", "invalid-request", message)
        return self.route(request)

    def route(self, request: Request) -> Answer:
        """Find what was asked for."""
        match request.path.strip("/").split("/"):
            case ["2", "tweets"]:
                return self.look_up(request)
            case ["2", "tweets", "search", "recent"]:
                return self.listing(request, self.search(request), NOW - WEEK)
            case ["2", "users", "by", "username", name]:
                return self.user(name)
            case ["2", "users", ("9001" | "7001") as id_, "mentions"]:
                return self.listing(request, lambda each: id_ in each.tags)
            case ["2", "users", ("9001" | "7001") as id_, "tweets"]:
                return self.listing(
                    request, lambda each: each.author == id_ and not shares(each)
                )
        return problem(404, "Not Found", "resource-not-found")

    def search(self, request: Request) -> Callable[[Said], bool]:
        """Return what matches the query, which is of one sort or of the other."""
        query = request.query["query"]
        if query.startswith("conversation_id:"):
            root = query.partition(":")[2]
            return lambda each: each.root == root
        return lambda each: "acme" in (each.note or each.text) and not shares(each)

    def listing(
        self,
        request: Request,
        chosen: Callable[[Said], bool],
        earliest: datetime | None = None,
    ) -> Answer:
        """Give one page, the newest first."""
        asked = request.query
        since = parse_instant(asked["start_time"]) if "start_time" in asked else None
        until = parse_instant(asked["end_time"]) if "end_time" in asked else NOW
        if earliest and since and since < earliest:
            return problem(400, "Invalid Request", "invalid-request", "start_time")
        edited = {each.edits for each in self.said}
        found = sorted(
            (
                each
                for each in self.said
                if chosen(each)
                and (since or each.at) <= each.at < until
                and each.id not in edited | {DELETED, REMOVED}
            ),
            key=lambda each: -int(each.id),
        )
        start = int(asked.get("next_token") or asked.get("pagination_token") or 0)
        size = min(self.page, int(asked["max_results"]))
        page = found[start : start + size]
        meta: dict[str, object] = {"result_count": len(page)}
        if start + size < len(found):
            meta["next_token"] = str(start + size)
        told = self.told(page)
        return as_json({**told, "meta": meta})

    def told(self, said: Iterable[Said]) -> dict[str, Any]:
        """Write posts as X does, with their users, and who is no more."""
        posts = [self.written(each) for each in said]
        if not posts:
            return {}
        authors = {each["author_id"] for each in posts}
        users = [user(each) for each in sorted(authors) if each in USERS]
        gone = [
            {
                "resource_type": "user",
                "resource_id": each,
                "value": each,
                "parameter": "author_id",
                "title": "Forbidden",
                "type": "https://api.twitter.com/2/problems/resource-unavailable",
            }
            for each in sorted(authors - USERS.keys())
        ]
        told: dict[str, Any] = {"data": posts, "includes": {"users": users}}
        return {**told, "errors": gone} if gone else told

    def written(self, said: Said) -> dict[str, Any]:
        """Write one post."""
        later = [each.id for each in self.said if each.edits == said.id]
        urls = [{"url": "https://t.co/x1", "expanded_url": said.link}]
        tags = [{"id": each, "username": USERS[each]["username"]} for each in said.tags]
        counts = {"like_count": 3, "reply_count": 1, "retweet_count": 2}
        post: dict[str, Any] = {
            "id": said.id,
            "text": said.text,
            "author_id": said.author,
            "created_at": iso(said.at),
            "conversation_id": said.root or said.id,
            "lang": said.lang,
            "edit_history_tweet_ids": [*filter(None, [said.edits]), said.id, *later],
            "entities": {"mentions": tags, "urls": urls if said.link else []},
            "public_metrics": {**counts, "quote_count": 0},
        }
        if said.refers:
            kind, id_ = said.refers
            post["referenced_tweets"] = [{"type": kind, "id": id_}]
        if said.note:
            post["note_tweet"] = {"text": said.note}
        return respelt(post) if self.new else post

    def look_up(self, request: Request) -> Answer:
        """Give posts by id, and say of the others what X says."""
        ids = request.query["ids"].split(",")
        found = [each for each in self.said if each.id in ids]
        told = self.told(found)
        here = {each.id for each in self.said}
        missing = [missed(each) for each in ids if each not in here]
        errors = [*told.get("errors", []), *missing]
        return as_json({**told, "errors": errors} if errors else told)

    def user(self, name: str) -> Answer:
        """Give one user, or say that there is none, which is a success to X."""
        for id_, each in USERS.items():
            if each["username"] == name.casefold():
                return as_json({"data": user(id_)})
        missing = {
            "value": name,
            "resource_type": "user",
            "title": "Not Found Error",
            "type": "https://api.twitter.com/2/problems/resource-not-found",
        }
        return as_json({"errors": [missing]})


WEEK = timedelta(days=7)


def shares(said: Said) -> bool:
    """Tell whether a post only repeats another."""
    return said.refers is not None and said.refers[0] == "retweeted"


def user(id_: str) -> dict[str, Any]:
    """Write a user as X does."""
    known = USERS[id_]
    metrics = {"followers_count": known["followers"], "following_count": 7}
    return {
        "id": id_,
        "username": known["username"],
        "name": known["name"],
        "public_metrics": metrics,
    }


def respelt(value: Any) -> Any:
    """Write what X says in the new spelling."""
    if isinstance(value, dict):
        return {RENAMED.get(name, name): respelt(each) for name, each in value.items()}
    return [respelt(each) for each in value] if isinstance(value, list) else value


def missed(id_: str) -> dict[str, str]:
    """Say why a post is not there."""
    kind, title = "resource-not-found", "Not Found Error"
    if id_ == REMOVED:
        kind, title = "not-authorized-for-resource", "Authorization Error"
    return {
        "resource_type": "tweet",
        "resource_id": id_,
        "parameter": "ids",
        "title": title,
        "type": f"https://api.twitter.com/2/problems/{kind}",
    }


def problem(status: int, title: str, kind: str, message: str = "") -> Answer:
    """Refuse as X does."""
    told: dict[str, Any] = {
        "title": title,
        "detail": title,
        "type": f"https://api.twitter.com/2/problems/{kind}",
    }
    if message:
        told["errors"] = [{"parameters": {}, "message": message}]
    return as_json(told, status)


def name_of(item: Any) -> str | None:
    """Return the id of the post that an item becomes."""
    history: list[str] = item["edit_history_tweet_ids"]
    return None if "RT @" in item["text"] else history[0]


def little(**given: Any) -> Answering:
    """Make an X that differs in something."""
    return replace(LittleX(), **given)


_SEARCHED = {each.id for each in SAID if "acme" in each.text and each.id != OLD}
_TAGGED = {each.id for each in SAID if ACME in each.tags and each.id != OLD}
_OWN = {each.id for each in SAID if each.author == ACME}

WORLD = World(
    answer=LittleX(),
    options=lambda url: X(base_url=url),
    secrets={"x_bearer_token": TOKEN},
    listened=(
        Listened(
            brand="Acme",
            needles=("acme", "acme shop"),
            accounts=(Account(network="x", id=ACME, handle="acme"),),
        ),
    ),
    posts=frozenset((_SEARCHED | _TAGGED | _OWN) - {EDITED}),
    own=frozenset(_OWN),
    root=BROKEN,
    thread=frozenset({REPLY, THANKS}),
    live=BROKEN,
    deleted=DELETED,
    removed=REMOVED,
    handle="acme",
    handle_id=ACME,
    nobody="nobody_at_all",
    listing=("data",),
    name_of=name_of,
)
