"""The one place where parts are chosen and joined."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.settings import Settings
from domain.clock import Clock, utc_now
from domain.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from domain.calendar import Calendar
    from sentiment import Engine, Model
    from services.bring_in import ImportRun
    from services.watch import Watch
    from store import Store
    from store.brands import StoredBrand


@dataclass(frozen=True, slots=True)
class Desk:
    """A running house: what every screen and command is handed."""

    settings: Settings
    store: "Store"
    clock: Clock = utc_now


def open_desk(settings: Settings, *, clock: Clock = utc_now) -> Desk:
    """Open the store that ``settings`` name, and create or upgrade its tables.

    Raises StoreError and ConfigError.
    """
    from store import Store
    from store.upgrade import upgrade

    store = Store(settings.store.url.get_secret_value())
    try:
        upgrade(store)
    except StoreError:
        store.close()
        raise
    return Desk(settings, store, clock)


def engine_of(settings: Settings, name: str | None = None) -> "Engine":
    """Return the engine that the settings choose, or the one of this name.

    Raises ConfigError.
    """
    from sentiment import engine

    return engine(*chosen(settings, name))


def chosen(settings: Settings, name: str | None = None) -> "tuple[str, Model | None]":
    """Return the name of an engine, and its model where that is the owner's own."""
    from sentiment import OF_A_FOLDER, Model

    judging = settings.judging
    name = name or judging.engine
    if name not in OF_A_FOLDER:
        return name, None
    if judging.model_folder is None or judging.model_sha256 is None:
        wanted = "judging.model_folder and judging.model_sha256 in the settings"
        raise ConfigError.at("engine", found=name, wanted=wanted)
    return name, Model(folder=judging.model_folder, sha256=judging.model_sha256)


def health(desk: Desk) -> str:
    """Say how the house is: ``ok``, ``degraded``, or ``blind``.

    Blind is a house without its store, or with sources of which none is read.
    """
    from app.health import sources_of
    from store.upgrade import is_current

    try:
        if not is_current(desk.store):
            return "degraded"
        return sources_of(desk).house.value
    except StoreError:
        return "blind"


def load_demo(desk: Desk) -> "ImportRun | None":
    """Bring the shipped example in, unless it is there."""
    from services import demo

    return demo.load(desk.store, engine=engine_of(desk.settings), now=desk.clock())


def brands_of(desk: Desk, name: str | None) -> "list[StoredBrand]":
    """Return all brands, or the one of this name; ConfigError when it is unknown."""
    from store import brands

    with desk.store.reading() as session:
        found = brands.load(session, name)
        if name is not None and not found:
            known = [each.record.name for each in brands.load(session)]
            raise ConfigError.at("--brand", found=name, wanted=_one_of(known))
    return found


def watch_of(desk: Desk, name: str) -> "Watch":
    """Return one brand ready to match; ConfigError when it is unknown."""
    from services.watch import watched

    brands_of(desk, name)
    return next(each for each in watched(desk.store) if each.record.name == name)


def calendar_of(desk: Desk, name: str) -> "Calendar":
    """Return the hours of a brand as they are now; ConfigError when it is unknown."""
    return brands_of(desk, name)[0].record.policies[-1].calendar


def _one_of(names: list[str]) -> str:
    if not names:
        return "a brand that was applied: there is none yet, see earshot apply"
    return "one of " + ", ".join(names)
