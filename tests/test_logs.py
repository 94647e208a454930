"""A log is one JSON object a line, and libraries are heard only when they complain."""

import ast
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import logs
from domain.errors import ConfigError, RecordError
from tests.guide import page, spans
from tests.logged import logged, pieces, recording
from tests.test_house import ROOMS, ROOT, SHIPPED, tracked

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEARD = "Your lamp burnt my table, Ann Smith"
"""What a stranger said."""

SECRET = "kanarek-żółty/4711+x="  # noqa: S105
ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.builds(
    lambda before, start, end, after: before + SECRET[start:end] + after,
    st.text(),
    st.integers(0, len(SECRET) - 8),
    st.integers(8, len(SECRET)),
    st.text(),
)


def raised(error: Exception) -> Exception:
    """Return an error that has been on its way."""
    try:
        raise error
    except type(error) as caught:
        return caught


def test_each_line_is_one_object() -> None:
    ours = logging.getLogger("app.web")
    theirs = logging.getLogger("lib")

    def deed() -> None:
        ours.info("two\nlines of %s", "text")
        theirs.info("a library says something")
        theirs.warning("a library complains")

    first, second = logged(deed)
    assert first["event"] == "two\nlines of text"
    assert (first["logger"], first["level"]) == ("app.web", "info")
    assert first["timestamp"].endswith("Z")
    assert second["event"] == "a library complains"


def test_the_level_counts_for_our_rooms() -> None:
    assert logged(lambda: logging.getLogger("store").warning("no"), level="ERROR") == []


def test_every_room_is_heard() -> None:
    assert set(logs.ROOMS) == ROOMS & SHIPPED


def test_an_event_carries_its_facts() -> None:
    facts = {"source": "x", "fault": "rate_limited", "retry_at": NOON, "text": HEARD}
    (line,) = logged(
        lambda: logging.getLogger("services").warning("source failed", extra=facts)
    )
    del line["timestamp"], line["logger"], line["level"]
    assert line == {
        "event": "source failed",
        "source": "x",
        "fault": "rate_limited",
        "retry_at": "2026-03-01T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        pytest.param("x" * 200, "x" * 200, id="text"),
        pytest.param("x" * 201, "x" * 199 + "…", id="long text"),
        pytest.param(7, 7, id="number"),
        pytest.param(True, True, id="yes"),
        pytest.param(None, None, id="nothing"),
        pytest.param(float("nan"), "nan", id="no number"),
        pytest.param(10**5000, "<large number>", id="number without end"),
        pytest.param(date(2026, 3, 1), "2026-03-01", id="day"),
        pytest.param(datetime(2026, 3, 1), "2026-03-01T00:00:00", id="naive"),
        pytest.param(timedelta(minutes=1.5), 90, id="span"),
        pytest.param(Path("a/b"), "a/b", id="path"),
        pytest.param(["a", 1], ["a", 1], id="list"),
        pytest.param([[HEARD]], ["<list>"], id="nest"),
        pytest.param(range(100), "<range>", id="another type"),
        pytest.param(list(range(100)), list(range(20)), id="long list"),
        pytest.param(ValueError(HEARD), "ValueError", id="error"),
        pytest.param(ConfigError("k: found x"), "k: found x", id="error of ours"),
        pytest.param({"text": HEARD}, "<dict>", id="table"),
        pytest.param(HEARD.encode(), "<bytes>", id="bytes"),
    ],
)
def test_a_fact_is_told_in_plain_json(value: object, told: object) -> None:
    log = logging.getLogger("services")
    (line,) = logged(lambda: log.info("event", extra={"post": value}))
    assert line["post"] == told


@pytest.mark.parametrize("name", ["urllib3.connectionpool", "tweepy", "root", "apps"])
def test_a_library_is_not_heard_below_warning_whoever_asks_for_it(name: str) -> None:
    def deed() -> None:
        logging.getLogger().setLevel(logging.DEBUG)
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).debug(HEARD)
        logging.getLogger(name).info(HEARD)

    assert logged(deed) == []


