"""Bad input: a clear error or the rule of the definitions, never a wrong number."""

import json
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from domain.brand import Brand
from domain.calendar import Calendar
from domain.case import TurnState
from domain.clock import iso
from domain.post import Author, Post
from domain.sla import Sla
from sentiment import engine
from services.apply import apply
from services.bring_in import bring_in
from services.ingest import ingest
from services.reply_times import Row, reply_times
from services.watch import watched
from store import Store, brands
from tests.desk import NOW, open_acme
from tests.made import DAY, a_post, at, ours
from tests.terminal import earshot

GOOD = """
[[brand]]
name = "Lampex"
queries = ["lampex"]
accounts = [{ network = "x", id = "1", handle = "lampex" }]
"""
GOOD_TABLE = {
    "name": "Lampex",
    "queries": ["lampex"],
    "accounts": [{"network": "x", "id": "1", "handle": "lampex"}],
}
CALENDAR = f'{GOOD}[brand.calendar]\nzone = "Europe/Warsaw"\n'
NO_HOURS = (
    "brand[0].calendar: found no hours, wanted at least one day with hours,"
    ' such as mon = ["09:00-17:00"]'
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            CALENDAR,
            NO_HOURS,
            id="a calendar that never opens",
        ),
        pytest.param(
            f'{CALENDAR}mon = []\nspecial = {{ "2026-12-31" = [] }}',
            NO_HOURS,
            id="a calendar whose days are all empty",
        ),
        pytest.param(
            f'{CALENDAR}mon = ["09:00-13:00", "12:00-17:00"]',
            "brand[0].calendar.mon[1]: found '12:00-17:00', wanted hours that do not"
            " overlap 09:00-13:00",
            id="overlapping spans",
        ),
        pytest.param(
            f'{CALENDAR}mon = ["09:00-17:00", "09:00-17:00"]',
            "brand[0].calendar.mon[1]: found '09:00-17:00', wanted hours that do not"
            " overlap 09:00-17:00",
            id="the same span twice",
        ),
        pytest.param(
            f'{CALENDAR}mon = ["22:00-06:00"]',
            "brand[0].calendar.mon[0]: found '22:00-06:00', wanted an end after the"
            ' start; a night is "22:00-24:00" on one day and "00:00-06:00" on the next',
            id="a night in one span",
        ),
        pytest.param(
            f'{GOOD}[brand.calendar]\nzone = "Europe/Gdynia"\nmon = ["09:00-17:00"]',
            "brand[0].calendar.zone: found 'Europe/Gdynia', wanted an IANA time zone,"
            " such as Europe/Warsaw",
            id="an unknown zone",
        ),
        pytest.param(
            f'{CALENDAR}mon = ["09:00-17:00"]\nholidays = "XX"',
            "brand[0].calendar.holidays: found 'XX', wanted a country",
            id="an unknown country",
        ),
        pytest.param(
            f'{CALENDAR}mon = ["09:00-17:00"]\nholidays = "DE-XX"',
            "brand[0].calendar.holidays: found 'DE-XX', wanted",
            id="an unknown part of a country",
        ),
        pytest.param(
            GOOD.replace("}]", '}, { network = "x", id = "1", kind = "agent" }]'),
            "brand[0].accounts[1]: found 'x:1', wanted an account that is not in the"
            " file yet",
            id="two accounts with one id",
        ),
        pytest.param(
            GOOD + GOOD.replace("Lampex", "Stolik"),
            "brand[1].accounts[0]: found 'x:1', wanted an account that is not in the"
            " file yet",
            id="two brands with one account",
        ),
    ],
)
def test_a_wrong_brand_file_says_where(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "brand.toml"
    file.write_text(text, encoding="utf-8")
    store = f"sqlite:///{tmp_path / 'shop.db'}"
    said = earshot("--store", store, "apply", str(file))
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert says in said.err


def test_a_desk_that_closed_for_good_still_takes_posts(sqlite_store: Store) -> None:
    stall = Calendar.from_table(
        {"zone": "Europe/Warsaw", "special": {"2026-03-23": ["09:00-13:00"]}}
    )
    shop = Brand(name="Lampex", queries=("lampex",), calendar=stall)
    apply(sqlite_store, [shop], now=DAY)
    said = [
        a_post("1", "10:00", "ania", text="Lampex, do you deliver", complaint=False),
        a_post("2", "10:00", "bea", text="Lampex, nothing came", complaint=True),
    ]
    question, complaint = _rows(sqlite_store, said)
    # No hour of the desk ever comes; the cap of a complaint is a wall clock's.
    assert (question.due_at, question.business) == (None, timedelta())
    assert question.state in {TurnState.OPEN, TurnState.RUNNING}
    assert complaint.due_at == at("10:00", day=1)
    assert complaint.state is TurnState.OVERDUE


def test_without_a_cap_such_a_desk_promises_nothing(sqlite_store: Store) -> None:
    stall = Calendar.from_table(
        {"zone": "UTC", "special": {"2026-03-24": ["09:00-10:30"]}}
    )
    sla = Sla.from_table({"question": {"first_reply": "1h"}})
    shop = Brand(name="Lampex", queries=("lampex",), calendar=stall, sla=sla)
    apply(sqlite_store, [shop], now=DAY)
    text = "Lampex, do you deliver"
    said = [
        a_post("1", "09:15", "ania", text=text, complaint=False),
        a_post("2", "09:45", "bea", text=text, complaint=False),
    ]
    before, after = _rows(sqlite_store, said)
    assert (before.due_at, before.state) == (at("10:15"), TurnState.OVERDUE)
    assert after.due_at is None
    assert after.business == timedelta(minutes=45)


@pytest.mark.parametrize(
    "parents",
    [
        pytest.param({"1": "1"}, id="a reply to itself"),
        pytest.param({"1": "2", "2": "1"}, id="two below one another"),
        pytest.param({"1": "3", "2": "1", "3": "2"}, id="three in a circle"),
        pytest.param({"1": "2", "2": "2", "3": "1"}, id="a tail below a circle"),
    ],
)
def test_a_circle_of_parents_has_its_earliest_post_for_a_root(
    sqlite_store: Store, parents: dict[str, str]
) -> None:
    open_acme(sqlite_store)
    posts = [
        a_post(name, f"10:0{name}", reply_to=parent, text="acme, nothing came")
        for name, parent in parents.items()
    ]
    rows = _rows(sqlite_store, [*posts, ours("9", "10:30", reply_to="1")])
    root = "2" if parents.get("2") == "2" else "1"
    assert [(row.told.key.thread, len(row.told.turn.posts)) for row in rows] == [
        (root, len(posts))
    ]
    assert rows[0].wait == at("10:30") - posts[0].posted_at


@pytest.mark.parametrize(
    ("field", "ahead", "says"),
    [
        pytest.param("posted_at", 300, None, id="five minutes ahead: clocks differ"),
        pytest.param("posted_at", 301, "posted_at", id="posted in the future"),
        pytest.param("seen_at", 301, "seen_at", id="seen in the future"),
        pytest.param("edited_at", 301, "edited_at", id="edited in the future"),
        pytest.param("deleted_at", 301, "deleted_at", id="deleted in the future"),
    ],
)
def test_what_is_dated_in_the_future_is_refused(
    sqlite_store: Store, tmp_path: Path, field: str, ahead: int, says: str | None
) -> None:
    open_acme(sqlite_store)
    record: dict[str, object] = {
        "network": "x", "id": "1", "author": {"id": "ania"}, "text": "acme, nothing",
        "posted_at": iso(NOW - timedelta(hours=1)), "needs_reply": True,
    }  # fmt: skip
    record[field] = iso(NOW + timedelta(seconds=ahead))
    if field == "deleted_at":
        record["state"] = "deleted"
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps(record), encoding="utf-8")
    bad: list[str] = []
    bring_in(
        sqlite_store,
        file,
        watches=watched(sqlite_store),
        engine=engine("vader"),
        now=NOW,
        on_bad=lambda line: bad.append(line.message),
    )
    assert [each.split(": ")[1] for each in bad] == ([says] if says else [])
    assert len(_report(sqlite_store)) == 0


