"""The engine ``linear``: one small trained model, by numpy alone.

It looks at words and runs of letters, needs no language, and gives probabilities. The
same model file gives the same judgement on every machine, in batches of any size, of
which a text on its own is the quickest to judge; only a text that its budget leaves no
time for is called unscored.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from domain.judgement import FLAGS, QUESTION, TOPICS, Judgement, Sentiment
from sentiment import Engine, Text
from sentiment.asking import asking, likely, marked
from sentiment.grams import hashed
from sentiment.heads import (
    COMPLAINT,
    NEEDS_REPLY,
    NEGATIVE,
    POSITIVE,
    Chances,
    Heads,
)
from sentiment.language import FEWEST
from sentiment.model_file import read
from sentiment.parts import WHOLE, joined, spans
from sentiment.priority import priority
from sentiment.said import CLEAR, NOTHING, Said, said_of
from sentiment.telling import telling, written
from sentiment.unscored import unscored

NAME = "linear"
MODEL = Path(__file__).parent / "models" / "linear.earshot"

TOGETHER, LETTERS = 256, 40_000
"""Texts, and characters, that go through one step: its arrays fit the caches."""

POOR_RATING = 3
"""A review with this many stars or fewer needs a reply."""

_MOODS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_PRESSING = [
    tuple(each for at, each in enumerate(FLAGS) if code >> at & 1)
    for code in range(1 << len(FLAGS))
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Seconds of CPU that a batch may take: some for it, and some for each text."""

    batch: float = 0.2
    text: float = 0.01
    clock: Callable[[], float] = time.thread_time


class _Piece(NamedTuple):
    """Texts of one step, in parts; ``counts`` says how many parts each has."""

    texts: Sequence[Text]
    parts: list[str]
    counts: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Judges by the heads of a model. Without ``with_compound`` VADER is not asked."""

    heads: Heads
    version: str
    with_compound: bool = True
    budget: Budget = field(default_factory=Budget)
    name: str = NAME

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Return one judgement a text, in the same order."""
        clock = self.budget.clock
        end = clock() + self.budget.batch + self.budget.text * len(texts)
        if len(texts) == 1 and len(texts[0].text) <= WHOLE:
            [text] = texts
            said = said_of(text.text, self.heads)
            if said is not None:
                return [self._judgement(text, said, _question(text.text))]
        judged: list[Judgement] = []
        for piece in _pieces(texts):
            if clock() > end:
                break
            judged += self._judged(piece)
        left = texts[len(judged) :]
        return judged + [
            unscored(each, engine=self.name, version=self.version) for each in left
        ]

    def _judged(self, piece: _Piece) -> Iterator[Judgement]:
        found = hashed(piece.parts, self.heads.folding)
        weighed = self.heads.weigh(found)
        chances = self.heads.chances(weighed)
        counts = np.array(piece.counts)
        tokens = found.word_to[0] - found.word_from[0]
        words = np.bincount(found.token_text[found.wordlike], minlength=len(tokens))
        asks = likely(found)
        if len(piece.parts) > len(piece.texts):
            chances = joined(chances, list(map(len, piece.parts)), counts)
            starts = np.cumsum(counts) - counts
            tokens, words = (np.add.reduceat(each, starts) for each in (tokens, words))
            asks = asks[starts] | (counts > 1)
        moods = _moods(chances.moods)
        columns = np.where(tokens > 0, _columns(chances, moods), -1)
        asked = telling(found, weighed, np.repeat(columns, counts))
        because = _because(piece, asked)
        said = zip(
            tokens.tolist(),
            words.tolist(),
            moods.tolist(),
            chances.moods.tolist(),
            chances.complaint.tolist(),
            chances.needs_reply.tolist(),
            (chances.flags @ (1 << np.arange(len(FLAGS)))).tolist(),
            chances.topics.argmax(axis=1).tolist(),
            chances.languages.argmax(axis=1).tolist(),
            (chances.languages.max(axis=1) >= CLEAR).tolist(),
            because,
            strict=True,
        )
        questions = [
            _question(each.text) if may_ask or marked(each.text) else ()
            for each, may_ask in zip(piece.texts, asks.tolist(), strict=True)
        ]
        return map(self._judgement, piece.texts, map(Said._make, said), questions)

    def _judgement(
        self, text: Text, said: Said, question: tuple[str, ...]
    ) -> Judgement:
        if not said.tokens:
            said = NOTHING
        needs_reply = max(said.needs_reply, said.complaint)
        if text.rating is not None and text.rating <= POOR_RATING:
            needs_reply = 1.0
        flags = _PRESSING[said.pressing] + question
        lang = text.lang
        if lang is None and said.clear and said.words >= FEWEST:
            lang = self.heads.languages[said.language]
        negative, neutral, positive = said.moods
        return Judgement(
            lang=lang,
            sentiment=_MOODS[said.mood],
            compound=_compound(text.text) if self.with_compound else 0.0,
            p_negative=negative,
            p_neutral=neutral,
            p_positive=positive,
            complaint=said.complaint,
            needs_reply=needs_reply,
            priority=priority(
                sentiment=_MOODS[said.mood],
                negativity=negative,
                complaint=said.complaint,
                needs_reply=needs_reply,
                flags=flags,
                rating=text.rating,
            ),
            flags=flags,
            topic=TOPICS[said.topic] if said.tokens else None,
            because=said.because,
            engine=self.name,
            version=self.version,
            chunked=len(text.text) > WHOLE,
        )


