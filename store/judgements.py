"""What engines made of posts: one judgement a post, of the version it names."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.judgement import Judgement, Sentiment
from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, batch, run, spelling, upsert

COLUMNS = (
    "network", "post_id", "hash", "lang", "sentiment", "compound", "p_negative",
    "p_neutral", "p_positive", "complaint", "needs_reply", "priority", "flags",
    "topic", "because", "engine", "version", "chunked",
)  # fmt: skip


_SENTIMENTS = {each.value: each for each in Sentiment}


class StoredJudgement(NamedTuple):
    """A judgement of the version of a post whose content has this hash."""

    key: PostKey
    hash: str
    judgement: Judgement


def save(session: Session, judged: Iterable[StoredJudgement]) -> None:
    """Write judgements in place of earlier ones of the same posts."""
    how = spelling(session)
    key = ("network", "post_id")
    statement = upsert("judgements", COLUMNS, key=key, how=how)
    batch(session, statement, [_to_row(each) for each in judged])


def load(session: Session, keys: Iterable[PostKey]) -> dict[PostKey, StoredJudgement]:
    """Return the judgements of those of the posts that were judged."""
    how = spelling(session)
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM judgements"
        f" WHERE network = {how.mark} AND post_id {how.among}"
    )
    found = (
        read_judgement(row)
        for network, ids in by_network(keys).items()
        for row in ask(session, sql, network, how.values(ids))
    )
    return {each.key: each for each in found}


def forget(session: Session, keys: Iterable[PostKey]) -> None:
    """Drop what an engine made of the posts."""
    how = spelling(session)
    for network, ids in by_network(keys).items():
        run(
            session,
            f"DELETE FROM judgements WHERE network = {how.mark}"
            f" AND post_id {how.among}",
            network,
            how.values(ids),
        )


def forget_words(session: Session, keys: Iterable[PostKey]) -> None:
    """Take the words of deleted posts out of their judgements."""
    how = spelling(session)
    for network, ids in by_network(keys).items():
        run(
            session,
            f"UPDATE judgements SET because = '[]' WHERE network = {how.mark}"
            f" AND post_id {how.among}",
            network,
            how.values(ids),
        )


def read_judgement(row: Any) -> StoredJudgement:
    """Make a judgement of a row that holds ``COLUMNS``."""
    (
        network, post_id, named, lang, sentiment, compound, p_negative, p_neutral,
        p_positive, complaint, needs_reply, priority, flags, topic, because, engine,
        version, chunked,
    ) = row  # fmt: skip
    judgement = Judgement(
        lang=lang,
        sentiment=_SENTIMENTS[sentiment],
        compound=compound,
        p_negative=p_negative,
        p_neutral=p_neutral,
        p_positive=p_positive,
        complaint=complaint,
        needs_reply=needs_reply,
        priority=priority,
        flags=_words(flags),
        topic=topic,
        because=_words(because),
        engine=engine,
        version=version,
        chunked=bool(chunked),
    )
    return StoredJudgement(PostKey(network, post_id), named, judgement)


@lru_cache(maxsize=10_000)
def _words(written: str) -> tuple[str, ...]:
    """Read a list of words; the same few are written again and again."""
    return tuple(json.loads(written)) if written != "[]" else ()


def _to_row(stored: StoredJudgement) -> tuple[object, ...]:
    judgement = stored.judgement
    return (
        *stored.key,
        stored.hash,
        judgement.lang,
        judgement.sentiment.value,
        judgement.compound,
        judgement.p_negative,
        judgement.p_neutral,
        judgement.p_positive,
        judgement.complaint,
        judgement.needs_reply,
        judgement.priority,
        json.dumps(judgement.flags) if judgement.flags else "[]",
        judgement.topic,
        json.dumps(judgement.because) if judgement.because else "[]",
        judgement.engine,
        judgement.version,
        judgement.chunked,
    )
