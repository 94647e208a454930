"""How many complaints were judged to need no reply, as far as spot checks tell.

Every check counts the same, whatever its day: should the engine miss more on busy days,
the estimate is a little low.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.spot_check import Answer, SpotCheck
from domain.wording import counted
from response.interval import Interval, wilson

ENOUGH = 20
"""Checks below which no share is told: of 20, one complaint is 5 %, give or take 12."""

OFF = "Spot checks are switched off."


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What the checks of the days ``since`` to ``until``, both counted in, tell.

    ``among`` are the posts from which they were drawn: all that were judged to need no
    reply. ``missed`` complaints and ``questions`` were found among the ``checked``.
    ``engines`` are those that judged them, each with its version.
    """

    since: date
    until: date
    drawn: int = 0
    checked: int = 0
    missed: int = 0
    questions: int = 0
    skipped: int = 0
    among: int = 0
    engines: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Tell whether there are checks enough to speak of a share."""
        return self.checked >= ENOUGH

    @property
    def rate(self) -> float | None:
        """Return the share of complaints, 0..1; None while there are too few checks."""
        return self.missed / self.checked if self.enough else None

    @property
    def interval(self) -> Interval | None:
        """Return where the true share lies by 95 %; None while there are too few."""
        return wilson(self.missed, self.checked) if self.enough else None

    @property
    def complaints(self) -> tuple[int, int, int] | None:
        """Return how many complaints that means among all: about, at least, at most.

        Those that were found are there for certain, those found to be none are not.
        """
        if self.rate is None or self.interval is None:
            return None
        most = max(self.among - (self.checked - self.missed), self.missed)
        numbers = (self.rate, *self.interval)
        about, low, high = (round(each * self.among) for each in numbers)
        about, low, high = (
            min(max(each, self.missed), most) for each in (about, low, high)
        )
        return about, low, high

    def to_json(self) -> dict[str, object]:
        """Return the estimate with the fields outsiders know; shares are 0..1."""
        low, high = self.interval or (None, None)
        about, least, most = self.complaints or (None, None, None)
        return {
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "drawn": self.drawn,
            "checked": self.checked,
            "missed": self.missed,
            "questions": self.questions,
            "skipped": self.skipped,
            "enough": self.enough,
            "rate": _rounded(self.rate),
            "low": _rounded(low),
            "high": _rounded(high),
            "among": self.among,
            "complaints": about,
            "complaints_low": least,
            "complaints_high": most,
            "engines": list(self.engines),
        }


def estimate(checks: Sequence[SpotCheck], *, since: date, until: date) -> Missed:
    """Sum up the checks of these days; those of other days are passed over."""
    mine = [each for each in checks if since <= each.day <= until]
    said = [each.answer for each in mine if each.answer is not None]
    # Each row of a day tells how many the day's were drawn from.
    among = {each.day: each.among for each in mine}
    return Missed(
        since=since,
        until=until,
        drawn=len(mine),
        checked=len(said),
        missed=said.count(Answer.COMPLAINT),
        questions=said.count(Answer.QUESTION),
        skipped=sum(each.answer is None and not each.open for each in mine),
        among=sum(among.values()),
        engines=tuple(sorted({f"{each.engine} {each.version}" for each in mine})),
    )


def missed_headline(told: Missed) -> str:
    """Say the estimate in one line; the words are our own."""
    if told.drawn == 0:
        return "No spot check yet"
    if told.rate is None or told.interval is None:
        return f"Too few checks yet: {told.checked} of at least {ENOUGH}"
    if told.missed == 0:
        return f"No missed complaint in {counted(told.checked, 'check')}"
    return f"About {percent(told.rate)} of posts judged to need no reply are complaints"


def missed_said(told: Missed) -> str:
    """Say what the estimate rests on, and how sure it is; the words are our own."""
    if told.drawn == 0:
        return ""
    said = (_found(told), _share(told), _all(told), _by_several(told))
    return " ".join(filter(None, said))


def percent(share: float) -> str:
    """Say a share of 0..1, small ones with a decimal: ``6.4%``, ``17%``."""
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def _share(told: Missed) -> str:
    if told.interval is None:
        return ""
    low, high = map(percent, told.interval)
    if told.missed == 0:
        return f"Up to {high} may be complaints all the same (95% interval)."
    return f"The true share lies between {low} and {high} (95% interval)."


def _found(told: Missed) -> str:
    if not told.checked:
        return ""
    complaints = counted(told.missed, "complaint")
    questions = counted(told.questions, "question")
    checks = counted(told.checked, "post")
    return f"{checks} checked: {complaints}, {questions}."


def _all(told: Missed) -> str:
    if told.complaints is None:
        return ""
    about, low, high = told.complaints
    posts = counted(told.among, "post")
    days = counted((told.until - told.since).days + 1, "day")
    return (
        f"Of the {posts} judged so in {days} that makes about {about:,}"
        f" ({low:,} to {high:,})."
    )


def _by_several(told: Missed) -> str:
    if len(told.engines) < 2 or not told.enough:
        return ""
    return "More than one engine, or version of it, judged them."


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
