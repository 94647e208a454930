"""The house rules that no linter can see: every room is on every list."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BESIDE = {"benchmarks", "tests"}
"""Packages that stand beside the house: they may look into any room."""
ROOMS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - BESIDE
SHIPPED = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])

OF_A_SERVER = {"auth", "postgres"}
"""Extras that a server is locked with; the others are large, and for a few."""
LOCKS = sorted((ROOT / "requirements").glob("*.txt"), key=lambda path: path.name)
LOCKED = re.compile(r"([\w.\[\],-]+)==([\w.+!-]+)( ; [^\\/]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")


def tracked() -> list[Path]:
    """Every file that is, or would be, committed."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_every_room_has_a_floor() -> None:
    linter = PROJECT["tool"]["importlinter"]
    floors = next(each for each in linter["contracts"] if each["id"] == "floors")
    placed = {room for floor in floors["layers"] for room in floor.split(" | ")}
    assert placed == ROOMS == set(linter["root_packages"])


def test_nothing_but_the_scheduler_catches_whatever_comes() -> None:
    files = [each for each in tracked() if each.suffix == ".py"]
    assert len(files) > 500
    broad = re.compile(r"except(?: \(?(?:Base)?Exception\b[^:]*)?:|noqa: BLE")
    mine = Path(__file__)
    found = [
        str(each.relative_to(ROOT))
        for each in files
        if each != mine and broad.search(each.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_room_is_shipped() -> None:
    assert ROOMS | {".streamlit", "dashboard.py", "examples"} == SHIPPED


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_room_says_what_it_is_for(room: str) -> None:
    tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)


def test_the_wheel_holds_every_file_of_every_room_and_nothing_else(
    tmp_path: Path,
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = (path.relative_to(ROOT) for path in tracked())
    assert packed == {path.as_posix() for path in ours if path.parts[0] in SHIPPED}
    assert any(name.startswith("store/migrations/") for name in packed)


def test_the_front_door_leads_only_to_screens_and_wiring() -> None:
    # dashboard.py is a module, and the import linter reads packages only.
    tree = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8"))
    names = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(each.name for each in node.names)]
        if name
    }
    rooms = {name.partition(".")[0] for name in names} & ROOMS
    assert rooms <= {"app", "screens"}


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    for path in tracked():
        if path.suffix == ".py":
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_no_file_names_a_folder_of_one_machine() -> None:
    texts = {path: path.read_bytes().decode(errors="replace") for path in tracked()}
    assert [path for path, text in texts.items() if ONE_MACHINE.search(text)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        assert LOCKED.fullmatch(line) or HASH.fullmatch(line)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        pytest.param("run.txt", PROJECT["project"]["dependencies"], id="plain server"),
        *(
            pytest.param(
                "team.txt" if extra in OF_A_SERVER else "dev.txt",
                wanted,
                id=f"with {extra}",
            )
            for extra, wanted in PROJECT["project"]["optional-dependencies"].items()
        ),
        pytest.param("dev.txt", PROJECT["dependency-groups"]["dev"], id="development"),
    ],
)
def test_the_locks_hold_what_the_project_asks_for(
    lock: str, wanted: list[object]
) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    versions = {
        canonicalize_name(found[1].partition("[")[0]): found[2]
        for found in map(LOCKED.fullmatch, text.splitlines())
        if found
    }
    for each in (Requirement(line) for line in wanted if isinstance(line, str)):
        assert each.specifier.contains(versions[canonicalize_name(each.name)]), each
