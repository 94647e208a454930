"""What Reply times shows, read once for all visitors and kept as long as it holds.

A report of ten thousand turns takes longer than a click may. It is kept by brand and
window, and read anew every other minute, or as soon as somebody else waits or a deed
was done. Where days were laid out its figures are read off them, and the turns
themselves only when somebody looks at them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from domain.post import PostKey
from screens.reply_figures import Open
from screens.reply_times_curve import Firsts, firsts_of
from screens.reply_times_window import Window
from services.groups import By, grouped
from services.queue import queue
from services.reply_times import (
    ReplyTimes,
    of_laid,
    read_laid,
    reply_times,
    turn_rows,
)
from services.rows import Row
from store import Session, cases, posts
from store.brands import StoredBrand
from store.changes import newest_event
from store.posts import StoredPost

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.figures import Brief, Figures
    from services.totals import Laid

EVERYBODY = 1_000_000
"""Who waits at most for one brand: a bound, not a page."""

KEPT = 6
"""Reports that are kept at once."""

LASTING_S = 120
"""Seconds that a report is shown for, when nothing else ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report with who waits whatever its window. ``key`` tells it from others.

    Of a page that was ``laid`` out the report has no rows: see ``every_row``.
    """

    key: str
    brand: StoredBrand
    window: Window
    now: datetime
    told: ReplyTimes
    waiting: Sequence[Open]
    laid: "Laid | None" = None

    @property
    def at(self) -> datetime:
        """The instant at which things are told."""
        return self.window.as_of or self.now


def read(desk: "Desk", brand: StoredBrand, window: Window, *, topics: bool) -> Page:
    """Return the page of a brand and window; with ``topics`` rows know theirs."""
    now = desk.clock()
    with desk.store.reading() as session:
        waiting, deed = _waiting(session, brand), newest_event(session)
    late = [each.due_at is not None and each.due_at <= now for each in waiting]
    while_ = int(now.timestamp()) // LASTING_S
    who = hash((tuple(waiting), tuple(late)))
    key = repr((desk.store.name, brand, astuple(window), topics, while_, who, deed))
    return _page(
        key, _desk=desk, _brand=brand, _window=window, _topics=topics, _now=waiting
    )


@st.cache_resource(ttl=LASTING_S, max_entries=KEPT, show_spinner=False)
def _page(
    key: str,
    *,
    _desk: "Desk",
    _brand: StoredBrand,
    _window: Window,
    _topics: bool,
    _now: Sequence[Open],
) -> Page:
    """``_now`` are those who wait now, which a window of the past does not ask for."""
    now, as_of, laid = _desk.clock(), _window.as_of, None
    with _desk.store.reading() as session:
        if as_of is None and not _topics:
            laid = read_laid(
                session,
                _brand,
                now=now,
                since=_window.since,
                until=_window.until,
                backfilled=_window.history,
            )
        if laid is not None:
            told = of_laid(session, _brand, laid)
        else:
            told = reply_times(
                session,
                _brand,
                now=now,
                as_of=as_of,
                since=_window.since,
                until=_window.until,
                backfilled=_window.history,
                topics=_topics,
            )
        waiting = _waited(session, _brand, as_of) if as_of else _now
    waiting = [each for each in waiting if _window.history or not each.history]
    return Page(
        key=key,
        brand=_brand,
        window=_window,
        now=now,
        told=told,
        waiting=waiting,
        laid=laid,
    )


def every_row(desk: "Desk", page: Page) -> Sequence[Row]:
    """Return the turns of the page, in the report's order."""
    return page.told.rows if page.laid is None else _rows(page.key, _on=(desk, page))


@st.cache_resource(ttl=LASTING_S, max_entries=KEPT, show_spinner=False)
def _rows(key: str, *, _on: "tuple[Desk, Page]") -> Sequence[Row]:
    del key  # it tells one page from another, for whoever keeps what is returned
    desk, page = _on
    return _read_rows(desk, page, page.window.since)


def newest_rows(desk: "Desk", page: Page, most: int) -> Sequence[Row]:
    """Return the newest turns of the page, at least so many that count if there are."""
    since = page.laid.nth_newest(most) if page.laid else None
    if since is None:
        return every_row(desk, page)
    return _read_rows(desk, page, since)


def _read_rows(desk: "Desk", page: Page, since: datetime | None) -> Sequence[Row]:
    with desk.store.reading() as session:
        return turn_rows(
            session,
            page.brand,
            now=page.now,
            since=since,
            until=page.window.until,
            backfilled=page.window.history,
        )


def firsts(page: Page) -> Firsts:
    """Return the waits for first replies, for the curve."""
    if page.laid is None:
        return firsts_of(page.told.rows)
    return Firsts(*page.laid.first_waits())


def groups(page: Page, by: By) -> "Mapping[str, Figures]":
    """Return the figures of the page's rows in groups, the report's own."""
    return _groups(by, page.key, _page=page)


@st.cache_resource(ttl=LASTING_S, max_entries=KEPT * len(By), show_spinner=False)
def _groups(by: By, key: str, *, _page: Page) -> "Mapping[str, Figures]":
    del key  # it tells one page from another, for whoever keeps what is returned
    if _page.laid is not None and by is not By.TOPIC:
        return _page.laid.groups(by)
    return grouped(_page.told.rows, by, _page.brand.record, _page.at)


def briefly(page: Page, by: By) -> "Mapping[str, Brief | Figures]":
    """Return what a chart shows of the page's turns in groups."""
    return _briefly(by, page.key, _page=page) if page.laid else groups(page, by)


@st.cache_resource(ttl=LASTING_S, max_entries=KEPT * len(By), show_spinner=False)
def _briefly(by: By, key: str, *, _page: Page) -> "Mapping[str, Brief | Figures]":
    del key
    return _page.laid.brief(by) if _page.laid else {}


def said(desk: "Desk", starts: Iterable[PostKey]) -> Mapping[PostKey, StoredPost]:
    """Return the posts that began some waits: few of them, so they are not kept."""
    with desk.store.reading() as session:
        return posts.load(session, starts)


def _waiting(session: Session, brand: StoredBrand) -> list[Open]:
    """Return who waits now."""
    return [
        Open(each.key, each.start, each.started_at, each.due_at, each.history)
        for each in cases.queue(session, brand.id, brand.record.name, limit=EVERYBODY)
    ]


def _waited(session: Session, brand: StoredBrand, as_of: datetime) -> list[Open]:
    """Return who waited at an instant of the past."""
    past = queue(session, brand, now=as_of, as_of=as_of, limit=EVERYBODY)
    return [
        Open(
            key=each.key,
            start=each.post.key,
            started_at=as_of - each.waited,
            due_at=each.due_at,
            history=each.post.backfilled,
        )
        for each in past.rows
    ]
