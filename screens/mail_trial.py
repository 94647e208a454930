"""The button that sends a message now, to see it arrive: to oneself, if that is known.

Without a login nobody is known, and it goes to the person whose message it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from app.trial import send_trial
from app.wiring import Desk
from domain.alert import MAIL, Step
from domain.errors import EarshotError
from domain.person import Person
from screens.visitor import person as visitor

if TYPE_CHECKING:
    from channels.parcel import Composed

SENT = "Sent."
NOT_SENT = "Not sent:"
NO_WAY = "To send it, set up [mail] in earshot.toml."


@dataclass(frozen=True, slots=True)
class Trial:
    """A message to be sent, by which channels and to whom."""

    compose: "Callable[[], Composed]"
    brand: str
    to: Person
    channels: tuple[str, ...]
    step: Step


def trial_button(
    desk: Desk,
    compose: "Callable[[], Composed]",
    *,
    brand: str,
    people: Sequence[Person],
    reader: Person,
    step: Step,
    by: tuple[str, ...] | None = None,
) -> None:
    """Draw the button; ``by`` are the channels, missing: those of who gets it."""
    me = visitor(desk)
    to = _addressee(me, people) if me else reader
    channels = by or to.channels
    ready = desk.settings.mail is not None or channels != (MAIL,)
    with st.container(horizontal=True, vertical_alignment="center", key=f"try_{step}"):
        st.button(
            "Send me a test" if me else "Send a test",
            key=f"trial_{step}",
            icon=":material/send:",
            disabled=not ready,
            on_click=_send,
            args=(desk, Trial(compose, brand, to, channels, step)),
        )
        if ready:
            st.text(f"to {to.email}")
        else:
            st.caption(NO_WAY)
    _say()


def _addressee(me: str, people: Sequence[Person]) -> Person:
    known = (each for each in people if each.email.casefold() == me.casefold())
    return next(known, Person(email=me))


def _send(desk: Desk, trial: Trial) -> None:
    try:
        done = list(
            send_trial(
                desk,
                trial.compose(),
                brand=trial.brand,
                to=trial.to,
                channels=trial.channels,
                step=trial.step,
            )
        )
    except EarshotError as error:
        st.session_state["_tried"] = [str(error)]
        return
    st.session_state["_tried"] = [said for _, said in done if said is not None]


def _say() -> None:
    """Say what became of it."""
    failed = st.session_state.pop("_tried", None)
    if failed is None:
        return
    if not failed:
        st.toast(SENT, icon=":material/check:")
    for each in failed:
        st.error(NOT_SENT)
        st.text(each)
