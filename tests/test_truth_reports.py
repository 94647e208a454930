"""What the definitions say of reports, shown on the threads of tests/truth."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.post import State
from domain.record import from_post
from services.reply_times import PERSON_UNKNOWN, By, ReplyTimes, reply_times
from store import posts
from store.brands import StoredBrand
from tests.terminal import earshot
from tests.truth import STORIES, Told
from tests.truth.checking import Shelf
from tests.truth.facts import posts_of
from tests.truth.running import ORDERS

pytestmark = pytest.mark.xdist_group("truth reports")

BY_NAME = {each.name: each for each in STORIES}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Stores with the stories in them."""
    shelf = Shelf(tmp_path_factory.mktemp("reports"))
    yield shelf
    shelf.close()


def test_native_person_unknown_is_a_row(shelf: Shelf) -> None:
    story = BY_NAME["answered on the phone"]
    assert set(_groups(shelf, story, "11:30", By.PERSON)) == {"marta"}
    story = BY_NAME["each customer of a thread has an own clock"]
    assert PERSON_UNKNOWN in _groups(shelf, story, "12:00", By.PERSON)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "name", ["the customer deletes the post", "a deletion wins over a later edit"]
)
def test_of_a_deleted_post_only_the_tombstone_stays(
    shelf: Shelf, name: str, order: str
) -> None:
    kept = shelf.kept(BY_NAME[name], order)
    with kept.store.reading() as session:
        (post,) = posts.every(session)
        versions = session.connection().exec_driver_sql("SELECT * FROM versions").all()
    assert (post.text, post.state) == ("", State.DELETED)
    assert post.posted_at == BY_NAME[name].when("10:00")
    assert not any("doszło" in str(each) for each in versions)


def test_the_scenario_is_the_same_in_every_form(tmp_path: Path) -> None:
    story = BY_NAME["the scenario every report must get right"]
    store = f"sqlite:///{tmp_path / 'shop.db'}"
    brand, file = tmp_path / "brand.toml", tmp_path / "posts.jsonl"
    brand.write_text(
        '[[brand]]\nname = "Lampex"\nqueries = ["lampex"]\n'
        'accounts = [{ network = "x", id = "shop" }]\n',
        encoding="utf-8",
    )
    records = [json.dumps(from_post(each)) for each in posts_of(story)]
    file.write_text("\n".join(records), encoding="utf-8")
    for words in (("apply", str(brand)), ("import", str(file))):
        assert earshot("--store", store, *words).code == 0
    asked = ("report", "reply-times", "--rows", "--with-backfill")
    told = {
        form: earshot("--store", store, *asked, "--format", form).out
        for form in ("json", "csv", "table")
    }
    (row,) = json.loads(told["json"])["rows"]
    (line,) = csv.DictReader(told["csv"].splitlines())
    for each in (row, line):
        parts = (each[name] for name in ("collector_lag_s", "team_s", "wait_s"))
        assert [int(part) for part in parts] == [720, 11_880, 12_600]
    *_, last = told["table"].splitlines()
    assert "3 h 30 min  12 min         3 h 18 min  substantive" in last
    assert "1 case, 1 turn: 1 answered" in told["table"]


def test_history_counts_only_when_it_is_asked_for(shelf: Shelf) -> None:
    story = BY_NAME["history is judged only when it is asked for"]
    told = _report(shelf, story, "12:30", backfilled=False)
    assert (told.figures.turns, told.figures.sla["overdue"]) == (0, 0)
    told = _report(shelf, story, "12:30", backfilled=True)
    assert (told.figures.turns, told.figures.sla["overdue"]) == (2, 1)


@pytest.mark.parametrize(
    ("since", "until", "turns"),
    [
        pytest.param("10:00", "11:00", ["1"], id="its first second is in it"),
        pytest.param("10:00:01", "11:00", [], id="what began before is not"),
        pytest.param("10:30", "11:00", [], id="nor what was answered in it"),
        pytest.param("11:00", "12:00", ["2"], id="the second turn"),
        pytest.param("10:30", "11:00:01", ["2"], id="until is not in it"),
        pytest.param("09:00", "13:00", ["1", "2"], id="both"),
    ],
)
def test_a_turn_belongs_to_a_window_by_its_start(
    shelf: Shelf, since: str, until: str, turns: list[str]
) -> None:
    story = BY_NAME["a further question is a second turn"]
    window = {"since": story.when(since), "until": story.when(until)}
    told = _report(shelf, story, "13:00", **window)
    assert [str(row.told.turn.number) for row in told.rows] == turns


def _report(shelf: Shelf, story: Told, instant: str, **asked: Any) -> ReplyTimes:
    kept, now = shelf.kept(story), story.when(instant)
    (watch,) = kept.watches
    brand = StoredBrand(watch.id, watch.record)
    with kept.store.reading() as session:
        return reply_times(session, brand, now=now, as_of=now, **asked)


def _groups(shelf: Shelf, story: Told, instant: str, by: By) -> list[str]:
    return list(_report(shelf, story, instant, by=by).groups)
