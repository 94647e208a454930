"""What Reply times shows, read once for all visitors and kept as long as it holds.

A report of ten thousand turns takes longer than a click may. It is kept by brand and
window, and read anew every other minute, or as soon as somebody else waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from domain.post import PostKey
from screens.reply_figures import Open
from screens.reply_times_window import Window
from services.groups import By, grouped
from services.queue import queue
from services.reply_times import ReplyTimes, reply_times
from store import Session, cases, posts
from store.brands import StoredBrand
from store.posts import StoredPost

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.figures import Figures

EVERYBODY = 1_000_000
"""Who waits at most for one brand: a bound, not a page."""

KEPT = 6
"""Reports that are kept at once."""

LASTING_S = 120
"""Seconds that a report is shown for, when nothing else ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report with who waits whatever its window. ``key`` tells it from others."""

    key: str
    brand: StoredBrand
    window: Window
    now: datetime
    told: ReplyTimes
    waiting: Sequence[Open]

    @property
    def at(self) -> datetime:
        """The instant at which things are told."""
        return self.window.as_of or self.now


def read(desk: "Desk", brand: StoredBrand, window: Window, *, topics: bool) -> Page:
    """Return the page of a brand and window; with ``topics`` rows know theirs."""
    now = desk.clock()
    with desk.store.reading() as session:
        waiting = _waiting(session, brand)
    late = [each.due_at is not None and each.due_at <= now for each in waiting]
    while_ = int(now.timestamp()) // LASTING_S
    who = hash((tuple(waiting), tuple(late)))
    key = repr((desk.store.name, brand, astuple(window), topics, while_, who))
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
    now, as_of = _desk.clock(), _window.as_of
    with _desk.store.reading() as session:
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
        key=key, brand=_brand, window=_window, now=now, told=told, waiting=waiting
    )


def groups(page: Page, by: By) -> "Mapping[str, Figures]":
    """Return the figures of the page's rows in groups, the report's own."""
    return _groups(by, page.key, _page=page)


@st.cache_resource(ttl=LASTING_S, max_entries=KEPT * len(By), show_spinner=False)
def _groups(by: By, key: str, *, _page: Page) -> "Mapping[str, Figures]":
    del key  # it tells one page from another, for whoever keeps what is returned
    return grouped(_page.told.rows, by, _page.brand.record, _page.at)


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
