"""An alert in the reader's words: one customer in full, or several under one line."""

from collections.abc import Sequence
from dataclasses import replace

from alerts.letter import MOST_CARDS, MOST_ENDED, Card, Letter, Outage, Surge
from channels.letters import cards, clean, subject
from channels.letters.sheet import GOOD, LATE, Block, Link, Sheet, Told
from channels.letters.tongue import Tongue
from domain.alert import Step
from domain.judgement import CRITICAL_FLAGS


def alert_sheet(letter: Letter, t: Tongue) -> Sheet:
    """Say an alert."""
    headline = _headline(letter, t)
    sample = [t.say("sample_line")] if letter.sample else []
    return Sheet(
        language=t.code,
        subject=subject.of_alert(letter, t),
        preview=_preview(letter),
        headline=headline,
        lines=[*sample, *_lines(letter, t)],
        blocks=_blocks(letter, t),
        why=_why(letter, t),
        links=_links((t.say("change_alerts"), letter.settings)),
    )


def opening(card: Card, letter: Letter, t: Tongue) -> str:
    """Say the first line of one customer's alert."""
    if card.step is Step.NUDGE and card.due_at and card.due_at > letter.now:
        return t.say("left", span=t.span(card.due_at - letter.now))
    who = cards.who(card.name, card.handle, t)
    if card.step is Step.OUTCOME:
        return t.say("outcome_line", who=who)
    if card.step is Step.AUTHOR:
        return t.say("author_line", who=who)
    if card.step is Step.CRITICAL:
        grave = [each for each in card.flags if each in CRITICAL_FLAGS]
        key = "cannot_wait" if grave else "cannot_wait_plain"
        return t.say(key, flags=cards.flags(grave, t))
    return _unanswered(card, t)


def _headline(letter: Letter, t: Tongue) -> str:
    if letter.step is Step.SPIKE:
        unusual = any(each.usual is not None for each in letter.surges)
        return t.say("spike_title" if unusual else "alike_title")
    if letter.step is Step.BLIND:
        return _blind_headline(letter, t)
    if letter.cards:
        count = len(letter.cards) + letter.more
        if count > 1:
            return t.count("head_group", count)
        return opening(letter.cards[0], letter, t)
    if len(letter.ended) == 1:
        return cards.outcome(letter.ended[0], t)
    return t.say("ended_title") if letter.ended else t.say("head_empty")


def _blind_headline(letter: Letter, t: Tongue) -> str:
    over = all(each.ended_at for each in letter.outages)
    said = subject.networks(letter.outages, t)
    return t.say("head_over" if over else "head_no_data", networks=said)


def _lines(letter: Letter, t: Tongue) -> Sequence[str]:
    if letter.step in {Step.SPIKE, Step.BLIND} or not letter.cards:
        return [subject.brand(letter.brand)]
    if len(letter.cards) + letter.more > 1:
        longest = max(each.waited for each in letter.cards)
        said = t.say("the_longest", span=t.span(longest))
        return [f"{subject.brand(letter.brand)}. {said}"]
    (card,) = letter.cards
    promised = cards.target(card, t)
    parts = [subject.brand(letter.brand)]
    if card.step is Step.CRITICAL:
        parts.append(_unanswered(card, t).removesuffix("."))
    elif promised and card.step is Step.NUDGE:
        parts.append(t.say("target", target=promised))
    return [". ".join(parts) + ("." if len(parts) > 1 else "")]


def _unanswered(card: Card, t: Tongue) -> str:
    promised = cards.target(card, t)
    key = "nobody_answered_target" if promised else "nobody_answered"
    return t.say(key, span=t.span(card.waited), target=promised)


def _preview(letter: Letter) -> str:
    if letter.cards and letter.step not in {Step.SPIKE, Step.BLIND}:
        return clean.quote(letter.cards[0].text, 100)
    return subject.brand(letter.brand)


def _blocks(letter: Letter, t: Tongue) -> Sequence[Block]:
    made = [
        *([_surges(letter, t)] if letter.surges else []),
        *([_outages(letter, t)] if letter.outages else []),
        *([_ended(letter, t)] if letter.ended else []),
    ]
    waiting = [_cards(letter, t)] if letter.cards else []
    grave = letter.step is Step.CRITICAL or not (letter.surges or letter.outages)
    return [*waiting, *made] if grave else [*made, *waiting]


def _cards(letter: Letter, t: Tongue) -> Block:
    shown = letter.cards[:MOST_CARDS]
    told = [
        cards.waiting(
            each, brand=letter.brand, reader=letter.reader, now=letter.now, t=t
        )
        for each in shown
    ]
    more = max(letter.waiting, len(letter.cards)) - len(shown)
    button = t.count("open_waiting", letter.waiting) if more else t.say("open_inbox")
    if len(shown) == 1 and not more:
        return _alone(told[0], t)
    return Block(
        title=t.say("first_title"),
        told=[replace(each, facts=[" · ".join(each.facts)]) for each in told],
        lines=[t.count("and_more", more)] if more else [],
        button=_button(button, letter.inbox),
    )


def _alone(told: Told, t: Tongue) -> Block:
    """Make the first thing to do with one customer a button."""
    take = [each for each in told.links if each.word == t.say("take")]
    rest = [each for each in told.links if each not in take]
    return Block(told=[replace(told, links=rest)], button=take[0] if take else None)


def _surges(letter: Letter, t: Tongue) -> Block:
    return Block(
        told=[_surge(each, letter, t) for each in letter.surges[:3]],
        button=_button(t.say("see_all"), letter.inbox),
    )


def _surge(surge: Surge, letter: Letter, t: Tongue) -> Told:
    topics = [
        f"{t.named('topic', topic)} {t.number(count)}"
        for topic, count in surge.topics[:5]
    ]
    began = t.moment(surge.since, letter.reader.zone)
    return Told(
        state=subject.surge(surge, t),
        tone=LATE,
        facts=[
            t.say("spike_since", at=began),
            *([t.say("spike_topics", topics=", ".join(topics))] if topics else []),
            t.say("spike_advice"),
        ],
    )


def _outages(letter: Letter, t: Tongue) -> Block:
    told = []
    for each in letter.outages[:MOST_ENDED]:
        state, facts = _outage(each, letter, t)
        tone = GOOD if each.ended_at else LATE
        name = t.network(each.network)
        told.append(Told(state=state, tone=tone, name=name, facts=facts))
    return Block(told=told)


def _outage(outage: Outage, letter: Letter, t: Tongue) -> tuple[str, Sequence[str]]:
    if outage.ended_at:
        at = t.moment(outage.ended_at, letter.reader.zone)
        return t.say("blind_over", at=at), [t.say("blind_over_line")]
    return outage_state(outage, letter.reader.zone, t), [
        *outage_facts(outage, t), t.say("blind_missed"),
    ]  # fmt: skip


def outage_state(outage: Outage, zone: str, t: Tongue) -> str:
    """Say since when a source is not read."""
    if outage.since is None:
        return t.say("blind_state_undated")
    return t.say("blind_state", at=t.moment(outage.since, zone))


def outage_facts(outage: Outage, t: Tongue) -> Sequence[str]:
    """Say what is the matter with a source, and what to do."""
    sentence = clean.line(outage.sentence, 200)
    advice = clean.line(outage.advice, 200)
    return [
        *([sentence] if sentence else []),
        *([t.say("blind_to_do", advice=advice)] if advice else []),
    ]


def _ended(letter: Letter, t: Tongue) -> Block:
    told = [cards.settled(each, t) for each in letter.ended[:MOST_ENDED]]
    more = len(letter.ended) - len(told)
    alone = letter.step is Step.ENDED and len(told) == 1
    if alone:
        told = [replace(told[0], state="")]  # the headline has said it
    return Block(
        title="" if alone else t.say("ended_title"),
        told=told,
        lines=[t.count("and_more", more)] if more else [],
    )


def _why(letter: Letter, t: Tongue) -> str:
    what = t.say(f"why_{letter.step}")
    email = clean.line(letter.reader.email, 320)
    return t.say("why", what=what, brand=subject.brand(letter.brand), email=email)


def _button(word: str, href: str | None) -> Link | None:
    checked = clean.address(href)
    return Link(word, checked) if checked else None


def _links(*wanted: tuple[str, str | None]) -> Sequence[Link]:
    made = (_button(word, href) for word, href in wanted)
    return [each for each in made if each]
