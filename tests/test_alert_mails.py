"""The mails that a person gets while a customer waits, from the store to the server."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from app.outgoing import send_due
from app.settings import Dashboard, Mail, Secrets, Settings
from app.wiring import Desk
from domain.judgement import TOPICS
from services.escalate import raise_due
from services.signed import Deed, read
from store import Store
from store.sql import ask
from tests.alerted import open_staffed
from tests.desk import keep
from tests.made import a_post, at, ours
from tests.mailed import FROM, Post, mail_server

KEY = "a key of this house"
Send = Callable[[str], list[EmailMessage]]


@pytest.fixture
def send(sqlite_store: Store) -> Iterator[Send]:
    """Raise and send what is due at an instant; return what arrived."""
    open_staffed(sqlite_store)
    with mail_server(Post()) as post:
        settings = Settings(
            dashboard=Dashboard(public_url="https://desk.example"),
            mail=Mail(host="127.0.0.1", port=post.port, sender=FROM, tls="none"),
            secrets=Secrets(secret_key=SecretStr(KEY)),
        )

        def run(when: str) -> list[EmailMessage]:
            before = len(post.mails)
            now: datetime = at(when)
            raise_due(sqlite_store, now=now)
            desk = Desk(settings, sqlite_store, lambda: now)
            send_due(desk, sqlite_store, paused={})
            return post.mails[before:]

        yield run


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return " ".join(str(part.get_content()).split())


def test_one_customer_from_the_first_alert_to_the_answer(
    sqlite_store: Store, send: Send
) -> None:
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    assert send("11:00") == []
    (overdue,) = send("11:00:30")
    assert (overdue["To"], overdue["Subject"]) == (
        "lena@example.com",
        "Overdue complaint: ania on X",
    )
    for said in (
        "Nobody has answered for 1 h (target 1 h).",
        "“acme, my parcel never came”",
        "Nobody has it yet",
        "Next: marta at 11:30 unless someone takes it",
    ):
        assert said in text(overdue)
    assert send("11:30") == []
    (escalated,) = send("11:30:30")
    assert escalated["To"] == "marta@example.com"
    assert escalated["Subject"] == "Re: Overdue complaint: ania on X"
    assert "Nobody has answered for 1 h 30 min" in text(escalated)
    reply = ours("2", "11:40", reply_to="1", text="Your parcel is at the desk.")
    keep(sqlite_store, [reply])
    assert send("11:40:10") == []
    ended = send("11:40:50")
    assert {each["To"] for each in ended} == {"lena@example.com", "marta@example.com"}
    (to_lena,) = (each for each in ended if each["To"] == overdue["To"])
    assert to_lena["Subject"] == "Re: Overdue complaint: ania on X"
    assert to_lena["In-Reply-To"] == overdue["Message-ID"]
    assert "“Your parcel is at the desk.”" in text(to_lena)
    assert "1 h 40 min" in text(to_lena)
    assert send("18:00") == []


def test_the_links_lead_to_the_case_and_to_its_button(
    sqlite_store: Store, send: Send
) -> None:
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    send("11:00")
    (mail,) = send("11:00:30")
    words = text(mail).split()
    (take,) = (each for each in words if "/acknowledge?" in each)
    (token,) = parse_qs(urlsplit(take).query)["token"]
    claim = read(token, KEY.encode(), deed=Deed.TAKE, now=at("11:01"))
    assert claim
    assert (claim.brand, claim.person, claim.about) == (
        "Acme",
        "lena@example.com",
        "turn/x/1",
    )
    assert "https://desk.example/inbox?case=Acme%2Fx%2F1%2Fania" in words


def test_three_of_one_topic_are_one_matter(sqlite_store: Store, send: Send) -> None:
    for number, when in enumerate(("10:00", "10:10", "10:20")):
        post = a_post(str(number), when, f"u{number}", complaint=True)
        keep(sqlite_store, [replace(post, topic="delivery")])
    send("10:45")
    (first,) = send("10:45:30")
    assert first["Subject"] == "Due soon: u0 on X"
    send("10:55")
    (second,) = send("10:55:30")
    assert second["Subject"] == "Due soon: u1 on X"
    send("11:05")
    (third,) = send("11:05:30")
    assert third["Subject"] == "Spike: Delivery, 3 customers in 30 min"
    assert "Several wait for the same reason" in text(third)
    assert "u2" in text(third)


def test_several_who_wait_are_one_mail(sqlite_store: Store, send: Send) -> None:
    for each, topic in enumerate(TOPICS[:8]):
        post = a_post(str(each), "10:00", f"u{each}", complaint=True)
        keep(sqlite_store, [replace(post, topic=topic)])
    send("11:00")
    (mail,) = send("11:00:30")
    assert mail["Subject"] == "[8] customers wait: Acme"
    assert text(mail).count("“acme, my parcel never came”") == 5
    assert "and 3 more" in text(mail)
    assert "https://desk.example/inbox?view=Waiting" in text(mail)


def test_an_answer_just_before_it_goes_out_cancels_it(
    sqlite_store: Store, send: Send
) -> None:
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    send("11:00")
    keep(sqlite_store, [ours("2", "10:59", reply_to="1")])
    assert send("11:00:30") == []
    assert send("12:00") == []


def test_a_question_is_called_one(sqlite_store: Store, send: Send) -> None:
    asked = a_post("1", "10:00", text="acme, when do you open?", complaint=False)
    keep(sqlite_store, [asked])
    send("14:00")
    (mail,) = send("14:00:30")
    assert mail["Subject"] == "Overdue question: ania on X"


def test_what_was_found_late_says_so(sqlite_store: Store, send: Send) -> None:
    keep(sqlite_store, [a_post("1", "06:00", seen="11:00", complaint=True)])
    send("11:00")
    (mail, *_) = send("11:00:30")
    assert "Found late: written" in text(mail)


def test_strangers_markup_is_words(sqlite_store: Store, send: Send) -> None:
    bad = '<img src="https://evil.example/x"> [a](https://evil.example) \u2028 acme'
    keep(sqlite_store, [a_post("1", "10:00", text=bad, complaint=True)])
    send("11:00")
    (mail,) = send("11:00:30")
    html = mail.get_body(("html",))
    assert html
    shown = str(html.get_content())
    assert "<img" not in shown
    assert "https://evil" not in shown


def test_nothing_of_a_customer_lies_in_the_outbox(
    sqlite_store: Store, send: Send
) -> None:
    keep(sqlite_store, [a_post("1", "10:00", text="acme canary", complaint=True)])
    send("11:00")
    send("11:00:30")
    with sqlite_store.reading() as session:
        rows = ask(session, "SELECT * FROM outbox")
    assert rows
    assert "canary" not in str(rows)
