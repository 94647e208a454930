"""Letters: alerts and digests made into mails and chat messages, in two languages.

Words are put together once, as a sheet, and both parts of a mail are made of it.
"""

from dataclasses import dataclass

from alerts.digest import Digest
from alerts.letter import Letter
from channels.letters.alert_sheet import alert_sheet
from channels.letters.chat import short
from channels.letters.digest_sheet import digest_sheet
from channels.letters.html import html_of
from channels.letters.sheet import Image, Sheet
from channels.letters.text import text_of
from channels.letters.tongue import tongue

__all__ = ["Image", "Rendered", "render_alert", "render_digest", "short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A mail without its envelope. The HTML names each image as ``cid:`` its cid."""

    subject: str
    text: str
    html: str
    images: tuple[Image, ...] = ()


def render_alert(letter: Letter) -> Rendered:
    """Render an alert in its reader's language."""
    return _rendered(alert_sheet(letter, tongue(letter.reader.language)))


def render_digest(digest: Digest) -> Rendered:
    """Render a digest in its reader's language."""
    return _rendered(digest_sheet(digest, tongue(digest.reader.language)))


def _rendered(sheet: Sheet) -> Rendered:
    return Rendered(
        subject=sheet.subject,
        text=text_of(sheet),
        html=html_of(sheet),
        images=tuple(each.image for each in sheet.blocks if each.image),
    )
