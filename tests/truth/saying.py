"""What a story says is true, in the fields in which the product says it."""

from dataclasses import dataclass, field

from domain.clock import iso
from tests.truth.words import NOT_SAID, Told, span

Fields = dict[str, object]


@dataclass(slots=True)
class Truth:
    """What is true at one instant. ``rows`` and ``cases`` are by the case's id."""

    rows: dict[str, Fields] = field(default_factory=dict)
    cases: dict[str, Fields | None] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Cases in which nobody waits and nobody did: no turn, or void ones alone."""
    links: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """What is linked with a case: how many of the same text are answered, and what."""
    any_turns: bool = False
    """Nothing is said of turns."""


def truth_of(story: Told, instant: str) -> Truth:
    """Read what the story says of an instant."""
    truth = Truth()
    for line in story.said_at(instant):
        first, *words = line.split()
        if first == "linked":
            name, answered, *others = words
            truth.links[case_id(story, name)] = (answered, _links(story, others))
        elif first == "case":
            truth.cases[case_id(story, words[0])] = _case(story, words[1:])
        elif first == "turns":
            truth.any_turns = True
        elif first == "gone":
            truth.gone |= {case_id(story, each) for each in words}
        elif first == "figures":
            truth.figures |= dict(each.split("=") for each in words)
        else:
            name, _, number = first.rpartition("/")
            truth.rows[f"{case_id(story, name)} {number}"] = _row(story, words)
    return truth


def case_id(story: Told, name: str) -> str:
    """Return the id of a case: ``Brand:customer@network:thread``, most of it usual.

    ``ania+2`` is the second case of ania in the thread.
    """
    brand, _, rest = name.rpartition(":") if "@" not in name else name.partition(":")
    if "@" in brand:  # no brand was named: the colon is the network's
        brand, rest = "", name
    customer, _, place = rest.partition("@")
    network, _, root = place.rpartition(":")
    customer, *episode = customer.split("+")
    parts = (
        brand or story.brands[0][1].name,
        network or story.network,
        root or story.facts[0].split()[2],
        customer,
        *episode,
    )
    return "/".join(parts)


def _links(story: Told, words: list[str]) -> list[str]:
    pairs = [each.split(">") for each in words if ">" in each]
    linked = sorted(f"{kind} {case_id(story, name)}" for kind, name in pairs)
    linked += [each for each in words if each == "engaged"]
    for each in words:
        if each.startswith("due="):
            when, _, stands = each.removeprefix("due=").partition("/")
            linked.append(f"due={_when(story, when)} {stands}")
    return linked + [each for each in words if each.startswith("incident=")]


def _row(story: Told, words: list[str]) -> Fields:
    kind, start, reply, wait, business, due, state, *more = words
    start, _, seen = start.partition("~")
    extra = dict(each.split("=") for each in more if "=" in each)
    replied = _reply(story, reply)
    settled = replied["replied_at"] if replied["reply_kind"] == "substantive" else None
    found: Fields = {
        "kind": kind,
        "started_at": _when(story, start),
        "seen_at": _when(story, seen or start),
        **replied,
        **_wait(wait),
        "business_s": business if business == NOT_SAID else span(business),
        "due_at": _when(story, due),
        "state": state,
        "withdrawn_at": _when(story, extra.get("withdrawn", "-")),
        "substantive_at": _when(story, extra["settled"])
        if "settled" in extra
        else settled,
        "nudges": _number(extra.get("nudges", "0")),
        "found_late": "late" in more,
        "backfilled": "backfilled" in more,
        "critical": extra.get("critical", "critical" in more),
    }
    return {name: each for name, each in found.items() if each != NOT_SAID}


def _reply(story: Told, words: str) -> Fields:
    """Read ``13:30#3:holding``, ``12:00@marta`` (off the platform) or ``-``."""
    names = ("replied_at", "reply_id", "reply_kind", "reply_where", "person")
    if words in ("-", NOT_SAID):
        return dict.fromkeys(names, None if words == "-" else NOT_SAID)
    if "@" in words:
        when, _, person = words.partition("@")
        parts = [_when(story, when), None, "substantive", "off-platform", person]
        return dict(zip(names, parts, strict=True))
    when, _, post = words.partition("#")
    post, _, kind = post.partition(":")
    kind, _, agent = kind.partition("/")
    # The definitions leave open whether an agent's own account names the person.
    who = NOT_SAID if agent else None
    parts = [_when(story, when), post, kind or "substantive", "native", who]
    return dict(zip(names, parts, strict=True))


def _wait(words: str) -> Fields:
    names = ("wait_s", "collector_lag_s", "team_s")
    if words == NOT_SAID:
        return dict.fromkeys(names, NOT_SAID)
    whole, _, parts = words.partition("=")
    lag, _, team = parts.partition("+") if parts else ("0", "", whole)
    told = (span(whole), span(lag), span(team))
    assert told[0] == told[1] + told[2], f"{words}: the parts do not make up the whole"
    return dict(zip(names, told, strict=True))


def _case(story: Told, words: list[str]) -> Fields | None:
    status, *more = words
    if status == "none":
        return None
    said = dict(each.split("=") for each in more)
    pauses = [each.split("..") for each in said.get("pauses", "").split(",") if each]
    found: Fields = {
        "status": status,
        "flags": sorted(each for each in said.get("flags", "").split(",") if each),
        "resolved_at": _when(story, said.get("resolved", "-")),
        "first_resolved_at": _when(story, said.get("first_resolved", "-")),
        "reopened": int(said.get("reopened", "0")),
        "pauses": [[_when(story, end or "-") for end in pair] for pair in pauses],
        "follow_up_due_at": _when(story, said.get("follow_up", "-")),
        "assignee": said.get("assignee"),
    }
    unsaid = {name for name, each in said.items() if each == NOT_SAID}
    if "flags" in unsaid:
        del found["flags"]
    return {name: each for name, each in found.items() if each != NOT_SAID}


def _number(words: str) -> object:
    return NOT_SAID if words == NOT_SAID else int(words)


def _when(story: Told, clock: str) -> str | None:
    if clock in ("-", NOT_SAID):
        return None if clock == "-" else NOT_SAID
    return iso(story.when(clock))
