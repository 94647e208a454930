"""A number that grows with every deed, for whoever keeps what was read."""

from sqlmodel import Session

from store.sql import ask


def newest_event(session: Session) -> int:
    """Return the number of the newest event of all brands, 0 when there is none.

    Events are only ever added, and theirs is the table's own key: it is read in one
    step, however many there are.
    """
    ((newest,),) = ask(session, "SELECT MAX(id) FROM events")
    return newest or 0
