"""What every network promises, asked of each: in good health and in every bad one.

The real clients ask real servers on loopback. A new ``collectors/<name>.py`` is found
by itself; its world, ``tests/networks/<name>_server.py``, is all that it takes.
"""

import logging
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from app.settings import Secrets
from collectors import Collector, known_networks, network
from collectors.wire import Limits, adapter
from domain.post import State
from domain.source import Family, Fault, How, Page, Place, SourceError, Stream
from tests.made import a_post
from tests.networks.hostile import MODES, NOW, RESET, Mode, bombed, moved_to, repeating
from tests.networks.server import Answer, Answering, Request, Server
from tests.networks.world import SINCE, World, a_collector, no_door, world
from tests.test_house import ROOT

SHORT = Limits(connect=0.5, read=0.3, total=0.6)
SLACK = 1.5
"""Seconds above the deadline that a busy machine may take."""

ROOM = 50_000_000
"""Bytes that an answer may take, however large it wants to be."""

SLOW = {"a stall", "a drip", "a drip without an end", "a drip of headers"}

NETWORKS = pytest.mark.parametrize("name", known_networks())
HOSTILE = pytest.mark.parametrize("mode", MODES)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing as long as in life."""
    monkeypatch.setattr(adapter, "LIMITS", SHORT)


def drained(collector: Collector, stream: Stream) -> Iterator[Page]:
    """Read a stream down to SINCE, page by page."""
    token = None
    for _ in range(50):
        page = collector.fetch(stream, Place(since=SINCE, token=token))
        yield page
        token = page.token
        if token is None:
            return
    raise AssertionError(f"{stream.id} has no end")


def late(pages: list[Page]) -> list[str]:
    """Name the posts of pages that are not from before SINCE."""
    return [each.id for page in pages for each in page.posts if each.posted_at >= SINCE]


def asks(collector: Collector, of: World) -> dict[str, Callable[[], object]]:
    """Return all that can be asked of a network."""
    stream = collector.streams(of.listened)[0]
    return {
        "fetch": lambda: collector.fetch(stream, Place(since=SINCE)),
        "look_up": lambda: collector.look_up([of.live, of.deleted]),
        "thread": lambda: collector.thread(of.root),
        "account": lambda: collector.account(of.handle),
    }


def hidden(of: World, *texts: str) -> bool:
    """Tell whether no secret stands in any of these."""
    return not any(secret in text for text in texts for secret in of.secrets.values())


def behind(
    door: Callable[[Request], bool], opens: Answering, then: Answering
) -> Answering:
    """Answer those who sign in one way, and everybody else another."""
    return lambda request: (opens if door(request) else then)(request)


def has_door(name: str) -> bool:
    """Tell whether a network is signed in to; what a missing world is told later."""
    with suppress(LookupError):
        return world(name).door is not no_door
    return False


def test_a_network_without_a_world_is_told_what_to_write() -> None:
    with pytest.raises(LookupError, match=r"write tests/networks/nowhere_server\.py"):
        world("nowhere")


@NETWORKS
def test_says_its_name_and_what_it_needs(name: str) -> None:
    module = network(name)
    known = {f"EARSHOT_{each.upper()}" for each in Secrets.__dataclass_fields__}
    assert module.NAME
    assert set(module.NEED.secrets) <= known
    assert module.NEED.where.endswith(".") or not module.NEED.secrets
    assert a_collector(name, "http://127.0.0.1:1").network == name


@NETWORKS
def test_asks_nothing_until_it_is_told_to(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        a_collector(name, server.url).streams(of.listened)
    assert server.asked == []


@NETWORKS
def test_the_same_streams_come_of_the_same_brands(name: str) -> None:
    of = world(name)
    collector = a_collector(name, "http://127.0.0.1:1")
    streams = collector.streams(of.listened)
    turned = [replace(each, needles=each.needles[::-1]) for each in of.listened]
    assert streams
    assert streams == collector.streams(turned)
    assert len({each.id for each in streams}) == len(streams)
    assert {each.network for each in streams} == {name}
    assert Family.OWN in {each.family for each in streams}


@NETWORKS
def test_an_account_without_an_id_is_left_out(name: str) -> None:
    collector = a_collector(name, "http://127.0.0.1:1")
    nameless = [
        replace(each, accounts=tuple(replace(one, id=None) for one in each.accounts))
        for each in world(name).listened
    ]
    assert Family.OWN not in {each.family for each in collector.streams(nameless)}


@NETWORKS
def test_reads_each_post_once_over_its_pages(name: str) -> None:
    of = world(name)
    found: set[str] = set()
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        for stream in collector.streams(of.listened):
            pages = list(drained(collector, stream))
            once = late(pages)
            assert sorted(once) == sorted(set(once)), stream.id
            reached = [each.reach for each in pages if each.reach]
            assert reached == sorted(reached, reverse=True)
            assert not any(each.capped for each in pages)
            assert all(len(each.ids) >= len(each.posts) for each in pages)
            assert {each.usd for each in pages} == {collector.price(stream)}
            found.update(once)
    assert found == of.posts


@NETWORKS
def test_some_stream_has_several_pages(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        streams = collector.streams(of.listened)
        assert max(len(list(drained(collector, each))) for each in streams) > 1


@NETWORKS
def test_reads_what_the_brand_itself_wrote(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        own = [
            each
            for stream in collector.streams(of.listened)
            if stream.family is Family.OWN
            for page in drained(collector, stream)
            for each in page.posts
        ]
    assert {each.id for each in own if each.posted_at >= SINCE} == of.own
    assert {each.author.id for each in own if each.author} == {of.handle_id}


@NETWORKS
def test_every_post_is_of_the_network_and_just_seen(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        posts = [
            each
            for stream in collector.streams(of.listened)
            for page in drained(collector, stream)
            for each in page.posts
        ]
    assert {(each.network, each.seen_at, each.backfilled) for each in posts} == {
        (name, NOW, False)
    }
    assert all(each.url and each.url.startswith("https://") for each in posts)
    assert None in {each.author for each in posts}, "nobody in this world has gone"


@NETWORKS
def test_reads_a_thread(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        page = a_collector(name, server.url).thread(of.root)
    assert {each.id for each in page.posts} - {of.root} == of.thread - {of.root}


@NETWORKS
def test_sees_what_became_of_a_post(name: str) -> None:
    of = world(name)
    asked = [each for each in (of.live, of.deleted, of.removed) if each]
    with Server(of.answer) as server:
        looked = a_collector(name, server.url).look_up(asked)
    assert [each.id for each in looked.posts if each.state is State.LIVE] == [of.live]
    assert looked.deleted == {of.deleted}
    assert looked.removed == ({of.removed} if of.removed else set())


@NETWORKS
def test_knows_who_has_a_handle(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        assert collector.account(of.handle).id == of.handle_id
        with pytest.raises(SourceError) as caught:
            collector.account(of.nobody)
    assert caught.value.fault is Fault.NOT_FOUND


@NETWORKS
def test_a_post_that_is_gone_cannot_be_answered(name: str) -> None:
    post = replace(a_post("1", "10:00"), network=name, state=State.DELETED)
    answerable = a_collector(name, "http://127.0.0.1:1").can_reply(post, [])
    assert answerable.how is How.NO


@NETWORKS
@HOSTILE
def test_every_failure_has_its_name_and_the_next_answer_is_read(
    name: str, mode: str
) -> None:
    of = world(name)
    bad = MODES[mode]
    with Server(behind(of.door, of.answer, bad.answer)) as server:
        collector = a_collector(name, server.url)
        stream = collector.streams(of.listened)[0]
        fails(lambda: collector.fetch(stream, Place(since=SINCE)), bad, of, server)
        server.answer = of.answer
        assert collector.fetch(stream, Place(since=SINCE)).posts


@NETWORKS
@pytest.mark.parametrize("ask", ["look_up", "thread", "account"])
def test_nothing_else_that_is_asked_fails_otherwise(name: str, ask: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        for mode in sorted(MODES.keys() - SLOW):
            server.asked.clear()
            server.answer = behind(of.door, of.answer, MODES[mode].answer)
            call = asks(a_collector(name, server.url), of)[ask]
            fails(call, MODES[mode], of, server)


@pytest.mark.parametrize("name", [name for name in known_networks() if has_door(name)])
@pytest.mark.parametrize("mode", sorted(MODES.keys() - SLOW | {"a stall"}))
def test_a_door_that_does_not_open_is_a_failure_like_any_other(
    name: str, mode: str
) -> None:
    of = world(name)
    bad = Mode(MODES[mode].answer, frozenset(Fault))
    with Server(behind(of.door, bad.answer, of.answer)) as server:
        fails(asks(a_collector(name, server.url), of)["fetch"], bad, of, server)
        assert all(map(of.door, server.asked))
        assert len(server.asked) <= 2


def fails(
    call: Callable[[], object], bad: Mode, of: World, server: Server
) -> SourceError:
    """Check that a call fails as it should: soon, by name, and telling nothing."""
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        call()
    assert time.monotonic() - began < SHORT.total + SLACK
    assert caught.value.fault in bad.faults, caught.value
    assert len([each for each in server.asked if not of.door(each)]) <= 2
    assert len(str(caught.value)) < 300
    told = "".join(traceback.format_exception(caught.value))
    assert hidden(of, str(caught.value), repr(caught.value), told)
    return caught.value


@NETWORKS
@pytest.mark.parametrize("mode", ["429 with a reset", "429 with seconds"])
def test_comes_back_when_it_is_told_to(name: str, mode: str) -> None:
    of = world(name)
    with Server(behind(of.door, of.answer, MODES[mode].answer)) as server:
        collector = a_collector(name, server.url)
        error = fails(asks(collector, of)["fetch"], MODES[mode], of, server)
    assert error.until == RESET


@NETWORKS
def test_is_not_led_to_another_host(name: str) -> None:
    of = world(name)
    with Server(of.answer) as other:
        lost = Mode(moved_to(other.url), frozenset(Fault))
        with Server(behind(of.door, of.answer, lost.answer)) as server:
            for call in asks(a_collector(name, server.url), of).values():
                server.asked.clear()
                fails(call, lost, of, server)
        with Server(lost.answer) as server:
            fails(asks(a_collector(name, server.url), of)["fetch"], lost, of, server)
    assert other.asked == []


@NETWORKS
def test_a_page_that_comes_again_and_again_is_seen_to_be_the_same(name: str) -> None:
    of = world(name)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        stream = next(
            each
            for each in collector.streams(of.listened)
            if collector.fetch(each, Place(since=SINCE)).token
        )
        server.answer = repeating(of.answer, but=of.door)
        first = collector.fetch(stream, Place(since=SINCE))
        second = collector.fetch(stream, Place(since=SINCE, token=first.token))
    assert second.ids == first.ids


@NETWORKS
def test_no_secret_is_logged_at_any_level(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    of = world(name)
    caplog.set_level(logging.DEBUG)
    with Server(of.answer) as server:
        collector = a_collector(name, server.url)
        asks(collector, of)["fetch"]()
        server.answer = MODES["401"].answer
        with pytest.raises(SourceError):
            asks(collector, of)["fetch"]()
    assert caplog.records
    assert hidden(of, caplog.text, repr(collector))


_BOMBED = """
import resource, sys
from domain.source import Place, SourceError
from tests.networks.world import SINCE, a_collector, world
name, url = sys.argv[1:]
collector = a_collector(name, url)
stream = collector.streams(world(name).listened)[0]
for step in range(2):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        collector.fetch(stream, Place(since=SINCE))
    except SourceError as error:
        fault = error.fault
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(fault, grown * 1024)
"""


@NETWORKS
def test_a_bomb_in_gzip_bursts_small(name: str) -> None:
    of = world(name)
    read: list[Request] = []

    def turning(request: Request) -> Answer:
        """Answer well at first, so that only the bomb is measured."""
        if of.door(request) or not read:
            read.extend([] if of.door(request) else [request])
            return of.answer(request)
        return bombed(request)

    with Server(turning) as server:
        run = subprocess.run(
            [sys.executable, "-c", _BOMBED, name, server.url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    fault, grown = run.stdout.split()
    assert fault == Fault.UNAVAILABLE
    assert int(grown) < ROOM
