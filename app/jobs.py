"""The jobs of the engine: reading and looking again, spot checks, learning.

A job holds no store: each round it is handed one that takes nothing any more once
another engine leads.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.source import Fault
    from services.reading import CollectRun, Source
    from store import Store


SPOT_CHECKS = timedelta(minutes=10)
"""How often is asked whether a brand's day has begun and nothing is drawn yet."""


LEARN = timedelta(hours=1)
"""How often is asked whether a brand's people said enough to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a job is handed each time it runs.

    ``stop`` tells that the engine is to end: it is asked between pages. ``beat`` says
    that all goes on, and is called at least every few minutes.
    """

    store: "Store"
    stop: Callable[[], bool]
    beat: Callable[[], object]


Deed = Callable[[Round], "Sequence[Fault]"]
"""Does what is due, and returns how sources failed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A deed that is done every so often. What is due it asks the store."""

    name: str
    every: timedelta
    deed: Deed


def jobs(desk: "Desk") -> list[Job]:
    """List the jobs there are for the networks that can be read."""
    return [job for name in listened_to(desk.settings) for job in _jobs_of(name, desk)]


def house_jobs(desk: "Desk") -> list[Job]:
    """List the jobs there are whether or not a network is read."""

    def spot_checks(given: Round) -> "Sequence[Fault]":
        from services.spot_draw import draw_all

        draw_all(given.store, now=desk.clock(), stop=given.stop)
        return ()

    def learn(given: Round) -> "Sequence[Fault]":
        from app.wiring import engine_of
        from services.learn import learn_due

        engine = engine_of(desk.settings)
        learn_due(given.store, engine=engine, now=desk.clock())
        return ()

    return [
        Job(name="spot-checks", every=SPOT_CHECKS, deed=spot_checks),
        Job(name="learn", every=LEARN, deed=learn),
    ]


def listened_to(settings: Settings) -> list[str]:
    """Name the networks that are switched on and lack nothing."""
    return [name for name in switched_on(settings) if not lacking(settings, name)]


def switched_on(settings: Settings) -> list[str]:
    """Name the networks that the settings switch on and that have a collector."""
    from collectors import known_networks

    on = settings.networks
    known = known_networks()
    names = [each.name for each in fields(on) if each.name in known]
    return [name for name in names if getattr(on, name) is not None]


def lacking(settings: Settings, name: str) -> list[str]:
    """Name the secrets that a network needs and is not given, as the environment does.

    Raises ConfigError for a network that has no collector.
    """
    from collectors import network

    given = {f"EARSHOT_{each}".upper() for each in secrets_of(settings, name)}
    return [each for each in network(name).NEED.secrets if each not in given]


def secrets_of(settings: Settings, name: str) -> dict[str, str]:
    """Return the secrets of one network, by their short names, bare."""
    held = settings.secrets
    found = {
        each.name: getattr(held, each.name)
        for each in fields(held)
        if each.name.startswith(f"{name}_")
    }
    return {key: each.get_secret_value() for key, each in found.items() if each}


def _jobs_of(name: str, desk: "Desk") -> list[Job]:
    from services.collect import collect
    from services.recheck import recheck

    deeds = {"collect": collect, "recheck": recheck}
    tick = desk.settings.engine.every
    # A client each: none of them is made for two threads.
    sources = {what: _source(name, desk) for what in deeds}
    return [
        Job(
            name=f"{what}:{name}",
            every=min(tick, sources[what].every),
            deed=partial(_done, deed, sources[what]),
        )
        for what, deed in deeds.items()
    ]


def _source(name: str, desk: "Desk") -> "Source":
    from app.wiring import engine_of
    from collectors import Setup, build
    from services.reading import Source

    options = getattr(desk.settings.networks, name)
    secrets = secrets_of(desk.settings, name)
    setup = Setup(options=options, secrets=secrets, clock=desk.clock)
    return Source(
        collector=build(name, setup),
        engine=engine_of(desk.settings),
        clock=desk.clock,
        every=options.every,
        monthly_usd=getattr(options, "monthly_usd", None),
        chance=random.random,
    )


def _done(
    deed: "Callable[[Store, Source], CollectRun]", source: "Source", given: Round
) -> "Sequence[Fault]":
    """Do one deed for one network."""
    ready = replace(source, stop=given.stop, beat=given.beat)
    return deed(given.store, ready).faults
