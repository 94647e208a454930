"""The collector for Reddit, set before the little Reddit of these tests."""

from collections.abc import Callable
from datetime import datetime

from app.networks import Reddit as Options
from collectors import Setup
from collectors.reddit import Reddit, build
from domain.source import Stream
from tests.networks.hostile import NOW
from tests.networks.reddit_server import BRAND, SECRETS, answer, signing_in
from tests.networks.server import Answer, Answering, Request, Server


def reading(
    server: Server,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    places: tuple[str, ...] = ("kettles",),
    **secrets: str,
) -> Reddit:
    """Make a collector for ``server`` that reads r/kettles."""
    options = Options(subreddits=places, base_url=server.url)
    return build(Setup(options=options, secrets={**SECRETS, **secrets}, clock=clock))


def stream(collector: Reddit, named: str = "comments") -> Stream:
    """Return the stream of a family."""
    found = collector.streams([BRAND])
    return next(each for each in found if each.family == named)


def asked(server: Server) -> list[Request]:
    """Return what was asked, but for the tokens."""
    return [each for each in server.asked if not signing_in(each)]


def inside(answering: Callable[[Request], Answer]) -> Answering:
    """Give tokens as always, and answer everything else so."""
    return lambda request: (
        answer(request) if signing_in(request) else answering(request)
    )
