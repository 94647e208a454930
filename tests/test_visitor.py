"""What a signed-in person does is done by that person, and by nobody else."""

import pytest
from streamlit.testing.v1 import AppTest

from app.settings import Dashboard, Settings
from app.visitor import person
from app.wiring import Desk
from domain.case import CaseKey
from screens import inbox_clicks
from services.conversation import conversation
from store import Store, brands, doors
from store.doors import SESSION_LIVES
from tests.desk import NOW, keep, open_acme
from tests.made import a_post
from tests.pages import a_desk, opened

MARTA = "marta@example.com"
PUBLIC = "https://desk.example.com"
HERE = "127.0.0.1:8501"


def key_for(store: Store, who: str | None) -> str:
    with store.begin() as session:
        return doors.open_session(session, now=NOW, person=who)


@pytest.mark.parametrize(
    ("who", "name", "host", "found"),
    [
        pytest.param(MARTA, "earshot-8501", HERE, MARTA, id="a login"),
        pytest.param(None, "earshot-8501", HERE, None, id="a link"),
        pytest.param(MARTA, "earshot-8502", HERE, None, id="another port"),
        pytest.param(MARTA, "__Host-earshot", "desk.example.com", MARTA,
                     id="the public name"),
        pytest.param(MARTA, "__Host-earshot", HERE, None,
                     id="the public cookie under another name"),
        pytest.param(MARTA, "x", HERE, None, id="another cookie"),
    ],
)  # fmt: skip
def test_a_person_is_who_the_session_belongs_to(
    sqlite_store: Store, who: str | None, name: str, host: str, found: str | None
) -> None:
    desk = Desk(
        Settings(dashboard=Dashboard(public_url=PUBLIC)), sqlite_store, lambda: NOW
    )
    cookie = f"a=b; {name}={key_for(sqlite_store, who)}"
    headers = [("Host", host), ("Cookie", cookie)]
    assert person(desk, headers, port=8501) == found


@pytest.mark.parametrize(
    "cookie", ["", "earshot-8501=", "earshot-8501=x", "\u20ac=\xff"]
)
def test_a_key_that_nobody_gave_is_nobodys(sqlite_store: Store, cookie: str) -> None:
    headers = [("Host", HERE), ("Cookie", cookie)]
    assert person(a_desk(sqlite_store), headers, port=8501) is None
    assert person(a_desk(sqlite_store), [], port=8501) is None


def test_a_session_that_is_over_is_nobodys(sqlite_store: Store) -> None:
    key = key_for(sqlite_store, MARTA)
    late = Desk(Settings(), sqlite_store, lambda: NOW + SESSION_LIVES)
    headers = [("Host", HERE), ("Cookie", f"earshot-8501={key}")]
    assert person(late, headers, port=8501) is None


def pressed(page: AppTest, label: str) -> None:
    (button,) = [each for each in page.button if each.label == label]
    button.click().run()
    assert not page.exception


@pytest.mark.parametrize("who", [MARTA, None])
def test_whoever_clicks_is_written_down(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, who: str | None
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post(each, "10:00", each) for each in "ab"])
    desk = a_desk(sqlite_store)
    monkeypatch.setattr(inbox_clicks, "person", lambda _: who)
    page = opened("inbox", desk)
    page.text_area[0].set_value("hm")
    for label in ("Keep note", "Not about us", "Undo"):
        pressed(page, label)
    with sqlite_store.reading() as session:
        (brand,) = brands.load(session)
        found = conversation(session, brand, CaseKey("Acme", "x", "a", "a"))
    assert found is not None
    assert [each.by for each in found.events] == [who, who, who]
