"""Which cases hold a critical turn: their resolution may be promised sooner."""

from collections.abc import Iterable

from sqlmodel import Session

from domain.case import CaseKey
from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, spelling


def critical(
    session: Session,
    brand_id: int,
    brand: str,
    threads: Iterable[PostKey] | None = None,
) -> set[CaseKey]:
    """Return the cases of the brand with a critical turn that is not void.

    ``threads``, named by network and root, are those to look at; None means all.
    """
    how = spelling(session)
    sql = (
        "SELECT DISTINCT network, root, customer, episode FROM turns"
        f" WHERE brand_id = {how.mark} AND critical AND NOT void"
    )
    if threads is None:
        rows = ask(session, sql, brand_id)
    else:
        sql += f" AND network = {how.mark} AND root {how.among}"
        rows = [
            row
            for network, roots in by_network(threads).items()
            for row in ask(session, sql, brand_id, network, how.values(roots))
        ]
    return {CaseKey(brand, *row) for row in rows}
