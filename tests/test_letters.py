"""Mails of alerts and digests: their subjects, and that both parts say everything."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from alerts.digest import Digest, Figure
from alerts.letter import NO_LINKS, Card
from channels.letters import Rendered, render_alert, render_digest
from channels.letters.alert_sheet import alert_sheet
from channels.letters.digest_sheet import digest_sheet
from channels.letters.sheet import Sheet
from channels.letters.tongue import tongue
from domain.alert import Step
from tests.letters import (
    ANSWERED,
    BLIND,
    BUSY,
    EMPTY,
    GAP,
    IVY,
    LUCAS,
    NOW,
    OUTAGE,
    POLISH,
    QUIET,
    SURGE,
    TOMASZ,
    WEEK,
    Page,
    days,
    flat,
    letter,
)

CRITICAL = replace(LUCAS, step=Step.CRITICAL)
NOBODY = replace(LUCAS, name=None, handle=None)
OVER = replace(OUTAGE, ended_at=NOW)
NO_SOURCE = replace(QUIET, blind=None)
STILL = replace(QUIET, mentions=0, complaints=0, days=())


ALERTS = {
    "critical": letter(CRITICAL),
    "overdue-found-late": letter(TOMASZ),
    "nudge": letter(IVY),
    "nine": letter(LUCAS, TOMASZ, IVY, LUCAS, NOBODY, waiting=9),
    "spike": replace(letter(LUCAS), surges=(SURGE,)),
    "blind": replace(EMPTY, outages=(OUTAGE,)),
    "read-again": replace(EMPTY, outages=(OVER,)),
    "ended": replace(letter(TOMASZ), ended=(ANSWERED,)),
    "polish-alert": letter(TOMASZ, reader=POLISH),
    "nothing": EMPTY,
}
DIGESTS = {
    "busy": replace(BUSY, days=()),
    "answered": replace(QUIET, days=()),
    "still": STILL,
    "blind": replace(BLIND, days=()),
    "gap": replace(GAP, days=()),
    "weekly": replace(WEEK, days=()),
    "polish": replace(GAP, reader=POLISH, days=()),
    "no-source": replace(NO_SOURCE, days=()),
}


def said(sheet: Sheet) -> Iterator[str]:
    """Everything that a sheet says but its pictures."""
    yield from (sheet.headline, *sheet.lines, sheet.why)
    for number in sheet.numbers:
        yield from (number.value, number.name, *number.notes)
    for block in sheet.blocks:
        yield from (block.title, *block.lines)
        for told in block.told:
            yield from (told.state, told.name, told.details, told.quote)
            yield from (*told.facts, told.heading, *told.contacts)


def hrefs(sheet: Sheet) -> Iterator[str]:
    yield from (each.href for each in sheet.links)
    for block in sheet.blocks:
        yield from (each.href for told in block.told for each in told.links)
        yield from [block.button.href] if block.button else []


@pytest.mark.parametrize("name", [*ALERTS, *DIGESTS])
def test_both_parts_say_everything_with_every_link(name: str) -> None:
    if name in ALERTS:
        told = ALERTS[name]
        sheet = alert_sheet(told, tongue(told.reader.language))
        mail = render_alert(told)
    else:
        sheet = digest_sheet(DIGESTS[name], tongue(DIGESTS[name].reader.language))
        mail = render_digest(DIGESTS[name])
    page, text = Page(mail.html), flat(mail.text)
    for each in said(sheet):
        assert flat(each) in page.text
        assert flat(each).casefold() in text.casefold()
    for href in hrefs(sheet):
        assert href in page.links
        assert href in text.split()
    assert_asks_nobody(mail, page)
    assert len(mail.html.encode()) < 40_000


def assert_asks_nobody(mail: Rendered, page: Page) -> None:
    assert page.sources == [f"cid:{each.cid}" for each in mail.images]
    assert not page.tags & {"script", "link", "iframe", "form", "base", "object"}
    assert "@import" not in mail.html
    assert "url(" not in mail.html


def test_an_alert_says_who_waits_and_what_happens_next() -> None:
    assert render_alert(letter(TOMASZ)).text.splitlines() == [
        "Nobody has answered for 1 h 30 min (target 1 h).",
        "Northwind",
        "",
        "Overdue 49 min",
        "Tomasz Zieliński · @tomasz75 · X · 1,034 followers",
        f"“{TOMASZ.text}”",
        "Found late: written Mon 23 Nov, 13:30",
        "Mood: negative, because of “third time”",
        "Topic: Refund",
        "Asked again 2 times",
        "Kasia has it",
        "Next: Marta at 15:30 unless someone takes it",
        "Open: https://desk.example/?case=lucas",
        "Original post: https://reddit.example/1",
        "",
        "Take it: https://desk.example/take/abc",
        "",
        "-- ",
        "Why did I get this? For Northwind, overdue answers go to",
        "marta@northwind.example.",
        "Change alert settings: https://desk.example/alerts",
    ]


@pytest.mark.parametrize(
    ("card", "line"),
    [
        (replace(LUCAS, target=None), "Nobody has answered for 1 h 30 min."),
        (
            replace(LUCAS, target="2d"),
            "Nobody has answered for 1 h 30 min (target 2 days).",
        ),
        (CRITICAL, "This cannot wait: safety."),
        (replace(CRITICAL, flags=("churn",)), "This cannot wait."),
        (IVY, "15 min left to answer in time."),
        (replace(IVY, due_at=NOW), "Nobody has answered for 45 min (target 1 h)."),
    ],
    ids=["no-target", "days", "safety", "reach", "nudge", "nudge-too-late"],
)
def test_the_first_line_of_an_alert(card: Card, line: str) -> None:
    assert render_alert(letter(card)).text.splitlines()[0] == line


@pytest.mark.parametrize(
    ("name", "handle", "network", "line"),
    [
        ("Ada", "ada", "X", "Ada · @ada · X · 1 follower"),
        ("Ada", "@ada", "bluesky", "Ada · @ada · Bluesky · 1 follower"),
        ("ada", "ada", "reddit", "ada · Reddit · 1 follower"),
        (None, "ada", "reddit", "ada · Reddit · 1 follower"),
        ("Ada", None, "own-forum", "Ada · Own forum · 1 follower"),
        ("Ada", "ada", "Hacker News", "Ada · ada · Hacker News · 1 follower"),
    ],
)
def test_who_it_is_stands_on_one_line(
    name: str | None, handle: str | None, network: str, line: str
) -> None:
    card = replace(LUCAS, name=name, handle=handle, network=network, followers=1)
    assert line in render_alert(letter(card)).text.splitlines()


def test_without_public_url_no_word_of_a_link_is_left() -> None:
    told = replace(letter(replace(LUCAS, links=NO_LINKS)), inbox=None, settings=None)
    mail = render_alert(told)
    assert Page(mail.html).links == []
    assert "Take it" not in mail.text + mail.html
    assert "Change alert settings" not in mail.text + mail.html
    digest = replace(
        BUSY, inbox=None, overdue_link=None, settings=None, unsubscribe=None, days=()
    )
    assert "Unsubscribe" not in render_digest(digest).html


@pytest.mark.parametrize(
    ("digest", "said"),
    [
        (BUSY, "7 answers are overdue"),
        (BUSY, "Last 24 hours, compared with the day before."),
        (BUSY, "38 waiting (6 fewer)"),
        (BUSY, "42 min median first reply (7 min faster; target 1 h)"),
        (BUSY, "86 % answered in target (4 points up)"),
        (BUSY, "Delivery: 18, was 9; 3 networks"),
        (BUSY, "Replied on the network, person unknown: 3 answered"),
        (
            BUSY,
            "about 3 % are complaints (between 1 % and 6 %, judged from 200 answers)",
        ),
        (GAP, "Covers 3 days: 2 digests before this one did not go out."),
        (GAP, "Since Fri 20 Nov, 15:00, compared with as long before."),
        (WEEK, "Last 7 days, compared with the 7 days before."),
        (WEEK, "A source was blind for 3 h in this time: mentions may be missing."),
        (QUIET, "Everybody is answered"),
        (QUIET, "Nobody waits."),
        (STILL, "Nothing was written"),
        (STILL, "No mention was heard in this time."),
        (NO_SOURCE, "No source is set up: nothing is heard."),
        (replace(STILL, outages=(OUTAGE,)), "Earshot is blind: no data from Reddit"),
        (
            replace(BUSY, overdue=Figure(now=0, before=0), waiting=Figure(now=1)),
            "1 customer waits, none overdue",
        ),
        (
            replace(BUSY, median_s=Figure(now=None, before=60)),
            "median first reply: nobody was answered; target 1 h",
        ),
    ],
)
def test_what_a_digest_says(digest: Digest, said: str) -> None:
    text = flat(render_digest(replace(digest, days=())).text)
    assert said in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_blind_source_comes_before_everything_else() -> None:
    text = render_digest(replace(BLIND, days=())).text
    blind, first = text.index("SOURCES THAT ARE NOT READ"), text.index("ANSWER THESE")
    assert blind < first


def test_a_day_is_told_by_the_readers_own_clock() -> None:
    there = replace(EMPTY.reader, zone="Asia/Tokyo")
    told = replace(EMPTY, outages=(OUTAGE,), reader=there)
    assert "No data since Mon 23 Nov, 12:10" in render_alert(told).text


def test_the_chart_is_a_picture_inside_the_mail_that_its_alt_says_in_a_sentence() -> (
    None
):
    mail = render_digest(BUSY)
    (image,) = mail.images
    assert image.png.startswith(b"\x89PNG\r\n")
    assert len(image.png) < 60_000
    assert image.alt == (
        "Mentions by day, Mon 9 Nov to Sun 22 Nov: 759 mentions, 185 negative,"
        " 326 neutral, 248 positive; most on Tue 10 Nov (64)."
    )
    assert f'alt="{image.alt}"' in mail.html
    assert_asks_nobody(mail, Page(mail.html))
    assert image.alt in flat(mail.text)


def test_a_fortnight_without_a_mention_has_no_chart() -> None:
    assert render_digest(replace(BUSY, days=days(0, 0, 0))).images == ()


def test_dark_mode_is_styled_class_by_class_and_the_body_too() -> None:
    html = render_alert(letter(LUCAS)).html
    assert '<meta name="color-scheme" content="light dark"' in html
    dark = html.split("prefers-color-scheme: dark")[1].split("</style>")[0]
    styled = set(re.findall(r"\.([a-z]+)\b", dark))
    used = set(re.findall(r'class="(ink|dim|late|soon|calm|good|go|rule|btn)\b', html))
    assert used <= styled
    assert re.search(r"body, \.bg \{ background-color", dark)
