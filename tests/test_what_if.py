"""What if other hours or promises had held: the report says so, and changes nothing."""

import csv
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.folder import ACME
from tests.terminal import VADER, Said, earshot

BRANDS = f"""{ACME}
[brand.calendar]
zone = "UTC"
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
[brand.sla]
complaint = {{ first_reply = "1h" }}

[[brand]]
name = "Bolt"
queries = ["bolt"]
languages = ["en"]
"""

# Tuesday 24 March 2026: answered after 3 h 30, never, and after 2 h in the night.
POSTS = [
    ("1", "a", "acme lost my parcel, awful", "2026-03-24T10:00:00Z", None),
    ("2", "9001", "Found it!", "2026-03-24T13:30:00Z", "1"),
    ("3", "b", "acme broke it. Bad!", "2026-03-24T14:00:00Z", None),
    ("4", "c", "acme is terrible, broken again", "2026-03-23T22:00:00Z", None),
    ("5", "9001", "Sorry, we send a new one.", "2026-03-24T00:00:00Z", "4"),
    ("6", "d", "bolt lost my parcel, awful", "2026-03-24T10:00:00Z", None),
]

SLOWER = """
[[brand]]
name = "Acme"
[brand.sla]
complaint = { first_reply = "4h" }
"""

NIGHTS = """
[brand.calendar]
zone = "UTC"
mon = ["09:00-24:00"]
tue = ["00:00-06:00", "09:00-17:00"]
"""


class House:
    """A store of two brands, and a folder to suppose things in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "earshot.db"
        self.config = folder / "earshot.toml"
        self.config.write_text(VADER, encoding="utf-8")

    def __call__(self, *words: str) -> Said:
        where = ("--config", str(self.config), "--store", f"sqlite:///{self.store}")
        return earshot(*where, *words)

    def file(self, text: str, name: str = "new.toml") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def report(self, *words: str) -> Said:
        as_of = ("--as-of", "2026-03-26T12:00:00Z")
        return self("report", "reply-times", *as_of, *words)

    def json(self, *words: str) -> dict[str, object]:
        said = self.report(*words, "--format", "json")
        assert (said.code, said.err) == (0, "")
        read: dict[str, object] = json.loads(said.out)
        return read


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One store for all tests, for nothing here changes it; that is checked."""
    house = House(tmp_path_factory.mktemp("what-if"))
    posts = house.folder / "posts.jsonl"
    lines = [
        {
            "network": "x",
            "id": number,
            "author": {"id": author},
            "text": text,
            "posted_at": posted_at,
            "seen_at": posted_at,
            "reply_to": above,
        }
        for number, author, text, posted_at, above in POSTS
    ]
    posts.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert house("apply", house.file(BRANDS, "brands.toml")).code == 0
    assert house("import", str(posts), "--live").code == 0
    before = written(house)
    yield house
    assert written(house) == before


def written(house: House) -> str:
    """Return a digest of all that the store holds."""
    said = house("export", "--format", "jsonl")
    versions = house("report", "reply-times", "--rows", "--with-backfill", "--as-of",
                     "2026-04-01T00:00:00Z", "--format", "json")  # fmt: skip
    assert (said.code, versions.code) == (0, 0)
    return sha256((said.out + versions.out).encode()).hexdigest()


def sla(told: dict[str, object]) -> dict[str, int]:
    read = told["sla"]
    assert isinstance(read, dict)
    return read


def test_history_is_judged_by_the_promises_of_the_file(house: House) -> None:
    before = house.json("--brand", "Acme")
    after = house.json("--brand", "Acme", "--what-if", house.file(SLOWER))
    assert [sla(before)[each] for each in ("met", "met_late", "overdue")] == [1, 1, 1]
    assert [sla(after)[each] for each in ("met", "met_late", "overdue")] == [2, 0, 1]
    assert after["what_if"] == {
        "file": "new.toml",
        "differs": ["sla"],
        "attainment_then": 0.3333,
        "attainment": 0.6667,
    }
    assert list(after) == [*before, "what_if"]


def test_history_is_judged_by_the_hours_of_the_file(house: House) -> None:
    before = house.json("--brand", "Acme", "--rows")
    after = house.json("--brand", "Acme", "--rows", "--what-if", house.file(NIGHTS))
    night = [told["rows"][0] for told in (before, after)]  # type: ignore[index]
    assert [each["business_s"] for each in night] == [0, 7200]
    assert [each["state"] for each in night] == ["met", "met_late"]
    assert [each["wait_s"] for each in night] == [7200, 7200]


