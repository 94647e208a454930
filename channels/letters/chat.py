"""An alert as a chat or an SMS says it: short, and with nothing that is private.

No order number, phone number or mail address of a customer: previews of chats stand on
locked phones.
"""

from datetime import timedelta

from alerts.letter import Card, Letter, Outage
from channels.letters import cards, clean, subject
from channels.letters.tongue import Tongue, tongue
from domain.alert import Step
from domain.judgement import CRITICAL_FLAGS

NAME = 40
QUOTE = 140
_ENDS = "…”.!?"


def short(letter: Letter, *, limit: int) -> str:
    """Say an alert in at most ``limit`` characters, its link whole or left out."""
    t = tongue(letter.reader.language)
    said, quoted = _said(letter, t)
    if letter.sample:
        said = f"{t.say('sample')}: {said}"
    link = _link(letter, t)
    room = limit - len(link) - 2
    # Something should be said beside the link: a bare address is no message.
    if not link or room < 20:
        link, room = "", limit
    if quoted and room - len(said) > 30:
        quoted = clean.cut(quoted, min(QUOTE, room - len(said) - 4))
        said = f"{said}: {t.say('quoted', text=quoted)}"
    said = clean.cut(said, room)
    if not link:
        return said
    return f"{said} {link}" if said[-1:] in _ENDS else f"{said}. {link}"


def _said(letter: Letter, t: Tongue) -> tuple[str, str]:
    """Say what matters, and quote the customer if it is only one."""
    brand = subject.brand(letter.brand)
    if letter.step is Step.SPIKE:
        what = subject.surge(letter.surges[0], t)
        return t.say("chat_spike", brand=brand, what=what), ""
    if letter.step is Step.BLIND:
        return _blind(letter, t), ""
    if len(letter.cards) + letter.more > 1:
        count = t.count("customers_wait", len(letter.cards) + letter.more)
        longest = max((each.waited for each in letter.cards), default=timedelta())
        span = t.span(longest)
        return t.say("chat_group", brand=brand, customers=count, span=span), ""
    if letter.cards:
        (card,) = letter.cards
        return _card(card, letter, t), clean.quiet(card.text, QUOTE)
    return _ended(letter, t)


def _card(card: Card, letter: Letter, t: Tongue) -> str:
    parts = {
        "brand": subject.brand(letter.brand),
        "network": t.network(card.network),
        "who": _who(card.name or card.handle, t),
        "span": t.span(card.waited),
        "left": t.span((card.due_at or letter.now) - letter.now),
        "what": t.say("chat_urgent"),
    }
    if grave := [each for each in card.flags if each in CRITICAL_FLAGS]:
        parts["what"] = t.say("chat_flagged", flag=t.named("flag", grave[0]))
    key = f"chat_{cards.step(card, letter.now)}"
    return t.say(key if key in t.phrases else "chat_overdue", **parts)


def _who(name: str | None, t: Tongue) -> str:
    return clean.quiet(name or "", NAME) or t.say("nobody")


def _blind(letter: Letter, t: Tongue) -> str:
    first: Outage = letter.outages[0]
    told = t.network(first.network)
    if first.ended_at:
        state = t.say("blind_over", at=t.moment(first.ended_at, letter.reader.zone))
    elif first.since is None:
        state = t.say("blind_state_undated")
    else:
        state = t.say("blind_state", at=t.moment(first.since, letter.reader.zone))
    more = len(letter.outages) - 1
    said = f"{subject.brand(letter.brand)}: {told}: {state}"
    if not more:
        return said
    return t.say("chat_more", first=said, more=t.count("and_more", more))


def _ended(letter: Letter, t: Tongue) -> tuple[str, str]:
    brand = subject.brand(letter.brand)
    if not letter.ended:
        return t.say("subject_nothing", brand=brand), ""
    if len(letter.ended) > 1:
        return t.count("subject_ended", len(letter.ended), brand=brand), ""
    (ended,) = letter.ended
    said = t.say(
        "chat_ended",
        brand=brand,
        what=cards.outcome(ended, t),
        who=_who(ended.name, t),
        network=t.network(ended.network),
    )
    return said, clean.quiet(ended.text or "", QUOTE)


def _link(letter: Letter, t: Tongue) -> str:
    """Lead to the one page that helps most, with a word before it."""
    alone = len(letter.cards) == 1 and not letter.more
    links = letter.cards[0].links if alone else None
    wanted = [
        (t.say("take"), links.take if links else None),
        (t.say("open"), links.open if links else None),
        (t.say("open"), letter.inbox),
    ]
    for word, url in wanted:
        if checked := clean.address(url):
            return f"{word}: {checked}"
    return ""
