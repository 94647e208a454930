"""A person who works for a brand: what they may do, what reaches them, and when.

``zone`` None means the brand's own, which may change later.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.calendar import Span, parse_clock
from domain.errors import ConfigError
from domain.table import items, language, one_of, table, within
from domain.zone import parse_zone

_KEYS = (
    "email",
    "role",
    "duty",
    "digest",
    "weekly",
    "zone",
    "language",
    "quiet",
    "channels",
)
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,255}")
_SECRET = re.compile(r"secret:[A-Z][A-Z0-9_]{0,99}")


class Role(StrEnum):
    """What a person may do; each may do what those before may."""

    VIEWER = "viewer"
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


class Duty(StrEnum):
    """Which steps of the ladder reach a person."""

    LEAD = "lead"
    MANAGER = "manager"
    ON_CALL = "on_call"


_BY_ROLE: dict[Role, tuple[Duty, ...]] = {
    Role.VIEWER: (),
    Role.AGENT: (),
    # In a small shop the manager is all there is.
    Role.MANAGER: (Duty.LEAD, Duty.MANAGER, Duty.ON_CALL),
    Role.ADMIN: (Duty.ON_CALL,),
}


class Quiet(NamedTuple):
    """Minutes of the day between which nothing but the critical may disturb.

    A start after the end goes over midnight.
    """

    start_minute: int
    end_minute: int

    def covers(self, minute: int) -> bool:
        """Tell whether this minute of the day is within; the end is not."""
        start, end = self
        if start < end:
            return start <= minute < end
        return minute >= start or minute < end


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. ``digest`` is a minute of their local day, None for no digest.

    ``weekly``: it comes once a week rather than each working day. ``channels`` are
    ``mail`` or ``secret:NAME``, the name of the secret that holds the address.
    """

    email: str
    role: Role = Role.VIEWER
    duty: tuple[Duty, ...] = ()
    digest: int | None = None
    weekly: bool = False
    zone: str | None = None
    language: str = "en"
    quiet: Quiet | None = None
    channels: tuple[str, ...] = ("mail",)

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.people") -> "Person":
        """Read one table of a brand file; raise ConfigError naming the wrong key.

        Without a role a person may only look; without a duty the role gives it.
        """
        given = table(value, key=key, known=_KEYS)
        role = one_of(Role, given.get("role", Role.VIEWER), key=within(key, "role"))
        zone, digest = given.get("zone"), given.get("digest")
        digest_key = within(key, "digest")
        return cls(
            email=_email(given.get("email"), within(key, "email")),
            role=role,
            duty=_duty(given.get("duty"), role, within(key, "duty")),
            digest=None if digest is None else parse_clock(digest, key=digest_key),
            weekly=_weekly(given.get("weekly", False), within(key, "weekly")),
            zone=None if zone is None else parse_zone(zone, key=within(key, "zone")),
            language=language(given.get("language", "en"), key=within(key, "language")),
            quiet=_quiet(given.get("quiet"), within(key, "quiet")),
            channels=_channels(given.get("channels"), within(key, "channels")),
        )

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        written: dict[str, object] = {
            "email": self.email,
            "role": str(self.role),
            "duty": [str(each) for each in self.duty],
            "language": self.language,
            "channels": list(self.channels),
        }
        if self.digest is not None:
            written["digest"] = f"{self.digest // 60:02}:{self.digest % 60:02}"
        if self.weekly:
            # Left out where it is not so: else each brand would get a new version.
            written["weekly"] = True
        if self.zone is not None:
            written["zone"] = self.zone
        if self.quiet is not None:
            written["quiet"] = str(Span(*self.quiet))
        return written


def read_people(value: object, *, key: str) -> tuple[Person, ...]:
    """Read the list of a brand's people; raise ConfigError for one who is twice in."""
    wanted = "a list of people, each [[brand.people]]"
    people: dict[str, Person] = {}
    for path, each in items(value, key=key, wanted=wanted):
        person = Person.from_table(each, key=path)
        if people.setdefault(person.email.casefold(), person) is not person:
            unused = "somebody who is not in the list yet"
            email_key = within(path, "email")
            raise ConfigError.at(email_key, found=person.email, wanted=unused)
    return tuple(people.values())


def _email(value: object, key: str) -> str:
    if isinstance(value, str) and value.isprintable() and _EMAIL.fullmatch(value):
        return value
    wanted = "a mail address, such as marta@example.com"
    raise ConfigError.at(key, found=value, wanted=wanted)


def _duty(value: object, role: Role, key: str) -> tuple[Duty, ...]:
    if value is None:
        return _BY_ROLE[role]
    read = items(value, key=key, wanted='a list such as ["lead", "manager"]')
    return tuple(dict.fromkeys(one_of(Duty, each, key=path) for path, each in read))


def _weekly(value: object, key: str) -> bool:
    if isinstance(value, bool):
        return value
    raise ConfigError.at(key, found=value, wanted="true or false, such as true")


def _quiet(value: object, key: str) -> Quiet | None:
    if value is None:
        return None
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        quiet = Quiet(parse_clock(start, key=key), parse_clock(end, key=key))
    except ConfigError:
        dash = ""
        quiet = Quiet(0, 0)
    if dash and quiet.start_minute != quiet.end_minute:
        return quiet
    raise ConfigError.at(key, found=value, wanted="hours such as 20:00-07:00")


def _channels(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ("mail",)
    read = items(value, key=key, wanted='a list such as ["mail"]')
    return tuple(dict.fromkeys(_channel(each, path) for path, each in read))


def _channel(value: object, key: str) -> str:
    if isinstance(value, str) and (value == "mail" or _SECRET.fullmatch(value)):
        return value
    # What was found may be an address that opens somebody's chat: never show it.
    wanted = '"mail" or the name of a secret, such as "secret:EARSHOT_SLACK_URL"'
    raise ConfigError(f"{key}: found something else, wanted {wanted}")
