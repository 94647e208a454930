"""Chat, SMS and paging services, through apprise. The address is a secret: never shown.

Texts are shortened by us to what a service takes, calls nobody (no ``@everyone``) and
bring no file along. apprise tells yes or no only, so that every no is tried again.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from channels.parcel import Later, Outcome, Parcel, Send, Sent
from channels.within import within
from domain.errors import FAILURES, ConfigError
from domain.text import canonical

if TYPE_CHECKING:
    from apprise import NotifyBase

CONNECT, READ, WHOLE = 5.0, 10.0, 30.0
"""Seconds for a connection, for a silence, and for all of it."""

_JOINER = "\N{WORD JOINER}"
_TAMED = str.maketrans({"@": f"@{_JOINER}", "<": "\u2039", ">": "\u203a"})


class Limit(NamedTuple):
    """What a service takes of one message: characters, or bytes of UTF-8."""

    size: int
    bytes: bool = False


LIMITS = {
    # Text of one block, in Slack's reference of Block Kit.
    "slack": Limit(3_000),
    # Field "content" of Create Message, in Discord's reference.
    "discord": Limit(2_000),
    # A message is to stay well below 28 kB, in Microsoft's reference of workflows.
    "workflow": Limit(4_000),
    "workflows": Limit(4_000),
    # Field "text" of sendMessage, in Telegram's reference of the Bot API.
    "tgram": Limit(4_096),
    # From 4,096 bytes on a message becomes an attachment, in ntfy's docs.
    "ntfy": Limit(4_096, bytes=True),
    "ntfys": Limit(4_096, bytes=True),
    # Field "summary" of an event, in PagerDuty's reference of Events API v2.
    "pagerduty": Limit(1_024),
}
"""By the scheme of an address. Others get what apprise knows of them, at most OTHERS;
SMS services are among those, with 160 characters."""

OTHERS = Limit(1_000)

_SHOWN_AS_MARKUP = frozenset({"slack", "discord", "workflow", "workflows", "tgram"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A service by its address, such as ``slack://…``, and seconds to wait for it.

    Raises ConfigError, without showing the address, when apprise does not know it.
    """

    url: str = field(repr=False)
    read: float = READ
    whole: float = WHOLE

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Begin a round."""
        yield self._send

    def _send(self, parcel: Parcel) -> Outcome:
        service = service_of(self.url)
        if service is None:
            return Later("the address is none that we know")
        # Loaded anew each time, it never waits between two messages.
        service.redirects = False
        service.socket_connect_timeout = CONNECT
        service.socket_read_timeout = self.read
        text = _said(parcel, service, self.url)
        late: Outcome = Later(f"no answer in {self.whole:g} s")
        return within(self.whole, lambda: _notified(service, text), late=late)


def check(url: str) -> None:
    """Raise ConfigError when an address is none that apprise knows; it is not shown."""
    if service_of(url) is None:
        wanted = "an address such as slack://… or ntfys://…"
        raise ConfigError(f"channel: found something else, wanted {wanted}")


def service_of(url: str) -> "NotifyBase | None":
    """Return the service that an address leads to; None when it leads to none."""
    # What it logs quotes addresses.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        # All of its services are loaded at once, and one warns of its own age.
        warnings.simplefilter("ignore", DeprecationWarning)
        from apprise import Apprise, AppriseAsset

        asset = AppriseAsset(storage_mode="memory", async_mode=False)
        found: NotifyBase | None = Apprise.instantiate(url, asset=asset)
    return found


def fitted(text: str, limit: Limit) -> str:
    """Shorten a text to what a service takes; a cut one ends in ``…``."""
    if not limit.bytes:
        return text if len(text) <= limit.size else text[: limit.size - 1] + "…"
    data = text.encode()
    if len(data) <= limit.size:
        return text
    return data[: limit.size - 3].decode(errors="ignore") + "…"


def _said(parcel: Parcel, service: "NotifyBase", url: str) -> str:
    scheme = url.partition("://")[0].lower()
    limit = LIMITS.get(scheme, OTHERS)
    if not limit.bytes:
        limit = Limit(min(limit.size, int(service.body_maxlen)))
    text = canonical(parcel.composed.short(limit.size))
    if scheme in _SHOWN_AS_MARKUP:
        text = text.translate(_TAMED)
    return fitted(text, limit)


def _notified(service: "NotifyBase", text: str) -> Outcome:
    from apprise import NotifyFormat, NotifyType
    from apprise.exception import AppriseException

    try:
        done = service.notify(
            body=text, notify_type=NotifyType.WARNING, body_format=NotifyFormat.TEXT
        )
    except (AppriseException, OSError, *FAILURES) as error:
        return Later(f"no connection ({type(error).__name__})")
    return Sent() if done else Later("the service did not take it")
