"""Digest: what a person reads of a brand each morning, as it would go out now."""

import streamlit as st

from alerts.digest_due import kind_of
from app.digest_files import mail_of, preview
from app.wiring import Desk
from domain.alert import MAIL
from domain.person import Person
from screens.alerts_look import plain
from screens.brand_head import chosen_brand, known_brands
from screens.components.groups import groups
from screens.digest_rows import (
    NO_MORE,
    SENT_HEADS,
    SHOWN,
    digest_lines,
    goes_out,
)
from screens.health import viewer_zone
from screens.mail_shown import mail_shown
from screens.mail_trial import trial_button
from services.digests import readers
from store import opt_outs, outbox
from store.brands import StoredBrand

TITLE = "Digest"
ICON = ":material/newspaper:"

NOBODY = "Nobody has a digest. A line in the brand's file gives one:"
SNIPPET = """[[brand.people]]
email = "marta@example.com"
role = "manager"
digest = "08:00"        # on working days; weekly = true: once a week
"""
NOTHING_SENT = "None in the last 14 days."

STYLE = """<style>
.st-key-digest { max-width: 56rem; margin-inline: auto; }
.st-key-digest [data-stale=true] {
  opacity: 1 !important; transition: none !important;
}
.st-key-digest h3 { font-size: 1.15rem; padding: 0; }
[class*=st-key-mail_] [data-testid=stText] { font-weight: 600; }
</style>"""


def render(desk: Desk) -> None:
    """Draw the digest of one person of one brand."""
    known = known_brands(desk)
    if not known:
        return
    st.html(STYLE)
    with st.container(key="digest"):
        with st.container(horizontal=True, vertical_alignment="center", key="head"):
            st.header(TITLE, anchor=False, width="content")
            brand = chosen_brand(known)
        people = readers(brand)
        if not people:
            st.caption(NOBODY)
            st.code(SNIPPET, language="toml")
            return
        to = st.selectbox("For", [each.email for each in people], key="digest_for")
        person = next((each for each in people if each.email == to), people[0])
        _shown(desk, brand, person)
        with st.container(border=True, key="digests_sent", gap="small"):
            _sent(desk, brand)


def _shown(desk: Desk, brand: StoredBrand, person: Person) -> None:
    """Draw the digest, and let send it."""
    from channels.letters import render_digest

    name = brand.record.name
    with desk.store.reading() as session:
        gone = opt_outs.load(session, brand.id)
    zone = brand.record.policies[-1].calendar.zone
    said = NO_MORE if person.email in gone else goes_out(person, zone=zone)
    st.text(said)

    told = preview(desk, brand, person)
    rendered = render_digest(told)
    mail_shown(rendered, lambda: mail_of(desk, told, rendered), name="digest")
    trial_button(
        desk,
        lambda: plain(rendered),
        brand=name,
        people=brand.record.people,
        reader=person,
        step=kind_of(person),
        by=(MAIL,),
    )


def _sent(desk: Desk, brand: StoredBrand) -> None:
    st.subheader("Sent in the last 14 days", anchor=False)
    now = desk.clock()
    with desk.store.reading() as session:
        found = outbox.since(session, brand.id, moment=now - SHOWN)
    lines = digest_lines(found, now=now, zone=viewer_zone())
    if not lines:
        st.caption(NOTHING_SENT)
        return
    told = {"title": "Digests", "heads": SENT_HEADS, "lines": lines}
    groups({**told, "chooses": False, "more": ""}, key="groups_digests")