def test_the_heading_says_so_and_both_attainments_stand_side_by_side(
    house: House,
) -> None:
    both = house.file(SLOWER + NIGHTS)
    heading, acme, *_, compared = house.report("--what-if", both).out.splitlines()
    assert heading == "What if: calendar and SLA of new.toml; nothing is changed"
    assert acme.startswith("Acme, as of 2026-03-26 12:00")
    assert compared == "  67% of the SLA met with new.toml, 33% as it was promised"


def test_a_csv_says_so_in_every_row(house: House) -> None:
    said = house.report("--what-if", house.file(SLOWER), "--format", "csv")
    rows = list(csv.DictReader(said.out.splitlines()))
    assert [row["what_if"] for row in rows] == ["new.toml"] * 3
    assert list(rows[0])[-1] == "what_if"
    plain = house.report("--brand", "Acme", "--format", "csv")
    assert "what_if" not in plain.out


def test_groups_are_judged_by_the_file_too(house: House) -> None:
    told = house.json("--what-if", house.file(SLOWER), "--by", "network")
    groups = told["groups"]
    assert isinstance(groups, list)
    assert [sla(each) for each in groups] == [sla(told)]


def test_a_file_that_differs_in_nothing_says_so(house: House) -> None:
    same = house.file(BRANDS.partition('\n[[brand]]\nname = "Bolt"')[0])
    told = house.json("--what-if", same)
    assert told["what_if"] == {
        "file": "new.toml",
        "differs": [],
        "attainment_then": 0.3333,
        "attainment": 0.3333,
    }
    heading = house.report("--what-if", same).out.splitlines()[0]
    said = "What if: calendar and SLA of new.toml, no other than before; nothing is"
    assert heading == f"{said} changed"


def test_only_the_brands_of_the_file_are_told(house: House) -> None:
    both = house.file(SLOWER + SLOWER.replace("Acme", "Bolt"))
    said = house.report("--what-if", both, "--format", "json")
    assert [each["brand"] for each in json.loads(said.out)] == ["Acme", "Bolt"]
    assert house.json("--what-if", both, "--brand", "Bolt")["brand"] == "Bolt"
    assert house.json("--what-if", house.file(SLOWER))["brand"] == "Acme"


NAMELESS = '[brand.sla]\nquestion = { first_reply = "1h" }\n'


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        pytest.param(
            SLOWER.replace("Acme", "Bold"),
            [],
            "brand.name: found 'Bold', wanted one of Acme, Bolt",
            id="a brand that is not there",
        ),
        pytest.param(
            SLOWER,
            ["--brand", "Bolt"],
            "--brand: found 'Bolt', wanted one of Acme",
            id="a brand that is not in the file",
        ),
        pytest.param(
            NAMELESS,
            [],
            "brand: found no name, wanted --brand with one of Acme, Bolt",
            id="no name, and two brands",
        ),
        pytest.param(
            '[[brand]]\nname = "Acme"\n',
            [],
            "brand: found neither calendar nor sla, wanted [brand.calendar], "
            "[brand.sla] or both",
            id="nothing supposed",
        ),
        pytest.param(
            "", [], "brand: found none, wanted one [[brand]] for each brand", id="empty"
        ),
        pytest.param(
            '[brand.calendar]\nzone = "UTC"\n',
            [],
            "brand.calendar: found no hours, wanted at least one day with hours, such "
            'as mon = ["09:00-17:00"]',
            id="hours that are none",
        ),
        pytest.param(
            NIGHTS + 'holidays = "XX"\n',
            [],
            "brand.calendar.holidays: found 'XX', wanted a country that the holidays "
            "library knows, such as PL",
            id="a country that nobody knows",
        ),
        pytest.param(
            "[[brand]]\nname = 'Acme'\n[brand.sla]\ncomplaints = {}\n",
            [],
            "brand[0].sla.complaints: found {}, wanted a key that exists; did you mean "
            "complaint?",
            id="a mistyped kind",
        ),
        pytest.param(
            "brand = [1]",
            [],
            "brand[0]: found 1, wanted a table",
            id="no table",
        ),
        pytest.param(
            "[brand",
            [],
            "last line: found no TOML (Expected ']' at the end of a table "
            "declaration), wanted key = value",
            id="no TOML",
        ),
    ],
)
def test_a_file_that_supposes_nothing_right_is_refused_in_one_line(
    house: House, text: str, words: list[str], message: str
) -> None:
    file = house.file(text)
    said = house.report("--what-if", file, *words)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"earshot: {file}: {message}\n"


