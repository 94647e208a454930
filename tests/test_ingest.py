"""Posts in, by the real way: the same facts end in the same store, in any order."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.brand import Brand
from domain.post import Kind, Post, PostKey, State
from services.apply import apply
from services.rebuild import rebuild
from services.volume import volume
from services.watch import watched
from store import Store, brands, judgements, mentions, posts
from tests.desk import NOW, acme, empty, keep, open_acme, told
from tests.made import ACME_FILE, a_post, at, ours

STORY = [
    a_post("1", "10:00", seen="10:12", text="@acme where is my parcel? Awful."),
    a_post("2", "13:00", reply_to="1", text="hello?", needs_reply=None),
    a_post("3", "10:30", "bea", reply_to="1", text="same here acme", complaint=True),
    ours("4", "13:30", reply_to="2"),
    a_post("5", "14:00", reply_to="4", text="thanks", needs_reply=False),
    ours("6", "15:00", reply_to="3", state=State.DELETED, deleted="16:00"),
    a_post("7", "17:00", "cem", text="Acme broke my heart", needs_reply=None),
    a_post("7", "17:00", "cem", text="Acme broke my lamp", edited="17:05"),
    a_post("8", "17:30", "dan", text="Nice acme", state=State.DELETED, deleted="18:00"),
    ours("9", "18:00", text="New lamps!"),
    a_post("10", "18:10", "eva", reply_to="9", text="Awful lamps", needs_reply=None),
    a_post("11", "18:20", "fay", reply_to="9", kind=Kind.QUOTE, text="Awful", rating=1),
    a_post("12", "19:00", "gil", text="nothing to see", needs_reply=None),
    a_post("13", "19:10", "gil", reply_to="14", text="acme, anyone?"),
    a_post("14", "19:05", "hal", reply_to="15", text="what a day", needs_reply=None),
    a_post("15", "19:00", "ida", thread="t", text="good day", needs_reply=None),
]  # fmt: skip


def test_the_story_is_told_as_a_person_would(store: Store) -> None:
    open_acme(store)
    run = keep(store, STORY)
    assert (run.new, run.changed) == (15, 0)
    assert run.unmatched == 3
    with store.reading() as session:
        (brand,) = brands.load(session)
        rows = {(row.day, row.posts) for row in volume(session, brand)}
    assert rows
    text = told(store)
    assert '"wait_s": 12600' in text
    assert "Acme/x/t/gil" in text


@pytest.mark.parametrize("page", [1, 4])
def test_the_order_of_arrival_does_not_matter(store: Store, page: int) -> None:
    open_acme(store)
    keep(store, STORY)
    expected = told(store)
    for seed in range(3):
        shuffled = random.Random(seed).sample(STORY, len(STORY))
        empty(store)
        keep(store, shuffled, page=page)
        assert told(store) == expected


def test_bringing_the_same_posts_again_changes_nothing(store: Store) -> None:
    open_acme(store)
    keep(store, STORY)
    expected = told(store)
    again = keep(store, STORY)
    assert (again.new, again.changed) == (0, 0)
    assert told(store) == expected


def test_what_is_stored_is_what_is_worked_out_anew(store: Store) -> None:
    open_acme(store)
    keep(store, STORY, page=3)
    expected = told(store)
    assert told(store, as_of=NOW) == expected
    rebuild(store, watched(store))
    assert told(store) == expected


def test_a_late_parent_moves_its_thread(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("3", "12:00", reply_to="2")])
    assert "Acme/x/2/ania" in told(store)
    keep(store, [a_post("2", "11:00", "bea", reply_to="1", needs_reply=None, text="-")])
    assert "Acme/x/2/ania" not in told(store)
    assert "Acme/x/1/ania" in told(store)


def test_a_deleted_posts_words_are_forgotten(store: Store) -> None:
    open_acme(store)
    archive = [
        a_post("1", "10:00", text="Acme, bad, sad!"),
        a_post("1", "10:00", text="Acme, terrible, awful!", edited="10:30"),
    ]
    keep(store, archive)
    gone = a_post("1", "10:00", None, text="", state=State.DELETED, deleted="11:00")
    keep(store, [gone])
    keep(store, archive)
    key = PostKey("x", "1")
    with store.reading() as session:
        connection = session.connection()
        kept = connection.exec_driver_sql("SELECT DISTINCT text FROM versions").all()
        assert [tuple(each) for each in kept] == [("",)]
        assert posts.load(session, [key])[key].post.text == ""
        judgement = judgements.load(session, [key])[key].judgement
    assert judgement.is_complaint
    assert judgement.because == ()


def test_a_handed_over_post_is_a_mention_though_nothing_matches(store: Store) -> None:
    watch = open_acme(store)
    apply(store, [Brand(name="Bird", queries=("parcel",))], now=at("00:00"))
    posted = [a_post("1", "10:00", text="my parcel"), a_post("2", "10:00", text="hm")]
    keep(store, posted, given=watch)
    rebuild(store, watched(store))
    with store.reading() as session:
        found = mentions.load(session, [PostKey("x", "1"), PostKey("x", "2")])
    handed, matched = found[watch.id].values(), found[watch.id + 1].values()
    assert [each.given for each in handed] == [True, True]
    assert [each.key.id for each in matched] == ["1"]


def test_one_post_may_concern_several_brands(store: Store) -> None:
    open_acme(store)
    apply(store, [Brand(name="Bird", queries=("acme",))], now=at("00:00"))
    keep(store, [a_post("1", "10:00")])
    with store.reading() as session:
        assert len(mentions.load(session, [PostKey("x", "1")])) == 2


def test_new_queries_are_matched_against_what_is_stored(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("1", "10:00", text="my lamp broke")])
    assert "Acme/x/1/ania" not in told(store)
    apply(store, [replace(ACME_FILE, queries=("acme", "lamp"))], now=at("12:00"))
    assert "Acme/x/1/ania" in told(store)
    assert acme(store).record.queries == ("acme", "lamp")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(order=st.permutations(STORY), page=st.sampled_from([1, 3, 7]))
def test_any_order_in_any_pages(
    sqlite_store: Store, order: list[Post], page: int
) -> None:
    empty(sqlite_store)
    open_acme(sqlite_store)
    keep(sqlite_store, order, page=page)
    assert told(sqlite_store) == _in_order(sqlite_store)


@cache
def _in_order(store: Store) -> str:
    empty(store)
    keep(store, STORY)
    return told(store)


def test_imports_at_once_end_as_one_after_the_other(store: Store) -> None:
    open_acme(store)
    keep(store, STORY)
    expected = told(store)
    empty(store)
    orders = [random.Random(seed).sample(STORY, len(STORY)) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda order: keep(store, order, page=1), orders))
    assert told(store) == expected
