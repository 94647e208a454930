"""Learning from people's words: two numbers, a threshold, and the way back."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Event, EventKind
from domain.judgement import Judgement
from domain.judging import Judging
from domain.learnt import Learnt, calibrated, standing
from domain.post import Post, PostKey
from sentiment import Text
from sentiment.learnt import fit, platt
from services.labels import Found
from services.learn import Lesson, learn, learn_due, lesson, unlearn
from services.phrases import add, remove
from store import Store, brands, events, learnt
from store.brands import StoredBrand
from tests.desk import keep, open_acme
from tests.made import a_judgement, a_post, at

NOON = at("12:00", day=1)


@dataclass
class Graded:
    """An engine whose score is the last word of a text, of so many thousand."""

    name: str = "graded"
    version: str = "1"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Judge texts such as ``acme 730``."""
        return [self._one(int(each.text.split()[-1]) / 1000) for each in texts]

    def _one(self, score: float) -> Judgement:
        made = a_judgement(complaint=score, needs_reply=score)
        return replace(made, engine=self.name, version=self.version)


def said_event(post: str, customer: str, when: str, **detail: object) -> Event:
    """Make a person's word on a post."""
    return Event(
        brand="Acme",
        about=PostKey("x", post),
        customer=customer,
        kind=EventKind.JUDGED,
        at=at(when),
        detail=detail,
    )


def test_a_calibration_is_found_again() -> None:
    chance = random.Random(1)
    scores = [chance.random() for _ in range(4000)]
    labels = [chance.random() < calibrated(each, 1.7, -0.6) for each in scores]
    assert platt(scores, labels) == pytest.approx((1.7, -0.6), abs=0.2)


def test_few_labels_change_little() -> None:
    a, b = platt([0.9, 0.1], [True, False])
    assert 0.5 < a < 1.5
    assert abs(b) < 0.1


points = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=4, max_size=60)


@given(points, st.integers(50, 99))
def test_the_threshold_finds_the_share_that_was_asked_for(
    drawn: list[tuple[float, bool]], recall: int
) -> None:
    scores = [0.2, 0.8, *(score for score, _ in drawn)]
    labels = [False, True, *(label for _, label in drawn)]
    fitted = fit(scores, labels, recall=recall / 100)
    if fitted is None:
        return
    answers = [
        calibrated(each, fitted.a, fitted.b) >= fitted.threshold for each in scores
    ]
    found = Found.by(answers, labels)
    assert found.recall is not None
    assert found.recall >= recall / 100
    assert found.precision is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.precision <= found.high <= 1


def test_a_score_that_falls_with_complaints_teaches_nothing() -> None:
    scores = [each / 100 for each in range(100)]
    assert fit(scores, [each < 0.5 for each in scores], recall=0.9) is None


@given(st.floats(0, 1), st.floats(0.01, 50), st.floats(-50, 50))
def test_a_calibrated_score_is_a_probability(score: float, a: float, b: float) -> None:
    assert 0 <= calibrated(score, a, b) <= 1
    odds = log(0.7 / 0.3)
    assert calibrated(0.7, a, b) == pytest.approx(1 / (1 + exp(-(a * odds + b))))


# In the store.


def told(number: int, score: int, *, complaint: bool | None) -> Post:
    post = a_post(
        str(number), at("10:00"), f"a{number}", text=f"acme {score}", needs_reply=None
    )
    return replace(post, complaint=complaint)


def acme_with(store: Store, labels: Sequence[tuple[int, bool | None]]) -> None:
    """Bring in posts with these scores and a person's word on each, or none."""
    posts = [told(n, score, complaint=word) for n, (score, word) in enumerate(labels)]
    keep(store, posts, judge=Graded())


