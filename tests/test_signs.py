"""Flags, questions and topics: tables that a shopkeeper could check."""

import pytest

from response.folding import words
from sentiment import flags, questions, topics
from sentiment.phrases import KEY, Phrases, listed
from sentiment.signs import signs

LISTS = {**flags.LISTS, **topics.LISTS, **questions.LISTS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The charger caught fire!", ("safety",), id="fire"),
        pytest.param("We ended up in the hospital.", ("safety",), id="hospital"),
        pytest.param("Bateria wybuchła w nocy", ("safety",), id="wybuch"),
        pytest.param("Zapaliła się ładowarka", ("safety",), id="zapaliła się"),
        pytest.param("My lawyers will write to you", ("legal",), id="lawyers"),
        pytest.param("I will sue you", ("legal",), id="to sue"),
        pytest.param("Zgłaszam to do UOKiK", ("legal",), id="uokik"),
        pytest.param("Oddam sprawę do sądu", ("legal",), id="do sądu"),
        pytest.param("Ich schalte meinen Anwalt ein", ("legal",), id="Anwalt"),
        pytest.param("I am a journalist, call me", ("press",), id="journalist"),
        pytest.param("Pójdę z tym do mediów", ("press",), id="do mediów"),
        pytest.param("This is a GDPR matter", ("privacy",), id="gdpr"),
        pytest.param("Wyciek danych klientów", ("privacy",), id="wyciek danych"),
        pytest.param("Wysłaliście moje dane obcym", ("privacy",), id="moje dane"),
        pytest.param("Never again with you.", ("churn",), id="never again"),
        pytest.param("Nigdy więcej tutaj", ("churn",), id="nigdy więcej"),
        pytest.param("Rezygnuję z usług", ("churn",), id="rezygnuję"),
        pytest.param(
            "\uff2c\uff21\uff37\uff39\uff25\uff32!", ("legal",), id="full width"
        ),
        pytest.param("law\u200byer", ("legal",), id="broken by an invisible space"),
        pytest.param(
            "Never again! My lawyer asks: was it the battery that exploded?",
            ("safety", "legal", "churn", "question"),
            id="several, the most pressing first",
        ),
    ],
)
def test_a_flag_is_raised(text: str, expected: tuple[str, ...]) -> None:
    assert signs(text).flags == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("So sad that it is over", id="sad is no court"),
        pytest.param("Jabłka prosto z sadu, zapraszamy do sadu", id="an orchard"),
        pytest.param("Press the red button", id="press a button"),
        pytest.param("Thanks to Sue from the shop", id="Sue is a name"),
        pytest.param("Wyciek wody pod zlewem", id="a leak of water"),
        pytest.param("Cała sala wybuchła śmiechem", id="laughter"),
        pytest.param("My last order came early", id="a last order, not the last"),
        pytest.param("I flawlessly unlawyered it", id="part of a word"),
        pytest.param("Ask @lawyer_bot or @safety.recall", id="names of accounts"),
        pytest.param("See https://example.com/legal-action/gdpr", id="an address"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_flag_is_raised(text: str) -> None:
    assert signs(text).flags == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Do you ship to Norway?", id="question mark"),
        pytest.param("It did not come. Where is it? I paid.", id="in the middle"),
        pytest.param("@acme ???", id="marks alone are a nudge"),
        pytest.param("Wysyłacie za granicę\uff1f", id="wide mark"),
        pytest.param("where is my parcel", id="where is"),
        pytest.param("Hi team, how do I return this", id="after a greeting"),
        pytest.param("Acme, when will you answer", id="after a name"),
        pytest.param("Ok. And how long should I wait", id="second sentence"),
        pytest.param("Hello\ncan you cancel my order", id="second line"),
        pytest.param("@acme can you look into this", id="after an @name"),
        pytest.param("Please help, nothing works", id="a plea"),
        pytest.param("I would like to know the size", id="would like to know"),
        pytest.param("Kiedy przyjdzie moja paczka", id="kiedy"),
        pytest.param("Gdzie jest moje zamówienie", id="gdzie"),
        pytest.param("Dzień dobry, czy macie rozmiar 42", id="czy"),
        pytest.param("Dlaczego nikt nie odbiera", id="dlaczego"),
        pytest.param("Proszę o kontakt", id="proszę o"),
        pytest.param("Mam pytanie o rozmiar", id="mam pytanie"),
        pytest.param("Wann kommt mein Paket", id="wann"),
        pytest.param("Könnt ihr das prüfen", id="könnt ihr"),
        pytest.param("¿Dónde está mi pedido?", id="dónde"),
        pytest.param("Por favor ayuda", id="ayuda"),
        pytest.param("Really? Where is my refund?", id="one of two is a saying"),
    ],
)
def test_a_question_is_heard(text: str) -> None:
    assert "question" in signs(text).flags


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Thanks, all is fine.", id="courtesy"),
        pytest.param("Really?!", id="a saying"),
        pytest.param("Acme lost it again. Seriously???", id="a saying at the end"),
        pytest.param("@acme serio?", id="serio"),
        pytest.param("Look: example.com/item?id=7", id="parameters of an address"),
        pytest.param("See https://example.com/?q=where now", id="an address"),
        pytest.param("I know where is the best shop", id="not at the beginning"),
        pytest.param("Kiedy zamówiłem buty, przyszły szybko", id="kiedy, when"),
        pytest.param("Gdzie nie spojrzę, tam promocja", id="gdzie, where"),
        pytest.param("Polecam każdemu 👍", id="praise"),
    ],
)
def test_no_question_is_heard(text: str) -> None:
    assert "question" not in signs(text).flags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("My parcel never came", "delivery", id="delivery"),
        pytest.param("Paczka nie dotarła, kurier milczy", "delivery", id="paczka"),
        pytest.param("I want my money back", "refund", id="refund"),
        pytest.param("Gdzie mój zwrot pieniędzy", "refund", id="zwrot"),
        pytest.param("It arrived broken and cracked", "defect", id="damaged"),
        pytest.param("Przyszło uszkodzone", "defect", id="uszkodzone"),
        pytest.param("The shoes are too small", "wrong_item", id="size"),
        pytest.param("Zły rozmiar", "wrong_item", id="rozmiar"),
        pytest.param("I was charged twice", "payment", id="payment"),
        pytest.param("Proszę o fakturę", "payment", id="faktura"),
        pytest.param("Your customer service is rude", "service", id="support"),
        pytest.param("Infolinia milczy", "service", id="infolinia"),
        pytest.param("I cannot log in", "account", id="app"),
        pytest.param("Aplikacja się wiesza", "account", id="aplikacja"),
        pytest.param("Far too expensive", "price", id="price"),
        pytest.param("Jest za drogo", "price", id="drogo"),
        pytest.param("Sold out again", "stock", id="stock"),
        pytest.param("Towar niedostępny", "stock", id="niedostępny"),
        pytest.param("Delivery late, courier rude, parcel lost", "delivery", id="most"),
        pytest.param("Refund the delivery", "refund", id="the first at a tie"),
        pytest.param("What a lovely day", None, id="none"),
        pytest.param("@delivery is great", None, id="name of an account"),
    ],
)
def test_a_topic_is_found(text: str, expected: str | None) -> None:
    assert signs(text).topic == expected


