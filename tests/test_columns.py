"""Columns of turns: the same figures as of rows, whenever they were laid out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.brand import BrandRecord, Policy
from domain.calendar import Calendar
from domain.case import CaseKey, Reply, ReplyKind, Turn, TurnKind, Where
from domain.sla import Sla
from screens.reply_times_curve import firsts_of
from services.column_figures import Moment
from services.columns import Columns, columns, joined, unpacked
from services.figures import figures
from services.groups import By, grouped
from services.rows import Row, rows
from services.turns import ToldTurn
from tests.made import ACME, at

WARSAW = Calendar.from_table(
    {
        "zone": "Europe/Warsaw",
        "tue": ["09:00-12:00", "13:00-17:00"],
        "sun": ["00:00-24:00"],
    },
    key="calendar",
)
PLAIN, URGENT = (
    Sla.from_table(each)
    for each in (
        {"question": {"substantive": "2h"}, "complaint": {"next_reply": "30m"}},
        {"critical": {"resolution": "90m"}, "review": {"cap": "3h"}},
    )
)
BRAND = replace(
    ACME,
    policies=(
        Policy(calendar=WARSAW, sla=PLAIN),
        Policy(since=at("12:00", day=2), sla=URGENT),
        Policy(since=at("12:00", day=5), sla=Sla(kinds=())),
    ),
)
PACKED = at("00:00", day=9)

minutes = st.integers(0, 9 * 1_440)
spans = st.one_of(st.integers(0, 30), st.integers(0, 12 * 1_440))


def minute(number: int) -> datetime:
    return at("00:00") + timedelta(minutes=number)


@st.composite
def a_case(draw: st.DrawFn, name: str) -> list[ToldTurn]:
    """Make a case of some turns, with its ending; nothing of it is after PACKED."""
    network = draw(st.sampled_from(["x", "reddit"]))
    key = CaseKey("Acme", network, name, draw(st.sampled_from(["ania", "bea"])))
    starts = sorted(draw(st.lists(minutes, min_size=1, max_size=3)))
    turns = [_turn(draw, number, minute(each)) for number, each in enumerate(starts, 1)]
    resolved = sorted(draw(st.lists(minutes, max_size=2)))
    held = sorted(draw(st.lists(minutes, max_size=4)))
    pauses = [
        (minute(held[place]), minute(held[place + 1]) if held[place + 1 :] else None)
        for place in range(0, len(held), 2)
    ]
    stays = bool(resolved) and draw(st.booleans())
    critical = draw(st.booleans())
    lapsed_at = draw(st.none() | minutes.map(minute))
    first = next(
        (each.number for each in turns if not each.void and each.waived is None), None
    )
    return [
        ToldTurn(
            key=key,
            turn=each,
            leads=each.number == first,
            led=first is not None,
            critical=critical,
            lapsed_at=lapsed_at,
            resolved_at=minute(resolved[-1]) if stays else None,
            first_resolved_at=minute(resolved[0]) if resolved else None,
            reopened=len(resolved),
            pauses=tuple(pauses),
        )
        for each in turns
    ]


def _turn(draw: st.DrawFn, number: int, start: datetime) -> Turn:
    replied = draw(st.none() | spans)
    settled = draw(st.none() | spans)
    reply = None
    if replied is not None:
        reply = Reply(
            at=start + timedelta(minutes=replied, microseconds=draw(st.integers(0, 9))),
            id="r",
            kind=ReplyKind.HOLDING,
            where=Where.NATIVE,
            person=draw(st.sampled_from([None, "marta", "jan"])),
        )
    return Turn(
        number=number,
        kind=draw(st.sampled_from(list(TurnKind))),
        posts=(f"{number}",),
        started_at=start,
        seen_at=start + timedelta(minutes=draw(st.sampled_from([0, 5, 61]))),
        reply=reply,
        substantive_at=start + timedelta(minutes=settled)
        if reply and settled is not None
        else None,
        withdrawn_at=draw(st.none() | st.just(PACKED)),
        void=draw(st.integers(0, 5)) == 0,
        waived="spam" if reply is None and draw(st.integers(0, 4)) == 0 else None,
        backfilled=draw(st.booleans()),
    )


cases = st.lists(st.integers(0, 0), max_size=5).flatmap(
    lambda names: st.tuples(*(a_case(f"{place}") for place, _ in enumerate(names)))
)


def rows_at(
    told: list[ToldTurn], now: datetime, brand: BrandRecord = BRAND
) -> list[Row]:
    return list(rows(told, brand, as_of=now, topics={}))


def asked(told: Columns, now: datetime, **window: Any) -> tuple[Moment, Any]:
    moment = Moment(told, BRAND, now=now)
    return moment, moment.chosen(now=now, **window)


@given(
    some=cases,
    later=st.integers(0, 30 * 1_440),
    backfilled=st.booleans(),
    window=st.tuples(minutes, minutes),
)
def test_columns_give_the_figures_of_rows(
    some: tuple[list[ToldTurn], ...],
    later: int,
    backfilled: bool,
    window: tuple[int, int],
) -> None:
    told = [each for case in some for each in case]
    since, until = minute(min(window)), minute(max(window))
    now = PACKED + timedelta(minutes=later)
    laid = columns(rows_at(told, PACKED), BRAND)
    moment, mask = asked(laid, now, since=since, until=until, backfilled=backfilled)
    wanted = [
        row
        for row in rows_at(told, now)
        if since <= row.told.turn.started_at < until
        and (backfilled or not row.told.turn.backfilled)
    ]
    assert moment.figures(mask) == figures(wanted, BRAND, now)
    for by in (By.NETWORK, By.PERSON, By.HOUR):
        groups = grouped(wanted, by, BRAND, now)
        assert moment.groups(by, mask) == groups
        for name, own in moment.split_by(by, mask).items():
            of = groups[name]
            assert own.brief() == (of.turns, of.waiting, of.first_reply)
    waits, kinds = firsts_of(wanted)
    assert sorted(moment.first_waits(mask), key=repr) == sorted(waits, key=repr)
    assert moment.first_kinds(mask) == kinds
    starts = sorted(
        row.told.turn.started_at for row in wanted if not row.told.turn.void
    )
    for number in range(1, len(starts) + 1):
        assert moment.nth_newest(mask, number) == starts[-number]
    assert moment.nth_newest(mask, len(starts) + 1) is None


@given(some=cases, later=st.integers(0, 60 * 1_440))
def test_law_what_has_settled_stays_what_it_is(
    some: tuple[list[ToldTurn], ...], later: int
) -> None:
    told = [each for case in some for each in case]
    laid = columns(rows_at(told, PACKED), BRAND)
    moment, mask = asked(laid, PACKED, backfilled=True)
    if moment.has_settled(mask):
        after, _ = asked(laid, PACKED + timedelta(minutes=later))
        assert after.first_reply(mask) == moment.first_reply(mask)


@given(some=cases, apart=st.integers(0, 5))
def test_columns_can_be_packed_and_joined(
    some: tuple[list[ToldTurn], ...], apart: int
) -> None:
    told = [each for case in some for each in case]
    laid = rows_at(told, PACKED)
    whole = columns(laid, BRAND)
    parts = [columns(part, BRAND) for part in (laid[apart:], laid[:apart])]
    again = joined([unpacked(*part.packed()) for part in parts])
    one, mask = asked(whole, PACKED, backfilled=True)
    two, other = asked(again, PACKED, backfilled=True)
    assert one.figures(mask) == two.figures(other)
    assert one.groups(By.PERSON, mask) == two.groups(By.PERSON, other)


def test_a_turn_before_the_origin_is_no_trouble() -> None:
    old = datetime(1991, 5, 7, 10, tzinfo=PACKED.tzinfo)
    turn = Turn(
        number=1, kind=TurnKind.COMPLAINT, posts=("1",), started_at=old, seen_at=old
    )
    told = [ToldTurn(key=CaseKey("Acme", "x", "1", "ania"), turn=turn, leads=True)]
    moment, mask = asked(columns(rows_at(told, PACKED), BRAND), PACKED)
    assert moment.figures(mask) == figures(rows_at(told, PACKED), BRAND, PACKED)


def test_cases_are_told_apart_by_the_whole_of_their_marks() -> None:
    now = at("12:00")
    told = [
        ToldTurn(
            key=CaseKey("Acme", "x", f"{name}", "ania"),
            turn=Turn(
                number=1,
                kind=TurnKind.COMPLAINT,
                posts=("1",),
                started_at=at("10:00"),
                seen_at=at("10:00"),
            ),
            leads=True,
        )
        for name in range(4)
    ]
    laid = columns(rows_at(told, now), BRAND)
    for marks, cases in (([1, 2, 1, 2], 2), ([1, 2, 3, 1], 3), ([4, 4, 4, 4], 1)):
        laid.turns["case"] = [(7, each) for each in marks]
        moment, mask = asked(laid, now)
        assert moment.figures(mask).cases == cases


def test_no_turns_give_no_figures() -> None:
    moment, mask = asked(joined([]), PACKED)
    assert moment.figures(mask) == figures([], BRAND, PACKED)
    assert moment.groups(By.NETWORK, mask) == {}


@pytest.mark.parametrize("settles", [pytest.param(True, id="a day later"), False])
def test_a_day_settles_when_who_waits_has_waited_longest(settles: bool) -> None:
    case = CaseKey("Acme", "x", "1", "ania")
    start = PACKED - timedelta(hours=25 if settles else 23)
    turn = Turn(
        number=1, kind=TurnKind.COMPLAINT, posts=("1",), started_at=start, seen_at=start
    )
    laid = columns(rows_at([ToldTurn(key=case, turn=turn, leads=True)], PACKED), BRAND)
    moment, mask = asked(laid, PACKED)
    assert moment.has_settled(mask) is settles


@pytest.mark.parametrize(
    ("pauses", "median"),
    [
        pytest.param((), 7_200, id="none: at both answers it waits"),
        pytest.param(((0.5, 60.0),), 3_600, id="one that ended"),
        pytest.param(((0.5, None),), 3_600, id="one that goes on"),
        pytest.param(((0.1, 0.3), (0.5, None)), 3_600, id="two"),
        pytest.param(((0.1, 30.0), (30.5, 40.0)), 7_200, id="too short ones"),
    ],
)
def test_a_case_that_waits_for_its_customer_does_not_grow_older(
    pauses: tuple[tuple[float, float | None], ...], median: int
) -> None:
    """Two cases took 1 h and 2 h; of the third, the open time is 48 h without pauses.

    Whether it is older than 1 h decides who is half of all.
    """
    brand = replace(ACME, policies=(Policy(),))
    start = PACKED - timedelta(hours=48)

    def case(name: str, hours: float | None) -> ToldTurn:
        turn = Turn(
            number=1,
            kind=TurnKind.COMPLAINT,
            posts=("1",),
            started_at=start,
            seen_at=start,
        )
        told = ToldTurn(key=CaseKey("Acme", "x", name, "ania"), turn=turn, leads=True)
        if hours is not None:
            return replace(told, resolved_at=start + timedelta(hours=hours))
        held = [
            (
                start + timedelta(hours=one),
                None if two is None else start + timedelta(hours=two),
            )
            for one, two in pauses
        ]
        return replace(told, pauses=tuple(held))

    told = [case("1", 1), case("2", 2), case("3", None)]
    now = start + timedelta(hours=60 if pauses[-1:] == ((0.5, 60.0),) else 48)
    laid = columns(rows_at(told, PACKED, brand), brand)
    moment = Moment(laid, brand, now=now)
    mask = moment.chosen(now=now)
    assert moment.figures(mask).resolution.business_median_s == median
    assert moment.figures(mask) == figures(rows_at(told, now, brand), brand, now)
