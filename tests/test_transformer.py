"""The second opinion: a model from a folder is checked, run, and never trusted blindly.

The model is tiny and made here; the code that loads and runs it is the real one.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from onnx import ModelProto
from onnx.external_data_helper import set_external_data

from domain.errors import ConfigError
from domain.judgement import UNSCORED, Sentiment
from sentiment import ENGINES, Model, Text, engine
from sentiment.transformer import BATCH, TOKENS, Transformer, build
from tests.little_model import WORDS, config, digest, little_model, model, tokenizer
from tests.terminal import earshot

KEYS = "judging.model_folder and judging.model_sha256"
FIRST = "linear" if "linear" in ENGINES else "vader"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return little_model(tmp_path_factory.mktemp("mood"))


@pytest.fixture(scope="module")
def second(there: Model) -> Transformer:
    built = build(there)
    assert isinstance(built, Transformer)
    return built


def test_the_mood_is_the_models_and_the_rest_the_first_engines(
    second: Transformer,
) -> None:
    text = Text("awful refund, where is it?", "en", 2)
    (found,) = second.judge([text])
    (first,) = engine(FIRST).judge([text])
    assert found.sentiment is Sentiment.NEGATIVE
    shares = (found.p_negative, found.p_neutral, found.p_positive)
    assert shares == pytest.approx((0.9647, 0.0177, 0.0177), abs=1e-4)
    moods = {
        name: getattr(first, name)
        for name in (
            "sentiment", "p_negative", "p_neutral", "p_positive", "engine", "version",
        )
    }  # fmt: skip
    assert replace(found, **moods) == first
    assert found.engine == "transformer"


def test_texts_of_all_lengths_are_judged_in_their_order(second: Transformer) -> None:
    words = ("awful", "plain", "lovely")
    texts = [
        Text(" ".join([words[number % 3], *["so"] * (number * 7 % 50)]))
        for number in range(2 * BATCH + 3)
    ]
    moods = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
    found = second.judge(texts)
    assert [each.sentiment for each in found] == [
        moods[number % 3] for number in range(len(texts))
    ]
    one_by_one = [second.judge([each])[0] for each in texts]
    assert found == one_by_one
    assert second.judge([]) == []


def test_only_the_beginning_of_a_long_text_is_read(second: Transformer) -> None:
    long = [Text(f"{'so ' * (TOKENS - room)}awful") for room in (1, 0)]
    assert [each.sentiment for each in second.judge(long)] == [
        Sentiment.NEGATIVE,
        second.judge([Text("so")])[0].sentiment,
    ]


def test_what_takes_too_long_waits_for_a_person(tmp_path: Path) -> None:
    slow = build(little_model(tmp_path, model=model(endless=True)))
    assert isinstance(slow, Transformer)
    (found,) = replace(slow, patience=0.1).judge([Text("awful", "en")])
    assert found.flags == (UNSCORED,)
    assert (found.complaint, found.needs_reply, found.unsure) == (0.5, 0.5, True)
    assert (found.engine, found.version) == ("transformer", slow.version)


def test_the_version_names_the_files_and_the_first_engine(
    second: Transformer, there: Model
) -> None:
    first = engine(FIRST)
    wanted = f"{there.sha256[:12]} {first.name} {first.version}"
    assert second.version == wanted


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param(
            {"config": b"{"},
            "config.json: found no JSON object, wanted the one that was exported",
            id="no configuration",
        ),
        pytest.param(
            {"config": config({"0": "LABEL_0", "1": "LABEL_1"})},
            "config.json: found id2label {'0': 'LABEL_0', '1': 'LABEL_1'}, wanted one"
            " for each of ('negative', 'neutral', 'positive')",
            id="labels without a meaning",
        ),
        pytest.param(
            {"config": config({"0": "negative", "1": "neutral", "5": "positive"})},
            "config.json: found id2label {'0': 'negative', '1': 'neutral',"
            " '5': 'positive'}, wanted one for each of"
            " ('negative', 'neutral', 'positive')",
            id="a label outside the answer",
        ),
        pytest.param(
            {"config": config({"a": "negative", "1": "neutral", "2": "positive"})},
            "config.json: found id2label {'a': 'negative', '1': 'neutral',"
            " '2': 'positive'}, wanted one for each of"
            " ('negative', 'neutral', 'positive')",
            id="a label that is no number",
        ),
        pytest.param(
            {"config": config(pad_token_id=len(WORDS))},
            "config.json: found pad_token_id 5, wanted one that tokenizer.json has",
            id="nothing to fill up with",
        ),
        pytest.param(
            {"tokenizer": tokenizer()[:-9]},
            "tokenizer.json: found no tokenizer, wanted the one of the model",
            id="half a tokenizer",
        ),
        pytest.param(
            {"model": b"MZ"},
            "model.onnx: found no model that runs, wanted an export to ONNX, whole in"
            " this file",
            id="no model",
        ),
        pytest.param(
            {"model": model(wants="pixels")},
            "model.onnx: found the inputs ['input_ids', 'pixels'], wanted of"
            " ['attention_mask', 'input_ids', 'token_type_ids'] alone",
            id="a model of something else",
        ),
    ],
)
def test_a_file_that_is_wrong_is_named(
    tmp_path: Path, changed: dict[str, bytes], says: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        build(little_model(tmp_path, **changed))
    assert str(caught.value) == f"judging.model_folder: {says}"


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_package_that_is_not_installed_is_asked_for(
    there: Model, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    says = (
        "judging.engine: found 'transformer', wanted its extra:"
        ' pip install -e ".[transformer]"'
    )
    with pytest.raises(ConfigError) as caught:
        build(there)
    assert str(caught.value) == says


def test_a_model_that_leans_on_another_file_is_refused_wherever_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ModelProto.FromString(model())
    numbers = whole.graph.initializer[0]
    (tmp_path / "more").write_bytes(numbers.raw_data)
    set_external_data(numbers, "more", 0, len(numbers.raw_data))
    numbers.ClearField("raw_data")
    leaning = little_model(tmp_path, model=whole.SerializeToString())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="found no model that runs, wanted an export"):
        build(leaning)


@pytest.mark.parametrize("name", ["config.json", "model.onnx", "tokenizer.json"])
def test_no_file_is_read_that_is_not_as_its_digest_says(
    tmp_path: Path, name: str
) -> None:
    trusted = little_model(tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b" ")
    wanted = (
        f"^judging.model_sha256: found '{trusted.sha256}', wanted that of the files in"
        f" {tmp_path}, {digest(tmp_path)}, if these are the ones you trust$"
    )
    with pytest.raises(ConfigError, match=wanted):
        build(trusted)
    (tmp_path / name).unlink()
    missing = f"{name}: found no such file or directory, wanted an exported model, see"
    with pytest.raises(ConfigError, match=missing):
        build(trusted)


def test_the_command_judges_by_it_when_the_settings_say_where_it_is(
    there: Model, tmp_path: Path
) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        '{"id": "1", "text": "awful \\ud800 \\u0000 \\u202e", "lang": "en"}\n'
        '{"id": "2", "text": "", "lang": "en"}\n'
    )
    chosen = tmp_path / "chosen.toml"
    place = f"model_folder = '{there.folder}'\nmodel_sha256 = '{there.sha256.upper()}'"
    chosen.write_text(f"[judging]\nengine = 'transformer'\n{place}\n")
    said = earshot("--config", str(chosen), "judge", str(texts))
    assert (said.code, said.err) == (0, "")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [(each["engine"], each["sentiment"]) for each in found] == [
        ("transformer", "negative"),
        ("transformer", "neutral"),
    ]
    beside = ("judge", str(texts), "--engine")
    assert earshot("--config", str(chosen), *beside, "vader").code == 0
    refused = earshot(*beside, "transformer")
    assert (refused.code, refused.err) == (
        2,
        f"earshot: engine: found 'transformer', wanted {KEYS} in the settings\n",
    )
    chosen.write_text(f"[judging]\nengine = 'transformer'\n{place[:-8]}0000000'\n")
    store = f"sqlite:///{tmp_path / 'earshot.db'}"
    unwell = earshot("--config", str(chosen), "--store", store, "doctor")
    assert "UNWELL  judging.model_sha256: found" in unwell.out
