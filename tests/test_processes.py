"""Children live and die together, and none outlives the one who started it."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer

from app import processes
from app.processes import Child, Ended
from app.server import address, refuse_used, serve
from app.settings import Settings, for_child
from domain.errors import ConfigError
from tests.served import ended, free_port

FOREVER = "import signal; signal.pause()"
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def a_child(code: str, *, name: str = "engine") -> Child:
    return Child(
        name=name,
        command=(sys.executable, "-c", code),
        environment=for_child(Settings()),
    )


def a_sign(path: Path, *, first: str = "") -> str:
    """Code that writes down its own number when it is under way, then waits."""
    return (
        f"import os, pathlib, signal; {first or 'pass'}; "
        f"pathlib.Path({str(path)!r}).write_text(str(os.getpid())); "
        "\nwhile True: signal.pause()"
    )


def is_written(*paths: Path) -> bool:
    return all(path.exists() and path.read_text() for path in paths)


def is_gone(path: Path) -> bool:
    """Tell whether the process is gone that wrote its number down."""
    try:
        os.kill(int(path.read_text()), 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_ends_all_children(tmp_path: Path, asked: signal.Signals) -> None:
    signs = [tmp_path / "engine", tmp_path / "dashboard"]
    before = signal.getsignal(asked)
    sessions: set[int] = set()

    def ask() -> None:
        sessions.update(os.getsid(int(each.read_text())) for each in signs)
        os.kill(os.getpid(), asked)

    by_itself = processes.run(
        [a_child(a_sign(each)) for each in signs],
        ready=lambda: is_written(*signs),
        announce=ask,
    )
    assert by_itself is None
    # A session each: Ctrl+C in the terminal reaches the starter alone.
    assert sessions == {int(each.read_text()) for each in signs}
    assert all(is_gone(each) for each in signs)
    assert signal.getsignal(asked) == before


def test_a_child_that_ends_by_itself_is_named_and_ends_the_others(
    tmp_path: Path,
) -> None:
    sign = tmp_path / "dashboard"
    waits = f"while not os.path.exists({str(sign)!r}): pass"
    by_itself = processes.run(
        [
            a_child(a_sign(sign), name="dashboard"),
            a_child(f"import os, sys\n{waits}\nsys.exit(7)"),
        ],
        ready=lambda: True,
        announce=lambda: None,
    )
    assert by_itself == Ended("engine ended with 7", 7)
    assert is_gone(sign)


def test_nothing_is_announced_when_a_child_ends_before_it_is_ready() -> None:
    announced: list[bool] = []
    by_itself = processes.run(
        [a_child("raise SystemExit(3)", name="dashboard")],
        ready=lambda: False,
        announce=lambda: announced.append(True),
    )
    assert (by_itself, announced) == (Ended("dashboard ended with 3", 3), [])


def test_children_that_never_answer_are_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "START", 0.0)
    by_itself = processes.run(
        [a_child(FOREVER)], ready=lambda: False, announce=lambda: None
    )
    assert by_itself == Ended("nothing answered within 0 s")


def test_children_are_asked_before_they_are_killed(tmp_path: Path) -> None:
    sign, farewell = tmp_path / "sign", tmp_path / "farewell"
    leave = f"pathlib.Path({str(farewell)!r}).touch() or os._exit(0)"
    politely = f"signal.signal(signal.SIGTERM, lambda *_: {leave})"
    processes.run(
        [a_child(a_sign(sign, first=politely))],
        ready=lambda: is_written(sign),
        announce=lambda: os.kill(os.getpid(), signal.SIGTERM),
    )
    assert farewell.exists()


def test_a_child_that_does_not_listen_is_killed_when_the_grace_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.2)
    sign = tmp_path / "deaf"
    processes.run(
        [a_child(a_sign(sign, first=DEAF))],
        ready=lambda: is_written(sign),
        announce=lambda: os.kill(os.getpid(), signal.SIGTERM),
    )
    assert is_gone(sign)


def test_a_port_in_use_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            refuse_used("127.0.0.1", port, command="earshot up")
    wanted = f"a free port, such as earshot up --port {port + 1}"
    assert str(caught.value) == f"port {port}: found in use, wanted {wanted}"
    refuse_used("127.0.0.1", port, command="earshot up")


def test_a_port_that_only_cools_down_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as caller:
            answering, _ = listening.accept()
            answering.close()  # who closes first keeps the port for a minute
            assert caller.recv(1) == b""
    refuse_used("127.0.0.1", port, command="earshot up")


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("::1", "http://[::1]:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),  # noqa: S104
        ("::", "http://[::1]:8501"),
    ],
)
def test_the_address_is_one_a_browser_takes(host: str, says: str) -> None:
    assert address(host, 8501) == says


@contextmanager
def earshot(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in an empty folder; nothing of it is left at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=folder,
        env=for_child(Settings()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        try:
            yield command
        finally:
            command.kill()


def first_line(command: subprocess.Popen[bytes]) -> str:
    """Wait until the command has printed a line."""
    assert command.stdout
    ready, _, _ = select.select([command.stdout], [], [], 60)
    return command.stdout.readline().decode() if ready else "nothing within a minute"


def children(pid: int) -> list[int]:
    """Return the numbers of a process's children, in the order they were started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in listed.split()]


