"""The docs are checked: what can be run in them is run, what must be in them is.

The pages on commands are in ``test_docs_commands``.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from app import settings
from app.brand_file import read_brand_file
from app.networks import Networks
from domain.account import Account
from domain.brand import Alerts, Brand
from domain.calendar import WEEKDAYS, Calendar
from domain.errors import ConfigError
from domain.flat import COLUMNS
from domain.judgement import CRITICAL_FLAGS, QUESTION
from domain.person import Person
from domain.post import Author, Post
from domain.record import AUTHOR_FIELDS, FIELDS, to_post
from domain.sla import FIGURES, Sla
from response.matching import Matcher
from response.query import DEPTH_LIMIT, LENGTH_LIMIT, parse
from response.speed import Wait, speed
from sentiment import ENGINES, flags, topics
from services.csv_rows import read_csv
from tests.guide import (
    EVERY,
    GUIDE,
    PAGES,
    README,
    ROOT,
    Block,
    anchors,
    bare,
    blocks,
    links,
    page,
    section,
    spans,
    table,
)
from tests.made import a_post
from tests.terminal import VADER, earshot

LATER = datetime(2100, 1, 1, tzinfo=UTC)
"""After every date in the docs."""

BLOCKS = list(chain.from_iterable(map(blocks, PAGES)))
TOML = [each for each in BLOCKS if each.kind == "toml"]
BRANDS = [each for each in TOML if "[[brand]]" in each.text]
SETTINGS = [each for each in TOML if each not in BRANDS]
CSV = [each for each in BLOCKS if each.kind == "csv"]
SAID = re.compile(r"“(.+?)”(?: \((lang|from|site) (\S+)\))?")


def objects(block: Block) -> Iterator[dict[str, Any]]:
    """Yield the objects of a block of JSON Lines."""
    yield from map(json.loads, block.text.splitlines())


JSON = [each for each in BLOCKS if each.kind in {"json", "jsonl"}]
POSTS = [
    pytest.param(each, id=f"{block.where} {each['id']}")
    for block in JSON
    for each in objects(block)
    if {"network", "id"} <= each.keys()
]


def where(block: Block) -> str:
    return block.where


def keys(value: object) -> Iterator[str]:
    """Yield the keys of a tree of JSON or TOML, lists passed over."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        yield from chain.from_iterable(map(keys, value))


def names(*kinds: Any) -> set[str]:
    return {each.name for kind in kinds for each in fields(kind)}


def missing(wanted: Iterable[str], name: str) -> set[str]:
    """Return what does not stand in ticks on a page."""
    return set(wanted) - set(spans(page(name)))


