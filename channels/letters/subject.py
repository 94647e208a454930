"""The subject of a mail: one line, the same for as long as a case lives.

Mail programs thread by it: numbers that change stand in the body.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from alerts.digest import Digest
from alerts.letter import Letter, Outage, Reader, Surge
from channels.letters import cards, clean
from channels.letters.tongue import Tongue
from domain.alert import Step
from domain.case import TurnKind

SUBJECT = 120
AGAIN = "Re: "

_KEYS = {
    Step.NUDGE: "subject_nudge",
    Step.CRITICAL: "subject_critical",
    Step.OUTCOME: "subject_outcome",
    Step.AUTHOR: "subject_author",
}


def of_alert(letter: Letter, t: Tongue) -> str:
    """Return the subject of an alert, by the gravest that it tells of."""
    said = _of_alert(letter, t)
    return line(f"{t.say('sample')}: {said}" if letter.sample else said)


def of_digest(digest: Digest, t: Tongue) -> str:
    """Return the subject of a digest: ``Northwind: 7 overdue, 38 waiting (…)``."""
    key = "subject_weekly" if digest.kind is Step.WEEKLY else "subject_digest"
    day = t.short_day(digest.day)
    said = t.say(key, brand=brand(digest.brand), what=in_short(digest, t), day=day)
    return line(f"{t.say('sample')}: {said}" if digest.sample else said)


def in_short(digest: Digest, t: Tongue) -> str:
    """Say the most important thing of a digest in a few words."""
    if digest.outages:
        return no_data(digest.outages, digest, t)
    overdue, waits = int(digest.overdue.now or 0), int(digest.waiting.now or 0)
    if overdue or waits:
        return t.say(
            "overdue_and_waiting", overdue=t.number(overdue), waiting=t.number(waits)
        )
    return t.say("no_source" if digest.blind is None else "all_answered")


def no_data(outages: Sequence[Outage], digest: Digest, t: Tongue) -> str:
    """Say which sources are blind, and since when if that is one moment."""
    (first, *others), zone = outages, digest.reader.zone
    if first.since is None or any(each.since != first.since for each in others):
        return t.say("no_data", networks=networks(outages, t))
    since = t.when(first.since, today=digest.day, zone=zone)
    return t.say("no_data_since", networks=networks(outages, t), since=since)


def networks(outages: Sequence[Outage], t: Tongue) -> str:
    """Name the sources, or count them when they are many."""
    named = list(dict.fromkeys(t.network(each.network) for each in outages))
    return t.listed(named) if len(named) < 3 else t.count("sources", len(named))


def surge(told: Surge, t: Tongue) -> str:
    """Say a spike in a line: ``Delivery, 12 complaints in 30 min (usual 2), …``."""
    usual = ""
    if told.usual is not None and told.usual < 10:
        usual = f"{told.usual:.1f}".removesuffix(".0")
    span = t.span(told.span)
    if told.usual is None:
        customers = t.count("customers", told.count)
        spike = t.say("spike_alike", customers=customers, span=span)
    else:
        spike = t.say(
            "spike_usual",
            complaints=t.count("complaints", told.count),
            span=span,
            usual=usual or t.number(round(told.usual)),
        )
    if not told.topic and told.networks < 2:
        return spike
    parts = (
        t.named("topic", told.topic) if told.topic else "",
        spike,
        t.count("networks", told.networks) if told.networks > 1 else "",
    )
    return ", ".join(filter(None, parts))


def brand(name: str) -> str:
    """Return the name of a brand as a subject carries it."""
    return clean.line(name, clean.NAME)


def line(text: str) -> str:
    """Return a subject that is one line, and not too long for any mail program."""
    return clean.line(text, SUBJECT)


def _of_alert(letter: Letter, t: Tongue) -> str:
    step = letter.step
    if step is Step.SPIKE:
        return t.say("subject_spike", what=surge(letter.surges[0], t))
    if step is Step.BLIND:
        return _of_outages(letter.outages, letter.brand, letter.reader, t)
    if letter.cards:
        return _of_cards(letter, t)
    if letter.ended:
        return AGAIN + _of_ended(letter, t)
    return t.say("subject_nothing", brand=brand(letter.brand))


def _of_cards(letter: Letter, t: Tongue) -> str:
    told = len(letter.cards) + letter.more
    if told > 1:
        return t.count("subject_group", told, brand=brand(letter.brand))
    (card,) = letter.cards
    who = cards.who(card.name, card.handle, t)
    step = cards.step(card, letter.now)
    said = _single(step, card.kind, who, t.network(card.network), t)
    return AGAIN + said if card.step is Step.ESCALATED else said


def _of_ended(letter: Letter, t: Tongue) -> str:
    if len(letter.ended) > 1:
        number = len(letter.ended)
        return t.count("subject_ended", number, brand=brand(letter.brand))
    (ended,) = letter.ended
    who = cards.who(ended.name, None, t)
    return _single(ended.told, ended.kind, who, t.network(ended.network), t)


def _single(step: Step, kind: TurnKind, who: str, network: str, t: Tongue) -> str:
    key = _KEYS.get(step, "subject_overdue")
    parts = {"who": clean.cut(who, clean.NAME), "network": network}
    if f"{key}_{kind}" in t.phrases:
        key = f"{key}_{kind}"
    return t.say(key, **parts)


def _of_outages(outages: Sequence[Outage], name: str, reader: Reader, t: Tongue) -> str:
    """Name the time alone: with its date it would change from one day to the next."""
    first, said = outages[0], networks(outages, t)
    again = AGAIN if all(each.ended_at for each in outages) else ""
    if first.since is None or any(each.since != first.since for each in outages):
        plain = t.say("subject_blind_undated", brand=brand(name), networks=said)
        return again + plain
    since = f"{first.since.astimezone(ZoneInfo(reader.zone)):%H:%M}"
    told = t.say("subject_blind", brand=brand(name), networks=said, since=since)
    return again + told
