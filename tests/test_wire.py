"""What all networks share: answers within limits, faults by name, resets, questions."""

import gzip
import json
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from collectors.wire import (
    USER_AGENT,
    Broken,
    Limits,
    Refused,
    Session,
    ShapeError,
    faults,
    items,
    phrase,
    questions,
    reset_at,
    source_error,
)
from domain.errors import RecordError
from domain.source import Fault, SourceError
from tests.networks.hostile import MODES, NOW, bomb, dripping, raw, says, stall
from tests.networks.server import Server, as_json

SHORT = Limits(connect=0.5, read=0.3, total=0.6)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(lambda _request: as_json({"fine": True})) as server:
        yield server


def ask(server: Server, **given: object) -> requests.Response:
    """Ask once in a session of its own."""
    with Session(limits=SHORT) as session:
        return session.get(server.url + "/posts", **given)  # type: ignore[arg-type]


def test_an_answer_comes_whole(server: Server) -> None:
    assert ask(server).json() == {"fine": True}
    (request,) = server.asked
    assert request.headers["user-agent"] == USER_AGENT
    assert request.headers["accept-encoding"] == "gzip, deflate"


def test_one_line_serves_many_questions(server: Server) -> None:
    with Session(limits=SHORT) as session:
        for _ in range(3):
            session.get(server.url, headers={"Connection": "close"})
    assert {each.headers.get("connection") for each in server.asked} == {None}
    assert len(server.asked) == 3


def test_bytes_that_are_no_text_spoil_no_more_than_themselves(server: Server) -> None:
    server.answer = says(200, b'{"text": "\xff fine", "more": "\xc4\x85"}')
    assert ask(server).json() == {"text": "\ufffd fine", "more": "ą"}


def test_nothing_is_taken_from_the_machine(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ania password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert ask(server).ok
    assert "authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("base", "path"),
    [
        pytest.param("", "/2/posts", id="a host"),
        pytest.param("/", "/2/posts", id="a host and a slash"),
        pytest.param("/x/v9/", "/x/v9/2/posts", id="a host and a folder"),
    ],
)
def test_a_base_takes_the_place_of_the_host(
    server: Server, base: str, path: str
) -> None:
    with Session(base=server.url + base, limits=SHORT) as session:
        session.get("https://api.example.com/2/posts", params={"q": "a b"})
    assert (server.asked[0].path, server.asked[0].query) == (path, {"q": "a b"})
    assert server.asked[0].headers["host"] == server.url.removeprefix("http://")


def test_a_refusal_is_told_with_what_it_says(server: Server) -> None:
    server.answer = lambda _request: as_json({"why": 7}, 403, Retry_After="9")
    with pytest.raises(Refused, match=r"^HTTP 403$") as caught:
        ask(server)
    assert caught.value.json() == {"why": 7}
    assert caught.value.headers["retry-after"] == "9"
    assert caught.value.request is None


def test_a_client_may_want_refusals_as_answers(server: Server) -> None:
    server.answer = says(404, b"")
    with Session(limits=SHORT, refuse_from=500) as session:
        assert session.get(server.url).status_code == 404


@pytest.mark.parametrize("mode", [name for name in MODES if MODES[name].faults])
def test_no_bad_answer_is_returned(server: Server, mode: str) -> None:
    shapes = {"wrong types", "wrong items", "errors alone", "a surrogate alone"}
    shapes |= {"bytes that are no UTF-8", "an empty object", "a list"}
    server.answer = MODES[mode].answer
    if mode in shapes:
        assert ask(server).json() is not None
        return
    began = time.monotonic()
    with pytest.raises((Broken, Refused)):
        ask(server)
    assert time.monotonic() - began < SHORT.total + 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(stall, "silent for 0.3 s", id="silence"),
        pytest.param(
            dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
            "no whole answer in 0.6 s",
            id="headers",
        ),
        pytest.param(
            dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b" "),
            "no whole answer in 0.6 s",
            id="a body",
        ),
        pytest.param(
            dripping(b"HTTP/1.1 200 OK\r\n\r\n{}", b" "),
            "no whole answer in 0.6 s",
            id="a body without an end, whole at any time",
        ),
        pytest.param(
            dripping(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
            ),
            "no whole answer in 0.6 s",
            id="chunks",
        ),
    ],
)
def test_a_slow_server_is_left_in_time(
    server: Server, line: Callable[..., None], said: str
) -> None:
    server.answer = raw(line)
    with pytest.raises(Broken, match=f"^{said}$") as caught:
        ask(server)
    assert caught.value.fault is Fault.UNAVAILABLE