@pytest.mark.parametrize(
    ("message", "args", "told"),
    [
        pytest.param("Port %s is used", (8501,), "Port 8501 is used", id="number"),
        pytest.param("after %.1f s", (1.25,), "after 1.2 s", id="fraction"),
        pytest.param("got: %s", (HEARD,), "got: <str>", id="text"),
        pytest.param("got: %r", ({"a": HEARD},), "got: <dict>", id="table"),
        pytest.param("%(who)s", ({"who": HEARD},), "<str>", id="by name"),
        pytest.param(
            "broken by %r", (OSError(HEARD),), "broken by <OSError>", id="fault"
        ),
        pytest.param(f"got %d, {1}", (HEARD,), "got %d, 1", id="wrong call"),
        pytest.param(f"never retrieved\n{HEARD}", (), "never retrieved", id="lines"),
        pytest.param(
            f"Traceback (a):\n  b\nKeyError: {HEARD}", (), "KeyError", id="trace"
        ),
        pytest.param(
            OSError(98, HEARD), (), "OSError: Address already in use", id="errno"
        ),
        pytest.param(ValueError(HEARD), (), "ValueError", id="error"),
        pytest.param("x" * 300, (), "x" * 199 + "…", id="long"),
        pytest.param("", (), "", id="empty"),
    ],
)
def test_a_library_that_complains_quotes_nobody(
    message: object, args: tuple[object, ...], told: str
) -> None:
    (line,) = logged(lambda: logging.getLogger("lib").error(message, *args))
    assert line["event"] == told


def test_what_a_library_adds_is_left_out() -> None:
    extra = {"post": HEARD, "status": HEARD}
    (line,) = logged(lambda: logging.getLogger("lib").error("no", extra=extra))
    assert line.keys() == {"event", "level", "logger", "timestamp"}


def test_a_library_with_handlers_of_its_own_is_heard_through_ours() -> None:
    def given_a_handler(name: str) -> logging.Logger:  # as Streamlit does
        talker = logging.getLogger(name)
        talker.propagate = False
        talker.addHandler(logging.StreamHandler())
        return talker

    early = given_a_handler("talker.early")

    def deed() -> None:
        given_a_handler("talker.early")
        late = given_a_handler("talker.late")
        early.error("one")
        late.error("two")

    assert [line["event"] for line in logged(deed)] == ["one", "two"]


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\x00", "\x1b[2J", "\x7f", "\x9b", "\u2028"]
)
def test_what_would_steer_a_terminal_or_begin_a_line_does_not(mark: str) -> None:
    forged = f'{mark}{{"event": "all is well"}}'
    # ``logged`` refuses a line that is not printable, and reads as many as there are.
    (line,) = logged(lambda: logging.getLogger("app").error(forged))
    assert line["event"] == forged


def test_the_lines_that_called_are_not_told() -> None:
    (line,) = logged(lambda: logging.getLogger("app").error("no", stack_info=True))
    assert line.keys() == {"event", "level", "logger", "timestamp"}


def test_an_error_is_told_by_kind_and_place_and_not_by_its_words() -> None:
    def deed() -> None:
        error = raised(ValueError(HEARD))
        error.__cause__ = raised(KeyError(HEARD))
        logging.getLogger("services").error("failed: %s", error, exc_info=error)

    (line,) = logged(deed)
    assert line["event"] == "failed: ValueError"
    assert [each["kind"] for each in line["error"]] == ["ValueError", "KeyError"]
    assert line["error"][0]["at"][0].startswith("tests/test_logs.py:")
    assert "Ann" not in json.dumps(line)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(ConfigError("key: found 1"), "key: found 1", id="ours"),
        pytest.param(
            RecordError("text", found=HEARD, wanted="less"),
            "RecordError in text",
            id="ours, about a stranger's record",
        ),
        pytest.param(OSError(28, HEARD), "OSError: No space left on device", id="disk"),
        pytest.param(OSError(HEARD), "OSError", id="without a number"),
        pytest.param(TypeError(HEARD), "TypeError", id="foreign"),
    ],
)
def test_an_error_is_told_in_words_of_our_own(error: Exception, said: str) -> None:
    (line,) = logged(
        lambda: logging.getLogger("app").error("no: %s", error, exc_info=raised(error))
    )
    assert line["event"] == f"no: {said}"
    (only,) = line["error"]
    assert only["said"] == said


