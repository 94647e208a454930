"""The running server is closed: without a session it tells nothing, to nobody.

What it is set to is read back from the server itself, while it runs.
"""

import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pydantic import SecretStr

from app.server import LOOPBACK, dashboard
from app.settings import Settings, cookie_secret
from app.settings import Store as StoreSetting
from app.signed_pages import PATHS, POLICY
from domain.clock import utc_now
from store import Store, doors
from store.doors import SESSION_LIVES
from tests.served import ROOT, Served, free_port, started

pytestmark = pytest.mark.xdist_group("browser")

SOCKET = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw=="),
]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HEADERS = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


@dataclass(frozen=True)
class Told:
    """What a server told of itself while it ran as `earshot dashboard` runs it."""

    served: Served
    secret: str
    options: dict[str, Any]
    routes: list[str]
    layers: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    served = Served(port=free_port(), folder=tmp_path_factory.mktemp("told"))
    settings = Settings(store=StoreSetting(url=SecretStr(served.store_url)))
    child = dashboard(settings, port=served.port)
    python, *options = child.command
    run = options.index("run")
    assert options[:run] == ["-P", "-m", "streamlit"]
    hear, ask = os.pipe()
    answer, tell = os.pipe()
    ends = [str(hear), str(tell)]
    probe = str(ROOT / "tests" / "probe.py")
    command = [python, "-P", probe, *ends, *options[run:]]
    with started(served, command, child.environment, (hear, tell)):
        os.close(tell)
        os.write(ask, b"?")
        with os.fdopen(answer) as said:
            words = json.loads(said.read())
        secret = cookie_secret(settings).get_secret_value()
        yield Told(served=served.signed_in(), secret=secret, **words)
    os.close(hear)
    os.close(ask)


CLOSED = {
    "browser.gatherUsageStats": False,
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "runner.magicEnabled": False,
    "server.address": "127.0.0.1",
    "server.allowedHosts": list(LOOPBACK),
    "server.disconnectedSessionTTL": 120,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 10,
    "server.maxUploadSize": 1,
    "server.runOnSave": False,
    "server.scriptHealthCheckEnabled": False,
    "server.showEmailPrompt": False,
    "server.trustedUserHeaders": {},
}


def test_the_running_server_is_set_to_be_closed(told: Told) -> None:
    assert {name: told.options.get(name) for name in CLOSED} == CLOSED


def test_the_running_server_signs_with_our_secret(told: Told) -> None:
    assert told.options["server.cookieSecret"] == told.secret
    assert len(told.secret) == 64


def test_the_gate_stands_before_all_that_is_streamlits(told: Told) -> None:
    assert told.layers[:3] == ["SecurityHeaders", "KnownHosts", "Login"]


def test_nothing_is_said_without_a_session_on_any_route(told: Told) -> None:
    stranger = replace(told.served, cookie="")
    page = stranger.ask("/").text
    assert "earshot link" in page
    paths = {re.sub(r"\{[^}]*\}", "x", each) or "/" for each in told.routes}
    paths |= {"/", "/logout", "/inbox", "/favicon.png", "/static/js/x.js"}
    assert len(paths) > 15
    open_to_all = {
        (path, method)
        for path in sorted(paths - PATHS)
        for method in METHODS
        if not _is_shut(stranger, path, method, page)
    }
    assert open_to_all == {("/health", method) for method in METHODS}
    assert told.served.ask("/_stcore/host-config").status == 200


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_signed_page_says_nothing_without_its_token(told: Told, path: str) -> None:
    stranger = replace(told.served, cookie="")
    for method in METHODS:
        answer = stranger.ask(path, method=method)
        assert answer.status in {404, 405}
        assert "Acme" not in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert policy == POLICY
    assert "opens nothing" in stranger.ask(path).text


def _is_shut(stranger: Served, path: str, method: str, page: str) -> bool:
    answer = stranger.ask(path, method=method)
    return answer.status == 401 and answer.text in {page, ""}


@pytest.mark.parametrize("method", [each for each in METHODS if each != "GET"])
def test_health_says_no_more_when_it_is_asked_otherwise(
    told: Told, method: str
) -> None:
    answer = replace(told.served, cookie="").ask("/health", method=method)
    assert answer.text in {"", "Method Not Allowed"}


