"""Threads whose figures can be counted on fingers."""

from tests.truth.words import Told, thread

STATISTICS: tuple[Told, ...] = (
    thread(
        "three of five are answered",
        """
        10:00 ania 1 complaint : Lampex, nothing came.
        10:00 bea  2 complaint : Lampex, the shade is bent.
        10:00 cem  3 complaint : Lampex, the bulb is dead.
        10:00 dan  4 complaint : Lampex, the box was empty.
        11:00 eva  5 complaint : Lampex, the cord is cut.
        10:10 shop 6 > 1       : It arrives tomorrow.
        10:20 shop 7 > 2       : A new one leaves today.
        11:00 shop 8 > 3       : A new one leaves today.
        at 11:30
        ania/1    complaint 10:00 10:10#6 10m 10m 11:00 met
        bea@x:2/1 complaint 10:00 10:20#7 20m 20m 11:00 met
        cem@x:3/1 complaint 10:00 11:00#8 1h 1h 11:00 met
        dan@x:4/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue
        eva@x:5/1 complaint 11:00 - 30m 30m 12:00 running
        figures cases=5 turns=5 answered=3 waiting=2 sla.met=3 sla.overdue=1 \
            sla.running=1 sla.attainment=0.75 first_reply.median_s=3600 \
            first_reply.p90_s=None first_reply.median_of_answered_s=1200 \
            first_reply.within.3600=0.75 first_reply.within.14400=1.0
        """,
    ),
    thread(
        "who waits is counted after who was answered at that age",
        """
        10:00 ania 1 complaint : Lampex, nothing came.
        10:00 bea  2 complaint : Lampex, the shade is bent.
        10:00 cem  3 complaint : Lampex, the bulb is dead.
        10:30 shop 4 > 1       : It arrives tomorrow.
        at 10:30
        ania/1    complaint 10:00 10:30#4 30m 30m 11:00 met
        bea@x:2/1 complaint 10:00 - 30m 30m 11:00 running
        cem@x:3/1 complaint 10:00 - 30m 30m 11:00 running
        figures first_reply.median_s=None first_reply.median_of_answered_s=1800 \
            first_reply.within.3600=1.0
        """,
    ),
    thread(
        "half of them is the median",
        """
        10:00 ania 1 complaint : Lampex, nothing came.
        10:00 bea  2 complaint : Lampex, the shade is bent.
        10:30 shop 3 > 1       : It arrives tomorrow.
        at 11:00
        ania/1    complaint 10:00 10:30#3 30m 30m 11:00 met
        bea@x:2/1 complaint 10:00 - 1h 1h 11:00 ?
        figures first_reply.median_s=1800 first_reply.p90_s=None \
            first_reply.within.3600=0.5
        """,
    ),
    thread(
        "a day that ended and one that goes on",
        """
        Mon.10:00 ania 1 complaint : Lampex, nothing came.
        Tue.10:00 bea  2 complaint : Lampex, the shade is bent.
        Tue.10:30 shop 3 > 2       : A new one leaves today.
        at Tue.11:00
        ania/1    complaint Mon.10:00 - 1d1h 9h Mon.11:00 overdue
        bea@x:2/1 complaint Tue.10:00 Tue.10:30#3 30m 30m Tue.11:00 met
        figures first_reply.within.86400=0.5 first_reply.within.3600=0.5 \
            sla.attainment=0.5
        """,
    ),
)
"""Shares, medians and attainment, with who still waits in all of them."""
