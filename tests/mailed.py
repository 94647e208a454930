"""A mail server on loopback that answers as a test wants, and keeps what it got."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from threading import Thread
from typing import Any, NamedTuple

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

from channels.parcel import Composed, Parcel
from tests.made import at

FROM = "Earshot <earshot@desk.example>"


class Words(NamedTuple):
    """A message in words."""

    subject: str = "Overdue complaint"
    text: str = "Somebody waits."
    html: str = "<p>Somebody waits.</p>"
    images: tuple[Any, ...] = ()


def composed(words: Words | None = None, **more: Any) -> Composed:
    """Put words together for every channel."""
    words = words or Words()
    return Composed(rendered=words, short=lambda limit: words.text[:limit], **more)


def parcel(recipient: str = "lena@example.com", **more: Any) -> Parcel:
    """Make a message for somebody."""
    given: dict[str, Any] = {
        "id": "<1@desk.example>",
        "brand": "Acme",
        "step": "overdue",
        "at": at("10:00"),
        "composed": composed(),
    }
    return Parcel(recipient=recipient, **(given | more))


@dataclass
class Post:
    """What a server was handed, and what it answers: by verb, or by recipient."""

    got: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    drop_after_data: bool = False
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        return [each for _, _, each in self.got]

    async def handle_EHLO(  # noqa: N802
        self,
        _server: Any,
        session: Any,
        _envelope: Any,
        hostname: str,
        lines: list[str],
    ) -> Any:
        self.connections += 1
        session.host_name = hostname
        if said := self.answers.get("EHLO"):
            return [said]
        return lines

    async def handle_HELO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str
    ) -> str:
        session.host_name = hostname
        return self.answers.get("EHLO", "250 ok")

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if said := self.answers.get("MAIL"):
            return said
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if said := self.answers.get("RCPT") or self.answers.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        if said := self.answers.get("DATA"):
            return said
        made = message_from_bytes(envelope.content, policy=POLICY)
        assert isinstance(made, EmailMessage)
        self.got.append((envelope.mail_from, envelope.rcpt_tos, made))
        if self.drop_after_data:
            server.transport.abort()
        return "250 ok"


def _password(
    server: Any, session: Any, envelope: Any, mechanism: str, auth: Any
) -> smtp.AuthResult:
    good = getattr(auth, "password", b"") == b"right"
    return smtp.AuthResult(success=good, handled=good)


@contextmanager
def mail_server(
    post: Post,
    *,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
    utf8: bool = True,
    port: int = 0,
) -> Iterator[Post]:
    """Run a server; ``tls`` is offered by STARTTLS, ``login`` asks for ``right``."""

    class Server(Controller):
        def factory(self) -> smtp.SMTP:
            return smtp.SMTP(
                post,
                hostname="desk.example",
                enable_SMTPUTF8=utf8,
                tls_context=tls,
                require_starttls=tls is not None,
                auth_required=login,
                auth_require_tls=False,
                authenticator=_password if login else None,
            )

    server = Server(post, hostname="127.0.0.1", port=port or free_port())
    server.start()
    post.port = server.port
    try:
        yield post
    finally:
        server.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        found: int = one.getsockname()[1]
    return found


@contextmanager
def raw_server(*said: bytes, flood: bool = False) -> Iterator[int]:
    """Say these lines, one for each that is heard, and then nothing; or never stop."""
    listening = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        try:
            line, _ = listening.accept()
            with line:
                heard = line.makefile("rb")
                for each in said:
                    line.sendall(each)
                    heard.readline()
                while flood or heard.readline():
                    if flood:
                        line.sendall(b"220-hello\r\n" * 1000)
        except OSError:
            return

    thread = Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(5)
