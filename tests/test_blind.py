"""How a source stands follows from facts; it is never called well when it is blind."""

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.blind import ACCOUNT, CHECKS, MONEY, asked, state_of
from alerts.blind_said import advice, sentence
from alerts.source_state import (
    Engine,
    Facts,
    House,
    Reading,
    SourceState,
    State,
    house,
    most_important,
)
from domain.source import Fault
from services import failing, recheck
from tests.blinded import DAY, HOUR, MINUTE, NEED, NOW, busy, facts, of, pause, read

SEARCH, OWN = read("search:acme"), read("own:9001")
OLD = read("search:acme", 12 * MINUTE)

CASES = [
    pytest.param(facts(on=False), State.OFF, id="switched off"),
    pytest.param(
        facts(on=False, missing=NEED.secrets, engine=Engine.GONE),
        State.OFF,
        id="switched off, and needs something",
    ),
    pytest.param(facts(known=False), State.UNKNOWN, id="nothing reads it"),
    pytest.param(
        facts(missing=NEED.secrets, engine=Engine.GONE),
        State.NEEDS,
        id="lacks a secret, whatever the engine does",
    ),
    pytest.param(facts(), State.WAITING, id="never asked"),
    pytest.param(
        facts(read(ago=None, tried=MINUTE, begun=MINUTE, draining=True)),
        State.WAITING,
        id="first reading goes on",
    ),
    pytest.param(facts(SEARCH), State.WELL, id="just read"),
    pytest.param(facts(read(ago=11 * MINUTE)), State.WELL, id="as late as may be"),
    pytest.param(facts(OLD), State.STALE, id="later than that"),
    pytest.param(
        facts(read(ago=None, tried=2 * MINUTE, begun=12 * MINUTE)),
        State.STALE,
        id="first reading without an end",
    ),
    pytest.param(
        facts(read(ago=3 * HOUR, tried=MINUTE, draining=True)),
        State.WELL,
        id="catches up, page by page",
    ),
    pytest.param(
        facts(read(ago=3 * HOUR, tried=3 * HOUR, draining=True)),
        State.STALE,
        id="catching up that does not go on",
    ),
    pytest.param(
        facts(read(ago=12 * MINUTE), every=10 * MINUTE), State.WELL, id="read seldom"
    ),
    pytest.param(facts(SEARCH, pauses=[pause()]), State.FAILING, id="failing"),
    pytest.param(
        facts(SEARCH, pauses=[pause(Fault.RATE_LIMITED)]),
        State.RATE_LIMITED,
        id="rate limited",
    ),
    pytest.param(
        facts(SEARCH, pauses=[pause(Fault.RATE_LIMITED, until=-MINUTE)]),
        State.RATE_LIMITED,
        id="a limit that is over and was not tried again yet",
    ),
    pytest.param(
        facts(SEARCH, pauses=[pause(until=-12 * MINUTE)]),
        State.WELL,
        id="a pause that nobody renewed",
    ),
    pytest.param(
        facts(OWN, pauses=[pause(Fault.BAD_QUERY, "search:old")]),
        State.WELL,
        id="a pause of a query that is not asked any more",
    ),
    pytest.param(
        facts(SEARCH, pauses=[pause(Fault.NOT_FOUND, f"{ACCOUNT}acme")]),
        State.FAILING,
        id="a handle that nobody has",
    ),
    pytest.param(
        facts(SEARCH, pauses=[pause(Fault.UNAVAILABLE, CHECKS)]),
        State.FAILING,
        id="looking again fails",
    ),
    pytest.param(
        facts(SEARCH, engine=Engine.DIED), State.ENGINE_DOWN, id="the engine died"
    ),
    pytest.param(
        facts(SEARCH, engine=Engine.GONE),
        State.WELL,
        id="no engine, but read by a timetable",
    ),
    pytest.param(
        facts(read(ago=7 * MINUTE), engine=Engine.GONE),
        State.ENGINE_DOWN,
        id="no engine, and none came",
    ),
    pytest.param(
        facts(engine=Engine.GONE), State.ENGINE_DOWN, id="no engine, never read"
    ),
    pytest.param(
        facts(SEARCH, engine=Engine.DIED, pauses=[pause()]),
        State.ENGINE_DOWN,
        id="the engine before the network",
    ),
    pytest.param(
        facts(SEARCH, news=busy(3, silent_for=3)), State.SILENT, id="silent for hours"
    ),
    pytest.param(facts(SEARCH, news=busy(3)), State.WELL, id="posts as usual"),
    pytest.param(
        facts(SEARCH, news=busy(3, silent_for=3), pauses=[pause()]),
        State.FAILING,
        id="failing before silent",
    ),
]


