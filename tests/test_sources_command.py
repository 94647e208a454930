"""The commands that say what Earshot hears: sources, doctor, the report on coverage."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from alerts.source_state import State
from app.doctor import bytes_said
from domain.clock import iso, utc_now
from domain.coverage import SpanState
from domain.pause import Pause
from domain.source import Fault
from store import Store, coverage, heartbeats, leases, pauses
from store.condition import condition
from store.upgrade import upgrade
from tests.guide import page, spans
from tests.raw import opened
from tests.sourced import HOUR, MINUTE, SEARCH, was_read
from tests.terminal import Said, earshot

SECRET = "EARSHOT_X_BEARER_TOKEN"  # noqa: S105 - a name


class House:
    """A folder with a store and a configuration."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "earshot.db"
        self.config = folder / "earshot.toml"
        self.config.write_text("", encoding="utf-8")

    def __call__(self, *words: str) -> Said:
        url = f"sqlite:///{self.file}"
        return earshot("--config", str(self.config), "--store", url, *words)

    def json(self, *words: str) -> dict[str, Any]:
        said = self(*words, "--format", "json")
        told: dict[str, Any] = json.loads(said.out)
        return told

    def switch_on(self) -> None:
        self.config.write_text("[networks.x]\n", encoding="utf-8")

    def store(self) -> Store:
        store = Store(f"sqlite:///{self.file}")
        upgrade(store)
        return store


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.delenv(SECRET, raising=False)
    return House(tmp_path)


@pytest.fixture
def store(house: House, fresh: Path) -> Iterator[Store]:
    copy(fresh, house.file)
    store = house.store()
    yield store
    store.close()


def test_sources_say_what_each_needs_and_where_to_get_it(house: House) -> None:
    said = house("sources")
    assert (said.code, said.err) == (0, "")
    assert "X is not set up.\n  At console.x.com: buy credits" in said.out
    assert "  In earshot.toml: [networks.x]\n" in said.out
    assert f"  In the environment: {SECRET}\n" in said.out
    assert "EARSHOT_REDDIT_CLIENT_ID EARSHOT_REDDIT_CLIENT_SECRET" in said.out


def test_a_source_that_lacks_its_secret_stops_nothing_and_says_so(house: House) -> None:
    house.switch_on()
    told = house.json("sources")
    x = next(each for each in told["rows"] if each["network"] == "x")
    assert told["status"] == "blind"
    assert (x["state"], x["needs"]) == ("needs", [SECRET])
    assert x["said"] == f"X needs {SECRET}"
    assert "X needs EARSHOT_X_BEARER_TOKEN.\n" in house("sources").out


def test_sources_as_csv_hold_a_line_a_source(house: House) -> None:
    said = house("sources", "--format", "csv")
    rows = list(csv.DictReader(StringIO(said.out)))
    assert {row["source"] for row in rows} == {"X", "Reddit"}


def test_what_fails_is_told_with_what_to_do(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.switch_on()
    monkeypatch.setenv(SECRET, "canary")
    now = utc_now()
    with store.begin() as session:
        leases.take(session, "engine", "here", now=now, ttl=HOUR)
        held = Pause(
            network="x",
            scope="",
            fault=Fault.AUTH_INVALID,
            failures=1,
            since=now,
            until=now + HOUR,
            said="401",
        )
        pauses.save(session, held)
    said = house("sources")
    assert f"Check {SECRET}, and start Earshot anew.\n  Detail: 401\n" in said.out
    assert "canary" not in said.out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param(
            "x",
            f"earshot: networks.x: found no {SECRET}, wanted it in the environment.",
            id="a secret is missing",
        ),
        pytest.param(
            "facebook",
            "earshot: network: found 'facebook', wanted one of reddit, x",
            id="an unknown name",
        ),
    ],
)
def test_a_source_that_cannot_be_asked_is_a_mistake_of_the_call(
    house: House, name: str, says: str
) -> None:
    said = house("sources", "test", name)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(says)


