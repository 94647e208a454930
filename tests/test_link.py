"""`earshot link` gives out a way in, and takes all of them back."""

import re
from pathlib import Path

import pytest

from app.settings import Settings, for_child
from domain.clock import utc_now
from store import Store, doors
from store.doors import Visitor
from tests.terminal import earshot

PATH = r"/login\?token=([\w-]{43})\n"


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in for_child(Settings()):
        if name.startswith("EARSHOT_"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("toml", "words", "address"),
    [
        pytest.param("", (), "http://127.0.0.1:8501", id="the default"),
        pytest.param("", ("--port", "9000"), "http://127.0.0.1:9000", id="a port"),
        pytest.param("host = '::1'\nport = 9", (), "http://[::1]:9", id="as set"),
        pytest.param(
            "public_url = 'https://desk.example.com'",
            (),
            "https://desk.example.com",
            id="the public address",
        ),
    ],
)
def test_a_link_leads_to_the_dashboard_and_opens_it_once(
    toml: str, words: tuple[str, ...], address: str
) -> None:
    Path("earshot.toml").write_text(f"[dashboard]\n{toml}")
    said = earshot("link", *words)
    assert (said.code, said.err) == (0, "")
    found = re.fullmatch(re.escape(address) + PATH, said.out)
    assert found
    store = Store("sqlite:///earshot.db")
    with store.begin() as session:
        assert doors.redeem(session, found[1], now=utc_now())
        assert not doors.redeem(session, found[1], now=utc_now())
    store.close()


def test_everybody_can_be_signed_out_at_once() -> None:
    (token,) = re.findall(PATH, earshot("link").out)
    store = Store("sqlite:///earshot.db")
    with store.begin() as session:
        keys = [doors.open_session(session, now=utc_now()) for _ in range(2)]
        found = [doors.visitor(session, each, now=utc_now()) for each in keys]
        assert found == [Visitor(None), Visitor(None)]
    said = earshot("link", "--sign-out")
    assert (said.code, said.err) == (0, "")
    assert said.out == "Signed out: 2. No link opens the dashboard but a new one.\n"
    with store.begin() as session:
        found = [doors.visitor(session, each, now=utc_now()) for each in keys]
        assert found == [None, None]
        assert not doors.redeem(session, token, now=utc_now())
    store.close()


def test_a_port_that_is_none_is_refused() -> None:
    said = earshot("link", "--port", "0")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("earshot: --port: found 0, wanted a port from 1")
