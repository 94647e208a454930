"""Who waited for an answer, from when, until when: one table a rule of the trade."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account, AccountKind
from domain.case import Case, ReplyKind, TurnKind
from domain.post import Kind, Post, State
from domain.thread import Heard, Thread
from response.cases import cases
from tests.made import ACME, a_judgement, a_post, a_thread, at, ours

LATER = at("00:00", day=9)


def the_case(*posts: Post, as_of: datetime = LATER) -> Case:
    (case,) = cases(a_thread(*posts), ACME, as_of=as_of)
    return case


def waits(*posts: Post, as_of: datetime = LATER) -> list[timedelta | None]:
    """Return how long each turn waited for its reply, None while it is open."""
    turns = the_case(*posts, as_of=as_of).turns
    return [turn.wait(as_of) if turn.reply else None for turn in turns]


def test_the_scenario_that_every_report_must_get_right() -> None:
    (turn,) = the_case(
        a_post("1", "10:00", seen="10:12"),
        a_post("2", "13:00", seen="13:01", reply_to="1"),
        ours("3", "13:30", reply_to="1"),
        ours("4", "15:00", reply_to="1"),
    ).turns
    assert turn.wait(LATER) == timedelta(hours=3, minutes=30)
    assert turn.collector_lag(LATER) == timedelta(minutes=12)
    assert turn.wait(LATER) - turn.collector_lag(LATER) == timedelta(
        hours=3, minutes=18
    )
    assert turn.nudges == 1


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        pytest.param([a_post("1", "10:00")], [None], id="nobody answered"),
        pytest.param(
            [a_post("1", "10:00"), a_post("2", "11:00", reply_to="1"),
             ours("3", "12:00", reply_to="2")],
            [2 * HOUR],
            id="a nudge never moves the start",
        ),
        pytest.param(
            [a_post("1", "10:00"), ours("2", "11:00", reply_to="1"),
             a_post("3", "12:00", reply_to="2", needs_reply=False)],
            [HOUR],
            id="thanks opens no turn",
        ),
        pytest.param(
            [a_post("1", "10:00"), ours("2", "11:00", reply_to="1"),
             a_post("3", "12:00", reply_to="2"), ours("4", "14:00", reply_to="3")],
            [HOUR, 2 * HOUR],
            id="a further question opens a second turn",
        ),
        pytest.param(
            [a_post("1", "10:00"), a_post("2", "10:59:59", reply_to="1"),
             ours("3", "11:00", reply_to="1"), a_post("4", "11:30", reply_to="1")],
            [HOUR, None],
            id="a reply covers all that was posted before it",
        ),
        pytest.param(
            [a_post("1", "10:00:40"), ours("2", "10:00", reply_to="1")],
            [timedelta()],
            id="reply 40 s before the mention",
        ),
        pytest.param(
            [a_post("1", "10:02"), ours("2", "10:00", reply_to="1")],
            [timedelta()],
            id="reply 120 s before the mention",
        ),
        pytest.param(
            [a_post("1", "10:02:01"), ours("2", "10:00", reply_to="1")],
            [None],
            id="reply 121 s before the mention",
        ),
        pytest.param(
            [a_post("1", "10:00"), ours("2", "11:00", reply_to="1"),
             a_post("3", "11:01", reply_to="2")],
            [HOUR, None],
            id="a reply does not answer what follows on it within the skew",
        ),
        pytest.param(
            [a_post("1", "10:00"), ours("2", "11:00", thread="1")],
            [HOUR],
            id="a reply to nobody answers the only customer who waits",
        ),
        pytest.param(
            [a_post("1", "10:00"),
             ours("2", "11:00", reply_to="1", state=State.DELETED, deleted="12:00")],
            [None],
            id="a withdrawn reply leaves the customer waiting",
        ),
        pytest.param(
            [a_post("1", "10:00"),
             ours("2", "11:00", reply_to="1", state=State.DELETED, deleted="12:00"),
             ours("3", "13:00", reply_to="1")],
            [3 * HOUR],
            id="the next reply counts after a withdrawn one",
        ),
        pytest.param(
            [a_post("1", "10:00"), a_post("2", "10:30", "bea", reply_to="1",
             needs_reply=None)],
            [None],
            id="another customer is no reply",
        ),
    ],
)  # fmt: skip
def test_how_long_each_turn_waited(
    posts: list[Post], expected: list[timedelta | None]
) -> None:
    thread = a_thread(*posts)
    case = next(
        each for each in cases(thread, ACME, as_of=LATER) if each.key.customer == "ania"
    )
    found = [turn.wait(LATER) if turn.reply else None for turn in case.turns]
    assert found == expected


def test_what_happened_after_the_instant_is_not_seen() -> None:
    posts = [a_post("1", "10:00"), ours("2", "12:00", reply_to="1")]
    assert waits(*posts, as_of=at("11:59")) == [None]
    assert the_case(*posts, as_of=at("11:00")).turns[0].wait(at("11:00")) == HOUR
    assert waits(*posts, as_of=at("12:00")) == [2 * HOUR]
    assert cases(a_thread(*posts), ACME, as_of=at("09:59")) == []


def test_a_withdrawn_reply_counted_until_it_was_withdrawn() -> None:
    posts = [
        a_post("1", "10:00"),
        ours("2", "11:00", reply_to="1", state=State.DELETED, deleted="12:00"),
    ]
    assert waits(*posts, as_of=at("11:59")) == [HOUR]
    (turn,) = the_case(*posts).turns
    assert turn.open
    assert turn.withdrawn_at == at("12:00")


def test_each_customer_in_a_thread_has_an_own_clock() -> None:
    thread = a_thread(
        a_post("1", "10:00", "ania"),
        a_post("2", "10:30", "bea", reply_to="1"),
        ours("3", "11:00", reply_to="2"),
    )
    ania, bea = cases(thread, ACME, as_of=LATER)
    assert str(ania.key) == "Acme/x/1/ania"
    assert ania.open_turn
    assert bea.turns[0].wait(LATER) == timedelta(minutes=30)


def test_a_reply_answers_everyone_it_tags() -> None:
    thread = a_thread(
        a_post("1", "10:00", "ania"),
        a_post("2", "10:30", "bea", reply_to="1"),
        ours("3", "11:00", reply_to="2", addressed=("Ania",)),
    )
    assert [each.open_turn for each in cases(thread, ACME, as_of=LATER)] == [None, None]


def test_a_reply_to_nobody_answers_nobody_when_two_wait() -> None:
    thread = a_thread(
        a_post("1", "10:00", "ania"),
        a_post("2", "10:30", "bea", thread="1"),
        ours("3", "11:00", thread="1"),
    )
    assert all(each.open_turn for each in cases(thread, ACME, as_of=LATER))


def test_the_brand_that_goes_on_in_its_own_thread_answers_nobody() -> None:
    thread = a_thread(
        ours("1", "09:00", text="New lamps!"),
        a_post("2", "10:00", reply_to="1"),
        ours("3", "11:00", reply_to="1", text="And new kettles!"),
    )
    (case,) = cases(thread, ACME, as_of=LATER)
    assert case.open_turn


def test_a_comment_under_the_brands_post_is_a_mention_though_no_query_matches() -> None:
    posts = [ours("1", "09:00"), a_post("2", "10:00", reply_to="1", text="meh")]
    thread = Thread(network="x", root="1", heard=tuple(Heard(post=p) for p in posts))
    assert len(cases(thread, ACME, as_of=LATER)) == 1


def test_a_third_party_without_a_mention_gets_no_case() -> None:
    thread = Thread(
        network="x",
        root="1",
        heard=(
            Heard(post=a_post("1", "10:00"), mentioned=True),
            Heard(post=a_post("2", "10:30", "fan", reply_to="1")),
            Heard(post=a_post("3", "11:00", reply_to="2")),
        ),
    )
    (case,) = cases(thread, ACME, as_of=LATER)
    assert case.posts == ("1", "3")


def test_an_agent_answers_under_an_own_name_while_listed() -> None:
    agent = Account(network="x", id="9002", kind=AccountKind.AGENT, until=at("12:00"))
    brand = replace(ACME, accounts=(*ACME.accounts, agent))
    early = a_post("2", "11:00", "9002", reply_to="1", needs_reply=None)
    late = a_post("2", "13:00", "9002", reply_to="1", needs_reply=None)
    (case,) = cases(a_thread(a_post("1", "10:00"), early), brand, as_of=LATER)
    assert case.turns[0].reply is not None
    assert case.turns[0].reply.person == "9002"
    told = cases(a_thread(a_post("1", "10:00"), late), brand, as_of=LATER)
    assert next(each for each in told if each.key.customer == "ania").open_turn


def test_a_deleted_post_makes_its_turn_void() -> None:
    gone = a_post("1", "10:00", state=State.DELETED, deleted="12:00")
    (turn,) = the_case(gone).turns
    assert turn.void
    assert not turn.open
    assert the_case(gone, as_of=at("11:00")).open_turn
    never_there = a_post("1", "10:00", state=State.DELETED)
    assert the_case(never_there, as_of=at("11:00")).turns[0].void


def test_a_nudge_that_stays_keeps_the_turn_of_a_deleted_post() -> None:
    (turn,) = the_case(
        a_post("1", "10:00", state=State.DELETED, deleted="12:00"),
        a_post("2", "11:00", reply_to="1"),
    ).turns
    assert turn.open
    assert turn.started_at == at("11:00")


def test_a_post_deleted_before_we_saw_it_needs_no_reply() -> None:
    gone = a_post("1", "10:00", seen="12:00", state=State.DELETED, deleted="11:00")
    assert the_case(gone).turns == ()


def test_a_holding_line_stops_the_first_clock_only() -> None:
    (turn,) = the_case(
        a_post("1", "10:00"),
        ours("2", "11:00", reply_to="1", text="We are looking into this."),
        ours("3", "14:00", reply_to="1", text="The new parcel left today."),
    ).turns
    assert turn.reply is not None
    assert turn.reply.kind is ReplyKind.HOLDING
    assert turn.substantive_at == at("14:00")


@pytest.mark.parametrize(
    ("post", "kind"),
    [
        (a_post("1", "10:00", complaint=True, needs_reply=None), TurnKind.COMPLAINT),
        (a_post("1", "10:00", rating=2, needs_reply=None), TurnKind.REVIEW),
        (a_post("1", "10:00", kind=Kind.REVIEW), TurnKind.REVIEW),
        (a_post("1", "10:00"), TurnKind.QUESTION),
    ],
)
def test_what_a_turn_is_about(post: Post, kind: TurnKind) -> None:
    assert the_case(post).turns[0].kind is kind


@pytest.mark.parametrize(
    ("post", "flags", "needs"),
    [
        pytest.param(a_post("1", "10:00", needs_reply=None), (), True, id="engine"),
        pytest.param(
            a_post("1", "10:00", needs_reply=None, complaint=False), (), False,
            id="a person says it is no complaint",
        ),
        pytest.param(
            a_post("1", "10:00", needs_reply=None, complaint=False),
            ("question",),
            True,
            id="no complaint, but a question",
        ),
        pytest.param(a_post("1", "10:00", needs_reply=False), (), False, id="person"),
    ],
)  # fmt: skip
def test_whether_a_post_needs_a_reply(
    post: Post, flags: tuple[str, ...], needs: bool
) -> None:
    heard = Heard(post=post, judgement=a_judgement(flags=flags), mentioned=True)
    (case,) = cases(Thread(network="x", root="1", heard=(heard,)), ACME, as_of=LATER)
    assert bool(case.turns) == needs


CONVERSATION = [
    a_post("1", "10:00"),
    a_post("2", "10:30", "bea", reply_to="1"),
    ours("3", "11:00", reply_to="1"),
    a_post("4", "11:01", reply_to="3"),
    ours("5", "12:00", reply_to="2", state=State.DELETED, deleted="13:00"),
]


def test_the_order_of_arrival_does_not_matter() -> None:
    told = {
        tuple(cases(a_thread(*order), ACME, as_of=LATER))
        for order in permutations(CONVERSATION)
    }
    assert len(told) == 1


moments = st.integers(0, 600).map(
    lambda minutes: at("08:00") + timedelta(minutes=minutes)
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Post]:
    """Draw a public thread: two customers and the brand, replying to anything."""
    posts = [a_post("0", draw(moments))]
    for number in range(1, draw(st.integers(1, 7))):
        author = draw(st.sampled_from(["ania", "bea", "9001"]))
        target = draw(st.sampled_from([each.id for each in posts]))
        needs = None if author == "9001" else draw(st.booleans())
        posts.append(
            a_post(
                str(number), draw(moments), author, reply_to=target, needs_reply=needs
            )
        )
    return posts


@given(posts=conversations(), as_of=moments)
def test_no_wait_is_negative_and_lag_is_a_part_of_it(
    posts: list[Post], as_of: datetime
) -> None:
    for case in cases(a_thread(*posts), ACME, as_of=as_of):
        for turn in case.turns:
            assert timedelta() <= turn.collector_lag(as_of) <= turn.wait(as_of)
            assert turn.started_at <= as_of


@given(posts=conversations())
def test_without_the_newest_reply_nobody_waited_less(posts: list[Post]) -> None:
    replies = [each for each in posts if each.author and each.author.id == "9001"]
    if replies:
        newest = max(replies, key=lambda each: (each.posted_at, each.id))
        gone = replace(newest, state=State.DELETED)
        withdrawn = [gone if each is newest else each for each in posts]
        assert _total(withdrawn) >= _total(posts)


def _total(posts: list[Post]) -> timedelta:
    every = [
        turn
        for case in cases(a_thread(*posts), ACME, as_of=LATER)
        for turn in case.turns
    ]
    return sum((turn.wait(LATER) for turn in every), timedelta())
