"""The client for Reddit: limits, tokens and refusals, and what must never lead it."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import prawcore
import pytest
import requests
from praw.config import Config
from praw.exceptions import PRAWException
from prawcore.exceptions import PrawcoreException, RequestException, ResponseException

from collectors._reddit.client import _below
from collectors.wire import source_error
from domain.source import Fault, Place, SourceError
from tests.networks.hostile import NOW
from tests.networks.reddit_desk import asked, inside, reading, stream
from tests.networks.reddit_server import (
    BASIC,
    CHAT,
    REFRESH,
    SECRET,
    TOKEN,
    answer,
    listing,
    refused,
    signing_in,
    within_limits,
)
from tests.networks.server import Answer, Answering, Request, Server, as_json


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(answer) as listening:
        yield listening


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def limited(remaining: str, reset: str = "300") -> Answering:
    """Answer as always, but with so many calls left."""

    def answering(request: Request) -> Answer:
        if signing_in(request):
            return answer(request)
        return within_limits(
            listing(CHAT, request.query), remaining=remaining, reset=reset
        )

    return answering


@pytest.mark.parametrize(
    ("remaining", "reset", "until"),
    [
        pytest.param("0.0", "300", timedelta(minutes=5), id="none left"),
        pytest.param("-2.0", "240", timedelta(minutes=4), id="less than none"),
        pytest.param("0", "soon", timedelta(minutes=1), id="a reset of nonsense"),
        pytest.param(
            "0", "99999999", timedelta(minutes=1), id="a reset in three years"
        ),
        pytest.param("0", "86400", timedelta(hours=1), id="a reset of tomorrow"),
    ],
)
def test_a_spent_limit_never_sleeps_and_the_next_call_is_not_made(
    server: Server, remaining: str, reset: str, until: timedelta
) -> None:
    hands = Hands()
    server.answer = limited(remaining, reset)
    collector = reading(server, clock=hands)
    begun = time.monotonic()
    collector.fetch(stream(collector), Place())
    for _ in range(3):
        with pytest.raises(SourceError) as caught:
            collector.fetch(stream(collector), Place())
        assert caught.value.fault is Fault.RATE_LIMITED
        assert caught.value.until == NOW + until
        assert caught.value.network_wide
    assert len(asked(server)) == 1
    hands.now += until
    collector.fetch(stream(collector), Place())
    assert len(asked(server)) == 2
    assert time.monotonic() - begun < 3, "praw would have slept until the reset"


@pytest.mark.parametrize("remaining", ["594.0", "1", "0.5", "plenty", "nan", ""])
def test_while_calls_are_left_nothing_waits(server: Server, remaining: str) -> None:
    server.answer = limited(remaining)
    collector = reading(server)
    for _ in range(2):
        collector.fetch(stream(collector), Place())
    assert len(asked(server)) == 2


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        pytest.param({"retry_after": "90"}, timedelta(seconds=90), id="seconds"),
        pytest.param(
            {"retry_after": "Mon, 02 Nov 2026 12:10:00 GMT"},
            timedelta(minutes=10),
            id="a date",
        ),
        pytest.param(
            {"x_ratelimit_reset": "45"}, timedelta(seconds=45), id="Reddit's own"
        ),
        pytest.param(
            {"retry_after": "later", "x_ratelimit_reset": "45"},
            timedelta(seconds=45),
            id="the one that can be read",
        ),
        pytest.param({"retry_after": "later"}, None, id="nonsense"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_too_many_requests_hold_the_whole_network_until_the_reset(
    server: Server, headers: dict[str, str], until: timedelta | None
) -> None:
    server.answer = inside(lambda _request: refused(429, "Too Many", **headers))
    collector = reading(server)
    with pytest.raises(SourceError) as caught:
        collector.fetch(stream(collector), Place())
    assert caught.value.fault is Fault.RATE_LIMITED
    assert caught.value.network_wide
    assert caught.value.until == (NOW + until if until else None)
    assert len(asked(server)) == 1


def test_a_token_that_ended_early_is_renewed_at_once(server: Server) -> None:
    collector = reading(server)
    collector.fetch(stream(collector), Place())
    before = len(server.asked)
    refusals = iter([refused(401, "Unauthorized")])
    server.answer = lambda request: (
        answer(request) if signing_in(request) else next(refusals, answer(request))
    )
    assert collector.fetch(stream(collector), Place()).posts
    paths = [each.path for each in server.asked[before:]]
    assert paths == [
        "/r/kettles/comments",
        "/api/v1/access_token",
        "/r/kettles/comments",
    ]


def test_a_fresh_token_that_is_refused_is_not_tried_again(server: Server) -> None:
    server.answer = inside(lambda _request: refused(401, "Unauthorized"))
    collector = reading(server)
    with pytest.raises(SourceError) as caught:
        collector.fetch(stream(collector), Place())
    assert caught.value.fault is Fault.AUTH_INVALID
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        pytest.param(refused(401, "Unauthorized"), Fault.AUTH_INVALID, id="401"),
        pytest.param(refused(400, "Bad Request"), Fault.AUTH_INVALID, id="400"),
        pytest.param(as_json({"error": "invalid_grant"}), Fault.AUTH_INVALID, id="200"),
        pytest.param(refused(403, "Forbidden"), Fault.AUTH_SCOPE, id="403"),
        pytest.param(refused(429, "Too Many"), Fault.RATE_LIMITED, id="429"),
        pytest.param(refused(503, "Busy"), Fault.UNAVAILABLE, id="503"),
        pytest.param(as_json({}), Fault.CONTRACT_CHANGED, id="empty"),
        pytest.param(as_json([]), Fault.CONTRACT_CHANGED, id="a list"),
        pytest.param(
            as_json({"access_token": "a", "expires_in": "soon", "scope": "*"}),
            Fault.CONTRACT_CHANGED,
            id="an end in words",
        ),
        pytest.param(
            as_json({"access_token": "a", "expires_in": 9, "scope": None}),
            Fault.CONTRACT_CHANGED,
            id="no scope",
        ),
    ],
)
def test_a_door_that_stays_shut_is_knocked_at_once(
    server: Server, token: Answer, fault: Fault
) -> None:
    server.answer = lambda _request: token
    collector = reading(server, reddit_refresh_token="of-yesterday")  # noqa: S106
    with pytest.raises(SourceError) as caught:
        collector.fetch(stream(collector), Place())
    assert caught.value.fault is fault
    assert len(server.asked) == 1


def test_a_subreddit_that_does_not_exist_is_not_found(server: Server) -> None:
    collector = reading(server, places=("no_such_place",))
    with pytest.raises(SourceError, match="no such subreddit") as caught:
        collector.fetch(stream(collector, "comments"), Place())
    assert caught.value.fault is Fault.NOT_FOUND
    assert len(asked(server)) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 522])
def test_a_server_in_trouble_is_asked_once(server: Server, status: int) -> None:
    server.answer = inside(lambda _request: refused(status, "Oops"))
    collector = reading(server)
    begun = time.monotonic()
    with pytest.raises(SourceError) as caught:
        collector.fetch(stream(collector), Place())
    assert caught.value.fault is Fault.UNAVAILABLE
    assert len(asked(server)) == 1
    assert time.monotonic() - begun < 2, "praw would have tried thrice, with pauses"


def made(kind: type[Exception]) -> Exception:
    """Make an exception of praw's as it is raised."""
    response = requests.Response()
    response.status_code = 418
    response.headers["location"] = "/somewhere"
    response._content = b'{"message": "a canary of a stranger"}'
    if issubclass(kind, RequestException):
        return kind(requests.ConnectionError("canary"), (), {})
    if issubclass(kind, prawcore.OAuthException):
        return kind(response, "invalid_grant", "canary")
    if issubclass(kind, ResponseException):
        return kind(response)
    error = kind.__new__(kind)
    Exception.__init__(error, "canary")
    return error


