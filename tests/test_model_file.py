"""The file of a model: what is written is read, and what is no model says so."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.errors import ConfigError
from sentiment.heads import Heads
from sentiment.model_file import ALIGN, MAGIC, ModelFile, check, read, write

ARRAYS = {
    "b": np.arange(70, dtype=np.float32).reshape(7, 10),
    "a": np.array([1, 2**63], np.uint64),
    "none": np.zeros((0, 3), np.int8),
}


def written(path: Path, **changed: Any) -> Path:
    parts = {"version": "7", "made": {"seed": 1}, "heads": {"x": {"a": 0.5}}}
    write(path, **{**parts, "arrays": ARRAYS, **changed})
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    model = read(written(tmp_path / "model"))
    assert (model.version, model.made, model.heads) == (
        "7",
        {"seed": 1},
        {"x": {"a": 0.5}},
    )
    assert model.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert model.arrays[name].dtype == array.dtype
        assert np.array_equal(model.arrays[name], array)
        assert model.arrays[name].ctypes.data % ALIGN == 0 or not array.size
    with pytest.raises(ValueError, match="read-only"):
        model.arrays["b"][0, 0] = 1


def test_equal_models_are_equal_bytes(tmp_path: Path) -> None:
    turned = dict(reversed(ARRAYS.items()))
    one, two = written(tmp_path / "one"), written(tmp_path / "two", arrays=turned)
    assert one.read_bytes() == two.read_bytes()


def test_who_has_a_model_open_keeps_it_when_a_new_one_is_written(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "model")
    old = read(path)
    written(path, version="8", arrays={"b": np.ones(1, np.float32)})
    assert old.arrays["b"].sum() == ARRAYS["b"].sum()
    assert (read(path).version, len(list(tmp_path.iterdir()))) == ("8", 1)


def test_a_changed_byte_shows_when_it_is_looked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "model")
    check(read(path))
    content = bytearray(path.read_bytes())
    content[-70] ^= 1
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"model: found sha256 .*, wanted .* made$"):
        check(read(path))


def test_an_array_of_other_numbers_is_not_written(tmp_path: Path) -> None:
    message = re.escape("array c: found '<f8', wanted one of <f2, <f4, <u2, ")
    with pytest.raises(ConfigError, match=message):
        written(tmp_path / "model", arrays={"c": np.zeros(2)})


def _header(content: bytes, new: bytes) -> bytes:
    length = int.from_bytes(content[8:12], "little")
    assert len(new) <= length
    return content[:12] + new.ljust(length) + content[12 + length :]


def _replaced(old: bytes, new: bytes) -> Any:
    def change(content: bytes) -> bytes:
        assert content.count(old) == 1
        return content.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(lambda _: b"", "0 bytes", id="empty"),
        pytest.param(lambda c: b"PK" + c[2:], r"b'PKRSHOT1'", id="another file"),
        pytest.param(
            lambda c: c[:8] + b"\xff\xff\xff\x7f" + c[12:],
            "a header of 2147483647 bytes",
            id="a header without end",
        ),
        pytest.param(
            lambda c: _header(c, b"{"), "a header that is no JSON", id="no JSON"
        ),
        pytest.param(
            lambda c: _header(c, b"[" * 200), "a header that is no JSON", id="a nest"
        ),
        pytest.param(
            lambda c: _header(c, b"[]"), "a header that is no object", id="a list"
        ),
        pytest.param(
            lambda c: _header(c, b"{}"), "a header without arrays", id="no arrays"
        ),
        pytest.param(
            _replaced(b'"version"', b'"revised"'),
            "a header without version",
            id="no version",
        ),
        pytest.param(
            _replaced(b'"<u8"', b'"|O8"'), "an array a of an unknown kind", id="objects"
        ),
        pytest.param(
            _replaced(b"[7, 10]", b"[7,-10]"),
            "an array b of an unknown kind",
            id="less than nothing",
        ),
        pytest.param(lambda c: c[:-64], r"\d+ bytes, but the array b up", id="cut off"),
    ],
)
def test_what_is_no_model_says_so(tmp_path: Path, change: Any, found: str) -> None:
    path = written(tmp_path / "model")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ConfigError, match=f"model: found {found}.*, wanted "):
        read(path)


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none: found No such file or directory, "):
        read(tmp_path / "none")


def test_a_model_without_what_the_engine_needs_says_so(tmp_path: Path) -> None:
    model: ModelFile = read(written(tmp_path / "model"))
    with pytest.raises(ConfigError, match="model: found no names of the head lang"):
        Heads.of(model)
    assert (tmp_path / "model").read_bytes().startswith(MAGIC)
