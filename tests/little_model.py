"""A tiny model in a folder, exported the way real ones are: three files and a digest.

It knows three words. What it says of a text is the sum of what they weigh.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from onnx import GraphProto, TensorProto, checker, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from sentiment import Model
from sentiment.model_folder import FILES

WORDS = {"<pad>": 0, "<unk>": 1, "awful": 2, "lovely": 3, "plain": 4}
SAYS = np.array(
    [[0, 0, 0], [0, 0, 0], [0, 4, 0], [0, 0, 4], [3, 0, 0]], dtype=np.float32
)
"""A row a word; columns as in ``LABELS``."""

LABELS = {"0": "neutral", "1": "NEGATIVE", "2": "Positive"}


def little_model(folder: Path, **changed: bytes) -> Model:
    """Write the files of a model; ``changed`` are others for some, by stem."""
    folder.mkdir(exist_ok=True)
    files = {"config": config(), "model": model(), "tokenizer": tokenizer()} | changed
    for name in FILES:
        (folder / name).write_bytes(files[name.partition(".")[0]])
    return Model(folder=folder, sha256=digest(folder))


def digest(folder: Path) -> str:
    """Return what ``cat config.json model.onnx tokenizer.json | sha256sum`` says."""
    whole = b"".join((folder / name).read_bytes() for name in FILES)
    return hashlib.sha256(whole).hexdigest()


def config(labels: Mapping[str, str] = LABELS, **more: object) -> bytes:
    return json.dumps({"id2label": labels, "pad_token_id": 0, **more}).encode()


def tokenizer() -> bytes:
    made = Tokenizer(WordLevel(WORDS, unk_token="<unk>"))  # noqa: S106 - no password
    made.pre_tokenizer = WhitespaceSplit()
    return made.to_str().encode()


def model(*, endless: bool = False, wants: str = "attention_mask") -> bytes:
    """Sum up the rows of a text's words; ``endless`` first counts for a long time."""
    nodes = [
        helper.make_node("Gather", ["says", "input_ids"], ["rows"]),
        helper.make_node("Cast", [wants], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["masks"]),
        helper.make_node("Mul", ["rows", "masks"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "words"], ["sum"], keepdims=0),
    ]
    weights = [
        numpy_helper.from_array(SAYS, "says"),
        numpy_helper.from_array(np.array([2], np.int64), "last"),
        numpy_helper.from_array(np.array([1], np.int64), "words"),
        numpy_helper.from_array(np.array(2**62, np.int64), "times"),
        numpy_helper.from_array(np.array(1, np.bool_), "on"),
        numpy_helper.from_array(np.array(0, np.float32), "zero"),
    ]
    if endless:
        nodes.append(
            helper.make_node("Loop", ["times", "on", "zero"], ["lost"], body=_again())
        )
        nodes.append(helper.make_node("Add", ["sum", "lost"], ["logits"]))
    else:
        nodes.append(helper.make_node("Identity", ["sum"], ["logits"]))
    shape = ["texts", "tokens"]
    graph = helper.make_graph(
        nodes,
        "little",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in ("input_ids", wants)
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", 3])],
        weights,
    )
    made = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    checker.check_model(made)
    data: bytes = made.SerializeToString()
    return data


def _again() -> GraphProto:
    """A step of a loop that changes nothing."""
    scalar = helper.make_tensor_value_info
    return helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["goes"]),
            helper.make_node("Abs", ["x"], ["y"]),
        ],
        "again",
        [
            scalar("turn", TensorProto.INT64, []),
            scalar("go", TensorProto.BOOL, []),
            scalar("x", TensorProto.FLOAT, []),
        ],
        [scalar("goes", TensorProto.BOOL, []), scalar("y", TensorProto.FLOAT, [])],
    )
