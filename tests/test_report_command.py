"""``earshot report`` in a terminal: what it says beside the figures."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.coverage import SpanState
from domain.source import Family, Stream
from services.days import fill
from store import Store, brands, coverage
from tests.desk import NOW, keep, open_acme
from tests.made import a_post, at, ours
from tests.terminal import earshot

REDDIT = Stream(network="reddit", family=Family.SEARCH, query="acme")
FIRST = "  first reply: median 3 h 30 min over all, nine in ten within not reached"


class Shop:
    """Acme with one answered late, one who waits, and a source that was blind."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'earshot.db'}"
        self.store = Store(self.url)

    def say(self, *words: str) -> str:
        said = earshot("--store", self.url, "report", *words)
        assert (said.code, said.err) == (0, "")
        return said.out

    def json(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--format", "json"))


@pytest.fixture
def shop(sqlite_store: Store, tmp_path: Path) -> Shop:
    """A store in a file, as a person has it."""
    open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", seen="10:12", complaint=True),
            ours("2", "13:30", reply_to="1"),
            a_post("3", "14:00", "bea", seen="15:01", complaint=True),
        ],
    )
    with sqlite_store.begin() as session:
        coverage.failed(
            session,
            "reddit",
            REDDIT.id,
            SpanState.RATE_LIMITED,
            "rate_limited",
            since=at("14:05"),
            now=at("14:40"),
        )
    return Shop(tmp_path)


def test_the_report_says_all_that_stands_beside_the_figures(shop: Shop) -> None:
    said = shop.say("reply-times", "--as-of", "2026-03-25T15:00:00Z").splitlines()
    assert said == [
        "Acme, as of 2026-03-25 15:00 UTC",
        "  2 cases, 2 turns: 1 answered, 1 waiting, 0 void",
        f"{FIRST} (median of the answered 3 h 30 min)",
        "  in open hours: median 3 h 30 min over all, nine in ten within not reached",
        "  answered within 1 h 0% of 2, 4 h 50% of 2, 24 h 50% of 2",
        "  complaints answered: 50% of 2 that were due",
        "  SLA: 0% met (0 met, 1 late, 0 overdue, 0 running, 0 waived)",
        "    first reply: 0% met (0 met, 1 late, 0 overdue, 0 running, 0 waived)",
        "    substantive: 100% met (1 met, 0 late, 0 overdue, 0 running, 0 waived)",
        "    resolution: - met (0 met, 0 late, 0 overdue, 1 running, 0 waived)",
        "  0 reopened, 0 lapsed, 0 withdrawn, 1 found late",
        "  Partly blind: Reddit Tue 24 Mar, 14:05\u201314:40 (rate limited)",
    ]


def test_blind_time_stands_in_json_and_beside_the_volume(shop: Shop) -> None:
    span = {
        "network": "reddit",
        "query": "search:acme",
        "from": "2026-03-24T14:05:00Z",
        "to": "2026-03-24T14:40:00Z",
        "reason": "rate_limited",
    }
    for about in ("reply-times", "volume"):
        told = shop.json(about)
        assert (told["blind_s"], told["blind"]) == (2_100, [span])
    assert list(shop.json("volume")) == ["rows", "blind_s", "blind"]
    assert "Partly blind: Reddit" in shop.say("volume")
    early = ("--to", "2026-03-24T14:00:00Z")
    for about in ("reply-times", "volume"):
        assert "blind" not in shop.say(about, *early)
    assert shop.json("reply-times", *early)["blind"] == []


def test_hours_of_the_week_are_groups(shop: Shop) -> None:
    told = shop.json("reply-times", "--by", "hour")
    assert [each["hour"] for each in told["groups"]] == ["Tue 10", "Tue 14"]
    assert "\nTue 10\n" in shop.say("reply-times", "--by", "hour")


def test_topics_in_every_format(shop: Shop) -> None:
    asked = ("topics", "--from", "2026-03-24T12:00:00Z", "--to", "2026-03-24T15:00:00Z")
    row = {
        "topic": "delivery",
        "posts": 1,
        "complaints": 1,
        "before": 1,
        "change": 0,
    }
    assert shop.json(*asked) == {"rows": [row]}
    assert shop.say(*asked, "--format", "csv").splitlines() == [
        "topic,posts,complaints,before,change",
        "delivery,1,1,1,0",
    ]
    assert shop.say(*asked).splitlines()[0] == "Acme"
    later = ("topics", "--from", "2026-03-25T00:00:00Z", "--to", "2026-03-25T01:00:00Z")
    assert "Nothing was said." in shop.say(*later)


def test_the_report_is_the_same_once_days_are_laid_out(shop: Shop) -> None:
    asked = [
        ("reply-times", "--by", by) for by in ("day", "week", "hour", "person", "topic")
    ]
    before = [_without_now(shop.json(*each)) for each in asked]
    with shop.store.reading() as session:
        (brand,) = brands.load(session)
    assert fill(shop.store, brand, now=NOW) > 0
    assert [_without_now(shop.json(*each)) for each in asked] == before


def _without_now(told: Any) -> Any:
    return {name: each for name, each in told.items() if name != "as_of"}
