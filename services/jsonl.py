"""Reads posts from JSON Lines: one object a line, stricter than Python's own reader.

What Python would let pass is refused: a field given twice (the last would win), NaN,
and numbers or trees so large that reading them is an attack.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from domain.errors import RecordError, shown
from domain.post import Post
from domain.record import to_post
from services.lines import BadLine, BrokenRecordError, Lines


class NotJsonError(ValueError):
    """A text that is no JSON object; the message says what it is."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f'found {found}, wanted a JSON object, such as {{"network": …}}'
        )


def read_jsonl(
    stream: BinaryIO, *, now: datetime, live: bool = False, name: str = "input"
) -> Iterator[Post | BadLine]:
    """Read one post from each line; empty lines are passed over."""
    lines = Lines(stream, name=name)
    while True:
        lines.start_record()
        try:
            line = next(lines, None)
            if line is None:
                return
            if lines.fault:
                yield lines.bad(lines.fault)
            elif text := line.rstrip():
                yield to_post(json_object(text), now=now, live=live)
        except (RecordError, NotJsonError, BrokenRecordError) as error:
            yield lines.bad(error)


def json_object(text: str) -> dict[str, object]:
    """Read one JSON object from a stranger; raise NotJsonError for anything else."""
    try:
        record = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJsonError(f"no JSON ({error.msg} at column {error.colno})") from error
    except RecursionError as error:
        raise NotJsonError("JSON nested too deep") from error
    except NotJsonError:
        raise
    except ValueError as error:
        # The one other ValueError is Python's limit on the digits of a number.
        raise NotJsonError("a number of too many digits") from error
    if not isinstance(record, dict):
        raise NotJsonError(_WORDS.get(type(record), "a number"))
    return record


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJsonError(f"the field {shown(twice)} twice")
    return record


def _no_constant(constant: str) -> object:
    raise NotJsonError(f"{constant}, which JSON does not know")


_DECODER = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constant)
_WORDS = {list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
