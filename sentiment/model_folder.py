"""The folder of an exported model: three files, read only when their digest is right.

What was checked is what is run: the files are read once, and nothing beside them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from domain.errors import ConfigError
from sentiment import Model

FILES = ("config.json", "model.onnx", "tokenizer.json")
"""In the order in which the digest is made: that of the files one after the other."""

LABELS = ("negative", "neutral", "positive")

INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
"""What the model may want to be fed."""

BESIDE = "session.model_external_initializers_file_folder_path"
"""Where the library looks for more files of a model."""

_KEY = "judging.model_folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A model that is ready. ``places`` are the columns of ``LABELS`` in its answer."""

    session: Any
    tokenizer: Any
    inputs: Sequence[str]
    places: list[int]

    def run(self, fed: Mapping[str, Any], options: Any) -> Any:
        """Return the answer, a row a text; None when ``options`` ended it early.

        Raises RuntimeError where the model cannot run on what it is fed.
        """
        given = {name: fed[name] for name in self.inputs}
        try:
            return self.session.run(None, given, options)[0]
        except _faults() as error:
            if options.terminate:
                return None
            raise RuntimeError(type(error).__name__) from None  # its words may tell


def opened(model: Model, *, tokens: int) -> Opened:
    """Read, check and open a model that reads so many tokens. Raises ConfigError."""
    onnxruntime, tokenizers = _packages()
    files = _read(model)
    config = _config(files["config.json"])
    tokenizer = _tokenizer(tokenizers, files["tokenizer.json"], config, tokens)
    session = _session(onnxruntime, files["model.onnx"])
    inputs = [each.name for each in session.get_inputs()]
    if not INPUTS.issuperset(inputs):
        _refuse("model.onnx", f"the inputs {inputs}", f"of {sorted(INPUTS)} alone")
    return Opened(
        session=session, tokenizer=tokenizer, inputs=inputs, places=_places(config)
    )


def _packages() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        wanted = 'its extra: pip install -e ".[transformer]"'
        raise ConfigError(
            f"judging.engine: found 'transformer', wanted {wanted}"
        ) from error
    return onnxruntime, tokenizers


def _read(model: Model) -> dict[str, bytes]:
    """Read the three files. Their digest is that of one after the other."""
    files, digest = {}, hashlib.sha256()
    for name in FILES:
        try:
            files[name] = (model.folder / name).read_bytes()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            wanted = "an exported model, see docs/transformer.md"
            raise ConfigError(
                f"{_KEY}: {model.folder / name}: found {reason}, wanted {wanted}"
            ) from error
        digest.update(files[name])
    if digest.hexdigest() != model.sha256:
        raise ConfigError.at(
            "judging.model_sha256",
            found=model.sha256,
            wanted=f"that of the files in {model.folder}, {digest.hexdigest()}, if"
            " these are the ones you trust",
        )
    return files


def _config(given: bytes) -> Mapping[str, Any]:
    try:
        config = json.loads(given)
    except (ValueError, RecursionError):
        config = None
    if not isinstance(config, dict):
        _refuse("config.json", "no JSON object", "the one that was exported")
    return config


def _places(config: Mapping[str, Any]) -> list[int]:
    """Say in which columns of the answer the three moods stand."""
    named = config.get("id2label")
    labels = named if isinstance(named, dict) else {}
    columns = {str(label).lower(): place for place, label in labels.items()}
    if columns.keys() != set(LABELS) or labels.keys() != {"0", "1", "2"}:
        _refuse("config.json", f"id2label {labels}", f"one for each of {LABELS}")
    return [int(columns[each]) for each in LABELS]


def _tokenizer(
    tokenizers: Any, given: bytes, config: Mapping[str, Any], tokens: int
) -> Any:
    try:
        tokenizer = tokenizers.Tokenizer.from_buffer(given)
    except ValueError as error:
        _refuse("tokenizer.json", "no tokenizer", "the one of the model", error)
    pad = config.get("pad_token_id") or 0
    token = tokenizer.id_to_token(pad)
    if token is None:
        _refuse("config.json", f"pad_token_id {pad!r}", "one that tokenizer.json has")
    tokenizer.enable_truncation(tokens)
    tokenizer.enable_padding(pad_id=pad, pad_token=token)
    return tokenizer


def _session(onnxruntime: Any, given: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the same sums everywhere; rescore takes cores
    options.log_severity_level = 3
    cpu = ["CPUExecutionProvider"]
    # A model may name files with more of its numbers: the digest would not cover them,
    # and the library would look for them wherever we were started.
    with TemporaryDirectory() as nothing:
        options.add_session_config_entry(BESIDE, nothing)
        try:
            return onnxruntime.InferenceSession(given, options, providers=cpu)
        except _faults() as error:
            wanted = "an export to ONNX, whole in this file"
            _refuse("model.onnx", "no model that runs", wanted, error)


def _faults() -> tuple[type[Exception], ...]:
    """Return all that the library raises; it has no class that they share."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (
        state.EPFail, state.Fail, state.InvalidArgument, state.InvalidGraph,
        state.InvalidProtobuf, state.NoModel, state.NotImplemented,
        state.RuntimeException, ValueError,
    )  # fmt: skip


def _refuse(
    name: str, found: str, wanted: str, error: Exception | None = None
) -> NoReturn:
    told = f"{_KEY}: {name}: found {found[:200]}, wanted {wanted}"
    raise ConfigError(told) from error
