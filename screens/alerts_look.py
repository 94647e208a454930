"""What each message looks like: invented customers, in a person's own language."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from app.digest_files import mail_of
from app.wiring import Desk
from domain.alert import MAIL, Step
from domain.person import Person
from screens.alerts_samples import Sample, digest_sample, letter_sample, reader_of
from screens.mail_shown import mail_of_letter, mail_shown
from screens.mail_trial import trial_button
from store.brands import StoredBrand

if TYPE_CHECKING:
    from channels.letters import Rendered
    from channels.parcel import Composed

DIGESTS = {Sample.DAILY: Step.DAILY, Sample.WEEKLY: Step.WEEKLY}


class Made(NamedTuple):
    """A message in words, what makes its bytes, and what makes it for any channel."""

    rendered: "Rendered"
    mail: Callable[[], bytes]
    compose: "Callable[[], Composed]"


def draw(desk: Desk, brand: StoredBrand) -> None:
    """Draw a message, and let send it."""
    st.subheader("What it looks like", anchor=False)
    st.caption("With invented customers.")
    people = brand.record.people
    left, right = st.columns(2, gap="small")
    with left:
        options = [each.value for each in Sample]
        wanted = Sample(st.selectbox("Message", options, key="sample"))
    with right:
        to = st.selectbox("For", [each.email for each in people], key="sample_for")
    reader = next((each for each in people if each.email == to), people[0])
    made = _made(desk, brand, wanted, reader)
    mail_shown(made.rendered, made.mail, name="sample")
    trial_button(
        desk,
        made.compose,
        brand=brand.record.name,
        people=people,
        reader=reader,
        step=DIGESTS.get(wanted, Step.OVERDUE),
        by=(MAIL,) if wanted in DIGESTS else None,
    )


def _made(desk: Desk, brand: StoredBrand, wanted: Sample, person: Person) -> Made:
    from app.outgoing import in_words
    from channels.letters import render_alert, render_digest

    name, now = brand.record.name, desk.clock()
    reader = reader_of(person, brand.record)
    if wanted in DIGESTS:
        digest = digest_sample(wanted, brand=name, reader=reader, now=now)
        shown = render_digest(digest)
        return Made(shown, lambda: mail_of(desk, digest, shown), lambda: plain(shown))
    letter = letter_sample(wanted, brand=name, reader=reader, now=now)
    return Made(
        render_alert(letter),
        lambda: mail_of_letter(desk, letter),
        lambda: in_words(letter),
    )


def plain(rendered: "Rendered") -> "Composed":
    """Return a digest to be sent by mail, without a way to unsubscribe."""
    from channels.parcel import Composed

    return Composed(rendered=rendered, short=lambda limit: rendered.text[:limit])
