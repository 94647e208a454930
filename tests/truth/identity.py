"""Threads about what belongs together, whatever arrives first."""

from tests.truth.words import Told, thread

IDENTITY: tuple[Told, ...] = (
    thread(
        "a parent that never comes stands for the root",
        """
        10:00 ania 3 > 2 complaint : Lampex, nothing came.
        10:10 bea  4 > 2 complaint : Lampex, nothing came here.
        10:30 shop 5 > 3           : It arrives tomorrow.
        at 10:40
        ania@x:2/1 complaint 10:00 10:30#5 30m 30m 11:00 met
        bea@x:2/1  complaint 10:10 - 30m 30m 11:10 running
        """,
    ),
    thread(
        "a parent that comes late moves its thread",
        """
        10:00 ania 3 > 2 complaint             : Lampex, nothing came.
        10:10 shop 4 > 3                       : It arrives tomorrow.
        09:50 cem  2 > 1 courtesy seen 11:00   : What a day
        09:40 dan  1     courtesy seen 11:10   : Good day
        at 11:30
        ania@x:1/1 complaint 10:00 10:10#4 10m 10m 11:00 met
        """,
    ),
    thread(
        "a post that replies to itself is the root",
        """
        10:00 ania 1 > 1 complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : It arrives tomorrow.
        at 10:40
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        """,
    ),
    thread(
        "of two posts below one another the first is the root",
        """
        10:00 ania 2 > 1 complaint : Lampex, nothing came.
        10:05 ania 1 > 2 question  : Hello
        10:30 shop 3 > 1           : It arrives tomorrow.
        at 10:40
        ania@x:2/1 complaint 10:00 10:30#3 30m 30m 11:00 met nudges=1
        """,
    ),
    thread(
        "of three posts in a circle the first is the root",
        """
        10:02 ania 1 > 2 question  : Hello
        10:04 bea  2 > 3 complaint : Lampex, the shade is bent.
        10:00 ania 3 > 1 complaint : Lampex, nothing came.
        at 10:20
        ania@x:3/1 complaint 10:00 - 20m 20m 11:00 running nudges=1
        bea@x:3/1  complaint 10:04 - 16m 16m 11:04 running
        """,
    ),
    thread(
        "a thread that the network names wins over the parent's",
        """
        10:00 ania 1 in T      complaint : Lampex, nothing came.
        10:05 ania 2 > 1 in U  complaint : Lampex, nothing came still.
        10:10 ania 3 > 1       question  : Hello
        10:20 shop 4 > 3                 : It arrives tomorrow.
        at 10:30
        ania@x:T/1 complaint 10:00 10:20#4 20m 20m 11:00 met nudges=1
        ania@x:U/1 complaint 10:05 - 25m 25m 11:05 running
        """,
    ),
    thread(
        "what the customer says later belongs to the case without the name",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:10 bea  2 > 1           : Poor you.
        10:20 ania 3 > 2 question  : And it was a gift
        at 10:30
        ania/1 complaint 10:00 - 30m 30m 11:00 running nudges=1
        figures cases=1
        """,
    ),
    thread(
        "a third party is a customer by name, by tag or by a reply to the shop",
        """
        10:00 ania 1           complaint : Lampex, nothing came.
        10:10 bea  2 > 1       complaint : Lampex never answers.
        10:11 cem  3 > 1 @shop complaint : Nothing came here.
        10:12 shop 4 > 1                 : It arrives tomorrow.
        10:13 dan  5 > 4       complaint : You say so each week.
        10:14 eva  6 > 1       complaint : People like that are everywhere.
        at 10:30
        ania/1 complaint 10:00 10:12#4 12m 12m 11:00 met
        bea/1  complaint 10:10 - 20m 20m 11:10 running
        cem/1  complaint 10:11 - 19m 19m 11:11 running
        dan/1  complaint 10:13 - 17m 17m 11:13 running
        figures cases=4
        """,
    ),
    thread(
        "comments below the shop's post are to the shop",
        """
        09:00 shop 1               : New lamps are here!
        09:10 ania 2 > 1 complaint : Znowu bez abażurów.
        09:20 bea  3 > 2 complaint : Which is sad.
        09:30 shop 4 > 2           : Abażury będą w maju.
        at 09:40
        ania/1 complaint 09:10 09:30#4 20m 20m 10:10 met
        """,
    ),
    thread(
        "a new thread by the same customer is a new case",
        """
        10:00     ania 1 complaint : Lampex, nothing came.
        Wed.10:00 ania 2 complaint : Lampex, and now the shade is bent.
        Wed.10:30 shop 3 > 2       : It arrives tomorrow.
        at Wed.11:00
        ania/1     complaint 10:00 - 1d1h 9h 11:00 overdue
        ania@x:2/1 complaint Wed.10:00 Wed.10:30#3 30m 30m Wed.11:00 met
        linked ania 0of1 also_wrote>ania@x:2
        linked ania@x:2 1of1 also_wrote>ania
        """,
    ),
    thread(
        "a reply whose own parent is unknown answers whom it tags",
        """
        10:00 ania 1          complaint : Lampex, nothing came.
        10:05 bea  2 > 1      complaint : Lampex, nothing came here.
        10:30 shop 3 > 9 in 1 @bea      : It arrives tomorrow.
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running
        bea/1  complaint 10:05 10:30#3 25m 25m 11:05 met
        """,
    ),
    thread(
        "an orphan of the shop answers nobody in another thread",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 3 > 9           : It arrives tomorrow.
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running
        """,
    ),
)
"""Threads, their roots, and whose posts are in a case."""
