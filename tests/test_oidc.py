"""A team signs in at its own provider, and whoever is not on the list stays out."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer
from pydantic import SecretStr
from sqlalchemy import text

from app import settings
from app.door import Door
from app.login import Login
from app.oidc import IDENTITY, Oidc, oidc_of
from app.settings import Settings, for_child
from domain.errors import ConfigError
from store import Store
from tests.asgi import INSIDE, answer, inside, scope_of
from tests.desk import NOW
from tests.provider import CLIENT, SECRET, Provider, providing
from tests.served import ROOT, Answer, Served, ended, free_port, started
from tests.test_closed import socket_of
from tests.test_processes import earshot, first_line

on_the_wire = pytest.mark.xdist_group("browser")

LOGIN = settings.Login(
    issuer="https://accounts.example.com",
    client_id="earshot",
    allowed=("marta@example.com", "*@shop.example.com"),
)
OIDC = Oidc(
    login=LOGIN,
    client_secret=SecretStr("s"),
    cookie_secret=SecretStr("c" * 64),
    home="http://127.0.0.1:{port}",
)


@pytest.mark.parametrize(
    ("person", "welcome"),
    [
        pytest.param("marta@example.com", True, id="by name"),
        pytest.param("Marta@Example.COM", True, id="in capitals"),
        pytest.param("anybody@shop.example.com", True, id="by domain"),
        pytest.param("other@example.com", False, id="somebody else"),
        pytest.param("a@evil.shop.example.com", False, id="below the domain"),
        pytest.param("a@evilshop.example.com", False, id="a domain that ends alike"),
        pytest.param("a@shop.example.com.evil.example", False, id="one that begins so"),
        pytest.param("shop.example.com", False, id="no address"),
        pytest.param("", False, id="nobody"),
    ],
)
def test_the_list_says_who_is_welcome(person: str, welcome: bool) -> None:
    assert OIDC.welcome(person) is welcome


def cookies(claims: object, secret: str = "c" * 64, name: str = IDENTITY) -> list[str]:
    """Sign claims as Streamlit does, just now."""
    sealed = URLSafeTimedSerializer(secret, salt=name).dumps(json.dumps(claims))
    return [f"{IDENTITY}={sealed}; HttpOnly; Path=/"]


@pytest.mark.parametrize(
    ("given", "person"),
    [
        pytest.param(
            lambda: cookies({"email": "a@b.example"}), "a@b.example", id="one"
        ),
        pytest.param(
            lambda: cookies({"email": "a@b.example", "email_verified": True}),
            "a@b.example",
            id="one that is verified",
        ),
        pytest.param(
            lambda: cookies({"email": "a@b.example", "email_verified": False}),
            None,
            id="one that is not verified",
        ),
        pytest.param(
            lambda: cookies({"email": "a@b.example"}, "d" * 64),
            None,
            id="another's seal",
        ),
        pytest.param(
            lambda: cookies({"email": "a@b.example"}, name="x"),
            None,
            id="another cookie's",
        ),
        pytest.param(
            lambda: cookies({"email": "a@evil.example@b.example"}), None, id="two"
        ),
        pytest.param(lambda: cookies({"email": ["a@b.example"]}), None, id="a list"),
        pytest.param(lambda: cookies({}), None, id="no address"),
        pytest.param(lambda: cookies(["email"]), None, id="no table"),
        pytest.param(lambda: [f'{IDENTITY}="null"; Max-Age=0'], None, id="taken away"),
        pytest.param(lambda: ["\0"], None, id="no cookie"),
        pytest.param(list, None, id="none"),
    ],
)
def test_a_person_is_who_the_provider_vouches_for(
    given: Callable[[], list[str]], person: str | None
) -> None:
    assert OIDC.person(given()) == person


def test_an_identity_is_taken_while_it_is_warm() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        given = cookies({"email": "a@b.example"})
        clock.shift(119)
        assert OIDC.person(given) == "a@b.example"
        clock.shift(2)
        assert OIDC.person(given) is None


def test_who_was_taken_off_the_list_is_out(sqlite_store: Store) -> None:
    door = Door(store=lambda: sqlite_store, clock=lambda: NOW, welcome=OIDC.welcome)
    key = door.admit("marta@example.com", before=None)
    assert key
    assert door.admit("other@example.com", before=None) is None
    kept = {"Cookie": f"earshot-8501={key}"}
    for shorter, status in ((("marta@example.com",), INSIDE), (("b@c.example",), 401)):
        oidc = replace(OIDC, login=replace(LOGIN, allowed=shorter))
        later = replace(door, welcome=oidc.welcome, inside={})
        reply = answer(Login(inside, later, oidc=oidc), scope_of("/", headers=kept))
        assert reply.status == status
    without = replace(door, welcome=None, inside={})
    assert answer(Login(inside, without), scope_of("/", headers=kept)).status == 401


def test_the_handshake_is_open_with_a_login_alone(sqlite_store: Store) -> None:
    door = Door(store=lambda: sqlite_store, clock=lambda: NOW)
    with_one, without = Login(inside, door, oidc=OIDC), Login(inside, door)
    start = scope_of("/auth/login")
    assert answer(with_one, start).status == INSIDE
    assert answer(without, start).status == 401
    assert answer(without, scope_of("/oauth2callback")).status == 401
    assert answer(with_one, scope_of("/auth/logout")).status == 401


@pytest.mark.parametrize(
    ("at", "home"),
    [
        ({}, "http://127.0.0.1:{port}"),
        ({"host": "::1"}, "http://[::1]:{port}"),
        ({"public_url": "https://desk.example.com"}, "https://desk.example.com"),
    ],
)
def test_the_way_back_is_the_address_that_people_know(
    at: dict[str, str], home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = oidc_of(
        Settings(
            login=LOGIN,
            dashboard=settings.Dashboard(**at),  # type: ignore[arg-type]
            secrets=settings.Secrets(
                oidc_client_secret=SecretStr("s"), secret_key=SecretStr("k")
            ),
        )
    )
    assert found is not None
    told = found.secrets()["auth"]
    assert told["redirect_uri"] == f"{home}/oauth2callback"
    metadata = "https://accounts.example.com/.well-known/openid-configuration"
    assert told["server_metadata_url"] == metadata
    start = found.start(port=8501, now=NOW)
    assert start.startswith(f"{home.format(port=8501)}/auth/login?provider=")


def test_without_its_secret_a_login_stops_the_start() -> None:
    says = (
        r"^EARSHOT_OIDC_CLIENT_SECRET: found none, wanted the secret that belongs to "
        r"login\.client_id 'earshot'$"
    )
    with pytest.raises(ConfigError, match=says):
        oidc_of(Settings(login=LOGIN))


@dataclass
class Visitor:
    """A browser at the door of a team: it keeps cookies and follows to the provider."""

    served: Served
    kept: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        at = [("Host", f"127.0.0.1:{self.served.port}"), ("Accept", "text/html")]
        found = replace(self.served, cookie=cookie).ask(path, at)
        for each in found.headers.get_all("Set-Cookie") or []:
            self.kept |= {name: it.value for name, it in SimpleCookie(each).items()}
        return found

    def sign_in(self, provider: Provider) -> Answer:
        """Ask for the dashboard and follow wherever that leads."""
        path, been = "/", 0
        while (found := self.ask(path)).status in {302, 303, 307}:
            where = found.headers["Location"]
            if where.startswith(provider.issuer):
                where = provider.authorize(dict(parse_qsl(urlsplit(where).query)))
            path = where.removeprefix(self.served.address)
            been += 1
            assert been < 9, where
        return found


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture(scope="module")
def team(
    provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The dashboard of a team that signs in at the provider."""
    served = Served(port=free_port(), folder=tmp_path_factory.mktemp("a team"))
    (served.folder / "earshot.toml").write_text(
        f'[login]\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\n'
        'allowed = ["marta@example.com"]\n'
    )
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    environment = for_child(Settings()) | {
        "EARSHOT_STORE_URL": served.store_url,
        "EARSHOT_OIDC_CLIENT_SECRET": SECRET,
    }
    with started(served, [*command, f"--server.port={served.port}"], environment):
        yield served


