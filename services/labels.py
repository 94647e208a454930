"""What people said of posts that an engine scored: what there is to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.event import Event, EventKind
from domain.post import PostKey
from response.interval import wilson
from response.marks import said
from sentiment import Engine
from store import Session, events, learnt
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True)
class Labels:
    """An engine's scores, and whether people called the same posts complaints."""

    scores: Sequence[float]
    complaints: Sequence[bool]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.scores)

    @property
    def positives(self) -> int:
        """How many of them are complaints."""
        return sum(self.complaints)


@dataclass(frozen=True, slots=True)
class Found:
    """What answers find among labels. ``recall`` is None without any complaint.

    ``precision`` lies from ``low`` to ``high``, 19 times out of 20; all three are None
    when nothing is found.
    """

    recall: float | None
    precision: float | None
    low: float | None
    high: float | None

    @classmethod
    def by(cls, answers: Sequence[bool], complaints: Sequence[bool]) -> "Found":
        """Set answers beside what people said of the same posts."""
        right = sum(map(all, zip(answers, complaints, strict=True)))
        named, every = sum(answers), sum(complaints)
        low, high = wilson(right, named) if named else (None, None)
        return cls(
            recall=right / every if every else None,
            precision=right / named if named else None,
            low=low,
            high=high,
        )


def labels_of(session: Session, brand: StoredBrand, *, engine: Engine) -> Labels:
    """Return the posts that people spoke of, as this engine scores them.

    A word about a text that was changed since says nothing of what the engine read.
    """
    told = learnt.spoken_of(
        session, brand.id, engine=engine.name, version=engine.version
    )
    deeds = events.load(session, [each.key for each in told])
    judged: dict[PostKey, list[Event]] = {}
    for event in deeds.get(brand.record.name, ()):
        if event.kind is EventKind.JUDGED:
            judged.setdefault(event.about, []).append(event)
    scores: list[float] = []
    complaints: list[bool] = []
    for each in told:
        mine = [e for e in judged.get(each.key, ()) if e.at >= each.written_at]
        word = said(sorted(mine, key=_when)).get("complaint", each.complaint)
        if isinstance(word, bool):
            scores.append(each.score)
            complaints.append(word)
    return Labels(scores, complaints)


def _when(event: Event) -> datetime:
    return event.at