def test_errors_of_a_group_and_in_a_ring_are_told_once() -> None:
    one, two = ValueError(HEARD), KeyError(HEARD)
    one.__context__, two.__context__ = two, one
    group = ExceptionGroup(HEARD, [one, two])
    (line,) = logged(lambda: logging.getLogger("app").error("no", exc_info=group))
    kinds = [each["kind"] for each in line["error"]]
    assert kinds == ["ExceptionGroup", "ValueError", "KeyError"]


def test_a_record_that_cannot_be_read_is_named_and_not_shown() -> None:
    class Odd(timedelta):
        def total_seconds(self) -> float:
            raise ValueError(HEARD)

    log = logging.getLogger("app")
    (line,) = logged(lambda: log.error(HEARD, extra={"seconds": Odd()}))
    assert line["event"] == "unreadable log record"
    assert line["at"].startswith("tests/test_logs.py:")


def test_nobody_who_reads_stderr_is_no_reason_to_stop() -> None:
    with recording() as said:
        said.close()
        logging.getLogger("app").error("into the void")


@given(message=ANY_TEXT, value=ANY_TEXT, ours=st.booleans())
def test_whatever_is_logged_is_one_line_without_a_secret(
    message: str, value: str, ours: bool
) -> None:
    log = logging.getLogger("services.any" if ours else "lib.any")
    facts = dict.fromkeys(logs.FACTS, value)

    def deed() -> None:
        log.error(message, extra=facts, exc_info=raised(ConfigError(value)))
        log.error("%s", value, extra={"source": [message]}, stack_info=True)
        log.error(message, value)

    lines = logged(deed, hide=[SECRET])
    assert len(lines) == 3
    assert all(line["event"] != "unreadable log record" for line in lines)
    told = "\n".join(texts(lines))
    assert not [each for each in pieces(SECRET) if each in told]


def texts(tree: object) -> Iterator[str]:
    """Yield every text in what was read from JSON."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from texts(each)


UNCAUGHT = """
import logging, sys, threading, warnings
from app import logs

class Odd:
    def __del__(self):
        raise ValueError("Ann Smith")

logs.set_up()
logs.take_over()
warnings.warn("Ann Smith")
Odd()
for error in (KeyError("Ann Smith"), SystemExit("Ann Smith")):
    def fail():
        raise error
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
raise RuntimeError("Ann Smith")
"""


def test_what_nobody_caught_is_logged_without_its_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == [
        "warning of Python",
        *["uncaught error"] * 3,
    ]
    assert lines[0]["fault"] == "UserWarning"
    assert lines[0]["at"] == "<string>:11"
    kinds = [line["error"][0]["kind"] for line in lines[1:]]
    assert kinds == ["ValueError", "KeyError", "RuntimeError"]
    assert "Ann" not in done.stderr


def test_a_command_that_logs_nothing_loads_no_logging() -> None:
    loads = "import sys, app.logs; sys.exit('structlog' in sys.modules)"
    subprocess.run([sys.executable, "-c", loads], cwd=ROOT, check=True)


def code() -> Iterator[tuple[Path, ast.AST]]:
    for path in tracked():
        inside = path.relative_to(ROOT)
        if path.suffix == ".py" and inside.parts[0] in SHIPPED:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield inside, node


def test_every_fact_that_is_logged_is_one_of_those_that_are_told() -> None:
    found = {
        (str(path), key.value)
        for path, node in code()
        if isinstance(node, ast.keyword)
        and node.arg == "extra"
        and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert ("app/logs.py", "fault") in found
    assert [each for each in found if each[1] not in logs.FACTS] == []


def test_every_fact_is_explained() -> None:
    keys = {*logs.FACTS, "event", "level", "logger", "timestamp", "error"}
    assert keys - set(spans(page("logs.md"))) == set()


def test_nobody_turns_on_what_prints_whole_conversations() -> None:
    # smtplib and http.client print to the terminal then, past every handler.
    named = {
        str(path)
        for path, node in code()
        if isinstance(node, ast.Attribute) and "debuglevel" in node.attr
    }
    assert named == set()