@on_the_wire
@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"email_verified": True}, id="of few words"),
        pytest.param(
            {"groups": [f"group {each}" for each in range(900)]}, id="of many"
        ),
    ],
)
def test_a_person_on_the_list_comes_in_with_a_session_of_ours(
    team: Served, provider: Provider, more: dict[str, object]
) -> None:
    provider.claims = {"email": "Marta@example.com", **more}
    visitor = Visitor(team)
    assert "<title>Streamlit</title>" in visitor.sign_in(provider).text
    # Neither the person nor a token of the provider lies in the browser.
    assert {each for each in visitor.kept if "user" in each} == set()
    cookie = f"earshot-{team.port}={visitor.kept[f'earshot-{team.port}']}"
    assert socket_of(team, cookie) == 101
    with closing(Store(team.store_url)) as store, store.reading() as session:
        rows = session.connection().execute(text("SELECT person FROM sessions"))
        assert ("Marta@example.com",) in list(map(tuple, rows))
    assert visitor.ask("/logout").status == 200
    assert socket_of(team, cookie) == 401


@on_the_wire
@pytest.mark.parametrize(
    ("claims", "status", "says"),
    [
        pytest.param(
            {"email": "<i>@evil.example"}, 403, "as &lt;i&gt;@evil", id="not listed"
        ),
        pytest.param(
            {"email": "marta@example.com", "email_verified": False},
            401,
            "did not work",
            id="not verified",
        ),
        pytest.param({}, 401, "did not work", id="without an address"),
        pytest.param(
            {"email": "marta@example.com", "nonce": "x"},
            401,
            "did not work",
            id="of another handshake",
        ),
        pytest.param(
            {"email": "marta@example.com", "aud": "x"},
            401,
            "did not work",
            id="for another client",
        ),
    ],
)
def test_anybody_else_stays_out(
    team: Served, provider: Provider, claims: dict[str, object], status: int, says: str
) -> None:
    provider.claims = claims
    visitor = Visitor(team)
    found = visitor.sign_in(provider)
    assert found.status == status
    assert says in found.text
    assert f"earshot-{team.port}" not in visitor.kept
    assert "evil" not in team.log.read_text(encoding="utf-8")


