"""Links that a message carries: what they are good for, and nobody else makes one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alert import About
from domain.case import CaseKey
from domain.post import PostKey
from services.signed import Addresses, Claim, Deed, read, sign
from tests.made import at

KEY = b"a key of this house"
CLAIM = Claim(
    Deed.TAKE, "Acme", "lena@example.com", "turn/x/1", at("10:00") + timedelta(hours=72)
)
NOW = at("10:00")


def test_a_claim_comes_back_as_it_was() -> None:
    assert read(sign(CLAIM, KEY), KEY, deed=Deed.TAKE, now=NOW) == CLAIM


def test_it_lives_until_its_last_second() -> None:
    token = sign(CLAIM, KEY)
    assert read(token, KEY, deed=Deed.TAKE, now=at("10:00", day=3))
    assert not read(token, KEY, deed=Deed.TAKE, now=at("10:00:01", day=3))


def test_it_is_good_for_one_deed_and_one_house() -> None:
    token = sign(CLAIM, KEY)
    assert not read(token, KEY, deed=Deed.UNSUBSCRIBE, now=NOW)
    assert not read(token, b"another key", deed=Deed.TAKE, now=NOW)


@given(token=st.text() | st.text(alphabet="abcXYZ019-_.="))
def test_nothing_made_up_is_believed(token: str) -> None:
    assert read(token, KEY, deed=Deed.TAKE, now=NOW) is None


@given(place=st.integers(0, 200), letter=st.sampled_from("Aa0_-."))
def test_a_changed_letter_makes_it_void(place: int, letter: str) -> None:
    token = sign(CLAIM, KEY)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    # The last letter of a base64 text may hold bits that mean nothing.
    assert changed == token or read(changed, KEY, deed=Deed.TAKE, now=NOW) in {
        None,
        CLAIM,
    }


def test_without_a_public_address_there_is_no_link() -> None:
    nowhere = Addresses(None, KEY)
    about = About.turn(PostKey("x", "1"))
    assert nowhere.inbox() is None
    assert nowhere.take("Acme", about, "lena@example.com", now=NOW) is None
    assert nowhere.unsubscribe("Acme", "lena@example.com", now=NOW) is None


@pytest.mark.parametrize("base", ["https://desk.example.com", "https://x.example/"])
def test_links_lead_below_the_public_address(base: str) -> None:
    there = Addresses(base, KEY)
    case = there.case(CaseKey("A & B", "x", "1", "ania"))
    assert case == f"{base.rstrip('/')}/inbox?case=A+%26+B%2Fx%2F1%2Fania"
