"""A mail as it would arrive: its subject, its text part, and the whole of it as files.

Shown as text alone: the part with markup quotes strangers, and is only ever handed out
as a file.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import streamlit as st

from app.digest_files import SENDER, page
from app.wiring import Desk

if TYPE_CHECKING:
    from alerts.letter import Letter
    from channels.letters import Rendered

LONG, TALL = 24, 480
"""A text part of more lines than the first is as high as the second, in pixels."""


def mail_shown(rendered: "Rendered", mail: Callable[[], bytes], *, name: str) -> None:
    """Draw a mail; ``mail`` makes its bytes, ``name`` is in the names of its files."""
    height: Literal["content"] | int = "content"
    if rendered.text.count("\n") > LONG:
        height = TALL
    with st.container(border=True, key=f"mail_{name}", gap="small"):
        st.text(rendered.subject)
        st.code(rendered.text, language=None, wrap_lines=True, height=height)
    with st.container(horizontal=True, key=f"files_{name}"):
        st.download_button(
            "HTML",
            lambda: page(rendered),
            file_name=f"earshot-{name}.html",
            mime="text/html",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key=f"html_{name}",
        )
        st.download_button(
            "Mail",
            mail,
            file_name=f"earshot-{name}.eml",
            mime="message/rfc822",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key=f"eml_{name}",
        )


def mail_of_letter(desk: Desk, letter: "Letter") -> bytes:
    """Return an alert as it would be handed to the server."""
    from app.outgoing import in_words
    from channels.mime import mail
    from channels.parcel import Parcel

    configured = desk.settings.mail
    parcel = Parcel(
        id="<preview@earshot.invalid>",
        brand=letter.brand,
        recipient=letter.reader.email,
        step=letter.step.value,
        at=letter.now,
        composed=in_words(letter),
    )
    return mail(parcel, sender=configured.sender if configured else SENDER).data