@on_the_wire
def test_a_stranger_is_led_to_the_login_with_a_page_and_refused_with_the_rest(
    team: Served,
) -> None:
    visitor = Visitor(team)
    led = visitor.ask("/")
    assert (led.status, led.headers["Location"]) == (303, "/login")
    assert team.ask("/_stcore/host-config").status == 401
    assert socket_of(team, "") == 401
    assert visitor.ask("/oauth2callback?code=x&state=y").status == 401
    assert visitor.ask("/auth/login?provider=x").headers["Location"] == "/"


@on_the_wire
def test_a_cookie_of_streamlits_opens_nothing(team: Served) -> None:
    mine = settings.load(store_url=team.store_url)
    secret = settings.cookie_secret(mine).get_secret_value()
    claims = {
        "email": "marta@example.com",
        "origin": team.address,
        "is_logged_in": True,
        "provider": "default",
    }
    genuine = cookies(claims, secret)[0].partition(";")[0]
    assert socket_of(team, genuine) == 401
    assert replace(team, cookie=genuine).ask("/").status == 401
    at = [("Host", f"127.0.0.1:{team.port}")]
    assert replace(team, cookie=genuine).ask("/oauth2callback", at).status == 401


@on_the_wire
def test_with_a_login_no_link_is_printed_but_one_that_is_made_works(
    team: Served,
) -> None:
    said = team.log.read_text(encoding="utf-8")
    assert f"Earshot is ready: {team.address}\n" in said
    assert "token=" not in said
    assert team.signed_in().ask("/").status == 200


OPEN = """
[dashboard]
host = "0.0.0.0"
public_url = "https://desk.example.com"

[login]
issuer = "https://accounts.example.com"
client_id = "earshot"
allowed = ["*@example.com"]
"""


@pytest.mark.parametrize("command", ["up", "dashboard"])
def test_the_command_line_does_not_start_without_the_secret(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "earshot.toml").write_text(OPEN)
    with earshot(tmp_path, command, f"--port={free_port()}") as started:
        said, complained = started.communicate(timeout=60)
    assert (started.returncode, said) == (2, b"")
    assert complained.startswith(b"earshot: EARSHOT_OIDC_CLIENT_SECRET: found none, w")
    assert complained.count(b"\n") == 1


@on_the_wire
def test_with_a_login_it_listens_to_the_network_under_its_public_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "earshot.toml").write_text(OPEN)
    monkeypatch.setenv("EARSHOT_OIDC_CLIENT_SECRET", SECRET)
    served = Served(port=free_port(), folder=tmp_path)
    with earshot(tmp_path, "dashboard", f"--port={served.port}") as started:
        assert first_line(started) == "Earshot is ready: https://desk.example.com\n"
        page = [("Host", "desk.example.com"), ("Accept", "text/html")]
        assert served.ask("/", page).status == 303
        begun = served.ask("/login", page).headers["Location"]
        assert begun.startswith("https://desk.example.com/auth/login?provider=")
        assert served.ask("/", [("Host", f"127.0.0.2:{served.port}")]).status == 401
        assert served.ask("/", [("Host", "192.168.1.5")]).status == 421
        started.terminate()
        assert ended(started, within=10)
