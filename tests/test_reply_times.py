"""The report on reply times: whose waits it counts, and in which group they stand."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from domain.case import CaseKey
from domain.event import EventKind
from domain.post import State
from domain.sla import Sla
from services.act import act
from services.apply import apply
from services.groups import By, rows_of, split
from services.reply_times import ReplyTimes, reply_times
from services.sense import Acted
from store import Store, brands
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME_FILE, DAY, a_post, at, ours

HOUR = 3_600
LATER = [
    "reopened", "withdrawn", "found_late", "first_resolution", "lapsed", "sla_by",
    "complaints_due", "complaints_answered", "response_rate",
]  # fmt: skip


def report(store: Store, **asked: Any) -> ReplyTimes:
    with store.reading() as session:
        (brand,) = brands.load(session)
        return reply_times(session, brand, **{"now": NOW, **asked})


def plain(told: ReplyTimes) -> Any:
    return json.loads(json.dumps(told.to_json(rows=True)))


def happened(
    store: Store,
    kind: EventKind,
    when: datetime,
    who: tuple[str, str] = ("1", "ania"),
    **detail: object,
) -> None:
    """Write down what a person did about a case, by default ania's."""
    key = CaseKey("Acme", "x", *who)
    done = act(store, acme(store), key, kind, at=when, by="marta", detail=detail)
    assert done is Acted.DONE


@pytest.fixture
def told(store: Store) -> Store:
    """Acme with a late answer, one in time, one who waits, and one found late."""
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", seen="10:12", complaint=True),
            ours("r1", "13:30", reply_to="1"),
            a_post("2", "10:00", "bea", complaint=True),
            ours("r2", "10:40", reply_to="2"),
            a_post("3", "14:00", "cem", network="reddit", complaint=True),
            a_post("4", "08:00", "dan", seen="09:01", complaint=True),
            ours("r4", "09:10", reply_to="4"),
        ],
    )
    return store


def test_the_number_at_risk_stands_beside_each_share(told: Store) -> None:
    young = plain(report(told, now=at("16:00")))["first_reply"]
    assert young["within"] == {"3600": 0.25, "14400": 1.0, "86400": 1.0}
    assert young["at_risk"] == {"3600": 4, "14400": 3, "86400": 3}
    assert plain(report(told))["first_reply"]["at_risk"]["86400"] == 4


def test_who_is_found_late_counts_in_every_wait_and_not_against_the_team(
    told: Store,
) -> None:
    said = plain(report(told))
    assert said["found_late"] == 1
    assert said["first_reply"]["turns"] == 4
    assert said["sla"] == {
        "met": 1,
        "met_late": 1,
        "overdue": 1,
        "running": 0,
        "waived": 0,
        "attainment": 0.3333,
    }
    row = said["rows"][0]
    assert (row["customer"], row["state"], row["wait_s"]) == ("dan", "met_late", 4_200)
    assert row["due_at"] == "2026-03-24T09:00:00Z"


def test_an_hour_is_not_late_and_a_second_more_is(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", seen="11:00", complaint=True),
            a_post("2", "10:00", "bea", seen="11:00:01", complaint=True),
        ],
    )
    said = plain(report(store))
    assert (said["found_late"], said["sla"]["overdue"]) == (1, 1)


def test_a_reply_that_was_deleted_is_counted_as_withdrawn(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "10:10", reply_to="1", state=State.DELETED, deleted="11:00"),
        ],
    )
    said = plain(report(store))
    assert (said["withdrawn"], said["answered"], said["waiting"]) == (1, 0, 1)


def test_a_case_that_was_opened_again_says_so_and_is_not_resolved(
    store: Store,
) -> None:
    open_acme(store)
    keep(
        store,
        [a_post("1", "10:00", complaint=True), ours("2", "10:10", reply_to="1")],
    )
    happened(store, EventKind.RESOLVED, at("12:00"))
    said = plain(report(store))
    assert (said["reopened"], said["resolution"]["median_s"]) == (0, 2 * HOUR)
    happened(store, EventKind.REOPENED, at("13:00"))
    said = plain(report(store))
    assert said["reopened"] == 1
    assert said["resolution"]["answered"] == 0
    assert said["first_resolution"]["median_s"] == 2 * HOUR
    happened(store, EventKind.RESOLVED, at("15:00"))
    said, past = plain(report(store)), plain(report(store, as_of=NOW))
    assert said["resolution"]["median_s"] == 5 * HOUR
    assert {**said, "as_of": ""} == {**past, "as_of": ""}


