"""What a deed does, when it means nothing, and that it counts from when it was done."""

from datetime import datetime

import pytest

from domain.case import Case, CaseKey, CaseStatus
from domain.errors import ConfigError
from domain.event import EventKind
from services import act as deeds
from services.act import act
from services.conversation import Conversation, as_of_now
from services.queue import queue
from services.sense import Acted, Detail, owed
from services.snoozed import snoozed
from services.watch import Watch
from store import Store
from store.brands import StoredBrand
from tests.desk import ania_waits, case_told, keep
from tests.made import a_post, at, ours

KEY = CaseKey("Acme", "x", "1", "ania")
NOBODY = KEY._replace(customer="zoe")
HOLDING = "Sorry, we are looking into it."
REDIRECT = "Please DM us."


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """A store in a file: nothing here hangs on the database."""
    return sqlite_store


@pytest.fixture
def watch(store: Store) -> Watch:
    """Acme, for which one customer waits since 10:00."""
    return ania_waits(store)


def told(store: Store, watch: Watch, now: datetime) -> Conversation:
    return case_told(store, watch, KEY, as_of=as_of_now(now))


def case_at(store: Store, watch: Watch, when: str, *, day: int = 0) -> Case:
    return told(store, watch, at(when, day=day)).case


def waiting(store: Store, watch: Watch) -> list[str]:
    brand = StoredBrand(watch.id, watch.record)
    with store.reading() as session:
        rows = queue(session, brand, now=at("23:00")).rows
    return sorted(row.post.id for row in rows)


def done(store: Store, watch: Watch) -> list[EventKind]:
    return [each.kind for each in told(store, watch, at("23:00", day=30)).events]


def test_an_answer_counts_from_when_it_was_given(store: Store, watch: Watch) -> None:
    keep(store, [ours("2", "13:00", reply_to="1")])
    assert deeds.answered_elsewhere(
        store, watch, KEY, where="phone", at=at("11:00"), by="marta"
    )
    (turn,) = case_at(store, watch, "14:00").turns
    assert turn.reply is not None
    assert (turn.reply.at, turn.reply.person) == (at("11:00"), "marta")


@pytest.mark.parametrize(
    ("when", "acted"),
    [
        pytest.param("09:59", Acted.NOBODY_WAITED, id="before the post"),
        pytest.param("10:00", Acted.DONE, id="at once"),
        pytest.param("12:59", Acted.DONE, id="while they waited"),
        pytest.param("13:01", Acted.NOBODY_WAITED, id="after the reply"),
        pytest.param("15:00", Acted.DONE, id="when they asked again"),
    ],
)
def test_an_answer_needs_somebody_who_waited_then(
    store: Store, watch: Watch, when: str, acted: Acted
) -> None:
    keep(store, [ours("2", "13:00", reply_to="1"), a_post("3", "14:00", reply_to="2")])
    moment = at(when)
    answered = deeds.answered_elsewhere(store, watch, KEY, where="dm", at=moment)
    if answered:
        act(store, watch, KEY, EventKind.UNANSWERED, at=moment)
    waived = deeds.waive(store, watch, KEY, reason="a joke", at=moment)
    assert (answered, waived) == (acted, acted)


@pytest.mark.parametrize("text", [HOLDING, REDIRECT])
def test_what_was_put_off_may_still_be_answered_elsewhere(
    store: Store, watch: Watch, text: str
) -> None:
    keep(store, [ours("2", "10:30", reply_to="1", text=text)])
    assert deeds.waive(store, watch, KEY, reason="no", at=at("11:00")) is (
        Acted.NOBODY_WAITED
    )
    assert deeds.answered_elsewhere(store, watch, KEY, where="dm", at=at("11:00"))
    case = case_at(store, watch, "12:00")
    assert case.turns[0].substantive_at == at("11:00")
    assert (case.status, case.follow_up_due_at) == (CaseStatus.ANSWERED, None)
    again = deeds.answered_elsewhere(store, watch, KEY, where="dm", at=at("11:30"))
    assert again is Acted.NOBODY_WAITED


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        pytest.param(EventKind.ASSIGNED, {"to": "ola"}, id="assign"),
        pytest.param(EventKind.SNOOZED, {"until": "2026-03-26T08:00:00Z"}, id="snooze"),
        pytest.param(EventKind.RESOLVED, {}, id="resolve"),
        pytest.param(EventKind.MUTED, {}, id="mute"),
        pytest.param(EventKind.CLASSED, {"as": "press"}, id="press"),
        pytest.param(EventKind.JUDGED, {"complaint": True}, id="a complaint"),
        pytest.param(EventKind.JUDGED, {"ours": False}, id="not about us"),
        pytest.param(EventKind.JUDGED, {"ours": False, "complaint": True}, id="both"),
    ],
)
def test_what_holds_already_is_not_said_twice(
    store: Store, watch: Watch, kind: EventKind, detail: dict[str, object]
) -> None:
    first = act(store, watch, KEY, kind, at=at("11:00"), detail=detail)
    again = act(store, watch, KEY, kind, at=at("12:00"), detail=detail)
    assert (first, again) == (Acted.DONE, Acted.ALREADY)
    assert done(store, watch) == [kind]


