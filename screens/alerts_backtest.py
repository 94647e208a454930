"""A back-test in words and lines: what thresholds would have sent, beside those now."""

from typing import Any

from domain.alert import LADDER
from domain.wording import counted
from screens.alerts_rows import WORDS
from services.backtest import BackTest, Tally

Line = dict[str, Any]

STEP_HEADS = ("By step", "Messages", "At night", "Late")
PERSON_HEADS = ("By person", "Messages", "At night", "Late")

HOW = (
    "The waits that began in the last 30 days, played again by the rules that raise "
    "alerts and hold them back. At night is from 22:00 to 06:00 where the person is. "
    "Late is what goes out more than 30 minutes after it fell due, because the desk "
    "was closed, a person had quiet hours, or had six messages within the hour. "
    "A message with several alerts counts once, for the gravest. Spikes, blind sources "
    "and news of how it ended come on top."
)


def backtest_said(told: BackTest) -> str:
    """Say what thresholds would have done, in one sentence of ours."""
    if not told.waits:
        return "Nobody wrote in the last 30 days who would have had to wait."
    total = told.total
    if not total.messages:
        return "With these thresholds the last 30 days would have sent no alert."
    sent = f"**{counted(total.messages, 'alert')}**"
    return (
        f"With these thresholds the last 30 days would have sent {sent}, "
        f"{total.night:,} at night, {total.late:,} of them late."
    )


def beside_said(now: BackTest, then: BackTest, *, edited: bool) -> str:
    """Set the present thresholds beside the edited ones."""
    total, spared = now.total, then.spared
    said = "They are in force."
    if edited:
        said = (
            f"Those in force: {counted(total.messages, 'alert')}, "
            f"{total.night:,} at night, {total.late:,} late."
        )
    if not spared:
        return said
    were = "was" if spared == 1 else "were"
    return f"{said} {spared:,} more {were} answered before anything went out."


def step_lines(now: BackTest, then: BackTest) -> list[Line]:
    """Lay out the steps of the ladder, the gravest last."""
    return [
        _line(
            WORDS[each], now.by_step.get(each, Tally()), then.by_step.get(each, Tally())
        )
        for each in LADDER
    ]


def person_lines(now: BackTest, then: BackTest) -> list[Line]:
    """Lay out who would have been told, who most first; nobody who never is."""
    told = sorted(
        now.by_person.keys() | then.by_person.keys(),
        key=lambda each: (-_of(then, each).messages, -_of(now, each).messages, each),
    )
    return [
        _line(each, _of(now, each), _of(then, each))
        for each in told
        if _of(now, each).messages or _of(then, each).messages
    ]


def _of(told: BackTest, person: str) -> Tally:
    return told.by_person.get(person, Tally())


def _line(name: str, now: Tally, then: Tally) -> Line:
    """Lay out what would be; what is stands beside it where it differs."""
    pairs = (
        (now.messages, then.messages),
        (now.night, then.night),
        (now.late, then.late),
    )
    return {"key": name, "name": name, "cells": [_cell(*each) for each in pairs]}


def _cell(now: int, then: int) -> Line:
    small = "" if now == then else f"now {now:,}"
    return {"kind": "number", "text": f"{then:,}", "small": small}