def all_end(handles: list[int], *, within: float) -> bool:
    over = [bool(select.select([each], [], [], within)[0]) for each in handles]
    for each in handles:
        os.close(each)
    return all(over)


@pytest.mark.parametrize(
    ("asked", "of", "status", "complains"),
    [
        pytest.param(signal.SIGINT, "up", 0, b"", id="Ctrl+C"),
        pytest.param(signal.SIGKILL, "up", -9, b"", id="killed"),
        pytest.param(
            *(signal.SIGKILL, "engine", 1, b"earshot: engine ended with -9\n"),
            id="its engine killed",
        ),
    ],
)
def test_up_says_one_line_and_leaves_nothing_behind(
    tmp_path: Path, asked: signal.Signals, of: str, status: int, complains: bytes
) -> None:
    port = free_port()
    with earshot(tmp_path, "up", "--no-browser", f"--port={port}") as up:
        link = rf"http://127\.0\.0\.1:{port}/login\?token=[\w-]{{43}}"
        assert re.fullmatch(f"Earshot is ready: {link}\n", first_line(up))
        engine, dashboard = children(up.pid)
        handles = [os.pidfd_open(each) for each in (engine, dashboard)]
        os.kill(up.pid if of == "up" else engine, asked)
        assert ended(up, within=10)
        assert all_end(handles, within=10)
        said, complained = up.communicate()
    assert (up.returncode, said, complained) == (status, b"", complains)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"earshot.db", "earshot.secret"} <= left


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        pytest.param(5, 5, "", id="another engine is at work, as it has said"),
        pytest.param(7, 1, "earshot: engine ended with 7\n", id="something else"),
    ],
)
def test_how_the_engine_ended_is_how_up_ends(
    capsys: pytest.CaptureFixture[str], status: int, code: int, says: str
) -> None:
    engine = a_child(f"raise SystemExit({status})")
    with pytest.raises(typer.Exit) as caught:
        serve([engine], Settings(), port=free_port())
    assert caught.value.exit_code == code
    assert capsys.readouterr() == ("", says)


def test_nothing_is_announced_before_the_engine_leads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port, sign = free_port(), tmp_path / "asked"
    page = "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"
    answering = (
        f"import socket; door = socket.create_server(('127.0.0.1', {port}))\n"
        "while True:\n"
        " caller, _ = door.accept(); caller.recv(9999); "
        f"caller.sendall(b'{page}'); caller.close()"
    )
    waits = f"while not os.path.exists({str(sign)!r}): pass"
    engine = a_child(f"import os\n{waits}\nraise SystemExit(7)")

    def leads() -> bool:
        sign.touch()
        return False

    with pytest.raises(typer.Exit):
        serve([a_child(answering), engine], Settings(), port=port, ready=leads)
    assert capsys.readouterr().out == ""


def test_up_on_a_port_in_use_does_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with earshot(tmp_path, "up", "--no-browser", f"--port={port}") as up:
            said, complained = up.communicate(timeout=60)
    assert (up.returncode, said) == (2, b"")
    assert complained.startswith(f"earshot: port {port}: found in use, wanted".encode())
    assert complained.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []
