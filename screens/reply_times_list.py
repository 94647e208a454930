"""The turns behind a figure of Reply times: what was chosen, its rows, their download.

A choice names a group of the report, or a bar of the ageing. It is kept in the session
and holds no longer than there is something in it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import NamedTuple, cast

import streamlit as st

from app.wiring import Desk
from screens.components.chosen import chosen as clicked
from screens.components.turns import turns
from screens.reply_figures import Bar, Open
from screens.reply_times_read import Page, every_row, newest_rows, said
from screens.reply_times_rows import (
    MOST,
    Line,
    Order,
    called,
    listed,
    open_line,
    ordered,
    start,
    turn_line,
)
from screens.reply_times_window import zone_of
from services.export import Format, write_cases
from services.export import Row as Cells
from services.groups import By, rows_of
from services.rows import Row

AGE = "age"
ALL = "All waits of this window"
CHOICE = "_reply_choice"
SHOWN = "_reply_shown"

MIMES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Choice(NamedTuple):
    """What was chosen: a grouping of the report or ``AGE``, and the group's name."""

    kind: str
    name: str

    @property
    def by(self) -> By | None:
        """The grouping of the report, None for an age."""
        return None if self.kind == AGE else By(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The turns behind what was chosen; ``waiting`` when an age was.

    ``rows`` reads them all, ``total`` counts those that are not void.
    """

    title: str
    rows: Callable[[], Sequence[Row]]
    total: int
    waiting: Sequence[Open] = ()
    choice: Choice | None = None


def choice() -> Choice | None:
    """Return what is chosen."""
    found = st.session_state.get(CHOICE)
    return found if isinstance(found, Choice) else None


def name_chosen(kind: str) -> str | None:
    """Return the name that is chosen within a grouping."""
    found = choice()
    return found.name if found and found.kind == kind else None


def choose(kind: str, key: str) -> None:
    """Take what was clicked in the part of this key; a second click lets go of it."""
    name = clicked(key)
    if name is None:
        return
    new = Choice(kind, name)
    st.session_state[CHOICE] = None if new == choice() else new
    st.session_state[SHOWN] = MOST


def clear() -> None:
    """Go back to all turns."""
    st.session_state[CHOICE] = None
    st.session_state[SHOWN] = MOST


def more() -> None:
    """List more turns."""
    st.session_state[SHOWN] = _shown() + MOST


def _shown() -> int:
    """Return how many turns are listed."""
    found = st.session_state.get(SHOWN)
    return found if isinstance(found, int) else MOST


def behind(
    desk: Desk, page: Page, bars: Sequence[Bar], chosen: Choice | None
) -> Behind:
    """Return the turns behind what was chosen; all of them when there are none."""
    every = partial(every_row, desk, page)
    if chosen and chosen.by:
        found = rows_of(every(), chosen.by, chosen.name, page.brand.record)
        total = sum(not row.told.turn.void for row in found)
        if total:
            title = called(chosen.name, chosen.by)
            return Behind(title=title, rows=lambda: found, total=total, choice=chosen)
    elif chosen:
        bar = next((each for each in bars if each.label == chosen.name), None)
        if bar and bar.waiting:
            return _of_age(every(), bar, chosen)
    return Behind(title=ALL, rows=every, total=page.told.figures.turns)


def _of_age(rows: Iterable[Row], bar: Bar, chosen: Choice) -> Behind:
    theirs = {(each.key, each.start) for each in bar.waiting}
    known = [row for row in rows if (row.told.key, start(row)) in theirs]
    waiting = [row for row in known if row.is_open]
    return Behind(
        title=f"Waiting {bar.label}",
        rows=lambda: waiting,
        total=len(bar.waiting),
        waiting=bar.waiting,
        choice=chosen,
    )


def draw(desk: Desk, page: Page, told: Behind) -> None:
    """Draw the turns, in the order that is chosen, and their downloads."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="list_tools"
    ):
        order = Order.LONGEST if told.waiting else _order()
        st.space("stretch")
        _download(page, told.rows, Format.CSV)
        _download(page, told.rows, Format.XLSX)
    laid_out = listed(
        _lines(desk, page, told, order),
        title=told.title,
        total=told.total,
        chosen="/".join(told.choice) if told.choice else "",
        clear="Show all" if told.choice else "",
        earlier=max(told.total - len(told.rows()), 0) if told.waiting else 0,
    )
    turns(laid_out, key="turns", on_clear=clear, on_more=more)


def _order() -> Order:
    picked = st.segmented_control(
        "Order",
        list(Order),
        default=Order.NEWEST,
        required=True,
        key="order",
        label_visibility="collapsed",
    )
    return Order(picked)


def _lines(desk: Desk, page: Page, told: Behind, order: Order) -> list[Line]:
    """Return the lines to show, of those there are."""
    record, most = page.brand.record, _shown()
    if told.waiting:
        return _waiting(desk, page, told)
    if told.choice is None and order is Order.NEWEST:
        rows = newest_rows(desk, page, most)
    else:
        rows = told.rows()
    shown = ordered(rows, order)[:most]
    posts = said(desk, map(start, shown))
    return [turn_line(row, posts.get(start(row)), record) for row in shown]


def _waiting(desk: Desk, page: Page, told: Behind) -> list[Line]:
    """Return the lines of those who wait, some of them since before the window."""
    record, shown = page.brand.record, told.waiting[: _shown()]
    rows = {(row.told.key, start(row)): row for row in told.rows()}
    posts = said(desk, [each.start for each in shown])
    return [
        turn_line(row, posts.get(each.start), record)
        if (row := rows.get((each.key, each.start)))
        else open_line(each, posts.get(each.start), record, now=page.at)
        for each in shown
    ]


def _download(page: Page, rows: Callable[[], Sequence[Row]], form: Format) -> None:
    day = page.at.astimezone(zone_of(page.brand.record)).date()
    st.download_button(
        "CSV" if form is Format.CSV else "XLSX",
        lambda: written(rows(), form),
        file_name=f"reply-times-{day.isoformat()}.{form.value}",
        mime=MIMES[form],
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"download_{form.value}",
    )


def written(rows: Sequence[Row], form: Format) -> bytes:
    """Write rows as the command does: ``earshot report reply-times --rows``."""
    out = BytesIO()
    # Plain values, which the type of a report's row does not say.
    cells = (cast(Cells, row.to_json()) for row in rows)
    write_cases(cells, out, form)
    return out.getvalue()
