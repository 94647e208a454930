"""A network that answers badly for ten minutes, beside one in good health, then heals.

The real tweepy and praw ask servers on loopback; what is kept in the end is what would
have been kept had nothing been wrong.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copy

import pytest

from collectors import build
from collectors.wire import Limits, adapter
from domain.brand import Brand
from domain.post import Post
from domain.source import Fault
from sentiment import engine
from services.apply import apply
from services.collect import collect
from services.reading import CollectRun, Source
from store import Store, coverage, pauses, posts
from store.upgrade import upgrade
from tests.networks.hostile import MODES, NOW, Mode, bombed, moved_to
from tests.networks.server import Answer, Answering, Request, Server
from tests.networks.world import world
from tests.networks.x_server import SAID, LittleX
from tests.village import HOUR, MINUTE, Hands

START = NOW - 2 * HOUR
TICKS = 10
REQUESTS = 10
"""The most that a network which fails may hear of us in ten minutes."""

NAMES = ("x", "reddit")
CHOSEN = (
    "401", "403", "404", "429 with a reset", "429 without a reset", "503", "a web page",
    "cut JSON", "nothing", "null", "wrong types", "a stall", "a drip",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "LIMITS", Limits(connect=0.5, read=0.2, total=0.3))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A store that listens to both networks, each a server of its own."""

    store: Store
    clock: Hands
    servers: dict[str, Server]
    sources: dict[str, Source]

    def tick(self, name: str) -> CollectRun:
        return collect(self.store, self.sources[name])

    def kept(self) -> dict[str, Post]:
        with self.store.reading() as session:
            found = list(posts.every(session))
        named = {f"{each.network}:{each.id}": each for each in found}
        assert len(named) == len(found)
        return {
            name: replace(each, seen_at=NOW, deleted_at=None)
            for name, each in named.items()
        }


