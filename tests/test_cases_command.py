"""``earshot cases`` from end to end: each deed, each mistake, and what is shown."""

import csv
import json
from collections.abc import Sequence

import pytest

from tests.folder import House, applied, full, house, imported, one_line

__all__ = ["applied", "full", "house", "imported"]

CASE = "Acme/x/4/b"
ANSWERED = "Acme/x/1/a"


def told(house: House, case: str = CASE) -> dict[str, object]:
    found = house.json("cases", "show", case)
    assert isinstance(found, dict)
    return found


def history(house: House, case: str = CASE) -> list[tuple[object, ...]]:
    lines = told(house, case)["history"]
    assert isinstance(lines, list)
    return [(each["what"], each["who"], each["quoted"]) for each in lines]


@pytest.mark.parametrize(
    ("words", "says", "what", "again"),
    [
        (["answer", "--where", "phone"], "answered by phone", "answered", None),
        (["waive", "--reason", "a joke"], "waived", "waived", None),
        (["note", "rang twice"], "noted", "noted", "noted"),
        (["assign", "--to", "ola"], "assigned", "assigned", "before"),
        (["resolve"], "resolved", "resolved", "before"),
        (["mute"], "muted", "muted", "before"),
        (["author", "--as", "press"], "author marked as press", "classed", "before"),
        (["snooze", "--until", "2126-01-01T00:00:00Z"], "snoozed", "snoozed", "before"),
        (["judge", "--no-complaint"], "judged", "judged", "before"),
        (["judge", "--not-about-us"], "judged", "judged", "before"),
        (["judge", "--topic", "wrong_item", "--sentiment", "neutral"], "judged",
         "judged", "before"),
    ],
)  # fmt: skip
def test_each_deed_is_done_by_somebody_and_once(
    full: House, words: Sequence[str], says: str, what: str, again: str | None
) -> None:
    command = ["cases", words[0], CASE, *words[1:], "--by", " marta "]
    done = full(*command)
    assert (done.code, done.out, done.err) == (0, f"{CASE}: {says}\n", "")
    assert (what, "marta") in [each[:2] for each in history(full)]
    number = len(history(full))
    second = full(*command)
    if again is None:
        assert second.code == 2
        assert one_line(second).endswith("wanted a customer who waited at that time")
    else:
        assert (second.code, again in second.out) == (0, True)
    assert len(history(full)) == number + (again == "noted")


@pytest.mark.parametrize(
    ("do", "undo", "says"),
    [
        (["answer", "--where", "dm"], ["unanswer"], "unanswered"),
        (["waive", "--reason", "x"], ["reopen"], "reopened"),
        (["resolve"], ["reopen"], "reopened"),
        (["assign", "--to", "ola"], ["assign"], "assigned to nobody"),
        (["judge", "--not-about-us"], ["judge", "--about-us"], "judged"),
        (["judge", "--no-complaint", "--no-reply", "--topic", "price"],
         ["judge", "--unsay"], "no longer judged"),
        (["snooze", "--until", "2126-01-01T00:00:00Z"], ["unsnooze"],
         "no longer snoozed"),
        (["mute"], ["unmute"], "unmuted"),
        (["author", "--as", "staff"], ["author", "--as", "customer"],
         "author marked as customer"),
    ],
)  # fmt: skip
def test_a_deed_is_taken_back_by_another(
    full: House, do: Sequence[str], undo: Sequence[str], says: str
) -> None:
    assert full("cases", do[0], CASE, *do[1:]).code == 0
    assert full("cases", undo[0], CASE, *undo[1:]).out == f"{CASE}: {says}\n"
    assert CASE in full("cases", "list").out


@pytest.mark.parametrize(
    ("undo", "says"),
    [
        ("reopen", "open already"),
        ("unmute", "not muted"),
        ("unsnooze", "not snoozed"),
        ("judge --unsay", "not judged"),
        ("assign", "assigned to nobody before"),
    ],
)
def test_what_holds_already_is_said(full: House, undo: str, says: str) -> None:
    number = len(history(full))
    word, *more = undo.split()
    done = full("cases", word, CASE, *more)
    assert (done.code, done.out) == (0, f"{CASE}: {says}, nothing changed\n")
    assert len(history(full)) == number


