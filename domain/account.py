"""An account of a brand on one network: whose posts are the brand's own.

A handle can change hands, so it counts only while the network's id is not known.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.clock import in_utc
from domain.errors import ConfigError
from domain.post import Author
from domain.table import network, one_of, table, text_or_none, within

_KEYS = ("network", "id", "handle", "kind")


class AccountKind(StrEnum):
    """Whose account it is."""

    BRAND = "brand"
    AGENT = "agent"
    """The own account of somebody who may answer for the brand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account, the brand's from ``since`` until before ``until`` (None: no end).

    At least one of ``id``, the network's stable one, and ``handle`` is known. Instants
    are kept in UTC.
    """

    network: str
    id: str | None = None
    handle: str | None = None
    kind: AccountKind = AccountKind.BRAND
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        """Keep instants in UTC and a handle without its @."""
        for name in ("since", "until"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, in_utc(moment))
        if self.handle is not None:
            object.__setattr__(self, "handle", self.handle.lstrip("@"))

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.accounts") -> "Account":
        """Read one table of a brand file; raise ConfigError naming the wrong key."""
        given = table(value, key=key, known=_KEYS)
        an_id, a_handle = 'a text, such as "9001"', 'a text, such as "acme"'
        account = cls(
            network=network(given.get("network"), key=within(key, "network")),
            id=text_or_none(given.get("id"), key=within(key, "id"), wanted=an_id),
            handle=text_or_none(
                given.get("handle"), key=within(key, "handle"), wanted=a_handle
            ),
            kind=one_of(
                AccountKind,
                given.get("kind", AccountKind.BRAND),
                key=within(key, "kind"),
            ),
        )
        if not account.id and not account.handle:
            wanted = 'one of them, such as handle = "acme"'
            raise ConfigError(f"{key}: found neither id nor handle, wanted {wanted}")
        return account

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        named = {"id": self.id, "handle": self.handle}
        known: dict[str, object] = {key: each for key, each in named.items() if each}
        return {"network": self.network, **known, "kind": str(self.kind)}

    def is_same_as(self, other: "Account") -> bool:
        """Tell whether two are one account: by id, by handle while one has no id."""
        if self.network != other.network:
            return False
        if self.id is not None and other.id is not None:
            return self.id == other.id
        return self.name != "" and self.name == other.name

    def wrote(self, author: Author, network: str, moment: datetime) -> bool:
        """Tell whether what ``author`` posted there and then is of this account."""
        if network != self.network or not self._valid(moment):
            return False
        if self.id is not None:
            return author.id == self.id
        written = (author.handle or "").lstrip("@").casefold()
        return written != "" and written == self.name

    @property
    def name(self) -> str:
        """The handle as it compares: no capitals; empty when it is not known."""
        return (self.handle or "").casefold()

    def _valid(self, moment: datetime) -> bool:
        begun = self.since is None or self.since <= moment
        return begun and (self.until is None or moment < self.until)
