"""Learns the model of engine ``linear`` from labelled texts, to the byte by its seed.

Each head learns by itself. Letting those of complaint and of needing a reply hear what
the head of sentiment says was tried and does harm: on the texts it learned from that
head knows too much.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sentiment.folding import Folding
from sentiment.training.heads import (
    PACE,
    Pace,
    balanced,
    halves,
    one_of,
    yes_or_no,
)
from sentiment.training.sources import Labelled, Source
from sentiment.training.space import Folded, Space, counted
from sentiment.training.vectors import vectors

BACKGROUND, BACKGROUND_WEIGHT = 6_000, 0.1
"""Texts of no shop at all that teach what is no complaint, and what each weighs."""

QUESTIONS = 1_500
"""Questions to a bank that teach what needs a reply; more would drown the shops."""

HELD_OUT = 10
"""Every so many-th text is kept back for calibration."""

Tell = Callable[[str], None]
Sources = Mapping[str, Sequence[Labelled]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The heads, over the columns of ``space``: a row each, their offsets last."""

    space: Space
    sentiment: Any
    complaint: Any
    needs_reply: Any

    def folded(self) -> tuple[Folded, Any]:
        """Return what n-grams are worth, and the offsets, for the four columns.

        They are negative and positive, both against neutral, complaint, needs reply.
        """
        negative, neutral, positive = self.sentiment
        heads = (negative - neutral, positive - neutral)
        rows = np.array([*heads, self.complaint, self.needs_reply])
        return self.space.folded(rows[:, :-1]), rows[:, -1]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts that teach one head, with what each is and weighs."""

    texts: tuple[Labelled, ...]
    labels: Any
    weights: Any


def learn(
    sources: Sources,
    about: Mapping[str, Source],
    folding: Folding,
    *,
    seed: int = 0,
    pace: Pace = PACE,
    tell: Tell = lambda _: None,
) -> Learnt:
    """Learn all heads from ``sources``; ``tell`` hears how far it is."""
    every = [each for texts in sources.values() for each in texts]
    tell(f"{len(every):,} texts of {len(sources)} sources: what words mean")
    meant = vectors([each.text for each in every], folding, seed=seed)
    mood = _sentiment(every, about)
    tell(f"{len(mood.texts):,} texts for sentiment")
    told = counted([each.text for each in mood.texts], folding)
    space = Space.of(told, meant)
    heads = one_of(
        space.rows(told), mood.labels, mood.weights, kinds=3, pace=pace.sentiment
    )
    found = Learnt(space=space, sentiment=heads, complaint=None, needs_reply=None)
    for name, lesson in _lessons(sources, about, seed).items():
        tell(f"{len(lesson.texts):,} texts for {name}")
        rows = space.rows(counted([each.text for each in lesson.texts], folding))
        head = yes_or_no(rows, lesson.labels, lesson.weights, pace=pace.yes_or_no)
        found = replace(found, **{name: head})
    return found


def _sentiment(every: Sequence[Labelled], about: Mapping[str, Source]) -> Lesson:
    texts = tuple(each for each in every if each.sentiment is not None)
    labels = np.array([each.sentiment for each in texts])
    names = [each.source for each in texts]
    scale = {name: source.weight for name, source in about.items()}
    return Lesson(texts, labels, balanced(labels, names, kinds=3, scale=scale))


def _lessons(
    sources: Sources, about: Mapping[str, Source], seed: int
) -> dict[str, Lesson]:
    every = [each for texts in sources.values() for each in texts]
    chance = np.random.default_rng(seed)
    chatter = [
        replace(each, complaint=False, needs_reply=False)
        for name, texts in sources.items()
        if name in about and about[name].background
        for each in texts
        if each.complaint is None
    ]
    some = _some(chatter, BACKGROUND, chance)
    asked = [each for each in every if each.complaint is None and each.needs_reply]
    complaint = [each for each in every if each.complaint is not None]
    needs = [
        each
        for each in every
        if each.needs_reply is not None and each.complaint is not None
    ]
    if all(each.needs_reply for each in [*needs, *some]):
        needs = complaint  # nobody says what needs none: what is no complaint, then
    asked = _some(asked, QUESTIONS, chance)
    light = len(some)
    return {
        "complaint": _lesson([*complaint, *some], "complaint", about, light=light),
        "needs_reply": _lesson(
            [*needs, *asked, *some], "needs_reply", about, light=light
        ),
    }


def _some(texts: list[Labelled], most: int, chance: Any) -> list[Labelled]:
    if len(texts) <= most:
        return texts
    return [texts[each] for each in sorted(chance.permutation(len(texts))[:most])]


def _lesson(
    texts: Sequence[Labelled], name: str, about: Mapping[str, Source], *, light: int
) -> Lesson:
    """Make a lesson of which the last ``light`` texts are background."""
    labels = np.array([bool(getattr(each, name)) for each in texts])
    scale = {source: each.complaint_weight for source, each in about.items()}
    weights = np.array([scale.get(each.source, 1.0) for each in texts])
    weights[len(texts) - light :] = BACKGROUND_WEIGHT
    return Lesson(tuple(texts), labels, halves(labels, weights))