@pytest.mark.parametrize(("found", "state"), CASES)
def test_a_source_stands_as_the_facts_say(found: Facts, state: State) -> None:
    assert state_of(found, as_of=NOW).state is state


@pytest.mark.parametrize(
    ("scope", "streams", "partial"),
    [
        pytest.param("", (SEARCH, OWN), False, id="the network"),
        pytest.param("search", (SEARCH, OWN), True, id="one family of two"),
        pytest.param("search", (SEARCH,), False, id="the only family"),
        pytest.param("search:acme", (SEARCH, OWN), True, id="one stream of two"),
        pytest.param(f"{MONEY}search", (SEARCH, OWN), True, id="money for one"),
        pytest.param(CHECKS, (SEARCH,), True, id="looking again"),
        pytest.param(f"{ACCOUNT}acme", (SEARCH,), True, id="one account"),
        pytest.param(f"{ACCOUNT}acme", (), False, id="one account, and nothing else"),
    ],
)
def test_a_pause_holds_all_of_a_source_or_part_of_it(
    scope: str, streams: tuple[Reading, ...], partial: bool
) -> None:
    found = facts(*streams, pauses=[pause(Fault.BAD_QUERY, scope)])
    assert state_of(found, as_of=NOW).partial is partial


def test_several_parts_may_make_the_whole() -> None:
    held = [pause(Fault.BAD_QUERY, each) for each in ("search", "own")]
    assert not state_of(facts(SEARCH, OWN, pauses=held), as_of=NOW).partial


def test_the_gravest_pause_speaks() -> None:
    held = [
        pause(Fault.RATE_LIMITED, "own"),
        pause(Fault.AUTH_SCOPE, "search"),
        pause(Fault.NOT_FOUND, f"{ACCOUNT}acme"),
    ]
    told = state_of(facts(SEARCH, OWN, pauses=held), as_of=NOW)
    assert told.pause == held[1]
    whole = [*held, pause(Fault.UNAVAILABLE)]
    told = state_of(facts(SEARCH, OWN, pauses=whole), as_of=NOW)
    assert told.pause == whole[-1]


def test_a_stream_of_an_old_query_is_not_missed() -> None:
    old = read("search:old", 3 * DAY)
    found = facts(SEARCH, OWN, old)
    assert asked(found) == [SEARCH, OWN]
    assert state_of(found, as_of=NOW).state is State.WELL


def test_one_stream_that_is_tried_and_not_read_is_part_of_the_source() -> None:
    stuck = read("own:9001", 3 * HOUR, tried=2 * MINUTE)
    told = state_of(facts(SEARCH, stuck), as_of=NOW)
    assert (told.state, told.partial) == (State.STALE, True)
    assert told.at == NOW - 3 * HOUR


def test_a_stream_that_is_held_is_still_asked_for() -> None:
    held = read("own:9001", 40 * MINUTE)
    found = facts(SEARCH, held, pauses=[pause(Fault.AUTH_SCOPE, "own")])
    assert asked(found) == [SEARCH, held]
    assert state_of(found, as_of=NOW).state is State.FAILING


