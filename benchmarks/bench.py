"""Runs rows of the benchmark, one after the other, each in a folder of its own.

The folders are temporary and go with the run, however it ends.
"""

import os
import platform
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from benchmarks.harness import Line, Measurement, Spread, Tell
from domain.errors import ConfigError

ROWS = {
    "upsert": "benchmarks.upsert",
    "judge": "benchmarks.judge",
    "linear": "benchmarks.linear",
    "hostile": "benchmarks.hostile",
    "import": "benchmarks.imports",
    "queue": "benchmarks.queue",
    "statistics": "benchmarks.statistics",
    "series": "benchmarks.series",
    "calendars": "benchmarks.calendars",
    "digests": "benchmarks.digests",
    "crash": "benchmarks.crash",
    "collect-crash": "benchmarks.collect_crash",
    "notify-crash": "benchmarks.notify_crash",
    "rebuild": "benchmarks.rebuild",
    "spikes": "benchmarks.spikes",
}
"""The rows there are, in the order they run."""


class _Row(Protocol):
    """A file of one row: how much it measures by itself, and how."""

    ROWS: int

    def measure(self, rows: int, *, folder: Path, tell: Tell) -> list[Line]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run found. ``machine`` is what its figures hang on."""

    machine: dict[str, object]
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, object]:
        """Return everything that was measured; seconds are of a whole round."""
        return {"machine": self.machine, "rows": [_json(each) for each in self.lines]}

    def to_rows(self) -> list[dict[str, object]]:
        """Return the lines of a table; times are of one thing each."""
        return [_row(each) for each in self.lines]

    @property
    def short(self) -> list[Line]:
        """List the lines that are not good enough."""
        return [each for each in self.lines if each.fine is False]


def run(names: Sequence[str], *, rows: int | None, tell: Tell) -> Report:
    """Measure the rows ``names``, all when there are none, with ``rows`` each.

    Raises ConfigError for a row that does not exist.
    """
    for name in names:
        if name not in ROWS:
            wanted = f"one of {', '.join(ROWS)}"
            raise ConfigError.at("--only", found=name, wanted=wanted)
    before = _load()
    lines = tuple(
        line for name in names or ROWS for line in _measured(name, rows, tell)
    )
    return Report(machine=_machine(before), lines=lines)


def _measured(name: str, rows: int | None, tell: Tell) -> Iterator[Line]:
    row = cast("_Row", import_module(ROWS[name]))
    count = rows or row.ROWS
    tell(f"{name}: {count} rows, load {_load()[0]:.1f}")
    before = _load()[0]
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as folder:
        lines = row.measure(count, folder=Path(folder), tell=tell)
    for line in lines:
        yield replace(line, load=(before, _load()[0]))


def _load() -> tuple[float, float, float]:
    """Return how many processes wanted a core in the last 1, 5 and 15 minutes."""
    return os.getloadavg()


def _machine(before: tuple[float, float, float]) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "cores": os.cpu_count(),
        "load_before": [round(each, 2) for each in before],
        "load_after": [round(each, 2) for each in _load()],
    }


def _json(line: Line) -> dict[str, object]:
    return {
        "row": line.name,
        "n": line.n,
        "rounds": len(line.ours.wall),
        "ours": _times(line.ours),
        "peer": _times(line.peer) if line.peer else None,
        "ratio": _spread(line.ratio),
        "wall_ratio": _spread(line.wall_ratio),
        "wanted": line.wanted,
        "aim": line.aim,
        "fine": line.fine,
        "load": [round(each, 2) for each in line.load],
        "notes": list(line.notes),
    }


def _times(times: Measurement) -> dict[str, object]:
    wall, cpu = (Spread.of(each) if each else None for each in (times.wall, times.cpu))
    return {"name": times.name, "wall_s": _spread(wall), "cpu_s": _spread(cpu)}


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    least, middle, most = (round(each, 6) for each in spread)
    return {"min": least, "median": middle, "max": most}


def _row(line: Line) -> dict[str, object]:
    asked = "" if line.wanted is None else f"at least {line.wanted:g}"
    hoped = "" if line.aim is None else f"aim {line.aim:g}"
    return {
        "row": line.name,
        "n": f"{len(line.ours.wall)} x {line.n}",
        "ours": _each(line.ours, line.n),
        "peer": _each(line.peer, line.n) if line.peer else "",
        "ratio": _shown(line.ratio),
        "by the clock": _shown(line.wall_ratio),
        "wanted": ", ".join(each for each in (asked, hoped) if each),
        "fine": {True: "yes", False: "no", None: ""}[line.fine],
        "load": "{:.1f} to {:.1f}".format(*line.load),
    }


def _each(times: Measurement, n: int) -> str:
    """Say how long one thing took by the clock: ``33 µs (29-41)``."""
    spread = Spread.of([each / n for each in times.wall])
    factor, unit = next(
        (factor, unit)
        for factor, unit in ((1e6, "µs"), (1e3, "ms"), (1.0, "s"))
        if spread.median * factor < 1_000 or unit == "s"
    )
    least, middle, most = (_figure(each * factor) for each in spread)
    return f"{middle} {unit} ({least}-{most})"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _shown(spread: Spread | None) -> str:
    if spread is None:
        return ""
    least, middle, most = (f"{each:.2f}" for each in spread)
    return f"{middle} ({least}-{most})"
