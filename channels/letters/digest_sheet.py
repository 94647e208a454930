"""A digest in the reader's words: four numbers, whom to answer, what changed."""

from collections.abc import Sequence
from datetime import timedelta

from alerts.digest import FIRST, THANKS, Digest, Figure, TopicChange
from channels.letters import cards, clean, subject
from channels.letters.alert_sheet import outage_facts, outage_state
from channels.letters.chart import moods
from channels.letters.sheet import LATE, UNKNOWN, Block, Link, Number, Sheet, Told
from channels.letters.tongue import Tongue
from domain.alert import Step
from domain.wording import share

LISTED = 10
"""Topics, people or sources that a digest lists."""

DAY = timedelta(days=1)
_AN_HOUR = timedelta(hours=1)


def digest_sheet(digest: Digest, t: Tongue) -> Sheet:
    """Say a digest, in the order in which it is read."""
    blocks = [
        _blind(digest, t),
        _first(digest, t),
        _topics(digest, t),
        _thanks(digest, t),
        _chart(digest, t),
        _team(digest, t),
        _sources(digest, t),
        _missed(digest, t),
    ]
    brand = subject.brand(digest.brand)
    email = clean.line(digest.reader.email, 320)
    return Sheet(
        language=t.code,
        subject=subject.of_digest(digest, t),
        preview=_preview(digest, t),
        headline=_headline(digest, t),
        lines=_lines(digest, t),
        numbers=_numbers(digest, t),
        blocks=[each for each in blocks if each],
        why=t.say("why_digest", brand=brand, email=email),
        links=_links(
            (t.say("change_digest"), digest.settings),
            (t.say("unsubscribe"), digest.unsubscribe),
        ),
    )


def _headline(digest: Digest, t: Tongue) -> str:
    if overdue := int(digest.overdue.now or 0):
        return t.count("head_overdue", overdue)
    if waits := int(digest.waiting.now or 0):
        return t.say("head_waiting", waiting=t.count("customers_wait", waits))
    # Not knowing is not the same as nothing to do.
    if digest.outages:
        return t.say("head_blind", what=subject.no_data(digest.outages, digest, t))
    if digest.blind is None:
        return t.say("no_source_line").removesuffix(".")
    return t.say("head_answered" if digest.mentions else "head_empty")


def _preview(digest: Digest, t: Tongue) -> str:
    said = []
    if digest.outages:
        said.append(f"{_headline(digest, t)}.")
    if digest.oldest:
        said.append(t.say("preview_oldest", span=t.span(digest.oldest)))
    if digest.topics:
        first = digest.topics[0]
        topic = t.named("topic", first.topic)
        before = t.number(first.before)
        posts = t.number(first.posts)
        said.append(t.say("preview_topic", topic=topic, posts=posts, before=before))
    return " ".join(said) or _mentions(digest, t)


def _lines(digest: Digest, t: Tongue) -> Sequence[str]:
    brand, day = subject.brand(digest.brand), t.day(digest.day)
    opening = t.say("brand_day", brand=brand, day=day, span=_span(digest, t))
    return [
        *([t.say("sample_line")] if digest.sample else []),
        opening,
        *_covers(digest, t),
        _mentions(digest, t),
    ]


def _span(digest: Digest, t: Tongue) -> str:
    if digest.kind is Step.WEEKLY:
        return t.say("last_week")
    # An hour more or less: the clocks may have changed.
    if abs(digest.until - digest.since - DAY) <= _AN_HOUR:
        return t.say("last_day")
    return t.say("last_span", since=t.moment(digest.since, digest.reader.zone))


def _covers(digest: Digest, t: Tongue) -> Sequence[str]:
    if digest.covers < 1:
        return []
    days = max(round((digest.until - digest.since) / DAY), 1)
    missed = t.count("digests", digest.covers)
    return [t.say("covers", days=t.count("days", days), missed=missed)]


def _mentions(digest: Digest, t: Tongue) -> str:
    if not digest.mentions:
        return t.say("mentions_none")
    complaints = t.count("complaints", digest.complaints)
    mentions = t.count("mentions", digest.mentions)
    return t.say("mentions", mentions=mentions, complaints=complaints)


def _numbers(digest: Digest, t: Tongue) -> Sequence[Number]:
    promised = digest.target_s
    aim = [t.say("target_of", span=t.seconds(promised))] if promised else []
    return [
        Number(_whole(digest.waiting, t), t.say("n_waiting"), _more(digest.waiting, t)),
        Number(_whole(digest.overdue, t), t.say("n_overdue"), _more(digest.overdue, t)),
        Number(
            UNKNOWN
            if digest.median_s.now is None
            else t.seconds(digest.median_s.now),
            t.say("n_median"),
            [*_faster(digest.median_s, t, answered=digest.answered), *aim],
        ),
        Number(
            UNKNOWN if digest.in_target.now is None
            else _percent(digest.in_target.now),
            t.say("n_target"),
            _points(digest.in_target, t),
        ),
    ]  # fmt: skip


