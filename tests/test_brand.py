"""Brands: what a file may say of one, and what it is told when that is wrong."""

import json
import tomllib
from collections.abc import Callable

import pytest

from domain.account import Account, AccountKind
from domain.brand import Alerts, Brand, read_brands
from domain.calendar import Calendar
from domain.errors import ConfigError
from domain.person import Duty, Person, Quiet, Role
from domain.sla import Sla

WHOLE = """
[[brand]]
name = "Acme"
queries = ['acme OR "acme shop"', "@acme"]
languages = ["pl", "en"]
accounts = [
    { network = "x", id = "9001", handle = "@acme" },
    { network = "x", id = "9002", handle = "ania", kind = "agent" },
    { network = "mastodon", handle = "acme@social.example" },
]

[brand.calendar]
zone = "Europe/Warsaw"
mon = ["09:00-17:00"]

[brand.sla.complaint]
first_reply = "2h"

[brand.alerts]
nudge = "50%"
audience = 500

[[brand.people]]
email = "marta@example.com"
role = "manager"
duty = ["lead", "manager", "lead"]
digest = "08:00"
zone = "Europe/Lisbon"
language = "pl"
quiet = "20:00-07:00"
weekly = true
channels = ["mail", "secret:EARSHOT_SLACK_URL"]

[[brand.people]]
email = "ola@example.com"

[[brand]]
name = "Other"
"""


def test_a_brand_file_says_everything_about_a_brand() -> None:
    acme, other = read_brands(tomllib.loads(WHOLE))
    assert acme.queries == ('acme OR "acme shop"', "@acme")
    assert acme.languages == ("pl", "en")
    assert acme.accounts == (
        Account(network="x", id="9001", handle="acme"),
        Account(network="x", id="9002", handle="ania", kind=AccountKind.AGENT),
        Account(network="mastodon", handle="acme@social.example"),
    )
    assert acme.calendar.zone == "Europe/Warsaw"
    assert acme.sla == Sla.from_table({"complaint": {"first_reply": "2h"}})
    assert acme.alerts == Alerts(nudge=50, audience=500)
    assert acme.people == (
        Person(
            email="marta@example.com",
            role=Role.MANAGER,
            duty=(Duty.LEAD, Duty.MANAGER),
            digest=480,
            weekly=True,
            zone="Europe/Lisbon",
            language="pl",
            quiet=Quiet(1200, 420),
            channels=("mail", "secret:EARSHOT_SLACK_URL"),
        ),
        Person(email="ola@example.com"),
    )
    assert other == Brand(name="Other")


def test_a_brand_that_says_nothing_has_defaults() -> None:
    brand = Brand.from_table({"name": "Acme"})
    assert brand.calendar == Calendar.ALWAYS
    assert brand.sla == Sla.DEFAULT
    assert brand.alerts == Alerts(nudge=75, overdue=100, escalated=150, audience=10_000)


def test_a_brand_comes_back_from_its_own_tables() -> None:
    for brand in read_brands(tomllib.loads(WHOLE)):
        tables = json.loads(json.dumps(brand.to_tables()))
        beside = {
            "name": brand.name,
            "accounts": [each.to_table() for each in brand.accounts],
        }
        assert Brand.from_table(tables | beside) == brand


@pytest.mark.parametrize(
    ("role", "duty"),
    [
        pytest.param("viewer", (), id="viewer"),
        pytest.param("agent", (), id="agent"),
        pytest.param("manager", tuple(Duty), id="manager"),
        pytest.param("admin", (Duty.ON_CALL,), id="admin"),
    ],
)
def test_a_duty_that_is_not_said_comes_from_the_role(
    role: str, duty: tuple[Duty, ...]
) -> None:
    person = {"email": "ola@example.com", "role": role}
    assert Person.from_table(person).duty == duty
    assert Person.from_table({**person, "duty": []}).duty == ()


def found(**wrong: object) -> str:
    """Return what is said of a brand of which one thing is wrong."""
    with pytest.raises(ConfigError) as refused:
        read_brands({"brand": [{"name": "First"}, {"name": "Acme", **wrong}]})
    message = str(refused.value)
    assert "\n" not in message
    return message.removeprefix("brand[1].")


def person(**wrong: object) -> str:
    message = found(people=[{"email": "ola@example.com", **wrong}])
    return message.removeprefix("people[0].")


