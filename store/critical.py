"""Which cases hold a critical turn: their resolution may be promised sooner."""

from collections.abc import Iterable

from sqlmodel import Session

from domain.case import CaseKey
from domain.post import PostKey
from store.posts import of_threads
from store.sql import spelling


def critical(
    session: Session,
    brand_id: int,
    brand: str,
    threads: Iterable[PostKey] | None = None,
) -> set[CaseKey]:
    """Return the cases of the brand with a critical turn that is not void.

    ``threads``, named by network and root, are those to look at; None means all.
    """
    sql = (
        "SELECT DISTINCT network, root, customer, episode FROM turns WHERE"
        f" critical AND NOT void AND brand_id = {spelling(session).mark}"
    )
    rows = of_threads(session, sql, brand_id, threads)
    return {CaseKey(brand, *row) for row in rows}
