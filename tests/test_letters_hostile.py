"""Whatever a stranger writes: one line in a subject, plain words in a mail, no link."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from alerts.digest import Digest
from alerts.letter import QUOTE, Letter, Links
from channels.letters import Rendered, clean, render_alert, render_digest, short
from domain.alert import Step
from tests.letters import ANSWERED, BUSY, EMPTY, LUCAS, OUTAGE, SURGE, Page, letter

MARKUP = (
    '"></p><script>window.__pwned=1</script><img src=https://evil.example/a.png'
    " onerror=window.__pwned=1>{{ 7*7 }} {0.__class__} &lt;b&gt; ]]> <!--[if mso]> -->"
    "</mj-text><mj-raw><style>@import 'https://evil.example/a.css'</style></mj-raw>"
)
LINES = "a\r\nBcc: evil@evil.example\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029b\x00\x07"
TURNED = "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200e\u2060\ufeff\xad\U000e0041"
LONE = "\ud800 x \udfff"
LINKED = (
    "see https://evil.example/x, www.evil.example, evil.example, mailto:a@evil.example"
)
BIG = 1_000_000
CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}

wild = st.text(max_size=400) | st.text(
    alphabet=st.sampled_from("<>&\"'{}[]%/@.:-!a1 \n\r\u2028\u200b\u202e\ud800"),
    max_size=400,
)


def hostile(text: str) -> Letter:
    """A letter in which every word of a stranger's is this one."""
    card = replace(
        LUCAS, name=text, handle=text, text=text, network=text, topic=text,
        flags=[text],
        because=[text], assignee=text, target=text, sentiment=text, next_to=text,
        contacts=[(False, text), (True, text)], links=Links(open=text, post=text),
    )  # fmt: skip
    return replace(
        letter(card, replace(card, step=Step.CRITICAL), waiting=9),
        brand=text,
        ended=[replace(ANSWERED, name=text, text=text, by=text, how=text)],
        surges=[replace(SURGE, topic=text, topics=[(text, 3)])],
        outages=[replace(OUTAGE, network=text, sentence=text, advice=text)],
        inbox=text,
    )


def hostile_digest(text: str) -> Digest:
    told = hostile(text)
    return replace(
        BUSY, brand=text, first=told.cards, outages=told.outages, inbox=text, days=(),
        thanks=[replace(BUSY.thanks[0], name=text, handle=text, text=text)],
        topics=[replace(BUSY.topics[0], topic=text)],
        team=[replace(BUSY.team[0], person=text)],
    )  # fmt: skip


def lone(text: str) -> Letter:
    """The same about one customer, whose name is in the subject."""
    told = hostile(text)
    return replace(told, cards=told.cards[1:], waiting=1, surges=(), outages=())


@pytest.fixture(scope="module")
def usual() -> Page:
    """What the same mails hold when nobody means any harm."""
    mails = (render_alert(hostile("Lucas")), render_digest(hostile_digest("Lucas")))
    return Page("".join(each.html for each in mails))


def assert_harmless(mail: Rendered, usual: Page) -> None:
    """One line of a subject; tags, links and sources as without the stranger."""
    assert len(mail.subject) <= 120
    assert mail.subject == " ".join(mail.subject.split())
    assert not {unicodedata.category(each) for each in mail.subject} & CONTROLS
    page = Page(mail.html)
    assert page.tags <= usual.tags
    assert set(page.links) <= set(usual.links)
    assert page.sources == []
    assert len(mail.html.encode()) < 60_000
    (mail.subject + mail.text + mail.html).encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", mail.text)


@given(wild)
@settings(max_examples=25, deadline=None)
@example(MARKUP)
@example(LINES)
@example(TURNED)
@example(LONE)
@example(LINKED)
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467 &amp; \u0627\u0644\ufffe\uffff")
def test_no_text_breaks_a_mail_or_adds_markup_to_it(usual: Page, text: str) -> None:
    assert_harmless(render_alert(hostile(text)), usual)
    assert_harmless(render_alert(lone(text)), usual)
    assert_harmless(render_digest(hostile_digest(text)), usual)


@pytest.mark.parametrize("text", ["a" * BIG, "& " * BIG, "\u200b" * BIG])
def test_a_megabyte_in_every_field_makes_a_small_mail(text: str) -> None:
    crowd = replace(hostile(text), cards=[*hostile(text).cards] * 3, waiting=900)
    for mail in (render_alert(crowd), render_digest(hostile_digest(text))):
        assert len(mail.html.encode()) < 100_000
        assert len(mail.text) < 30_000
    assert len(short(crowd, limit=160)) <= 160


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("see https://evil.example/x", "see evil[.]example/x"),
        ("HTTPS://www.evil.example", "evil[.]example"),
        ("evil.example/x?y=1", "evil[.]example/x?y=1"),
        ("javascript:alert(1)", "alert(1)"),
        ("http://https://evil.example", "evil[.]example"),
        ("Never again.It broke: twice", "Never again.It broke: twice"),
        ("10:30, note:this", "10:30, note:this"),
        ("a\r\n\u2028b\x0bc\x1cd\u202ee\u200bf\ud800", "a b cdef\ufffd"),
    ],
)
def test_how_a_text_is_quoted(text: str, quoted: str) -> None:
    assert clean.quote(text, QUOTE) == quoted


def test_a_bare_address_is_broken_for_mail_programs_that_look_for_them() -> None:
    html = render_alert(letter(replace(LUCAS, text=LINKED, name="a@evil.example"))).html
    assert "evil.example" not in html
    assert "evil.\u200bexample" in html
    assert "a@\u200bevil" in html


@given(wild, st.integers(0, 300))
@settings(max_examples=100)
def test_a_cut_text_is_short_enough_and_begins_as_it_did(text: str, limit: int) -> None:
    found = clean.cut(text, limit)
    assert len(found) <= limit
    if found != text:
        assert text.startswith(found.removesuffix("…"))


def test_a_long_text_is_cut_at_a_word() -> None:
    text = "kettle " * 100
    found = clean.quote(text, QUOTE)
    assert len(found) <= QUOTE
    assert found.endswith("kettle…")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        'https://"x',
        "https://a\nb.example",
        "https://a.example/" + "x" * 3000,
        None,
        "",
    ],
)
def test_only_a_web_address_is_ever_a_link(url: str | None) -> None:
    links = Links(open=url, take=url, post=url)
    mail = render_alert(letter(replace(LUCAS, links=links)))
    assert Page(mail.html).links == [EMPTY.settings]
    assert "Original post" not in mail.text


@pytest.mark.xdist_group("browser")
def test_a_hostile_mail_asks_nobody_for_anything(chromium: str) -> None:
    asked: list[str] = []
    with sync_playwright() as play:
        # Without the sandbox, which root may not use.
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = found.new_page(color_scheme="dark")
        page.on("request", lambda request: asked.append(request.url))
        for text in (MARKUP, LINKED):
            told, day = hostile(text), hostile_digest(text)
            for mail in (render_alert(told), render_digest(day)):
                page.set_content(mail.html)
                assert page.locator("script, img, iframe, link").count() == 0
        assert page.evaluate("window.__pwned") is None
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        found.close()
    assert colour == "rgb(13, 15, 20)"
    assert asked == []
