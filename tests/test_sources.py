"""The facts of the store, judged: how each source stands, what it read and cost."""

import pytest

from alerts.source_state import Engine, House, State
from app.health import known_sources, sources_of, to_json
from app.settings import Settings
from app.wiring import health
from domain.account import Account
from domain.brand import Brand
from domain.errors import ConfigError
from domain.source import Family, Fault, Stream
from services import demo
from services.apply import apply
from services.ask import ask
from services.failing import BudgetError
from services.sources import SourceHealth, SourcesHealth
from store import Store, leases, tallies
from tests.desk import NOW, open_acme
from tests.made import a_post
from tests.sourced import (
    DAY,
    HOUR,
    MINUTE,
    OWN,
    SEARCH,
    at_desk,
    brought,
    engine_runs,
    failed,
    holds,
    listening,
    was_read,
)
from tests.village import Hands, Village


@pytest.fixture
def shop(sqlite_store: Store) -> Store:
    """A store with the brand Acme, and an engine at work."""
    return made_ready(sqlite_store)


def made_ready(store: Store) -> Store:
    open_acme(store)
    engine_runs(store)
    return store


def looked(store: Store, settings: Settings | None = None) -> SourcesHealth:
    return sources_of(at_desk(store, settings))


def the_x(store: Store, settings: Settings | None = None) -> SourceHealth:
    (found,) = [
        each for each in looked(store, settings).sources if each.known.network == "x"
    ]
    return found


def test_networks_that_are_off_say_what_they_need(sqlite_store: Store) -> None:
    found = looked(sqlite_store, Settings())
    assert found.house is House.OK
    assert {each.known.network for each in found.sources} == {"x", "reddit"}
    assert {each.state.state for each in found.sources} == {State.OFF}
    told = {each.known.network: each.known for each in found.sources}
    assert told["x"].missing == ["EARSHOT_X_BEARER_TOKEN"]
    assert told["x"].need
    assert told["x"].need.where


def test_a_source_that_was_read_is_well(store: Store) -> None:
    shop = made_ready(store)
    was_read(shop)
    found = looked(shop)
    assert (found.house, found.engine) == (House.OK, Engine.ALIVE)
    told = the_x(shop)
    assert told.state.state is State.WELL
    assert told.state.at == NOW - 2 * MINUTE
    assert [each.reading.stream for each in told.streams] == [OWN.id, SEARCH.id]
    assert (told.posts, told.skipped) == (6, 2)
    assert told.usd == pytest.approx(0.02)


def test_a_source_without_its_secret_says_which(shop: Store) -> None:
    told = the_x(shop, listening(None))
    assert told.state.state is State.NEEDS
    assert told.state.needs == ("EARSHOT_X_BEARER_TOKEN",)
    assert looked(shop, listening(None)).house is House.BLIND


def test_no_secret_is_in_what_is_told(shop: Store) -> None:
    settings = listening("canary-1234567890")
    assert "canary" not in repr(known_sources(settings))
    assert "canary" not in str(to_json(looked(shop, settings)))


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        pytest.param(Fault.AUTH_INVALID, State.FAILING, id="failing"),
        pytest.param(Fault.RATE_LIMITED, State.RATE_LIMITED, id="rate limited"),
    ],
)
def test_a_pause_is_told(shop: Store, fault: Fault, state: State) -> None:
    was_read(shop)
    holds(shop, fault)
    told = the_x(shop).state
    assert (told.state, told.partial) == (state, False)
    assert told.pause
    assert told.pause.fault is fault


def test_the_lease_says_whether_the_engine_runs(store: Store) -> None:
    open_acme(store)
    was_read(store, at=NOW - HOUR)
    assert looked(store).engine is Engine.GONE
    engine_runs(store, until=NOW)
    assert looked(store).engine is Engine.DIED
    assert looked(store).house is House.BLIND
    with store.begin() as session:
        held = leases.current(session, "engine")
        assert held
        leases.release(session, held)
    assert looked(store).engine is Engine.GONE


def test_a_busy_source_that_brings_nothing_is_silent(shop: Store) -> None:
    was_read(shop, posts=0)
    brought(shop, SEARCH, [0, 0, 0, 0, *[3] * 24 * 9])
    told = the_x(shop).state
    assert (told.state, told.usual) == (State.SILENT, 9)
    assert looked(shop).house is House.DEGRADED


