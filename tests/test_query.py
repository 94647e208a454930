"""Reading queries: how each is understood, and what is said about a wrong one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ConfigError
from response.query import DEPTH_LIMIT, LENGTH_LIMIT, parse
from response.syntax import And, Field, Filter, Near, Not, Or, Phrase

ACME = Phrase(("acme",))
LATE = Phrase(("late",))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        pytest.param("Acme", "acme", id="a word"),
        pytest.param('"Acme  Shop!"', '"acme shop"', id="a phrase"),
        pytest.param("“acme shop” OR „c d”", '"acme shop" OR "c d"', id="book quotes"),
        pytest.param("acme-shop", '"acme shop"', id="a hyphen joins a phrase"),
        pytest.param("#Acme @acme's", "acme AND acme", id="signs around a word"),
        pytest.param("acme late", "acme AND late", id="side by side is AND"),
        pytest.param("a OR b c OR d", "a OR (b AND c) OR d", id="AND before OR"),
        pytest.param("(a OR b) c", "(a OR b) AND c", id="brackets first"),
        pytest.param("(a)(b)OR(c)", "(a AND b) OR c", id="no space at brackets"),
        pytest.param(
            'acme OR "acme shop" NOT "acme corp"',
            '(acme OR "acme shop") AND NOT "acme corp"',
            id="NOT closes what stands before",
        ),
        pytest.param("a OR b AND NOT c", "a OR (b AND NOT c)", id="AND NOT does not"),
        pytest.param("a NOT b c", "a AND NOT b AND c", id="NOT takes one word"),
        pytest.param("a NOT (b c)", "a AND NOT (b AND c)", id="NOT takes brackets"),
        pytest.param("a OR b NOT c d", "(a OR b) AND NOT c AND d", id="then narrows"),
        pytest.param(
            "a OR b NOT c OR d", "((a OR b) AND NOT c) OR d", id="then widens"
        ),
        pytest.param("a NOT b NOT c", "a AND NOT b AND NOT c", id="NOT twice"),
        pytest.param(
            "x (a OR b NOT c)", "x AND ((a OR b) AND NOT c)", id="only inside"
        ),
        pytest.param("NOT c a", "NOT c AND a", id="NOT at the start"),
        pytest.param("a NEAR/5 b c", "(a near/5 b) AND c", id="near before AND"),
        pytest.param(
            "a NOT b near/2 c", "a AND NOT (b near/2 c)", id="near before NOT"
        ),
        pytest.param(
            'acme near/9 (late OR "never came")',
            'acme near/9 (late OR "never came")',
            id="near takes brackets with OR",
        ),
        pytest.param("LANG:PL a", "lang:pl AND a", id="a language"),
        pytest.param("from:@Ania", "from:ania", id="an author"),
        pytest.param("from:did:plc:a1", "from:did:plc:a1", id="an id with colons"),
        pytest.param("site:www.Acme.com", "site:acme.com", id="a host"),
        pytest.param('"or" "NOT"', '"or" AND "not"', id="quoted operators are words"),
        pytest.param(
            "ANDROID ORLEN NOTE", "android AND orlen AND note", id="whole ones"
        ),
        pytest.param("a\n\tOR\u00a0b", "a OR b", id="any space"),
    ],
)
def test_a_query_is_read_as(text: str, read_as: str) -> None:
    assert str(parse(text)) == read_as


def test_a_query_is_kept_as_written_beside_its_parts() -> None:
    query = parse("acme near/3 late NOT (lang:pl OR acme)")
    assert query.text == "acme near/3 late NOT (lang:pl OR acme)"
    excluded = Or((Filter(Field.LANG, "pl"), ACME))
    assert query.root == And((Near(ACME, LATE, 3), Not(excluded)))


EXAMPLE = 'acme AND (late OR "never came")'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            " ",
            f"q: found ' ', wanted what a post must say, such as {EXAMPLE}",
            id="blank",
        ),
        pytest.param(
            "acme AND",
            f"q, character 9: found '', wanted a word or a phrase, as in {EXAMPLE}",
            id="ends too early",
        ),
        pytest.param(
            "(acme OR b",
            f"q, character 11: found '', wanted a closing bracket ), as in {EXAMPLE}",
            id="bracket left open",
        ),
        pytest.param(
            "acme)",
            "q, character 5: found ')', wanted as many closing brackets as opening "
            f"ones, none empty, as in {EXAMPLE}",
            id="bracket never opened",
        ),
        pytest.param(
            "OR acme",
            "q, character 1: found 'OR', wanted a word or a phrase before OR, as in "
            f"{EXAMPLE}",
            id="OR first",
        ),
        pytest.param(
            "a AND AND b",
            "q, character 7: found 'AND', wanted a word or a phrase before AND, as in "
            f"{EXAMPLE}",
            id="AND twice",
        ),
        pytest.param(
            "a NOT NOT b",
            f"q, character 7: found 'NOT', wanted a word or a phrase, as in {EXAMPLE}",
            id="NOT NOT",
        ),
        pytest.param(
            'acme "late',
            "q, character 6: found '\"late', wanted a second quote after the phrase, "
            'as in "acme shop"',
            id="quote left open",
        ),
        pytest.param(
            "acme or late",
            "q, character 6: found 'or', wanted OR in capitals, or quotes around a "
            'word: "or"',
            id="or in small letters",
        ),
        pytest.param(
            "acme -late",
            "q, character 6: found '-late', wanted the word alone, or NOT before "
            "it, as in acme NOT corp",
            id="minus",
        ),
        pytest.param(
            "refund*",
            "q, character 1: found 'refund*', wanted whole words, each form with OR: "
            "refund OR refunds OR refunded",
            id="wildcard",
        ),
        pytest.param(
            "acme 👍",
            "q, character 6: found '👍', wanted a word with a letter or a digit, as in "
            f"{EXAMPLE}",
            id="no letter",
        ),
        pytest.param(
            "acme near/0 late",
            "q, character 6: found 'near/0', wanted near/ and 1 to 100 words, such as "
            "refund near/5 late",
            id="near nothing",
        ),
        pytest.param(
            "acme near/101 late",
            "q, character 6: found 'near/101', wanted near/ and 1 to 100 words, such "
            "as refund near/5 late",
            id="near anything",
        ),
        pytest.param(
            "acme near late",
            "q, character 6: found 'near', wanted near/ and 1 to 100 words, such as "
            "refund near/5 late",
            id="near without a number",
        ),
        pytest.param(
            "a near/5 (b c)",
            "q, character 3: found 'near/5', wanted near between words, phrases or "
            "brackets of them with OR only",
            id="near AND",
        ),
        pytest.param(
            "a near/5 b near/5 c",
            "q, character 12: found 'near/5', wanted near/5 between two words or "
            "phrases, and one only: acme near/5 late",
            id="near three",
        ),
        pytest.param(
            "acme tag:x",
            "q, character 6: found 'tag:x', wanted lang:pl, from:handle, site:host, or "
            'quotes, as in "note: late"',
            id="unknown field",
        ),
        pytest.param(
            "lang:polish!",
            "q, character 1: found 'lang:polish!', wanted the code of a language, such "
            "as lang:pl",
            id="no language",
        ),
        pytest.param(
            "from:@",
            "q, character 1: found 'from:@', wanted the handle or the id of an author, "
            "such as from:ania_acme",
            id="nobody",
        ),
        pytest.param(
            "site:https://acme.com",
            "q, character 1: found 'site:https://acme.com', wanted a host alone, such "
            "as site:reddit.com",
            id="an address",
        ),
        pytest.param(
            "NOT acme",
            "q: found 'NOT acme', wanted something that must be there beside what must "
            'not, such as acme NOT "acme corp"',
            id="purely negative",
        ),
        pytest.param(
            "acme OR NOT late",
            "q: found 'acme OR NOT late', wanted something that must be there beside "
            'what must not, such as acme NOT "acme corp"',
            id="negative on one side",
        ),
    ],
)
def test_a_wrong_query_is_told_where_and_what_would_be_right(
    text: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}$"):
        parse(text, key="q")


def test_a_query_has_a_longest_length() -> None:
    assert parse("a" * LENGTH_LIMIT).root == Phrase(("a" * LENGTH_LIMIT,))
    with pytest.raises(ConfigError, match="wanted at most 2000 characters; write sev"):
        parse("a" * (LENGTH_LIMIT + 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("(", ")", id="brackets"),
        pytest.param("NOT (b ", ")", id="negated brackets"),
        pytest.param("", " OR b NOT c", id="NOT after OR"),
    ],
)
def test_a_query_has_a_deepest_bracket(before: str, after: str) -> None:
    def nested(depth: int) -> str:
        return "x " + before * depth + "a" + after * depth

    assert str(parse(nested(DEPTH_LIMIT))).startswith("x AND ") or not before
    for depth in (DEPTH_LIMIT + 1, 100):
        with pytest.raises(ConfigError, match="wanted at most 20 brackets inside one"):
            parse(nested(depth))


def test_a_long_flat_query_is_no_deep_one() -> None:
    for follower in (" b", " NOT b", " OR b"):
        root = parse("a" + follower * 250).root
        assert isinstance(root, And | Or)
        assert len(root.parts) == 251


symbols = st.sampled_from(
    [*'()"“ :/-*', "acme ", "b ", "AND ", "OR ", "NOT ", "near/5 ", "lang:pl ", "or "]
)


@given(st.one_of(st.text(max_size=60), st.lists(symbols, max_size=30).map("".join)))
def test_law_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        query = parse(text)
    except ConfigError as error:
        assert str(error).isprintable()  # noqa: PT017  # most texts are refused
    else:
        assert parse(str(query)).root == query.root
