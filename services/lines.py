"""The lines of a file from outside: bounded, and no bad one ends the reading.

A line that is no UTF-8 is given with the bad bytes replaced and ``fault`` set, not
left out: a quoted CSV record that goes over several lines must stay one record, or
its text could pass for records.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from domain.errors import ConfigError

RECORD_LIMIT = 1_000_000
"""Bytes of a record; the longest text, all escaped, is 600,000."""

# A file in which no quote is closed must not be read once from each of its lines.
_REREAD_LIMIT = 20_000_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A record that is no post. ``message`` begins with ``line 7:``, its first line."""

    line: int
    message: str


class BrokenRecordError(ValueError):
    """A record that is too long to be read on; the message says so."""


class Lines(Iterator[str]):
    """Reads line by line, and again from the second line of a record if asked to.

    ``first`` is the number of the record's first line, from 1; ``fault`` is what was
    wrong with one of its lines, in the words of a message.
    """

    def __init__(self, stream: BinaryIO, *, name: str) -> None:
        self.first = 1
        self.fault: str | None = None
        self._stream = stream
        self._name = name
        self._number = 0
        self._size = 0
        self._record: list[bytes] = []
        self._again: list[bytes] = []
        self._reread = 0
        self._broken = False

    def start_record(self) -> None:
        """Say that the next line begins a record."""
        self.first = self._number + 1
        self.fault = None
        self._size = 0
        self._record.clear()

    def reread(self) -> str:
        """Give all lines of the record but the first once more, as new records.

        Returns words that say which lines are lost when that was done too often.
        """
        self._reread += self._size
        if self._reread > _REREAD_LIMIT:
            return f"; what follows up to line {self._number} is lost"
        self._again.extend(reversed(self._record[1:]))
        self._number = self.first
        return ""

    def bad(self, reason: object) -> BadLine:
        """Report the record as no post; a fault of its lines is the first reason."""
        return BadLine(self.first, f"line {self.first}: {self.fault or reason}")

    def __next__(self) -> str:
        """Return the next line with its end.

        Raises BrokenRecordError when the record gets too long, and ConfigError when not
        even the first line of the file can be read.
        """
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        self._number += 1
        if self._number == 1:
            line = line.removeprefix(_BOM)
        self._record.append(line)
        self._size += len(line)
        if self._size > RECORD_LIMIT:
            raise BrokenRecordError(
                f"found more than {RECORD_LIMIT} bytes, wanted a shorter record"
            )
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            byte = line[error.start]
            self.fault = f"found the byte 0x{byte:02x}, wanted text in UTF-8"
            return line.decode(errors="replace")

    def _read(self) -> bytes:
        if self._broken:
            return b""
        try:
            return self._line()
        except (OSError, EOFError, zlib.error) as error:
            if not self._number:
                message = f"{self._name}: found a damaged file ({error})"
                raise ConfigError(f"{message}, wanted a whole one") from error
            self._broken = True
            self.fault = f"found a damaged file ({error}), wanted a whole one"
            return b"\n"

    def _line(self) -> bytes:
        line = piece = self._stream.readline(RECORD_LIMIT + 1)
        while len(piece) > RECORD_LIMIT and not piece.endswith(b"\n"):
            piece = self._stream.readline(RECORD_LIMIT + 1)
        return line
