"""Learns from people's words from where on an engine's score is a complaint.

What was learnt governs posts written after it: nothing that was judged is judged anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.judging import Judging
from domain.learnt import Learnt, calibrated, standing
from sentiment import Engine
from sentiment.learnt import fit
from services.labels import Found, Labels, labels_of
from store import Session, Store, brands, learnt
from store.brands import StoredBrand

LEAST, LEAST_OF_EACH = 50, 10
"""So many labels are needed, and so many of complaints and of others."""

NEWS = 10
"""So many labels more than last time are worth another look."""

EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What labels teach; ``learnt`` is None when that is nothing, ``why`` says why.

    ``before`` and ``after`` are what is found among the labels by what held so far,
    and by what was learnt.
    """

    labels: int
    positives: int
    before: Found
    after: Found | None = None
    learnt: Learnt | None = None
    why: str = ""


def lesson(
    session: Session, brand: StoredBrand, *, engine: Engine, now: datetime
) -> Lesson:
    """Return what the words of the brand's people teach about this engine now.

    Nothing is kept.
    """
    labels = labels_of(session, brand, engine=engine)
    before = Found.by(_answers(brand, labels, engine, now), labels.complaints)
    few = Lesson(labels=labels.number, positives=labels.positives, before=before)
    if why := _too_few(labels):
        return _without(few, why)
    if not set(labels.scores) - {0.0, 1.0}:
        return _without(few, f"{engine.name} says yes or no, and nothing between")
    judging: Judging = brand.record.judging
    fitted = fit(labels.scores, labels.complaints, recall=judging.recall / 100)
    if fitted is None:
        return _without(
            few, f"the score of {engine.name} does not rise with complaints"
        )
    chances = [calibrated(each, fitted.a, fitted.b) for each in labels.scores]
    after = Found.by([each >= fitted.threshold for each in chances], labels.complaints)
    taught = Learnt(
        number=len(brand.record.learnt) + 1,
        since=now,
        engine=engine.name,
        version=engine.version,
        a=fitted.a,
        b=fitted.b,
        threshold=fitted.threshold,
        recall=judging.recall,
        labels=few.labels,
        positives=few.positives,
        precision=after.precision,
        low=after.low,
        high=after.high,
    )
    return Lesson(
        labels=few.labels,
        positives=few.positives,
        before=before,
        after=after,
        learnt=taught,
    )


def learn(store: Store, name: str, *, engine: Engine, now: datetime) -> Lesson:
    """Learn for one brand, and keep what was learnt, if anything. Raises StoreError."""
    with store.begin() as session:
        (brand,) = brands.load(session, name)
        taught = lesson(session, brand, engine=engine, now=now)
        if taught.learnt is not None:
            learnt.add(session, brand.id, taught.learnt)
    return taught


def learn_due(store: Store, *, engine: Engine, now: datetime) -> list[str]:
    """Learn for the brands that have enough new labels; return their names.

    At most once a day, and not right after somebody took a lesson back.
    """
    with store.reading() as session:
        due = [
            each.record.name
            for each in brands.load(session)
            if _is_due(session, each, engine=engine, now=now)
        ]
    return [each for each in due if learn(store, each, engine=engine, now=now).learnt]


def unlearn(store: Store, name: str, *, now: datetime) -> Learnt | None:
    """Go back to what held before the last lesson; None when there is nothing to undo.

    Returns the lesson that was taken back. It, too, governs only what comes.
    """
    with store.begin() as session:
        (brand,) = brands.load(session, name)
        every = brand.record.learnt
        kept = standing(every)
        if not kept:
            return None
        last = kept[-1]
        same = [
            each
            for each in kept[:-1]
            if (each.engine, each.version) == (last.engine, last.version)
        ]
        learnt.add(session, brand.id, _again(same, last, len(every) + 1, now))
    return last


def _too_few(labels: Labels) -> str:
    number, positives = labels.number, labels.positives
    if number < LEAST:
        return f"found {number} labels, wanted {LEAST}"
    rest = number - positives
    if min(positives, rest) < LEAST_OF_EACH:
        found = f"{positives} complaints and {rest} others"
        return f"found {found}, wanted {LEAST_OF_EACH} of each"
    return ""


def _without(few: Lesson, why: str) -> Lesson:
    return Lesson(
        labels=few.labels, positives=few.positives, before=few.before, why=why
    )


def _answers(
    brand: StoredBrand, labels: Labels, engine: Engine, now: datetime
) -> list[bool]:
    """Return what is said of the scores by what holds now."""
    held = brand.record.learnt_at(now, engine=engine.name, version=engine.version)
    half = held or Learnt(
        number=0, since=now, engine=engine.name, version=engine.version
    )
    return [half.finds(each) for each in labels.scores]


def _is_due(
    session: Session, brand: StoredBrand, *, engine: Engine, now: datetime
) -> bool:
    every = brand.record.learnt
    last = every[-1] if every else None
    if last is not None and now - last.since < EVERY:
        return False
    number = labels_of(session, brand, engine=engine).number
    return number >= LEAST and number >= NEWS + max(
        (
            each.labels
            for each in every
            if (each.engine, each.version) == (engine.name, engine.version)
        ),
        default=0,
    )


def _again(
    before: Sequence[Learnt], last: Learnt, number: int, now: datetime
) -> Learnt:
    """Return what held before a lesson: the one before it, or the engine's word."""
    held = (
        before[-1]
        if before
        else Learnt(number=0, since=now, engine=last.engine, version=last.version)
    )
    return replace(held, number=number, since=now, undoes=last.number)
