"""A brand: what its file says, and what is kept of that over time.

``Brand`` is one reading of the file. ``BrandRecord`` is what the store knows: every
version of calendar and SLA, and the accounts of the past, so that history is judged
by what held then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.account import Account, AccountKind
from domain.calendar import Calendar
from domain.clock import in_utc
from domain.duration import parse_share
from domain.errors import ConfigError
from domain.judging import Judging, Ruling, ruling_at
from domain.learnt import Learnt, learnt_for
from domain.person import Person, read_people
from domain.post import Author
from domain.replies import Replies
from domain.sla import Sla
from domain.table import Table, items, language, table, text, whole, within

__all__ = [
    "Account",
    "AccountKind",
    "Alerts",
    "Brand",
    "BrandRecord",
    "Person",
    "Policy",
    "Replies",
    "read_brands",
]

_KEYS = (
    "name",
    "queries",
    "languages",
    "accounts",
    "calendar",
    "sla",
    "alerts",
    "replies",
    "judging",
    "people",
)
_QUERY_LIMIT = 2_000
"""Characters, as in ``response.query``, which alone knows the grammar."""

_SHARES = ("nudge", "overdue", "escalated")
_A_NAME = "a name on one line of at most 500 characters, such as Acme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """When whom to tell. The first three are whole per cent of a turn's target.

    An author with more than ``audience`` followers makes a complaint critical.
    """

    nudge: int = 75
    overdue: int = 100
    escalated: int = 150
    audience: int = 10_000

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.alerts") -> "Alerts":
        """Read the table of a brand file; raise ConfigError naming the wrong key."""
        given = table(value, key=key, known=(*_SHARES, "audience"))
        read = {
            name: parse_share(given[name], key=within(key, name))
            for name in _SHARES
            if name in given
        }
        if "audience" in given:
            wanted = "a whole number of followers, such as 10000"
            audience_key = within(key, "audience")
            read["audience"] = whole(given["audience"], key=audience_key, wanted=wanted)
        return cls(**read)

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        return {
            "nudge": f"{self.nudge}%",
            "overdue": f"{self.overdue}%",
            "escalated": f"{self.escalated}%",
            "audience": self.audience,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One ``[[brand]]`` of a brand file, checked but for its queries' grammar.

    ``judging`` is None for a file that says nothing of it: then what was said by
    command stays.
    """

    name: str
    queries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    calendar: Calendar = Calendar.ALWAYS
    sla: Sla = Sla.DEFAULT
    alerts: Alerts = Alerts()
    replies: Replies = Replies.NONE
    judging: Judging | None = None
    people: tuple[Person, ...] = ()

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand") -> "Brand":
        """Read one brand; raise ConfigError naming the wrong key.

        Whatever is missing has its default; without a calendar the desk is always
        open.
        """
        given = table(value, key=key, known=_KEYS)
        return cls(
            name=_name(given.get("name"), within(key, "name")),
            queries=_queries(given.get("queries"), within(key, "queries")),
            languages=_languages(given.get("languages"), within(key, "languages")),
            accounts=_accounts(given.get("accounts"), within(key, "accounts")),
            calendar=_calendar(given.get("calendar"), within(key, "calendar")),
            sla=Sla.from_table(given.get("sla", {}), key=within(key, "sla")),
            alerts=Alerts.from_table(
                given.get("alerts", {}), key=within(key, "alerts")
            ),
            replies=Replies.from_table(
                given.get("replies", {}), key=within(key, "replies")
            ),
            judging=_judging(given.get("judging"), within(key, "judging")),
            people=read_people(given.get("people"), key=within(key, "people")),
        )

    def to_tables(self) -> dict[str, object]:
        """Return each part that has versions, of plain JSON values, by its key.

        With ``name`` and ``accounts`` beside them, ``from_table`` reads them back.
        """
        told: dict[str, object] = {
            "queries": list(self.queries),
            "languages": list(self.languages),
            "calendar": self.calendar.to_table(),
            "sla": self.sla.to_table(),
            "alerts": self.alerts.to_table(),
            "replies": self.replies.to_table(),
            "people": [each.to_table() for each in self.people],
        }
        if self.judging is not None:
            told["judging"] = self.judging.to_table()
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What was promised, to turns that start at ``since`` or later (None: to all)."""

    since: datetime | None = None
    calendar: Calendar = Calendar.ALWAYS
    sla: Sla = Sla.DEFAULT

    def __post_init__(self) -> None:
        """Keep the instant in UTC."""
        if self.since is not None:
            object.__setattr__(self, "since", in_utc(self.since))


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandRecord:
    """All that is known of one brand. ``policies`` are oldest first, at least one.

    ``accounts`` holds past ones too. ``rulings`` are the versions of its judging, and
    ``learnt`` what people's words taught, oldest first. ``demo`` marks the shipped
    example.
    """

    name: str
    queries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    policies: tuple[Policy, ...] = (Policy(),)
    alerts: Alerts = Alerts()
    replies: Replies = Replies.NONE
    people: tuple[Person, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    demo: bool = False

    @property
    def judging(self) -> Judging:
        """What the brand says of judging now."""
        return self.rulings[-1].judging if self.rulings else Judging.NONE

    def judging_at(self, moment: datetime) -> Judging:
        """Return what it said of a post that was written then."""
        return ruling_at(self.rulings, moment) if self.rulings else Judging.NONE

    def learnt_at(
        self, moment: datetime, *, engine: str, version: str
    ) -> Learnt | None:
        """Return what was learnt for a post written then and judged by this engine."""
        return learnt_for(self.learnt, moment, engine=engine, version=version)

    def policy_at(self, moment: datetime) -> Policy:
        """Return what was promised to a turn that started then.

        The oldest policy also holds for the time before it: nothing older is known.
        """
        started = in_utc(moment)
        held = [each for each in self.policies if each.since and each.since <= started]
        return held[-1] if held else self.policies[0]

    def owns(self, author: Author | None, network: str, moment: datetime) -> bool:
        """Tell whether ``author`` posted for the brand on this network at this time."""
        if author is None:
            return False
        for each in self.accounts:  # asked of every post, more than once
            if each.network == network and each.wrote(author, network, moment):
                return True
        return False

    def agent(
        self, author: Author | None, network: str, moment: datetime
    ) -> str | None:
        """Return the handle or id of the agent account that posted; None for others."""
        if author is None:
            return None
        wrote = (each for each in self.accounts if each.wrote(author, network, moment))
        account = next(wrote, None)
        if account is None or account.kind is not AccountKind.AGENT:
            return None
        return author.handle or author.id


def read_brands(document: Table) -> tuple[Brand, ...]:
    """Read a whole brand file, already parsed; raise ConfigError naming the wrong key.

    A name or an account stands in it once, whatever the brand.
    """
    given = table(document, key="", known=("brand",)).get("brand")
    wanted = "one [[brand]] for each brand"
    if not given:
        raise ConfigError(f"brand: found none, wanted {wanted}")
    brands = {
        path: Brand.from_table(each, key=path)
        for path, each in items(given, key="brand", wanted=wanted)
    }
    _refuse_repeats(brands)
    return tuple(brands.values())


def _refuse_repeats(brands: Mapping[str, Brand]) -> None:
    names: set[str] = set()
    accounts: list[Account] = []
    for path, brand in brands.items():
        if brand.name.casefold() in names:
            wanted = "a name that no other brand has"
            raise ConfigError.at(f"{path}.name", found=brand.name, wanted=wanted)
        names.add(brand.name.casefold())
        for number, account in enumerate(brand.accounts):
            if any(account.is_same_as(other) for other in accounts):
                raise ConfigError.at(
                    f"{path}.accounts[{number}]",
                    found=f"{account.network}:{account.id or account.handle}",
                    wanted="an account that is not in the file yet",
                )
            accounts.append(account)


def _name(value: object, key: str) -> str:
    name = text(value, key=key, wanted=_A_NAME)
    if "/" in name:
        # A case's id is brand/network/thread/customer.
        raise ConfigError.at(key, found=value, wanted='a name without "/"')
    return name


def _queries(value: object, key: str) -> tuple[str, ...]:
    wanted = "a list such as ['acme OR \"acme shop\"']"
    a_query = "a query, such as acme OR @acme"
    return _each_once(
        text(each, key=path, wanted=a_query, longest=_QUERY_LIMIT)
        for path, each in items(value, key=key, wanted=wanted)
    )


def _languages(value: object, key: str) -> tuple[str, ...]:
    wanted = 'a list such as ["pl", "en"]'
    return _each_once(
        language(each, key=path) for path, each in items(value, key=key, wanted=wanted)
    )


def _accounts(value: object, key: str) -> tuple[Account, ...]:
    wanted = 'a list such as [{ network = "x", handle = "acme" }]'
    return tuple(
        Account.from_table(each, key=path)
        for path, each in items(value, key=key, wanted=wanted)
    )


def _judging(given: object, key: str) -> Judging | None:
    return None if given is None else Judging.from_table(given, key=key)


def _calendar(given: object, key: str) -> Calendar:
    return Calendar.ALWAYS if given is None else Calendar.from_table(given, key=key)


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
