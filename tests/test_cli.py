"""The commands from end to end, and every way they may go wrong."""

import csv
import json
from pathlib import Path

import pytest

from app.commands import imports
from tests.folder import BRAND, POSTS, House, applied, full, house, imported, one_line
from tests.raw import opened

__all__ = ["applied", "full", "house", "imported"]


def test_the_scenario_in_the_report(full: House) -> None:
    told = full.json("report", "reply-times", "--rows")
    assert isinstance(told, dict)
    row = told["rows"][0]
    assert (row["collector_lag_s"], row["team_s"], row["wait_s"]) == (720, 11880, 12600)
    assert row["case"] == "Acme/x/1/a"
    assert row["state"] == "met_late"
    assert told["first_reply"]["within"]["14400"] == 0.5
    assert list(told) == [
        "brand", "as_of", "from", "to", "cases", "turns", "answered", "waiting", "void",
        "first_reply", "next_reply", "substantive", "resolution", "sla", "blind_s",
        "rows", "reopened", "withdrawn", "found_late", "first_resolution", "lapsed",
        "sla_by", "complaints_due", "complaints_answered", "response_rate", "blind",
    ]  # fmt: skip


def test_the_report_in_the_past(full: House) -> None:
    told = full.json(
        "report", "reply-times", "--rows", "--as-of", "2026-03-24T13:29:59Z"
    )
    assert isinstance(told, dict)
    assert told["rows"][0]["replied_at"] is None
    assert told["rows"][0]["wait_s"] == 3 * 3600 + 29 * 60 + 59
    assert told["waiting"] == 1


def test_the_queue(full: House) -> None:
    told = full.json("report", "queue")
    assert isinstance(told, dict)
    assert (told["waiting"], told["overdue"]) == (1, 1)
    (row,) = told["rows"]
    assert (row["author"], row["state"], row["complaint"]) == ("b", "overdue", 1.0)


def test_history_stands_in_the_queue_without_a_deadline(house: House) -> None:
    house("import", house.posts)
    told = house.json("report", "queue")
    assert isinstance(told, dict)
    assert (told["waiting"], told["overdue"]) == (1, 0)
    assert (told["rows"][0]["state"], told["rows"][0]["due_at"]) == ("history", None)
    report = house.json("report", "reply-times")
    assert isinstance(report, dict)
    assert report["turns"] == 0
    judged = house.json("report", "reply-times", "--with-backfill")
    assert isinstance(judged, dict)
    assert (judged["turns"], judged["sla"]["overdue"]) == (2, 1)


def test_the_volume(full: House) -> None:
    told = full.json("report", "volume")
    assert isinstance(told, dict)
    assert sum(row["posts"] for row in told["rows"]) == 2
    assert {row["day"] for row in told["rows"]} == {"2026-03-24"}


def test_reports_as_tables_and_csv(full: House) -> None:
    for about in ("reply-times", "queue", "volume"):
        assert full("report", about, "--rows").code == 0
        lines = full("report", about, "--format", "csv").out.splitlines()
        assert len(list(csv.DictReader(lines))) > 0
    assert "median 3 h 30 min over all" in full("report", "reply-times").out
    assert "x\n" in full("report", "reply-times", "--by", "network").out


def test_importing_again_changes_nothing(full: House) -> None:
    before = full("report", "reply-times", "--rows", "--format", "csv").out
    again = full("import", full.posts, "--live")
    assert "0 new, 0 changed, 4 unchanged" in again.out
    assert (
        full("report", "reply-times", "--rows", "--format", "csv").out.split("\n")[1]
        == before.split("\n")[1]
    )


def test_the_figures_of_what_came_in_are_worked_out_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "PATIENCE", 0.0)
    said = house("import", house.posts, "--live")
    assert "posts read, 4 new" in said.out
    assert said.err.splitlines()[0] == "figures: 10 days worked out"
    with opened(house.file) as raw:
        (days,) = raw.execute("SELECT count(*) FROM days").fetchone()
    assert said.err.splitlines()[-1] == f"figures: {days} days worked out"


def test_applying_again_changes_nothing(full: House) -> None:
    assert full("apply", full.brand).out == "Acme: nothing changed\n"
    text = full.brand.read_text(encoding="utf-8").replace("17:00", "18:00")
    full.brand.write_text(text, encoding="utf-8")
    assert full("apply", full.brand).out == "Acme: new version of calendar\n"