def mixed(complaints: int, others: int) -> list[tuple[int, bool | None]]:
    """Make labels: complaints mostly score from 200 up, others below 400."""
    return [
        *((200 + 700 * n // complaints, True) for n in range(complaints)),
        *((400 * n // others, False) for n in range(others)),
    ]


def taught(store: Store, now: datetime = NOON) -> Lesson:
    return learn(store, "Acme", engine=Graded(), now=now)


def record(store: Store) -> StoredBrand:
    with store.reading() as session:
        (found,) = brands.load(session, "Acme")
    return found


@pytest.mark.parametrize(
    ("complaints", "others", "why"),
    [
        pytest.param(20, 29, "found 49 labels, wanted 50", id="few"),
        pytest.param(
            9, 60, "found 9 complaints and 60 others, wanted 10 of each", id="of a kind"
        ),
    ],
)
def test_too_few_labels_teach_nothing(
    sqlite_store: Store, complaints: int, others: int, why: str
) -> None:
    open_acme(sqlite_store)
    acme_with(sqlite_store, mixed(complaints, others))
    found = taught(sqlite_store)
    assert (found.learnt, found.why) == (None, why)
    assert record(sqlite_store).record.learnt == ()


def test_an_engine_that_says_yes_or_no_alone_is_not_learnt_from(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    acme_with(sqlite_store, [(1000, True)] * 30 + [(0, False)] * 30)
    assert taught(sqlite_store).why == "graded says yes or no, and nothing between"


def test_a_lesson_governs_what_comes_and_can_be_taken_back(store: Store) -> None:
    open_acme(store)
    acme_with(store, mixed(40, 40))
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        dry = lesson(session, brand, engine=Graded(), now=NOON)
    assert record(store).record.learnt == (), "a look keeps nothing"
    first = taught(store)
    assert first == dry
    assert first.learnt is not None
    assert record(store).record.learnt == (first.learnt,)
    assert first.before.recall is not None
    assert first.after is not None
    assert first.after.recall is not None
    assert first.before.recall < 0.9 <= first.after.recall
    assert 0.05 < first.learnt.threshold < 0.5

    assert found_complaint(store, "early", NOON - timedelta(minutes=1)) is False
    assert found_complaint(store, "later", NOON + timedelta(minutes=1)) is True
    second = taught(store, NOON + timedelta(hours=1))
    assert second.learnt is not None
    for back, still, left in (
        (NOON + timedelta(hours=2), True, [1]),
        (NOON + timedelta(hours=3), False, []),
    ):
        assert unlearn(store, "Acme", now=back)
        named = f"after {back:%H}"
        assert found_complaint(store, named, back + timedelta(minutes=1)) is still
        every = record(store).record.learnt
        assert [each.number for each in standing(every)] == left
    assert unlearn(store, "Acme", now=NOON) is None
    assert len(record(store).record.learnt) == 4, "nothing is ever deleted"
    assert found_complaint(store, "between", NOON + timedelta(minutes=30)) is True


def found_complaint(store: Store, name: str, when: datetime) -> bool:
    """Bring in a post of a middling score; tell whether it is a complaint."""
    post = a_post(name, when, name, text="acme 300", needs_reply=None)
    keep(store, [post], judge=Graded())
    with store.reading() as session:
        rows = session.connection().exec_driver_sql(
            f"SELECT complaint FROM mentions WHERE post_id = '{name}'"
        )
        ((complaint,),) = rows.fetchall()
    return bool(complaint)


def test_it_is_learnt_once_a_day_and_for_ten_new_labels(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    acme_with(sqlite_store, mixed(30, 30))

    def due(now: datetime) -> list[str]:
        return learn_due(sqlite_store, engine=Graded(), now=now)

    assert due(NOON) == ["Acme"]
    assert due(NOON + timedelta(days=2)) == [], "nothing new"
    more = [told(100 + n, 500, complaint=n % 2 == 0) for n in range(10)]
    keep(sqlite_store, more, judge=Graded())
    assert due(NOON + timedelta(hours=23)) == [], "not a day yet"
    assert due(NOON + timedelta(days=2)) == ["Acme"]


def test_a_word_in_the_tool_wins_and_one_on_another_text_teaches_nothing(
    sqlite_store: Store,
) -> None:
    watch = open_acme(sqlite_store)
    acme_with(sqlite_store, [(900, False), (800, None), (700, None), (600, None)])
    with sqlite_store.begin() as session:
        for number, when, word in (
            (0, "11:00", True),  # against what was handed over
            (1, "11:00", True),
            (2, "09:00", True),  # before the text was written
            (3, "11:00", True),
            (3, "11:10", None),  # taken back
        ):
            event = said_event(str(number), f"a{number}", when, complaint=word)
            events.add(session, watch.id, event)
    with sqlite_store.reading() as session:
        told = learnt.spoken_of(session, watch.id, engine="graded", version="1")
        assert [each.score for each in told] == [0.6, 0.7, 0.8, 0.9]
        found = lesson(session, record(sqlite_store), engine=Graded(), now=NOON)
        other = replace(Graded(), version="2")
        none = lesson(session, record(sqlite_store), engine=other, now=NOON)
    assert (found.labels, found.positives) == (2, 2)
    assert none.labels == 0


def test_phrases_are_added_and_removed_from_then_on(store: Store) -> None:
    open_acme(store)

    def held() -> Judging:
        return record(store).record.judging

    assert add(store, "Acme", "never came", complaint=True, now=NOON)
    assert not add(store, "Acme", "Never, CAME", complaint=True, now=NOON)
    assert held().complaint == ("never came",)
    later = NOON + timedelta(hours=1)
    assert add(store, "Acme", "Never CAME", complaint=False, now=later)
    assert (held().complaint, held().no_complaint) == ((), ("Never CAME",))
    brand = record(store).record
    assert brand.judging_at(NOON - timedelta(seconds=1)) == Judging.NONE
    assert brand.judging_at(NOON).complaint == ("never came",)
    assert remove(store, "Acme", "never came", now=later + timedelta(hours=1))
    assert not remove(store, "Acme", "never came", now=later + timedelta(hours=2))
    assert held() == Judging.NONE
    assert len(record(store).record.rulings) == 3


def test_what_was_taken_back_is_not_standing() -> None:
    def one(number: int, undoes: int | None = None) -> Learnt:
        return Learnt(number=number, since=NOON, engine="e", version="1", undoes=undoes)

    every = [one(1), one(2), one(3, undoes=2), one(4), one(5, undoes=4)]
    assert [each.number for each in standing(every)] == [1]
