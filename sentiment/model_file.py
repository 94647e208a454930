"""The file of a trained model: a header in JSON, then arrays that are mapped, not read.

``EARSHOT1``, the length of the header as a little-endian uint32, the header, and each
array at a multiple of 64 bytes. Equal contents give equal bytes. The ``sha256`` in the
header is of all bytes after it; no start compares it, which would mean to read it all.
"""

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from domain.errors import ConfigError

MAGIC = b"EARSHOT1"
ALIGN = 64
DTYPES = ("<f2", "<f4", "<u2", "<u8", "|i1", "|u1")
"""The numbers an array may be of."""

_HEADER_LIMIT = 1 << 20
_FIRST = len(MAGIC) + 4
_WANTED = "a model file as `earshot train` writes it"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelFile:
    """A model as it is in its file; ``arrays`` are views of it and cannot be written.

    ``made`` says how it came to be, ``heads`` how scores become judgements.
    """

    path: Path
    version: str
    made: Mapping[str, Any]
    heads: Mapping[str, Any]
    arrays: Mapping[str, Any]
    digest: str


def write(
    path: Path,
    *,
    version: str,
    made: Mapping[str, Any],
    heads: Mapping[str, Any],
    arrays: Mapping[str, Any],
) -> None:
    """Write a model; numpy arrays go as they are, in the order of their names."""
    plain = {name: _plain(name, arrays[name]) for name in sorted(arrays)}
    body = b"".join(_padded(each.tobytes()) for each in plain.values())
    header: dict[str, Any] = {
        "version": version,
        "made": dict(made),
        "heads": dict(heads),
        "sha256": sha256(body).hexdigest(),
    }
    start, encoded = ALIGN, b""
    while _FIRST + len(encoded) > start or not encoded:  # offsets have a length too
        start = _up(_FIRST + len(encoded))
        header["arrays"] = _places(plain, start)
        encoded = json.dumps(header, sort_keys=True, ensure_ascii=False).encode()
    length = len(encoded).to_bytes(4, "little")
    # Whoever has the old file mapped keeps it: a mapped file must never shrink.
    new = path.with_name(f"{path.name}.new")
    new.write_bytes((MAGIC + length + encoded).ljust(start, b"\0") + body)
    new.replace(path)


def read(path: Path) -> ModelFile:
    """Map a model into memory.

    Raises ConfigError, naming the file, when it is none, is cut off or says nonsense.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size < _FIRST:
                raise _wrong(path, f"{size} bytes", _WANTED)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise _wrong(path, error.strerror or "an error", _WANTED) from error
    header = _header(path, mapped)
    arrays = header.get("arrays")
    if not isinstance(arrays, dict):
        raise _wrong(path, "a header without arrays", _WANTED)
    return ModelFile(
        path=path,
        version=_text(path, header, "version"),
        made=_object(path, header, "made"),
        heads=_object(path, header, "heads"),
        arrays={name: _array(path, mapped, name, arrays[name]) for name in arrays},
        digest=_text(path, header, "sha256"),
    )


def check(model: ModelFile) -> None:
    """Compare the digest of the arrays with that of the header: it reads all of it.

    Raises ConfigError when they differ.
    """
    content = model.path.read_bytes()
    start = _up(_FIRST + int.from_bytes(content[len(MAGIC) : _FIRST], "little"))
    found = sha256(content[start:]).hexdigest()
    if found != model.digest:
        raise _wrong(model.path, f"sha256 {found}", f"{model.digest}, as it was made")


def _plain(name: str, array: Any) -> Any:
    wanted = array.dtype.newbyteorder("<")
    if wanted.str not in DTYPES:
        one = f"one of {', '.join(DTYPES)}"
        raise ConfigError.at(f"array {name}", found=wanted.str, wanted=one)
    return np.ascontiguousarray(array, dtype=wanted)


def _places(arrays: Mapping[str, Any], start: int) -> dict[str, Any]:
    places = {}
    for name, array in arrays.items():
        shape = list(array.shape)
        places[name] = {"dtype": array.dtype.str, "shape": shape, "offset": start}
        start += _up(array.nbytes)
    return places


def _up(size: int) -> int:
    return -(-size // ALIGN) * ALIGN


def _padded(content: bytes) -> bytes:
    return content.ljust(_up(len(content)), b"\0")


def _wrong(path: Path, found: str, wanted: str) -> ConfigError:
    return ConfigError(f"{path}: found {found}, wanted {wanted}")


def _header(path: Path, mapped: mmap.mmap) -> dict[str, Any]:
    if mapped[: len(MAGIC)] != MAGIC:
        raise _wrong(path, repr(mapped[: len(MAGIC)]), f"{MAGIC!r} at its start")
    length = int.from_bytes(mapped[len(MAGIC) : _FIRST], "little")
    if length > min(_HEADER_LIMIT, len(mapped) - _FIRST):
        raise _wrong(path, f"a header of {length} bytes", _WANTED)
    try:
        header = json.loads(mapped[_FIRST : _FIRST + length])
    except (ValueError, RecursionError) as error:
        raise _wrong(path, "a header that is no JSON", _WANTED) from error
    if not isinstance(header, dict):
        raise _wrong(path, "a header that is no object", _WANTED)
    return header


def _text(path: Path, header: Mapping[str, Any], name: str) -> str:
    value = header.get(name)
    if not isinstance(value, str) or not value:
        raise _wrong(path, f"a header without {name}", _WANTED)
    return value


def _object(path: Path, header: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = header.get(name)
    if not isinstance(value, dict):
        raise _wrong(path, f"a header without {name}", _WANTED)
    return value


def _array(path: Path, mapped: mmap.mmap, name: str, place: Any) -> Any:
    match place:
        case {"dtype": str(dtype), "shape": [*shape], "offset": int(offset)} if (
            dtype in DTYPES
            and all(type(each) is int and 0 <= each < 1 << 32 for each in shape)
            and offset >= 0
            and offset % ALIGN == 0
        ):
            pass
        case _:
            raise _wrong(path, f"an array {name} of an unknown kind", _WANTED)
    count = 1
    for each in shape:
        count *= each
    end = offset + count * np.dtype(dtype).itemsize
    if end > len(mapped):
        bytes_ = f"{len(mapped)} bytes, but the array {name} up to byte {end}"
        raise _wrong(path, bytes_, "the whole file")
    if count == 0:
        return np.zeros(shape, dtype)
    return np.frombuffer(mapped, dtype, count, offset).reshape(shape)
