"""Which thread a post belongs to."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.post import Kind
from response.threads import Link, link, roots
from tests.made import a_post, at


def links(*told: str) -> dict[str, Link]:
    """Read ``b<a`` as b answers a, ``b<a@t`` as in thread t; each a minute later."""
    found = {}
    for minute, each in enumerate(told):
        rest, _, thread = each.partition("@")
        name, _, parent = rest.partition("<")
        found[name] = Link(name, parent or None, thread or None, at(f"10:{minute:02}"))
    return found


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(["a"], {"a": "a"}, id="alone"),
        pytest.param(["a", "b<a", "c<b"], {"a": "a", "b": "a", "c": "a"}, id="chain"),
        pytest.param(["b<a", "c<b"], {"b": "a", "c": "a"}, id="unknown parent"),
        pytest.param(["a@t", "b<a"], {"a": "t", "b": "t"}, id="explicit wins"),
        pytest.param(["a", "b<a@t"], {"a": "a", "b": "t"}, id="explicit over parent"),
        pytest.param(["a<a"], {"a": "a"}, id="a reply to itself"),
        pytest.param(
            ["a<c", "b<a", "c<b", "d<c"],
            {"a": "a", "b": "a", "c": "a", "d": "a"},
            id="a cycle",
        ),
    ],
)
def test_roots(told: list[str], expected: dict[str, str]) -> None:
    known = links(*told)
    for order in permutations(known):
        assert roots({name: known[name] for name in order}, {}) == expected


def test_a_settled_parent_gives_its_root() -> None:
    assert roots(links("c<b"), {"b": "a"}) == {"c": "a"}


def test_a_quote_starts_a_thread_of_its_own() -> None:
    quote = a_post("2", "10:00", reply_to="1", kind=Kind.QUOTE)
    assert roots({"2": link(quote)}, {}) == {"2": "2"}


def test_a_very_deep_thread_is_no_trouble() -> None:
    deep = {
        str(n): Link(str(n), str(n - 1), None, at("10:00")) for n in range(1, 20_000)
    }
    assert set(roots(deep, {}).values()) == {"0"}


@given(st.dictionaries(st.integers(0, 7), st.integers(0, 9), max_size=8))
def test_a_post_and_its_known_parent_share_the_root(parents: dict[int, int]) -> None:
    known = {
        str(name): Link(str(name), str(parent), None, at(f"10:{name:02}"))
        for name, parent in parents.items()
    }
    found = roots(known, {})
    for name, parent in parents.items():
        assert found[str(name)] == found.get(str(parent), str(parent))