@pytest.mark.parametrize(
    ("path", "method"),
    [
        pytest.param("/_stcore/agent/interact", "POST", id="agents"),
        pytest.param("/_stcore/agent/mcp", "POST", id="agents by MCP"),
        pytest.param("/_stcore/script-health-check", "GET", id="running the script"),
        pytest.param("/app/static/earshot.db", "GET", id="files beside the script"),
    ],
)
def test_what_is_switched_off_is_off_for_those_inside_too(
    told: Told, path: str, method: str
) -> None:
    answer = told.served.ask(path, method=method)
    # What is unknown to Streamlit is answered with its page, which holds nothing.
    assert "not_available" in answer.text or "<title>Streamlit<" in answer.text


def test_nothing_can_be_uploaded_by_another_site(told: Told) -> None:
    path = "/_stcore/upload_file/session/file"
    assert told.served.ask(path, method="PUT").status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%5c..%5cetc%5cpasswd",
        "/static//etc/passwd",
        "/media/../earshot.db",
        "/component/x/../../../etc/passwd",
        "/app/static/../../earshot.secret",
        "/static/js/%00",
    ],
)
def test_no_path_leads_to_a_file_of_this_machine(told: Told, path: str) -> None:
    answer = told.served.ask(path)
    assert "root:" not in answer.text
    assert told.secret not in answer.text
    assert answer.status in {400, 403, 404} or "<title>Streamlit" in answer.text


def test_it_listens_on_this_machine_alone(told: Told) -> None:
    # An address of this machine's too, but not the one it was told to listen on.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", told.served.port), timeout=5)


def socket_of(served: Served, cookie: str) -> int:
    headers = [("Host", "localhost:1"), ("Origin", "http://localhost:1"), *SOCKET]
    return replace(served, cookie=cookie).ask("/_stcore/stream", headers).status


def test_a_websocket_is_for_those_inside(served: Served) -> None:
    name, _, key = served.cookie.partition("=")
    with closing(Store(served.store_url)) as store, store.begin() as session:
        old = doors.open_session(session, now=utc_now() - SESSION_LIVES)
    assert socket_of(served, served.cookie) == 101
    assert socket_of(served, "") == 401
    assert (
        socket_of(served, f"{name}={key[:-1]}{'A' if key[-1] != 'A' else 'B'}") == 401
    )
    assert socket_of(served, f"{name}={key.lower()}") == 401
    assert socket_of(served, f"{name}={old}") == 401
    assert socket_of(served, f"earshot={key}") == 401


def test_who_signed_out_is_out_by_page_and_by_websocket(served: Served) -> None:
    mine = served.signed_in()
    assert socket_of(served, mine.cookie) == 101
    assert mine.ask("/logout").status == 200
    assert (mine.ask("/").status, socket_of(served, mine.cookie)) == (401, 401)
    assert served.ask("/").status == 200
    assert "without completing" not in served.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        pytest.param("/", [], 401, id="a page"),
        pytest.param("/login?token=x", [], 401, id="a bad link"),
        pytest.param("/_stcore/stream", SOCKET, 401, id="a websocket"),
        pytest.param("/health", [("Host", "evil.example")], 421, id="a foreign name"),
        pytest.param(
            "/_stcore/stream",
            [*SOCKET, ("Origin", "http://evil.example")],
            403,
            id="a foreign page",
        ),
    ],
)
def test_every_refusal_carries_the_headers(
    served: Served, path: str, headers: list[tuple[str, str]], status: int
) -> None:
    at = f"127.0.0.1:{served.port}"
    given = {"Host": at, "Origin": f"http://{at}", **dict(headers)}
    answer = replace(served, cookie="").ask(path, list(given.items()))
    assert answer.status == status
    assert [each for each in HEADERS if each not in answer.headers] == []
    assert "Set-Cookie" not in answer.headers


def test_a_bare_server_prints_the_link_and_logs_no_other(served: Served) -> None:
    link = served.link()
    path = link.removeprefix(served.address)
    stranger = replace(served, cookie="")
    assert [stranger.ask(path).status for _ in range(2)] == [303, 401]
    said = served.log.read_text(encoding="utf-8")
    ready = f"Earshot is ready: {re.escape(served.address)}/login\\?token=[\\w-]{{43}}"
    assert len(re.findall(ready, said)) == 1
    assert len(re.findall("token", said)) == 1
    assert link not in said
