"""A mail as it is put together: headers nobody can add to, two complete parts."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.mime import SUBJECT, address, host_of, mail
from channels.parcel import Parcel
from domain.errors import ConfigError
from domain.text import is_plain
from tests.mailed import FROM, Words, composed, parcel

HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "MIME-Version",
    "Content-Type",
}


class Chart(NamedTuple):
    cid: str = "chart"
    png: bytes = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def read(made: Parcel, *, sender: str = FROM) -> EmailMessage:
    found = message_from_bytes(mail(made, sender=sender).data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def part(found: EmailMessage, kind: str) -> str:
    body = found.get_body((kind,))
    assert body is not None
    said: str = body.get_content()
    return said


def test_a_mail_has_the_headers_that_robots_and_readers_go_by() -> None:
    found = read(parcel())
    assert set(found.keys()) == HEADERS
    assert found["From"] == FROM
    assert found["To"] == "lena@example.com"
    assert found["Date"] == "Tue, 24 Mar 2026 10:00:00 +0000"
    assert found["Message-ID"] == "<1@desk.example>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["List-Id"] == "<acme.earshot.desk.example>"


def test_each_part_tells_everything() -> None:
    words = Words(text="Zażółć — gęślą", html="<p>Zażółć — gęślą</p>")
    found = read(parcel(composed=composed(words)))
    assert found.get_content_type() == "multipart/alternative"
    assert part(found, "plain").strip() == words.text
    assert part(found, "html").strip() == words.html
    assert mail(parcel(composed=composed(words)), sender=FROM).data.isascii()


def test_a_picture_comes_along_and_is_named() -> None:
    words = Words(html='<img src="cid:chart" alt="Two">', images=(Chart(),))
    found = read(parcel(composed=composed(words)))
    pictures = [each for each in found.walk() if each.get_content_maintype() == "image"]
    (picture,) = pictures
    assert isinstance(picture, EmailMessage)
    assert picture["Content-ID"] == "<chart>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == Chart().png


def test_a_further_message_about_the_same_names_the_first() -> None:
    found = read(parcel(first="<0@desk.example>"))
    assert found["In-Reply-To"] == found["References"] == "<0@desk.example>"
    again = read(parcel(first="<1@desk.example>"))
    assert again["In-Reply-To"] is None


@pytest.mark.parametrize(
    ("leave", "there"),
    [
        ("https://desk.example/unsubscribe?token=a.b", True),
        ("http://desk.example/unsubscribe", False),
        ("https://desk.example/\r\nBcc: a@example.com", False),
        (None, False),
    ],
)
def test_one_click_ends_a_digest(leave: str | None, there: bool) -> None:
    found = read(parcel(composed=composed(unsubscribe=leave)))
    assert (found["List-Unsubscribe"] == f"<{leave}>") is there
    assert (found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is there
    assert found["Bcc"] is None


BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("between", BREAKS, ids=ascii)
def test_no_name_adds_a_header(between: str) -> None:
    evil = f"Ala{between}Bcc: all@example.com{between}{between}<script>"
    words = Words(subject=evil, text=evil, html=evil)
    found = read(parcel(composed=composed(words), brand=evil))
    assert set(found.keys()) == HEADERS
    assert is_plain(found["Subject"])
    assert part(found, "plain").startswith("Ala")


@pytest.mark.parametrize(
    "evil",
    [
        "=?utf-8?q?Ala=0D=0ABcc:_all@example.com=0D=0A=0D=0AYou_won?=",
        "=?utf-8?b?QWxhDQpCY2M6IGFsbEBleGFtcGxlLmNvbQ0K?=",
        "=?unknown?q?a=0ABcc:_b?=",
        "==??utf-8?q?a=0ABcc:_b?=",
    ],
)
def test_no_encoded_word_adds_a_header(evil: str) -> None:
    words = Words(subject=f"Overdue: {evil} on X", text=evil, html=evil)
    told = parcel(composed=composed(words), brand=evil)
    sent = mail(told, sender=f'"{evil}" <earshot@desk.example>').data
    found = message_from_bytes(sent, policy=default)
    assert set(found.keys()) == HEADERS
    shown = f"Overdue: {evil.replace('=?', '= ?')} on X"
    assert found["Subject"].strip() == shown  # where it is folded, a space is added
    assert b"\n" not in sent.partition(b"\r\n\r\n")[0].replace(b"\r\n", b"")


@given(st.text(max_size=300), st.text(max_size=50))
@example("=?utf-8?q?=0D=0AA:1?=" * 9, "")
def test_whatever_a_stranger_wrote_makes_one_mail(text: str, brand: str) -> None:
    words = Words(subject=text, text=text, html=text)
    found = read(parcel(composed=composed(words), brand=brand))
    assert set(found.keys()) == HEADERS
    assert is_plain(found["Subject"])
    assert 0 < len(found["Subject"]) <= SUBJECT


def test_a_million_characters_and_half_a_sign() -> None:
    words = Words(subject="x" * 10**6, text="a" * 10**6, html="\ud83d")
    found = read(parcel(composed=composed(words)))
    assert len(found["Subject"]) == SUBJECT
    assert part(found, "plain").strip() == "a" * 10**6
    assert part(found, "html").strip() == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("lena@example.com", "lena@example.com"),
        ("lena+shop@example.com", "lena+shop@example.com"),
        ("lena@żółw.example", "lena@xn--w-uga1v8h.example"),
        ("żółw@example.com", "żółw@example.com"),
    ],
)
def test_addresses_as_an_envelope_takes_them(given: str, said: str) -> None:
    assert address(given) == said
    assert mail(parcel(given), sender=FROM).utf8 is not said.isascii()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "lena",
        "@example.com",
        "lena@",
        "a@b@c",
        "lena@example.com\r\nRCPT TO:<b@example.com>",
        "lena@example.com\n",
        "lena@example.com, b@example.com",
        "<lena@example.com>",
        "le na@example.com",
        "lena@exa\u2028mple.com",
        "le\ud800na@example.com",
        "lena@" + "a" * 64 + ".example",
        "=?utf-8?q?a=0D=0ABcc:_b?=@example.com",
        "=?utf-8?q?a=0D=0AB?=@example.com",
    ],
    ids=ascii,
)
def test_what_is_no_address_is_refused_and_not_shown(wrong: str) -> None:
    with pytest.raises(ConfigError, match="found something else"):
        mail(parcel(wrong), sender=FROM)


def test_a_sender_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match=r"mail\.from: found something else"):
        host_of("Earshot <@>")


@pytest.mark.parametrize("wrong", ["1@desk", "<a b>", "<a>\r\nBcc: b@c"])
def test_an_id_is_one_word(wrong: str) -> None:
    told: dict[str, Any] = {"id": wrong}
    with pytest.raises(ConfigError, match="wanted an id"):
        mail(parcel(**told), sender=FROM)


def test_a_sender_beyond_ascii() -> None:
    found = read(parcel(), sender='"Żółw, Kasia" <kasia@żółw.example>')
    assert found["From"].addresses[0].display_name == "Żółw, Kasia"
    assert host_of("kasia@żółw.example") == "xn--w-uga1v8h.example"
