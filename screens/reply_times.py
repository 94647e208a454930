"""Reply times: how long customers wait, those without an answer counted in.

Whatever is clicked in a chart or a table is listed below it, turn by turn.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.wiring import Desk
from domain.wording import share, span
from screens import reply_times_list
from screens.brand_head import known_brands
from screens.components.ageing import ageing as draw_ageing
from screens.components.curve import curve as draw_curve
from screens.components.groups import groups as draw_groups
from screens.components.heat import heat as draw_heat
from screens.components.trend import trend as draw_trend
from screens.reply_figures import (
    Bar,
    ageing,
    ageing_lines,
    beside,
    headline,
    in_open_hours,
    in_target,
    reached,
)
from screens.reply_times_asked import TITLE, asked
from screens.reply_times_blind import by_network, marks, times
from screens.reply_times_curve import curve
from screens.reply_times_heat import heat
from screens.reply_times_list import AGE, behind, choice, choose, name_chosen
from screens.reply_times_read import Page, briefly, firsts, groups, read
from screens.reply_times_rows import (
    GROUP_HEADS,
    KIND_HEADS,
    PROMISE_HEADS,
    Split,
    group_lines,
    kind_lines,
    left_out,
    promise_lines,
)
from screens.reply_times_trend import Pace, trend
from screens.reply_times_window import window_said, zone_of
from services.groups import By

__all__ = ["ICON", "TITLE", "render"]

ICON = ":material/timer:"

NOTHING_CLOSED = "No case of these is closed."
NOTHING_PROMISED = "Nothing was promised to these, or all were found late."

STYLE = """<style>
.st-key-replies [data-stale=true] {
  opacity: 1 !important; transition: none !important;
}
.st-key-headline h3 { font-size: 1.5rem; line-height: 1.25; padding: .2rem 0 0; }
.st-key-tiles [data-testid=stVerticalBlock] { gap: .35rem; }
.st-key-tiles [data-testid=stColumn] [data-testid=stColumn] { min-width: 0; }
.st-key-blind { border-left: 3px solid #d97706; padding-left: .7rem; }
.st-key-blind [data-testid=stText] { white-space: pre-wrap; }
.st-key-replies [data-testid=stMetric] label p { white-space: nowrap; }
@media (max-width: 640px) {
  .st-key-headline h3 { font-size: 1.2rem; }
  .st-key-replies [data-testid=stMetricValue] { font-size: 1.1rem; }
  .st-key-replies [data-testid=stMetric] label p { font-size: .78rem; }
}
</style>"""


def render(desk: Desk) -> None:
    """Draw the reply times."""
    known = known_brands(desk)
    if not known:
        return
    st.html(STYLE)
    told = asked(known, now=desk.clock())
    with st.container(key="replies"):
        _body(desk, read(desk, told.brand, told.window, topics=_by_topic()))


def _by_topic() -> bool:
    """Tell whether topics are shown or chosen: they are read only then."""
    chosen = choice()
    shown = st.session_state.get("split") == Split.TOPIC
    return shown or (chosen is not None and chosen.by is By.TOPIC)


def _body(desk: Desk, page: Page) -> None:
    bars = ageing(page.waiting, now=page.at)
    _headline(page)
    if page.told.figures.turns:
        _tiles(page, bars)
        left, right = st.columns([1.75, 1], gap="small")
        with left, _card():
            _curve(page)
        with right, _card():
            _ageing(bars)
            st.caption(beside(page.told.figures))
        for draw in (_trend, _heat, _kinds, _promises, _groups):
            with _card():
                draw(page)
    elif page.waiting:
        with _card():
            _ageing(bars)
    if page.told.figures.turns or page.waiting:
        with _card():
            reply_times_list.draw(desk, page, behind(desk, page, bars, choice()))


def _card() -> DeltaGenerator:
    return st.container(border=True, height="stretch", gap="small")


def _headline(page: Page) -> None:
    with st.container(key="headline", gap="small"):
        st.subheader(headline(page.told.figures), anchor=False)
        st.caption(window_said(page.window, page.brand.record, now=page.now))
    blind = page.told.blindness
    found = marks(blind.spans, now=page.at, zone=zone_of(page.brand.record))
    if found:
        with st.container(key="blind", gap=None):
            st.text("\n".join(times(found)))
            st.caption("What was written then may be missing from every figure here.")
    elif blind.blind is None and not page.brand.record.demo:
        st.caption("No source was read in this time: it is what was imported.")


def _tiles(page: Page, bars: Sequence[Bar]) -> None:
    figures = page.told.figures
    first, met = figures.first_reply, in_target(figures)
    with st.container(key="tiles"):
        within, median, target = st.columns([1.3, 1.5, 1], gap="small")
    with within, _card():
        shares = zip(_row(3), first.within.items(), strict=True)
        for place, (seconds, found) in shares:
            with place:
                st.metric(f"Within {seconds // 3_600:d} h", share(found))
                st.caption(f"of {first.at_risk[seconds]:,} due")
    with median, _card():
        half, nine = _row(2)
        with half:
            st.metric("Half within", reached(first, first.median_s))
            st.caption(in_open_hours(first, first.business_median_s))
        with nine:
            st.metric("9 in 10 within", reached(first, first.p90_s))
            st.caption(in_open_hours(first, first.business_p90_s))
        if first.median_of_answered_s is not None:
            alone = first.median_of_answered_s
            st.caption(f"Half of the answered alone: {span(alone)}")
    with target, _card():
        in_time, waiting = _row(2)
        with in_time:
            st.metric("In target", share(met.share))
            st.caption(f"{met.met:,} of {met.judged:,} due")
            if figures.complaints_due:
                st.caption(f"{share(figures.response_rate)} of complaints answered")
        with waiting:
            _waiting(page, bars)


def _waiting(page: Page, bars: Sequence[Bar]) -> None:
    number = sum(len(each.waiting) for each in bars)
    late = sum(each.overdue for each in bars)
    st.metric("Waiting", f"{number:,}")
    st.caption(f":red[{late:,} overdue]" if late else "none late")
    before = number - page.told.figures.waiting
    if before > 0:
        st.caption(f"{before:,} not of this window")


def _row(number: int) -> list[DeltaGenerator]:
    """Return so many places side by side, on a phone as well."""
    return st.columns(number, gap="small", wrap=False)


def _curve(page: Page) -> None:
    st.markdown("**First answers, by how long customers had waited**")
    draw_curve(curve(firsts(page), page.brand.record), key="curve")


def _ageing(bars: Sequence[Bar]) -> None:
    st.markdown("**Who waits, and for how long**")
    if not any(each.waiting for each in bars):
        st.caption("Nobody is waiting for an answer.")
        return
    draw_ageing(
        ageing_lines(bars, chosen=name_chosen(AGE)),
        key="ageing",
        on_choose=partial(choose, AGE, "ageing"),
    )


def _trend(page: Page) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="trend_head"):
        st.markdown("**Over time**", width="content")
        st.space("stretch")
        picked = st.segmented_control(
            "Pace",
            list(Pace),
            default=Pace.DAY,
            required=True,
            key="pace",
            bind="query-params",
            label_visibility="collapsed",
        )
    pace, zone = Pace(picked), zone_of(page.brand.record)
    found = marks(page.told.blindness.spans, now=page.at, zone=zone)
    told = trend(
        briefly(page, pace.by),
        pace,
        window=page.window,
        now=page.now,
        zone=zone,
        blind=[each for _, each in found],
        chosen=name_chosen(pace.by),
    )
    draw_trend(told, key="trend", on_choose=partial(choose, pace.by, "trend"))


def _heat(page: Page) -> None:
    st.markdown("**When in the week they write, and how long they wait**")
    told = heat(briefly(page, By.HOUR), chosen=name_chosen(By.HOUR))
    draw_heat(told, key="heat", on_choose=partial(choose, By.HOUR, "heat"))


def _kinds(page: Page) -> None:
    st.markdown("**Every kind of answer**")
    lines = kind_lines(page.told.figures)
    told = {"title": "Every kind of answer", "heads": KIND_HEADS, "lines": lines}
    more = "" if page.told.figures.resolution.answered else NOTHING_CLOSED
    draw_groups({**told, "chooses": False, "more": more}, key="kinds")


def _promises(page: Page) -> None:
    st.markdown("**Every promise, and what became of it**")
    lines = promise_lines(page.told.figures)
    told = {"title": "Every promise", "heads": PROMISE_HEADS, "lines": lines}
    more = "" if lines else NOTHING_PROMISED
    draw_groups({**told, "chooses": False, "more": more}, key="promises")


def _groups(page: Page) -> None:
    picked = st.segmented_control(
        "Split",
        list(Split),
        default=Split.NETWORK,
        required=True,
        key="split",
        bind="query-params",
        label_visibility="collapsed",
    )
    split = Split(picked)
    found = groups(page, split.by)
    spans = page.told.blindness.spans
    zone = zone_of(page.brand.record)
    blind = by_network(marks(spans, now=page.at, zone=zone))
    lines = group_lines(found, split.by, blind=blind, chosen=name_chosen(split.by))
    told = {"title": split.value, "heads": GROUP_HEADS, "lines": lines, "chooses": True}
    draw_groups(
        {**told, "more": left_out(found)},
        key="groups",
        on_choose=partial(choose, split.by, "groups"),
    )