@pytest.mark.parametrize("block", BRANDS, ids=where)
def test_a_brand_file_in_the_docs_can_be_applied(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "brand.toml"
    file.write_text(block.text, encoding="utf-8")
    assert read_brand_file(file)


@pytest.mark.parametrize("block", SETTINGS, ids=where)
def test_settings_in_the_docs_are_settings(block: Block) -> None:
    settings.parse(tomllib.loads(block.text))


@pytest.mark.parametrize("record", POSTS)
def test_a_post_in_the_docs_is_one(record: dict[str, Any]) -> None:
    assert to_post(record, now=LATER).id == record["id"]


def test_there_are_examples_of_everything() -> None:
    assert all([BRANDS, SETTINGS, POSTS, CSV, READ_AS, EXAMPLES, REFUSED])


@pytest.mark.parametrize("block", CSV, ids=where)
def test_a_csv_file_in_the_docs_is_one(block: Block) -> None:
    lines = len(block.text.splitlines())
    found = list(read_csv(BytesIO(block.text.encode()), now=LATER))
    assert len(found) == lines - 1
    assert all(isinstance(each, Post) for each in found)


def test_the_complete_brand_file_is_complete() -> None:
    block = next(each for each in BRANDS if each.where.startswith("docs/brands.md"))
    complete = set(keys(tomllib.loads(block.text)))
    account = names(Account) - {"since", "until"}
    calendar = {*names(Calendar) - {"week"}, *WEEKDAYS}
    wanted = names(Brand, Alerts, Person) | account | calendar | set(FIGURES)
    assert wanted - complete == set()
    assert missing(wanted, "brands.md") == set()


def test_the_promises_called_defaults_are_the_defaults(tmp_path: Path) -> None:
    (text,) = [each.text for each in BRANDS if 'name = "Defaults"' in each.text]
    file = tmp_path / "brand.toml"
    file.write_text(text, encoding="utf-8")
    (brand,) = read_brand_file(file)
    assert brand.sla == Sla.DEFAULT
    assert brand.alerts == Alerts()


def test_every_field_of_a_post_is_explained() -> None:
    assert missing([*FIELDS, *AUTHOR_FIELDS, *COLUMNS], "posts.md") == set()


READ_AS = table(section("queries.md", "What binds first"), "written | read as")
EXAMPLES = table(section("queries.md", "Ten examples"), "query | finds | leaves")
REFUSED = table(section("queries.md", "What is refused"), "query | what would be right")


@pytest.mark.parametrize(("written", "read"), READ_AS)
def test_a_query_is_read_as_the_docs_say(written: str, read: str) -> None:
    assert str(parse(bare(written))) == bare(read)


@pytest.mark.parametrize(("query", "finds", "leaves"), EXAMPLES)
def test_a_query_finds_and_leaves_what_the_docs_say(
    query: str, finds: str, leaves: str
) -> None:
    matcher = Matcher([bare(query)])
    assert matcher.hits(_said(finds)) == (0,)
    assert matcher.hits(_said(leaves)) == ()


def _said(cell: str) -> Post:
    """Make the post that a cell such as “Hello” (lang en) speaks of."""
    found = SAID.fullmatch(cell)
    assert found, cell
    text, what, value = found.groups()
    post = a_post("1", "10:00", text=text)
    if what == "lang":
        return replace(post, lang=value)
    if what == "from":
        return replace(post, author=Author(id="77", handle=value))
    return replace(post, url=f"https://{value}/1") if what else post


@pytest.mark.parametrize(("query", "_right"), REFUSED)
def test_a_query_that_the_docs_call_refused_is(query: str, _right: str) -> None:
    with pytest.raises(ConfigError):
        parse(bare(query))


def test_there_are_ten_examples_and_the_limits_of_a_query() -> None:
    assert len(EXAMPLES) == 10
    assert f"{LENGTH_LIMIT:,} characters and {DEPTH_LIMIT} br" in page("queries.md")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the reports say of the example in the docs, by their names."""
    folder = tmp_path_factory.mktemp("docs")
    by_kind = {each.kind: each for each in blocks(ROOT / "docs" / "reply-times.md")}
    (folder / "brand.toml").write_text(by_kind["toml"].text, encoding="utf-8")
    (folder / "posts.jsonl").write_text(by_kind["jsonl"].text, encoding="utf-8")
    config = folder / "earshot.toml"
    config.write_text(VADER, encoding="utf-8")
    store = ("--config", str(config), "--store", f"sqlite:///{folder / 'earshot.db'}")
    assert earshot(*store, "apply", str(folder / "brand.toml")).code == 0
    assert earshot(*store, "import", str(folder / "posts.jsonl"), "--live").code == 0
    asked = {
        "reply-times": ("--rows", "--by", "network"),
        "queue": ("--as-of", "2026-02-02T12:00:00Z"),
        "volume": (),
    }
    reports: dict[str, Any] = {"expected": json.loads(by_kind["json"].text)}
    for about, words in asked.items():
        said = earshot(*store, "report", about, *words, "--format", "json")
        reports[about] = json.loads(said.out)
    return reports


def test_the_example_of_a_reply_time_comes_out_as_the_docs_say(
    told: dict[str, Any],
) -> None:
    (row,) = told["reply-times"]["rows"]
    assert {name: row[name] for name in told["expected"]} == told["expected"]


def test_every_key_of_the_reports_is_explained(told: dict[str, Any]) -> None:
    found = {
        each
        for about in ("reply-times", "queue", "volume")
        for each in keys(told[about])
    }
    assert {"collector_lag_s", "waited_s", "complaints"} <= found
    assert missing(found, "reply-times.md") == set()


def test_the_median_made_by_hand_is_the_median() -> None:
    text = section("reply-times.md", "The figures")
    waits = re.findall(
        r"^\| (\d+) min \| (answered|still open) \|$", text, re.MULTILINE
    )
    found = speed(
        Wait(
            seconds=60 * int(minutes),
            business_seconds=0,
            answered=outcome == "answered",
        )
        for minutes, outcome in waits
    )
    assert found.turns == 5
    assert found.p90_s is None
    assert found.median_s
    assert found.median_of_answered_s
    assert f"**{found.median_s // 60} min**" in text
    assert f"**{found.median_of_answered_s // 60} min**" in text
    assert f"**{found.within[3600]:.0%}**".replace("%", " %") in text


def test_judgements_in_the_docs_are_what_the_engine_says(tmp_path: Path) -> None:
    given, answers = (each for each in JSON if each.where.startswith("docs/judging"))
    file = tmp_path / "texts.jsonl"
    file.write_text(given.text, encoding="utf-8")
    said = earshot("judge", str(file))
    assert said.code == 3
    found = [json.loads(line) for line in said.out.splitlines()]
    assert found == list(objects(answers))
    assert missing({*found[0], "chunked"}, "judging.md") == set()


def test_every_flag_topic_and_engine_is_named() -> None:
    told = {*CRITICAL_FLAGS, QUESTION, *flags.LISTS, *topics.LISTS, *ENGINES}
    assert missing(told, "judging.md") == set()


def test_every_secret_is_named() -> None:
    secrets = {f"EARSHOT_{each.upper()}" for each in names(settings.Secrets)}
    assert missing({*secrets, "EARSHOT_STORE_URL"}, "settings.md") == set()


def test_every_setting_is_explained() -> None:
    kinds = {
        "store": settings.Store,
        "dashboard": settings.Dashboard,
        "engine": settings.Engine,
        "judging": settings.Judging,
        "login": settings.Login,
        "mail": settings.Mail,
    }
    told = {f"{table}.{key}" for table, kind in kinds.items() for key in names(kind)}
    renamed = {each.replace("mail.sender", "mail.from") for each in told}
    assert missing(renamed, "settings.md") == set()


def test_every_network_has_its_table_with_every_key() -> None:
    (text,) = [each.text for each in SETTINGS if "[networks.rss]" in each.text]
    written = tomllib.loads(text)["networks"]
    assert written.keys() == names(Networks)
    read = settings.parse({"networks": written}).networks
    for name, keys_of_it in written.items():
        assert keys_of_it.keys() == names(getattr(read, name))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links(path):
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_stands_in_the_index() -> None:
    listed = links(ROOT / "docs" / "README.md")
    assert {each.name for each in GUIDE} - {"README.md"} <= set(listed)


def test_the_readme_begins_with_the_two_commands() -> None:
    first = next(each for each in blocks(README) if "make" in each.text)
    commands = [line.partition("#")[0].strip() for line in first.text.splitlines()]
    assert {"make run", "make test"} <= set(commands)