def kinds(root: type[Exception]) -> list[type[Exception]]:
    """Return all that come below ``root``, and itself."""
    return [root, *(kind for below in root.__subclasses__() for kind in kinds(below))]


@pytest.mark.parametrize(
    "kind",
    [*kinds(PrawcoreException), *kinds(PRAWException)],
    ids=lambda kind: kind.__name__,
)
def test_whatever_praw_raises_becomes_one_of_our_faults_in_our_words(
    kind: type[Exception],
) -> None:
    error = source_error("reddit", _below(made(kind)), now=NOW)
    assert isinstance(error.fault, Fault)
    assert "canary" not in str(error)


@pytest.mark.parametrize(
    "ini",
    [
        pytest.param(
            "[DEFAULT]\noauth_url={evil}\nreddit_url={evil}\n", id="other hosts"
        ),
        pytest.param(
            "[DEFAULT]\nusername=u\npassword=p\nclient_id=c\n", id="another user"
        ),
        pytest.param(
            "[DEFAULT]\ncheck_for_updates=True\ncomment_kind=t9\n", id="other words"
        ),
        pytest.param(
            "[DEFAULT]\nratelimit_seconds=600\nwindow_size=x\n", id="other waits"
        ),
        pytest.param("[acme]\noauth_url={evil}\n", id="another site"),
        pytest.param("no ini at all", id="broken"),
    ],
)
@pytest.mark.parametrize("where", [".", "home"])
def test_a_hostile_praw_ini_leads_nowhere(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ini: str,
    where: str,
) -> None:
    with Server(answer) as evil:
        (tmp_path / "home").mkdir()
        (tmp_path / where / "praw.ini").write_text(ini.format(evil=evil.url))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("praw_site", "acme")
        monkeypatch.setenv("praw_username", "u")
        monkeypatch.setenv("praw_password", "p")
        monkeypatch.setenv("praw_refresh_token", "r")
        monkeypatch.setattr(Config, "CONFIG", None)
        collector = reading(server)
        assert collector.fetch(stream(collector), Place()).posts
        assert not evil.asked
    assert server.asked[0].form == {"grant_type": "client_credentials"}


def test_no_secret_reaches_a_log_or_an_error(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    collector = reading(server, reddit_refresh_token=REFRESH)
    wanted = stream(collector)
    collector.fetch(wanted, Place())
    said = []
    for status in (401, 403, 429, 503):
        server.answer = lambda _request, status=status: refused(status, SECRET)  # type: ignore[misc]
        with pytest.raises(SourceError) as caught:
            collector.fetch(wanted, Place())
        said.append(f"{caught.value!r} {caught.value.__cause__!r}")
    written = caplog.text + "".join(said)
    assert "urllib3" in caplog.text, "it does listen"
    for secret in (SECRET, REFRESH, *TOKEN.values(), BASIC):
        assert secret not in written
    assert "Cup number" not in written
