"""Alerts and Digest: who hears what, what thresholds would send, what mails say."""

import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.alerts_found import alerts_of
from app.settings import Mail, Settings
from channels.letters import render_alert, render_digest
from domain.alert import About, AlertKey, Delivery, Raised, Step
from domain.brand import Alerts
from domain.person import Person, Quiet
from domain.post import PostKey
from screens import alerts_thresholds, mail_trial
from screens.alerts_rows import hears, people_lines, quiet, ways
from screens.alerts_samples import Sample, digest_sample, letter_sample, reader_of
from screens.digest_rows import goes_out
from screens.mail_shown import mail_of_letter
from store import Store, brands, opt_outs, outbox
from tests.alerted import KASIA, LENA, MARTA, NIGHT, OTTO, PEOPLE, STAFFED, open_staffed
from tests.desk import NOW, keep, open_acme
from tests.made import ACME, a_post
from tests.mailed import FROM, Post, mail_server
from tests.pages import a_desk, markup, opened

HOSTILE = "acme <b>Ania</b> :red[Answered]"
TEAM = replace(ACME, people=PEOPLE)
CHATTY = Person(email="c@example.com", channels=("mail", "secret:EARSHOT_SLACK_URL"))


def drawn(page: AppTest, title: str) -> dict[str, Any]:
    """Return what the table of this name was handed."""
    every = [
        json.loads(each.proto.json)
        for each in page.get("bidi_component")
        if each.proto.component_name == "earshot_groups"
    ]
    found: dict[str, Any] = next(each for each in every if each["title"] == title)
    return found


def names(table: dict[str, Any]) -> list[str]:
    return [each["name"] for each in table["lines"]]


def press(page: AppTest, label: str) -> None:
    next(each for each in page.button if each.label == label).click().run()
    assert not page.exception


def change(page: AppTest, label: str, number: int) -> None:
    next(each for each in page.number_input if each.label == label).set_value(number)
    page.run()
    assert not page.exception


def held(store: Store) -> Alerts:
    with store.reading() as session:
        return brands.load(session)[0].record.alerts


@pytest.mark.parametrize(
    ("person", "said"),
    [
        pytest.param(
            LENA,
            "Overdue, no outcome known, spikes, due soon that nobody has, own cases",
            id="lead",
        ),
        pytest.param(
            MARTA,
            "Overdue for long, press and competitors, own cases",
            id="manager",
        ),
        pytest.param(OTTO, "Critical, blind sources, own cases", id="on call"),
        pytest.param(KASIA, "Own cases, when due soon", id="agent"),
    ],
)  # fmt: skip
def test_who_hears_what_is_said_in_plain_words(person: Person, said: str) -> None:
    assert hears(person, TEAM).startswith(said)


def test_a_channel_is_named_by_its_secret_and_quiet_hours_by_the_clock() -> None:
    assert ways(CHATTY) == "mail, EARSHOT_SLACK_URL"
    assert [quiet(replace(LENA, quiet=each)) for each in (None, NIGHT)] == [
        "none",
        "20:00 to 07:00",
    ]
    assert quiet(replace(LENA, quiet=Quiet(540, 600))) == "09:00 to 10:00"


def test_a_digest_is_told_with_its_time_or_that_nobody_wants_it() -> None:
    reader = replace(LENA, digest=510, weekly=True, zone="Europe/Warsaw")
    team = replace(ACME, people=(reader, MARTA))
    lines = people_lines(team, {})
    assert [each["cells"][3]["text"] for each in lines] == ["08:30", "none"]
    by_chat = replace(reader, channels=("secret:EARSHOT_SLACK_URL",))
    (mailless,) = people_lines(replace(ACME, people=(by_chat,)), {})
    assert mailless["cells"][3]["small"] == "mail is none of the channels"
    (gone, _) = people_lines(team, {LENA.email: NOW})
    assert gone["cells"][3]["text"] == "unsubscribed"
    assert goes_out(reader, zone="UTC") == (
        "As it would be now. It goes out on the first working day of each week at"
        " 08:30 (Europe/Warsaw)."
    )


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_message_has_a_sample_that_says_it_is_one(language: str) -> None:
    reader = reader_of(replace(LENA, language=language), TEAM)
    subjects = set()
    for each in Sample:
        told = {"brand": "Acme", "reader": reader, "now": NOW}
        if each in {Sample.DAILY, Sample.WEEKLY}:
            rendered = render_digest(digest_sample(each, **told))  # type: ignore[arg-type]
        else:
            rendered = render_alert(letter_sample(each, **told))  # type: ignore[arg-type]
        assert rendered.subject.startswith(("Sample", "Próbka"))
        subjects.add(rendered.subject)
    assert len(subjects) == len(Sample) - 1  # overdue, and overdue for long: one thread


