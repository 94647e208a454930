"""A person's correction: it wins over whatever decides else, and can be unsaid."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.brand import BrandRecord
from domain.case import CaseFlag, CaseKey
from domain.event import EventKind
from domain.judgement import TOPICS, UNSCORED, Judgement, Sentiment
from domain.judging import Judging, Ruling
from domain.learnt import Learnt
from domain.post import PostKey
from domain.thread import Made
from response.marks import said
from response.triage import Said, Verdict, Words, decide
from services.act import act
from services.conversation import conversation
from services.correct import take_back
from services.derive import derive
from services.queue import UNSURE, queue, unsure
from services.reply_times import turn_rows
from services.sense import Acted
from services.topics import topics
from services.volume import volume
from services.watch import Watch
from services.way_back import go_back, way_back
from store import Store, brands, judgements
from store import unsure as lane
from store.brands import StoredBrand
from store.judgements import StoredJudgement
from store.posts import load as load_posts
from store.sql import SQLITE
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME, a_judgement, a_post, at
from tests.pages import a_desk, draw, part

KEY = CaseKey("Acme", "x", "1", "ania")
TEXT = "acme, my parcel never came"
POST = a_post("1", "10:00", text=TEXT, needs_reply=None)

UNSURE_OF = Made.of(a_judgement(complaint=0.2, needs_reply=0.5))

chances = st.floats(0, 1)
words = st.none() | st.booleans()
made = st.none() | st.builds(
    Made.of,
    st.builds(
        a_judgement,
        complaint=chances,
        needs_reply=chances,
        flags=st.sampled_from([(), ("question",), (UNSCORED,)]),
    ),
)
judging = st.builds(
    Judging,
    complaint=st.sampled_from([(), ("never came",)]),
    no_complaint=st.sampled_from([(), ("my parcel",)]),
)
learnt = st.builds(
    Learnt,
    number=st.just(1),
    since=st.sampled_from([at("09:00"), at("11:00")]),
    engine=st.just("hand"),
    version=st.just("1"),
    a=st.floats(0.01, 9),
    b=st.floats(-9, 9),
    threshold=chances,
)


@st.composite
def brand(draw: st.DrawFn) -> BrandRecord:
    """Draw Acme with phrases of its own, and something learnt."""
    rulings = tuple(draw(st.lists(st.builds(Ruling, st.none(), judging), max_size=2)))
    return replace(
        ACME, rulings=rulings, learnt=tuple(draw(st.lists(learnt, max_size=2)))
    )


def decided(made: Made | None, brand: BrandRecord, **told: Any) -> Verdict:
    """Decide about the post, with what a person said of it in the tool."""
    version = Said(POST.text, POST.rating, POST.written_at)
    return decide(POST, version, words=Words.of(told), made=made, brand=brand)


@given(made, brand(), words, words)
@example(UNSURE_OF, ACME, False, None)
def test_a_persons_word_always_wins(
    made: Made | None, brand: BrandRecord, complaint: bool | None, needs: bool | None
) -> None:
    told = decided(made, brand, complaint=complaint, needs_reply=needs)
    if complaint is not None:
        assert told.complaint is complaint
    if needs is not None:
        assert told.needs_reply is needs
    if needs is not None or complaint is not None:
        assert not told.unsure


@given(made, brand())
def test_a_word_taken_back_was_never_said(
    made: Made | None, brand: BrandRecord
) -> None:
    before = decided(made, brand)
    assert decided(made, brand, complaint=None, needs_reply=None) == before


@given(made, brand())
def test_of_what_nobody_is_sure_no_clock_runs(
    made: Made | None, brand: BrandRecord
) -> None:
    told = decided(made, brand)
    assert not (told.unsure and told.needs_reply)
    assert not (told.complaint and not told.needs_reply)


@pytest.mark.parametrize(
    ("phrases", "score", "complaint"),
    [
        pytest.param(Judging(complaint=("NEVER, came!",)), 0.0, True, id="always"),
        pytest.param(Judging(no_complaint=("never came",)), 1.0, False, id="never"),
        pytest.param(
            Judging(complaint=("never came",), no_complaint=("parcel",)),
            0.0,
            True,
            id="with both it is one",
        ),
        pytest.param(Judging(no_complaint=("cam",)), 1.0, True, id="inside a word"),
        pytest.param(Judging(complaint=("parçel",)), 0.0, True, id="an accent"),
    ],
)
def test_a_phrase_wins_over_the_engine(
    phrases: Judging, score: float, *, complaint: bool
) -> None:
    made = Made.of(a_judgement(complaint=score, needs_reply=score))
    for since, says in ((None, complaint), (at("10:00"), complaint)):
        brand = replace(ACME, rulings=(Ruling(since, phrases),))
        assert decided(made, brand).complaint is says
    later = replace(ACME, rulings=(Ruling(at("10:01"), phrases),))
    assert decided(made, later).complaint is (score >= 0.5)


def test_what_was_learnt_governs_what_is_written_after_it_by_that_engine() -> None:
    made = Made.of(a_judgement(complaint=0.4, needs_reply=0.0))
    lesson = Learnt(
        number=1, since=at("10:00"), engine="hand", version="1", threshold=0.3
    )
    for taught, complaint in (
        (lesson, True),
        (replace(lesson, since=at("10:01")), False),
        (replace(lesson, version="2"), False),
        (replace(lesson, engine="other"), False),
    ):
        assert decided(made, replace(ACME, learnt=(taught,))).complaint is complaint


# In the store.


@pytest.fixture
def watch(store: Store) -> Watch:
    """Acme, with a post by ania that the engine calls a complaint about delivery."""
    watch = open_acme(store)
    keep(store, [POST])
    judged(store, complaint=0.9, needs_reply=0.9)
    return watch


def judged(store: Store, **made: Any) -> None:
    """Let an engine with probabilities have judged the post."""
    key = PostKey("x", "1")
    judgement: Judgement = replace(a_judgement(**made), topic="delivery")
    with store.begin() as session:
        stored = load_posts(session, [key])[key]
        judgements.save(session, [StoredJudgement(key, stored.hash, judgement)])
        derive(session, [key], [acme(store)])


def said_of(store: Store, watch: Watch, when: str = "11:00", **detail: Any) -> Acted:
    return act(
        store, watch, KEY, EventKind.JUDGED, at=at(when), by="ola", detail=detail
    )


def shown(store: Store, watch: Watch, now: datetime = NOW) -> tuple[object, ...]:
    """Return all that is said of the post in the queue, the lane and the reports."""
    brand = StoredBrand(watch.id, acme(store).record)
    with store.reading() as session:
        rows = [*queue(session, brand, now=now).rows, *unsure(session, brand, now=now)]
        turns = turn_rows(session, brand, now=now, topics=True)
        case = conversation(session, brand, KEY)
        assert case is not None
        return (
            [
                (row.state, row.topic, row.sentiment, row.complaint >= 0.5)
                for row in rows
            ],
            [(row.told.turn.kind.value, row.topic) for row in turns],
            [each.topic for each in topics(session, brand, since=None, until=now)],
            [(each.sentiment, each.complaints) for each in volume(session, brand)],
            lane.count(session, brand.id),
            CaseFlag.UNSURE in case.case.flags,
        )


@pytest.mark.parametrize(
    "detail",
    [
        pytest.param({"complaint": False}, id="no complaint"),
        pytest.param({"complaint": False, "needs_reply": True}, id="a question"),
        pytest.param({"needs_reply": False}, id="needs no reply"),
        pytest.param({"topic": "refund"}, id="topic"),
        pytest.param({"sentiment": "positive"}, id="mood"),
        pytest.param({"topic": "praise", "sentiment": "positive"}, id="both"),
    ],
)
def test_a_correction_shows_everywhere_and_can_be_unsaid(
    store: Store, watch: Watch, detail: dict[str, Any]
) -> None:
    before = shown(store, watch)
    assert said_of(store, watch, **detail)
    corrected = shown(store, watch)
    assert corrected != before
    # Whatever an engine says later.
    judged(store, complaint=0.2, needs_reply=0.9)
    judged(store, complaint=0.9, needs_reply=0.9)
    assert shown(store, watch) == corrected
    assert said_of(store, watch, "11:30", **detail) is Acted.ALREADY
    assert take_back(store, watch, KEY, at=at("12:00"))
    assert shown(store, watch) == before
    assert take_back(store, watch, KEY, at=at("12:00")) is Acted.ALREADY


def test_topic_and_mood_are_a_persons_in_every_figure(
    store: Store, watch: Watch
) -> None:
    assert said_of(store, watch, topic="refund", sentiment="neutral")
    rows, turns, about, moods, *_ = shown(store, watch)
    assert [each[1:3] for each in rows] == [("refund", "neutral")]  # type: ignore[attr-defined]
    assert turns == [("complaint", "refund")]
    assert about == ["refund"]
    assert moods == [(Sentiment.NEUTRAL, 1)]


def test_undo_brings_back_what_was_said_before(store: Store, watch: Watch) -> None:
    assert said_of(store, watch, topic="refund")
    before = shown(store, watch)
    brand = StoredBrand(watch.id, watch.record)
    with store.reading() as session:
        found = conversation(session, brand, KEY, as_of=at("11:10"))
    assert found is not None
    word = {"topic": "price"}
    assert said_of(store, watch, "11:10", **word)
    steps = way_back(found, EventKind.JUDGED, at=at("11:10"), detail=word)
    assert go_back(store, watch, KEY, steps, at=at("11:20"))
    assert shown(store, watch) == before


def test_of_a_word_the_last_counts_and_none_is_none(store: Store, watch: Watch) -> None:
    assert said_of(store, watch, complaint=False)
    assert said_of(store, watch, "11:10", complaint=None)
    with store.reading() as session:
        brand = StoredBrand(watch.id, watch.record)
        found = conversation(session, brand, KEY)
    assert found is not None
    assert said(found.events) == {}
    assert found.case.ours


def test_what_nobody_is_sure_of_stands_in_a_lane_until_a_person_says(
    store: Store, watch: Watch
) -> None:
    judged(store, complaint=0.2, needs_reply=0.5)
    rows, turns, *_, number, flagged = shown(store, watch)
    assert [each[0] for each in rows] == [UNSURE]  # type: ignore[attr-defined]
    assert (turns, number, flagged) == ([], 1, True)
    brand = StoredBrand(watch.id, watch.record)
    with store.reading() as session:
        then = unsure(session, brand, now=NOW, as_of=at("10:30"))
        assert then[0].to_json() | {"waited_s": 0} == {
            **unsure(session, brand, now=NOW)[0].to_json(),
            "waited_s": 0,
        }
    assert said_of(store, watch, needs_reply=True)
    rows, turns, *_, number, flagged = shown(store, watch)
    assert [each[0] for each in rows] == ["overdue"]  # type: ignore[attr-defined]
    assert (turns, number, flagged) == ([("question", "delivery")], 0, False)
    assert take_back(store, watch, KEY, at=at("11:30"))
    assert said_of(store, watch, "12:00", needs_reply=False)
    assert shown(store, watch)[-2:] == (0, False)


def test_a_text_that_no_engine_could_judge_is_for_a_person(
    store: Store, watch: Watch
) -> None:
    judged(store, complaint=0.5, needs_reply=0.5, flags=(UNSCORED,))
    assert shown(store, watch)[-2:] == (1, True)
    with store.begin() as session:
        (found,) = brands.load(session, "Acme")
    assert found.record.judging == Judging.NONE
    assert set(TOPICS) > {"refund", "delivery"}


def test_the_inbox_has_a_view_of_what_nobody_is_sure_of(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [POST])
    judged(sqlite_store, complaint=0.2, needs_reply=0.5)
    page = draw("inbox", a_desk(sqlite_store))
    page.query_params["view"] = "Unsure"
    page.run()
    assert not page.exception
    (line,) = part(page, "list")["rows"]
    assert (line["id"], line["chips"][0]["text"]) == (str(KEY), "Unsure")
    assert part(page, "thread")["chips"][0] == {"tone": "gray", "text": "Unsure"}
    assert "1 unsure" in page.markdown[0].value
    assert said_of(sqlite_store, watch, needs_reply=False)
    page.run()
    assert part(page, "list")["rows"] == []
    assert part(page, "list")["empty"] == "Nothing is unsure."
    page.query_params["view"] = "Waiting"
    assert part(page.run(), "list")["rows"] == []


def test_the_lane_is_read_by_its_index(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        plan = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {lane.unsure_sql(SQLITE)}", (1, 10)
        )
        (step,) = [each[3] for each in plan]
    assert step == "SEARCH cases USING INDEX ix_cases_unsure (brand_id=?)"
