"""Holds what the product says of a story against what the story says itself."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from domain.case import TurnState
from services.watch import Watch
from store import Store
from store.upgrade import upgrade
from tests.truth.running import (
    ORDERS,
    Kept,
    Waits,
    cases,
    figures,
    is_over,
    linked,
    open_shop,
    turns,
)
from tests.truth.saying import Fields, Truth, truth_of
from tests.truth.words import Told

OPEN = frozenset({TurnState.RUNNING, TurnState.DUE_SOON, TurnState.OVERDUE})
AS_IT_CAME = "as it came"


class Shelf:
    """Stores with stories in them, each brought in once.

    Stories of the same shop start from copies of one store with that shop in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shops: dict[str, tuple[Path, Sequence[Watch]]] = {}
        self._kept: dict[tuple[str, str], Kept] = {}
        self._empty = folder / "empty.db"
        empty = Store(f"sqlite:///{self._empty}")
        upgrade(empty)
        empty.close()

    def kept(self, story: Told, order: str = AS_IT_CAME) -> Kept:
        """Return the store that the story came into in this order."""
        key = (story.name, order)
        if key not in self._kept:
            shop, watches = self._shop(story)
            store = self._copy(shop, f"{len(self._kept)}.db")
            self._kept[key] = Kept(store, watches)
            ORDERS[order](self._kept[key], story)
        return self._kept[key]

    def close(self) -> None:
        """Let go of all files."""
        for kept in self._kept.values():
            kept.store.close()

    def _shop(self, story: Told) -> tuple[Path, Sequence[Watch]]:
        """Return a closed store with nothing but the story's brands in it."""
        versions = len(story.brands) > 1
        said = repr((story.brands, story.week if versions else None))
        if said not in self._shops:
            name = f"shop{len(self._shops)}.db"
            store = self._copy(self._empty, name)
            watches = open_shop(store, story).watches
            store.close()
            self._shops[said] = (self._folder / name, watches)
        return self._shops[said]

    def _copy(self, file: Path, name: str) -> Store:
        shutil.copy(file, self._folder / name)
        return Store(f"sqlite:///{self._folder / name}")


Pair = tuple[object, object]
"""What is said by the product, and what by the story."""


def turns_of(shelf: Shelf, story: Told, instant: str, order: str = AS_IT_CAME) -> Pair:
    """Return every row of the report, with what the queue says of it."""
    kept, now = shelf.kept(story, order), story.when(instant)
    truth = truth_of(story, instant)
    found = [
        _turns(*turns(kept, now, stored=each), truth) for each in _views(story, now)
    ]
    return found, [truth.rows if not truth.any_turns else {} for _ in found]


def cases_of(shelf: Shelf, story: Told, instant: str) -> Pair:
    """Return what is said of cases as a whole."""
    truth = truth_of(story, instant)
    found = cases(shelf.kept(story), story.when(instant))
    wanted = {name: each or {} for name, each in truth.cases.items()}
    told = {name: found.get(name, {}) for name in wanted}
    for name, each in wanted.items():
        _only_flags_asked(each, told[name])
    none = [name for name, each in truth.cases.items() if each is None]
    missing = [name for name in none if name not in found]
    return (_asked(told, wanted), missing), (wanted, none)


def links_of(shelf: Shelf, story: Told, instant: str) -> Pair:
    """Return what stands beside the cases of which the story says it."""
    truth, kept = truth_of(story, instant), shelf.kept(story)
    now = story.when(instant)
    return {name: linked(kept, name, now) for name in truth.links}, truth.links


def figures_of(shelf: Shelf, story: Told, instant: str) -> Pair:
    """Return the figures of the report which the story names."""
    truth = truth_of(story, instant)
    found = figures(shelf.kept(story), story, story.when(instant))
    return {name: str(found.get(name)) for name in truth.figures}, truth.figures


CHECKS: Mapping[str, Callable[[Shelf, Told, str], Pair]] = {
    "turns": turns_of,
    "cases": cases_of,
    "figures": figures_of,
    "links": links_of,
}
"""What can be said of an instant."""


def is_said(story: Told, instant: str, what: str) -> bool:
    """Tell whether the story says anything of this kind."""
    return what == "turns" or bool(getattr(truth_of(story, instant), what))


def _views(story: Told, now: datetime) -> list[bool]:
    """Say how the turns can be read: worked out, and as stored when all is over."""
    return [False, True] if is_over(story, now) else [False]


def _turns(found: dict[str, Fields], queue: Waits, truth: Truth) -> dict[str, Fields]:
    """Return the rows as far as they are asked; who waits must stand in the queue."""
    waits = {
        name.rpartition(" ")[0]: (row["wait_s"], row["due_at"], row["state"])
        for name, row in found.items()
        if row["state"] in OPEN
    }
    if waits != queue:
        return {"the queue differs": {"rows": waits, "queue": queue}}
    left = {
        name: row
        for name, row in found.items()
        if name.rpartition(" ")[0] not in truth.gone or row["state"] != TurnState.VOID
    }
    return {} if truth.any_turns else _asked(left, truth.rows)


def _asked(
    found: Mapping[str, Fields], wanted: Mapping[str, Fields]
) -> dict[str, Fields]:
    """Leave out of what was found the fields of which the story says nothing."""
    return {
        name: {field: row.get(field) for field in wanted.get(name, row)}
        for name, row in found.items()
    }


def _only_flags_asked(wanted: Fields, found: Fields) -> None:
    """Where the story says ``?`` beside flags, there may be more of them."""
    flags = wanted.get("flags")
    if isinstance(flags, list) and "?" in flags:
        wanted["flags"] = [each for each in flags if each != "?"]
        has = found.get("flags")
        if isinstance(has, list):
            found["flags"] = [each for each in has if each in flags]
