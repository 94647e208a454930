"""What is kept of a brand: whose posts were its own, and what held when."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.account import Account
from domain.brand import BrandRecord, Policy
from domain.person import Quiet
from domain.post import Author
from domain.sla import Sla

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BY_ID = Account(network="x", id="1", handle="acme")
BY_HANDLE = Account(network="x", handle="@Acme")


@pytest.mark.parametrize(
    ("known", "author", "owned"),
    [
        pytest.param(BY_ID, Author(id="1", handle="new"), True, id="by its id"),
        pytest.param(BY_ID, Author(id="2", handle="acme"), False, id="a taken handle"),
        pytest.param(
            BY_HANDLE, Author(id="2", handle="aCME"), True, id="by its handle"
        ),
        pytest.param(BY_HANDLE, Author(id="2", handle="@acme"), True, id="with an @"),
        pytest.param(BY_HANDLE, Author(id="acme"), False, id="no handle"),
        pytest.param(BY_HANDLE, None, False, id="account gone"),
    ],
)
def test_a_post_is_the_brands_by_id_else_by_handle(
    known: Account, author: Author | None, owned: bool
) -> None:
    record = BrandRecord(name="Acme", accounts=(known,))
    assert record.owns(author, "x", NOON) is owned
    assert not record.owns(author, "y", NOON)


@pytest.mark.parametrize(
    ("hours", "owned"),
    [
        pytest.param(-1, False, id="before"),
        pytest.param(0, True, id="from its start"),
        pytest.param(23, True, id="within"),
        pytest.param(24, False, id="not at its end"),
    ],
)
def test_an_account_is_the_brands_for_a_time(hours: int, owned: bool) -> None:
    held = Account(network="x", id="1", since=NOON, until=NOON + timedelta(days=1))
    record = BrandRecord(name="Acme", accounts=(held,))
    moment = NOON + timedelta(hours=hours)
    assert record.owns(Author(id="1"), "x", moment) is owned


def test_a_policy_holds_for_turns_that_start_under_it() -> None:
    old = Policy()
    new = Policy(since=NOON, sla=Sla.from_table({"complaint": {"cap": "12h"}}))
    record = BrandRecord(name="Acme", policies=(old, new))
    second = timedelta(seconds=1)
    assert record.policy_at(NOON - second) is old
    assert record.policy_at(NOON) is new
    assert BrandRecord(name="Acme", policies=(new,)).policy_at(NOON - second) is new


@pytest.mark.parametrize(
    ("quiet", "minute", "expected"),
    [
        pytest.param(Quiet(1200, 420), 1200, True, id="from its start"),
        pytest.param(Quiet(1200, 420), 0, True, id="over midnight"),
        pytest.param(Quiet(1200, 420), 420, False, id="not at its end"),
        pytest.param(Quiet(720, 780), 740, True, id="within a day"),
        pytest.param(Quiet(720, 780), 700, False, id="before it"),
        pytest.param(Quiet(720, 780), 780, False, id="after it"),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    quiet: Quiet, minute: int, expected: bool
) -> None:
    assert quiet.covers(minute) is expected
