"""An SLA: how soon whom to answer, by what the turn is about, network and severity.

All figures are open time of the brand's calendar, but ``cap``, which is wall clock. A
brand file changes only what it names: every other figure keeps its default. Where
several have a figure the narrowest wins: kind, then network, then ``critical``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar

from domain.case import TurnKind
from domain.duration import Duration
from domain.errors import ConfigError
from domain.table import Table, network, table, unknown_key, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one kind of turn is promised. None: nothing is.

    ``first_reply`` is for a case's turn 1, ``next_reply`` for all others,
    ``substantive`` for the reply that settles, ``resolution`` for the whole case.
    ``cap`` is how long nobody waits for a reply, open or closed.
    """

    first_reply: Duration | None = None
    next_reply: Duration | None = None
    substantive: Duration | None = None
    resolution: Duration | None = None
    cap: Duration | None = None

    def over(self, other: "Target") -> "Target":
        """Return ``other`` with this one's own figures in their place."""
        return replace(other, **_figures(self))


FIGURES = tuple(each.name for each in fields(Target))
"""The names of a target's figures, as in a brand file."""


CRITICAL = "critical"
"""The key of the figures for critical turns, beside those of the kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """The targets by kind, and what single networks have of their own.

    ``critical`` holds the figures that critical turns have of their own, whatever
    their kind and network.
    """

    kinds: tuple[tuple[TurnKind, Target], ...]
    networks: tuple[tuple[TurnKind, str, Target], ...] = ()
    critical: Target = Target()

    DEFAULT: ClassVar["Sla"]
    """What holds for a brand that says nothing."""

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.sla") -> "Sla":
        """Read the table of a brand file over the defaults; raise ConfigError.

        A table in a kind's table is a network's. It may stand beside it as well,
        under ``"complaint.reddit"``.
        """
        tables = dict(table(value, key=key))
        critical = _target(tables.pop(CRITICAL, {}), within(key, CRITICAL))
        given = _by_kind(tables, key)
        own: list[tuple[TurnKind, str, Target]] = []
        kinds: list[tuple[TurnKind, Target]] = []
        for kind, default in cls.DEFAULT.kinds:
            general, networks = given.get(kind, (Target(), {}))
            kinds.append((kind, general.over(default)))
            own += [(kind, name, networks[name]) for name in sorted(networks)]
        return cls(kinds=tuple(kinds), networks=tuple(own), critical=critical)

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        written: dict[str, dict[str, object]] = {
            kind: _written(target) for kind, target in self.kinds
        }
        for kind, name, target in self.networks:
            written[kind][name] = _written(target)
        if critical := _written(self.critical):
            written[CRITICAL] = critical
        return dict(written)

    def target(self, kind: TurnKind, network: str, *, critical: bool = False) -> Target:
        """Return what a turn of this kind is promised on this network.

        The network's own figures win one by one, and those of critical turns over
        both. A next reply that nobody gave a figure for is promised as soon as a
        first one.
        """
        target = dict(self.kinds).get(kind, Target())
        for own_kind, name, own in self.networks:
            if (own_kind, name) == (kind, network):
                target = own.over(target)
        if critical:
            target = self.critical.over(target)
        return replace(target, next_reply=target.next_reply or target.first_reply)


def _default() -> Sla:
    three_days = Duration(3, "d")
    complaint = Target(
        first_reply=Duration(1, "h"),
        substantive=Duration(4, "h"),
        resolution=three_days,
        cap=Duration(24, "h"),
    )
    question = Target(first_reply=Duration(4, "h"), resolution=three_days)
    review = Target(first_reply=Duration(24, "h"), resolution=three_days)
    return Sla(
        kinds=(
            (TurnKind.COMPLAINT, complaint),
            (TurnKind.QUESTION, question),
            (TurnKind.REVIEW, review),
        )
    )


Sla.DEFAULT = _default()

_Given = dict[TurnKind, tuple[Target, dict[str, Target]]]


def _by_kind(given: Table, key: str) -> _Given:
    """Sort what the table says by kind: its own figures, and those of networks."""
    read: _Given = {kind: (Target(), {}) for kind in TurnKind}
    for name, value in given.items():
        path = within(key, name)
        kind, _, beside = name.partition(".")
        if kind not in set(TurnKind):
            known = [*TurnKind, CRITICAL]
            raise unknown_key(key, name, found=value, known=known)
        general, networks = read[TurnKind(kind)]
        if beside:
            _add(networks, beside, value, path)
        else:
            figures = _figures_of(value, path, networks)
            read[TurnKind(kind)] = figures.over(general), networks
    return read


def _figures_of(value: object, key: str, networks: dict[str, Target]) -> Target:
    """Read a kind's own figures; tables in it go to ``networks``."""
    given = table(value, key=key)
    for name, inner in given.items():
        if isinstance(inner, Mapping) and name not in FIGURES:
            _add(networks, name, inner, within(key, name))
    plain = {
        name: inner
        for name, inner in given.items()
        if not isinstance(inner, Mapping) or name in FIGURES
    }
    return _target(plain, key)


def _add(networks: dict[str, Target], name: str, value: object, key: str) -> None:
    if network(name, key=key) in networks:
        raise ConfigError(f"{key}: found a second table, wanted one for each network")
    networks[name] = _target(value, key)


def _target(value: object, key: str) -> Target:
    given = table(value, key=key, known=FIGURES)
    return Target(
        **{
            name: Duration.parse(figure, key=within(key, name))
            for name, figure in given.items()
        }
    )


def _figures(target: Target) -> dict[str, Duration]:
    figures = {name: getattr(target, name) for name in FIGURES}
    return {name: figure for name, figure in figures.items() if figure is not None}


def _written(target: Target) -> dict[str, object]:
    return {name: str(figure) for name, figure in _figures(target).items()}