@pytest.mark.parametrize("label", LISTS)
def test_each_phrase_of_a_list_can_be_found(label: str) -> None:
    every = Phrases(LISTS)
    for phrase in listed(LISTS[label]):
        plain = phrase.replace("*", "")
        assert words(plain) == plain.split(), "a phrase is written in folded form"
        assert (label, 0) in every.found(words(plain))


@pytest.mark.parametrize("label", LISTS)
def test_a_star_stands_at_the_end_of_a_stem_long_enough(label: str) -> None:
    for phrase in listed(LISTS[label]):
        starred = [part for part in phrase.split() if "*" in part]
        assert all(part.index("*") == len(part) - 1 >= KEY for part in starred)


@pytest.mark.parametrize("label", LISTS)
def test_no_list_says_a_phrase_twice(label: str) -> None:
    phrases = listed(LISTS[label])
    assert len(phrases) == len(set(phrases))


def test_phrases_are_found_where_they_stand() -> None:
    lists = Phrases({"a": "red shoe* | box", "b": "the box"})
    assert list(lists.found(["the", "box", "of", "red", "shoes"])) == [
        ("b", 0),
        ("a", 1),
        ("a", 3),
    ]
    assert list(lists.found(["red", "box", "shoes", "boxes", "red"])) == [("a", 1)]