def account(**wrong: object) -> str:
    accounts = [{"network": "x", "id": "1"}, {"network": "x", "id": "2", **wrong}]
    return found(accounts=accounts).removeprefix("accounts[1].")


NAME = "a name on one line of at most 500 characters, such as Acme"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(
            lambda: found(querys=["a"]),
            "querys: found ['a'], wanted a key that exists; did you mean queries?",
            id="a mistyped key",
        ),
        pytest.param(
            lambda: found(name=""), f"name: found '', wanted {NAME}", id="no name"
        ),
        pytest.param(
            lambda: found(name=7), f"name: found 7, wanted {NAME}", id="a number"
        ),
        pytest.param(
            lambda: found(name="a\nb"),
            f"name: found 'a\\nb', wanted {NAME}",
            id="a name on two lines",
        ),
        pytest.param(
            lambda: found(name="a/b"),
            "name: found 'a/b', wanted a name without \"/\"",
            id="a name that breaks case ids",
        ),
        pytest.param(
            lambda: found(name="first"),
            "name: found 'first', wanted a name that no other brand has",
            id="a name twice",
        ),
        pytest.param(
            lambda: found(queries="acme"),
            "queries: found 'acme', wanted a list such as ['acme OR \"acme shop\"']",
            id="a query that is no list",
        ),
        pytest.param(
            lambda: found(queries=["a", " "]),
            "queries[1]: found ' ', wanted a query, such as acme OR @acme",
            id="an empty query",
        ),
        pytest.param(
            lambda: found(languages=["pl", "Polish"]),
            "languages[1]: found 'Polish', wanted a language code of two or three "
            "small letters, such as pl",
            id="a language by name",
        ),
        pytest.param(
            lambda: found(calendar={"zone": "UTC", "mon": ["09:00-12:00", "12-17"]}),
            "calendar.mon[1]: found '12-17', wanted hours such as 09:00-17:00",
            id="wrong hours",
        ),
        pytest.param(
            lambda: found(calendar=[]),
            "calendar: found [], wanted a table",
            id="a calendar that is a list",
        ),
        pytest.param(
            lambda: found(sla={"complaint": {"x": {"cap": "day"}}}),
            "sla.complaint.x.cap: found 'day', wanted a number above 0 with s, m, h or "
            "d, up to ten years, such as 4h",
            id="wrong sla",
        ),
        pytest.param(
            lambda: found(alerts={"nudge": 0.75}),
            "alerts.nudge: found 0.75, wanted whole per cent from 1% to 1000%, "
            "such as 75%",
            id="a share as a number",
        ),
        pytest.param(
            lambda: found(alerts={"audience": "10k"}),
            "alerts.audience: found '10k', wanted a whole number of followers, "
            "such as 10000",
            id="an audience in words",
        ),
        pytest.param(
            lambda: found(alerts={"audience": True}),
            "alerts.audience: found True, wanted a whole number of followers, "
            "such as 10000",
            id="an audience of yes",
        ),
        pytest.param(
            lambda: account(netwrok="x"),
            "netwrok: found 'x', wanted a key that exists; did you mean network?",
            id="an account's mistyped key",
        ),
        pytest.param(
            lambda: account(network="X"),
            "network: found 'X', wanted a network's name in lower case, "
            "such as bluesky",
            id="a network in capitals",
        ),
        pytest.param(
            lambda: account(id=9001),
            'id: found 9001, wanted a text, such as "9001"',
            id="an id that is a number",
        ),
        pytest.param(
            lambda: account(id=None),
            "accounts[1]: found neither id nor handle, wanted one of them, "
            'such as handle = "acme"',
            id="an account of nobody",
        ),
        pytest.param(
            lambda: account(kind="bot"),
            "kind: found 'bot', wanted one of brand, agent",
            id="another kind of account",
        ),
        pytest.param(
            lambda: account(id="1"),
            "accounts[1]: found 'x:1', wanted an account that is not in the file yet",
            id="an account twice",
        ),
        pytest.param(
            lambda: found(people={"email": "ola@example.com"}),
            "people: found {'email': 'ola@example.com'}, wanted a list of people, "
            "each [[brand.people]]",
            id="people that are no list",
        ),
        pytest.param(
            lambda: person(email="ola"),
            "email: found 'ola', wanted a mail address, such as marta@example.com",
            id="no mail address",
        ),
        pytest.param(
            lambda: person(email="a@example.com\nBcc: b@example.com"),
            "email: found 'a@example.com\\nBcc: b@example.com', wanted a mail address, "
            "such as marta@example.com",
            id="a mail address with a header",
        ),
        pytest.param(
            lambda: person(role="boss"),
            "role: found 'boss', wanted one of viewer, agent, manager, admin",
            id="another role",
        ),
        pytest.param(
            lambda: person(duty=["oncall"]),
            "duty[0]: found 'oncall', wanted one of lead, manager, on_call",
            id="another duty",
        ),
        pytest.param(
            lambda: person(digest="24:00"),
            "digest: found '24:00', wanted a time of day such as 08:00",
            id="a digest at no time",
        ),
        pytest.param(
            lambda: person(zone="Warsaw"),
            "zone: found 'Warsaw', wanted an IANA time zone, such as Europe/Warsaw",
            id="a person in no zone",
        ),
        pytest.param(
            lambda: person(language="polski"),
            "language: found 'polski', wanted a language code of two or three small "
            "letters, such as pl",
            id="a person's language by name",
        ),
        pytest.param(
            lambda: person(quiet="20:00"),
            "quiet: found '20:00', wanted hours such as 20:00-07:00",
            id="quiet without an end",
        ),
        pytest.param(
            lambda: person(quiet="20:00-20:00"),
            "quiet: found '20:00-20:00', wanted hours such as 20:00-07:00",
            id="quiet for no time or all of it",
        ),
        pytest.param(
            lambda: person(weekly="yes"),
            "weekly: found 'yes', wanted true or false, such as true",
            id="weekly in words",
        ),
        pytest.param(
            lambda: person(channels="mail"),
            "channels: found 'mail', wanted a list such as [\"mail\"]",
            id="channels that are no list",
        ),
        pytest.param(
            lambda: person(channels=["slack://token@place"]),
            'channels[0]: found something else, wanted "mail" or the name of a '
            'secret, such as "secret:EARSHOT_SLACK_URL"',
            id="a secret in the open is not shown",
        ),
        pytest.param(
            lambda: found(
                people=[{"email": "ola@example.com"}, {"email": "Ola@example.com"}]
            ),
            "people[1].email: found 'Ola@example.com', wanted somebody who is not in "
            "the list yet",
            id="a person twice",
        ),
    ],
)
def test_a_wrong_brand_is_refused_by_its_key(
    message: Callable[[], str], expected: str
) -> None:
    assert message() == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"id": "1"}, {"id": "1"}, True, id="one id"),
        pytest.param(
            {"id": "1", "handle": "a"}, {"id": "2", "handle": "a"}, False, id="two"
        ),
        pytest.param({"handle": "Acme"}, {"handle": "@acme"}, True, id="one handle"),
        pytest.param(
            {"id": "1", "handle": "a"}, {"handle": "a"}, True, id="half known"
        ),
        pytest.param(
            {"handle": "a"}, {"id": "1", "handle": "a"}, True, id="known later"
        ),
        pytest.param({"id": "1"}, {"handle": "1"}, False, id="id and handle"),
        pytest.param(
            {"id": "1"}, {"id": "1", "network": "y"}, False, id="two networks"
        ),
    ],
)
def test_an_account_belongs_to_one_brand(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    document = {
        "brand": [
            {"name": "One", "accounts": [{"network": "x", **one}]},
            {"name": "Two", "accounts": [{"network": "x", **other}]},
        ]
    }
    if not same:
        assert len(read_brands(document)) == 2
        return
    with pytest.raises(ConfigError, match=r"^brand\[1\].accounts\[0\]: found 'x:"):
        read_brands(document)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        pytest.param({}, "brand: found none, wanted one", id="an empty file"),
        pytest.param({"brand": []}, "brand: found none, wanted one", id="no brand"),
        pytest.param(
            {"brands": []}, r"brands: found \[\], wanted a key", id="mistyped"
        ),
        pytest.param(
            {"brand": {"name": "A"}}, "brand: found {'name': 'A'}", id="no list"
        ),
        pytest.param(
            {"brand": ["A"]}, r"brand\[0\]: found 'A', wanted a", id="no table"
        ),
    ],
)
def test_what_is_no_brand_file_is_refused(
    document: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=f"^{message}"):
        read_brands(document)
