"""Where a case stands as a whole, and what a person should know of it beside."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.account import Account, AccountKind
from domain.case import Case, CaseFlag, CaseStatus
from domain.event import Event, EventKind
from domain.post import Author, Post, PostKey, State
from response.cases import cases
from services.derive import derive
from store import Store, events
from store import cases as stored_cases
from tests.desk import NOW, keep, open_acme, told
from tests.made import ACME, a_post, a_thread, an_event, at, ours

LATER = at("00:00", day=5)
DM_US = "Please DM us your order number."
ASKS = "It went to Gdynia. Is that your town?"


def done(kind: EventKind, clock: str, *, day: int = 0) -> Event:
    return an_event(kind, at(clock, day=day))


def cases_of(
    posts: Iterable[Post],
    *events: Event,
    as_of: datetime | None = None,
    who: str = "ania",
) -> list[Case]:
    thread = replace(a_thread(*posts), events=events)
    found = cases(thread, ACME, as_of=as_of or at("00:00", day=30))
    return [each for each in found if each.key.customer == who]


def the_case(
    posts: Iterable[Post], *events: Event, as_of: datetime = LATER, who: str = "ania"
) -> Case:
    (case,) = cases_of(posts, *events, as_of=as_of, who=who)
    return case


RESOLVED, REOPENED = EventKind.RESOLVED, EventKind.REOPENED
ANSWERED, WAIVED = EventKind.ANSWERED, EventKind.WAIVED
ASKED = a_post("1", "10:00")
SETTLED = ours("2", "11:00", reply_to="1")


@pytest.mark.parametrize(
    ("posts", "events", "as_of", "status"),
    [
        pytest.param([ASKED], [], LATER, CaseStatus.WAITING, id="nobody answered"),
        pytest.param([ASKED, SETTLED], [], LATER, CaseStatus.ANSWERED, id="answered"),
        pytest.param(
            [a_post("1", "10:00", needs_reply=False)], [], LATER, CaseStatus.ANSWERED,
            id="nothing was asked",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US)], [], LATER,
            CaseStatus.REDIRECTED, id="sent elsewhere",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US)], [],
            at("00:00", day=60), CaseStatus.REDIRECTED,
            id="silence closes nobody who was sent elsewhere",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US), ours(
                "3", "12:00", reply_to="1", text="We are looking into it.")], [], LATER,
            CaseStatus.REDIRECTED, id="a holding line is no outcome",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US),
             ours("3", "12:00", reply_to="1")], [], LATER,
            CaseStatus.ANSWERED, id="a later public answer is one",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US)],
            [done(ANSWERED, "15:00")], LATER, CaseStatus.ANSWERED,
            id="an answer recorded elsewhere is one",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=DM_US)],
            [done(RESOLVED, "15:00")], LATER, CaseStatus.RESOLVED,
            id="a resolution is one",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=ASKS)], [], LATER,
            CaseStatus.WAITING_CUSTOMER, id="the reply asked something",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text="Looking into it, okay?")],
            [], LATER, CaseStatus.ANSWERED, id="a holding line that asks",
        ),
        pytest.param(
            [ASKED, ours("2", "11:00", reply_to="1", text=ASKS),
             ours("3", "12:00", reply_to="1")], [], LATER,
            CaseStatus.WAITING_CUSTOMER, id="the brand cannot answer its own question",
        ),
        pytest.param(
            [ASKED, SETTLED], [], at("10:59:59", day=7), CaseStatus.ANSWERED,
            id="silent for less than 7 days",
        ),
        pytest.param(
            [ASKED, SETTLED], [], at("11:00", day=7), CaseStatus.LAPSED,
            id="silent for 7 days",
        ),
        pytest.param(
            [ASKED], [], at("00:00", day=60), CaseStatus.WAITING,
            id="who waits does not lapse",
        ),
        pytest.param(
            [ASKED, SETTLED], [done(RESOLVED, "12:00")], at("00:00", day=60),
            CaseStatus.RESOLVED, id="resolved does not lapse",
        ),
        pytest.param(
            [ASKED], [done(RESOLVED, "12:00")], LATER, CaseStatus.WAITING,
            id="to resolve is not to answer",
        ),
        pytest.param(
            [ASKED], [done(WAIVED, "12:00")], LATER, CaseStatus.ANSWERED, id="waived"
        ),
        pytest.param(
            [replace(ASKED, state=State.DELETED)], [], LATER, CaseStatus.VOID,
            id="deleted",
        ),
        pytest.param(
            [a_post("1", "10:00", state=State.REMOVED, needs_reply=False)], [], LATER,
            CaseStatus.VOID, id="a post that asked nothing was removed",
        ),
        pytest.param(
            [ASKED, SETTLED],
            [an_event(EventKind.JUDGED, at("12:00"), ours=False)], LATER,
            CaseStatus.VOID, id="not about the brand",
        ),
    ],
)  # fmt: skip
def test_where_a_case_stands(
    posts: list[Post], events: list[Event], as_of: datetime, status: CaseStatus
) -> None:
    assert the_case(posts, *events, as_of=as_of).status is status


def test_a_redirect_wants_an_outcome_within_a_day_of_the_first() -> None:
    sent = ours("2", "11:00", reply_to="1", text=DM_US)
    again = ours("3", "15:00", reply_to="1", text=DM_US)
    assert the_case([ASKED, sent, again]).follow_up_due_at == at("11:00", day=1)
    assert the_case([ASKED, SETTLED]).follow_up_due_at is None
    assert not the_case([ASKED, sent], done(ANSWERED, "12:00")).follow_up_due_at


def test_the_pause_lasts_from_our_question_to_the_customers_next_word() -> None:
    asked = ours("2", "11:00", reply_to="1", text=ASKS)
    thanks = a_post("3", "13:00", reply_to="2", needs_reply=False)
    assert the_case([ASKED, asked]).pauses == ((at("11:00"), None),)
    assert the_case([ASKED, asked, thanks]).pauses == ((at("11:00"), at("13:00")),)
    gone = replace(thanks, state=State.DELETED)
    assert the_case([ASKED, asked, gone]).pauses == ((at("11:00"), at("13:00")),)
    assert the_case([ASKED, SETTLED, thanks]).pauses == ()


def a_return(*, day: int, clock: str = "12:00", needs: bool = True) -> Post:
    moment = at(clock, day=day)
    return a_post("3", moment, reply_to="2", needs_reply=needs)


@pytest.mark.parametrize(
    ("back", "reopened", "resolved", "turns"),
    [
        pytest.param(a_return(day=7), 1, None, 2, id="on the last day"),
        pytest.param(a_return(day=1, needs=False), 0, at("12:00"), 1, id="thanks"),
    ],
)
def test_a_customer_who_comes_back_reopens_what_was_resolved(
    back: Post, reopened: int, resolved: datetime | None, turns: int
) -> None:
    case = the_case(
        [ASKED, SETTLED, back], done(RESOLVED, "12:00"), as_of=at("00:00", day=9)
    )
    assert (case.reopened, case.resolved_at) == (reopened, resolved)
    assert case.first_resolved_at == at("12:00")
    assert len(case.turns) == turns


@pytest.mark.parametrize(
    ("day", "clock", "reopened"),
    [(6, "00:00", 0), (14, "11:00", 1)],
    ids=["still open", "7 days after it lapsed"],
)
def test_a_customer_who_comes_back_reopens_what_lapsed(
    day: int, clock: str, reopened: int
) -> None:
    back = a_return(day=day, clock=clock)
    case = the_case([ASKED, SETTLED, back], as_of=at("00:00", day=20))
    assert case.reopened == reopened
    assert case.status is CaseStatus.WAITING


@pytest.mark.parametrize(
    ("ended", "back"),
    [
        pytest.param([done(RESOLVED, "12:00")], a_return(day=7, clock="12:00:01"),
                     id="resolved"),
        pytest.param([], a_return(day=14, clock="11:00:01"), id="lapsed"),
    ],
)  # fmt: skip
def test_a_need_more_than_a_week_after_the_end_is_a_new_case(
    ended: list[Event], back: Post
) -> None:
    reply = ours("4", back.posted_at + timedelta(hours=1), reply_to="3")
    found = cases_of([ASKED, SETTLED, back, reply], *ended)
    first, second = found
    assert (first.key.episode, second.key.episode) == (1, 2)
    assert str(second.key) == f"{first.key}/2"
    assert [each.posts for each in found] == [("1",), ("3",)]
    assert first.status in {CaseStatus.RESOLVED, CaseStatus.LAPSED}
    assert (first.reopened, second.reopened) == (0, 0)
    (turn,) = second.turns
    assert (turn.number, turn.reply and turn.reply.id) == (1, "4")


def test_thanks_after_a_week_belong_to_the_case_that_was() -> None:
    thanks = a_return(day=10, needs=False)
    (case,) = cases_of([ASKED, SETTLED, thanks], done(RESOLVED, "12:00"))
    assert case.posts == ("1", "3")


def test_a_person_reopens_what_a_person_resolved() -> None:
    events = [done(RESOLVED, "12:00"), done(REOPENED, "13:00"), done(RESOLVED, "15:00")]
    case = the_case([ASKED, SETTLED], *events[:2])
    assert (case.status, case.reopened) == (CaseStatus.ANSWERED, 1)
    assert (case.resolved_at, case.first_resolved_at) == (None, at("12:00"))
    again = the_case([ASKED, SETTLED], *events)
    assert (again.resolved_at, again.first_resolved_at) == (at("15:00"), at("12:00"))
    assert the_case([ASKED, SETTLED], done(REOPENED, "13:00")).reopened == 0


def test_a_post_that_is_gone_reopens_nothing() -> None:
    gone = replace(a_return(day=1), state=State.DELETED)
    case = the_case([ASKED, SETTLED, gone], done(RESOLVED, "12:00"))
    assert (case.status, case.reopened) == (CaseStatus.RESOLVED, 0)


def test_a_muted_author_waits_no_more_and_never_did_once_unmuted() -> None:
    nudge = a_post("2", "13:00", reply_to="1")
    muted = the_case([ASKED, nudge], done(EventKind.MUTED, "12:00"))
    (turn,) = muted.turns
    assert (turn.waived, turn.posts) == ("muted", ("1",))
    assert muted.status is CaseStatus.ANSWERED
    events = [done(EventKind.MUTED, "12:00"), done(EventKind.UNMUTED, "14:00")]
    assert the_case([ASKED, nudge], *events).status is CaseStatus.WAITING
    then = the_case([ASKED, nudge], *events, as_of=at("13:30"))
    assert then.status is CaseStatus.ANSWERED


def other(handle: str, *, needs: bool | None = False, name: str | None = None) -> Post:
    post = a_post("9", "10:30", handle, reply_to="1", needs_reply=needs, text="Try 2.")
    return replace(post, author=Author(id="77", handle=handle, name=name))


COMMUNITY, STAFF = CaseFlag.ANSWERED_BY_COMMUNITY, CaseFlag.LOOKS_LIKE_STAFF
AGAIN = CaseFlag.CUSTOMER_REPLIED_AGAIN


@pytest.mark.parametrize(
    ("posts", "flags"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param([other("fan")], {COMMUNITY}, id="a fan answers"),
        pytest.param([other("bea", needs=True)], set(), id="another who waits"),
        pytest.param([other("ania_ACME")], {COMMUNITY, STAFF}, id="staff by handle"),
        pytest.param(
            [other("x1", name="Ewa | Ácme")], {COMMUNITY, STAFF}, id="staff by name"
        ),
        pytest.param(
            [replace(other("fan"), state=State.DELETED)], set(), id="taken back"
        ),
        pytest.param(
            [SETTLED, a_post("3", "12:00", reply_to="2", needs_reply=False)], {AGAIN},
            id="thanks",
        ),
        pytest.param([SETTLED, a_post("3", "12:00")], {AGAIN}, id="asked again"),
        pytest.param([a_post("3", "12:00")], set(), id="asked twice, never answered"),
        pytest.param(
            [ours("2", "11:59:30", reply_to="3"), a_post("3", "12:00", reply_to="1")],
            set(), id="answered before it was asked, as clocks go",
        ),
        pytest.param(
            [a_post("0", "09:00", seen="10:00:01")], {CaseFlag.FOUND_LATE}, id="late"
        ),
    ],
)  # fmt: skip
def test_what_a_person_should_know_beside(
    posts: list[Post], flags: set[CaseFlag]
) -> None:
    assert the_case([ASKED, *posts]).flags == flags


def test_staff_of_an_account_that_is_listed_is_no_stranger() -> None:
    agent = Account(network="x", id="77", kind=AccountKind.AGENT)
    brand = replace(ACME, accounts=(*ACME.accounts, agent))
    (case,) = cases(a_thread(ASKED, other("acme_ania")), brand, as_of=LATER)
    assert case.flags == set()
    assert case.status is CaseStatus.ANSWERED


def test_a_story_in_several_posts_begins_with_the_first() -> None:
    told = [
        a_post("1", "10:00", needs_reply=None, text="A story of my week."),
        a_post("2", "10:01", reply_to="1", needs_reply=None, text="On Monday it came."),
        a_post("3", "10:03", reply_to="2", complaint=True, needs_reply=None),
    ]
    (turn,) = the_case(told).turns
    assert (turn.started_at, turn.posts, turn.nudges) == (at("10:00"), ("3",), 0)
    gone = [replace(told[0], state=State.DELETED), *told[1:]]
    assert the_case(gone).turns[0].started_at == at("10:01")
    last_gone = [*told[:2], replace(told[2], state=State.DELETED)]
    assert the_case(last_gone).turns[0].void


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(
            a_post("1", "09:44", needs_reply=None), id="more than 15 minutes before"
        ),
        pytest.param(a_post("1", "09:50", needs_reply=False), id="a person judged it"),
        pytest.param(
            a_post("0", "09:50", needs_reply=None), id="another post, not gone on with"
        ),
    ],
)
def test_what_is_told_apart_begins_with_the_complaint(first: Post) -> None:
    second = a_post("3", "10:00", reply_to="1", complaint=True)
    (turn,) = the_case([first, second]).turns
    assert turn.started_at == at("10:00")


def test_a_critical_turn_says_so() -> None:
    nudges = [a_post(str(n), f"10:0{n}", reply_to="1") for n in range(2, 5)]
    for number, critical in ((2, False), (3, True)):
        assert the_case([ASKED, *nudges[:number]]).turns[0].critical is critical
    loud = a_post("1", "10:00", complaint=True, followers=10_001)
    for each, critical in ((loud, True), (replace(loud, complaint=False), False)):
        assert the_case([each]).turns[0].critical is critical


def test_who_is_muted_in_one_thread_is_muted_in_all(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [ASKED, a_post("7", "11:00"), a_post("8", "11:00", "bea")])
    for kind, clock, waiting in (
        (EventKind.MUTED, "10:30", 1),
        (EventKind.UNMUTED, "12:00", 3),
    ):
        with store.begin() as session:
            events.add(session, watch.id, done(kind, clock))
            derive(session, [PostKey("x", "1")], [watch])
            count = stored_cases.count(session, watch.id, now=LATER)
        assert count.waiting == waiting
    assert told(store, as_of=NOW) == told(store)


def test_how_a_case_ended_is_kept_as_it_is_worked_out(store: Store) -> None:
    watch = open_acme(store)
    asked = ours("2", "11:00", reply_to="1", text=ASKS)
    talk = [ASKED, asked, a_post("3", "13:00", reply_to="2"), replace(asked, id="4",
            posted_at=at("13:30"), reply_to="3")]  # fmt: skip
    deeds = [done(RESOLVED, "12:00"), done(RESOLVED, "14:00")]
    keep(store, talk)
    with store.begin() as session:
        for each in deeds:
            events.add(session, watch.id, each)
        derive(session, [PostKey("x", "1")], [watch])
        kept = stored_cases.endings(session, watch.id, "Acme")
    case = the_case(talk, *deeds)
    assert kept[case.key] == (
        case.resolved_at,
        case.first_resolved_at,
        case.reopened,
        case.pauses,
        case.lapsed_at,
    )
    assert (case.reopened, case.resolved_at) == (1, at("14:00"))
    assert case.pauses == ((at("11:00"), at("13:00")), (at("13:30"), None))
