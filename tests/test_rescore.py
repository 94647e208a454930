"""History judged again ends as if it had been judged so at once, come what may."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from app.commands.rescore import progress, said
from app.exits import PART, USAGE
from app.settings import Settings, for_child
from domain.errors import EarshotError
from domain.event import Event, EventKind
from domain.judgement import Judgement, Sentiment
from domain.post import Post, State
from sentiment import Text, engine
from sentiment.unscored import unscored
from services.apply import apply
from services.crew import crew, judged
from services.derive import derive
from services.ingest import ingest
from services.rescore import PAGE, Change, RescoreRun, rescore
from services.watch import watched
from store import Session, Store, events, judgements
from store.sql import run
from tests.desk import acme, empty, open_acme
from tests.made import ACME_FILE, a_post, at, ours
from tests.raw import opened
from tests.terminal import earshot


@pytest.fixture(autouse=True)
def nobody_started_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the processes no main module to import: Streamlit's tests leave theirs."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@dataclass(frozen=True)
class Older:
    """An engine of an older release, to which everything is fine."""

    name: str = "vader"
    version: str = "0.1"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        calm = {"sentiment": Sentiment.POSITIVE, "flags": (), "priority": 0.0}
        mild = {"complaint": 0.0, "needs_reply": 0.0}
        return [
            replace(unscored(each, engine="vader", version="0.1"), **calm, **mild)  # type: ignore[arg-type]
            for each in texts
        ]


BAD = "acme, my kettle is awful and dangerous"
EDITED = [
    a_post("4", "12:00", "cem", needs_reply=None, text="acme, a fine kettle"),
    a_post("4", "12:00", "cem", needs_reply=None, text=BAD, edited="14:00"),
]
STORY = [
    a_post("1", "10:00", needs_reply=None, text=BAD),
    ours("2", "10:30", reply_to="1"),
    a_post("3", "11:00", "bea", needs_reply=None, text="Where is mine?", reply_to="2"),
    *EDITED,
    a_post("5", "13:00", "dan", needs_reply=None, text="acme came", rating=1),
    a_post("6", "15:00", "eva", needs_reply=None, text="what a terrible day"),
]


def judged_so(store: Store, story: Sequence[Post], judging: object) -> None:
    for post in story:  # one by one: else an edit is no edit
        ingest(store, [post], watches=watched(store), engine=judging)  # type: ignore[arg-type]


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    tables = ("judgements", "versions", "mentions", "cases", "turns")
    with store.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            each: sorted(map(tuple, run(f"SELECT * FROM {each}")), key=repr)
            for each in tables
        }


def test_history_judged_again_is_as_if_it_had_been_judged_so_at_once(
    store: Store,
) -> None:
    open_acme(store)
    judged_so(store, STORY, engine("vader"))
    expected = rows(store)
    empty(store)
    judged_so(store, STORY, Older())
    assert rows(store) != expected
    since, brand_id = at("13:00"), acme(store).id
    assert rescore(store, name="vader", since=since, brand_id=brand_id).done == 1
    run = rescore(store, name="vader")
    assert rows(store) == expected
    assert (run.total, run.done) == (4, 4)
    assert (run.complaints, run.waits) == (Change(2, 0), Change(3, 0))
    again = rescore(store, name="vader")
    assert again == RescoreRun(total=0)


def test_what_a_post_said_before_an_edit_is_judged_again_as_well(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    worse = [replace(EDITED[0], text=BAD), replace(EDITED[1], text="acme, all is well")]
    judged_so(sqlite_store, worse, engine("vader"))
    expected = rows(sqlite_store)
    empty(sqlite_store)
    judged_so(sqlite_store, worse[:1], Older())
    judged_so(sqlite_store, worse[1:], engine("vader"))
    assert rows(sqlite_store) != expected
    assert rescore(sqlite_store, name="vader").done == 1
    assert rows(sqlite_store) == expected
    assert rescore(sqlite_store, name="vader") == RescoreRun(total=0)


def test_a_persons_word_stands_above_the_engines(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    handed = replace(STORY[0], complaint=False)
    said_here = a_post("7", "9:00", "flo", needs_reply=None, text=BAD)
    told = [handed, said_here, EDITED[1]]
    judged_so(sqlite_store, told, Older())
    deed = Event(
        brand="Acme",
        about=said_here.key,
        customer="flo",
        kind=EventKind.JUDGED,
        at=at("9:30"),
        detail={"complaint": False, "needs_reply": False},
    )
    with sqlite_store.begin() as session:
        events.add(session, watch.id, deed)
        derive(session, [said_here.key], [watch])
    after = rescore(sqlite_store, name="vader")
    with sqlite_store.reading() as session:
        found = judgements.load(session, [each.key for each in told])
    assert all(each.judgement.is_complaint for each in found.values())
    assert (after.done, after.complaints, after.waits) == (
        3,
        Change(1, 0),
        Change(1, 0),
    )


def test_what_nobody_can_read_any_more_stays_as_it_was_judged(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    gone = replace(STORY[0], state=State.DELETED, deleted_at=at("16:00"), text="")
    judged_so(sqlite_store, [STORY[0], gone], Older())
    assert rescore(sqlite_store, name="vader") == RescoreRun(total=0)


def test_whose_a_post_is_may_have_changed_since_it_was_judged(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    judged_so(sqlite_store, STORY[:3], Older())
    swapped = (replace(ACME_FILE.accounts[0], id="bea", handle="bea"),)
    apply(sqlite_store, [replace(ACME_FILE, accounts=swapped)], now=at("20:00"))
    with sqlite_store.begin() as session:  # accounts end, and begin, in real time
        run(session, "DELETE FROM accounts WHERE native_id <> 'bea'")
        run(session, "UPDATE accounts SET since = NULL")
    rescore(sqlite_store, name="vader")
    with sqlite_store.reading() as session:
        judged_now = judgements.load(session, [each.key for each in STORY])
    assert {each.id for each in judged_now} == {"1", "2"}
    assert {each.judgement.version for each in judged_now.values()} != {"0.1"}


def test_a_post_that_was_edited_meanwhile_is_left_to_whoever_brought_the_edit(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    judged_so(sqlite_store, EDITED[:1], Older())

    def edit(_: Session) -> None:
        twin = Store(sqlite_store.name)
        if not edited:
            edited.append(True)
            judged_so(twin, EDITED[1:], Older())
        twin.close()

    edited: list[bool] = []
    # What is checked first in a transaction comes before it holds the lock.
    rescore(sqlite_store.guarded(edit), name="vader")
    with sqlite_store.reading() as session:
        (found,) = judgements.load(session, [EDITED[0].key]).values()
    assert found.judgement.version == "0.1"


MANY = 3 * PAGE + 100


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, fresh: Path) -> Path:
    """A store with four pages of posts that the older engine judged."""
    path = tmp_path_factory.mktemp("history") / "old.db"
    shutil.copy(fresh, path)
    store = Store(f"sqlite:///{path}")
    open_acme(store)
    for start in range(0, MANY, PAGE):
        page = [
            replace(each, lang="en")
            for each in (
                a_post(str(number), at("10:00") + timedelta(minutes=number),
                       f"u{number}", needs_reply=None,
                       text=BAD if number % 20 == 0 else "what a terrible day")
                for number in range(start, min(start + PAGE, MANY))
            )
        ]  # fmt: skip
        ingest(store, page, watches=watched(store), engine=Older())
    store.close()
    return path


def copied(history: Path, name: Path) -> Store:
    return Store(f"sqlite:///{shutil.copy(history, name)}")


def judged_again(path: Path) -> int:
    with opened(path) as connection:
        sql = "SELECT COUNT(*) FROM judgements WHERE version <> '0.1'"
        return int(connection.execute(sql).fetchone()[0])


def started(store: Store) -> "subprocess.Popen[bytes]":
    words = ["--store", store.name, "rescore", "--engine", "vader", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-c", "from app.cli import main; main()", *words],
        env=for_child(Settings()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def at_a_page(store: Store, process: "subprocess.Popen[bytes]", before: int) -> None:
    """Wait until a page more than ``before`` is written."""
    assert store.path
    latest = time.monotonic() + 60
    while judged_again(store.path) <= before:
        assert process.poll() is None
        assert time.monotonic() < latest
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.005)


def test_a_run_that_is_ended_or_killed_and_run_again_ends_as_one_left_in_peace(
    history: Path, tmp_path: Path
) -> None:
    whole = copied(history, tmp_path / "whole.db")
    pages: list[RescoreRun] = []
    rescore(whole, name="vader", on_page=pages.append)
    store = copied(history, tmp_path / "broken.db")
    assert store.path

    with started(store) as process:
        at_a_page(store, process, 0)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == PART
    done = judged_again(store.path)
    assert out.decode().splitlines()[0] == f"{done:,} posts judged again"
    told = err.decode().splitlines()
    assert told[-1] == "earshot: stopped, wanted another run for the rest"
    assert "Traceback" not in err.decode()

    with started(store) as process:
        at_a_page(store, process, done)
        process.kill()
        process.communicate(timeout=60)  # which ends when none of its own is left
    assert done < judged_again(store.path) <= MANY

    rescore(store, name="vader")
    assert rows(store) == rows(whole)
    assert [each.done for each in pages] == [PAGE, 2 * PAGE, 3 * PAGE, MANY]
    assert pages[-1].complaints == Change(155, 0)
    for each in (store, whole):
        each.close()


def test_the_command_says_what_changed_and_doctor_what_there_is_to_do(
    sqlite_store: Store, tmp_path: Path
) -> None:
    chosen = tmp_path / "chosen.toml"
    chosen.write_text("[judging]\nengine = 'vader'\n")
    open_acme(sqlite_store)
    judged_so(sqlite_store, STORY, Older())
    house = ("--config", str(chosen), "--store", sqlite_store.name)
    told = [
        each for each in earshot(*house, "doctor").out.splitlines() if "judged" in each
    ]
    assert told == ["judged   5 posts were judged by vader 0.1: earshot rescore"]
    again = earshot(
        *house, "rescore", "--brand", "Acme", "--since", "2026-03-24T00:00Z"
    )
    assert again.out.splitlines() == [
        "4 posts judged again",
        "complaints: 2 more, 0 fewer",
        "waits for a reply: 3 more, 0 fewer",
    ]
    assert again.code == 0
    left = "judged   1 post was judged by vader 0.1: earshot rescore"
    assert left in earshot(*house, "doctor").out.splitlines()
    assert earshot(*house, "rescore").out.startswith("1 post judged again\n")
    assert "judged" not in earshot(*house, "doctor").out
    assert earshot(*house, "rescore").out == "0 posts to judge again\n"
    wrong = earshot(*house, "rescore", "--brand", "Acne")
    assert (wrong.code, wrong.err) == (
        USAGE,
        "earshot: --brand: found 'Acne', wanted one of Acme\n",
    )


def test_progress_is_told_with_a_rate_and_what_is_left() -> None:
    run = RescoreRun(total=80_000, done=12_000)
    assert progress(run, 2.927) == "12,000 of 80,000, 4,100 a second, about 17 s left"
    assert progress(run, 60).endswith("200 a second, about 6 min left")
    assert said(RescoreRun(total=9, done=9, complaints=Change(1, 2)))[1:] == [
        "complaints: 1 more, 2 fewer",
        "waits for a reply: 0 more, 0 fewer",
    ]


@dataclass(frozen=True)
class Batch:
    texts: Sequence[Text]


def batches(count: int) -> Iterator[Batch]:
    return (Batch([Text(f"good {number}")] * 3) for number in range(count))


def test_judgements_come_in_the_order_of_the_batches() -> None:
    with crew("vader", None, jobs=2) as lines:
        found = list(judged(batches(5), lines))
    assert [each for each, _ in found] == list(batches(5))
    for each, judgements_of_it in found:
        assert judgements_of_it == engine("vader").judge(each.texts)


def test_a_process_that_dies_is_missed(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        crew("oracle", None, jobs=1) as lines,
        pytest.raises(
            EarshotError, match=r"^rescore: found a process that judges gone"
        ),
    ):
        list(judged(batches(1), lines))
    assert "ConfigError" in capfd.readouterr().err
