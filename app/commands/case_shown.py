"""``earshot cases show``: one case in full, as the Inbox tells it."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from app.commands.formats import Format, show_csv, show_json
from domain.errors import ConfigError
from domain.wording import span

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.brand import BrandRecord
    from domain.case import CaseKey
    from domain.entry import Entry
    from services.conversation import Conversation, Said
    from services.links import Links
    from services.watch import Watch

COLUMNS = ("at", "actor", "who", "what", "words", "quoted", "until", "post", "url")


def show(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="brand/network/…")],
    *,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """Show a case: what was said, what happened, how long each turn waited."""
    from services.conversation import as_of_now
    from services.history import history
    from services.links import links
    from store.brands import StoredBrand

    desk: Desk = ctx.obj.desk
    watch, key = found(desk, case)
    opened = told(desk, watch, key)
    now, brand = desk.clock(), StoredBrand(watch.id, watch.record)
    with desk.store.reading() as session:
        log = history(session, opened, brand, now=now)
        beside = links(session, brand, opened, as_of=as_of_now(now))
    if form is Format.JSON:
        show_json(_json(opened, log, beside, now))
    elif form is Format.CSV:
        show_csv([each.to_json() for each in log], COLUMNS)
    else:
        for line in _lines(opened, log, beside, now, watch.record):
            typer.echo(line)


def found(desk: "Desk", case: str) -> "tuple[Watch, CaseKey]":
    """Return the brand and the key of a case; ConfigError when there is none."""
    from services.watch import watched
    from store import cases

    with desk.store.reading() as session:
        for watch in watched(desk.store):
            name = watch.record.name
            if not case.startswith(f"{name}/"):
                continue
            if key := cases.find(session, watch.id, name, case):
                return watch, key
    raise unknown(case)


def told(desk: "Desk", watch: "Watch", key: "CaseKey") -> "Conversation":
    """Return a case as it stands now; ConfigError when it has gone meanwhile."""
    from services.conversation import as_of_now, conversation
    from store.brands import StoredBrand

    brand = StoredBrand(watch.id, watch.record)
    with desk.store.reading() as session:
        opened = conversation(session, brand, key, as_of=as_of_now(desk.clock()))
    if opened is None:
        raise unknown(str(key))
    return opened


def unknown(case: str) -> ConfigError:
    """Return the error of a case that is not there."""
    wanted = "a case as earshot cases list names it"
    return ConfigError.at("CASE", found=case, wanted=wanted)


def _json(
    opened: "Conversation", log: "list[Entry]", beside: "Links", now: datetime
) -> dict[str, object]:
    from domain.clock import iso_or_none, whole_seconds

    case = opened.case
    return {
        "case": str(case.key),
        "status": case.status.value,
        "flags": sorted(each.value for each in case.flags),
        "assignee": case.assignee,
        "author": case.author.value,
        "ours": case.ours,
        "resolved_at": iso_or_none(case.resolved_at),
        "follow_up_due_at": iso_or_none(case.follow_up_due_at),
        "turns": [
            {
                "turn": turn.number,
                "kind": turn.kind.value,
                "started_at": iso_or_none(turn.started_at),
                "replied_at": iso_or_none(turn.reply.at if turn.reply else None),
                "wait_s": whole_seconds(turn.wait(now)),
                "waived": turn.waived,
                "void": turn.void,
            }
            for turn in case.turns
        ],
        "posts": [_post(each) for each in opened.said],
        "history": [each.to_json() for each in log],
        "links": beside.to_json(),
        "engaged": beside.engaged,
        "places": beside.places,
        "places_answered": beside.answered,
        "places_due_at": iso_or_none(beside.promise.due_at if beside.promise else None),
        "places_state": beside.promise.state.value if beside.promise else None,
        "incident": beside.people or None,
    }


def _post(each: "Said") -> dict[str, object]:
    from domain.clock import iso

    post = each.post
    return {
        "id": post.id,
        "by": "brand" if each.ours else "customer" if each.theirs else "other",
        "author": post.author.id if post.author else None,
        "posted_at": iso(post.posted_at),
        "state": post.state.value,
        "text": post.text,
        "url": post.url,
    }


def _lines(
    opened: "Conversation",
    log: "list[Entry]",
    beside: "Links",
    now: datetime,
    brand: "BrandRecord",
) -> Iterator[str]:
    from response.case_words import notes, status

    case, zone = opened.case, brand.policies[-1].calendar.zone
    clock = ZoneInfo(zone)
    yield str(case.key)
    held = f", in the hands of {case.assignee}" if case.assignee else ""
    yield f"{status(case)}{held}"
    yield from notes(case, opened.thread, brand, now=now)
    yield from _beside(beside, clock)
    yield f"Times are those of {zone}."
    yield ""
    yield "What was said"
    for each in opened.said:
        who = "the brand" if each.ours else "the customer" if each.theirs else "another"
        text = " ".join(each.post.text.split()) or "(no text)"
        yield f"{_when(each.post.posted_at, clock)}  {who}: {text}"
    yield ""
    yield "What happened"
    for entry in log:
        yield f"{_when(entry.at, clock)}  {_entry(entry, clock)}"
    yield ""
    yield "How long each turn waited"
    for turn in case.turns:
        waited = span(int(turn.wait(now).total_seconds()))
        stands = (
            "does not count"
            if turn.void
            else "needed no answer"
            if turn.waived is not None
            else "answered"
            if turn.reply
            else "still waiting"
        )
        yield f"turn {turn.number}: {turn.kind.value}, {stands}, {waited}"


def _beside(beside: "Links", clock: ZoneInfo) -> Iterator[str]:
    """Say what belongs to the case."""
    from response.links import ENGAGED

    if beside.places > 1:
        yield f"{beside.answered} of {beside.places} places answered"
        if beside.promise and beside.promise.due_at:
            due = _when(beside.promise.due_at, clock)
            yield f"The first is due {due}: {beside.promise.state.replace('_', ' ')}"
    if beside.people:
        yield f"An incident: {beside.people} people wrote the same"
    for link in beside.links:
        when = _when(link.other.first.posted_at, clock)
        maybe = "" if link.sure else ", by the handle alone"
        yield f"{link.words}{maybe}: {link.other.key} ({when})"
    if beside.engaged:
        yield ENGAGED
    if beside.quoted_url:
        yield f"Quotes a post: {beside.quoted_url}"


def _entry(entry: "Entry", clock: ZoneInfo) -> str:
    from domain.entry import Actor

    by_nobody = {Actor.COLLEAGUE: "somebody", Actor.CLOCK: ""}
    who = entry.who or by_nobody.get(entry.actor, entry.actor.value)
    words = " ".join(entry.text.split())
    if entry.until:
        words += f" until {_when(entry.until, clock)}"
    return f"{who}: {words}" if who else words


def _when(at: datetime, clock: ZoneInfo) -> str:
    return f"{at.astimezone(clock):%Y-%m-%d %H:%M}"
