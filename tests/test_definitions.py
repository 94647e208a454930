"""The definitions, row by row: each is shown by threads of tests/truth."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest

from tests.truth import STORIES
from tests.truth.checking import CHECKS, Pair, Shelf, is_said
from tests.truth.definitions import EDGE_CASES, ROWS, RULES, TERMS, VECTORS

pytestmark = pytest.mark.xdist_group("definitions")

Held = Callable[[str, str, str], Pair]
BY_NAME = {each.name: each for each in STORIES}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Stores with the stories in them."""
    shelf = Shelf(tmp_path_factory.mktemp("definitions"))
    yield shelf
    shelf.close()


@pytest.fixture(scope="module")
def held(shelf: Shelf) -> Held:
    """What the product and a story say of an instant; many rows name the same story."""
    return cache(lambda what, name, at: CHECKS[what](shelf, BY_NAME[name], at))


@pytest.mark.parametrize(
    "names", [pytest.param(names, id=row) for row, names in ROWS.items()]
)
def test_a_row_of_the_definitions(held: Held, names: Sequence[str]) -> None:
    assert names, "no thread shows it"
    for story in (BY_NAME[name] for name in names):
        for instant in story.instants:
            for what in CHECKS:
                if is_said(story, instant, what):
                    found, wanted = held(what, story.name, instant)
                    assert found == wanted, f"{story.name}, {what} at {instant}"


def test_no_row_is_missing() -> None:
    assert len(TERMS) == 25
    assert len(EDGE_CASES) == 23
    assert len(ROWS) == len(TERMS) + len(EDGE_CASES) + len(VECTORS) + len(RULES)


def test_every_thread_shows_a_row() -> None:
    shown = {name for names in ROWS.values() for name in names}
    assert shown == BY_NAME.keys()