def test_a_source_that_fails_is_three_with_what_to_do(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    brand = tmp_path / "acme.toml"
    brand.write_text('[[brand]]\nname = "Acme"\nqueries = ["acme"]\n', "utf-8")
    assert house("apply", str(brand)).code == 0
    # Nobody listens at port 1.
    nowhere = '[networks.x]\nbase_url = "http://127.0.0.1:1"\n'
    house.config.write_text(nowhere, encoding="utf-8")
    monkeypatch.setenv(SECRET, "canary")
    said = house("sources", "test", "x")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("earshot: x: unavailable: ")
    assert "It is asked again by itself." in said.err
    assert "canary" not in said.err


def test_doctor_finds_a_new_house_well(house: House) -> None:
    said = house("doctor")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Everything is well.\n")
    told = house.json("doctor")
    assert (told["status"], told["reasons"]) == ("well", [])
    assert told["store"]["reachable"]
    assert told["store"]["damage"] == []
    assert told["store"]["size_bytes"] > 0
    assert told["mail"] == {"configured": False, "needs": []}
    assert all(each["private"] for each in told["files"])


def test_doctor_says_first_what_is_not_well(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.switch_on()
    monkeypatch.setenv(SECRET, "canary")
    house.file.chmod(0o644)
    said = house("doctor")
    assert said.code == 6
    first, second = said.out.splitlines()[:2]
    assert first.startswith("UNWELL  Nothing is collected: the engine is not running")
    assert second == f"UNWELL  {house.file}: found mode 0644, wanted 0600"
    assert house.json("doctor")["status"] == "unwell"


def test_doctor_says_all_that_is_not_well_and_each_thing_once(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = "[networks.x]\n[networks.reddit]\n[networks.rss]\n"
    house.config.write_text(both, encoding="utf-8")
    for name in (SECRET, "EARSHOT_REDDIT_CLIENT_ID", "EARSHOT_REDDIT_CLIENT_SECRET"):
        monkeypatch.setenv(name, "canary")
    said = house("doctor")
    told, *_ = said.out.split("\n\n")
    assert [each.partition(". ")[0] for each in told.splitlines()] == [
        "UNWELL  Nothing is collected: the engine is not running",
        "UNWELL  Rss is switched on, but this version cannot read it",
    ]
    assert "source   X: Nothing is collected" in said.out
    assert "source   Reddit: Nothing is collected" in said.out
    assert house("sources").out.count("Nothing is collected") == 1


@pytest.mark.parametrize(
    ("size", "said"),
    [
        pytest.param(0, "0.0 MB", id="nothing"),
        pytest.param(757_760, "0.8 MB", id="a new store"),
        pytest.param(12_300_000, "12 MB", id="a store of a month"),
        pytest.param(1_500_000_000, "1.5 GB", id="a large one"),
        pytest.param(81_948_600_000, "82 GB", id="a disk"),
        pytest.param(4_000_000_000_000, "4,000 GB", id="a large disk"),
    ],
)
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert bytes_said(size) == said


def test_doctor_hears_a_job_that_fell_silent(house: House, store: Store) -> None:
    house.switch_on()
    now = utc_now()
    with store.begin() as session:
        leases.take(session, "engine", "here", now=now, ttl=HOUR)
        heartbeats.beat(session, "collect:x", now=now - 5 * MINUTE, every=MINUTE)
        heartbeats.beat(session, "recheck:x", now=now - 3 * MINUTE, every=MINUTE)
    told = house.json("doctor")
    jobs = {each["job"]: each["late"] for each in told["engine"]["jobs"]}
    assert jobs == {"collect:x": True, "recheck:x": False}
    since = iso(now - 5 * MINUTE)
    assert f"engine: found collect:x silent since {since}" in told["reasons"]


def test_doctor_tells_a_store_of_another_version(house: House, store: Store) -> None:
    with opened(house.file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    said = house("doctor")
    assert said.code == 6
    assert "newer than this program" in said.out.splitlines()[0]


def test_doctor_tells_a_file_that_is_no_store(house: House) -> None:
    house.file.write_bytes(b"no database " * 100)
    told = house.json("doctor")
    assert told["status"] == "unwell"
    assert "not a" in told["reasons"][0] or "no SQLite" in told["reasons"][0]
    assert told["store"]["reachable"] is False
    assert told["sources"] is None


def test_damage_is_found(house: House, store: Store) -> None:
    assert condition(store).damage == ()
    store.close()
    with opened(house.file) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        # Its pages are then nobody's.
        raw.execute("DELETE FROM sqlite_master WHERE tbl_name = 'tallies'")
        raw.commit()
    found = condition(store).damage
    assert found
    assert "never used" in found[0]


def test_doctor_asks_for_the_password_of_the_mail_server(house: House) -> None:
    house.config.write_text(
        '[mail]\nhost = "mail.example.com"\nfrom = "a@example.com"\nusername = "a"\n',
        encoding="utf-8",
    )
    told = house.json("doctor")
    assert told["mail"] == {"configured": True, "needs": ["EARSHOT_MAIL_PASSWORD"]}
    assert told["reasons"] == [
        "mail: found no EARSHOT_MAIL_PASSWORD, wanted it in the environment"
    ]


def test_doctor_looks_at_the_files_of_secrets(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("canary", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv(f"{SECRET}_FILE", str(file))
    told = house.json("doctor")
    assert {"path": str(file), "mode": "0600", "private": True} in told["files"]
    assert "canary" not in json.dumps(told)


def test_the_report_on_coverage_says_what_was_read_and_what_was_not(
    house: House, store: Store
) -> None:
    assert house("report", "coverage").out == "Nothing was collected.\n"
    noon = utc_now().replace(hour=12, minute=0, second=0, microsecond=0)
    with store.begin() as session:
        coverage.read(session, SEARCH, noon - HOUR, noon, 7)
        coverage.failed(
            session,
            "x",
            SEARCH.id,
            SpanState.FAILED,
            "unavailable",
            since=noon,
            now=noon + HOUR,
        )
    told = house.json("report", "coverage")
    assert told == {
        "rows": [
            {
                "network": "x",
                "query": SEARCH.id,
                "from": iso(noon - HOUR),
                "to": iso(noon),
                "state": "read",
                "reason": None,
                "posts": 7,
            },
            {
                "network": "x",
                "query": SEARCH.id,
                "from": iso(noon),
                "to": iso(noon + HOUR),
                "state": "failed",
                "reason": "unavailable",
                "posts": 0,
            },
        ]
    }
    later = iso(noon + timedelta(minutes=5))
    assert len(house.json("report", "coverage", "--from", later)["rows"]) == 1
    assert len(house.json("report", "coverage", "--to", iso(noon))["rows"]) == 1
    as_csv = house("report", "coverage", "--format", "csv").out.splitlines()
    assert as_csv[0] == "network,query,from,to,state,reason,posts"
    assert len(as_csv) == 3


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


def test_every_key_state_and_fault_is_explained(house: House, store: Store) -> None:
    was_read(store)
    house.switch_on()
    now = utc_now()
    with store.begin() as session:
        leases.take(session, "engine", "here", now=now, ttl=HOUR)
        heartbeats.beat(session, "collect:x", now=now, every=MINUTE)
    told = [
        house.json(*words)
        for words in (("sources",), ("doctor",), ("report", "coverage"))
    ]
    keys = {key for each in told for key in _keys(each)}
    assert {"tried_at", "late", "reason", "private"} <= keys
    words = {each.value for kind in (State, Fault, SpanState) for each in kind}
    assert (keys | words) - set(spans(page("coverage.md"))) == set()
