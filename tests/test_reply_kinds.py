"""What a reply does for the customer, told by its words in two languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.brand import Brand, Replies
from domain.case import ReplyKind
from domain.errors import ConfigError
from response import reply_phrases
from response.phrases import spelled
from response.reply_kinds import asks, is_automatic, kind_of, reply_kind
from services.apply import apply
from store import Store
from tests.desk import keep, open_acme, told
from tests.made import ACME_FILE, a_post, at, ours

HOLDING = [
    "We are looking into this.",
    "Hi Anna, we're looking into it and will get back to you today.",
    "Let me check that for you!",
    "We'll check with the warehouse.",
    "Bear with us, please.",
    "I\u2019ll get back to you by noon.",
    "We will update you as soon as we know more.",
    "Our team is investigating this.",
    "This is under investigation.",
    "I have passed this on to our courier.",
    "We've forwarded your complaint to the store.",
    "I've escalated your case.",
    "Our team are working on a fix.",
    "Stay tuned!",
    "Hang tight!",
    "Someone will contact you shortly.",
    "We're on it!",
    "More information soon.",
    "We have received your message.",
    "We'll let you know.",
    "We'll be in touch.",
    "Thanks for your patience",
    "Thanks for your patience, Anna! ^JT",
    "We're so sorry to hear this!",
    "Hello, sorry for the delay.",
    "WE ARE LOOKING INTO IT",
    "It hasn't been resolved yet, we are looking into it.",
    "Once it has been refunded we'll let you know.",
    "We are looking into it. If there is anything else, DM us.",
    "Dzień dobry, sprawdzamy to.",
    "SPRAWDZIMY",
    "Wrócimy z odpowiedzią.",
    "Damy znać!",
    "Dam Panu znac jutro.",
    "Przekazaliśmy sprawę do magazynu.",
    "Przekazałam to kurierowi.",
    "Zajmujemy się tym.",
    "Pracujemy nad rozwiązaniem.",
    "Wyjaśniamy to z kurierem.",
    "Weryfikujemy zgłoszenie.",
    "Zgłosiliśmy problem.",
    "Odezwiemy się jutro.",
    "Prosimy o cierpliwość.",
    "Jesteśmy w trakcie sprawdzania.",
    "Sprawa jest w toku.",
    "Czekamy na odpowiedź kuriera.",
    "Przyjrzymy się temu.",
    "Otrzymaliśmy zgłoszenie.",
    "Dziękujemy za cierpliwość!",
    "Przykro nam to słyszeć!",
    "Przepraszamy za niedogodności.",
    "Poinformujemy, gdy zwrot zostanie wysłany.",
    "Skontaktujemy się z Tobą.",
]
REDIRECT = [
    "Please DM us your order number.",
    "Sorry to hear that! Could you send us a DM?",
    "Drop us a message.",
    "Send me a private message, please",
    "Send it via DM.",
    "DM sent",
    "DM sent!",
    "Check your inbox",
    "Please check your DMs.",
    "We've sent you a DM.",
    "We have DM'd you.",
    "Email us at help@acme.example",
    "Write to us at help@acme.example",
    "Please contact our support.",
    "Contact us via acme.example/help",
    "Reach out to our team.",
    "Please get in touch.",
    "Call us on 555 01 02.",
    "Give us a call.",
    "Our live chat is open.",
    "Please fill in this form.",
    "Please open a ticket.",
    "Let's take this offline.",
    "We are looking into it. Please DM us your number.",
    "Has it been fixed? Please DM us.",
    "Message us",
    "Napisz do nas w wiadomości prywatnej.",
    "Prosimy o wiadomość prywatną.",
    "Zapraszamy na priv!",
    "Prosimy o kontakt.",
    "Proszę o kontakt: pomoc@acme.example",
    "Zapraszamy do kontaktu z infolinią.",
    "Skontaktuj się z nami.",
    "Proszę się skontaktować z biurem.",
    "Odezwij się na DM.",
    "Napisz na pomoc@acme.example",
    "Prosimy napisać na czacie.",
    "Wyślij nam numer zamówienia.",
    "Prosimy o podanie numeru na priv.",
    "Zadzwoń do nas.",
    "Prosimy dzwonić na infolinię.",
    "Wypełnij formularz.",
    "Sprawdź wiadomości.",
    "Odpisaliśmy prywatnie.",
    "Wysłaliśmy wiadomość.",
    "Czekamy na odpowiedź na priv.",
    "Zapraszamy na czat.",
    "Prosimy o przesłanie numeru.",
]
SUBSTANTIVE = [
    "We have looked into it and refunded you.",
    "We looked into this: your parcel is in Gdynia.",
    "Your parcel is on its way. We'll keep you posted.",
    "Thanks for your patience! Your order shipped today and arrives Monday.",
    "My name is on it, and the refund left today.",
    "Your refund is booked. If you need anything else, DM us.",
    "We've refunded you. Please DM us the account it should go to.",
    "It has been fixed; please bear with us while it spreads.",
    "A new lamp leaves today.",
    "Sorted.",
    "",
    "Sorry, Kim. A new one leaves today.",
    "No, it does not fit an E14.",
    "Sorry to hear this, sending another",
    "Zwróciliśmy pieniądze. Dziękujemy za cierpliwość!",
    "Sprawdziliśmy: paczka jest w Gdyni.",
    "Paczka jest w drodze, damy znać o dostawie.",
    "Nowa lampa wyszła dziś rano.",
    "Tak, w letniej wodzie. W razie pytań prosimy o kontakt.",
    "Looking into this took long. " + "Here is all of it. " * 20,
    "The dmart us store has it.",
    "It has no out of office, but the light can blink.",
    "An automatic reply can be set below Away, Bea.",
]
AUTO = [
    "This is an automated reply: we got your message.",
    "Automatic response. We are looking into it.",
    "I am out of office.",
    "Wiadomość wygenerowana automatycznie, prosimy na nią nie odpowiadać.",
    "To jest automatyczna odpowiedź.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((each, ReplyKind.HOLDING) for each in HOLDING),
        *((each, ReplyKind.REDIRECT) for each in REDIRECT),
        *((each, ReplyKind.SUBSTANTIVE) for each in SUBSTANTIVE),
        *((each, None) for each in AUTO),
    ],
)
def test_what_a_reply_does(text: str, kind: ReplyKind | None) -> None:
    assert kind_of(text) is kind
    assert is_automatic(text) is (kind is None)


@pytest.mark.parametrize("name", ["HOLDING", "COURTESY", "REDIRECT", "SETTLED", "AUTO"])
def test_phrases_are_written_as_they_are_compared(name: str) -> None:
    for pattern in getattr(reply_phrases, name):
        assert pattern == pattern.lower()
        assert pattern.isascii()
        assert list(spelled(pattern))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("It went to Gdynia. Is that your town?", True),
        ("Is that your town? We wonder.", True),
        ("Here: https://acme.example/track?id=7", False),
        ("Here it is.", False),
        ("", False),
    ],
)
def test_whether_a_reply_asks(text: str, asked: bool) -> None:
    assert asks(text) is asked


OWN = Replies(
    holding=("Our crew is on it",), redirect=("Puść sygnał",), auto=("robo-acme",)
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Our CREW is on it!", ReplyKind.HOLDING),
        ("Pusc sygnal, oddzwonimy", ReplyKind.REDIRECT),
        ("I am Robo Acme and I saw this", None),
        ("Our crew is not on it", ReplyKind.SUBSTANTIVE),
        ("We are looking into this.", ReplyKind.HOLDING),
        ("Our crew is on it, and we have refunded you.", ReplyKind.SUBSTANTIVE),
    ],
)
def test_a_brand_adds_phrases_of_its_own(text: str, kind: ReplyKind | None) -> None:
    assert kind_of(text, OWN) is kind


@given(st.text(max_size=200))
def test_any_text_is_of_some_kind(text: str) -> None:
    assert reply_kind(text) in ReplyKind
    assert kind_of(text) in {None, reply_kind(text)}


def test_a_brand_file_says_them_and_reads_them_back() -> None:
    table = {"holding": ["Our crew is on it"], "auto": ["robo-acme", "robo-acme"]}
    brand = Brand.from_table({"name": "Acme", "replies": table})
    assert brand.replies == Replies(holding=("Our crew is on it",), auto=("robo-acme",))
    again = Brand.from_table({"name": "Acme", **brand.to_tables()})
    assert again.replies == brand.replies


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ({"hold": ["x"]}, "brand.replies.hold: found .*; did you mean holding?"),
        ({"holding": "on it"}, "brand.replies.holding: found 'on it', wanted a list"),
        ({"auto": ["..."]}, r"brand.replies.auto\[0\]: found '...', wanted a phrase"),
        (
            {"redirect": ["x"] * 201},
            "brand.replies.redirect: found a list of 201 phrases, wanted at most 200",
        ),
    ],
)
def test_a_wrong_phrase_is_refused_by_name(replies: object, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Brand.from_table({"name": "Acme", "replies": replies})


def test_new_phrases_judge_what_is_stored(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [a_post("1", "10:00"), ours("2", "11:00", reply_to="1", text="Puść sygnał!")],
    )
    assert '"reply_kind": "substantive"' in told(store)
    named = Brand(
        name="Acme",
        queries=ACME_FILE.queries,
        accounts=ACME_FILE.accounts,
        replies=OWN,
    )
    (applied,) = apply(store, [named], now=at("12:00"))
    assert applied.changed == ["replies"]
    assert '"reply_kind": "redirect"' in told(store)
    (applied,) = apply(store, [ACME_FILE], now=at("13:00"))
    assert applied.changed == ["replies"]
    assert '"reply_kind": "substantive"' in told(store)
