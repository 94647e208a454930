"""Alerts: who hears of what and when, by which thresholds, and what went out."""

import streamlit as st

from alerts import duty
from app.alerts_found import alerts_of
from app.wiring import Desk
from domain.errors import EarshotError
from screens import alerts_look, alerts_thresholds
from screens.alerts_rows import (
    PEOPLE_HEADS,
    SENT_HEADS,
    SHOWN,
    more_said,
    people_lines,
    sent_lines,
    unsubscribed,
)
from screens.brand_head import chosen_brand, known_brands
from screens.components.groups import groups
from screens.health import viewer_zone
from store import opt_outs, outbox, posts
from store.brands import StoredBrand

TITLE = "Alerts"
ICON = ":material/notifications:"

SET_UP = ":material/mail: Mail is set up."
NOT_SET_UP = (
    ":material/mail: Mail is not set up: `[mail]` in `earshot.toml` says by which "
    "server it goes."
)
DEMO = "The example tells nobody: its alerts are never sent."
NOBODY = "Nobody is told yet. Name people in the brand's file, then apply it."
NO_DUTY = (
    "Nobody here has a duty, so nobody is told of who waits, but for cases of their "
    'own. Name `duty = ["lead"]`, or a manager, in the brand\'s file.'
)
SNIPPET = """[[brand.people]]
email = "marta@example.com"
role = "manager"        # hears of what is overdue, and of what cannot wait
digest = "08:00"
quiet = "20:00-07:00"   # nothing but the critical disturbs
language = "en"
"""
NOTHING_SENT = "Nothing in the last 7 days."
NO_STORE = "Not kept: the store did not answer, or the brand is gone."

STYLE = """<style>
.st-key-alerts { max-width: 64rem; margin-inline: auto; }
.st-key-alerts [data-stale=true] {
  opacity: 1 !important; transition: none !important;
}
.st-key-alerts h3 { font-size: 1.15rem; padding: 0; }
[class*=st-key-mail_] [data-testid=stText] { font-weight: 600; }
.st-key-state [data-testid=stText] { font-size: .85rem; opacity: .8; }
.st-key-alerts [data-testid=stToastContainer] { inset: auto auto 1rem 1rem; }
</style>"""


def render(desk: Desk) -> None:
    """Draw rules and people of one brand."""
    known = known_brands(desk)
    if not known:
        return
    st.html(STYLE)
    with st.container(key="alerts"):
        with st.container(horizontal=True, vertical_alignment="center", key="head"):
            st.header(TITLE, anchor=False, width="content")
            brand = chosen_brand(known)
        _state(desk, brand)
        with st.container(border=True, key="people", gap="small"):
            _people(desk, brand)
        if brand.record.people:
            with st.container(border=True, key="thresholds", gap="small"):
                alerts_thresholds.draw(desk, brand)
            with st.container(border=True, key="look", gap="small"):
                alerts_look.draw(desk, brand)
        with st.container(border=True, key="sent", gap="small"):
            _sent(desk, brand)


def _state(desk: Desk, brand: StoredBrand) -> None:
    """Say in one line whether alerts can go out, and whether they do."""
    found = alerts_of(desk, now=desk.clock())
    with st.container(gap=None, key="state"):
        st.markdown(SET_UP if desk.settings.mail else NOT_SET_UP)
        if found.stuck or found.failed:
            st.caption(
                f":orange[{found.stuck:,} cannot be sent for now, "
                f"{found.failed:,} given up] in the last 48 hours."
            )
            lacking = (each for each in found.lacking if not each.startswith("mail:"))
            st.text("\n".join(filter(None, (found.why, *lacking))))
        elif found.waiting or found.sent:
            st.caption(
                f"In the last 48 hours {found.sent:,} sent, {found.waiting:,} waiting."
            )
        if brand.record.demo:
            st.caption(DEMO)


def _people(desk: Desk, brand: StoredBrand) -> None:
    st.subheader("Who hears what", anchor=False)
    if not brand.record.people:
        st.caption(NOBODY)
        st.code(SNIPPET, language="toml")
        return
    with desk.store.reading() as session:
        gone = opt_outs.load(session, brand.id)
    lines = people_lines(brand.record, gone)
    told = {"title": "Who hears what", "heads": PEOPLE_HEADS, "lines": lines}
    groups({**told, "chooses": False, "more": ""}, key="groups_people")
    if not duty.hears(brand.record.people):
        st.warning(NO_DUTY)
    for each in unsubscribed(brand.record, gone):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(f"{each.email} unsubscribed from the digest.")
            st.button(
                "Subscribe again",
                key=f"again {each.email}",
                on_click=_subscribe,
                args=(desk, brand.id, each.email),
            )
    if st.session_state.pop("_not_subscribed", False):
        st.error(NO_STORE)


def _subscribe(desk: Desk, brand_id: int, email: str) -> None:
    try:
        with desk.store.begin() as session:
            opt_outs.remove(session, brand_id, email)
    except EarshotError:
        st.session_state["_not_subscribed"] = True


def _sent(desk: Desk, brand: StoredBrand) -> None:
    st.subheader("Sent in the last 7 days", anchor=False)
    now = desk.clock()
    with desk.store.reading() as session:
        found = outbox.since(session, brand.id, moment=now - SHOWN)
        starts = {start for each in found if (start := each.key.about.start)}
        stored = posts.load(session, starts)
    if not found:
        st.caption(NOTHING_SENT)
        return
    customers = {key: each.post.author for key, each in stored.items()}
    lines = sent_lines(found, customers, now=now, zone=viewer_zone())
    told = {"title": "Sent", "heads": SENT_HEADS, "lines": lines}
    groups({**told, "chooses": False, "more": more_said(found)}, key="groups_sent")
