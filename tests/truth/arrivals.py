"""Threads about time between us and the network: late, early, out of order."""

from tests.truth.words import Told, thread

ARRIVALS: tuple[Told, ...] = (
    thread(
        "an old mention that we see three days late",
        """
        Mon.10:00 ania 1     complaint seen Thu.10:00 : Lampex, nic nie doszło.
        Thu.10:30 shop 2 > 1                          : Wysłana dziś.
        at Thu.10:10
        ania/1 complaint Mon.10:00~Thu.10:00 - 3d10m=3d+10m 1d10m Mon.11:00 overdue late
        case ania waiting flags=found_late
        at Thu.11:00
        ania/1 complaint Mon.10:00~Thu.10:00 Thu.10:30#2 3d30m=3d+30m 1d30m Mon.11:00 \
            met_late late
        case ania answered flags=found_late
        figures turns=1 answered=1 found_late=1 first_reply.median_s=261000 \
            sla.met_late=0 sla.overdue=0 sla.met=0 sla.attainment=None
        """,
    ),
    thread(
        "seen after an hour is not yet late",
        """
        10:00 ania 1 complaint seen 11:00    : Lampex, nic nie doszło.
        10:00 bea  2 complaint seen 11:00:01 : Lampex, nothing came.
        at 12:00
        ania/1    complaint 10:00~11:00 - 2h=1h+1h 2h 11:00 overdue
        bea@x:2/1 complaint 10:00~11:00:01 - 2h=1h1s+59m59s 2h 11:00 overdue late
        case ania waiting
        case bea@x:2 waiting flags=found_late
        figures waiting=2 sla.overdue=1 found_late=1
        """,
    ),
    thread(
        "history is judged only when it is asked for",
        """
        10:00 ania 1 complaint backfilled          : Lampex, nic nie doszło.
        10:30 shop 2 > 1       backfilled          : Wysłana dziś.
        11:00 bea  3 complaint backfilled          : Lampex, nothing came.
        at 12:30
        ania/1    complaint 10:00 10:30#2 30m 30m 11:00 met backfilled
        bea@x:3/1 complaint 11:00 - 1h30m 1h30m 12:00 overdue backfilled
        """,
    ),
    thread(
        "what came late into history was not found late",
        """
        10:00 ania 1 complaint backfilled seen Fri.10:00 : Lampex, nic nie doszło.
        at Fri.10:00
        ania/1 complaint 10:00~Fri.10:00 - 3d=3d+0 1d 11:00 overdue backfilled
        """,
    ),
    thread(
        "the reply came before the mention",
        """
        10:00 ania 1     complaint seen 12:00 : Lampex, nic nie doszło.
        10:30 shop 2 > 1 seen 10:31           : Wysłana dziś.
        at 10:15
        ania/1 complaint 10:00~12:00 - 15m=15m+0 15m 11:00 running late
        at 12:30
        ania/1 complaint 10:00~12:00 10:30#2 30m=30m+0 30m 11:00 met late
        """,
    ),
    thread(
        "a reply forty seconds before the mention",
        """
        10:00:40 ania 1     complaint : Lampex, nic nie doszło.
        10:00:00 shop 2 > 1           : Wysłana dziś.
        at 10:00:30
        at 10:30
        ania/1 complaint 10:00:40 10:00#2 0 0 11:00:40 met
        """,
    ),
    thread(
        "a reply 120 seconds before the mention",
        """
        10:02 ania 1     complaint seen 10:03 : Lampex, nic nie doszło.
        10:00 shop 2 > 1                      : Wysłana dziś.
        at 10:30
        ania/1 complaint 10:02~10:03 10:00#2 0 0 11:02 met
        """,
    ),
    thread(
        "a reply 121 seconds before the mention",
        """
        10:02:01 ania 1     complaint : Lampex, nic nie doszło.
        10:00:00 shop 2 > 1           : Wysłana dziś.
        at 10:30:01
        ania/1 complaint 10:02:01 - 28m 28m 11:02:01 running
        """,
    ),
    thread(
        "a reply too early for one post answers what waited before",
        """
        10:00    ania 1     complaint : Lampex, nic nie doszło.
        10:40    shop 2 > 3           : Wysłana dziś.
        10:42:01 ania 3 > 1 question  : Halo
        at 11:00
        ania/1 complaint 10:00 10:40#2 40m 40m 11:00 met
        ania/2 question 10:42:01 - 17m59s 17m59s 14:42:01 running
        """,
    ),
    thread(
        "an answer stands a minute before the next question",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:40 shop 2 > 1           : Wysłana dziś.
        10:41 ania 3 > 1 question  : Halo
        at 11:00
        ania/1 complaint 10:00 10:40#2 40m 40m 11:00 met
        ania/2 question 10:41 - 19m 19m 14:41 running
        """,
    ),
)
"""What is seen late, early, or in the wrong order."""
