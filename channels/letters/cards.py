"""One customer, told: who waits or waited, what they wrote, and what can be done."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.digest import Praise
from alerts.letter import QUOTE, Card, Ended, Links, Reader
from channels.letters import clean
from channels.letters.sheet import CALM, GOOD, LATE, SOON, Link, Told
from channels.letters.tongue import Tongue
from domain.alert import Step
from domain.duration import Duration
from domain.errors import ConfigError

AT_NETWORKS = frozenset({"x", "bluesky", "mastodon", "youtube"})
CONTACT = 140
"""Characters of an earlier word between the two."""
CONTACTS = 3
WORDS = 5
"""Flags, or words that decided a judgement, that a card shows."""


def step(card: Card, now: datetime) -> Step:
    """Return what is told of a card: "due soon" that was held back may be overdue."""
    over = card.due_at is not None and card.due_at <= now
    return Step.OVERDUE if card.step is Step.NUDGE and over else card.step


def who(name: str | None, handle: str | None, tongue: Tongue) -> str:
    """Return the name that somebody goes by, on one line."""
    for each in (name, handle):
        if each and (said := clean.quote(each, clean.NAME)):
            return said
    return tongue.say("nobody")


def handle(name: str | None, handle: str | None, network: str) -> str:
    """Return the handle as its network writes it, empty when it is the name already."""
    called = clean.line(name or "", clean.NAME)
    said = clean.quote(handle or "", clean.NAME).removeprefix("@").removeprefix("u/")
    if not called or not said or called == said:
        return ""
    if network.lower() in AT_NETWORKS:
        return f"@{said}"
    return f"u/{said}" if network.lower() == "reddit" else said


def waiting(
    card: Card, *, brand: str, reader: Reader, now: datetime, t: Tongue
) -> Told:
    """Tell of a customer who waits: everything that is known and matters."""
    state, tone = standing(card, now=now, t=t)
    contacts = [
        t.say("we_said", brand=clean.line(brand, clean.NAME), text=text)
        if ours
        else t.say("they_said", who=who(card.name, card.handle, t), text=text)
        for ours, said in card.contacts[-CONTACTS:]
        if (text := clean.quote(said, CONTACT))
    ]
    return Told(
        state=state,
        tone=tone,
        name=who(card.name, card.handle, t),
        details=_details(card, t),
        quote=quoted(card.text, t),
        facts=_facts(card, reader, now, t),
        heading=t.say("contacts") if contacts else "",
        contacts=contacts,
        links=clickable(card.links, t),
    )


def briefly(card: Card, *, now: datetime, t: Tongue) -> Told:
    """Tell of a customer who waits in a digest: who, what, and two links."""
    state, tone = standing(card, now=now, t=t)
    return Told(
        state=state,
        tone=tone,
        name=who(card.name, card.handle, t),
        details=_details(card, t),
        quote=quoted(card.text, t),
        links=_linked(
            (t.say("reply"), card.links.open), (t.say("take"), card.links.take)
        ),
    )


def standing(card: Card, *, now: datetime, t: Tongue) -> tuple[str, str]:
    """Say how late it is, and how that feels."""
    if card.due_at is None:
        return t.say("waited", span=t.span(card.waited)), CALM
    if card.due_at <= now:
        return t.say("overdue_by", span=t.span(now - card.due_at)), LATE
    return t.say("due_in", span=t.span(card.due_at - now)), SOON


def settled(ended: Ended, t: Tongue) -> Told:
    """Tell what became of somebody whom the reader was told of."""
    return Told(
        state=outcome(ended, t),
        tone=GOOD,
        name=who(ended.name, None, t),
        details=t.network(ended.network),
        quote=quoted(ended.text or "", t),
        links=clickable(ended.links, t),
    )


def outcome(ended: Ended, t: Tongue) -> str:
    """Say how it ended: ``Answered by Kasia after 1 h 42 min``."""
    if ended.how != "answered":
        key = f"ended_{ended.how}"
        return t.say(key if key in t.phrases else "ended_other")
    by = clean.line(ended.by, clean.NAME) if ended.by else ""
    if ended.waited is None:
        key = "ended_answered_by" if by else "ended_answered_plain"
        return t.say(key, person=by)
    span = t.span(ended.waited)
    key = "ended_answered" if by else "ended_answered_after"
    return t.say(key, person=by, span=span)


def kind(praise: Praise, t: Tongue) -> Told:
    """Tell of somebody worth thanking."""
    parts = (
        handle(praise.name, praise.handle, praise.network),
        t.network(praise.network),
    )
    return Told(
        state=t.say("thanks_first" if praise.first else "thanks_state"),
        tone=GOOD,
        name=who(praise.name, praise.handle, t),
        details=" · ".join(filter(None, parts)),
        quote=quoted(praise.text, t),
        links=_linked(
            (t.say("reply"), praise.links.open),
            (t.say("post"), clean.address(praise.links.post, clean.POST_URL)),
        ),
    )


def quoted(text: str, t: Tongue) -> str:
    """Quote what somebody wrote, empty for nothing."""
    said = clean.quote(text, QUOTE)
    return t.say("quoted", text=said) if said else ""


def target(card: Card, t: Tongue) -> str:
    """Say what was promised, as a person would: ``1 h``; empty when nothing was."""
    if not card.target:
        return ""
    try:
        read = Duration.parse(card.target, key="target")
    except ConfigError:
        return clean.line(card.target, 20)
    return t.count("days", read.amount) if read.unit == "d" else t.span(read.wall())


def clickable(links: Links, t: Tongue) -> Sequence[Link]:
    """Return the links of a card that lead somewhere."""
    return _linked(
        (t.say("take"), links.take),
        (t.say("open"), links.open),
        (t.say("post"), clean.address(links.post, clean.POST_URL)),
    )


def flags(marked: Sequence[str], t: Tongue) -> str:
    """Say what makes it more pressing."""
    return ", ".join(t.named("flag", each) for each in marked[:WORDS])


def _details(card: Card, t: Tongue) -> str:
    followed = None if card.followers is None else t.count("followers", card.followers)
    on = t.network(card.network)
    parts = (handle(card.name, card.handle, card.network), on, followed)
    return " · ".join(filter(None, parts))


def _facts(card: Card, reader: Reader, now: datetime, t: Tongue) -> Sequence[str]:
    written = t.moment(card.posted_at, reader.zone)
    person = clean.line(card.assignee, clean.NAME) if card.assignee else ""
    return [
        t.say("found_late" if card.found_late else "written", at=written),
        *_judged(card, t),
        *([t.count("nudges", card.nudges)] if card.nudges > 0 else []),
        t.say("has_it", person=person) if person else t.say("nobody_has_it"),
        *_next(card, reader, now, t),
    ]


def _judged(card: Card, t: Tongue) -> Sequence[str]:
    said = []
    if card.sentiment:
        mood = t.named("mood", card.sentiment)
        marked = [clean.quote(each, 40) for each in card.because[:WORDS]]
        words = ", ".join(t.say("quoted", text=each) for each in marked if each)
        key = "mood_because" if words else "mood"
        said.append(t.say(key, mood=mood, words=words))
    if card.topic:
        said.append(t.say("topic", topic=t.named("topic", card.topic)))
    if card.flags:
        said.append(t.say("flags", flags=flags(card.flags, t)))
    return said


def _next(card: Card, reader: Reader, now: datetime, t: Tongue) -> Sequence[str]:
    if not card.next_to or card.next_at is None:
        return []
    today = _today(now, reader)
    at = t.when(card.next_at, today=today, zone=reader.zone)
    person = clean.line(card.next_to, clean.NAME)
    return [t.say("next", person=person, at=at)]


def _today(now: datetime, reader: Reader) -> date:
    return now.astimezone(ZoneInfo(reader.zone)).date()


def _linked(*wanted: tuple[str, str | None]) -> Sequence[Link]:
    """Leave out what has no address."""
    checked = ((word, clean.address(href)) for word, href in wanted)
    return [Link(word, href) for word, href in checked if href]