def _whole(figure: Figure, t: Tongue) -> str:
    return UNKNOWN if figure.now is None else t.number(int(figure.now))


def _percent(value: float) -> str:
    return share(value).replace("%", "\N{NO-BREAK SPACE}%")


def _more(figure: Figure, t: Tongue) -> Sequence[str]:
    if figure.now is None or figure.before is None:
        return []
    change = int(figure.now) - int(figure.before)
    if not change:
        return [t.say("same")]
    return [t.say("more" if change > 0 else "fewer", n=t.number(abs(change)))]


def _faster(figure: Figure, t: Tongue, *, answered: int) -> Sequence[str]:
    if figure.now is None:
        # Unknown is not none: of ten who wrote four may be answered.
        return [t.say("few_answered" if answered else "none_answered")]
    if figure.before is None:
        return []
    change = figure.now - figure.before
    if abs(change) < 60:
        return [t.say("same")]
    return [t.say("slower" if change > 0 else "faster", span=t.seconds(abs(change)))]


def _points(figure: Figure, t: Tongue) -> Sequence[str]:
    if figure.now is None or figure.before is None:
        return []
    # Of the rounded shares: nobody should be able to find 86 - 82 = 5.
    change = round(figure.now * 100) - round(figure.before * 100)
    if not change:
        return [t.say("same")]
    return [t.count("points_up" if change > 0 else "points_down", abs(change))]


def _blind(digest: Digest, t: Tongue) -> Block | None:
    if not digest.outages:
        return None
    told = [
        Told(
            state=outage_state(each, digest.reader.zone, t),
            tone=LATE,
            name=t.network(each.network),
            facts=outage_facts(each, t),
        )
        for each in digest.outages[:LISTED]
    ]
    more = len(digest.outages) - len(told)
    said = [t.say("blind_missed"), *([t.count("and_more", more)] if more else [])]
    return Block(title=t.say("blind_title"), told=told, lines=said)


def _first(digest: Digest, t: Tongue) -> Block:
    shown = digest.first[:FIRST]
    title = t.say("first_title")
    if not shown:
        return Block(title=title, lines=[t.say("first_none")])
    overdue, waits = int(digest.overdue.now or 0), int(digest.waiting.now or 0)
    button = None
    if overdue:
        button = _link(t.count("open_overdue", overdue), digest.overdue_link)
    elif waits:
        button = _link(t.count("open_waiting", waits), digest.inbox)
    button = button or _link(t.say("open_inbox"), digest.inbox)
    told = [cards.briefly(each, now=digest.until, t=t) for each in shown]
    return Block(title=title, told=told, button=button)


def _topics(digest: Digest, t: Tongue) -> Block | None:
    lines = [_topic(each, t) for each in digest.topics[:LISTED]]
    return Block(title=t.say("topics_title"), lines=lines) if lines else None


def _topic(change: TopicChange, t: Tongue) -> str:
    return t.say(
        "topic_line",
        topic=t.named("topic", change.topic),
        posts=t.number(change.posts),
        before=t.number(change.before),
        networks=t.count("networks", change.networks),
    )


def _thanks(digest: Digest, t: Tongue) -> Block | None:
    told = [cards.kind(each, t) for each in digest.thanks[:THANKS]]
    return Block(title=t.say("thanks_title"), told=told) if told else None


def _chart(digest: Digest, t: Tongue) -> Block | None:
    image = moods(digest.days, t)
    return Block(title=t.say("chart_title"), image=image) if image else None


def _team(digest: Digest, t: Tongue) -> Block | None:
    lines = []
    for mate in digest.team[:LISTED]:
        named = clean.line(mate.person, clean.NAME) if mate.person else ""
        person = named or t.say("team_nobody")
        answered = t.count("answered", mate.answered)
        span = "" if mate.median_s is None else t.seconds(mate.median_s)
        key = "team_line" if span else "team_line_plain"
        lines.append(t.say(key, person=person, answered=answered, span=span))
    return Block(title=t.say("team_title"), lines=lines) if lines else None


def _sources(digest: Digest, t: Tongue) -> Block | None:
    title = t.say("sources_title")
    if digest.blind is None:
        return Block(title=title, lines=[t.say("no_source_line")])
    if digest.blind < timedelta(minutes=1):
        return None
    said = t.say("were_blind", span=t.span(digest.blind))
    return Block(title=title, lines=[said])


def _missed(digest: Digest, t: Tongue) -> Block | None:
    if not digest.missed:
        return None
    said = t.say(
        "missed",
        share=_percent(digest.missed.share),
        low=_percent(digest.missed.low),
        high=_percent(digest.missed.high),
        checked=t.count("checked", digest.missed.checked),
    )
    return Block(title=t.say("missed_title"), lines=[said])


def _link(word: str, href: str | None) -> Link | None:
    checked = clean.address(href)
    return Link(word, checked) if checked else None


def _links(*wanted: tuple[str, str | None]) -> Sequence[Link]:
    made = (_link(word, href) for word, href in wanted)
    return [each for each in made if each]
