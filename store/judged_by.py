"""Posts that another engine judged than the one that would judge them now.

A post whose words are gone stays as it was judged: nobody can read it any more.
"""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from domain.post import PostKey
from store.posts import COLUMNS, StoredPost, read_post
from store.sql import Spelling, ask, spelling

_READABLE = "(p.state = 'live' OR p.text <> '')"
_JOINED = "judgements j ON j.network = p.network AND j.post_id = p.id"


class Wanted(NamedTuple):
    """Which posts are asked for: those not judged by this engine of this version.

    ``brand_id`` takes its mentions only, ``since`` what was posted from then on.
    """

    engine: str
    version: str
    brand_id: int | None = None
    since: datetime | None = None


class OtherwiseJudged(NamedTuple):
    """A post, whether it was judged at all, and in which language, if any was seen."""

    stored: StoredPost
    judged: bool
    lang: str | None


def count(session: Session, wanted: Wanted) -> int:
    """Count the posts that were judged otherwise, be it as they once stood."""
    how = spelling(session)
    where, values = _where(wanted, how)
    sql = f"SELECT COUNT(*) FROM posts p JOIN {_JOINED} WHERE {where}"
    return int(ask(session, sql, *values)[0][0])


def page(
    session: Session, wanted: Wanted, *, after: PostKey, limit: int
) -> list[OtherwiseJudged]:
    """Return the next posts behind ``after`` that were judged otherwise, or never.

    The brands' own posts, which nobody judges, are among them.
    """
    how = spelling(session)
    where, values = _where(wanted, how)
    sql = (
        f"SELECT {', '.join(f'p.{each}' for each in COLUMNS)},"
        f" j.engine IS NOT NULL, j.lang FROM posts p LEFT JOIN {_JOINED}"
        f" WHERE (p.network, p.id) > ({how.mark}, {how.mark}) AND {where}"
        f" ORDER BY p.network, p.id LIMIT {how.mark}"
    )
    rows = ask(session, sql, *after, *values, limit)
    size = len(COLUMNS)
    return [
        OtherwiseJudged(read_post(row), bool(row[size]), row[size + 1]) for row in rows
    ]


class Other(NamedTuple):
    """An engine that is not the one asked for, and how many posts it judged."""

    engine: str
    version: str
    posts: int


def others(session: Session, engine: str, version: str) -> list[Other]:
    """Return who judged posts as they stand now, but for this engine; most first."""
    how = spelling(session)
    sql = (
        f"SELECT j.engine, j.version, COUNT(*) FROM posts p JOIN {_JOINED}"
        f" WHERE {_by_others('j.engine', 'j.version', how.mark)} AND {_READABLE}"
        " GROUP BY j.engine, j.version ORDER BY COUNT(*) DESC, 1, 2"
    )
    return [Other(*row) for row in ask(session, sql, engine, version)]


def _by_others(engine: str, version: str, mark: str) -> str:
    return f"({engine} IS NULL OR {engine} <> {mark} OR {version} <> {mark})"


def _where(wanted: Wanted, how: Spelling) -> tuple[str, list[object]]:
    mark = how.mark
    now = _by_others("j.engine", "j.version", mark)
    once = (
        "p.edited_at IS NOT NULL AND EXISTS (SELECT 1 FROM versions v"
        " WHERE v.network = p.network AND v.id = p.id AND v.text <> ''"
        f" AND {_by_others('v.judged_engine', 'v.judged_version', mark)})"
    )
    parts = [f"({now} OR ({once}))", _READABLE]
    values: list[object] = [wanted.engine, wanted.version] * 2
    if wanted.since is not None:
        parts.append(f"p.posted_at >= {mark}")
        values.append(how.instant(wanted.since))
    if wanted.brand_id is not None:
        parts.append(
            f"EXISTS (SELECT 1 FROM mentions m WHERE m.brand_id = {mark}"
            " AND m.network = p.network AND m.post_id = p.id)"
        )
        values.append(wanted.brand_id)
    return " AND ".join(parts), values