def test_a_leap_second_is_no_time_we_can_read(
    sqlite_store: Store, tmp_path: Path
) -> None:
    open_acme(sqlite_store)
    file = tmp_path / "posts.jsonl"
    record = {
        "network": "x", "id": "1", "author": {"id": "ania"}, "text": "acme",
        "posted_at": "2016-12-31T23:59:60Z",
    }  # fmt: skip
    file.write_text(json.dumps(record), encoding="utf-8")
    bad: list[str] = []
    run = bring_in(
        sqlite_store,
        file,
        watches=watched(sqlite_store),
        engine=engine("vader"),
        now=NOW,
        on_bad=lambda line: bad.append(line.message),
    )
    assert (run.read, run.bad) == (0, 1)
    assert bad[0].startswith("line 1: posted_at: found '2016-12-31T23:59:60Z', wanted")


CLAIMS = [
    a_post("1", "10:00", "ania", text="acme, nothing came"),
    a_post("1", "10:00", "bea", text="acme, nothing came"),
    ours("2", "11:00", reply_to="1"),
]


@pytest.mark.parametrize("order", list(permutations(CLAIMS)), ids=range(6))
def test_one_post_that_two_accounts_claim_is_one_wait(
    sqlite_store: Store, order: list[Post]
) -> None:
    open_acme(sqlite_store)
    (row,) = _rows(sqlite_store, order, page=1)
    assert row.told.key.customer == "bea"
    assert row.wait == timedelta(hours=1)


def test_an_account_of_two_brands_answers_for_both(sqlite_store: Store) -> None:
    for name in ("Lampex", "Stolik"):
        brand = Brand.from_table({**GOOD_TABLE, "name": name, "queries": ["lampex"]})
        apply(sqlite_store, [brand], now=DAY)
    said = a_post("1", "10:00", text="lampex, nothing came")
    reply = Post(
        network="x",
        id="2",
        author=Author(id="1"),
        text="It left today.",
        posted_at=at("11:00"),
        seen_at=at("11:00"),
        reply_to="1",
    )
    rows = _rows(sqlite_store, [said, reply])
    assert [(row.told.key.brand, row.wait) for row in rows] == [
        ("Lampex", timedelta(hours=1)),
        ("Stolik", timedelta(hours=1)),
    ]


def _rows(store: Store, posts: list[Post], *, page: int = 1000) -> list[Row]:
    watches = watched(store)
    for start in range(0, len(posts), page):
        part = posts[start : start + page]
        ingest(store, part, watches=watches, engine=engine("vader"))
    return _report(store)


def _report(store: Store) -> list[Row]:
    with store.reading() as session:
        return [
            row
            for brand in brands.load(session)
            for row in reply_times(session, brand, now=NOW, backfilled=True).rows
        ]