def test_what_fell_silent_is_told_apart_and_is_not_resolved(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "10:10", reply_to="1"),
            a_post("3", "10:20", "bea", complaint=True),
            a_post("4", "11:00", "bea", reply_to="3", needs_reply=False),
            ours("5", "12:00", reply_to="3"),
            a_post("6", "10:30", "cem", complaint=True),
        ],
    )
    week = [at("10:10", day=7), at("11:59", day=7), at("12:00", day=7)]
    told = [plain(report(store, as_of=each)) for each in week]
    assert [each["lapsed"] for each in told] == [1, 1, 2]
    assert plain(report(store, as_of=at("10:09", day=7)))["lapsed"] == 0
    assert told[-1]["resolution"]["answered"] == 0
    assert told[-1]["sla_by"]["resolution"]["overdue"] == 3
    # What is stored says the same, and only when it has come to pass.
    stored = [plain(report(store, now=each))["lapsed"] for each in week]
    assert stored == [1, 1, 2]
    for asked in ({"as_of": week[-1]}, {"now": week[-1]}):
        late = report(store, since=at("10:15"), by=By.NETWORK, **asked)
        (x,) = plain(late)["groups"]
        assert (x["network"], x["lapsed"]) == ("x", 1)


def test_the_response_rate_is_over_complaints_that_were_due(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "15:00", reply_to="1"),
            a_post("3", "10:00", "bea", complaint=True),
            a_post("4", "10:00", "cem", needs_reply=True),
            a_post("5", "14:30", "dan", complaint=True),
        ],
    )
    for when, due, answered in (("10:59", 0, 0), ("14:40", 2, 0), ("15:20", 2, 1)):
        said = plain(report(store, as_of=at(when)))
        counted = (said["complaints_due"], said["complaints_answered"])
        assert counted == (due, answered)
        assert said["response_rate"] == (answered / due if due else None)
    stored = plain(report(store, now=at("15:20")))
    assert (stored["complaints_due"], stored["complaints_answered"]) == (2, 1)


def test_each_promise_has_states_of_its_own(store: Store) -> None:
    sla = Sla.from_table(
        {
            "complaint": {"substantive": "2h", "resolution": "4h"},
            "critical": {"resolution": "1h"},
        }
    )
    apply(store, [replace(ACME_FILE, sla=sla)], now=DAY)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "10:10", reply_to="1", text="We are looking into it."),
            a_post("3", "11:00", reply_to="2", complaint=True),
            ours("4", "13:30", reply_to="3"),
            a_post("5", "10:00", "bea", complaint=True),
            ours("6", "11:30", reply_to="5"),
            # With many readers the turn is critical, and the whole case with it.
            a_post("7", "11:40", "bea", reply_to="6", complaint=True, followers=50_000),
            a_post("8", "08:00", "dan", seen="09:01", complaint=True),
            a_post("9", "10:00", "eva", complaint=True),
        ],
    )
    happened(store, EventKind.RESOLVED, at("13:45"))
    happened(store, EventKind.WAIVED, at("10:30"), who=("9", "eva"), reason="spam")
    now = at("14:00")
    for asked in ({"now": now}, {"as_of": now}, {"now": now, "until": at("11:30")}):
        found = plain(report(store, **asked))["sla_by"]
        assert found["first_reply"] == _states(met=1, met_late=1, waived=1)
        assert found["resolution"] == _states(met=1, overdue=1, waived=1)
    whole = plain(report(store, now=now))["sla_by"]
    assert whole["next_reply"] == _states(met_late=1, overdue=1)
    assert whole["substantive"] == _states(met=1, met_late=2, overdue=1, waived=1)


def _states(**told: int) -> dict[str, float | None]:
    names = ("met", "met_late", "overdue", "running", "waived")
    due = sum(told.get(each, 0) for each in names[:3])
    share = round(told.get("met", 0) / due, 4) if due else None
    return {**dict.fromkeys(names, 0), **told, "attainment": share}


def test_a_pause_stops_the_open_time_of_a_resolution_alone(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "11:00", reply_to="1", text="Which order was it?"),
            a_post("3", "13:00", reply_to="2", text="No 7", needs_reply=False),
        ],
    )
    happened(store, EventKind.RESOLVED, at("15:00"))
    settled = plain(report(store))["resolution"]
    assert (settled["median_s"], settled["business_median_s"]) == (5 * HOUR, 3 * HOUR)


