"""The pages behind signed links: opening one does nothing, its button one thing."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app.login import OPEN
from app.settings import Secrets, Settings
from app.signed_pages import PATHS, routes
from app.wiring import Desk
from domain.event import EventKind
from services.apply import apply
from services.conversation import conversation
from services.escalate import raise_due
from services.signed import Claim, Deed, sign
from store import Store, opt_outs
from store.brands import StoredBrand
from tests.alerted import STAFFED, open_staffed
from tests.asgi import Reply, answer, scope_of
from tests.desk import acme, keep
from tests.made import a_post, at, ours
from tests.test_escalate import ANIA

NOW = at("10:50")
LENA = "lena@example.com"


def ask(
    store: Store,
    deed: Deed = Deed.TAKE,
    *,
    method: str = "GET",
    about: str = "turn/x/1",
    now: datetime = NOW,
    token: str | None = None,
    key: str = "secret",
) -> Reply:
    settings = Settings(secrets=Secrets(secret_key=SecretStr("secret")))
    desk = Desk(settings, store, lambda: now)
    claim = Claim(deed, "Acme", LENA, about, NOW + timedelta(hours=72))
    given = sign(claim, key.encode()) if token is None else token
    app = Starlette(routes=routes(lambda: desk))
    scope = scope_of(f"/{deed}", method=method, query=f"token={quote(given)}")
    return answer(app, scope)


def deeds(store: Store) -> list[tuple[EventKind, str | None]]:
    with store.reading() as session:
        watch = brand_of(store)
        found = conversation(session, watch, ANIA)
    assert found
    return [(each.kind, each.by) for each in found.events]


def brand_of(store: Store) -> StoredBrand:
    watch = acme(store)
    return StoredBrand(watch.id, watch.record)


@pytest.fixture
def waiting(sqlite_store: Store) -> Store:
    """A shop for which one customer waits since 10:00."""
    open_staffed(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    return sqlite_store


def test_strangers_may_ask_for_these_pages() -> None:
    assert PATHS <= OPEN


def test_to_open_the_link_does_nothing(waiting: Store) -> None:
    for method in ("GET", "HEAD"):
        shown = ask(waiting, method=method)
        assert shown.status == 200
    assert "<button>Take it</button>" in ask(waiting).text
    assert "has waited 50 min" in ask(waiting).text
    assert "parcel" not in ask(waiting).text
    assert deeds(waiting) == []


def test_the_button_puts_the_case_into_their_hands(waiting: Store) -> None:
    assert "It is yours" in ask(waiting, method="POST").text
    assert deeds(waiting) == [(EventKind.ASSIGNED, LENA)]
    assert raise_due(waiting, now=at("11:10")) == 0
    assert raise_due(waiting, now=at("11:25")) == 2


def test_who_has_it_already_says_that_they_know(waiting: Store) -> None:
    ask(waiting, method="POST")
    ask(waiting, method="POST", now=at("11:30"))
    assert deeds(waiting)[1:] == [(EventKind.ACKNOWLEDGED, LENA)]


def test_what_is_answered_needs_nobody(waiting: Store) -> None:
    keep(waiting, [ours("2", "10:40", reply_to="1")])
    for method in ("GET", "POST"):
        assert "Nothing to do" in ask(waiting, method=method).text
    assert deeds(waiting) == []


@pytest.mark.parametrize("about", ["turn/x/unknown", "spike/2026-11-23T10:00:00Z"])
def test_what_is_not_there_needs_nobody(waiting: Store, about: str) -> None:
    assert "Nothing to do" in ask(waiting, method="POST", about=about).text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_ours_or_too_old_opens_nothing(
    waiting: Store, method: str
) -> None:
    for reply in (
        ask(waiting, method=method, key="another"),
        ask(waiting, method=method, token=""),
        ask(waiting, method=method, token="a.b"),  # noqa: S106
        ask(waiting, method=method, now=at("10:51", day=3)),
    ):
        assert reply.status == 404
        assert "opens nothing" in reply.text
    assert deeds(waiting) == []


def test_who_was_taken_off_the_brand_takes_none_of_its_cases(waiting: Store) -> None:
    others = tuple(each for each in STAFFED.people if each.email != LENA)
    apply(waiting, [replace(STAFFED, people=others)], now=NOW)
    for method in ("GET", "POST"):
        assert ask(waiting, method=method).status == 404
    assert deeds(waiting) == []
    assert ask(waiting, Deed.UNSUBSCRIBE, about="").status == 200


def test_a_digest_ends_by_the_button_alone(waiting: Store) -> None:
    brand = brand_of(waiting)
    assert "Unsubscribe" in ask(waiting, Deed.UNSUBSCRIBE, about="").text
    with waiting.reading() as session:
        assert opt_outs.load(session, brand.id) == {}
    done = ask(waiting, Deed.UNSUBSCRIBE, about="", method="POST")
    assert "You are unsubscribed" in done.text
    with waiting.reading() as session:
        assert opt_outs.load(session, brand.id) == {LENA: NOW}
