"""Matching: the ways to write one word, what each query finds, and a slow reference."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.errors import ConfigError
from domain.post import Author, Post
from response.folding import fold, words
from response.matching import Matcher, addresses
from response.query import parse
from response.syntax import And, Filter, Near, Node, Not, Or, Phrase

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def post(
    text: str = "",
    *,
    author: Author | None = Author(id="7", handle="Jan"),  # noqa: B008  # frozen
    lang: str | None = None,
    url: str | None = None,
    addressed: tuple[str, ...] = (),
) -> Post:
    return Post(
        network="x",
        id="1",
        author=author,
        text=text,
        posted_at=NOON,
        seen_at=NOON,
        lang=lang,
        url=url,
        addressed=addressed,
    )


def found(query: str, text: str) -> bool:
    return Matcher([query]).hits(post(text)) == (0,)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("acme", "ACME is late", id="capitals"),
        pytest.param("acme", "#Acme", id="hashtag"),
        pytest.param("acme", "hey @acme!", id="tagged"),
        pytest.param("acme", "acme's parcel", id="possessive"),
        pytest.param("acme", "Acme\u2019s parcel", id="possessive, curly"),
        pytest.param('"acme shop"', "Acme's shop", id="possessive in a phrase"),
        pytest.param('"acme shop"', "Acme`s shop", id="possessive, backtick"),
        pytest.param('"acme shop"', "Acme\u00b4s shop", id="possessive, acute"),
        pytest.param("acme", "l'Acme, d\u2019Acme", id="after an elision"),
        pytest.param("acme", "see www.acme.com/help", id="in an address"),
        pytest.param('"acme shop"', "acme-shop", id="hyphen"),
        pytest.param('"acme shop"', "acme\n  shop", id="line break"),
        pytest.param("acme", "_acme_ *acme*", id="emphasis"),
        pytest.param("acme", "ac\u200bme", id="zero-width space"),
        pytest.param("acme", "ac\u200cme", id="zero-width non-joiner"),
        pytest.param("acme", "ac\u2060me", id="word joiner"),
        pytest.param("acme", "ac\u00adme", id="soft hyphen"),
        pytest.param("acme", "a\U000e0063cme", id="tag character"),
        pytest.param("acme", "\uff21\uff23\uff2d\uff25", id="full width"),
        pytest.param("acme", "\U0001d400cme", id="mathematical bold"),
        pytest.param("acme", "\u24d0cme", id="circled"),
        pytest.param("acme", "a\u0301c\u0327me\u0308", id="combining accents"),
        pytest.param("acme", "a" + "\u0301\u0316" * 900 + "cme", id="piles of accents"),
        pytest.param("acme", "\u0430\u0441m\u0435", id="Cyrillic lookalikes"),
        pytest.param("acme", "acm\u03b5", id="Greek lookalike"),
        pytest.param("acme", "\u0430cme \u0433\u0434\u0435", id="in a Cyrillic text"),
        pytest.param("acme", "ac\u043ce", id="small Cyrillic letter inside"),
        pytest.param("acme", "\u0410\u0421\u041c\u0415 is late", id="all Cyrillic"),
        pytest.param("cafe", "Caf\u00e9", id="composed accent"),
        pytest.param("cafe", "Cafe\u0301", id="decomposed accent"),
        pytest.param("caf\u00e9", "CAFE", id="accent in the query only"),
        pytest.param("\u017c\u00f3\u0142w", "zolw", id="Polish without its accents"),
        pytest.param("zolw", "\u017b\u00d3\u0141W", id="Polish with its accents"),
        pytest.param("strasse", "Stra\u00dfe", id="sharp s"),
        pytest.param("stra\u00dfe", "STRASSE", id="sharp s in the query"),
        pytest.param("istanbul", "\u0130STANBUL", id="Turkish capital i"),
        pytest.param("aci", "ac\u0131", id="Turkish dotless i"),
        pytest.param("smor", "Sm\u00f8r", id="Danish o"),
        pytest.param(
            "\u043d\u0430\u0442\u043e",
            "\u041d\u0410\u0422\u041e \u043e\u0431\u044a\u044f\u0432\u0438\u043b\u043e",
            id="a Cyrillic word in a Cyrillic text",
        ),
        pytest.param(
            "\u041d\u0410\u0422\u041e",
            "\u0433\u0434\u0435 \u043d\u0430\u0442\u043e",
            id="and in capitals in the query",
        ),
        pytest.param(
            "\u043d\u0430\u0442\u043e",
            "\u041d\u0410\u0422\u041e?",
            id="and where it is alone",
        ),
        pytest.param("acme", "is 4CM3 down?", id="digits for letters"),
        pytest.param('"acme shop"', "@acm3 5h0p", id="digits in a phrase"),
        pytest.param("acme near/2 refund", "r3fund, 4cme!", id="digits in near"),
        pytest.param("l4te OR late", "l4te", id="digits that were asked for"),
        pytest.param(
            "\u30a2\u30af\u30e1", "\u79c1\u306f\u30a2\u30af\u30e1\u3092", id="kana"
        ),
        pytest.param("\u0939\u093f\u0928", "\u0939\u093f\u0928 x", id="vowel signs"),
    ],
)
def test_a_word_is_found_however_it_is_written(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param("acme", "acmeism and pacme", id="inside another word"),
        pytest.param("acme", "acmes", id="another ending"),
        pytest.param("acme", "@acme_shop", id="another handle"),
        pytest.param("acme", "#AcmeShop", id="another hashtag"),
        pytest.param("zoo", "z00", id="digits for letters of a short word"),
        pytest.param("lolo", "1010", id="a number"),
        pytest.param("h3ron", "heron", id="letters for digits"),
        pytest.param('acme NOT "acme shop"', "4cme sh0p", id="digits where it is NOT"),
        pytest.param("acme", "ac me", id="in two pieces"),
        pytest.param("acme", "ac\u200b mex", id="in two hidden pieces"),
        pytest.param("acm\u00e9", "acmes", id="accents do not loosen"),
        pytest.param('"acme shop"', "shop acme", id="the other order"),
        pytest.param('"acme shop"', "acme online shop", id="not in a row"),
        pytest.param('"acme shop"', "acme shopping", id="a phrase inside words"),
        pytest.param(
            "bot",
            "\u0432\u043e\u0442 \u0433\u0434\u0435",
            id="Cyrillic that looks Latin only in part",
        ),
        pytest.param(
            "oca",
            "\u043e\u0441\u0430 \u0437\u0434\u0435\u0441\u044c",
            id="a Cyrillic word among Cyrillic ones",
        ),
        pytest.param("\u30ab", "\u30ac", id="another kana"),
        pytest.param("\u0939\u093f", "\u0939\u093f\u0928", id="part of an Indic word"),
    ],
)
def test_another_word_is_not_found(query: str, text: str) -> None:
    assert not found(query, text)


@pytest.mark.parametrize(
    ("query", "matching", "other"),
    [
        pytest.param("a AND b", "b c a", "a c", id="AND"),
        pytest.param("a OR b", "c b", "c", id="OR"),
        pytest.param(
            'acme OR "acme shop" NOT "acme corp"',
            "the acme shop",
            "acme shop is no Acme Corp",
            id="NOT after OR excludes from both",
        ),
        pytest.param("acme OR b AND NOT c", "acme c", "b c", id="AND NOT from one"),
        pytest.param("acme NOT (x y)", "acme x", "y acme x", id="NOT brackets"),
        pytest.param("x (longer OR NOT b)", "x", "x b", id="NOT inside OR"),
        pytest.param("a near/3 b", "a x y b", "a x y z b", id="near, forwards"),
        pytest.param("a near/3 b", "b x y a", "b x y z a", id="near, backwards"),
        pytest.param("a near/1 b", "b a", "a x b", id="near neighbours"),
        pytest.param("a near/5 a", "a x a", "a x", id="near itself, twice"),
        pytest.param('"a b" near/2 c', "a b x c", "c x y a b", id="near a phrase"),
        pytest.param('"a b" near/2 "b c"', "b c a b", "a b c", id="never overlapping"),
        pytest.param("a near/2 (b OR c)", "c x a", "c x x a b2", id="near either"),
        pytest.param(
            "a near/1 b", "a x b x b a x", "a x x b x x a", id="the closest counts"
        ),
    ],
)
def test_a_query_finds_what_it_says(query: str, matching: str, other: str) -> None:
    assert found(query, matching)
    assert not found(query, other)


@pytest.mark.parametrize(
    ("query", "matching", "other"),
    [
        pytest.param("lang:pl", post(lang="pl"), post(lang="en"), id="language"),
        pytest.param(
            "lang:pt", post(lang="pt-BR"), post(lang="p"), id="of any country"
        ),
        pytest.param(
            "lang:pt-br", post(lang="pt-BR"), post(lang="pt"), id="of one country"
        ),
        pytest.param("lang:pl", post(lang="PL"), post("lang:pl pl"), id="no language"),
        pytest.param("from:jan", post(), post("jan", author=None), id="handle"),
        pytest.param("from:@JAN", post(), post(author=Author(id="8")), id="no handle"),
        pytest.param("from:7", post(), post(author=Author(id="77")), id="id"),
        pytest.param(
            "from:ana", post(author=Author(id="7", handle="@Ana")), post(), id="with @"
        ),
        pytest.param(
            "site:acme.com",
            post(url="https://www.Acme.com:8080/x?y"),
            post(url="https://notacme.com/acme.com"),
            id="host",
        ),
        pytest.param(
            "site:acme.com",
            post(url="http://old.acme.com"),
            post(url="https://acme.com.evil.example/"),
            id="host below it",
        ),
        pytest.param(
            "site:acme.com",
            post(url="https://me@acme.com/"),
            post(url="https://acme.com@evil.example"),
            id="host behind a name",
        ),
        pytest.param(
            "site:acme.com",
            post(url="https://acme.com"),
            post(url="acme.com"),
            id="none",
        ),
        pytest.param(
            "late NOT from:jan",
            post("late", author=None),
            post("late"),
            id="not from one",
        ),
    ],
)
def test_a_filter_asks_more_than_the_text(
    query: str, matching: Post, other: Post
) -> None:
    matcher = Matcher([query])
    assert matcher.hits(matching) == (0,)
    assert matcher.hits(other) == ()


def test_every_matching_query_is_named_in_order() -> None:
    matcher = Matcher(["late", "acme", "lang:de", "lang:pl NOT x", "late NOT acme"])
    assert matcher.hits(post("acme late", lang="pl")) == (0, 1, 3)
    assert Matcher([]).hits(post("acme")) == ()


def test_a_query_that_cannot_be_read_is_named_by_its_place() -> None:
    with pytest.raises(ConfigError, match=r"^brand\.queries\[1\], character 5: found"):
        Matcher(["acme", "acme)"], key="brand.queries")


@pytest.mark.parametrize(
    ("account", "tagged"),
    [
        pytest.param(Account(network="x", id="9001"), True, id="by id"),
        pytest.param(Account(network="x", handle="Acme"), True, id="by handle"),
        pytest.param(
            Account(network="x", id="1", handle="@acme"), True, id="by either"
        ),
        pytest.param(Account(network="x", id="9", handle="acm"), False, id="another"),
        pytest.param(Account(network="reddit", id="9001"), False, id="elsewhere"),
        pytest.param(Account(network="x", handle="@"), False, id="nameless"),
    ],
)
def test_a_post_addresses_the_accounts_it_tags(account: Account, tagged: bool) -> None:
    other = Account(network="x", id="5", handle="someone")
    tags = post(addressed=("@ACME", "9001", "@"))
    assert addresses(tags, [other, account]) is tagged
    assert not addresses(post("@acme 9001"), [account])


# Pieces that fold in every way there is, so that laws meet more than plain letters.
pieces = st.sampled_from(
    [
        "acme",
        "shop",
        "\u0430",
        "\u041d\u0410\u0422\u041e",
        "\u0433\u0434\u0435",
        "\u00df",
        "\u0130",
        "\u200b",
        "\u0301",
        " ",
        "_",
        "'s",
        "\u2019s ",
        "\u0141",
        "\u30ab\u3099",
        "\u0939\u093f",
        "\ud800",
        "\uac00",
        "\u1112\u1161\u11ab",
        "\U0001f600",
        "#",
        "\ufb01",
    ]
)
texts = st.one_of(st.text(max_size=30), st.lists(pieces, max_size=12).map("".join))


@given(texts)
def test_law_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts, st.sampled_from(["NFC", "NFD"]))
def test_law_folding_sees_no_difference_in_composition(text: str, form: str) -> None:
    other = unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)
    assert words(other) == words(text)


VOCABULARY = ["a", "b", "c", "\u043d\u0430\u0442\u043e", "\u0433\u0434\u0435"]
phrases = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(
    lambda said: f'"{" ".join(said)}"'
)
filters = st.sampled_from(["lang:pl", "lang:en", "from:jan", "from:9", "site:a.com"])
nears = st.tuples(phrases, st.integers(1, 3), phrases, phrases).map(
    lambda each: f"{each[0]} near/{each[1]} ({each[2]} OR {each[3]})"
)
queries = st.recursive(
    phrases | filters | nears,
    lambda inner: st.tuples(
        inner, st.sampled_from(["AND", "OR", "NOT", "AND NOT"]), inner
    ).map(lambda each: f"({each[0]}) {each[1]} ({each[2]})"),
    max_leaves=6,
)
posts = st.builds(
    post,
    st.lists(
        st.sampled_from([*VOCABULARY, "\u041d\u0410\u0422\u041e", "."]), max_size=7
    ).map(" ".join),
    author=st.sampled_from([None, Author(id="9"), Author(id="7", handle="Jan")]),
    lang=st.sampled_from([None, "pl", "en"]),
    url=st.sampled_from([None, "https://a.com/1", "https://b.com"]),
)


def plainly(node: Node, one: Post) -> bool:
    """Do what a query says, slowly, with nothing prepared."""
    match node:
        case And(parts=parts):
            return all(plainly(part, one) for part in parts)
        case Or(parts=parts):
            return any(plainly(part, one) for part in parts)
        case Not(part=part):
            return not plainly(part, one)
        case Filter():
            author = one.author or Author(id="")
            host = (one.url or "").removeprefix("https://").partition("/")[0]
            signs = [one.lang, author.id, (author.handle or "").lower(), host]
            return node.value in signs
        case Phrase() | Near():
            return bool(places(node, one))


def places(node: Node, one: Post) -> list[range]:
    said = one.text.lower().replace(".", "").split()
    if isinstance(node, Phrase):
        size = len(node.words)
        starts = range(len(said) - size + 1)
        row = [range(n, n + size) for n in starts]
        return [each for each in row if [said[n] for n in each] == list(node.words)]
    if isinstance(node, Or):
        return [each for part in node.parts for each in places(part, one)]
    assert isinstance(node, Near)
    lefts, rights = places(node.left, one), places(node.right, one)
    return [
        left
        for left in lefts
        for right in rights
        if 1 <= right[0] - left[-1] <= node.distance
        or 1 <= left[0] - right[-1] <= node.distance
    ]


@given(st.lists(queries, min_size=1, max_size=4), st.lists(posts, max_size=4))
def test_law_the_quick_way_finds_what_the_slow_way_finds(
    asked: list[str], given_posts: list[Post]
) -> None:
    matcher = Matcher(asked)
    roots = [parse(each).root for each in asked]
    for one in given_posts:
        slow = tuple(n for n, root in enumerate(roots) if plainly(root, one))
        assert matcher.hits(one) == slow
