"""How a source stands, said in calm words by the viewer's clock."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.blind import ACCOUNT, MONEY, state_of
from alerts.blind_said import ADVICE, FAULTS, advice, ago, clock, house_line, sentence
from alerts.source_state import SourceState, State
from domain.source import Fault
from tests.blinded import DAY, HOUR, MINUTE, NOW, facts, of, pause, read

WARSAW = ZoneInfo("Europe/Warsaw")
LINES = [
    pytest.param(of(State.OFF), "X is not set up", id="off"),
    pytest.param(
        of(State.NEEDS, needs=("EARSHOT_A", "EARSHOT_B")),
        "X needs EARSHOT_A and EARSHOT_B",
        id="needs",
    ),
    pytest.param(of(State.WAITING), "X has not been read yet", id="waiting"),
    pytest.param(
        of(State.WAITING, watched=False), "X waits for a brand to watch", id="no brand"
    ),
    pytest.param(
        of(State.WELL, at=NOW - 2 * MINUTE), "Collected 2 min ago", id="collected"
    ),
    pytest.param(of(State.WELL, at=NOW), "Collected just now", id="collected now"),
    pytest.param(
        of(State.SILENT, at=NOW - 5 * HOUR, usual=12),
        "X has been silent for 5 h; it usually brings about 12 posts in that time",
        id="silent",
    ),
    pytest.param(
        of(State.SILENT, at=NOW - 3 * DAY, usual=1200),
        "X has been silent for 3 d; it usually brings about 1,200 posts in a day",
        id="silent for days",
    ),
    pytest.param(
        of(State.STALE, at=NOW - HOUR), "X has not been read since 12:30", id="stale"
    ),
    pytest.param(
        of(State.STALE, partial=True), "Part of X has not been read yet", id="part"
    ),
    pytest.param(
        of(State.ENGINE_DOWN, at=NOW - HOUR),
        "Nothing is collected: the engine is not running; X was last read 1 h ago",
        id="engine down",
    ),
    pytest.param(
        of(State.RATE_LIMITED, pause=pause(Fault.RATE_LIMITED)),
        "X is rate limited until 13:35",
        id="rate limited",
    ),
    pytest.param(
        of(State.RATE_LIMITED, pause=pause(Fault.RATE_LIMITED, until=-MINUTE)),
        "X was rate limited and is asked again now",
        id="no longer rate limited",
    ),
    pytest.param(
        of(
            State.FAILING,
            at=NOW - 10 * MINUTE,
            pause=pause(Fault.AUTH_INVALID),
        ),
        "X: the credentials are not accepted since 13:20",
        id="credentials",
    ),
    pytest.param(
        of(State.FAILING, at=NOW - DAY, pause=pause(Fault.BAD_QUERY, "search:acme")),
        "X (search): the question is refused since Mon 23 Mar, 13:30",
        id="since yesterday",
    ),
    pytest.param(
        of(
            State.FAILING,
            at=NOW,
            pause=pause(Fault.QUOTA_EXHAUSTED, f"{MONEY}search", until=10 * DAY),
        ),
        "X (search): the month's money is spent, until Fri 3 Apr, 14:30",
        id="money",
    ),
    pytest.param(
        of(State.FAILING, at=NOW, pause=pause(Fault.NOT_FOUND, f"{ACCOUNT}acme")),
        "X (one account): what is asked for is not there since 13:30",
        id="account",
    ),
]


@pytest.mark.parametrize(("told", "line"), LINES)
def test_it_is_said_in_calm_words_by_the_viewers_clock(
    told: SourceState, line: str
) -> None:
    assert sentence(told, now=NOW, zone=WARSAW) == line


def test_utc_is_named_and_another_year_too() -> None:
    assert clock(NOW, NOW, UTC) == "12:30 UTC"
    assert clock(NOW - 365 * DAY, NOW, WARSAW) == "Mon 24 Mar 2025, 13:30"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(timedelta(seconds=59), "just now", id="seconds"),
        pytest.param(-MINUTE, "just now", id="a clock ahead of ours"),
        pytest.param(MINUTE, "1 min ago", id="a minute"),
        pytest.param(90 * MINUTE, "1 h ago", id="hours"),
        pytest.param(47 * HOUR, "47 h ago", id="two days"),
        pytest.param(50 * HOUR, "2 d ago", id="days"),
    ],
)
def test_an_age_is_said_by_its_largest_unit(span: timedelta, said: str) -> None:
    assert ago(span) == said


def test_each_fault_has_its_words_and_a_way_out() -> None:
    assert set(FAULTS) == set(ADVICE) == set(Fault)


def test_the_secrets_at_stake_are_named_when_they_are_refused() -> None:
    told = state_of(facts(read(), pauses=[pause(Fault.AUTH_INVALID)]), as_of=NOW)
    assert advice(told) == "Check EARSHOT_X_BEARER_TOKEN, and start Earshot anew."


def test_who_spent_the_money_may_raise_it() -> None:
    held = pause(Fault.QUOTA_EXHAUSTED, f"{MONEY}search")
    assert "monthly_usd" in advice(of(State.FAILING, pause=held))


@pytest.mark.parametrize(
    ("states", "demo", "line"),
    [
        pytest.param([], True, "Demo data; no source is set up", id="demo"),
        pytest.param([of(State.OFF)], False, "No source is set up", id="none"),
        pytest.param(
            [of(State.NEEDS, needs=("EARSHOT_A",)), of(State.ENGINE_DOWN, at=NOW)],
            True,
            "Nothing is collected: the engine is not running",
            id="engine",
        ),
        pytest.param(
            [of(State.OFF), of(State.WELL, at=NOW - 2 * MINUTE)],
            False,
            "Collected 2 min ago",
            id="well",
        ),
    ],
)
def test_the_house_is_told_in_one_line(
    states: list[SourceState], demo: bool, line: str
) -> None:
    assert house_line(states, now=NOW, zone=UTC, demo=demo) == line