def build() -> Engine:
    """Map the model that comes with Earshot and return the engine.

    Raises ConfigError when the file is missing or is no model of this kind.
    """
    return of(MODEL)


def of(path: Path, *, with_compound: bool = True) -> Linear:
    """Return the engine with the model of this file; raises as ``build`` does."""
    model = read(path)
    return Linear(
        heads=Heads.of(model), version=model.version, with_compound=with_compound
    )


def _pieces(texts: Sequence[Text]) -> Iterator[_Piece]:
    """Yield the texts in steps of bounded size; the parts of one stay together."""
    start, piece, letters = 0, _Piece((), [], []), 0
    for at, text in enumerate(texts):
        if at - start >= TOGETHER or letters >= LETTERS:
            yield piece._replace(texts=texts[start:at])
            start, piece, letters = at, _Piece((), [], []), 0
        cuts = spans(text.text)
        piece.parts.extend(text.text[begin:end] for begin, end in cuts)
        piece.counts.append(len(cuts))
        letters += cuts[-1][1]
    if start < len(texts):
        yield piece._replace(texts=texts[start:])


def _moods(moods: Any) -> Any:
    """Return the likeliest mood of each text; at a tie it is neutral."""
    likeliest = moods.argmax(axis=1)
    return np.where(moods[:, 1] >= moods.max(axis=1), 1, likeliest)


def _columns(chances: Chances, moods: Any) -> Any:
    """Return the head that decided each judgement, -1 where nothing stood out."""
    by_mood = np.array([NEGATIVE, -1, POSITIVE])[moods]
    quiet = np.where(chances.needs_reply >= 0.5, NEEDS_REPLY, -1)
    decided = np.where(by_mood < 0, quiet, by_mood)
    return np.where(chances.complaint >= 0.5, COMPLAINT, decided)


def _because(piece: _Piece, asked: tuple[Any, Any, Any]) -> list[tuple[str, ...]]:
    """Return the telling words of each text, as they stand in it."""
    of_part: list[int] = np.repeat(np.arange(len(piece.texts)), piece.counts).tolist()
    words: list[list[str]] = [[] for _ in piece.texts]
    for part, start, end in zip(*(each.tolist() for each in asked), strict=True):
        words[of_part[part]].append(piece.parts[part][start:end])
    return list(map(written, words))


def _question(text: str) -> tuple[str, ...]:
    return (QUESTION,) if asking(text) else ()


def _compound(text: str) -> float:
    from sentiment.vader import means, measured

    return means(measured(text)).compound