def test_nobody_at_home_is_unavailable() -> None:
    session = Session(limits=SHORT)
    with session, pytest.raises(Broken, match="connection failed") as caught:
        session.get("http://127.0.0.1:1/secret?token=canary")
    assert "canary" not in repr(caught.value)


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_packed_counts_as_what_it_is_unpacked(
    server: Server, times: int
) -> None:
    body = bomb(20_000_000)
    for _ in range(times - 1):
        body = gzip.compress(body)
    encoding = ", ".join(["gzip"] * times)
    server.answer = says(200, body, content_encoding=encoding)
    with pytest.raises(Broken, match="more than 8,000,000 bytes"):
        ask(server)
    server.answer = says(200, gzip.compress(b"[1]"), content_encoding="gzip")
    assert ask(server).json() == [1]


def test_json_may_be_deep_to_a_point(server: Server) -> None:
    server.answer = says(200, b"[" * 64 + b"]" * 64)
    assert ask(server).ok
    server.answer = says(200, b"[" * 65 + b"1" + b"]" * 65)
    with pytest.raises(Broken, match="more than 64 levels"):
        ask(server)


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="empty"),
        pytest.param("soon", None, id="a word"),
        pytest.param("-5", None, id="below zero"),
        pytest.param("inf", None, id="infinity"),
        pytest.param("9" * 400, None, id="digits without end"),
        pytest.param("0", NOW, id="at once"),
        pytest.param("60", NOW + MINUTE, id="seconds"),
        pytest.param("60.5", NOW + MINUTE * (60.5 / 60), id="half seconds"),
        pytest.param(
            f" {NOW.timestamp() + 60:.0f} ", NOW + MINUTE, id="seconds since 1970"
        ),
        pytest.param(
            f"{NOW.timestamp() * 1000 + 60_000:.0f}",
            NOW + MINUTE,
            id="milliseconds since 1970",
        ),
        pytest.param(
            format_datetime(NOW + MINUTE, usegmt=True), NOW + MINUTE, id="a date"
        ),
        pytest.param(
            "Mon, 02 Nov 2026 13:01:00 +0100", NOW + MINUTE, id="a date with an offset"
        ),
        pytest.param("Mon, 99 Nov 2026 13:01:00 GMT", None, id="no date"),
        pytest.param(
            f"{NOW.timestamp() - 60:.0f}", NOW - MINUTE, id="just past: clocks differ"
        ),
        pytest.param("1000000001", None, id="long past"),
        pytest.param(
            "1000000", NOW + timedelta(seconds=1_000_000), id="in twelve days"
        ),
        pytest.param("99999999", None, id="in three years"),
        pytest.param("999999999999999", None, id="in ages"),
    ],
)
def test_a_reset_is_read_or_not_believed(said: str | None, moment: object) -> None:
    assert reset_at(said, now=NOW) == moment


@given(st.text())
def test_a_reset_may_be_any_text(said: str) -> None:
    moment = reset_at(said, now=NOW)
    assert moment is None or abs(moment - NOW) <= timedelta(days=32)