def test_thresholds_are_tried_out_and_kept(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    since = NOW - timedelta(days=2)
    keep(sqlite_store, [a_post("1", since, complaint=True)])
    page = opened("alerts", a_desk(sqlite_store))
    assert "sent **3 alerts**, 0 at night, 0 of them late" in markup(page)
    assert "Mail is not set up" in markup(page)
    assert names(drawn(page, "Who hears what")) == [each.email for each in PEOPLE]
    change(page, "Overdue for long, at %", 1000)
    change(page, "Overdue, at %", 900)
    assert "Those in force: 3 alerts, 0 at night, 0 late." in markup(page)
    assert held(sqlite_store) == Alerts()
    press(page, "Save")
    assert held(sqlite_store) == Alerts(overdue=900, escalated=1000)
    assert [each.value for each in page.toast] == ["Kept: it holds from now on."]


def test_only_managers_and_admins_may_change_them(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_staffed(sqlite_store)
    page = opened("alerts", a_desk(sqlite_store))
    change(page, "Due soon, at %", 50)
    monkeypatch.setattr(alerts_thresholds, "person", lambda _: LENA.email)
    press(page, "Save")
    assert held(sqlite_store) == Alerts()
    assert page.error[0].value.startswith("Not kept: only managers")
    assert "Only managers and admins change these." in markup(page)
    assert next(each for each in page.button if each.label == "Save").disabled


def test_what_went_out_is_listed_and_a_stranger_stays_text(sqlite_store: Store) -> None:
    reader = replace(LENA, digest=480)
    watch = open_staffed(sqlite_store, replace(STAFFED, people=(reader,)))
    keep(sqlite_store, [a_post("1", NOW - timedelta(hours=3), HOSTILE)])
    about = About.turn(PostKey("x", "1"))
    raised = [
        Raised(key=AlertKey(about, step, LENA.email), at=NOW, ready_at=NOW)
        for step in (Step.NUDGE, Step.OVERDUE)
    ]
    with sqlite_store.begin() as session:
        outbox.add(session, watch.id, raised)
        first = outbox.since(session, watch.id, moment=NOW)[:1]
        outbox.end(session, first, Delivery.FAILED, said="550 no such user <b>")
        opt_outs.add(session, watch.id, LENA.email, now=NOW)
    page = opened("alerts", a_desk(sqlite_store))
    sent = drawn(page, "Sent")
    assert names(sent) == [HOSTILE, HOSTILE]
    assert [each["cells"][3]["text"] for each in sent["lines"]] == ["failed", "waits"]
    assert "1 cannot be sent for now, 1 given up" in markup(page)
    assert "<b>" not in markup(page)
    assert "550 no such user" in "\n".join(each.value for each in page.text)
    press(page, "Subscribe again")
    with sqlite_store.reading() as session:
        assert opt_outs.load(session, watch.id) == {}


def test_without_people_it_says_how_to_name_some(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    page = opened("alerts", a_desk(sqlite_store))
    assert "Nobody is told yet" in markup(page)
    assert "[[brand.people]]" in page.code[0].value
    assert not page.number_input


def test_where_nobody_has_a_duty_it_says_that_nobody_is_told(
    sqlite_store: Store,
) -> None:
    open_staffed(sqlite_store, replace(STAFFED, people=(KASIA,)))
    desk = a_desk(sqlite_store)
    page = opened("alerts", desk)
    assert "nobody is told of who waits" in page.warning[0].value
    assert alerts_of(desk, now=NOW).said.endswith("; nobody has a duty at Acme")


def test_a_digest_is_shown_and_sent_as_a_test(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = replace(LENA, digest=480)
    open_staffed(sqlite_store, replace(STAFFED, people=(reader, MARTA)))
    keep(sqlite_store, [a_post("1", NOW - timedelta(hours=3), complaint=True)])
    monkeypatch.setattr(mail_trial, "visitor", lambda _: "me@example.com")
    with mail_server(Post()) as post:
        mail = Mail(host="127.0.0.1", sender=FROM, port=post.port, tls="none")
        desk = replace(a_desk(sqlite_store), settings=Settings(mail=mail))
        page = opened("digest", desk)
        subject = page.text[1].value
        assert subject.startswith("Acme: 1 overdue")
        assert "ANSWER THESE FIRST" in page.code[0].value
        assert page.selectbox[0].options == [LENA.email]
        press(page, "Send me a test")
    assert [each["To"] for each in post.mails] == ["me@example.com"]
    assert post.mails[0]["Subject"] == subject
    assert [each.value for each in page.toast] == ["Sent."]


def test_the_file_of_a_mail_is_that_mail(sqlite_store: Store) -> None:
    reader = reader_of(LENA, TEAM)
    made = letter_sample(Sample.OVERDUE, brand="Acme", reader=reader, now=NOW)
    rendered = render_alert(made)
    desk = a_desk(sqlite_store)
    read = message_from_bytes(mail_of_letter(desk, made), policy=SMTP)
    assert isinstance(read, EmailMessage)
    assert (read["To"], read["Subject"]) == (LENA.email, rendered.subject)
    assert [each.get_content_type() for each in read.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