def test_a_file_that_is_not_there_is_refused(house: House) -> None:
    said = house.report("--what-if", str(house.folder / "none.toml"))
    assert said.code == 2
    assert "none.toml: found 'No such file or directory', wanted a brand" in said.err


def test_another_report_cannot_suppose(house: House) -> None:
    said = house("report", "queue", "--what-if", house.file(SLOWER))
    assert (said.code, said.out) == (2, "")
    wanted = "it with reply-times, the only report it is for"
    assert said.err == f"earshot: --what-if: found 'queue', wanted {wanted}\n"


def test_nothing_can_be_supposed_without_a_brand(tmp_path: Path) -> None:
    empty = House(tmp_path)
    said = empty.report("--what-if", empty.file(SLOWER))
    assert said.code == 2
    wanted = "a brand that was applied: there is none yet"
    assert said.err.endswith(f"brand.name: found 'Acme', wanted {wanted}\n")


def test_a_file_without_a_name_means_the_only_brand(tmp_path: Path) -> None:
    house = House(tmp_path)
    house("apply", house.file('[[brand]]\nname = "Solo"\nqueries = ["solo"]\n'))
    told = house.json("--what-if", house.file(NAMELESS))
    assert told["brand"] == "Solo"


def test_a_new_version_governs_only_turns_that_start_after_it(tmp_path: Path) -> None:
    """What is supposed judges all of history; what is applied, never."""
    house = House(tmp_path)
    brand = '[[brand]]\nname = "Acme"\nqueries = ["acme"]\n'
    house("apply", house.file(brand))
    posts = house.folder / "posts.jsonl"
    post = {"network": "x", "id": "1", "author": {"id": "a"}, "text": "acme is awful"}
    posted = {"posted_at": "2026-03-24T10:00:00Z", "seen_at": "2026-03-24T10:00:00Z"}
    posts.write_text(json.dumps(post | posted), encoding="utf-8")
    assert house("import", str(posts), "--live").code == 0
    new = house.file(brand + '[brand.sla]\ncomplaint = { first_reply = "2h" }\n')
    supposed = house.json("--rows", "--what-if", new)
    assert house("apply", new).out == "Acme: new version of sla\n"
    applied = house.json("--rows")
    dues = [told["rows"][0]["due_at"] for told in (supposed, applied)]  # type: ignore[index]
    assert dues == ["2026-03-24T12:00:00Z", "2026-03-24T11:00:00Z"]
    again = house.json("--what-if", new)["what_if"]
    assert isinstance(again, dict)
    assert again["differs"] == ["sla"]


@pytest.mark.parametrize("as_of", ["2026-03-24T12:00:00Z", None], ids=["then", "now"])
def test_a_critical_turn_is_due_by_its_own_promise_in_every_report(
    tmp_path: Path, as_of: str | None
) -> None:
    house = House(tmp_path)
    brand = (
        '[[brand]]\nname = "Acme"\nqueries = ["acme"]\n'
        '[brand.sla]\ncritical = { first_reply = "30m" }\n'
    )
    house("apply", house.file(brand))
    posts = house.folder / "posts.jsonl"
    lines = [
        {
            "network": "x",
            "id": author,
            "author": {"id": author, "followers": followers},
            "text": "acme is awful",
            "posted_at": "2026-03-24T10:00:00Z",
        }
        for author, followers in (("calm", 10), ("loud", 50_000))
    ]
    posts.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert house("import", str(posts)).code == 0
    options = ["--with-backfill", "--format", "json"]
    options += ["--as-of", as_of] if as_of else []
    rows = json.loads(house("report", "reply-times", "--rows", *options).out)["rows"]
    queue = json.loads(house("report", "queue", *options).out)["rows"]
    calm, loud = "2026-03-24T11:00:00Z", "2026-03-24T10:30:00Z"
    assert {each["customer"]: each["due_at"] for each in rows} == {
        "calm": calm,
        "loud": loud,
    }
    assert [each["due_at"] for each in queue] == [loud, calm]
    early = ["--with-backfill", "--format", "json", "--as-of", "2026-03-24T10:16:00Z"]
    soon = json.loads(house("report", "queue", *early).out)["rows"]
    assert [each["state"] for each in soon] == ["due_soon", "running"]
