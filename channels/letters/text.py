"""The text part of a mail: it says all that the HTML says, with every link."""

from collections.abc import Iterator
from textwrap import wrap

from channels.letters.sheet import UNKNOWN, Block, Number, Sheet, Told

WIDTH = 78


def text_of(sheet: Sheet) -> str:
    """Write a sheet as plain text, with a line break at its end."""
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from _folded(sheet.headline)
    for each in sheet.lines:
        yield from _folded(each)
    if sheet.numbers:
        yield ""
    for number in sheet.numbers:
        yield _number(number)
    for block in sheet.blocks:
        yield from _block(block)
    yield from ("", "-- ")
    yield from _folded(sheet.why)
    for word, href in sheet.links:
        yield f"{word}: {href}"


def _number(number: Number) -> str:
    notes = "; ".join(number.notes)
    if number.value == UNKNOWN:
        return f"{number.name}: {notes or UNKNOWN}"
    return f"{number.value} {number.name}" + (f" ({notes})" if notes else "")


def _block(block: Block) -> Iterator[str]:
    if block.title:
        yield from ("", block.title.upper())
    for told in block.told:
        yield ""
        yield from _told(told)
    if block.image:
        yield from _folded(block.image.alt)
    if block.told and block.lines:
        yield ""
    for each in block.lines:
        yield from _folded(each)
    if block.button:
        yield from ("", f"{block.button.word}: {block.button.href}")


def _told(told: Told) -> Iterator[str]:
    yield from _folded(told.state)
    named = " · ".join(filter(None, (told.name, told.details)))
    yield from _folded(named)
    yield from _folded(told.quote)
    for each in told.facts:
        yield from _folded(each)
    if told.heading:
        yield f"{told.heading}:"
    for each in told.contacts:
        yield from _folded(each, indent="  ")
    for word, href in told.links:
        yield f"{word}: {href}"


def _folded(text: str, indent: str = "") -> Iterator[str]:
    """Yield lines that no mail program has to break."""
    yield from wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
