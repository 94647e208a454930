"""Every thread of tests/truth, by the real way in and in four orders, is as told."""

from collections.abc import Iterator

import pytest

from tests.truth import STORIES, Told
from tests.truth.checking import AS_IT_CAME, CHECKS, Shelf, is_said, turns_of
from tests.truth.running import ORDERS, cases, turns


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Stores with the stories in them."""
    shelf = Shelf(tmp_path_factory.mktemp("truth"))
    yield shelf
    shelf.close()


def _together(story: Told) -> pytest.MarkDecorator:
    """Keep all tests of one story on one worker, where its stores are."""
    return pytest.mark.xdist_group(f"truth {STORIES.index(story) % 4}")


def _instants(what: str) -> Iterator[object]:
    """Yield the instants of all stories at which something of the kind is said."""
    for story in STORIES:
        for instant in story.instants:
            if is_said(story, instant, what):
                named = f"{story.name}, {what} at {instant}"
                marks = [_together(story)]
                yield pytest.param(what, story, instant, id=named, marks=marks)


EACH = [pytest.param(each, id=each.name, marks=[_together(each)]) for each in STORIES]
SAID = [each for what in CHECKS for each in _instants(what)]


@pytest.mark.parametrize(("what", "story", "instant"), SAID)
def test_it_is_as_told(shelf: Shelf, what: str, story: Told, instant: str) -> None:
    found, wanted = CHECKS[what](shelf, story, instant)
    assert found == wanted


@pytest.mark.parametrize("order", [each for each in ORDERS if each != AS_IT_CAME])
@pytest.mark.parametrize("story", EACH)
def test_turns_are_as_told_whatever_came_first(
    shelf: Shelf, story: Told, order: str
) -> None:
    told = {each: turns_of(shelf, story, each, order) for each in story.instants}
    found = {instant: each for instant, (each, _) in told.items()}
    assert found == {instant: each for instant, (_, each) in told.items()}


@pytest.mark.parametrize("story", EACH)
def test_what_is_kept_does_not_hang_on_the_order(shelf: Shelf, story: Told) -> None:
    now = max(story.when(each) for each in story.instants)
    stores = [shelf.kept(story, order) for order in ORDERS]
    kept = [(turns(each, now, stored=True), cases(each, now)) for each in stores]
    assert all(each == kept[0] for each in kept)


def test_names_and_instants_are_said_once() -> None:
    names = [each.name for each in STORIES]
    assert len(set(names)) == len(names) >= 40
    for story in STORIES:
        assert len(set(story.instants)) == len(story.instants)