FACTS = st.builds(
    facts,
    st.builds(
        read,
        st.sampled_from(["search:acme", "own:9001"]),
        st.none() | st.integers(0, 60).map(lambda each: each * MINUTE),
        tried=st.none() | st.integers(0, 60).map(lambda each: each * MINUTE),
        draining=st.booleans(),
    ),
    on=st.just(True),
    engine=st.sampled_from(Engine),
    every=st.integers(1, 10).map(lambda each: each * MINUTE),
    missing=st.sampled_from([(), NEED.secrets]),
    pauses=st.lists(
        st.builds(
            pause,
            st.sampled_from(Fault),
            st.sampled_from(["", "search", "own:9001", CHECKS, f"{MONEY}search"]),
            until=st.integers(-60, 60).map(lambda each: each * MINUTE),
        ),
        max_size=3,
    ),
    news=st.sampled_from([{}, busy(4), busy(4, silent_for=4)]),
)


@given(FACTS)
def test_nothing_is_well_that_was_not_read_when_it_was_due(found: Facts) -> None:
    told = state_of(found, as_of=NOW)
    (stream,) = found.readings
    if told.state is State.WELL:
        assert not found.missing
        assert stream.seen_at
        assert NOW - stream.seen_at <= found.patience
        assert found.engine is not Engine.DIED


@given(st.lists(FACTS, max_size=3))
def test_the_house_is_well_when_all_that_is_on_is(found: list[Facts]) -> None:
    states = [state_of(each, as_of=NOW) for each in found]
    well = all(each.state is State.WELL for each in states)
    assert (house(states) is House.OK) == well


@given(FACTS)
def test_every_state_is_said_in_one_line_of_ours(found: Facts) -> None:
    told = state_of(found, as_of=NOW)
    for said in (sentence(told, now=NOW, zone=UTC), advice(told)):
        assert "evil" not in said
        assert said.isprintable()
        assert len(said) < 140
    assert sentence(told, now=NOW, zone=UTC)


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        pytest.param([], House.OK, id="no source"),
        pytest.param([of(State.OFF)], House.OK, id="none switched on"),
        pytest.param([of(State.WELL)], House.OK, id="well"),
        pytest.param([of(State.NEEDS)], House.BLIND, id="the only one lacks a secret"),
        pytest.param([of(State.FAILING)], House.BLIND, id="the only one fails"),
        pytest.param([of(State.UNKNOWN)], House.BLIND, id="nothing reads it"),
        pytest.param(
            [of(State.FAILING, partial=True)], House.DEGRADED, id="part of one fails"
        ),
        pytest.param(
            [of(State.WELL), of(State.STALE)], House.DEGRADED, id="one of two"
        ),
        pytest.param([of(State.SILENT)], House.DEGRADED, id="silent"),
        pytest.param([of(State.RATE_LIMITED)], House.DEGRADED, id="rate limited"),
        pytest.param([of(State.WAITING)], House.DEGRADED, id="not read yet"),
        pytest.param(
            [of(State.WELL), of(State.ENGINE_DOWN)], House.BLIND, id="no engine"
        ),
        pytest.param([of(State.NEEDS), of(State.STALE)], House.BLIND, id="none of two"),
    ],
)
def test_the_house_is_blind_when_nothing_is_read(
    states: list[SourceState], stands: House
) -> None:
    assert house(states) is stands


def test_the_most_important_comes_first() -> None:
    reddit = replace(of(State.WELL, at=NOW), network="reddit")
    bad = [of(State.NEEDS), of(State.FAILING, partial=True), of(State.FAILING)]
    assert most_important([reddit, *bad]) == bad[-1]
    assert most_important([reddit, of(State.WELL, at=NOW - MINUTE)]) == reddit
    assert most_important([]) is None


def test_the_scopes_are_those_that_collecting_writes() -> None:
    assert (MONEY, CHECKS) == (failing.MONEY, recheck.LOOK)
