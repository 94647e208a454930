"""Threads in which two rules meet."""

from tests.truth.words import Told, thread

FINER: tuple[Told, ...] = (
    thread(
        "a redirect that is withdrawn",
        """
        10:00 ania 1     complaint     : Lampex, nothing came.
        10:30 shop 2 > 1 deleted 12:00 : Please DM us your order number.
        at 11:30
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected follow_up=Wed.10:30
        at 12:30
        ania/1 complaint 10:00 - 2h30m 2h30m 11:00 overdue withdrawn=12:00
        case ania waiting
        """,
    ),
    thread(
        "the answer after a holding line is withdrawn",
        """
        10:00 ania 1     complaint     : Lampex, nothing came.
        10:30 shop 2 > 1               : We are looking into it.
        11:30 shop 3 > 1 deleted 13:00 : It arrives tomorrow.
        14:00 shop 4 > 1               : It arrives on Friday.
        at 12:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=11:30
        at 13:30
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=- \
            withdrawn=?
        at 15:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=14:00 \
            withdrawn=?
        """,
    ),
    thread(
        "a reply that the network removed",
        """
        10:00 ania 1     complaint     : Lampex, nothing came.
        10:30 shop 2 > 1 removed 10:50 : It arrives tomorrow.
        at 10:40
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        at 11:30
        ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue withdrawn=10:50
        """,
        network="reddit",
    ),
    thread(
        "the phone was first, the public answer came later",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:20 marta answered 1 phone
        11:30 shop  2 > 1           : As we said, it arrives tomorrow.
        12:00 ania  3 > 2 complaint : Nothing came.
        at 11:00
        ania/1 complaint 10:00 10:20@marta 20m 20m 11:00 met
        at 12:10
        ania/1 complaint 10:00 10:20@marta 20m 20m 11:00 met
        ania/2 complaint 12:00 - 10m 10m 13:00 running
        """,
    ),
    thread(
        "who writes after the phone waits again",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:20 marta answered 1 phone
        10:40 ania  2 > 1 question  : And tomorrow
        at 11:00
        ania/1 complaint 10:00 10:20@marta 20m 20m 11:00 met
        ania/2 question 10:40 - 20m 20m 14:40 running
        case ania waiting flags=customer_replied_again
        """,
    ),
    thread(
        "a nudge that is deleted",
        """
        10:00 ania 1     complaint              : Lampex, nothing came.
        10:30 ania 2 > 1 question deleted 10:45 : Hello
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running nudges=1
        at 11:30
        ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue nudges=?
        case ania waiting
        """,
    ),
    thread(
        "a nudge that stays when the first post is deleted",
        """
        10:00 ania 1     complaint deleted 10:45 : Lampex, nothing came.
        10:30 ania 2 > 1 complaint               : Lampex, hello
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running nudges=1
        at 12:30
        turns ?
        case ania waiting
        figures waiting=1 sla.overdue=1
        """,
    ),
    thread(
        "a post of an account that is gone",
        """
        10:00 ania   1     complaint : Lampex, nothing came.
        10:10 nobody 2 > 1 complaint : Lampex is always like that.
        10:30 shop   3 > 2           : It arrives tomorrow.
        at 10:40
        ania/1 complaint 10:00 10:30#3 30m 30m 11:00 met
        figures cases=1
        """,
    ),
    thread(
        "the same post comes twice",
        """
        10:00 ania 1 complaint seen 10:12 : Lampex, nothing came.
        10:00 ania 1 complaint seen 10:40 : Lampex, nothing came.
        at 10:50
        ania/1 complaint 10:00~10:12 - 50m=12m+38m 50m 11:00 due_soon
        figures cases=1 turns=1
        """,
    ),
    thread(
        "an answer in the same second",
        """
        10:00 ania 1     complaint seen 10:05 : Lampex, nothing came.
        10:00 shop 2 > 1                      : It arrives tomorrow.
        at 10:30
        ania/1 complaint 10:00~10:05 10:00#2 0 0 11:00 met
        """,
    ),
    thread(
        "the cap is a day of elapsed time, also when the clocks change",
        """
        Sat.12:00 ania 1 complaint : Lampex, nothing came.
        at Sun.12:30
        ania/1 complaint Sat.12:00 - 23h30m 0 Sun.13:00 due_soon
        at Sun.13:00:01
        ania/1 complaint Sat.12:00 - 1d1s 0 Sun.13:00 overdue
        """,
        week="2025-03-24",
    ),
    thread(
        "a follow-up falls due by the wall clock, at night as well",
        """
        Fri.16:30 ania 1     complaint : Lampex, nothing came.
        Fri.16:50 shop 2 > 1           : Please DM us your order number.
        at Sat.12:00
        ania/1 complaint Fri.16:30 Fri.16:50#2:redirect 20m 20m Sat.16:30 met settled=-
        case ania redirected follow_up=Sat.16:50
        """,
    ),
    thread(
        "the shop corrects its answer",
        """
        10:00 ania 1     complaint    : Lampex, nothing came.
        10:30 shop 2 > 1              : It arrives tomorow.
        10:30 shop 2 > 1 edited 12:00 : It arrives tomorrow.
        at 11:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        at 13:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        """,
    ),
    thread(
        "a case begins with the first post about the shop",
        """
        09:50 gil  1     courtesy  : Good morning everybody
        09:55 ania 2 > 1 complaint : Nothing works in this house.
        10:00 ania 3 > 2 complaint : Lampex, that is you.
        10:10 shop 4 > 3           : What is it that fails.
        at 10:30
        ania/1 complaint 10:00 10:10#4 10m 10m 11:00 met
        figures cases=1
        """,
    ),
    thread(
        "the shop's own zone counts, not the customer's",
        """
        09:30 ania 1     question : Lampex, do you deliver to Gdynia
        11:30 shop 2 > 1          : We do.
        at 12:00
        ania/1 question 09:30 11:30#2 2h 1h30m Wed.05:30 met
        """,
        zone="America/New_York",
    ),
)
"""What the definitions say when more than one of their rows holds."""
