"""What edited posts said before and say now, each version with what was made of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.post import Post, PostKey
from domain.thread import Made, Version
from store.posts import by_network
from store.sql import Spelling, ask, batch, run, spelling, upsert
from store.types import known_instant, read_instant

COLUMNS = (
    "network", "id", "hash", "text", "posted_at", "edited_at", "lang", "rating",
    "seen_at", "complaint", "needs_reply", "judged_complaint", "judged_needs_reply",
    "judged_question", "judged_unsure", "judged_score", "judged_engine",
    "judged_version",
)  # fmt: skip


class StoredVersion(NamedTuple):
    """One version of a post, named by the hash of its content.

    ``seen_at`` is None in what older releases wrote.
    """

    key: PostKey
    hash: str
    text: str
    posted_at: datetime
    edited_at: datetime | None
    lang: str | None
    rating: int | None
    seen_at: datetime | None
    complaint: bool | None
    needs_reply: bool | None
    made: Made | None

    @property
    def written_at(self) -> datetime:
        """When this version was written."""
        return self.edited_at or self.posted_at


def version(post: Post, named: str, made: Made | None = None) -> StoredVersion:
    """Return what is kept of a post as one of its versions."""
    return StoredVersion(
        post.key, named, post.text, post.posted_at, post.edited_at, post.lang,
        post.rating, post.seen_at, post.complaint, post.needs_reply, made,
    )  # fmt: skip


def merged(one: StoredVersion, other: StoredVersion) -> StoredVersion:
    """Make one of two records of the same version."""
    seen = [each.seen_at for each in (one, other) if each.seen_at is not None]
    return one._replace(
        text=one.text or other.text,
        seen_at=min(seen, default=None),
        complaint=most(one.complaint, other.complaint),
        needs_reply=most(one.needs_reply, other.needs_reply),
        made=one.made or other.made,
    )


def load(
    session: Session, keys: Iterable[PostKey]
) -> Mapping[PostKey, list[StoredVersion]]:
    """Return the versions of those of the posts that have any, in no order."""
    how = spelling(session)
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM versions"
        f" WHERE network = {how.mark} AND id {how.among}"
    )
    found: dict[PostKey, list[StoredVersion]] = {}
    for network, ids in by_network(keys).items():
        for row in ask(session, sql, network, how.values(ids)):
            each = _read(row)
            found.setdefault(each.key, []).append(each)
    return found


def save(session: Session, versions: Iterable[StoredVersion]) -> None:
    """Write versions in place of what was kept of the same ones."""
    how = spelling(session)
    statement = upsert("versions", COLUMNS, key=("network", "id", "hash"), how=how)
    batch(session, statement, [_row(each, how) for each in versions])


def forget_words(session: Session, keys: Iterable[PostKey]) -> None:
    """Forget what deleted posts said; when they said it stays."""
    how = spelling(session)
    for network, ids in by_network(keys).items():
        run(
            session,
            f"UPDATE versions SET text = '' WHERE network = {how.mark}"
            f" AND id {how.among}",
            network,
            how.values(ids),
        )


def told(post: Post, stored: Iterable[StoredVersion]) -> tuple[Version, ...]:
    """Return the versions of an edited post, oldest first; none when it has but one.

    Of several records of one time the one counts that would win, and a person's word in
    any of them.
    """
    at_once: dict[datetime, list[StoredVersion]] = {}
    for each in stored:
        if each.written_at <= post.written_at:
            at_once.setdefault(each.written_at, []).append(each)
    if not any(moment < post.written_at for moment in at_once):
        return ()
    if post.written_at not in at_once:  # an older release kept no row of what stands
        at_once[post.written_at] = [version(post, "")]
    return tuple(_told(at_once[moment], post) for moment in sorted(at_once))


def _told(records: list[StoredVersion], post: Post) -> Version:
    best = max(
        records, key=lambda each: (each.made is not None, each.text != "", each.hash)
    )
    standing = best.written_at == post.written_at
    return Version(
        written_at=best.written_at,
        seen_at=min((each.seen_at for each in records if each.seen_at is not None),
                    default=post.seen_at),
        text=post.text if standing else best.text,
        rating=post.rating if standing else best.rating,
        complaint=most(*(each.complaint for each in records)),
        needs_reply=most(*(each.needs_reply for each in records)),
        made=best.made,
    )  # fmt: skip


def most(*words: bool | None) -> bool | None:
    """Return yes if any says so, else no if any says so, else that nobody said."""
    return max((each for each in words if each is not None), default=None)


def _read(row: Any) -> StoredVersion:
    (
        network, native_id, named, text, posted_at, edited_at, lang, rating, seen_at,
        complaint, needs_reply, *judged,
    ) = row  # fmt: skip
    return StoredVersion(
        PostKey(network, native_id),
        named,
        text,
        known_instant(posted_at),
        read_instant(edited_at),
        lang,
        rating,
        read_instant(seen_at),
        _flag(complaint),
        _flag(needs_reply),
        _made(judged),
    )


def _made(judged: Sequence[Any]) -> Made | None:
    complaint, wants_reply, question, unsure, score, engine, version = judged
    if complaint is None:
        return None
    return Made(
        complaint=bool(complaint),
        wants_reply=bool(wants_reply),
        question=bool(question),
        unsure=bool(unsure),
        score=score,
        engine=engine or "",
        version=version or "",
    )


def _row(each: StoredVersion, how: Spelling) -> tuple[object, ...]:
    made = each.made
    return (
        *each.key,
        each.hash,
        each.text,
        how.instant(each.posted_at),
        how.instant(each.edited_at),
        each.lang,
        each.rating,
        how.instant(each.seen_at),
        each.complaint,
        each.needs_reply,
        made and made.complaint,
        made and made.wants_reply,
        made and made.question,
        made and made.unsure,
        made and made.score,
        made and made.engine,
        made and made.version,
    )


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)
