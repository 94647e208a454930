"""A language: its phrases, its plurals, and how it says spans, days and numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from channels.letters import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language. ``form`` tells which of the ``counted`` forms a number takes."""

    code: str
    phrases: Mapping[str, str]
    counted: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    form: Callable[[int], int]
    thousands: str
    weekdays: Sequence[str]
    short_weekdays: Sequence[str]
    months: Sequence[str]
    short_months: Sequence[str]

    def say(self, key: str, **parts: str) -> str:
        """Say a phrase; the parts are put in as they are."""
        return self.phrases[key].format(**parts)

    def count(self, key: str, number: int, **parts: str) -> str:
        """Say how many of something: ``1 case``, ``1,204 cases``."""
        forms = self.counted[key]
        return forms[self.form(number)].format(n=self.number(number), **parts)

    def number(self, number: int) -> str:
        """Say a whole number in groups of three digits."""
        return f"{number:,}".replace(",", self.thousands)

    def span(self, span: timedelta) -> str:
        """Say a span by its two largest units: ``39 s``, ``42 min``, ``1 h 30 min``."""
        seconds = max(int(span.total_seconds()), 0)
        if seconds < 60:
            return f"{seconds} s"
        hours, minutes = divmod(seconds // 60, 60)
        days, rest = divmod(hours, 24)
        h, m = self.phrases["h"], self.phrases["min"]
        if days > 1:
            said = self.count("days", days)
            return f"{said} {rest} {h}" if rest else said
        if hours:
            return f"{hours} {h} {minutes:02} {m}" if minutes else f"{hours} {h}"
        return f"{minutes} {m}"

    def seconds(self, seconds: float) -> str:
        """Say a span given in seconds."""
        return self.span(timedelta(seconds=seconds))

    def day(self, day: date) -> str:
        """Say a day in full: ``Monday 23 November``."""
        month = self.months[day.month - 1]
        return f"{self.weekdays[day.weekday()]} {day.day} {month}"

    def short_day(self, day: date) -> str:
        """Say a day in short: ``Mon 23 Nov``."""
        month = self.short_months[day.month - 1]
        return f"{self.short_weekdays[day.weekday()]} {day.day} {month}"

    def when(self, at: datetime, *, today: date, zone: str) -> str:
        """Say when by the clocks of ``zone``: ``04:10``, other days with their date."""
        local = at.astimezone(ZoneInfo(zone))
        clock = f"{local:%H:%M}"
        return clock if local.date() == today else f"{self.moment(at, zone)}"

    def moment(self, at: datetime, zone: str) -> str:
        """Say when by the clocks of ``zone``, with the date: ``Mon 23 Nov, 04:10``."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.short_day(local.date())}, {local:%H:%M}"

    def named(self, kind: str, word: str) -> str:
        """Say a word of ours (a topic, a flag, a mood); an unknown one as it is."""
        known = self.names.get(f"{kind}.{word}")
        return known or clean.line(word.replace("_", " "), clean.NAME).capitalize()

    def network(self, name: str) -> str:
        """Say a network as people know it; an own channel is called by its word."""
        if known := self.names.get(f"network.{name.lower()}"):
            return known
        said = clean.line(name.replace("-", " "), clean.NAME)
        return said[:1].upper() + said[1:]

    def listed(self, things: Sequence[str]) -> str:
        """Say a list: ``a, b and c``."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.phrases['and']} {things[-1]}"


def tongue(language: str) -> Tongue:
    """Return a reader's language, English for one that we do not speak."""
    # Here, since a language is made of this class.
    from channels.letters.words_en import ENGLISH
    from channels.letters.words_pl import POLISH

    return POLISH if language.split("-", maxsplit=1)[0].lower() == "pl" else ENGLISH
