"""Threads about posts of which only a person can say whether they need a reply."""

from tests.truth.words import Told, thread

WONDERS: tuple[Told, ...] = (
    thread(
        "nobody knows what a picture wants until a person says",
        """
        10:00 ania 1 @lampex : 🤨🤨
        11:00 marta judged 1 needs_reply=yes
        at 10:30
        case ania answered flags=unsure
        at 11:30
        ania/1 question 10:00 - 1h30m 1h30m 14:00 running
        case ania waiting
        """,
    ),
    thread(
        "who was answered is not wondered about",
        """
        10:00 ania 1 @lampex : 🤨🤨
        10:30 shop 2 > 1 : Co się stało
        at 10:15
        case ania answered flags=unsure
        at 11:00
        case ania answered
        """,
    ),
)
