"""`earshot judge`: an answer a line, in order, whatever the lines are."""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from app.cli import cli
from domain.errors import ConfigError
from domain.text import ID_LIMIT
from sentiment import engine
from services.judge import BATCH_BYTES, BATCH_LINES, LINE_LIMIT, answers

EXAMPLE = '{"id": "1", "text": "Where is my order?"}'
Answers = list[dict[str, object]]


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(
        cli, ("judge", *arguments), input=given, catch_exceptions=False
    )


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


def read(result: Result) -> Answers:
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def answered(given: bytes) -> Answers:
    result = run("--engine", "vader", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    return read(result)


def test_a_judgement_has_its_fields_in_order_and_rounded() -> None:
    text = "Where is my refund? This is a terrible shop."
    (answer,) = answered(lines({"id": "7", "text": text, "lang": "en"}))
    assert list(answer.items()) == [
        ("id", "7"),
        ("lang", "en"),
        ("sentiment", "negative"),
        ("compound", -0.4767),
        ("p_negative", 0.279),
        ("p_neutral", 0.721),
        ("p_positive", 0.0),
        ("complaint", 1.0),
        ("needs_reply", 1.0),
        ("priority", 0.5453),
        ("flags", ["question"]),
        ("topic", "refund"),
        ("because", ["terrible"]),
        ("engine", "vader"),
        ("version", "3.3.2"),
    ]


def test_a_file_and_the_standard_input_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(lines({"id": "a", "text": "Fine."}, {"id": 2, "text": "Awful!"}))
    from_file = run(str(file))
    assert [each["id"] for each in read(from_file)] == ["a", 2]
    for arguments in ((), ("-",), ("--engine", "linear")):
        assert run(*arguments, given=file.read_bytes()).stdout == from_file.stdout


def test_order_is_kept_over_batches() -> None:
    many = [
        {"id": str(n), "text": "good" * (n % 3)} for n in range(2 * BATCH_LINES + 5)
    ]
    assert [each["id"] for each in answered(lines(*many))] == [
        each["id"] for each in many
    ]


def test_a_missing_language_is_detected_and_a_given_one_is_kept() -> None:
    polish = "Moja paczka nie przyszła i nikt nie odbiera telefonu"
    found = answered(
        lines(
            {"id": "1", "text": polish},
            {"id": "2", "text": polish, "lang": "de-AT"},
            {"id": "3", "text": polish, "lang": None},
            {"id": "4", "text": "ok"},
        )
    )
    assert [each["lang"] for each in found] == ["pl", "de", "pl", None]


def test_a_clear_language_is_told_by_the_engine_without_a_larger_model() -> None:
    loads = "import sys; from app.cli import cli; cli(standalone_mode=False); "
    found = subprocess.run(
        [sys.executable, "-c", f"{loads}sys.exit('py3langid' in sys.modules)", "judge"],
        input=lines({"id": "1", "text": "Where is my order? It has been 3 weeks"}),
        capture_output=True,
        check=True,
    )
    assert json.loads(found.stdout)["lang"] == "en"


def test_stars_count_and_other_fields_do_not() -> None:
    text = "It came on Monday"
    found = answered(
        lines(
            {"id": "1", "text": text, "rating": 3},
            {"id": "2", "text": text, "rating": None, "network": "x", "likes": -1},
        )
    )
    assert [each["needs_reply"] for each in found] == [1.0, 0.0]


def test_only_a_long_text_is_marked_as_chunked() -> None:
    found = answered(
        lines({"id": "1", "text": "It is bad. " * 90}, {"id": "2", "text": "x" * 1001})
    )
    assert [("chunked" in each) for each in found] == [False, True]


def test_empty_lines_a_mark_at_the_start_and_foreign_line_ends_do_no_harm() -> None:
    given = b"\xef\xbb\xbf" + lines({"id": "1", "text": ""}) + b"\r\n  \n"
    assert [each["id"] for each in answered(given + EXAMPLE.encode())] == ["1", "1"]
    assert answered(b"") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(b"{", f"found no JSON, wanted {EXAMPLE}", id="no JSON"),
        pytest.param(b"[" * 200_000, f"found no JSON, wanted {EXAMPLE}", id="too deep"),
        pytest.param(b"[]", f"found a list, wanted {EXAMPLE}", id="a list"),
        pytest.param(b"null", f"found null, wanted {EXAMPLE}", id="null"),
        pytest.param(
            b'{"id":"\xff"}', "found the byte 0xff, wanted text in UTF-8", id="bytes"
        ),
        pytest.param(
            b'{"id":"1"}',
            'text: found nothing, wanted a string, "" for a post of pictures alone',
            id="no text",
        ),
        pytest.param(
            b'{"id":"1","text":5}',
            'text: found 5, wanted a string, "" for a post of pictures alone',
            id="text is a number",
        ),
        pytest.param(
            b'{"text":"secret words"}',
            'id: found nothing, wanted a string of 1 to 300 characters, such as "9001"',
            id="no id",
        ),
        pytest.param(
            b'{"id":1.5,"text":""}',
            'id: found 1.5, wanted a string of 1 to 300 characters, such as "9001"',
            id="id is a fraction",
        ),
        pytest.param(
            b'{"id":true,"text":""}',
            'id: found true, wanted a string of 1 to 300 characters, such as "9001"',
            id="id is a truth value",
        ),
        pytest.param(
            b'{"id":"","text":""}',
            "id: found '', wanted a string of 1 to 300 characters, such as \"9001\"",
            id="empty id",
        ),
        pytest.param(
            b'{"id":"1","text":"","lang":"Polish!"}',
            "lang: found 'Polish!', wanted a language code, such as pl",
            id="no language",
        ),
        pytest.param(
            b'{"id":"1","text":"","rating":6}',
            "rating: found 6, wanted a whole number from 1 to 5, such as 3",
            id="six stars",
        ),
    ],
)
def test_a_bad_line_is_answered_in_its_place(line: bytes, message: str) -> None:
    good = EXAMPLE.encode()
    result = run(given=b"\n".join((good, b"", line, good)))
    first, bad, last = read(result)
    assert bad == {"error": f"line 3: {message}"}
    assert first == last
    assert result.stderr == f"stdin:line 3: {message}\n"
    assert result.exit_code == 3


