"""Nobody gets past the gate who is not on this machine, and nothing foreign gets in."""

import asyncio
import json
import subprocess
import sys
import tomllib
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.app_discovery import discover_asgi_app

from app import web
from app.gate import KnownHosts, SecurityHeaders
from app.settings import Settings, for_child, load
from domain.errors import ConfigError
from tests.served import ROOT, Served

on_the_wire = pytest.mark.xdist_group("browser")

WEBSOCKET = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw=="),
]


class Inline(HTMLParser):
    """Collects the inline scripts of a page, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and "src" not in dict(attrs)

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.scripts.append(data)


async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand in for all that is behind the gate."""
    await send({"type": "let in", "status": 200})


def scope_of(names: list[str], *, scheme: str = "http", at: str = "127.0.0.1") -> Scope:
    """Make a request as the server hands it on, under these names."""
    return {
        "type": "websocket" if scheme in {"ws", "wss"} else "http",
        "scheme": scheme,
        "method": "GET",
        "path": "/",
        "headers": [(b"host", each.encode()) for each in names],
        "server": (at, 8501),
        "extensions": {"websocket.http.response": {}},
    }


def answer_to(
    host: str | list[str],
    *,
    origin: str | None = None,
    scheme: str = "http",
    at: str = "127.0.0.1",
    public_url: str | None = None,
    beyond: bool = False,
) -> int:
    """Send one request to the gate; return the status, 200 when it was let in."""
    names = [host] if isinstance(host, str) else host
    scope = scope_of(names, scheme=scheme, at=at)
    if origin is not None:
        scope["headers"].append((b"origin", origin.encode()))
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(KnownHosts(let_in, public_url, beyond)(scope, receive, send))
    status: int = sent[0]["status"]
    return status


DESK = "https://desk.example.com"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1:8501", 200, id="by number"),
        pytest.param("localhost:9000", 200, id="by name, through a tunnel"),
        pytest.param("LOCALHOST", 200, id="in capitals"),
        pytest.param("localhost.", 200, id="with the root's dot"),
        pytest.param("[::1]:8501", 200, id="by the longer number"),
        pytest.param("desk.example.com", 200, id="by the public name"),
        pytest.param("desk.example.com:443", 200, id="by the public name and port"),
        pytest.param("evil.example:8501", 421, id="a foreign name"),
        pytest.param(
            "127.0.0.1.evil.example", 421, id="a foreign name that looks ours"
        ),
        pytest.param("x.desk.example.com", 421, id="a name below ours"),
        pytest.param("localhost:8501@evil.example", 421, id="a name before ours"),
        pytest.param("localhost/evil.example", 421, id="a path in the name"),
        pytest.param("192.168.1.5:8501", 421, id="an address of the network"),
        pytest.param("", 421, id="an empty name"),
        pytest.param([], 421, id="no name"),
        pytest.param(["localhost", "evil.example"], 421, id="two names"),
    ],
)
def test_a_request_under_a_foreign_name_is_misdirected(
    host: str | list[str], status: int
) -> None:
    assert answer_to(host, public_url=DESK) == status


def test_without_a_public_name_there_is_none() -> None:
    assert answer_to("desk.example.com") == 421


def test_a_request_that_came_over_the_network_is_refused_whatever_it_says() -> None:
    assert answer_to("127.0.0.1:8501", at="192.168.1.5") == 421
    assert answer_to("desk.example.com", at="192.168.1.5", public_url=DESK) == 421


@pytest.mark.parametrize(
    ("host", "at", "status"),
    [
        pytest.param("desk.example.com", "192.168.1.5", 200, id="by the public name"),
        pytest.param("localhost", "127.0.0.1", 200, id="from this machine"),
        pytest.param("localhost", "192.168.1.5", 421, id="by a name of this machine"),
        pytest.param("192.168.1.5:8501", "192.168.1.5", 421, id="by number"),
        pytest.param("evil.example", "192.168.1.5", 421, id="by a foreign name"),
    ],
)
def test_opened_to_the_network_it_answers_there_to_its_public_name_alone(
    host: str, at: str, status: int
) -> None:
    assert answer_to(host, at=at, public_url=DESK, beyond=True) == status


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "status"),
    [
        pytest.param("http://localhost:1", "localhost:1", "ws", 200, id="our page"),
        pytest.param("http://[::1]:1", "[::1]:1", "ws", 200, id="our page, by number"),
        pytest.param(DESK, "desk.example.com", "wss", 200, id="our page, encrypted"),
        pytest.param(DESK, "127.0.0.1:1", "ws", 200, id="our page behind a proxy"),
        pytest.param("https://[::1]:1", "[::1]:1", "wss", 200, id="encrypted here"),
        pytest.param("http://[::1]:1", "[::1]:1", "wss", 403, id="clear page"),
        pytest.param(None, "localhost:1", "ws", 403, id="no page"),
        pytest.param("null", "localhost:1", "ws", 403, id="a page in a sandbox"),
        pytest.param(
            "http://evil.example", "localhost:1", "ws", 403, id="foreign page"
        ),
        pytest.param("http://localhost:2", "localhost:1", "ws", 403, id="other port"),
        pytest.param(
            "https://localhost:1", "localhost:1", "ws", 403, id="other scheme"
        ),
        pytest.param("http://localhost:11", "localhost:1", "ws", 403, id="longer port"),
        pytest.param(
            "http://desk.example.com", "localhost:1", "ws", 403, id="in clear"
        ),
        pytest.param("http://evil.example", "evil.example", "ws", 421, id="rebinding"),
    ],
)
def test_a_websocket_is_for_our_own_page(
    origin: str | None, host: str, scheme: str, status: int
) -> None:
    found = answer_to(host, origin=origin, scheme=scheme, public_url=DESK)
    assert found == status


