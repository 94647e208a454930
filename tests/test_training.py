"""Learning a model from few texts: the same bytes, a file the engine reads, a card."""

import json
import re
from pathlib import Path

import pytest

from domain.errors import ConfigError
from sentiment import Text, linear
from sentiment.model_file import check
from sentiment.model_file import read as read_model
from sentiment.training.card import write_card
from sentiment.training.make import make
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


def test_a_source_can_be_left_out(few: Path, tmp_path: Path) -> None:
    (tmp_path / "others.jsonl").write_text(
        '{"text": "nice", "sentiment": "positive"}\n'
    )
    both = read([few / "train", tmp_path])
    assert set(both) == {"own", "others"}
    assert set(read([few / "train", tmp_path], without={"own"})) == {"others"}


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
