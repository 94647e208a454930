"""Learning a model from few texts: the same bytes, a file the engine reads, a card."""

import json
import re
from pathlib import Path

import pytest

from app.commands.train import train
from domain.errors import ConfigError
from sentiment import Text, linear
from sentiment.model_file import check
from sentiment.model_file import read as read_model
from sentiment.training.card import write_card
from sentiment.training.make import make, version_of
from sentiment.training.sources import CORPUS_PARTS, known, read

pytestmark = pytest.mark.xdist_group("training")

CORPUS = Path(__file__).parents[1] / "sentiment" / "corpus"
FEW = 130


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of a few hundred posts."""
    root = tmp_path_factory.mktemp("few") / "corpus"
    for part in CORPUS_PARTS:
        (root / part).mkdir(parents=True)
        lines = (CORPUS / part / "en.jsonl").read_text(encoding="utf-8").splitlines()
        few_lines = "\n".join(lines[:: max(1, len(lines) // FEW)])
        (root / part / "en.jsonl").write_text(few_lines, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def model(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "linear.earshot"
    make(path, read([few / "train"]), known())
    return path


def test_the_same_texts_and_seed_give_the_same_bytes(
    few: Path, model: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    make(again, read([few / "train"]), known())
    assert again.read_bytes() == model.read_bytes()


def test_the_engine_reads_what_was_learned(model: Path) -> None:
    check(read_model(model))
    late, praise = linear.of(model).judge(
        [
            Text("My parcel never came and nobody answers, I want a refund", "en"),
            Text("Lovely staff, best coffee in town, thank you!", "en"),
        ]
    )
    assert late.complaint > praise.complaint
    assert late.engine == "linear"


def test_the_card_names_sources_terms_and_figures(
    few: Path, model: Path, tmp_path: Path
) -> None:
    card = tmp_path / "card.md"
    checks = read([few / "test", few / "hard"], use="check")
    write_card(card, model=model, checks=checks, about=known(), without=["umsab_train"])
    told = card.read_text(encoding="utf-8")
    assert "written for this project" in told
    assert "sources left out: umsab_train" in told
    assert read_model(model).digest in told
    assert re.search(r"\| own hard en \| \d+ \| complaint \| AUC \| \d+\.\d \|", told)


def test_whatever_judges_otherwise_has_another_version(model: Path) -> None:
    read_back = read_model(model)
    heads, arrays = dict(read_back.heads), dict(read_back.arrays)
    assert version_of(heads, arrays) == read_back.version
    other = version_of(heads, arrays | {"bias": arrays["bias"] + 1})
    third = version_of(heads | {"complaint": {"a": 1.0, "b": 0.0}}, arrays)
    assert len({read_back.version, other, third}) == 3


def test_a_file_is_a_source_and_our_own_are_one(few: Path, tmp_path: Path) -> None:
    (tmp_path / "others.jsonl").write_text(
        '{"text": "nice", "sentiment": "positive"}\n'
    )
    assert set(read([few / "train", tmp_path])) == {"own", "others"}


def test_a_source_that_is_not_there_cannot_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "others.jsonl").write_text('{"text": "nice"}\n')
    says = "--without: found 'other', wanted one of others, own"
    with pytest.raises(ConfigError, match=re.escape(says)):
        train([tmp_path], without=["other"], out=tmp_path / "a", card=tmp_path / "b")


def test_a_model_can_be_made_without_our_own_corpus(tmp_path: Path) -> None:
    words = {"negative": "broken", "neutral": "a chair", "positive": "lovely"}
    lines = [
        {"text": f"{word} {n}", "sentiment": mood, "complaint": mood == "negative"}
        for n in range(10)
        for mood, word in words.items()
    ]
    (tmp_path / "few.jsonl").write_text("\n".join(map(json.dumps, lines)))
    path = tmp_path / "model.earshot"
    make(path, read([tmp_path]), known())
    found = linear.of(path).judge([Text("broken 3"), Text("lovely 3")])
    assert [each.is_complaint for each in found] == [True, False]
    assert found[0].flags == ()


def test_what_nothing_teaches_is_said(tmp_path: Path) -> None:
    lines = [{"text": each, "sentiment": each} for each in ("negative", "neutral")]
    (tmp_path / "few.jsonl").write_text("\n".join(map(json.dumps, lines)))
    says = "sentiment: found 2, wanted texts of 3 kinds at least"
    with pytest.raises(ConfigError, match=says):
        train([tmp_path], without=["own"], out=tmp_path / "a", card=tmp_path / "b")


def test_what_is_for_checking_is_never_learned_from(few: Path, tmp_path: Path) -> None:
    (tmp_path / "umsab_val.jsonl").write_text(
        '{"text": "so", "sentiment": "neutral"}\n'
    )
    assert set(read([few / "train", few / "hard", tmp_path])) == {"own"}
    checks = read([few / "train", few / "hard", tmp_path], use="check")
    assert set(checks) == {"own hard", "umsab_val"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("nothing", "bad.jsonl: line 2", id="no JSON"),
        pytest.param('{"sentiment": "negative"}', "bad.jsonl: line 2", id="no text"),
        pytest.param(
            json.dumps({"text": "a", "topic": "weather"}),
            "bad.jsonl: line 2: topic: found 'weather', wanted one of delivery",
            id="no topic of ours",
        ),
        pytest.param(
            json.dumps({"text": "a", "sentiment": "bad"}),
            "bad.jsonl: line 2: sentiment: found 'bad', wanted one of negative",
            id="no sentiment of ours",
        ),
        pytest.param(
            json.dumps({"text": "a", "complaint": "no"}),
            "bad.jsonl: line 2: complaint: found 'no', wanted 0 or 1",
            id="neither yes nor no",
        ),
    ],
)
def test_a_bad_line_is_said_with_its_place(
    tmp_path: Path, line: str, says: str
) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "good"}\n' + line + "\n")
    with pytest.raises(ConfigError, match=re.escape(says)):
        read([tmp_path])


def test_a_folder_without_texts_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a folder of labelled texts"):
        read([tmp_path])
