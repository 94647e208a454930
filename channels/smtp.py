"""Mail by SMTP: one recipient an envelope, and an end to every wait.

What a server says is reduced to an outcome and a number: its words are a stranger's,
and may hold addresses. Nothing of a message is ever logged.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from ipaddress import ip_address
from threading import Timer
from typing import BinaryIO

from channels.mime import Mail, host_of, mail
from channels.parcel import Later, Outcome, Parcel, Refused, Send, Sent, Unsure
from domain.errors import ConfigError

STEP = 10.0
"""Seconds for one answer of a server."""

WHOLE = 30.0
"""Seconds for a whole message, the connecting of the first one included."""

ANSWER = 65_536
"""Bytes of one answer; whoever sends more is cut off."""

_LOGIN_REFUSED = frozenset({530, 534, 535, 538})


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that takes our mail, and how long we wait for it (seconds).

    ``tls`` is ``starttls``, ``tls``, or ``none``, which is for this machine alone.
    """

    host: str
    port: int
    sender: str
    tls: str = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    step: float = STEP
    whole: float = WHOLE
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def __post_init__(self) -> None:
        """Refuse to send in the clear to another machine."""
        if self.tls == "none" and not _is_here(self.host):
            wanted = "starttls or tls (none only to a loopback host)"
            raise ConfigError.at("mail.tls", found=self.tls, wanted=wanted)

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Begin a round: connect for the first message, and again if the line is lost.

        Nothing is raised for what fails on the way.
        """
        lines: list[_Line] = []

        def send(parcel: Parcel) -> Outcome:
            try:
                made = mail(parcel, sender=self.sender)
            except MessageError as error:
                said = f"it cannot be written ({type(error).__name__})"
                return Later(said, whole=False)
            line = lines[-1] if lines and lines[-1].sock else _Line(self)
            lines[:] = [line]
            return line.deliver(made)

        try:
            yield send
        finally:
            for each in lines:
                each.leave()


class _Line(smtplib.SMTP):
    """One connection, which ends whatever is still being waited for in time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._handle: socket.socket | None = None
        self._over = False
        # Never the name of this machine, which would have to be looked up besides.
        super().__init__(local_hostname=host_of(server.sender), timeout=server.step)
        self._host = server.host.removeprefix("[").removesuffix("]")

    def deliver(self, made: Mail) -> Outcome:
        """Send one mail, connecting first if need be, all in time."""
        timer = Timer(self._server.whole, self._cut)
        timer.daemon = True
        timer.start()
        try:
            failed = None if self.sock else self._begin()
            return failed or self._envelope(made)
        finally:
            timer.cancel()
            if self._over:
                self.close()

    def leave(self) -> None:
        """Say goodbye, unless the line is lost."""
        if self.sock:
            with suppress(smtplib.SMTPException, OSError):
                self.sock.settimeout(min(self._server.step, 2))
                self.quit()
        self.close()

    def _begin(self) -> Later | None:
        """Connect, go over to TLS and sign in."""
        try:
            self._connect()
        except smtplib.SMTPResponseException as error:
            self.close()
            code = error.smtp_code
            refused = isinstance(error, smtplib.SMTPAuthenticationError)
            return Later(_number(code), login=refused and code >= 500)
        except smtplib.SMTPNotSupportedError:
            self.close()
            return Later("the server has no such way to sign in, or no TLS")
        except ssl.SSLError:
            self.close()
            return Later("the server's certificate cannot be trusted")
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            return Later(f"no connection ({type(error).__name__})")
        return None

    def _connect(self) -> None:
        server = self._server
        code, _ = self.connect(self._host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, b"")
        self.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            self.starttls(context=server.trust())
            self.ehlo()
        if server.username is not None:
            self.login(server.username, server.password or "")

    def _envelope(self, made: Mail) -> Outcome:
        begun = False
        try:
            refused = self._announce(made)
            if refused:
                return refused
            code, _ = self.docmd("DATA")
            if code != 354:
                return self._no(code)
            begun = True
            self.send(_dotted(made.data))
            code, _ = self.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            said = f"the line was lost ({type(error).__name__})"
            return Unsure(said) if begun else Later(said, whole=False, lost=True)
        if 200 <= code < 300:
            return Sent()
        if not 400 <= code < 600:
            # What cannot be read may have been a yes.
            self.close()
            return Unsure("the server's answer cannot be read")
        return self._no(code)

    def _announce(self, made: Mail) -> Outcome | None:
        """Say from whom and to whom."""
        options = []
        if made.utf8:
            if not self.has_extn("smtputf8"):
                return Refused("the server takes no such address")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, _ = self.mail(made.sender, options)
        if code != 250:
            # The sender is the same for everybody, and no recipient's fault.
            self.close()
            return Later(_number(code), login=code in _LOGIN_REFUSED)
        code, _ = self.rcpt(made.recipient)
        return None if code in {250, 251} else self._no(code)

    def _no(self, code: int) -> Outcome:
        """Say what a refusal of one mail means; make the line ready for the next."""
        if code == 421 or not 400 <= code < 600:
            self.close()
            return Later(_number(code), whole=False, lost=True)
        with suppress(smtplib.SMTPException, OSError):
            self.rset()
        if code in _LOGIN_REFUSED:
            return Later(_number(code), login=True)
        if code >= 500:
            return Refused(_number(code))
        return Later(_number(code), whole=False)

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer, of which only so much is taken."""
        if self.file is None and self.sock:
            self.file = _Bounded(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.left = ANSWER
        return super().getreply()

    def close(self) -> None:
        """Let go of the line."""
        super().close()
        if self._handle is not None:
            self._handle.close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect; by TLS at once where that is the way."""
        raw = socket.create_connection((host, port), timeout)
        # A second handle of the same line: TLS takes the first one over.
        self._handle = raw.dup()
        if self._over:
            raw.close()
            raise TimeoutError
        if self._server.tls != "tls":
            return raw
        return self._server.trust().wrap_socket(raw, server_hostname=host)

    def _cut(self) -> None:
        """End what is being waited for: the time of the message is over."""
        self._over = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)


class _Bounded:
    """Reads lines, until an answer is longer than any answer is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.left = ANSWER

    def readline(self, size: int) -> bytes:
        """Read a line; OSError once it is too much."""
        line = self._file.readline(size)
        self.left -= len(line)
        if self.left < 0:
            raise OSError("an answer without an end")
        return line

    def close(self) -> None:
        """Let go of the line."""
        self._file.close()


def _dotted(data: bytes) -> bytes:
    """Write a mail so that none of its lines is taken for the end."""
    body = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", body) + b".\r\n"


def _number(code: int) -> str:
    return f"the server said {code}"


def _is_here(host: str) -> bool:
    bare = host.removeprefix("[").removesuffix("]")
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False
