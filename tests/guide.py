"""The pages of the docs, taken apart for their tests: blocks, sections, tables, words.

Only what a reader sees is read: a block is known by the word after its three ticks.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
GUIDE = sorted((ROOT / "docs").glob("*.md"), key=lambda page: page.name)
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *GUIDE]
EVERY = [*PAGES, ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/decisions/*.md"))]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Block(NamedTuple):
    """One fenced block: where it stands, its word, what is in it."""

    where: str
    kind: str
    text: str


def page(name: str) -> str:
    """Return a page of the guide."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a page, each named by its place."""
    text = path.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(f"{path.relative_to(ROOT)}:{line}", found[1], found[2])


def prose(text: str) -> str:
    """Return a page without its blocks."""
    return _BLOCK.sub("", text)


def spans(text: str) -> list[str]:
    """Return what stands in single ticks outside of blocks, on one line each."""
    return [" ".join(found.split()) for found in _SPAN.findall(prose(text))]


def section(name: str, title: str) -> str:
    """Return what stands under one heading of the second rank."""
    (_, found) = page(name).split(f"\n## {title}\n")
    return found.split("\n## ")[0]


def table(text: str, head: str) -> list[list[str]]:
    """Return the rows of the table whose head begins with ``head``."""
    (_, after) = text.split(f"| {head} |")
    lines = after.split("\n\n")[0].splitlines()[2:]
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines
    ]


def bare(cell: str) -> str:
    """Return a cell that is one word in ticks without them."""
    assert cell[0] == cell[-1] == "`", cell
    return cell[1:-1]


def links(path: Path) -> list[str]:
    """Return where a page leads to inside the repository."""
    found = _LINK.findall(prose(path.read_text(encoding="utf-8")))
    return [each for each in found if not each.startswith(("https://", "http://"))]


def anchors(path: Path) -> set[str]:
    """Return the names by which the headings of a page can be linked."""
    headings = _HEADING.findall(prose(path.read_text(encoding="utf-8")))
    kept = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings)
    return {each.replace(" ", "-") for each in kept}
