"""Every command and option stands in the docs, and what the docs name exists.

An option has to stand in its own command's entry: below its heading or in its row.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.cli import cli
from tests.guide import PAGES, ROOT, blocks, page, section, spans

GLOBAL = {"--config", "--store", "--help"}
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
NOT_YET = "Not there yet"


def _walked() -> Iterator[tuple[str, set[str]]]:
    """Yield the words after ``earshot`` of each command, and its long options."""
    waiting = [("", get_command(cli))]
    while waiting:
        name, command = waiting.pop()
        options = {
            each
            for option in command.params
            for each in (*option.opts, *option.secondary_opts)
            if each.startswith("--")
        }
        yield name, options
        if isinstance(command, TyperGroup):
            inner = command.commands.items()
            waiting += [(f"{name} {word}".strip(), each) for word, each in inner]


COMMANDS = dict(_walked())
GROUPS = {name.rpartition(" ")[0] for name in COMMANDS if name}


def _command(words: list[str]) -> str:
    """Return the longest command that the words after ``earshot`` begin with."""
    name = ""
    for word in words:
        longer = f"{name} {word}".strip()
        if longer not in COMMANDS:
            break
        name = longer
    return name


def trouble(line: str) -> str:
    """Say what is wrong with a line such as ``earshot report queue --brand Acme``."""
    words = line.partition(" #")[0].split()[1:]
    while words[:1] and words[0] in {"--config", "--store"}:
        del words[:2]
    name = _command(words)
    rest = words[len(name.split()) :]
    if name in GROUPS and rest:
        return f"no command {' '.join(words)}"
    known = COMMANDS[name] | GLOBAL
    unknown = [each for each in OPTION.findall(" ".join(rest)) if each not in known]
    return f"no option {unknown[0]}" if unknown else ""


def _called(path: Path) -> Iterator[str]:
    """Yield what a page says to type, in blocks and in the text."""
    for block in blocks(path):
        for line in block.text.splitlines():
            called = line.strip().removeprefix(".venv/bin/")
            if called.startswith("earshot ") and block.kind in {"", "sh"}:
                yield called
    text, *_ = path.read_text(encoding="utf-8").split(f"\n## {NOT_YET}\n")
    yield from (each for each in spans(text) if each.startswith("earshot "))


def _entries() -> dict[str, str]:
    """Return what the page on commands says of each: below its heading or in its row.

    What stands before the first holds for all.
    """
    entries = {"": ""}
    name: str | None = ""
    for line in page("commands.md").splitlines():
        if found := re.match(r"(?:##|\|) `earshot ([^`]+)`", line):
            name = _command(found[1].split())
            entries[name] = ""
        elif line.startswith("## "):
            name = None
        if name is not None:
            entries[name] += f"{line}\n"
    return entries


ENTRIES = _entries()


@pytest.mark.parametrize("name", sorted(COMMANDS), ids=lambda name: name or "earshot")
def test_every_command_is_documented_with_all_its_options(name: str) -> None:
    if name in GROUPS and not COMMANDS[name]:
        return  # no more than a word before others
    written = set(OPTION.findall(ENTRIES[name]))
    assert COMMANDS[name] - GLOBAL - written == set()
    if name:  # what holds for all speaks of some options as well
        assert written - COMMANDS[name] - GLOBAL == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(path: Path) -> None:
    assert [(each, wrong) for each in _called(path) if (wrong := trouble(each))] == []


def test_what_is_not_there_yet_is_not_there() -> None:
    named = [
        each
        for each in spans(section("commands.md", NOT_YET))
        if each.startswith("earshot ")
    ]
    assert len(named) > 2
    assert [each for each in named if not trouble(each)] == []


def test_the_check_of_commands_can_fail() -> None:
    assert trouble("earshot reprot queue") == "no command reprot queue"
    assert trouble("earshot cases lsit") == "no command cases lsit"
    assert trouble("earshot report queue --brnad Acme") == "no option --brnad"
    assert trouble("earshot --store sqlite:///a.db report queue --brand Acme") == ""


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        lines = [line for each in blocks(path) for line in each.text.splitlines()]
        called = [each.split() for each in (*lines, *spans(text))]
        named = {each[1] for each in called if each[:1] == ["make"] and len(each) > 1}
        assert named <= targets, path
