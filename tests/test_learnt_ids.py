"""An account named by its handle gets its id at the first contact, and keeps it."""

from datetime import UTC, datetime

import pytest

from domain.account import Account, AccountKind
from domain.brand import Brand
from store import Store, brands

NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
HANDLE = Account(network="x", handle="Acme")
KNOWN = Account(network="x", id="9001", handle="Acme")
AGENT = Account(network="x", handle="marta", kind=AccountKind.AGENT)


def apply(store: Store, *accounts: Account, name: str = "Acme") -> list[str]:
    with store.begin() as session:
        brand = Brand(name=name, queries=("acme",), accounts=accounts)
        return brands.apply(session, brand, now=NOW)


def learn(store: Store, account: Account = HANDLE, native_id: str = "9001") -> bool:
    with store.begin() as session:
        return brands.learn(session, account, native_id)


def accounts(store: Store, name: str = "Acme") -> list[Account]:
    with store.reading() as session:
        (brand,) = brands.load(session, name)
    return list(brand.record.accounts)


def test_an_id_is_learnt_and_kept(store: Store) -> None:
    apply(store, HANDLE, AGENT)
    assert learn(store)
    assert accounts(store) == [KNOWN, AGENT]
    assert not learn(store, native_id="666")
    assert accounts(store) == [KNOWN, AGENT]


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    apply(store, HANDLE, AGENT)
    learn(store)
    assert apply(store, HANDLE, AGENT) == []
    assert accounts(store) == [KNOWN, AGENT]


def test_a_file_that_names_the_id_we_learnt_changes_nothing(store: Store) -> None:
    apply(store, HANDLE)
    learn(store)
    assert apply(store, KNOWN) == []
    assert accounts(store) == [KNOWN]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Account(network="x", id="666", handle="Acme"), id="another id"),
        pytest.param(Account(network="x", handle="acme2"), id="another handle"),
        pytest.param(
            Account(network="x", handle="Acme", kind=AccountKind.AGENT),
            id="of a person",
        ),
        pytest.param(Account(network="reddit", handle="Acme"), id="elsewhere"),
    ],
)
def test_another_account_takes_the_place_of_the_one_we_knew(
    store: Store, other: Account
) -> None:
    apply(store, HANDLE)
    learn(store)
    assert apply(store, other) == ["accounts"]
    ended, new = accounts(store)
    assert (ended.id, ended.until) == ("9001", NOW)
    assert new == other


def test_an_account_is_met_again_under_its_handle_by_one_of_the_file_only(
    store: Store,
) -> None:
    twin = Account(network="x", id="9002", handle="Acme")
    apply(store, KNOWN, twin)
    assert apply(store, KNOWN, HANDLE) == []
    assert apply(store, HANDLE) == ["accounts"]
    assert [each.until for each in accounts(store)] == [None, NOW]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(Account(network="reddit", handle="Acme"), id="elsewhere"),
        pytest.param(Account(network="x", handle="bird"), id="another handle"),
        pytest.param(Account(network="x", id="9001"), id="no handle"),
    ],
)
def test_an_id_is_of_one_handle_on_one_network(store: Store, asked: Account) -> None:
    apply(store, HANDLE)
    assert not learn(store, asked)
    assert accounts(store) == [HANDLE]


def test_every_brand_that_lists_the_handle_learns_its_id(store: Store) -> None:
    apply(store, HANDLE)
    apply(store, Account(network="x", handle="@acme"), name="Acme Outlet")
    assert learn(store)
    assert [each.id for each in accounts(store, "Acme Outlet")] == ["9001"]
    assert accounts(store) == [KNOWN]


def test_an_account_that_is_ours_no_more_learns_nothing(store: Store) -> None:
    apply(store, HANDLE)
    apply(store)
    assert not learn(store)
    (past,) = accounts(store)
    assert (past.id, past.until) == (None, NOW)
