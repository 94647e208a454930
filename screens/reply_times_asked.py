"""The line of choices above Reply times: brand, window, with history or not, as of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from screens import notices
from screens.reply_times_window import Range, Window, window, zone_of
from store.brands import StoredBrand

TITLE = "Reply times"

OLDEST = date(2006, 1, 1)
"""Before this there was no network to write on."""

AS_OF_HELP = (
    "Figures as they stood then: what was answered later still waits. "
    "Empty: as it stands now."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the screen is asked for."""

    brand: StoredBrand
    window: Window


def asked(known: Sequence[StoredBrand], *, now: datetime) -> Asked:
    """Draw the choices; return what is chosen."""
    names = [each.record.name for each in known]
    wanted = st.session_state.get("reply_brand")
    brand = known[names.index(wanted) if wanted in names else 0]
    zone = zone_of(brand.record)
    with st.container(horizontal=True, vertical_alignment="center", key="toolbar"):
        st.header(TITLE, anchor=False, width="content")
        notices.demo_badge([brand])
        st.space("stretch")
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
        days = _days(now.astimezone(zone).date()) if range_ == Range.CUSTOM else ()
        history, as_of = _more(now, zone)
    found = window(
        Range(range_), now=now, zone=zone, days=days, as_of=as_of, history=history
    )
    return Asked(brand=brand, window=found)


def _days(today: date) -> Sequence[date]:
    """Let choose the first and the last day, both counted in."""
    return st.date_input(
        "From and to",
        value=(today - timedelta(days=29), today),
        min_value=OLDEST,
        max_value=today,
        format="YYYY-MM-DD",
        key="days",
        label_visibility="collapsed",
        width=230,
    )


def _more(now: datetime, zone: ZoneInfo) -> tuple[bool, datetime | None]:
    """Let choose what few ask for; return whether history counts, and as of when."""
    with st.popover("More", icon=":material/tune:", key="more_asked"):
        history = st.toggle(
            "With history", key="history", help="Counts imported archives as well."
        )
        today = now.astimezone(zone).replace(tzinfo=None, hour=23, minute=59)
        stood = st.datetime_input(
            "As it stood on",
            value=None,
            format="YYYY-MM-DD",
            min_value=datetime.combine(OLDEST, datetime.min.time()),
            max_value=today.replace(second=0, microsecond=0),
            key="as_of",
            help=AS_OF_HELP,
        )
    # The time on the wall of the brand, which a clock that goes back shows twice.
    as_of = stood.replace(tzinfo=zone).astimezone(UTC) if stood else None
    return history, as_of