@on_the_wire
def test_health_is_one_word_and_no_more(served: Served) -> None:
    answer = served.ask("/health")
    assert answer.status == 200
    assert json.loads(answer.text) == {"status": "ok"}


@on_the_wire
@pytest.mark.parametrize("path", ["/", "/health", "/inbox", "/nowhere.js"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_carries_the_headers(served: Served, path: str, host: str) -> None:
    answer = served.ask(path, [("Host", host)])
    assert (answer.status == 421) == (host == "evil.example")
    assert answer.headers.get("X-Content-Type-Options") == "nosniff"
    assert answer.headers.get("X-Frame-Options") == "DENY"
    assert answer.headers.get("Referrer-Policy") == "no-referrer"
    policy = answer.headers.get("Content-Security-Policy", "")
    assert policy.startswith("default-src 'none'; script-src 'self' blob: 'sha256-")
    assert "unsafe-eval" not in policy


def strict(host: str, public_url: str | None) -> str | None:
    """Return what a browser is told of coming in encrypted."""
    sent: list[Message] = []

    async def behind(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    gate = SecurityHeaders(behind, "default-src 'none'", public_url)
    asyncio.run(gate(scope_of([host]), receive, send))
    return Headers(raw=sent[0]["headers"]).get("Strict-Transport-Security")


@pytest.mark.parametrize(
    ("host", "public_url", "told"),
    [
        pytest.param("desk.example.com", DESK, "max-age=31536000", id="encrypted"),
        pytest.param("127.0.0.1:8501", DESK, None, id="on this machine, in the clear"),
        pytest.param(
            "desk.example.com", "http://desk.example.com", None, id="nowhere encrypted"
        ),
        pytest.param("127.0.0.1:8501", None, None, id="no public address"),
    ],
)
def test_who_came_in_encrypted_once_is_told_to_come_in_no_other_way(
    host: str, public_url: str | None, told: str | None
) -> None:
    assert strict(host, public_url) == told


@on_the_wire
def test_the_policy_allows_the_inline_script_that_is_installed(served: Served) -> None:
    answer = served.ask("/")
    policy = answer.headers.get("Content-Security-Policy", "")
    page = Inline()
    page.feed(answer.text)
    assert page.scripts
    for script in page.scripts:
        hashed = b64encode(sha256(script.encode()).digest()).decode()
        assert f"'sha256-{hashed}'" in policy


@on_the_wire
@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        pytest.param("localhost:1", "http://localhost:1", 101, id="ours"),
        pytest.param("localhost:1", "http://evil.example", 403, id="a foreign page"),
        pytest.param("localhost:1", None, 403, id="no page"),
        pytest.param("evil.example", "http://evil.example", 421, id="a foreign name"),
    ],
)
def test_the_server_keeps_foreign_websockets_out(
    served: Served, host: str, origin: str | None, status: int
) -> None:
    headers = [("Host", host), *WEBSOCKET]
    if origin:
        headers.append(("Origin", origin))
    assert served.ask("/_stcore/stream", headers).status == status


@on_the_wire
def test_the_inbox_has_an_address_of_its_own(served: Served) -> None:
    answer = served.ask("/inbox?case=a")
    assert (answer.status, answer.headers.get("Location")) == (307, "/?case=a")


def test_streamlit_finds_the_application_and_with_it_the_gate() -> None:
    assert discover_asgi_app(ROOT / "dashboard.py").is_asgi_app


def test_streamlit_is_closed_by_default() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    options = tomllib.loads(text)
    closed = {
        ("browser", "gatherUsageStats"): False,
        ("client", "disableDataExport"): True,
        ("client", "showErrorDetails"): "none",
        ("client", "showErrorLinks"): False,
        ("client", "toolbarMode"): "minimal",
        ("server", "address"): "127.0.0.1",
        ("server", "allowedHosts"): ["localhost", "127.0.0.1", "::1"],
        ("server", "enableAgentApi"): False,
        ("server", "enableStaticServing"): False,
        ("server", "fileWatcherType"): "none",
        ("server", "headless"): True,
        ("server", "showEmailPrompt"): False,
    }
    found = {(table, key): options[table].get(key) for table, key in closed}
    assert found == closed


def test_a_store_that_cannot_be_opened_is_blindness_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_STORE_URL", "sqlite:///later/earshot.db")
    web._desk.cache_clear()
    assert web.condition() == "blind"
    (tmp_path / "later").mkdir()
    assert web.condition() == "ok"
    web.desk().store.close()
    web._desk.cache_clear()


def test_a_server_with_a_wrong_setting_ends_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "earshot.toml").write_text("[dashboard]\nhost = '0.0.0.0'")
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", ROOT / "dashboard.py"],
        cwd=tmp_path,
        env=for_child(Settings()),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "earshot.toml")
    assert (ended.returncode, ended.stderr) == (2, f"earshot: {caught.value}\n")
