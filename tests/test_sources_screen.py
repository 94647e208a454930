"""Sources: the cards as they are laid out, the screen as it is drawn, the one line."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from alerts.source_state import House, SourceState, State
from app.health import sources_of
from app.settings import Settings
from domain.coverage import Span, SpanState
from domain.source import Fault, Need
from screens import health, sources_rows
from screens.sources_rows import Outage, card, limit, outages, setup, stranger, tone
from services.sources import Known, SourceHealth
from store import Store
from tests.desk import NOW, open_acme
from tests.pages import markup, opened
from tests.sourced import (
    DAY,
    HOUR,
    MINUTE,
    OWN,
    SEARCH,
    at_desk,
    engine_runs,
    failed,
    holds,
    lacks,
    listening,
    was_read,
)

WARSAW = ZoneInfo("Europe/Warsaw")
NEED = Need(secrets=("EARSHOT_A", "EARSHOT_B"), where="There.")
A_NETWORK = Known(network="x", name="X", on=False, need=NEED, missing=NEED.secrets)


@pytest.fixture
def shop(sqlite_store: Store) -> Store:
    """A store with the brand Acme, an engine at work, and X read for a week."""
    open_acme(sqlite_store)
    engine_runs(sqlite_store)
    was_read(sqlite_store)
    return sqlite_store


def told(store: Store) -> SourceHealth:
    return sources_of(at_desk(store)).sources[0]


def laid_out(store: Store) -> dict[str, Any]:
    return card(told(store), now=NOW, zone=WARSAW)


def drawn(page: AppTest) -> list[dict[str, Any]]:
    """Return what the cards of the page were handed, in their order."""
    import json

    found = (each.proto for each in page.get("bidi_component"))
    return [
        json.loads(each.json)
        for each in found
        if each.component_name == "earshot_source"
    ]


def test_a_card_says_how_the_source_stands_and_what_is_read(shop: Store) -> None:
    found = laid_out(shop)
    assert (found["sentence"], found["tone"]) == ("Collected 2 min ago", "green")
    assert found["advice"] == found["said"] == ""
    assert found["figures"] == [
        "6 new posts in 24 h",
        "$0.02 of $20 this month",
        "2 items not readable",
    ]
    assert found["streams"] == [
        {"what": "Own posts", "query": "9001", "read": "2 min ago", "posts": "3"},
        {"what": "Search", "query": SEARCH.query, "read": "2 min ago", "posts": "3"},
    ]
    assert found["outages"] == []
    assert [each["look"] for each in found["strip"]] == ["read"]
    assert found["strip"][0]["left"] == 0
    assert found["strip"][0]["width"] == pytest.approx(100, abs=0.1)


def test_what_a_network_said_is_kept_apart_from_our_words(shop: Store) -> None:
    holds(shop, Fault.AUTH_INVALID)
    found = laid_out(shop)
    assert found["said"] == "<b>401</b>"
    assert found["tone"] == "red"
    assert found["sentence"] == "X: the credentials are not accepted since 13:00"
    assert "EARSHOT_X_BEARER_TOKEN" in found["advice"]


def test_outages_are_listed_once_for_all_streams_the_newest_first(shop: Store) -> None:
    failed(shop, since=NOW - 2 * DAY, until=NOW - 45 * HOUR, caught_up=True)
    lacks(shop, SEARCH, since=NOW - 6 * HOUR, until=NOW - 5 * HOUR)
    failed(shop, OWN, since=NOW - HOUR, until=NOW, fault=Fault.RATE_LIMITED)
    assert laid_out(shop)["outages"] == [
        {
            "when": "13:00 to 14:00 (1 h)",
            "what": "Rate limited",
            "part": "own posts",
            "end": "not caught up yet",
            "look": "rate_limited",
        },
        {
            "when": "08:00 to 09:00 (1 h)",
            "what": "Posts may be missing: the network's cap",
            "part": "search",
            "end": "not read",
            "look": "gap",
        },
        {
            "when": "Mon 30 Mar, 14:00 to 17:00 (3 h)",
            "what": "No answer",
            "part": "own posts, search",
            "end": "caught up since",
            "look": "over",
        },
    ]
    looks = [each["look"] for each in laid_out(shop)["strip"]]
    assert looks == ["read", "over", "gap", "rate_limited"]


def test_only_the_newest_outages_are_listed_and_the_rest_counted(shop: Store) -> None:
    for back in range(9):
        day = NOW - back * 12 * HOUR
        failed(shop, since=day - HOUR, until=day - MINUTE, caught_up=True)
    found = laid_out(shop)
    assert len(found["outages"]) == sources_rows.MOST
    assert found["more"] == "and 3 more"


def span(since: datetime, until: datetime, **parts: object) -> Span:
    given: dict[str, object] = {
        "network": "x",
        "stream": "search:acme",
        "state": SpanState.FAILED,
        "reason": "unavailable",
    }
    return Span(since=since, until=until, **{**given, **parts})  # type: ignore[arg-type]


def test_outages_are_one_when_they_meet_for_one_reason() -> None:
    first = span(NOW - 3 * HOUR, NOW - HOUR)
    met = replace(first, stream="own:9001", since=NOW - 2 * HOUR, until=NOW)
    other = replace(met, reason="auth_invalid")
    apart = replace(first, since=NOW - 9 * HOUR, until=NOW - 8 * HOUR)
    assert outages([met, first, other, apart]) == [
        Outage(
            NOW - 2 * HOUR, NOW, SpanState.FAILED, "auth_invalid", ("own",), over=False
        ),
        Outage(
            NOW - 3 * HOUR,
            NOW,
            SpanState.FAILED,
            "unavailable",
            ("search", "own"),
            over=False,
        ),
        Outage(
            NOW - 9 * HOUR,
            NOW - 8 * HOUR,
            SpanState.FAILED,
            "unavailable",
            ("search",),
            over=False,
        ),
    ]


def test_an_outage_is_over_when_it_is_for_all_streams() -> None:
    first = span(NOW - HOUR, NOW, recovered_at=NOW)
    second = span(NOW - HOUR, NOW, stream="own:9001")
    assert not outages([first, second])[0].over
    assert outages([first])[0].over


@pytest.mark.parametrize(
    ("state", "partial", "colour"),
    [
        pytest.param(State.WELL, False, "green", id="well"),
        pytest.param(State.OFF, False, "gray", id="off"),
        pytest.param(State.RATE_LIMITED, False, "orange", id="rate limited"),
        pytest.param(State.FAILING, True, "orange", id="part fails"),
        pytest.param(State.FAILING, False, "red", id="fails"),
        pytest.param(State.NEEDS, False, "red", id="needs"),
        pytest.param(State.ENGINE_DOWN, False, "red", id="engine"),
    ],
)
def test_the_dot_is_red_where_only_a_person_can_help(
    state: State, partial: bool, colour: str
) -> None:
    found = SourceState(network="x", name="X", state=state, partial=partial)
    assert tone(found) == colour


def test_what_to_write_is_for_what_is_missing() -> None:
    both = "export EARSHOT_A=...\nexport EARSHOT_B=..."
    assert setup(A_NETWORK) == ("[networks.x]", both)
    one = replace(A_NETWORK, on=True, missing=("EARSHOT_B",))
    assert setup(one) == ("", "export EARSHOT_B=...")
    assert stranger(A_NETWORK)["advice"] == "There."


@pytest.mark.parametrize(
    ("usd", "said"), [(20.0, "$20"), (0.5, "$0.50"), (1200.0, "$1,200")]
)
def test_money_is_written_as_people_do(usd: float, said: str) -> None:
    assert limit(replace(A_NETWORK, monthly_usd=usd)) == said


def test_the_screen_shows_each_source_and_what_else_there_is(shop: Store) -> None:
    page = opened("sources", at_desk(shop))
    x, reddit = drawn(page)
    assert (x["name"], x["sentence"]) == ("X", "Collected 2 min ago")
    assert (reddit["name"], reddit["sentence"]) == ("Reddit", "Not set up")
    assert reddit["advice"]
    assert page.code[0].value == "[networks.reddit]"
    assert "EARSHOT_REDDIT_CLIENT_ID" in page.code[1].value
    assert "No source is set up" not in markup(page)


def test_the_screen_of_a_house_without_sources_says_so(sqlite_store: Store) -> None:
    page = opened("sources", at_desk(sqlite_store, Settings()))
    assert "No source is set up" in page.info[0].value
    assert [each["tone"] for each in drawn(page)] == ["gray", "gray"]


def test_a_source_that_lacks_a_secret_says_what_to_write(shop: Store) -> None:
    page = opened("sources", at_desk(shop, listening(None)))
    x, _ = drawn(page)
    assert x["sentence"] == "X needs EARSHOT_X_BEARER_TOKEN"
    assert page.code[0].value == "export EARSHOT_X_BEARER_TOKEN=..."


def test_no_word_of_an_owner_or_a_network_is_read_as_markup(shop: Store) -> None:
    holds(shop, Fault.AUTH_INVALID)
    page = opened("sources", at_desk(shop))
    assert drawn(page)[0]["streams"][1]["query"] == "**acme** OR acmeshop"
    assert "acme" not in markup(page)
    assert "401" not in markup(page)


def test_the_line_of_the_sidebar_is_that_of_the_house(shop: Store) -> None:
    found = sources_of(at_desk(shop))
    assert health.line(found, zone=UTC) == ":green[●] Collected 2 min ago"
    holds(shop, Fault.AUTH_INVALID)
    found = sources_of(at_desk(shop))
    assert health.line(found, zone=WARSAW) == (
        ":red[●] X: the credentials are not accepted since 13:00"
    )
    off = sources_of(at_desk(shop, Settings()))
    assert health.line(off, zone=UTC) == ":gray[●] No source is set up"
    assert set(health.DOTS) == set(House)


def test_days_are_named_by_the_viewers_midnight(shop: Store) -> None:
    days = laid_out(shop)["days"]
    assert " ".join(each["label"] for each in days) == "Thu Fri Sat Sun Mon Tue"
    # The week begins on Wednesday at 13:00; its Sunday has 23 hours.
    places = [(11 + 24 * day - (day > 3)) / 168 * 100 for day in range(6)]
    assert [each["left"] for each in days] == pytest.approx(places, abs=0.01)
