"""A message as a mail: headers that nobody can add to, and two parts, each complete.

Whatever stands in names and texts, no header gets a second line: controls, separators,
lone surrogates and encoded words are gone before anything is put together.
"""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from channels.parcel import Parcel, Rendered
from domain.errors import ConfigError
from domain.text import bounded, canonical, is_plain, one_line

SUBJECT = 200
"""Characters of a subject, or of a name before an address."""

_ADDRESS = re.compile(r"([^\s@<>\"(),:;\\\[\]]{1,64})@([^\s@<>\"(),:;\\\[\]]{1,255})")
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,200}>")
_LINK = re.compile(r"https?://[\x21-\x3b\x3d\x3f-\x7e]{1,2000}")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready for the server: from whom, to whom, and all its bytes.

    ``utf8``: one of the addresses cannot be said in ASCII.
    """

    sender: str
    recipient: str
    data: bytes
    utf8: bool


def mail(parcel: Parcel, *, sender: str) -> Mail:
    """Put a mail together; ``sender`` may have a name before its address.

    Raises ConfigError for an address or an id that is none.
    """
    name, bare = parseaddr(sender)
    ours, theirs = address(bare, key="mail.from"), address(parcel.recipient)
    rendered = parcel.composed.rendered
    message = EmailMessage(policy=SMTP)
    message["From"] = _mailbox(ours, _line(name))
    message["To"] = _mailbox(theirs)
    message["Subject"] = _line(rendered.subject) or "Earshot"
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = _id(parcel.id)
    if parcel.first and parcel.first != parcel.id:
        message["In-Reply-To"] = _id(parcel.first)
        message["References"] = _id(parcel.first)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = _list(parcel.brand, host_of(sender))
    leave = parcel.composed.unsubscribe or ""
    if leave.startswith("https:") and _LINK.fullmatch(leave):
        message["List-Unsubscribe"] = f"<{leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, rendered)
    utf8 = not (ours.isascii() and theirs.isascii())
    data = message.as_bytes(policy=SMTPUTF8 if utf8 else SMTP)
    return Mail(ours, theirs, data, utf8)


def host_of(sender: str) -> str:
    """Return the host of an address, in ASCII: our messages are named by it."""
    return address(parseaddr(sender)[1], key="mail.from").rpartition("@")[2]


def address(text: str, *, key: str = "recipient") -> str:
    """Return an address as an envelope takes it: its host in ASCII.

    Raises ConfigError for one that is none; it is not shown.
    """
    plain = is_plain(text) and "=?" not in text  # see _line
    found = _ADDRESS.fullmatch(text) if plain else None
    try:
        host = found[2].encode("idna").decode("ascii") if found else ""
    except UnicodeError:
        host = ""
    if found is None or not host:
        wanted = "a mail address, such as marta@example.com"
        raise ConfigError(f"{key}: found something else, wanted {wanted}")
    return f"{found[1]}@{host}"


def _mailbox(bare: str, name: str = "") -> Address:
    local, _, host = bare.rpartition("@")
    return Address(display_name=name, username=local, domain=host)


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ConfigError("message: found something else, wanted an id in brackets")
    return text


def _list(brand: str, host: str) -> str:
    """Name the list of a brand: mail readers sort by it, whatever the subject."""
    plain = re.sub(r"[^a-z0-9]+", "-", brand.casefold()).strip("-")
    name = plain[:60] or sha256(brand.encode(errors="replace")).hexdigest()[:16]
    return f"<{name}.earshot.{host}>"


def _line(text: str) -> str:
    # The library reads "=?utf-8?q?=0D=0A?=" as what it stands for: a second line.
    return bounded(one_line(text).replace("=?", "= ?"), SUBJECT)


def _fill(message: EmailMessage, rendered: Rendered) -> None:
    """Add the parts: not even a server that knows seven bits alone changes a byte."""
    as_is = "quoted-printable"
    message.set_content(canonical(rendered.text), cte=as_is)
    message.add_alternative(canonical(rendered.html), subtype="html", cte=as_is)
    html = message.get_body(("html",))
    for each in rendered.images:
        if html is not None:
            html.add_related(
                each.png,
                "image",
                "png",
                cid=_id(f"<{each.cid}>"),
                disposition="inline",
                filename="chart.png",
            )
