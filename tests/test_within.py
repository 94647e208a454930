"""A deed that a library sets no end to."""

from threading import Event

import pytest

from channels.within import within
from domain.errors import FAILURES, ConfigError


def test_what_is_done_in_time_is_returned() -> None:
    assert within(30, lambda: "done", late="late") == "done"


def test_what_takes_too_long_is_left_behind() -> None:
    never = Event()
    assert within(0.01, lambda: str(never.wait(30)), late="late") == "late"
    never.set()


@pytest.mark.parametrize("error", [*FAILURES, OSError, ConfigError])
def test_what_fails_is_raised_where_it_is_waited_for(error: type[Exception]) -> None:
    def deed() -> str:
        raise error("no")

    with pytest.raises(error, match="no"):
        within(30, deed, late="late")