def test_a_turn_belongs_to_the_window_it_began_in(told: Store) -> None:
    told_from = report(told, since=at("10:00"), until=at("14:00"))
    assert [row.told.key.customer for row in told_from.rows] == ["ania", "bea"]
    assert told_from.figures.first_reply.turns == 2


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        pytest.param(By.DAY, {"2026-03-24": 4}, id="day"),
        pytest.param(By.WEEK, {"2026-W13": 4}, id="week"),
        pytest.param(By.NETWORK, {"reddit": 1, "x": 3}, id="network"),
        pytest.param(
            By.PERSON, {"native, person unknown": 3, "nobody yet": 1}, id="person"
        ),
        pytest.param(By.TOPIC, {"delivery": 4}, id="topic"),
        pytest.param(By.HOUR, {"Tue 08": 1, "Tue 10": 2, "Tue 14": 1}, id="hour"),
    ],
)
def test_each_group_is_the_figures_of_its_own_rows(
    told: Store, by: By, groups: dict[str, int]
) -> None:
    found = report(told, by=by)
    assert {name: each.turns for name, each in found.groups.items()} == groups
    brand = acme(told).record
    for name, figures in found.groups.items():
        own = rows_of(found.rows, by, name, brand)
        assert len(own) == figures.turns
        assert figures.answered == sum(row.told.turn.reply is not None for row in own)
    listed = plain(found)["groups"]
    assert [each[by.value] for each in listed] == list(groups)
    assert list(listed[0])[-len(LATER) :] == LATER


def test_days_and_hours_are_the_brands_own_and_go_from_monday(
    sqlite_store: Store,
) -> None:
    calendar = replace(ACME_FILE.calendar, zone="Europe/Warsaw")
    apply(sqlite_store, [replace(ACME_FILE, calendar=calendar)], now=DAY)
    night = [
        a_post(f"{n}", at("23:30", day=n), f"c{n}", complaint=True) for n in range(7)
    ]
    keep(sqlite_store, night)
    days = report(sqlite_store, by=By.DAY).groups
    assert next(iter(days)) == "2026-03-25"
    # From Sunday on the clocks are an hour ahead: 23:30 UTC is 01:30.
    assert list(report(sqlite_store, by=By.HOUR).groups) == [
        "Mon 01",
        "Tue 01",
        "Wed 00",
        "Thu 00",
        "Fri 00",
        "Sat 00",
        "Sun 00",
    ]


def test_every_row_is_in_one_group(told: Store) -> None:
    found = report(told, topics=True)
    for by in By:
        parts = split(found.rows, by, acme(told).record)
        rows = [row for part in parts.values() for row in part]
        assert sorted(rows, key=id) == sorted(found.rows, key=id)


def test_topics_are_known_when_they_are_asked_for(told: Store) -> None:
    assert {row.topic for row in report(told).rows} == {None}
    assert {row.topic for row in report(told, topics=True).rows} == {"delivery"}


@pytest.mark.parametrize(
    ("deed", "resolution"),
    [
        pytest.param(None, 12 * HOUR, id="it counts"),
        pytest.param("deleted", 10 * HOUR, id="the customer took it back"),
        pytest.param("waived", 10 * HOUR, id="it needed no answer"),
    ],
)
def test_a_case_begins_with_its_first_turn_that_counts(
    store: Store, deed: str | None, resolution: int
) -> None:
    open_acme(store)
    gone = {"state": State.DELETED, "deleted": "11:00"} if deed == "deleted" else {}
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True, **gone),  # type: ignore[arg-type]
            ours("2", "11:30", reply_to="1"),
            a_post("3", "12:00", reply_to="2", complaint=True),
        ],
    )
    if deed == "waived":
        happened(store, EventKind.WAIVED, at("10:30"), reason="spam")
    happened(store, EventKind.RESOLVED, at("22:00"))
    for window in ({}, {"since": at("09:00")}, {"as_of": NOW}):
        told = report(store, **window).figures
        assert (told.resolution.turns, told.resolution.median_s) == (1, resolution)
    late = report(store, since=at("11:59")).figures
    assert late.resolution.turns == (deed is not None)


def test_the_report_ends_with_what_came_later(told: Store) -> None:
    said = plain(report(told))
    assert list(said)[-len(LATER) - 2 :] == ["rows", *LATER, "blind"]
    assert (said["blind_s"], said["blind"]) == (None, [])
