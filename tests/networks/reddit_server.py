"""A little Reddit: a shop, its customers, two subreddits, and the API before them."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from app.networks import Reddit
from domain.account import Account
from domain.source import Listened
from tests.networks.hostile import NOW
from tests.networks.server import Answer, Request, as_json
from tests.networks.world import SINCE, World

CLIENT, SECRET, REFRESH = "app-of-acme", "canary-reddit-secret", "canary-refresh"
SECRETS = {"reddit_client_id": CLIENT, "reddit_client_secret": SECRET}
TOKEN = {"client_credentials": "canary-app-token", "refresh_token": "canary-user-token"}
BASIC = "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()

USERS = {
    "acme_home": "acme1",
    "marta_b": "m7",
    "tea_and_rain": "t4",
    "old_ratchet": "r2",
}
"""Names and ids, without the t2_ that stands before them elsewhere."""

Json = dict[str, Any]


def written(kind: str, name: str, author: str, minutes: int, **more: Any) -> Json:
    """Return a thing that was posted so many minutes ago; extra fields win."""
    posted = (NOW - timedelta(minutes=minutes)).timestamp()
    data: Json = {
        "id": name,
        "name": f"{kind}_{name}",
        "author": author,
        "created": posted,
        "created_utc": posted,
        "edited": False,
        "score": 3,
        "subreddit": "kettles",
        "distinguished": None,
        "likes": None,
        "removal_reason": None,
    }
    if author in USERS:
        data["author_fullname"] = f"t2_{USERS[author]}"
    return {"kind": kind, "data": data | more}


def submission(name: str, author: str, minutes: int, title: str, **more: Any) -> Json:
    """Return a submission to r/kettles."""
    data = {
        "title": title,
        "selftext": "",
        "is_self": True,
        "num_comments": 0,
        "permalink": f"/r/kettles/comments/{name}/a_title/",
        "url": f"https://www.reddit.com/r/kettles/comments/{name}/a_title/",
        "removed_by_category": None,
        "locked": False,
    }
    return written("t3", name, author, minutes, **(data | more))


def comment(
    name: str,
    author: str,
    minutes: int,
    body: str,
    *,
    above: str = "t3_leak",
    **more: Any,
) -> Json:
    """Return a comment below the submission t3_leak."""
    data = {
        "body": body,
        "link_id": "t3_leak",
        "parent_id": above,
        "replies": "",
        "depth": 0,
        "permalink": f"/r/kettles/comments/leak/a_title/{name}/",
        "score_hidden": False,
    }
    return written("t1", name, author, minutes, **(data | more))


SUBMISSIONS = [
    submission(
        "leak",
        "marta_b",
        600,
        "Acme kettle leaks & burns",
        selftext="On day two. Hello u/acme_home, anybody there?",
        edited=(NOW - timedelta(minutes=590)).timestamp(),
        num_comments=5,
    ),
    submission("lid", "tea_and_rain", 900, "The lid of my acme came off", score=-4),
    submission(
        "gone",
        "[deleted]",
        1_000,
        "[deleted by user]",
        selftext="[removed]",
        removed_by_category="deleted",
    ),
    submission(
        "spam",
        "old_ratchet",
        1_100,
        "Acme for free",
        selftext="[removed]",
        removed_by_category="moderator",
    ),
    submission("other", "old_ratchet", 1_200, "Which teapot?"),
    submission("ours", "acme_home", 2_000, "New lids from Acme"),
]

BELOW = [
    comment("r1", "acme_home", 580, "So sorry! Please write to us."),
    comment("r2", "marta_b", 570, "I did, twice.", above="t1_r1"),
    comment("r3", "acme_home", 560, "We have it now.", above="t1_r2"),
    comment("r4", "[deleted]", 550, "[deleted]", above="t1_r1"),
    comment("r5", "[deleted]", 540, "Mine leaks as well.", above="t1_r4"),
    comment("r6", "[deleted]", 530, "[removed]"),
]

CHAT = [
    comment(f"c{number}", "old_ratchet", 20 * number, f"Cup number {number} was good.")
    for number in range(1, 250)
]
"""Talk that concerns nobody, so that the list of comments has pages."""

TAGGED: Json = {
    "kind": "t1",
    "data": {
        "first_message": None,
        "subreddit": "teatime",
        "author_fullname": "t2_t4",
        "id": "tag",
        "name": "t1_tag",
        "subject": "username mention",
        "score": 1,
        "author": "tea_and_rain",
        "num_comments": 228,
        "parent_id": "t1_zzz",
        "new": True,
        "type": "username_mention",
        "body": "Somebody should tell /u/acme_home about it.",
        "dest": "acme_home",
        "was_comment": True,
        "created_utc": (NOW - timedelta(minutes=50)).timestamp(),
        "context": "/r/teatime/comments/far/what_now/tag/?context=3",
        "replies": "",
        "likes": None,
    },
}

OWN = [each for each in (*SUBMISSIONS, *BELOW) if each["data"]["author"] == "acme_home"]
EVERYTHING = {
    each["data"]["name"]: each for each in (*SUBMISSIONS, *BELOW, *CHAT, TAGGED)
}


def name_of(thing: Any) -> str | None:
    """Return the id of the post that a thing becomes."""
    return str(thing["data"]["name"])


def listing(things: list[Json], asked: Mapping[str, str]) -> Json:
    """Return a page of things, newest first, as ``limit`` and ``after`` want it."""
    newest = sorted(things, key=lambda each: -each["data"]["created_utc"])
    names = [each["data"]["name"] for each in newest]
    start = names.index(asked["after"]) + 1 if "after" in asked else 0
    page = newest[start : start + int(asked.get("limit", 25))]
    more = start + len(page) < len(newest)
    after = page[-1]["data"]["name"] if page and more else None
    data = {"after": after, "before": None, "dist": len(page), "children": page}
    return {"kind": "Listing", "data": {"modhash": None, "geo_filter": "", **data}}


def forest() -> list[Json]:
    """Return the thread below t3_leak, and a stub where Reddit left some out."""
    below: dict[str, Json] = {
        each["data"]["name"]: {"kind": "t1", "data": dict(each["data"])}
        for each in BELOW
    }
    for each in below.values():
        answers = [
            other
            for other in below.values()
            if other["data"]["parent_id"] == each["data"]["name"]
        ]
        if answers:
            each["data"]["replies"] = listing(answers, {"limit": "500"})
    first = [each for each in below.values() if each["data"]["parent_id"] == "t3_leak"]
    stub = {
        "kind": "more",
        "data": {"count": 2, "name": "t1_zz1", "id": "zz1", "children": ["zz1", "zz2"]},
    }
    comments = listing(first, {"limit": "500"})
    comments["data"]["children"].append(stub)
    return [listing(SUBMISSIONS[:1], {}), comments]


def refused(status: int, words: str, **headers: str) -> Answer:
    """Refuse as Reddit does."""
    return as_json({"message": words, "error": status}, status=status, **headers)


def within_limits(value: object, *, remaining: str, reset: str = "300") -> Answer:
    """Answer with what is left of the calls of ten minutes."""
    return as_json(
        value,
        x_ratelimit_remaining=remaining,
        x_ratelimit_used="6",
        x_ratelimit_reset=reset,
    )


def signing_in(request: Request) -> bool:
    """Tell a request for a token from one to read."""
    return request.path == "/api/v1/access_token"


def _token(request: Request) -> Answer:
    grant = request.form.get("grant_type", "")
    if request.method != "POST" or request.headers.get("authorization") != BASIC:
        return refused(401, "Unauthorized")
    if grant == "refresh_token" and request.form.get("refresh_token") != REFRESH:
        return refused(400, "Bad Request")
    told = {"access_token": TOKEN[grant], "token_type": "bearer"}
    return as_json({**told, "expires_in": 86_400, "scope": "*"})


def _found(query: str) -> Iterator[Json]:
    wanted = [each.strip('"').lower() for each in query.split(" OR ")]
    for each in SUBMISSIONS:
        words = f"{each['data']['title']} {each['data']['selftext']}".lower()
        if any(re.search(rf"\b{re.escape(one)}\b", words) for one in wanted):
            yield each


def answer(request: Request) -> Answer:
    """Answer as Reddit does."""
    if signing_in(request):
        return _token(request)
    signed = request.headers.get("authorization", "")
    if signed.removeprefix("bearer ") not in TOKEN.values():
        return refused(401, "Unauthorized")
    told = _told(request, user=signed.endswith(TOKEN["refresh_token"]))
    return told if isinstance(told, Answer) else within_limits(told, remaining="594.0")


def _told(request: Request, *, user: bool) -> object:
    asked = request.query
    match request.path.strip("/").split("/"):
        case ["search"]:
            return listing(list(_found(asked["q"])), asked)
        case ["api", "info"]:
            known = [EVERYTHING.get(each) for each in asked["id"].split(",")]
            return listing([each for each in known if each], {"limit": "100"})
        case ["message", "mentions"]:
            return listing([TAGGED], asked) if user else refused(403, "Forbidden")
        case ["r", places, "comments"]:
            return _talk(places, asked)
        case ["user", name, part] if name.lower() in USERS:
            return _user(name.lower(), part, asked)
    lost = request.path != "/comments/leak"
    return refused(404, "Not Found") if lost else forest()


def _talk(places: str, asked: Mapping[str, str]) -> object:
    if "kettles" in places.split("+"):
        return listing([*BELOW, *CHAT], asked)
    to = f"https://www.reddit.com/subreddits/search?q={places}"
    return Answer(status=302, headers={"location": to})


def _user(name: str, part: str, asked: Mapping[str, str]) -> object:
    if part == "about":
        if name == "old_ratchet":
            return {"kind": "t2", "data": {"name": name, "is_suspended": True}}
        return {"kind": "t2", "data": {"name": name, "id": USERS[name]}}
    everything = [*SUBMISSIONS, *BELOW, *CHAT]
    return listing([it for it in everything if it["data"]["author"] == name], asked)


BRAND = Listened(
    brand="Acme",
    needles=("acme", "acme kettle"),
    accounts=(Account(network="reddit", id="t2_acme1", handle="acme_home"),),
)

WORLD = World(
    answer=answer,
    options=lambda url: Reddit(subreddits=("kettles", "teatime"), base_url=url),
    secrets={**SECRETS, "reddit_refresh_token": REFRESH},
    listened=(BRAND,),
    # The search finds neither what tells of no shop nor what has lost its words.
    posts=frozenset(
        name
        for name, each in EVERYTHING.items()
        if each["data"]["created_utc"] >= SINCE.timestamp()
    )
    - {"t3_other", "t3_gone"},
    own=frozenset(each["data"]["name"] for each in OWN),
    root="t3_leak",
    thread=frozenset(each["data"]["name"] for each in (*SUBMISSIONS[:1], *BELOW)),
    live="t3_lid",
    deleted="t1_r4",
    removed="t3_spam",
    handle="acme_home",
    handle_id="t2_acme1",
    nobody="nobody_at_all",
    listing=("data", "children"),
    name_of=name_of,
    door=signing_in,
)