def test_what_does_not_hold_needs_no_taking_back(store: Store, watch: Watch) -> None:
    def of(kind: EventKind, **detail: object) -> Acted:
        return act(store, watch, KEY, kind, at=at("11:00"), detail=detail)

    assert of(EventKind.REOPENED) is Acted.ALREADY
    assert of(EventKind.UNANSWERED) is Acted.NOTHING_TO_UNDO
    assert of(EventKind.ASSIGNED, to=None) is Acted.ALREADY
    assert of(EventKind.JUDGED, ours=True) is Acted.ALREADY
    assert of(EventKind.UNMUTED) is Acted.ALREADY
    assert of(EventKind.CLASSED, **{"as": "customer"}) is Acted.ALREADY
    assert deeds.unsnooze(store, watch, KEY, at=at("11:00")) is Acted.ALREADY
    assert done(store, watch) == []


def test_each_deed_can_be_undone_and_done_again(store: Store, watch: Watch) -> None:
    pairs: list[tuple[EventKind, Detail, EventKind, Detail]] = [
        (EventKind.RESOLVED, {}, EventKind.REOPENED, {}),
        (EventKind.WAIVED, {"reason": "x"}, EventKind.REOPENED, {}),
        (EventKind.ANSWERED, {"where": "dm"}, EventKind.UNANSWERED, {}),
        (EventKind.ASSIGNED, {"to": "ola"}, EventKind.ASSIGNED, {"to": None}),
        (EventKind.MUTED, {}, EventKind.UNMUTED, {}),
        (EventKind.CLASSED, {"as": "staff"}, EventKind.CLASSED, {"as": "customer"}),
        (EventKind.JUDGED, {"ours": False}, EventKind.JUDGED, {"ours": True}),
    ]
    minute = 0
    for do, detail, undo, more in pairs:
        for _ in range(2):
            for kind, told_with in ((do, detail), (undo, more)):
                minute += 1
                moment = at(f"11:{minute:02}")
                assert act(store, watch, KEY, kind, at=moment, detail=told_with)
    case = case_at(store, watch, "12:00")
    assert case.open_turn is not None
    assert (case.resolved_at, case.assignee, case.ours) == (None, None, True)


def test_a_case_that_lapsed_can_be_opened_again(store: Store, watch: Watch) -> None:
    keep(store, [ours("2", "10:30", reply_to="1")])
    soon, late = at("12:00", day=6), at("12:00", day=8)
    assert act(store, watch, KEY, EventKind.REOPENED, at=soon) is Acted.ALREADY
    assert act(store, watch, KEY, EventKind.REOPENED, at=late) is Acted.DONE
    assert case_at(store, watch, "13:00", day=8).status is CaseStatus.ANSWERED


def test_who_comes_back_needs_a_new_resolution(store: Store, watch: Watch) -> None:
    keep(store, [ours("2", "10:30", reply_to="1")])
    resolve = EventKind.RESOLVED
    assert act(store, watch, KEY, resolve, at=at("11:00"))
    keep(store, [a_post("3", "12:00", reply_to="2")])
    keep(store, [ours("4", "13:00", reply_to="3")])
    assert act(store, watch, KEY, resolve, at=at("14:00"))
    assert case_at(store, watch, "15:00").resolved_at == at("14:00")


def test_a_deed_of_the_past_is_asked_of_the_past(store: Store, watch: Watch) -> None:
    resolve = EventKind.RESOLVED
    assert act(store, watch, KEY, resolve, at=at("14:00"))
    assert act(store, watch, KEY, resolve, at=at("12:00")), "then nobody had"
    case = case_at(store, watch, "15:00")
    assert (case.first_resolved_at, case.resolved_at) == (at("12:00"), at("14:00"))


def test_a_settled_case_is_not_settled_again_until_it_is_reopened(
    store: Store, watch: Watch
) -> None:
    def done_at(kind: EventKind, when: str) -> Acted:
        return act(store, watch, KEY, kind, at=at(when))

    resolve, reopen = EventKind.RESOLVED, EventKind.REOPENED
    assert done_at(resolve, "11:00") is Acted.DONE
    assert done_at(resolve, "12:00") is Acted.ALREADY
    assert case_at(store, watch, "12:30").resolved_at == at("11:00")
    assert done_at(reopen, "13:00") is Acted.DONE
    assert done_at(reopen, "14:00") is Acted.ALREADY
    assert done_at(resolve, "15:00") is Acted.DONE


