"""A log is one JSON object a line, and libraries are heard only when they complain."""

import json
import logging
from collections.abc import Iterator

import pytest

from app import logs
from tests.test_house import ROOMS, SHIPPED


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in (*logs.ROOMS, *logs.TALKERS):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_each_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler())
    logs.set_up()
    logging.getLogger("app.web").info("two\nlines of %s", "text")
    logging.getLogger("urllib3").info("a library says something")
    logging.getLogger("uvicorn.error").warning("a library complains")
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert ours["event"] == "two\nlines of text"
    assert (ours["logger"], ours["level"]) == ("app.web", "info")
    assert ours["timestamp"].endswith("Z")
    assert theirs["event"] == "a library complains"


def test_the_level_counts_for_our_rooms(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("ERROR")
    logging.getLogger("store").warning("no")
    assert capsys.readouterr().err == ""


def test_every_room_is_heard() -> None:
    assert set(logs.ROOMS) == ROOMS & SHIPPED