def test_the_brands_own_posts_hide_no_silence_and_make_none(shop: Store) -> None:
    was_read(shop, posts=0)
    brought(shop, SEARCH, [0, 0, 0, 0, *[3] * 24 * 9])
    brought(shop, OWN, [5] * 24 * 10)
    assert the_x(shop).state.state is State.SILENT


def test_a_shop_that_only_stops_talking_itself_is_well(shop: Store) -> None:
    was_read(shop, posts=0)
    brought(shop, OWN, [0, 0, 0, 0, *[5] * 24 * 9])
    assert the_x(shop).state.state is State.WELL


def test_streams_of_old_queries_are_left_out(shop: Store) -> None:
    was_read(shop)
    old = Stream(network="x", family=Family.SEARCH, query="old")
    was_read(shop, old, at=NOW - DAY)
    told = the_x(shop)
    assert told.state.state is State.WELL
    assert [each.reading.query for each in told.streams] == ["9001", SEARCH.query]


def test_outages_of_the_last_week_are_told(store: Store) -> None:
    shop = made_ready(store)
    was_read(shop)
    failed(shop, since=NOW - 20 * DAY, until=NOW - 19 * DAY, caught_up=True)
    failed(shop, since=NOW - 3 * HOUR, until=NOW - 2 * HOUR, caught_up=True)
    assert {each.since for each in the_x(shop).outages} == {NOW - 3 * HOUR}


def test_money_is_that_of_the_month(shop: Store) -> None:
    was_read(shop, usd=0.5)
    with shop.begin() as session:
        tallies.add(session, ("x", OWN.id), NOW - 2 * DAY, usd=7.0)
    assert NOW.day == 1
    assert the_x(shop).usd == pytest.approx(1.0)


def test_the_demo_alone_is_no_brand_to_watch(sqlite_store: Store) -> None:
    from sentiment import engine

    demo.load(sqlite_store, engine=engine("vader"), now=NOW)
    engine_runs(sqlite_store)
    found = looked(sqlite_store)
    assert found.demo
    assert not the_x(sqlite_store).state.watched


def test_a_network_that_nothing_reads_is_not_called_well(shop: Store) -> None:
    from app.networks import networks

    on = networks({"folder": {}}, key="networks")
    found = looked(shop, Settings(networks=on))
    assert found.sources[0].state.state is State.UNKNOWN
    assert found.house is House.BLIND


def test_the_health_is_one_word(shop: Store) -> None:
    was_read(shop)
    assert health(at_desk(shop)) == "ok"
    holds(shop, Fault.BAD_QUERY, "search")
    assert health(at_desk(shop)) == "degraded"
    holds(shop, Fault.AUTH_INVALID)
    assert health(at_desk(shop)) == "blind"
    assert health(at_desk(shop, Settings())) == "ok"


VILLAGE = Brand(
    name="Acme",
    queries=("acme",),
    accounts=(Account(network="village", id="shop", handle="acme"),),
)


def test_asking_once_says_what_came_and_keeps_nothing(store: Store) -> None:
    apply(store, [VILLAGE], now=NOW - DAY)
    village = Village(clock=Hands(NOW))
    village.board = [a_post("1", NOW - HOUR, network="village")]
    came = ask(store, village, monthly_usd=None, clock=village.clock)
    assert (came.posts, came.newest) == (1, NOW - HOUR)
    with store.reading() as session:
        (tally,) = tallies.hourly(session, "village", since=NOW - DAY, until=NOW + HOUR)
    assert (tally.requests, tally.new) == (1, 0)


def test_asking_without_a_brand_says_what_is_missing(store: Store) -> None:
    village = Village(clock=Hands(NOW), families=())
    wanted = "a brand with queries or an account on village: earshot apply FILE"
    with pytest.raises(ConfigError, match=f"nothing to ask for, wanted {wanted}"):
        ask(store, village, monthly_usd=None, clock=village.clock)


def test_asking_costs_and_goes_not_beyond_the_months_money(store: Store) -> None:
    apply(store, [VILLAGE], now=NOW - DAY)
    village = Village(clock=Hands(NOW), usd=0.01)
    village.board = [a_post("1", NOW - HOUR, network="village")]
    assert ask(store, village, monthly_usd=0.12, clock=village.clock).usd == 0.01
    with pytest.raises(BudgetError, match="are spent"):
        ask(store, village, monthly_usd=0.11, clock=village.clock)
    assert len(village.calls) == 1
