"""The engine ``transformer``: a second opinion on moods by an exported ONNX model.

It gives the mood alone. Whether a text complains or needs a reply, its flags, topic and
priority are the first engine's. The model lies in a folder of the owner's and is never
fetched from anywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Timer
from typing import Any

import numpy as np

from domain.errors import ConfigError
from domain.judgement import Judgement, Sentiment
from sentiment import ENGINES, Engine, Model, Text, engine
from sentiment.model_folder import Opened, opened
from sentiment.unscored import unscored

TOKENS = 128
"""Tokens of a text that are read; a post rarely has more."""

CHARACTERS = 4_000
"""Characters of a text that are cut into tokens at all."""

BATCH = 32
"""Texts that go through the model together, of about the same length."""

PATIENCE = 30.0
"""Seconds after which a batch is given up and its texts wait for a person."""

Shares = tuple[float, float, float]
"""How negative, neutral and positive a text is; they add up to 1."""

CALM: Shares = (0.0, 1.0, 0.0)
"""Of a text without a word, which no model was made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformer:
    """Judges moods by the model, and everything else by ``first``."""

    version: str
    first: Engine
    model: Opened
    patience: float = PATIENCE
    name: str = "transformer"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Return one judgement a text, in the same order."""
        moods: dict[int, Shares | None] = dict.fromkeys(range(len(texts)), CALM)
        worded = [number for number, each in enumerate(texts) if each.text.strip()]
        worded.sort(key=lambda each: len(texts[each].text))
        for start in range(0, len(worded), BATCH):
            some = worded[start : start + BATCH]
            moods.update(zip(some, self._moods([texts[n] for n in some]), strict=True))
        return [
            self._judgement(text, found, moods[number])
            for number, (text, found) in enumerate(
                zip(texts, self.first.judge(texts), strict=True)
            )
        ]

    def _moods(self, texts: Sequence[Text]) -> list[Shares | None]:
        """Return how each text feels; None for all when the time is over."""
        read = [_readable(each.text) for each in texts]
        tokens = self.model.tokenizer.encode_batch(read)
        fed = {
            "input_ids": np.array([each.ids for each in tokens], np.int64),
            "attention_mask": np.array(
                [each.attention_mask for each in tokens], np.int64
            ),
            "token_type_ids": np.array([each.type_ids for each in tokens], np.int64),
        }
        with _within(self.patience) as options:
            scores = self.model.run(fed, options)
        if scores is None:
            return [None] * len(texts)
        return [_shares(row) for row in _softmax(scores)[:, self.model.places]]

    def _judgement(
        self, text: Text, found: Judgement, shares: Shares | None
    ) -> Judgement:
        if shares is None:
            return unscored(text, engine=self.name, version=self.version)
        negative, neutral, positive = shares
        return replace(
            found,
            sentiment=MOODS[shares.index(max(shares))],
            p_negative=negative,
            p_neutral=neutral,
            p_positive=positive,
            engine=self.name,
            version=self.version,
        )


MOODS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
"""In the order of the shares; of equal ones the graver is taken."""


def build(model: Model | None) -> Engine:
    """Open the model and return the engine.

    Raises ConfigError when there is none, a file is missing or not as its digest says,
    or the packages of the extra are not installed.
    """
    if model is None:
        wanted = "judging.model_folder and judging.model_sha256 in the settings"
        raise ConfigError.at("engine", found="transformer", wanted=wanted)
    found = opened(model, tokens=TOKENS)
    first = engine("linear" if "linear" in ENGINES else "vader")
    version = f"{model.sha256[:12]} {first.name} {first.version}"
    return Transformer(version=version, first=first, model=found)


def _readable(text: str) -> str:
    """Return what is read of a text, half characters replaced: the library stumbles."""
    return text[:CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _softmax(scores: Any) -> Any:
    risen = np.exp(scores - scores.max(axis=1, keepdims=True))
    return risen / risen.sum(axis=1, keepdims=True)


def _shares(row: Any) -> Shares:
    negative, neutral, positive = row.tolist()
    return negative, neutral, positive


@contextmanager
def _within(seconds: float) -> Iterator[Any]:
    """Give options of a run that is ended from outside after so many seconds."""
    from onnxruntime import RunOptions

    options = RunOptions()
    alarm = Timer(seconds, setattr, (options, "terminate", True))
    alarm.daemon = True
    alarm.start()
    try:
        yield options
    finally:
        alarm.cancel()
