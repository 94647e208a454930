"""The benchmark measures what it says; how fast it was is no test's business."""

import gc
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from app.commands.bench import SHORT, bench
from benchmarks import made
from benchmarks.bench import ROWS
from benchmarks.harness import BenchError, Contender, Measurement, compared, take_turns
from benchmarks.judge import measure as judge
from benchmarks.upsert import measure as upsert
from domain.errors import ConfigError
from tests.terminal import VADER

app = typer.Typer()
app.command()(bench)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Spare the measured rounds what all tests before have left in memory.

    And the processes that they start an engine which takes a second to load.
    """
    (tmp_path / "earshot.toml").write_text(VADER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    gc.freeze()
    yield
    gc.unfreeze()


def silent(_: str) -> None:
    """Hear of the progress and say nothing."""


@pytest.mark.parametrize(
    ("row", "rows", "lines"),
    [
        pytest.param(
            "upsert",
            100,
            [
                "upsert new",
                "join and upsert new",
                "upsert changed",
                "join and upsert changed",
            ],
            id="upsert",
        ),
        pytest.param("judge", 50, ["judge"], id="judge"),
        pytest.param(
            "linear",
            50,
            [
                "linear, in batches",
                "linear, with VADER's number",
                "linear, one message",
                "linear, the load",
            ],
            id="linear",
        ),
        pytest.param("import", 100, ["import"], id="import"),
        pytest.param("queue", 400, ["queue, the query", "queue, the page"], id="queue"),
        pytest.param("calendars", 20, ["calendars"], id="calendars"),
        pytest.param("statistics", 400, ["statistics"], id="statistics"),
        pytest.param("series", 400, ["series"], id="series"),
        pytest.param("crash", 100, ["crash"], id="crash"),
        pytest.param("collect-crash", 10, ["collect-crash"], id="collect-crash"),
        pytest.param(
            "rebuild",
            100,
            ["rebuild, all new", "rebuild, all there", "db check --rebuild"],
            id="rebuild",
        ),
    ],
)
def test_each_row_says_how_often_how_long_and_beside_whom(
    row: str, rows: int, lines: list[str]
) -> None:
    result = run("--only", row, "--rows", str(rows), "--format", "json")
    assert result.exit_code in {0, SHORT}
    report = json.loads(result.stdout)
    assert [each["row"] for each in report["rows"]] == lines
    assert len(report["machine"]["load_before"]) == 3
    for each in report["rows"]:
        assert each["n"] * each["rounds"] > 0
        times = each["ours"]["wall_s"]
        assert 0 < times["min"] <= times["median"] <= times["max"]
        assert each["ratio"]["median"] > 0
        limited = each["row"].endswith(("message", "load"))
        alone = limited or row.endswith(("crash", "rebuild"))
        assert (each["peer"] is None) == alone
    assert result.stderr.startswith(f"{row}: {rows} rows, load ")


def test_the_table_has_a_line_for_each_measurement_and_ends_with_the_machine() -> None:
    result = run("--only", "judge", "--rows", "20")
    head, line, machine = result.stdout.splitlines()
    assert head.split()[:4] == ["row", "n", "ours", "peer"]
    assert line.startswith("judge  7 x 20")
    assert machine.startswith("python 3.")


def test_an_unknown_row_is_refused_before_anything_is_measured() -> None:
    wanted = f"--only: found 'jugde', wanted one of {', '.join(ROWS)}"
    with pytest.raises(ConfigError, match=wanted):
        run("--only", "jugde")


def test_contenders_take_turns_and_the_first_is_not_always_first() -> None:
    seen: list[str] = []
    contenders = (
        Contender(name="a", run=seen.append, ready=lambda number: f"a{number}"),
        Contender(name="b", run=seen.append, ready=lambda number: f"b{number}"),
    )
    take_turns(contenders, rounds=3, tell=silent, title="")
    assert seen == ["a0", "b0", "b1", "a1", "a2", "b2"]


def test_a_ratio_says_how_many_times_as_fast_we_were_round_by_round() -> None:
    ours = Measurement(name="we", wall=(1.0, 2.0, 4.0), cpu=(1.0, 1.0, 1.0))
    peer = Measurement(name="they", wall=(2.0, 2.0, 2.0), cpu=(3.0, 2.0, 1.0))
    line = compared("race", ours, peer, n=1, wanted=2.0)
    assert line.ratio == (1.0, 2.0, 3.0)
    assert line.wall_ratio == (0.5, 1.0, 2.0)
    assert line.fine


def test_no_figure_is_given_when_the_peer_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from benchmarks import judge as row

    monkeypatch.setattr(row, "_by_library", lambda texts: [2.0 for _ in texts])
    said = "judge: found 30 compounds of 30 that differ from the library's, wanted none"
    with pytest.raises(BenchError, match=said):
        judge(30, folder=tmp_path, tell=silent)


def test_no_figure_is_given_when_a_calendar_is_counted_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from benchmarks import calendars as row

    monkeypatch.setattr(row, "counted", lambda _: timedelta(days=99))
    with pytest.raises(BenchError, match="wanted 99 days, 0:00:00 for Trial"):
        row.measure(10, folder=tmp_path, tell=silent)


def test_what_the_bare_driver_wrote_is_what_the_store_wrote(tmp_path: Path) -> None:
    from benchmarks.crash import asked

    upsert(200, folder=tmp_path, tell=silent)
    rows = [
        asked(tmp_path / f"{name}.db", "SELECT * FROM posts ORDER BY network, id")
        for name in ("raw", "save", "join")
    ]
    assert rows[0] == rows[1] == rows[2] != []


def test_made_posts_are_the_same_every_time() -> None:
    assert made.page(3, 50) == made.page(3, 50) != made.page(4, 50)
