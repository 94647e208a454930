"""Reads files of posts: JSON Lines or CSV, plain or gzipped, in constant memory.

What cannot be read comes as a ``BadLine`` among the posts, in the order of the file;
only a file that cannot be read at all raises ConfigError, when the first is asked for.
"""

import gzip
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from domain.errors import ConfigError
from domain.post import Post
from services.csv_rows import read_csv
from services.jsonl import read_jsonl
from services.lines import BadLine

__all__ = ["BadLine", "read"]


def read(
    source: Path | BinaryIO, *, now: datetime, live: bool = False
) -> Iterator[Post | BadLine]:
    """Read the posts of a file by its ending, or of a stream of JSON Lines.

    ``live`` marks posts as just seen at ``now`` instead of history. Raises ConfigError
    when the file is missing or of another kind, or a CSV file has wrong columns.
    """
    if not isinstance(source, Path):
        yield from read_jsonl(source, now=now, live=live)
        return
    reader = _reader(source)
    try:
        stream = _opened(source)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigError(
            f"{source}: found {reason}, wanted a file of posts, such as posts.jsonl"
        ) from error
    with stream:
        yield from reader(stream, name=str(source), now=now, live=live)


def _reader(path: Path) -> Callable[..., Iterator[Post | BadLine]]:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return read_jsonl
    if name.endswith(".csv"):
        return read_csv
    wanted = "a name that ends in .jsonl or .csv, or in .gz after it"
    raise ConfigError.at(str(path), found=path.name, wanted=wanted)


def _opened(path: Path) -> BinaryIO:
    if path.suffix.lower() == ".gz":
        return io.BufferedReader(gzip.open(path))
    return path.open("rb")