def test_a_muted_author_waits_nowhere(store: Store, watch: Watch) -> None:
    keep(store, [a_post("7", "10:30", "ania"), a_post("8", "10:30", "bea")])
    assert deeds.mute(store, watch, KEY, at=at("11:00"))
    assert waiting(store, watch) == ["8"]
    elsewhere = KEY._replace(thread="7")
    again = deeds.mute(store, watch, elsewhere, at=at("12:00"))
    assert again is Acted.ALREADY, "muted in one thread is muted in all"
    assert deeds.unmute(store, watch, elsewhere, at=at("13:00"))
    assert waiting(store, watch) == ["1", "7", "8"]


@pytest.mark.parametrize("who", ["competitor", "press", "staff"])
def test_nobody_but_a_customer_waits(store: Store, watch: Watch, who: str) -> None:
    keep(store, [a_post("7", "10:30", "ania")])
    assert deeds.classify(store, watch, KEY, author=who, at=at("11:00"))
    assert waiting(store, watch) == []
    case = case_at(store, watch, "12:00")
    assert (case.author, case.turns[0].waived, owed(case)) == (who, who, False)
    assert deeds.classify(store, watch, KEY, author="customer", at=at("13:00"))
    assert waiting(store, watch) == ["1", "7"]


def test_a_snooze_is_moved_and_ended(store: Store, watch: Watch) -> None:
    def until(now: str) -> datetime | None:
        brand = StoredBrand(watch.id, watch.record)
        with store.reading() as session:
            return snoozed(session, brand, [KEY], now=at(now)).get(KEY)

    for end in ("16:00", "14:00"):
        assert deeds.snooze(store, watch, KEY, until=at(end), at=at("11:00"))
    assert [until(now) for now in ("10:59", "11:00", "13:59", "14:00")] == [
        None, at("14:00"), at("14:00"), None,
    ]  # fmt: skip
    assert deeds.unsnooze(store, watch, KEY, at=at("12:00"))
    assert [until(now) for now in ("11:59", "12:00")] == [at("14:00"), None]
    assert waiting(store, watch) == ["1"], "it never left the list"
    assert deeds.unsnooze(store, watch, KEY, at=at("13:00")) is Acted.ALREADY


def test_a_note_is_kept_each_time(store: Store, watch: Watch) -> None:
    for _ in range(2):
        assert deeds.note(store, watch, KEY, text=" Rang.\r\n", at=at("11:00"))
    events = told(store, watch, at("12:00")).events
    assert [each.detail for each in events] == [{"text": "Rang."}] * 2


def test_a_changed_text_may_be_judged_alike_again(store: Store, watch: Watch) -> None:
    judge, detail = EventKind.JUDGED, {"needs_reply": True}
    assert act(store, watch, KEY, judge, at=at("11:00"), detail=detail)
    keep(store, [a_post("1", "10:00", text="acme, still nothing", edited="12:00",
                        needs_reply=None)])  # fmt: skip
    assert act(store, watch, KEY, judge, at=at("13:00"), detail=detail)


@pytest.mark.parametrize("kind", list(EventKind))
def test_a_case_that_is_not_there(store: Store, watch: Watch, kind: EventKind) -> None:
    found = act(store, watch, NOBODY, kind, at=at("11:00"))
    assert not found
    assert found in {Acted.NO_CASE, Acted.NOBODY_WAITED}


@pytest.mark.parametrize(
    ("deed", "more", "says"),
    [
        pytest.param(deeds.waive, {"reason": " "},
                     "reason: found '', wanted a reason of 1 to 500", id="no reason"),
        pytest.param(deeds.waive, {"reason": "x" * 501},
                     "wanted a reason of 1 to 500", id="a novel"),
        pytest.param(deeds.assign, {"to": "\n"}, "wanted a name of 1 to 200",
                     id="nobody's name"),
        pytest.param(deeds.assign, {"to": "x" * 201}, "wanted a name of 1 to 200",
                     id="a long name"),
        pytest.param(deeds.snooze, {"until": at("11:00")},
                     "until: found '2026-03-24T11:00:00Z', wanted a time after",
                     id="until now"),
        pytest.param(deeds.note, {"text": "x" * 5001}, "wanted a text of 1 to 5000",
                     id="a long note"),
        pytest.param(deeds.answered_elsewhere, {"where": "pigeon"},
                     "where: found 'pigeon', wanted one of phone", id="no such place"),
        pytest.param(deeds.classify, {"author": "fan"},
                     "as: found 'fan', wanted one of customer", id="no such author"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(
    store: Store, watch: Watch, deed: object, more: dict[str, object], says: str
) -> None:
    assert callable(deed)
    with pytest.raises(ConfigError, match=says):
        deed(store, watch, KEY, at=at("11:00"), **more)
    assert done(store, watch) == []


def test_only_what_was_recorded_is_true() -> None:
    assert [each for each in Acted if each] == [Acted.DONE]
