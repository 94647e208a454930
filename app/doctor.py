"""Is everything well? Looks at store, sources, engine, mail, alerts, disk, modes.

``reasons`` says what is not, the gravest first; nothing is repaired.
"""

import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.alerts_found import AlertsFound, alerts_of
from app.health import sources_of, to_json
from app.settings import KEY_FILE, Settings, secret_files
from domain.clock import iso, whole_seconds

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.sources import SourcesHealth
    from store.condition import Condition
    from store.heartbeats import Heartbeat
    from store.judged_by import Other

LEAST_FREE = 500_000_000
"""Bytes that must be free on the store's disk."""

UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"))

LATE = 3
"""Times its span after which a job that did not end a round is missed."""


@dataclass(frozen=True, slots=True)
class FileMode:
    """A file that only we may read, and the mode it has."""

    path: Path
    mode: int

    @property
    def private(self) -> bool:
        """Tell whether nobody else may read or write it."""
        return not self.mode & 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was looked at. ``failure`` is why the store could not be.

    ``judging`` is why the engine cannot judge, empty when it can. ``judged`` are others
    that judged what is stored: no trouble, but ``earshot rescore`` would change it.
    """

    as_of: datetime
    store: str
    failure: str | None
    condition: "Condition | None"
    sources: "SourcesHealth | None"
    beats: "Sequence[Heartbeat]"
    mail: bool
    mail_needs: Sequence[str]
    alerts: AlertsFound | None
    free: int
    judging: str
    judged: "Sequence[Other]"
    files: Sequence[FileMode]

    @property
    def reasons(self) -> list[str]:
        """Say what is not well, one line each; nothing when all is."""
        return [*self._of_store(), *self._of_sources(), *self._of_house()]

    def _of_store(self) -> Iterator[str]:
        if self.failure:
            yield self.failure
        if self.condition:
            if not self.condition.is_current:
                yield f"{self.store}: found tables of another version of Earshot"
            for each in self.condition.damage:
                yield f"{self.store}: found damage, wanted a backup: {each}"
        if self.free < LEAST_FREE:
            wanted = f"wanted {bytes_said(LEAST_FREE)} or more"
            yield f"disk: found {bytes_said(self.free)} free, {wanted}"

    def _of_sources(self) -> Iterator[str]:
        from alerts.blind_said import NO_ENGINE, advice, sentence
        from alerts.source_state import State, by_urgency

        told = by_urgency(self.sources.states) if self.sources else []
        lines: dict[str, None] = {}  # an engine that is down is said once for all
        for each in told:
            if each.state not in {State.WELL, State.OFF}:
                down = each.state is State.ENGINE_DOWN
                said = NO_ENGINE if down else sentence(each, now=self.as_of, zone=UTC)
                lines[f"{said}. {advice(each)}".strip()] = None
        yield from lines

    def _of_house(self) -> Iterator[str]:
        for beat in self.beats:
            if self.engine == "alive" and is_late(beat, self.as_of):
                yield f"engine: found {beat.job} silent since {iso(beat.at)}"
        if self.judging:
            yield self.judging
        for file in self.files:
            if not file.private:
                yield f"{file.path}: found mode {file.mode:04o}, wanted 0600"
        for name in self.mail_needs:
            yield f"mail: found no {name}, wanted it in the environment"
        if self.alerts:
            yield from self.alerts.reasons

    @property
    def engine(self) -> str:
        """Say how the engine is: ``alive``, ``died``, ``gone``, or ``unknown``."""
        return self.sources.engine.value if self.sources else "unknown"

    def to_json(self) -> dict[str, object]:
        """Return the report with the fields outsiders know."""
        found = self.condition
        return {
            "status": "unwell" if self.reasons else "well",
            "as_of": iso(self.as_of),
            "reasons": self.reasons,
            "store": {
                "name": self.store,
                "reachable": found is not None,
                "current": found.is_current if found else None,
                "version": found.version if found else None,
                "damage": list(found.damage) if found else None,
                "size_bytes": found.size if found else None,
            },
            "sources": to_json(self.sources)["rows"] if self.sources else None,
            "engine": {
                "state": self.engine,
                "jobs": [
                    {
                        "job": each.job,
                        "at": iso(each.at),
                        "every_s": whole_seconds(each.every),
                        "late": is_late(each, self.as_of),
                    }
                    for each in self.beats
                ],
            },
            "judged": [
                {"engine": each.engine, "version": each.version, "posts": each.posts}
                for each in self.judged
            ],
            "mail": {"configured": self.mail, "needs": list(self.mail_needs)},
            "alerts": self.alerts.to_json() if self.alerts else None,
            "disk": {"free_bytes": self.free},
            "files": [
                {
                    "path": str(each.path),
                    "mode": f"{each.mode:04o}",
                    "private": each.private,
                }
                for each in self.files
            ],
        }


def examine(settings: Settings, desk: "Desk | str", *, now: datetime) -> Report:
    """Look everything over. ``desk`` is why there is none, when there is none."""
    from domain.errors import StoreError
    from store import heartbeats
    from store.condition import condition

    failure = desk if isinstance(desk, str) else None
    found, health, beats, alerts = None, None, [], None
    if not isinstance(desk, str):
        try:
            found = condition(desk.store)
            health = sources_of(desk)
            alerts = alerts_of(desk, now=now)
            with desk.store.reading() as session:
                beats = heartbeats.every(session)
        except StoreError as error:
            failure = str(error)
    judging, judged = _judged(settings, desk)
    return Report(
        as_of=now,
        store=_name(settings),
        failure=failure,
        condition=found,
        sources=health,
        beats=beats,
        mail=settings.mail is not None,
        mail_needs=_mail_needs(settings),
        alerts=alerts,
        free=shutil.disk_usage(settings.store.folder).free,
        judging=judging,
        judged=judged,
        files=list(_modes(settings)),
    )


def _judged(settings: Settings, desk: "Desk | str") -> tuple[str, "Sequence[Other]"]:
    """Say why the engine cannot judge, and who else judged what is stored."""
    from app.wiring import engine_of
    from domain.errors import ConfigError, StoreError
    from store import judged_by

    try:
        engine = engine_of(settings)
        if isinstance(desk, str):
            return "", ()
        with desk.store.reading() as session:
            return "", judged_by.others(session, engine.name, engine.version)
    except ConfigError as error:
        return str(error), ()
    except StoreError:  # what was looked at before has said so already
        return "", ()


def is_late(beat: "Heartbeat", now: datetime) -> bool:
    """Tell whether a job should have ended a round by now."""
    return now - beat.at > LATE * beat.every + timedelta(minutes=1)


def bytes_said(size: int) -> str:
    """Say a size by its largest unit: ``82 GB``, ``1.5 GB``, ``0.8 MB``."""
    unit, name = next((each for each in UNITS if size >= each[0]), UNITS[-1])
    return f"{size / unit:,.{0 if size >= 10 * unit else 1}f} {name}"


def _name(settings: Settings) -> str:
    """Say where the store is, without a password."""
    from store import Store

    return Store(settings.store.url.get_secret_value()).name


def _mail_needs(settings: Settings) -> list[str]:
    given = settings.secrets.mail_password is not None
    asked = settings.mail is not None and settings.mail.username is not None
    return ["EARSHOT_MAIL_PASSWORD"] if asked and not given else []


def _modes(settings: Settings) -> Iterator[FileMode]:
    """Look at the files that only we may read: store, key, secrets."""
    from store import Store

    path = Store(settings.store.url.get_secret_value()).path
    mine = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")] if path else []
    for each in (*mine, settings.store.folder / KEY_FILE, *secret_files()):
        if each.exists():
            yield FileMode(each, stat.S_IMODE(each.stat().st_mode))
