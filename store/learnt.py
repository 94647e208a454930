"""What people's words taught about an engine's score, brand by brand. Only added to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.learnt import Learnt
from domain.post import PostKey
from store.sql import ask, batch, insert, spelling
from store.types import known_instant

COLUMNS = (
    "brand_id", "number", "since", "engine", "version", "a", "b", "threshold",
    "recall", "labels", "positives", "precision", "low", "high", "undoes",
)  # fmt: skip
_NAMES = tuple(f'"{name}"' for name in COLUMNS)  # "precision" is a word of SQL

MOST_LABELS = 20_000
"""Labels that are learnt from at most; the newest teach."""


class Told(NamedTuple):
    """A post that a person may have spoken of, and what the engine made of it.

    ``complaint`` is the word that was handed over with it, if there was one.
    """

    key: PostKey
    score: float
    complaint: bool | None
    written_at: datetime


def load(session: Session) -> Mapping[int, tuple[Learnt, ...]]:
    """Return all that was learnt, oldest first, by brand's number."""
    found: dict[int, tuple[Learnt, ...]] = {}
    sql = f"SELECT {', '.join(_NAMES)} FROM learnt ORDER BY brand_id, number"
    for brand_id, number, since, *rest in ask(session, sql):
        names = COLUMNS[3:]
        told: dict[str, Any] = dict(zip(names, rest, strict=True))
        each = Learnt(number=number, since=known_instant(since), **told)
        found[brand_id] = (*found.get(brand_id, ()), each)
    return found


def add(session: Session, brand_id: int, learnt: Learnt) -> None:
    """Add what was learnt."""
    how = spelling(session)
    row = (
        brand_id,
        learnt.number,
        how.instant(learnt.since),
        *(getattr(learnt, name) for name in COLUMNS[3:]),
    )
    batch(session, insert("learnt", _NAMES, how), [row])


def spoken_of(
    session: Session, brand_id: int, *, engine: str, version: str
) -> list[Told]:
    """Return the brand's posts that a person may have judged, the newest first.

    Only those with a judgement of this engine and version, of what they say now.
    """
    how = spelling(session)
    rows = ask(session, _spoken_of_sql(how.mark), *(brand_id, engine, version) * 2)
    rows.sort(key=lambda row: (known_instant(row[4]), row[0], row[1]), reverse=True)
    return [
        Told(
            PostKey(network, post_id),
            score,
            None if complaint is None else bool(complaint),
            known_instant(written_at),
        )
        for network, post_id, score, complaint, written_at in rows[:MOST_LABELS]
    ]


def _spoken_of_sql(mark: str) -> str:
    told = (
        "SELECT p.network, p.id, j.complaint, p.complaint AS said,"
        " COALESCE(p.edited_at, p.posted_at) AS written_at FROM {} "
        " JOIN judgements j ON j.network = p.network AND j.post_id = p.id"
        " AND j.hash = p.hash"
    )
    handed = told.format(
        "posts p JOIN mentions m ON m.network = p.network AND m.post_id = p.id"
    )
    judged = told.format(
        "events e JOIN posts p ON p.network = e.network AND p.id = e.post_id"
    )
    by = f" AND j.engine = {mark} AND j.version = {mark} AND p.state = 'live'"
    return (
        f"{handed} WHERE p.complaint IS NOT NULL AND m.brand_id = {mark}{by}"
        f" UNION {judged} WHERE e.kind = 'judged' AND e.brand_id = {mark}{by}"
    )
