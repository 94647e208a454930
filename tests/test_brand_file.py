"""Brand files on the disk: the documented one is read, a broken one says where."""

from pathlib import Path

import pytest

from app.brand_file import calendar_in, read_brand_file
from domain.calendar import Calendar, Span
from domain.case import TurnKind
from domain.duration import Duration
from domain.errors import ConfigError

DOCUMENTED = """
[[brand]]
name = "Acme"
queries = ['acme OR "acme shop" NOT "acme corp"']     # any of these
languages = ["pl", "en"]
accounts = [{ network = "x", id = "9001", handle = "acme" }]

[brand.calendar]
zone = "Europe/Warsaw"
mon = ["09:00-17:00"]
tue = ["08:00-12:00", "13:30-18:00"]
holidays = "PL"
closed = ["2026-12-24"]
special = { "2026-12-31" = ["09:00-13:00"] }

[brand.sla]                                           # per kind
complaint = { first_reply = "1h", substantive = "4h", cap = "24h" }
question = { first_reply = "4h" }
complaint.reddit = { first_reply = "2h" }             # a network's own figures win

[brand.alerts]
nudge = "75%"

[[brand.people]]
email = "marta@example.com"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "brands.toml"


def test_the_documented_file_is_read(file: Path) -> None:
    file.write_text(DOCUMENTED, encoding="utf-8")
    (brand,) = read_brand_file(file)
    assert brand.calendar.week[1] == (Span(480, 720), Span(810, 1080))
    on_reddit = brand.sla.target(TurnKind.COMPLAINT, "reddit")
    assert on_reddit.first_reply == Duration(2, "h")
    assert on_reddit.cap == Duration(24, "h")
    assert brand.sla.target(TurnKind.COMPLAINT, "x").first_reply == Duration(1, "h")


def test_a_file_from_a_windows_editor_is_read(file: Path) -> None:
    text = DOCUMENTED.replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_brand_file(file)[0].sla.networks != ()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(
            b'[[brand]]\nname = "Acme"\nqueries [',
            "line 3, column 9: found no TOML (Expected '=' after a key in a key/value "
            "pair), wanted key = value",
            id="no TOML",
        ),
        pytest.param(
            b"[[brand]]\nname",
            "last line: found no TOML (Expected '=' after a key in a key/value pair), "
            "wanted key = value",
            id="no TOML to its end",
        ),
        pytest.param(
            b'[[brand]]\nname = "\xb3"\n',
            "line 2: found byte 0xb3, wanted text in UTF-8",
            id="no UTF-8",
        ),
        pytest.param(
            b"a = " + b"[" * 100_000,
            "found brackets in brackets without end, wanted a brand file",
            id="brackets without end",
        ),
        pytest.param(
            b"#" * 1_000_001,
            "found more than 1000000 bytes, wanted a brand file",
            id="too large",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\ncalender = {}\n',
            "brand[0].calender: found {}, wanted a key that exists; "
            "did you mean calendar?",
            id="a mistyped key",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\n[brand.calendar]\nzone = "UTC"\n'
            b'mon = ["09:00-17:00"]\nholidays = "XX"\n',
            "brand[0].calendar.holidays: found 'XX', wanted a country that the "
            "holidays library knows, such as PL",
            id="a country that nobody knows",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\n[brand.calendar]\nzone = "UTC"\n'
            b'special = { "2026-12-31" = [], "2026-12-31" = [] }\n',
            "line 5, column 49: found a key twice (Cannot mutate immutable namespace "
            "('2026-12-31',)), wanted each key once",
            id="a special day twice",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\n[brand.calendar]\nmon = []\nmon = []\n',
            "line 5, column 9: found a key twice (Cannot overwrite a value), "
            "wanted each key once",
            id="a weekday twice",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\n[brand.calendar]\nzone = "UTC"\nmon = []\n',
            "brand[0].calendar: found no hours, wanted at least one day with hours, "
            'such as mon = ["09:00-17:00"]',
            id="a desk that never opens",
        ),
        pytest.param(
            b'[[brand]]\nname = "A"\n[brand.sla]\n'
            b'critical = { cap = "2h" }\ncritical.x = { cap = "1h" }\n',
            "brand[0].sla.critical.x: found {'cap': '1h'}, wanted a key that exists; "
            "did you mean critical?",
            id="a network's critical figures",
        ),
    ],
)
def test_a_broken_file_says_where(file: Path, written: bytes, message: str) -> None:
    file.write_bytes(written)
    with pytest.raises(ConfigError) as refused:
        read_brand_file(file)
    assert str(refused.value) == f"{file}: {message}"


def test_a_query_that_is_none_is_refused_by_its_key(file: Path) -> None:
    file.write_text('[[brand]]\nname = "A"\nqueries = ["a", "(b"]\n', encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"brands\.toml: brand\[0\]\.queries\[1\], character 3: "
    ):
        read_brand_file(file)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read_brand_file(file)
    reason = "found 'No such file or directory', wanted a brand file, as in the README"
    assert str(refused.value) == f"{file}: {reason}"


def test_a_folder_is_no_brand_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wanted a brand file"):
        read_brand_file(tmp_path)


TWO = """
[[brand]]
name = "Day"
calendar = { zone = "UTC", mon = ["09:00-17:00"] }
[[brand]]
name = "Always"
"""


def test_a_calendar_is_chosen_by_the_brands_name(file: Path) -> None:
    file.write_text(TWO, encoding="utf-8")
    assert calendar_in(file, "Always") == Calendar.ALWAYS
    assert calendar_in(file, "Day") != Calendar.ALWAYS
    with pytest.raises(ConfigError, match="several brands, wanted --brand with one of"):
        calendar_in(file)
    with pytest.raises(ConfigError, match="--brand: found 'Night', wanted one of Day"):
        calendar_in(file, "Night")


def test_a_file_of_one_brand_needs_no_name(file: Path) -> None:
    file.write_text(DOCUMENTED, encoding="utf-8")
    assert calendar_in(file).zone == "Europe/Warsaw"
