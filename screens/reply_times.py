"""Reply times: how long customers wait, those without an answer counted in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.wiring import Desk
from domain.post import Author, PostKey
from domain.wording import share
from response.speed import Speed
from screens import notices, reply_figures
from screens.reply_figures import BARS, MOST, Bar, Range, in_target, span
from services.reply_times import By, ReplyTimes, reply_times
from store import brands, cases, posts
from store.brands import StoredBrand

if TYPE_CHECKING:
    import altair as alt

TITLE = "Reply times"
ICON = ":material/timer:"

STYLE = """<style>
.st-key-tiles [data-testid=stColumn] > div { height: 100%; }
</style>"""

EVERYBODY = 1_000_000
"""Who waits at most for one brand: a bound, not a page."""


class Page(NamedTuple):
    """All that the screen shows, read at once."""

    brand: StoredBrand
    told: ReplyTimes
    bars: tuple[Bar, ...]
    waiting: int
    overdue: int
    authors: dict[PostKey, Author | None]


def render(desk: Desk) -> None:
    """Draw the reply times."""
    with desk.store.reading() as session:
        known = brands.load(session)
    if not known:
        notices.no_brand()
        return
    st.html(STYLE)
    brand, range_, history = _toolbar(known)
    page = read(desk, brand, range_, history=history)
    st.caption(
        "Customers who still wait count in every figure: leaving somebody without an "
        "answer makes none of them look better."
    )
    if page.told.figures.turns:
        _tiles(page)
    else:
        st.info("Nobody needed an answer in this time.")
    ages, networks = st.columns([1, 1.55], gap="small")
    with ages, st.container(border=True, height="stretch"):
        _ageing(page)
    if page.told.figures.turns:
        with networks, st.container(border=True, height="stretch"):
            _networks(page)
        with st.container(border=True):
            _turns(page)


def read(desk: Desk, brand: StoredBrand, range_: Range, *, history: bool) -> Page:
    """Read the report of a brand over a range, and who waits now whatever the range."""
    now = desk.clock()
    with desk.store.reading() as session:
        told = reply_times(
            session,
            brand,
            now=now,
            since=reply_figures.since(range_, now),
            backfilled=history,
            by=By.NETWORK,
        )
        name = brand.record.name
        waiting = cases.queue(session, brand.id, name, limit=EVERYBODY)
        starts = map(reply_figures.start, reply_figures.newest(told.rows))
        found = posts.load(session, starts)
    bars = reply_figures.ageing(waiting, now=now, history=history)
    return Page(
        brand=brand,
        told=told,
        bars=bars,
        waiting=sum(each.waiting for each in bars),
        overdue=sum(each.overdue for each in bars),
        authors={key: each.post.author for key, each in found.items()},
    )


def _toolbar(known: Sequence[StoredBrand]) -> tuple[StoredBrand, Range, bool]:
    """Draw the line of choices; return brand, range, and whether history counts."""
    names = [each.record.name for each in known]
    asked = st.session_state.get("reply_brand")
    chosen = known[names.index(asked) if asked in names else 0]
    with st.container(horizontal=True, vertical_alignment="center", key="toolbar"):
        st.header(TITLE, anchor=False, width="content")
        notices.demo_badge([chosen])
        st.space("stretch")
        history = st.toggle(
            "With history", key="history", help="Counts imported archives as well."
        )
        if len(names) > 1:
            st.selectbox(
                "Brand",
                names,
                key="reply_brand",
                label_visibility="collapsed",
                width=170,
            )
        range_ = st.segmented_control(
            "Range",
            list(Range),
            default=Range.MONTH,
            required=True,
            key="range",
            bind="query-params",
            label_visibility="collapsed",
        )
    return chosen, Range(range_), history


def _tiles(page: Page) -> None:
    figures = page.told.figures
    widths = [1.9, 1.5, 1, 1]
    within, median, target, waiting = st.columns(widths, gap="small")
    with within, _card():
        _within(figures.first_reply)
    with median, _card():
        _median(figures.first_reply)
    with target, _card():
        met = in_target(figures)
        st.metric("Answered in target", share(met.share))
        st.caption(f"{met.met:,} of {met.judged:,} turns that were due")
    with waiting, _card():
        st.metric("Waiting now", f"{page.waiting:,}")
        st.caption(f":red[{page.overdue:,} overdue]" if page.overdue else "none late")


def _within(first: Speed) -> None:
    hour, four, day = st.columns(3, gap="small", wrap=False)
    hour.metric("Within 1 h", share(first.within[3_600]))
    four.metric("4 h", share(first.within[14_400]))
    day.metric("24 h", share(first.within[86_400]))
    st.caption("of all customers got a first answer")


def _median(first: Speed) -> None:
    st.metric("Median first reply", span(first.median_s))
    if first.p90_s is None:
        st.caption("more than one in ten still without an answer")
    else:
        st.caption(f"nine in ten within {span(first.p90_s)}")
    alone = first.median_of_answered_s
    if alone is not None:
        st.caption(f"median of the answered alone: {span(alone)}")


def _card() -> DeltaGenerator:
    return st.container(border=True, height="stretch", gap=None)


def _ageing(page: Page) -> None:
    st.markdown("**Who waits now, and for how long**")
    if not page.waiting:
        st.caption("Nobody is waiting for an answer.")
        return
    st.altair_chart(
        _chart(page.bars),
        alt="Bars: how many customers wait under 1 hour, 1 to 4 hours, 4 to 24 hours, "
        "1 to 3 days, over 3 days, those past their deadline apart",
    )


def _chart(bars: Sequence[Bar]) -> "alt.Chart":
    import altair as alt

    told = [
        {"waiting": each.label, "state": state, "customers": number}
        for each in bars
        for state, number in (
            ("Overdue", each.overdue),
            ("In time", each.waiting - each.overdue),
        )
    ]
    return (
        alt.Chart(alt.Data(values=told))
        .mark_bar(cornerRadiusEnd=2, height={"band": 0.62})
        .encode(
            y=alt.Y("waiting:N", sort=list(BARS), title=None),
            x=alt.X(
                "customers:Q",
                title=None,
                axis=alt.Axis(tickMinStep=1, tickCount=6),
                scale=alt.Scale(domain=[0, max(each.waiting for each in bars)]),
            ),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(
                    domain=["Overdue", "In time"], range=["#e5484d", "#a8aeb8"]
                ),
                legend=alt.Legend(orient="bottom"),
            ),
            order=alt.Order("state:N", sort="descending"),
            tooltip=["waiting:N", "state:N", "customers:Q"],
        )
        .properties(height=230)
    )


def _networks(page: Page) -> None:
    st.markdown("**By network**")
    st.dataframe(
        reply_figures.by_network(page.told.groups),
        hide_index=True,
        alt="Reply times by network",
    )


def _turns(page: Page) -> None:
    st.markdown("**The turns behind the figures**")
    rows = page.told.rows
    listed = reply_figures.turns(rows, page.authors, page.brand.record)
    st.dataframe(listed, hide_index=True, height=360, alt="Turns of waiting")
    if len(rows) > MOST:
        st.caption(f"The newest {MOST:,} of {len(rows):,}; all are in the figures.")
