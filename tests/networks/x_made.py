"""What the tests of X are made of: a collector, streams, and items as X has them."""

from collections.abc import Mapping
from typing import Any

from app.networks import X
from collectors import Collector, Setup, build
from domain.post import Post
from domain.source import Family, Place, Stream
from tests.networks.hostile import NOW
from tests.networks.server import Server
from tests.networks.world import SINCE
from tests.networks.x_server import ACME, ANIA, BROKEN, TOKEN

SIGNED = {
    "x_bearer_token": TOKEN,
    "x_consumer_key": "canary-key",
    "x_consumer_secret": "canary-secret",
    "x_access_token": f"{ACME}-canary",
    "x_access_token_secret": "canary-secret-2",
}
"""All secrets that X takes, those of the account that is Acme's."""

MENTIONS = Stream(network="x", family=Family.MENTIONS, query=ACME)
OWN = Stream(network="x", family=Family.OWN, query=ACME)
SEARCH = Stream(network="x", family=Family.SEARCH, query="(acme) -is:retweet")


def x(
    url: str = "http://127.0.0.1:1",
    secrets: Mapping[str, str] | None = None,
    *,
    search: bool = True,
) -> Collector:
    """Make the collector, which asks the server at ``url``."""
    options = X(base_url=url, search=search)
    given = {"x_bearer_token": TOKEN, **(secrets or {})}
    return build("x", Setup(options=options, secrets=given, clock=lambda: NOW))


def read(server: Server, stream: Stream = SEARCH) -> dict[str, Post]:
    """Read a stream to its end; posts by the id they are kept under."""
    posts: dict[str, Post] = {}
    token = None
    for _ in range(9):
        page = x(server.url).fetch(stream, Place(since=SINCE, token=token))
        posts |= {each.id: each for each in page.posts}
        token = page.token
        if token is None:
            return posts
    raise AssertionError("no end")


def an_item(**given: object) -> dict[str, Any]:
    """Make a post as X writes it; ``...`` leaves a field out."""
    item = {
        "id": BROKEN,
        "text": "acme, it leaks",
        "author_id": ANIA,
        "created_at": "2026-11-02T11:00:00.000Z",
        "conversation_id": BROKEN,
        "edit_history_tweet_ids": [BROKEN],
        "lang": "en",
        "public_metrics": {"like_count": 1, "reply_count": 2, "retweet_count": 3},
    }
    return {name: each for name, each in (item | given).items() if each is not ...}