@pytest.mark.parametrize("deed", [["mute"], ["author", "--as", "competitor"]])
def test_who_needs_no_answer_leaves_the_list(full: House, deed: Sequence[str]) -> None:
    assert CASE in full("cases", "list").out
    assert full("cases", deed[0], CASE, *deed[1:]).code == 0
    assert CASE not in full("cases", "list").out


def test_an_earlier_answer_counts_from_then(full: House) -> None:
    at = "2026-03-24T12:00:00Z"  # before the reply of 13:30 in the network's own app
    done = full("cases", "answer", ANSWERED, "--where", "phone", "--at", at)
    assert done.code == 0
    report = full.json("report", "reply-times", "--rows")
    assert isinstance(report, dict)
    row = report["rows"][0]
    assert (row["replied_at"], row["wait_s"]) == (at, 7200)


A_NAME = "a name of 1 to 200 characters, such as marta@example.com"
A_TIME = "a time with an offset, such as 2026-11-02T10:00:00Z"
A_REASON = "a reason of 1 to 500 characters, such as a duplicate"
LISTED = "a case as earshot cases list names it"
WAITED = "a customer who waited at that time"
AFTER = "a time after the first post of the case, 2026-03-24T14:00:00Z"
SOON = "2126-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("words", "where", "found", "wanted"),
    [
        (["resolve", CASE, "--at", SOON], "--at", SOON, "a time that is over"),
        (["resolve", CASE, "--at", "2026-03-24T13:59:59Z"],
         "--at", "2026-03-24T13:59:59Z", AFTER),
        (["resolve", CASE, "--at", "2026-03-24T15:00:00"],
         "--at", "2026-03-24T15:00:00", A_TIME),
        (["answer", ANSWERED, "--where", "dm", "--at", "2026-03-24T13:31:00Z"],
         "CASE", ANSWERED, WAITED),
        (["answer", CASE, "--where", "pigeon"],
         "where", "pigeon", "one of phone, dm, mail, other"),
        (["unanswer", CASE], "CASE", CASE, "a case with an answer that was recorded"),
        (["waive", CASE, "--reason", ""], "reason", "", A_REASON),
        (["assign", CASE, "--to", " "], "to", " ", A_NAME),
        (["note", CASE, " "], "note", "", "a text of 1 to 5000 characters"),
        (["note", CASE, "hm", "--by", ""], "--by", "", A_NAME),
        (["snooze", CASE, "--until", "soon"], "--until", "soon", A_TIME),
        (["author", CASE, "--as", "fan"],
         "as", "fan", "one of customer, competitor, press, staff"),
        (["resolve", "Acme/x/none/b"], "CASE", "Acme/x/none/b", LISTED),
        (["show", "x"], "CASE", "x", LISTED),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_exit_2(
    full: House, words: Sequence[str], where: str, found: str, wanted: str
) -> None:
    said = full("cases", *words)
    says = f"{where}: found {found!r}, wanted {wanted}"
    assert (said.code, one_line(said), said.out) == (2, says, "")
    assert [each[0] for each in history(full)] == ["posted", "overdue"]


def test_a_judgement_of_nothing_is_none(full: House) -> None:
    said = full("cases", "judge", CASE)
    wanted = "--not-about-us, --complaint, --no-reply or their opposites, --topic,"
    wanted += " --sentiment, or --unsay alone"
    says = f"earshot cases judge: found no judgement, wanted {wanted}"
    assert (said.code, one_line(said)) == (2, says)


def test_a_snooze_ends_after_it_began(full: House) -> None:
    said = full("cases", "snooze", CASE, "--until", "2026-03-24T15:00:00Z")
    assert said.code == 2
    assert "until: found '2026-03-24T15:00:00Z', wanted a time after" in said.err


def test_a_case_is_shown_by_the_brands_clock_and_says_so(full: House) -> None:
    full("cases", "note", ANSWERED, "two\nlines", "--by", "marta", "--at",
         "2026-03-24T15:05:00Z")  # fmt: skip
    shown = full("cases", "show", ANSWERED).out.splitlines()
    assert shown[0] == ANSWERED
    assert "Times are those of Europe/Warsaw." in shown
    asked, *happened = [
        each.partition("; seen after")[0]
        for each in shown[shown.index("What happened") + 1 : -3]
    ]
    assert asked == "2026-03-24 11:00  ania: Wrote, and waits from here on"
    assert happened == [
        "2026-03-24 12:00  Overdue from here on",
        "2026-03-24 14:00  ania: Asked again",
        "2026-03-24 14:30  native, person unknown: Replied to the matter",
        "2026-03-24 16:05  marta: Note: two lines",
        "2026-03-31 15:30  Closed by silence",  # by the clock of summer
    ]
    assert shown[-1] == "turn 1: complaint, answered, 3 h 30 min"
    assert "2026-03-24 14:30  the brand: Found it!" in shown


def test_a_case_as_json(full: House) -> None:
    full("cases", "assign", CASE, "--to", "ola")
    found = told(full)
    assert list(found) == [
        "case", "status", "flags", "assignee", "author", "ours", "resolved_at",
        "follow_up_due_at", "turns", "posts", "history", "links", "engaged",
        "places", "places_answered", "places_due_at", "places_state", "incident",
    ]  # fmt: skip
    assert (found["case"], found["status"], found["assignee"]) == (
        CASE,
        "waiting",
        "ola",
    )
    assert found["posts"] == [
        {
            "id": "4",
            "by": "customer",
            "author": "b",
            "posted_at": "2026-03-24T14:00:00Z",
            "state": "live",
            "text": "acme broke it. Bad!",
            "url": None,
        }
    ]


def test_a_log_as_csv_runs_nothing_in_a_spreadsheet(full: House) -> None:
    full("cases", "note", CASE, "=1+1", "--by", "@marta")
    lines = full("cases", "show", CASE, "--format", "csv").out.splitlines()
    *_, last = csv.DictReader(lines)
    assert (last["what"], last["who"][0], last["quoted"][0]) == ("noted", "'", "'")


def test_what_stands_beside_a_case_is_listed(full: House) -> None:
    again = {
        "network": "bluesky", "id": "9", "author": {"id": "did:a", "handle": "Ania"},
        "text": "Acme lost my parcel, awful!", "posted_at": "2026-03-24T11:00:00Z",
        "seen_at": "2026-03-24T11:00:00Z",
    }  # fmt: skip
    full.posts.write_text(json.dumps(again) + "\n", encoding="utf-8")
    assert full("import", full.posts, "--live").code == 0
    shown = full("cases", "show", ANSWERED).out.splitlines()
    assert "1 of 2 places answered" in shown
    assert (
        "Same text, by the handle alone: Acme/bluesky/9/did:a (2026-03-24 12:00)"
    ) in shown
    assert told(full, ANSWERED)["links"] == [
        {
            "kind": "same_text",
            "case": "Acme/bluesky/9/did:a",
            "posted_at": "2026-03-24T11:00:00Z",
            "answered": False,
            "sure": False,
            "url": None,
        }
    ]


def test_the_list_names_cases_in_full(full: House) -> None:
    long = "u" * 120
    post = {
        "network": "x", "id": "8", "author": {"id": long},
        "text": "acme broke it. Bad!", "posted_at": "2026-03-24T14:00:00Z",
    }  # fmt: skip
    full.posts.write_text(json.dumps(post) + "\n", encoding="utf-8")
    assert full("import", full.posts, "--live").code == 0
    assert f"Acme/x/8/{long}" in full("cases", "list").out
