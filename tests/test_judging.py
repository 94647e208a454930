"""One text of a batch never decides over the others, whatever a stranger made of it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.hostile import texts
from domain.errors import FAILURES, ConfigError
from domain.judgement import UNSCORED, Judgement, Sentiment
from sentiment import ENGINES, OF_A_FOLDER, Text, engine
from services.ingest import ingest
from services.judging import judge
from services.watch import watched
from store import Store, judgements
from tests.desk import open_acme
from tests.made import a_judgement, a_post
from tests.terminal import earshot

HOSTILE = texts(1_000_000)
CALM = Text("It came on Monday", "en")


@dataclass(frozen=True)
class Touchy:
    """An engine that cannot bear one word."""

    error: type[Exception] = ValueError
    name: str = "touchy"
    version: str = "1"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        for each in texts:
            if "kettle" in each.text:
                raise self.error(each.text)
        return engine("vader").judge(texts)


@pytest.mark.parametrize("name", [each for each in ENGINES if each not in OF_A_FOLDER])
def test_every_hostile_text_is_answered_in_its_place(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    given = {f"{place} {n}": each for place, each in HOSTILE.items() for n in range(2)}
    lines = [json.dumps({"id": key, "text": each}) for key, each in given.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    said = earshot("judge", str(file), "--engine", name)
    assert (said.code, said.err) == (0, "")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [each["id"] for each in found] == list(given)
    for each in found:
        assert 0 <= each["complaint"] <= 1
        assert each["engine"] == name


@pytest.mark.parametrize("error", FAILURES)
def test_a_text_that_breaks_the_engine_is_unscored_and_the_others_are_not(
    error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    batch = [CALM, Text("my kettle", "de", 1), Text("a KETTLE"), CALM]
    with caplog.at_level(logging.WARNING):
        calm, broken, other, last = judge(Touchy(error), batch)
    assert calm == last == engine("vader").judge([CALM])[0]
    assert other.engine == "vader"
    assert (broken.flags, broken.lang) == ((UNSCORED,), "de")
    assert (broken.complaint, broken.needs_reply, broken.unsure) == (0.5, 0.5, True)
    assert (broken.engine, broken.version) == ("touchy", "1")
    assert broken.sentiment is Sentiment.NEUTRAL
    assert broken.priority > calm.priority
    told = f"1 of 4 texts are unscored: {error.__name__}"
    assert [each.getMessage() for each in caplog.records] == [told]


def test_a_model_that_cannot_be_loaded_is_no_text_that_breaks_it() -> None:
    with pytest.raises(ConfigError):
        judge(Touchy(ConfigError), [Text("kettle")])


def test_a_page_with_a_text_that_breaks_the_engine_is_kept_whole(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    page = [a_post("1", "10:00", text="acme kettle"), a_post("2", "11:00")]
    ingest(sqlite_store, page, watches=watched(sqlite_store), engine=Touchy())
    with sqlite_store.reading() as session:
        found = judgements.load(session, [each.key for each in page])
    flags = [found[each.key].judgement.flags for each in page]
    assert flags[0] == (UNSCORED,)
    assert UNSCORED not in flags[1]


@pytest.mark.parametrize(
    ("needs_reply", "flags", "unsure"),
    [
        (0.1, (), False),
        (0.4, (), True),
        (0.6, (), True),
        (0.7, (), False),
        (0.1, ("safety",), True),
        (0.1, ("churn",), False),
        (0.55, ("legal",), False),
        (0.9, ("press",), False),
        (0.0, ("unscored",), True),
    ],
)
def test_what_presses_is_looked_at_by_somebody(
    needs_reply: float, flags: tuple[str, ...], unsure: bool
) -> None:
    made = a_judgement(complaint=0.0, needs_reply=needs_reply, flags=flags)
    assert made.unsure is unsure
