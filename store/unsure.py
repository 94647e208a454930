"""Cases in which only a person can say whether a post needs a reply.

Nobody waits in them as far as we know, so no clock runs.
"""

from sqlmodel import Session

from store.cases import Waiting, read_waiting
from store.sql import Spelling, ask, spelling


def unsure(session: Session, brand_id: int, brand: str, *, limit: int) -> list[Waiting]:
    """Return the brand's cases to look at: live before history, oldest first."""
    how = spelling(session)
    rows = ask(session, unsure_sql(how), brand_id, limit)
    return [read_waiting(brand, row) for row in rows]


def unsure_sql(how: Spelling) -> str:
    """Return the statement of ``unsure``, whose plan a test reads."""
    return (
        "SELECT network, root, customer, episode, 0, start_post, history, calm, due_by,"
        f" started_at, assignee, 'question' FROM cases WHERE brand_id = {how.mark}"
        " AND unsure ORDER BY history, started_at, network, root, customer, episode"
        f" LIMIT {how.mark}"
    )


def count(session: Session, brand_id: int) -> int:
    """Count the brand's cases to look at."""
    how = spelling(session)
    sql = f"SELECT count(*) FROM cases WHERE brand_id = {how.mark} AND unsure"
    ((number,),) = ask(session, sql, brand_id)
    return int(number)