def test_what_is_exported_can_be_imported(full: House, tmp_path: Path) -> None:
    out = full("export", "--format", "csv")
    (tmp_path / "copy").mkdir()
    copy = House(tmp_path / "copy")
    copy("apply", copy.brand)
    path = tmp_path / "copy.csv"
    path.write_text(out.out, encoding="utf-8")
    assert copy("import", path, "--live").code == 0
    assert copy("export").out == full("export").out
    assert full("export", "--format", "xlsx", "--output", tmp_path / "a.xlsx").code == 0


def test_a_case_from_the_command_line(full: House) -> None:
    case = "Acme/x/4/b"
    assert case in full("cases", "list").out
    assert full("cases", "note", case, "rang twice", "--by", "marta").code == 0
    assert full("cases", "answer", case, "--where", "phone").code == 0
    assert full("cases", "list").out == "Nobody is waiting.\n"
    assert "marta: Note: rang twice" in full("cases", "show", case).out
    assert full("cases", "resolve", case).code == 0
    told = full.json("report", "reply-times")
    assert isinstance(told, dict)
    assert told["resolution"]["answered"] == 1


def test_hours_of_a_stored_brand(full: House) -> None:
    told = full.json(
        "clock", "2026-03-24T07:00:00Z", "2026-03-24T09:00:00Z", "--brand", "Acme"
    )
    assert told == {"business_s": 3600, "wall_s": 7200}


def test_an_unknown_key_in_a_brand_file(house: House) -> None:
    house.brand.write_text(BRAND.replace("queries", "querys"), encoding="utf-8")
    said = house("apply", house.brand)
    assert said.code == 2
    assert "querys" in one_line(said)
    assert "queries" in one_line(said)


def test_a_query_that_cannot_be_read_changes_nothing(house: House) -> None:
    house.brand.write_text(BRAND.replace('"acme"]', '"acme OR ("]'), encoding="utf-8")
    said = house("apply", house.brand)
    assert said.code == 2
    assert "queries[0]" in one_line(said)
    assert house("apply", house.folder / "none.toml").code == 2


def test_a_bad_line_is_named_and_the_others_are_kept(house: House) -> None:
    bad = {**POSTS[0], "id": "9", "posted_at": "2026-03-24T10:00:00"}
    with house.posts.open("a", encoding="utf-8") as file:
        file.write(json.dumps(bad) + "\nno json\n")
    said = house("import", house.posts)
    assert said.code == 3
    first, second = said.err.splitlines()
    assert first.endswith(
        "line 5: posted_at: found '2026-03-24T10:00:00', "
        "wanted a time with an offset, such as 2026-11-02T10:00:00Z"
    )
    assert "line 6: " in second
    assert house.count() == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "none.jsonl"], "none.jsonl: found no such file"),
        (["import", "posts.txt"], "wanted a name that ends in .jsonl or .csv"),
        (
            ["report", "reply-times", "--brand", "Bird"],
            "found 'Bird', wanted one of Acme",
        ),
        (["report", "queue", "--as-of", "2026-03-24"], "wanted a time with an offset"),
        (["cases", "show", "Acme/x/none/b"], "wanted a case as earshot cases list"),
        (["apply", "posts.jsonl"], "posts.jsonl"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(
    house: House, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    monkeypatch.chdir(house.folder)
    (house.folder / "posts.txt").write_text("", encoding="utf-8")
    said = house(*words)
    assert said.code == 2
    assert says in one_line(said)


def test_importing_for_an_unknown_brand_keeps_nothing(house: House) -> None:
    said = house("import", house.posts, "--brand", "Bird")
    assert said.code == 2
    assert "found 'Bird', wanted one of Acme" in one_line(said)
    assert house.count() == 0


def test_a_store_that_is_none_is_exit_4(house: House) -> None:
    path = house.file
    path.write_bytes(b"Dear diary, " * 400)
    said = house("report", "queue")
    assert said.code == 4
    assert "found a file that is no SQLite database" in one_line(said)


def test_a_newer_store_is_exit_4(full: House) -> None:
    with opened(full.file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    said = full("import", full.posts)
    assert said.code == 4
    assert "newer than this program" in one_line(said)
    assert full.count() == 4