@pytest.mark.parametrize(
    ("raised", "fault", "said"),
    [
        (Refused(401, {}, b""), Fault.AUTH_INVALID, "HTTP 401"),
        (Refused(402, {}, b""), Fault.QUOTA_EXHAUSTED, "HTTP 402"),
        (Refused(418, {}, b""), Fault.BAD_QUERY, "HTTP 418"),
        (Refused(302, {}, b""), Fault.UNAVAILABLE, "HTTP 302"),
        (Refused(504, {}, b""), Fault.UNAVAILABLE, "HTTP 504"),
        (Broken(Fault.UNAVAILABLE, "silent"), Fault.UNAVAILABLE, "silent"),
        (ShapeError("no posts"), Fault.CONTRACT_CHANGED, "no posts"),
        (requests.ConnectionError("canary"), Fault.UNAVAILABLE, "(ConnectionError)"),
        (urllib3.exceptions.HTTPError("canary"), Fault.UNAVAILABLE, "(HTTPError)"),
        (KeyError("canary"), Fault.CONTRACT_CHANGED, "(KeyError)"),
        (RecursionError("canary"), Fault.CONTRACT_CHANGED, "(RecursionError)"),
        (json.JSONDecodeError("canary", "", 0), Fault.CONTRACT_CHANGED, "Decode"),
        (SourceError("forum", Fault.CURSOR_LOOP, "again"), Fault.CURSOR_LOOP, "again"),
    ],
    ids=repr,
)
def test_what_a_client_raises_gets_a_name(
    raised: Exception, fault: Fault, said: str
) -> None:
    with pytest.raises(SourceError) as caught, faults("forum", now=NOW):
        raise raised
    assert caught.value.fault is fault
    assert said in caught.value.said
    assert "canary" not in str(caught.value)
    told = "".join(traceback.format_exception(caught.value))
    assert "canary" not in told


def test_a_refusal_says_when_to_come_back() -> None:
    error = Refused(503, {"Retry-After": "60"}, b"")
    assert source_error("forum", error, now=NOW).until == NOW + MINUTE


def test_our_own_mistakes_are_not_the_networks() -> None:
    with pytest.raises(AssertionError), faults("forum", now=NOW):
        raise AssertionError


def _only_posts(item: object) -> str | None:
    if not isinstance(item, str):
        raise RecordError("id", found=item, wanted="a string")
    return item if item != "advert" else None


@pytest.mark.parametrize(
    ("page", "found", "skipped"),
    [
        pytest.param([], [], 0, id="none"),
        pytest.param(["a", 7, "b"], ["a", "b"], 1, id="one bad item"),
        pytest.param(["a", "advert"], ["a"], 0, id="one that is not for us"),
        pytest.param([7, None], [], 2, id="two bad items alone"),
    ],
)
def test_a_bad_item_costs_itself(page: object, found: list[str], skipped: int) -> None:
    assert items(page, _only_posts) == (found, skipped)


@pytest.mark.parametrize("page", [None, {}, "a", [1, 2, 3]], ids=repr)
def test_a_page_of_nothing_readable_is_no_page(page: object) -> None:
    with pytest.raises(ShapeError):
        items(page, _only_posts)


@pytest.mark.parametrize(
    ("needle", "asked"),
    [
        ("acme", "acme"),
        ("Żółw", "Żółw"),
        ("acme shop", '"acme shop"'),
        (' the "best"  acme\\ ', '"the best acme"'),
        ("from:acme", '"from:acme"'),
        ("-acme", '"-acme"'),
        ("OR", '"OR"'),
        ("a" * 150 + " " + "b" * 60, "a" * 150),
        ("#acme", "#acme"),
        ("@acme", "@acme"),
        ("#acme shop", '"#acme shop"'),
        ("###", None),
        ("“”", None),
        ("💥", None),
        ("", None),
    ],
)
def test_a_needle_is_asked_for_as_words(needle: str, asked: str | None) -> None:
    assert phrase(needle, prefixes="#@") == asked


def test_a_sign_means_nothing_where_it_is_none() -> None:
    assert phrase("#acme") == '"#acme"'


NEEDLES = st.lists(st.text(max_size=60), max_size=30)


@given(NEEDLES, st.randoms())
def test_questions_ask_for_every_phrase_once(needles: list[str], dice: object) -> None:
    phrases = [each for each in map(phrase, needles) if each]
    asked = questions(phrases, limit=140, around="({}) -x")
    assert all(len(each) <= 140 for each in asked)
    inside = [each[1:-4] for each in asked]
    parts = [part for each in inside for part in each.split(" OR ")]
    assert {each.casefold() for each in parts} == {each.casefold() for each in phrases}
    assert len(parts) == len(set(parts))
    assert asked == questions(phrases[::-1], limit=140, around="({}) -x")


def test_few_questions_are_asked() -> None:
    phrases = [f"{'x' * size}{size}" for size in range(20, 60)]
    asked = questions(phrases, limit=200)
    assert len(asked) == -(-sum(len(each) + 4 for each in phrases) // 200)