def so_far(name: str, clock: Hands) -> Answering:
    """Answer as the healthy network does, of what was posted until now."""
    healthy = world(name).answer

    def of_x(request: Request) -> Answer:
        said = tuple(each for each in SAID if each.at <= clock.now)
        return replace(LittleX(), said=said)(request)

    def of_reddit(request: Request) -> Answer:
        told = healthy(request)
        if request.path == "/api/v1/access_token" or b"Listing" not in told.body:
            return told
        page = json.loads(told.body)
        page["data"]["children"] = [
            each
            for each in page["data"]["children"]
            if each["data"]["created_utc"] <= clock.now.timestamp()
        ]
        return replace(told, body=json.dumps(page).encode())

    return of_x if name == "x" else of_reddit


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store for which both networks were read for the first time two hours ago."""
    path = tmp_path_factory.mktemp("begun") / "house.db"
    with opened(path) as home:
        for name in NAMES:
            assert home.tick(name).faults == ()
    return path


@pytest.fixture(scope="module")
def truth(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Post]:
    """What is kept in the end when nothing bad ever happens."""
    path = tmp_path_factory.mktemp("untouched") / "house.db"
    copy(begun, path)
    with opened(path) as home:
        return in_the_end(home)


@pytest.fixture
def house(begun: Path, tmp_path: Path) -> Iterator[House]:
    """A house to which something bad will happen."""
    copy(begun, tmp_path / "house.db")
    with opened(tmp_path / "house.db") as home:
        yield home


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[House]:
    """A house that has not read anything yet."""
    with opened(tmp_path / "house.db") as home:
        yield home


@contextmanager
def opened(path: Path) -> Iterator[House]:
    """Open a house that listens to both networks, two hours ago."""
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    clock = Hands(START)
    shop = Brand(
        name="Acme",
        queries=("acme",),
        accounts=tuple(
            account
            for name in NAMES
            for each in world(name).listened
            for account in each.accounts
        ),
    )
    apply(store, [shop], now=START)
    with ExitStack() as open_now:
        open_now.callback(store.close)
        servers = {
            name: open_now.enter_context(Server(so_far(name, clock))) for name in NAMES
        }
        sources = {
            name: Source(
                collector=build(
                    name, replace(world(name).setup(servers[name].url), clock=clock)
                ),
                engine=engine("vader"),
                clock=clock,
                every=MINUTE,
                chance=lambda: 0.5,
            )
            for name in NAMES
        }
        home = House(store=store, clock=clock, servers=servers, sources=sources)
        yield home


def in_circles(healthy: Answering) -> Answering:
    """Give the first page, whichever page is asked for."""
    turns = {"after", "next_token", "pagination_token"}

    def answer(request: Request) -> Answer:
        asked = {key: each for key, each in request.query.items() if key not in turns}
        return healthy(replace(request, query=asked))

    return answer


def in_the_end(home: House) -> dict[str, Post]:
    """Let both be healthy and read on until now; return what is kept."""
    for moment in (NOW, NOW + MINUTE):
        home.clock.now = moment
        for name in NAMES:
            home.servers[name].answer = so_far(name, home.clock)
            assert home.tick(name).faults == ()
    return home.kept()


def mode_of(named: str, elsewhere: str) -> Mode:
    unavailable = frozenset({Fault.UNAVAILABLE})
    if named == "a bomb":
        return Mode(bombed, unavailable)
    if named == "another host":
        refusals = frozenset({Fault.UNAVAILABLE, Fault.CONTRACT_CHANGED})
        return Mode(moved_to(elsewhere), refusals | {Fault.NOT_FOUND})
    return MODES[named]


@pytest.mark.parametrize("named", [*CHOSEN, "a bomb", "another host"])
@pytest.mark.parametrize("name", NAMES)
def test_ten_bad_minutes_lose_nothing(
    house: House, truth: dict[str, Post], name: str, named: str
) -> None:
    (other,) = set(NAMES) - {name}
    before = house.kept()
    faults: set[Fault] = set()
    with Server(lambda _: Answer(status=500)) as elsewhere:
        mode = mode_of(named, elsewhere.url)
        house.servers[name].answer = mode.answer
        asked = len(house.servers[name].asked)
        for number in range(TICKS):
            house.clock.go(MINUTE)
            faults.update(house.tick(name).faults)
            if number % 4 == 1:
                run = house.tick(other)
                assert run.pages
                assert run.faults == ()
        requests = len(house.servers[name].asked) - asked
        assert elsewhere.asked == []

    assert faults
    assert faults <= mode.faults
    assert 1 <= requests <= REQUESTS
    assert {key for key in house.kept() if key.startswith(name)} == {
        key for key in before if key.startswith(name)
    }
    with house.store.reading() as session:
        until = max(each.until for each in pauses.load(session, name).values())
        spans = coverage.spans(session, network=name)
    assert {each.reason for each in spans if each.reason} <= {*map(str, faults)}

    house.clock.now = max(until, house.clock.now)
    house.servers[name].answer = so_far(name, house.clock)
    assert house.tick(name).faults == ()
    with house.store.reading() as session:
        assert pauses.load(session, name) == {}
    assert in_the_end(house) == truth
    assert len(truth) > len(before)


@pytest.mark.parametrize("name", NAMES)
def test_a_network_that_goes_in_circles_from_the_start_loses_nothing(
    newcomer: House, truth: dict[str, Post], name: str
) -> None:
    newcomer.servers[name].answer = in_circles(so_far(name, newcomer.clock))
    runs = []
    for _ in range(TICKS):
        runs.append(newcomer.tick(name))
        newcomer.clock.go(MINUTE)
    assert {fault for run in runs for fault in run.faults} == {Fault.CURSOR_LOOP}
    signs_in = world(name).door
    asked = Counter(
        each.path for each in newcomer.servers[name].asked if not signs_in(each)
    )
    assert max(asked.values()) <= REQUESTS

    assert in_the_end(newcomer).keys() == truth.keys()
