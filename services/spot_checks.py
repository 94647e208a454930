"""Spot checks: a few posts a day judged to need no reply, for a person to look at.

An answer is a person's word on the post like any other: it wins over the engine, and
opens a case if it must. How they are drawn stands in ``services.spot_draw``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.clock import iso
from domain.event import Event, EventKind
from domain.post import Post, PostKey, State
from domain.spot_check import Answer, SpotCheck
from response.marks import said
from response.missed import Missed
from response.missed import estimate as summed_up
from services.derive import derive
from services.sense import Acted
from services.spot_draw import local_day, lot
from services.watch import Watch
from store import Session, Store, events, posts, spot_checks
from store.brands import StoredBrand

KEPT_OPEN = 7
"""Days in which a check may be answered; nobody wants those of a whole holiday."""

WINDOW = 30
"""Days of which the estimate speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check with its post, which is None when it is not stored any more."""

    check: SpotCheck
    post: Post | None

    @property
    def askable(self) -> bool:
        """Tell whether somebody may be asked about it now."""
        post = self.post
        live = post is not None and post.state is State.LIVE and post.text != ""
        return live and self.check.open

    def to_json(self) -> dict[str, object]:
        """Return the check with the fields outsiders know."""
        check, post = self.check, self.post
        answered = check.answered_at
        return {
            "day": check.day.isoformat(),
            "network": check.key.network,
            "post": check.key.id,
            "posted_at": iso(post.posted_at) if post else None,
            "answer": check.answer.value if check.answer else None,
            "by": check.by,
            "at": iso(answered) if answered else None,
            "skipped": check.answer is None and check.skipped_at is not None,
            "engine": check.engine,
            "version": check.version,
            "among": check.among,
            "url": post.url if post else None,
            "text": post.text if post else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the checks of some days tell of a brand."""

    brand: str
    missed: Missed
    rows: Sequence[Checked]

    def lines(self) -> list[dict[str, object]]:
        """Return the checks with the fields outsiders know, oldest first."""
        return [each.to_json() for each in self.rows]

    def to_json(self) -> dict[str, object]:
        """Return all of it with the fields outsiders know."""
        return {"brand": self.brand, **self.missed.to_json(), "rows": self.lines()}


def checks(
    session: Session, brand: StoredBrand, *, since: date, until: date
) -> list[SpotCheck]:
    """Return what was drawn on these days, both counted in, with people's answers."""
    drawn = spot_checks.load(session, brand.id, since=since, until=until)
    told = events.load(session, [each.key for each in drawn])
    words: dict[PostKey, list[Event]] = {}
    for event in told.get(brand.record.name, ()):
        if event.kind is EventKind.JUDGED:
            words.setdefault(event.about, []).append(event)
    return [_answered(each, words.get(each.key, [])) for each in drawn]


def rows(
    session: Session, brand: StoredBrand, *, since: date, until: date
) -> list[Checked]:
    """Return the same with the posts."""
    found = checks(session, brand, since=since, until=until)
    stored = posts.load(session, [each.key for each in found])
    return [
        Checked(check=each, post=stored[each.key].post if each.key in stored else None)
        for each in found
    ]


def to_look_at(session: Session, brand: StoredBrand, *, now: datetime) -> list[Checked]:
    """Return what is to be looked at, answered or not: today's, then earlier days'.

    The order is that of the lots, so that no network comes first.
    """
    today = local_day(brand.record, now)
    found = rows(session, brand, since=_first(today, KEPT_OPEN), until=today)
    seed = brand.record.name
    return sorted(
        found,
        key=lambda each: (-each.check.day.toordinal(), lot(each.check.key, seed)),
    )


def estimate(
    session: Session, brand: StoredBrand, *, now: datetime, days: int = WINDOW
) -> Missed:
    """Estimate how many complaints are missed, by the checks of the last ``days``."""
    until = local_day(brand.record, now)
    since = _first(until, days)
    found = checks(session, brand, since=since, until=until)
    return summed_up(found, since=since, until=until)


def told(
    session: Session,
    brand: StoredBrand,
    *,
    since: datetime | None = None,
    until: datetime,
) -> Told:
    """Return the estimate and every check of the local days of [since, until).

    Without ``since`` it speaks of the last ``WINDOW`` days.
    """
    # What ends at a midnight has nothing of the day that begins then.
    last = local_day(brand.record, until - timedelta(microseconds=1))
    first = local_day(brand.record, since) if since else _first(last, WINDOW)
    found = rows(session, brand, since=first, until=last)
    missed = summed_up([each.check for each in found], since=first, until=last)
    return Told(brand=brand.record.name, missed=missed, rows=found)


def answer(
    store: Store,
    watch: Watch,
    key: PostKey,
    told: Answer,
    *,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Record what a person says of a check; nothing when somebody was faster."""
    with store.begin() as session:
        if Answer.of(_words(session, watch, key)) is not None:
            return Acted.ALREADY
        return _record(session, watch, key, told.detail, at=at, by=by)


def take_back(
    store: Store, watch: Watch, key: PostKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Take the answer to a check back, or its skipping: then nobody has spoken."""
    with store.begin() as session:
        spot_checks.skip(session, watch.id, key, None)
        if Answer.of(_words(session, watch, key)) is None:
            return Acted.DONE
        nothing = {"complaint": None, "needs_reply": None}
        return _record(session, watch, key, nothing, at=at, by=by)


def skip(store: Store, watch: Watch, key: PostKey, *, at: datetime) -> Acted:
    """Note that a person would rather not say."""
    with store.begin() as session:
        known = spot_checks.skip(session, watch.id, key, at)
    return Acted.DONE if known else Acted.NO_CASE


def _record(
    session: Session,
    watch: Watch,
    key: PostKey,
    detail: Mapping[str, object],
    *,
    at: datetime,
    by: str | None,
) -> Acted:
    stored = posts.load(session, [key]).get(key)
    if stored is None or stored.post.author is None:
        return Acted.NO_CASE
    before = [each.at for each in _told(session, watch, key)]
    event = Event(
        brand=watch.record.name,
        about=key,
        customer=stored.post.author.id,
        kind=EventKind.JUDGED,
        # Words of one instant have no order, and the last one counts.
        at=max([at, *(each + timedelta(microseconds=1) for each in before)]),
        by=by,
        detail=detail,
    )
    events.add(session, watch.id, event)
    derive(session, [PostKey(key.network, stored.root)], [watch])
    return Acted.DONE


def _words(session: Session, watch: Watch, key: PostKey) -> Mapping[str, object]:
    return said(_told(session, watch, key))


def _told(session: Session, watch: Watch, key: PostKey) -> list[Event]:
    told = events.load(session, [key]).get(watch.record.name, ())
    return [each for each in told if each.kind is EventKind.JUDGED]


def _answered(check: SpotCheck, told: Sequence[Event]) -> SpotCheck:
    """Return the check with what people said of its post since, and before."""
    if (found := Answer.of(said(told))) is None:
        return check
    last = max(told, key=lambda each: each.at)
    return replace(check, answer=found, by=last.by, answered_at=last.at)


def _first(last: date, days: int) -> date:
    return last - timedelta(days=days - 1)
