"""`earshot clock`: what it answers, one by one and by the file, and what it refuses."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from app.commands.clock import clock
from domain.errors import ConfigError

app = typer.Typer()
app.command()(clock)

NINE_TO_FIVE = ("09:00-17:00",)
WARSAW = {
    "zone": "Europe/Warsaw",
    **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE_TO_FIVE),
}


@pytest.fixture
def brands(tmp_path: Path) -> str:
    week = "\n".join(f"{name} = {json.dumps(each)}" for name, each in WARSAW.items())
    file = tmp_path / "brands.toml"
    text = f'[[brand]]\nname = "Acme"\n[brand.calendar]\nholidays = "PL"\n{week}\n'
    file.write_text(text, encoding="utf-8")
    return str(file)


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=given, catch_exceptions=False)


def answered(*arguments: str) -> object:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def batch(path: Path, *questions: object) -> str:
    file = path / "questions.jsonl"
    lines = (json.dumps(each) for each in questions)
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


FRIDAY, MONDAY = "2025-11-07T16:30:00+01:00", "2025-11-10T09:30:00+01:00"


def test_two_instants_are_measured_in_the_hours_of_a_brand(brands: str) -> None:
    answer = answered(FRIDAY, MONDAY, "--brand-file", brands)
    assert answer == {"business_s": 3600, "wall_s": 65 * 3600}


def test_without_a_brand_the_desk_is_always_open() -> None:
    answer = answered("2025-03-30T01:30:00+01:00", "2025-03-30T04:30:00+02:00")
    assert answer == {"business_s": 7200, "wall_s": 7200}


def test_backwards_is_no_time() -> None:
    assert answered(MONDAY, FRIDAY) == {"business_s": 0, "wall_s": 0}


def test_a_part_of_a_second_is_none() -> None:
    answer = answered("2025-01-01T00:00:00Z", "2025-01-01T00:00:01.999Z")
    assert answer == {"business_s": 1, "wall_s": 1}


def test_pauses_stop_business_time_only() -> None:
    day = "2025-11-10T{}:00:00Z".format
    pauses = (f"--pause={day(11)}..{day(13)}", f"--pause={day(12)}..{day(14)}")
    answer = answered(day(10), day(15), *pauses)
    assert answer == {"business_s": 2 * 3600, "wall_s": 5 * 3600}


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        pytest.param(FRIDAY, "4h", "2025-11-10T12:30:00+01:00", id="over a weekend"),
        pytest.param(
            "2025-11-10T16:00:00+01:00", "4h", "2025-11-12T12:00:00+01:00", id="holiday"
        ),
        pytest.param(FRIDAY, "1d", "2025-11-10T16:30:00+01:00", id="a working day"),
        pytest.param(
            "2025-11-08T11:00:00Z", "0m", "2025-11-08T12:00:00+01:00", id="none"
        ),
    ],
)
def test_a_budget_runs_out_in_the_zone_of_the_desk(
    brands: str, start: str, budget: str, due: str
) -> None:
    answer = answered("--due", start, budget, "--brand-file", brands)
    assert answer == {"due": due}


def test_universal_time_is_written_z() -> None:
    assert answered("--due", FRIDAY, "1d") == {"due": "2025-11-08T15:30:00Z"}


def test_people_read_hours_and_minutes(brands: str) -> None:
    measured = run(FRIDAY, MONDAY, "--brand-file", brands).stdout
    assert measured == (
        "business  1 h 00 min 00 s  (3600 s)\nwall      65 h 00 min 00 s  (234000 s)\n"
    )
    due = run("--due", FRIDAY, "4h", "--brand-file", brands).stdout
    assert due == "due       2025-11-10T12:30:00+01:00\n"


A_TIME = "a time with an offset, such as 2026-11-02T10:00:00Z"
USAGE = "wanted FROM TO, --due FROM BUDGET or --batch FILE"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], USAGE, id="nothing"),
        pytest.param([FRIDAY], USAGE, id="one instant"),
        pytest.param([FRIDAY, MONDAY, "--due", FRIDAY, "4h"], USAGE, id="both"),
        pytest.param(
            ["--due", FRIDAY, "4h", "--pause", f"{FRIDAY}..{MONDAY}"],
            USAGE,
            id="a pause before a deadline",
        ),
        pytest.param(
            ["2025-11-07T16:30:00", MONDAY],
            f"from: found '2025-11-07T16:30:00', wanted {A_TIME}",
            id="no offset",
        ),
        pytest.param(
            [FRIDAY, "9999-12-31T23:59:59-01:00"],
            f"to: found '9999-12-31T23:59:59-01:00', wanted {A_TIME}",
            id="after the end of time",
        ),
        pytest.param(
            [FRIDAY, MONDAY, "--pause", FRIDAY],
            f"--pause: found '{FRIDAY}', wanted two times with .. between them, A..B",
            id="half a pause",
        ),
        pytest.param(
            [FRIDAY, MONDAY, "--pause", f"{FRIDAY}..soon"],
            f"pauses[0][1]: found 'soon', wanted {A_TIME}",
            id="a pause until soon",
        ),
        pytest.param(
            ["--due", FRIDAY, "4"],
            "--due BUDGET: found '4', wanted a number with s, m, h or d, up to ten "
            "years, such as 4h",
            id="a budget without a unit",
        ),
        pytest.param(
            ["--batch", "nowhere.jsonl"],
            "nowhere.jsonl: found 'No such file or directory', wanted a file of JSON "
            "Lines, or - for the standard input",
            id="no such batch",
        ),
    ],
)
def test_a_wrong_call_says_what_would_be_right(
    arguments: list[str], message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        run(*arguments)
    assert str(refused.value).endswith(message)


def test_a_batch_is_answered_line_by_line(tmp_path: Path) -> None:
    file = batch(
        tmp_path,
        {"from": FRIDAY, "to": MONDAY, "calendar": WARSAW},
        {"from": FRIDAY, "to": MONDAY},
        {"from": FRIDAY, "to": MONDAY, "calendar": None, "pauses": [[FRIDAY, MONDAY]]},
        {"due_from": FRIDAY, "budget_s": 14_400, "calendar": WARSAW},
        {"due_from": FRIDAY, "budget_s": 0},
    )
    result = run("--batch", file)
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"business_s": 3600, "wall_s": 234_000},
        {"business_s": 234_000, "wall_s": 234_000},
        {"business_s": 0, "wall_s": 234_000},
        {"due": "2025-11-10T12:30:00+01:00"},
        {"due": "2025-11-07T15:30:00Z"},
    ]


def test_a_brand_file_serves_lines_without_a_calendar(
    tmp_path: Path, brands: str
) -> None:
    always = {
        "zone": "UTC",
        **{day: ["00:00-24:00"] for day in WARSAW if day != "zone"},
    }
    file = batch(
        tmp_path,
        {"from": FRIDAY, "to": MONDAY},
        {"from": FRIDAY, "to": "2025-11-07T17:30:00+01:00", "calendar": always},
    )
    lines = run("--batch", file, "--brand-file", brands).stdout.splitlines()
    assert [json.loads(line)["business_s"] for line in lines] == [3600, 3600]


def test_a_bad_line_is_answered_with_an_error_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    file = batch(
        tmp_path, {"from": FRIDAY}, {"from": FRIDAY, "to": MONDAY}, {"due": FRIDAY}
    )
    result = run("--batch", file)
    assert result.exit_code == 3
    assert [list(json.loads(line)) for line in result.stdout.splitlines()] == [
        ["error"],
        ["business_s", "wall_s"],
        ["error"],
    ]
    assert result.stderr == f"{file}: 2 bad lines, answered with an error\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", "found no JSON, wanted an object on one line", id="no JSON"),
        pytest.param("[" * 100_000, "found no JSON, wanted an object", id="deep"),
        pytest.param("[]", "found [], wanted an object such as", id="no object"),
        pytest.param('{"from": "\xff"}', "found byte 0xff, wanted text", id="no UTF-8"),
        pytest.param(
            '{"form": 1}', "form: found 1, wanted a key that exists; did", id="mistyped"
        ),
        pytest.param('{"from": 7}', f"from: found 7, wanted {A_TIME}", id="a number"),
        pytest.param(
            f'{{"due_from": "{FRIDAY}", "budget_s": -1}}',
            "budget_s: found -1, wanted whole seconds from 0",
            id="a negative budget",
        ),
        pytest.param(
            f'{{"due_from": "{FRIDAY}", "budget_s": 99999999999}}',
            "budget_s: found 99999999999, wanted whole seconds from 0",
            id="a budget without end",
        ),
        pytest.param(
            f'{{"due_from": "{FRIDAY}", "budget_s": 1, "pauses": []}}',
            "pauses: found [], wanted one of due_from, budget_s, calendar",
            id="a pause before a deadline",
        ),
        pytest.param(
            f'{{"from": "{FRIDAY}", "to": "{FRIDAY}", "pauses": [["{FRIDAY}"]]}}',
            "pauses[0]: found [",
            id="half a pause",
        ),
        pytest.param(
            f'{{"from": "{FRIDAY}", "to": "{FRIDAY}", "calendar": {{"zone": "x"}}}}',
            "calendar.zone: found 'x', wanted an IANA time zone",
            id="a wrong calendar",
        ),
        pytest.param(
            '{"calendar": {"special": {"2026-12-31": [], "2026-12-31": []}}}',
            "found the key '2026-12-31' twice, wanted each once",
            id="a special day twice",
        ),
        pytest.param(
            '{"due_from": "9998-12-31T00:00:00Z", "budget_s": 999999}',
            "budget: found 11 days, 13:46:39, wanted one that ends in time",
            id="at the end of time",
        ),
        pytest.param("x" * 1_000_001, "found more than 1000000 bytes", id="too long"),
    ],
)
def test_an_error_names_its_line_and_its_key(line: str, message: str) -> None:
    good = json.dumps({"from": FRIDAY, "to": FRIDAY})
    result = run("--batch", "-", given=f"\n{line}\n{good}\n".encode("latin-1"))
    error, after = result.stdout.splitlines()
    assert json.loads(error)["error"].startswith(f"line 2: {message}")
    assert json.loads(after) == {"business_s": 0, "wall_s": 0}
