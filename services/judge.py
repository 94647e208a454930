"""Judges texts given as JSON Lines: an answer a line, in the same order.

A line that is no text gets an answer too, its ``error``, so that the answers can be
laid beside the lines. Texts are judged as they are; an import tidies them first.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from domain.errors import RecordError
from domain.fields import NOTHING, Words, lang, rating, wrong
from domain.judgement import Judgement, to_json
from domain.text import ID_LIMIT
from sentiment import Engine, Text
from sentiment.language import detect
from services import judging

LINE_LIMIT = 16_000_000
"""Bytes of one line: two million characters, each written as an escape."""

BATCH_LINES, BATCH_BYTES = 1_000, 4_000_000
"""A batch is judged when it has so many lines, or so many bytes."""

Answer = dict[str, object]

_EXAMPLE = '{"id": "1", "text": "Where is my order?"}'


def answers(stream: BinaryIO, *, engine: Engine) -> Iterator[list[Answer]]:
    """Yield the answers to the lines of ``stream``, a batch at a time.

    Empty lines are passed over; an ``id`` is given back as it came; fields beside
    ``id``, ``text``, ``lang`` and ``rating`` are not read. A text without ``lang`` gets
    one detected, where the engine itself does not tell.
    """
    batch: list[tuple[object, Text | None]] = []
    size = 0
    for number, line in enumerate(_lines(stream), start=1):
        if not line.strip():
            continue
        try:
            batch.append(_read(line, f"line {number}"))
        except RecordError as error:
            batch.append((str(error), None))
        size += len(line)
        if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
            yield _judged(batch, engine)
            batch, size = [], 0
    if batch:
        yield _judged(batch, engine)


def _judged(batch: list[tuple[object, Text | None]], engine: Engine) -> list[Answer]:
    texts = [text for _, text in batch if text is not None]
    found = judging.judge(engine, texts)
    verdicts = iter(map(_with_language, texts, found))
    return [
        {"error": told} if text is None else {"id": told, **to_json(next(verdicts))}
        for told, text in batch
    ]


def _with_language(text: Text, found: Judgement) -> Judgement:
    """Return a judgement with a language, if there is one: a model of its own tells.

    No engine judges otherwise by it, and that model takes a second to load.
    """
    if found.lang is not None:
        return found
    [lang] = detect([text.text])
    return found if lang is None else replace(found, lang=lang)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that is too long, no more than shows that."""
    while line := stream.readline(LINE_LIMIT + 1):
        piece = line
        while len(piece) > LINE_LIMIT and not piece.endswith(b"\n"):
            piece = stream.readline(LINE_LIMIT + 1)
        yield line


def _read(line: bytes, where: str) -> tuple[object, Text]:
    record = _record(line, where)
    text = record.get("text", NOTHING)
    if not isinstance(text, str) or text is NOTHING:
        raise wrong(f"{where}: text", text, 'a string, "" for a post of pictures alone')
    code, stars = record.get("lang"), record.get("rating")
    return _id(record.get("id", NOTHING), f"{where}: id"), Text(
        text,
        None if code is None else lang(code, f"{where}: lang"),
        None if stars is None else rating(stars, f"{where}: rating"),
    )


def _record(line: bytes, where: str) -> Mapping[str, object]:
    if len(line) > LINE_LIMIT:
        raise wrong(where, Words(f"more than {LINE_LIMIT} bytes"), "a shorter line")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        byte = Words(f"the byte 0x{error.object[error.start]:02x}")
        raise wrong(where, byte, "text in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise wrong(where, Words("no JSON"), _EXAMPLE) from error
    if not isinstance(record, dict):
        raise wrong(where, record, _EXAMPLE)
    return record


def _id(value: object, where: str) -> object:
    if type(value) is str and 0 < len(value) <= ID_LIMIT:
        return value
    if type(value) is int and value.bit_length() <= 64:
        return value
    wanted = f'a string of 1 to {ID_LIMIT} characters, such as "9001"'
    raise wrong(where, value, wanted)