def test_a_line_without_end_is_answered_and_the_next_one_read() -> None:
    endless = b'{"id":"1","text":"' + b"x" * (2 * LINE_LIMIT) + b'"}'
    error, good = read(run(given=endless + b"\n" + EXAMPLE.encode()))
    wanted = f"line 1: found more than {LINE_LIMIT} bytes, wanted a shorter line"
    assert error == {"error": wanted}
    assert good["id"] == "1"


def test_two_million_characters_are_taken_in_their_longest_spelling() -> None:
    (answer,) = answered(lines({"id": "1", "text": "żółć " * 400_000}))
    assert answer["chunked"] is True


def test_a_batch_ends_early_when_its_lines_are_long() -> None:
    long = lines({"id": "1", "text": "x" * (BATCH_BYTES // 2)})
    batches = answers(BytesIO(long * 3), engine=engine("vader"))
    assert [len(batch) for batch in batches] == [2, 1]


def test_half_a_character_goes_out_as_the_escape_it_came_as() -> None:
    result = run(given=rb'{"id": "\ud83d", "text": "I hate it \ud83d"}')
    assert result.stdout_bytes.startswith(rb'{"id": "\ud83d", "lang": "en", ')


def test_an_id_of_the_longest_kind_comes_back_whole() -> None:
    (answer,) = answered(lines({"id": "i" * ID_LIMIT, "text": ""}))
    assert answer["id"] == "i" * ID_LIMIT


def test_of_many_bad_lines_only_some_are_told() -> None:
    result = run(given=b"x\n" * 250)
    told = result.stderr.splitlines()
    assert len(told) == 101
    assert told[-1] == "stdin: 150 more bad lines"
    assert len(read(result)) == 250


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    message = (
        f"{file}: found no such file or directory, "
        "wanted a file of JSON Lines, or - for the standard input"
    )
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}$"):
        run(str(file))


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^engine: found 'oracle', wanted one of "):
        run("--engine", "oracle", given=b"")


anything = st.text(st.characters(codec=None), max_size=60)


@given(texts=st.lists(anything, max_size=6))
def test_any_text_comes_out_as_one_line_of_utf_8(texts: list[str]) -> None:
    records = [{"id": text or "none", "text": f"I hate {text}"} for text in texts]
    found = answered(lines(*records))
    assert [each["id"] for each in found] == [each["id"] for each in records]
    for each, record in zip(found, records, strict=True):
        because = each["because"]
        assert isinstance(because, list)
        assert all(part in record["text"] for word in because for part in word.split())
