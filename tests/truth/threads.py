"""Threads about turns: who waited, from when, until which reply."""

from tests.truth.words import Told, thread

TURNS: tuple[Told, ...] = (
    thread(
        "the scenario every report must get right",
        """
        10:00 ania  1     complaint seen 10:12 : Lampex, moja lampa nie doszła!
        13:00 ania  2 > 1 question seen 13:01  : Halo, jest tam kto
        13:30 shop  3 > 2                      : Nowa lampa wyszła dziś rano.
        15:00 marta noted 1                    : kurier zgubił paczkę
        at 09:59:59
        at 10:05
        ania/1 complaint 10:00~10:12 - 5m=5m+0 5m 11:00 running
        at 12:00
        ania/1 complaint 10:00~10:12 - 2h=12m+1h48m 2h 11:00 overdue
        case ania waiting
        at 13:15
        ania/1 complaint 10:00~10:12 - 3h15m=12m+3h3m 3h15m 11:00 overdue nudges=1
        at 16:00
        ania/1 complaint 10:00~10:12 13:30#3 3h30m=12m+3h18m 3h30m 11:00 met_late \
            nudges=1
        case ania answered
        figures turns=1 answered=1 waiting=0 sla.met_late=1 first_reply.median_s=12600
        """,
    ),
    thread(
        "an answer before we saw the post",
        """
        10:00 ania 1     complaint seen 10:40 : Lampex, żarówka pęknięta.
        10:25 shop 2 > 1 seen 10:30           : Wymieniamy ją na nową.
        at 10:25
        ania/1 complaint 10:00~10:40 10:25#2 25m=25m+0 25m 11:00 met
        at 11:00
        ania/1 complaint 10:00~10:40 10:25#2 25m=25m+0 25m 11:00 met
        """,
    ),
    thread(
        "a question over its four hours",
        """
        10:00 bea 1 question : Lampex, do you deliver to Gdynia
        at 10:00
        bea/1 question 10:00 - 0 0 14:00 running
        at 12:59:59
        bea/1 question 10:00 - 2h59m59s 2h59m59s 14:00 running
        at 13:00
        bea/1 question 10:00 - 3h 3h 14:00 due_soon
        at 13:59:59
        bea/1 question 10:00 - 3h59m59s 3h59m59s 14:00 due_soon
        at 14:00:01
        bea/1 question 10:00 - 4h1s 4h1s 14:00 overdue
        figures sla.overdue=1 sla.attainment=0.0 waiting=1 answered=0
        """,
    ),
    thread(
        "a complaint over its hour",
        """
        10:00 bea 1 complaint : Lampex, the shade is bent.
        at 10:44:59
        bea/1 complaint 10:00 - 44m59s 44m59s 11:00 running
        at 10:45
        bea/1 complaint 10:00 - 45m 45m 11:00 due_soon
        at 11:00:01
        bea/1 complaint 10:00 - 1h1s 1h1s 11:00 overdue
        """,
    ),
    thread(
        "answered in the last second",
        """
        10:00 bea  1     complaint : Lampex, the shade is bent.
        11:00 shop 2 > 1           : A new shade leaves today.
        at 11:00
        bea/1 complaint 10:00 11:00#2 1h 1h 11:00 met
        figures sla.met=1 sla.attainment=1.0
        """,
    ),
    thread(
        "answered a second late",
        """
        10:00    bea  1     complaint : Lampex, the shade is bent.
        11:00:01 shop 2 > 1           : A new shade leaves today.
        at 11:00:01
        bea/1 complaint 10:00 11:00:01#2 1h1s 1h1s 11:00 met_late
        figures sla.met=0 sla.met_late=1 sla.attainment=0.0
        """,
    ),
    thread(
        "thanks opens no turn",
        """
        10:00 ania 1     question : Lampex, czy abażur można prać
        10:30 shop 2 > 1          : Tak, w letniej wodzie.
        10:40 ania 3 > 2          : Thank you so much, lovely!
        10:50 ania 4 > 2 courtesy : Dzięki
        at 11:30
        ania/1 question 10:00 10:30#2 30m 30m 14:00 met
        case ania answered flags=customer_replied_again
        """,
    ),
    thread(
        "a further question is a second turn",
        """
        10:00 ania 1     question : Lampex, czy abażur można prać
        10:30 shop 2 > 1          : Tak, w letniej wodzie.
        11:00 ania 3 > 2 question : I prasować też
        12:10 shop 4 > 3          : Prasować nie.
        at 11:30
        ania/1 question 10:00 10:30#2 30m 30m 14:00 met
        ania/2 question 11:00 - 30m 30m 15:00 running
        case ania waiting flags=customer_replied_again
        at 13:00
        ania/1 question 10:00 10:30#2 30m 30m 14:00 met
        ania/2 question 11:00 12:10#4 1h10m 1h10m 15:00 met
        case ania answered
        figures first_reply.median_s=1800 next_reply.median_s=4200 turns=2 cases=1
        """,
    ),
    thread(
        "three nudges make it critical, none moves the start",
        """
        10:00 cem 1     complaint : Lampex, no lamp yet.
        10:10 cem 2 > 1 question  : Hello
        10:20 cem 3 > 1 question  : Anyone there
        10:30 cem 4 > 3 question  : Lampex
        at 10:20
        cem/1 complaint 10:00 - 20m 20m 11:00 running nudges=2
        at 10:30
        cem/1 complaint 10:00 - 30m 30m 11:00 running nudges=3 critical
        """,
    ),
    thread(
        "a reply covers all that was posted until it",
        """
        10:00    ania 1     complaint : Lampex, klosz pęknięty.
        10:59    ania 2 > 1 question  : I co teraz
        11:00    ania 5 > 1 question  : Halo
        11:00    shop 3 > 1           : Nowy klosz jest w drodze.
        11:00:01 ania 4 > 1 question  : Odpowie ktoś
        at 11:00
        ania/1 complaint 10:00 11:00#3 1h 1h 11:00 met nudges=2
        at 11:30:01
        ania/1 complaint 10:00 11:00#3 1h 1h 11:00 met nudges=2
        ania/2 question 11:00:01 - 30m 30m 15:00:01 running
        case ania waiting flags=customer_replied_again
        """,
    ),
    thread(
        "five posts in a row are one turn",
        """
        10:00 dan 1     : Lampex, a story of my week in five parts.
        10:01 dan 2 > 1 : On Monday the box was here.
        10:02 dan 3 > 2 : Inside it the lamp was broken, horrible, I hate it.
        10:03 dan 4 > 3 : On Tuesday I wrote to the hotline.
        10:04 dan 5 > 4 : That is where I am.
        10:34 shop 6 > 5 : A new lamp leaves today.
        at 10:30
        dan/1 complaint 10:00 - 30m 30m 11:00 running nudges=?
        at 11:00
        dan/1 complaint 10:00 10:34#6 34m 34m 11:00 met nudges=?
        """,
    ),
    thread(
        "each customer of a thread has an own clock",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:30 bea  2 > 1 complaint : Mine neither, Lampex.
        11:15 shop 3 > 2           : Yours arrives tomorrow.
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue
        bea/1  complaint 10:30 11:15#3 45m 45m 11:30 met
        case ania waiting flags=?
        case bea answered
        figures cases=2 waiting=1 answered=1 sla.attainment=0.5
        """,
    ),
    thread(
        "a reply answers everyone it tags",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:30 bea  2 > 1 complaint : Mine neither, Lampex.
        11:00 cem  4 > 1 complaint : Same here, Lampex.
        11:15 shop 3 > 2 @ania     : A lorry broke down, both arrive tomorrow.
        at 11:20
        ania/1 complaint 10:00 11:15#3 1h15m 1h15m 11:00 met_late
        bea/1  complaint 10:30 11:15#3 45m 45m 11:30 met
        cem/1  complaint 11:00 - 20m 20m 12:00 running
        """,
    ),
    thread(
        "a reply to nobody answers the only one who waits",
        """
        10:00 ania 1      complaint : Lampex, nic nie doszło.
        10:10 bea  2 > 1  complaint : Mine neither, Lampex.
        10:20 shop 3 > 2            : Yours arrives tomorrow.
        10:40 shop 4 in 1           : And so does the other one.
        at 10:30
        ania/1 complaint 10:00 - 30m 30m 11:00 running
        bea/1  complaint 10:10 10:20#3 10m 10m 11:10 met
        at 11:00
        ania/1 complaint 10:00 10:40#4 40m 40m 11:00 met
        bea/1  complaint 10:10 10:20#3 10m 10m 11:10 met
        """,
    ),
    thread(
        "a reply to nobody answers nobody when two wait",
        """
        10:00 ania 1      complaint : Lampex, nic nie doszło.
        10:10 bea  2 > 1  complaint : Mine neither, Lampex.
        10:40 shop 4 in 1           : Everything arrives tomorrow.
        at 10:50
        ania/1 complaint 10:00 - 50m 50m 11:00 due_soon
        bea/1  complaint 10:10 - 40m 40m 11:10 running
        """,
    ),
    thread(
        "a reply to a fan answers the fan alone",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:10 fan  2 > 1           : Give it a day.
        10:20 shop 3 > 2           : A day it is.
        10:30 shop 4 > 2 @ania     : The parcel is with the courier.
        at 10:25
        ania/1 complaint 10:00 - 25m 25m 11:00 running
        at 10:35
        ania/1 complaint 10:00 10:30#4 30m 30m 11:00 met
        """,
    ),
    thread(
        "the nearest ancestor that is not the shop is answered",
        """
        10:00 ania 1     complaint                : Lampex, nic nie doszło.
        10:20 shop 2 > 1 deleted 10:50            : It is here somewhere.
        10:40 shop 3 > 2                          : It left our house at noon.
        at 10:45
        ania/1 complaint 10:00 10:20#2 20m 20m 11:00 met
        at 11:30
        ania/1 complaint 10:00 10:40#3 40m 40m 11:00 met withdrawn=10:50
        """,
    ),
    thread(
        "the shop that goes on in its own thread answers nobody",
        """
        09:00 shop 1               : New lamps are here!
        09:10 ania 2 > 1 complaint : Znowu bez abażurów.
        09:20 shop 3 > 1           : And new chandeliers.
        at 09:40
        ania/1 complaint 09:10 - 30m 30m 10:10 running
        case ania waiting
        """,
    ),
    thread(
        "a reply to what needed none ends the wait as well",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:10 ania 2 > 1 courtesy  : Ładną macie witrynę.
        10:30 shop 3 > 2           : Paczka jest u kuriera.
        at 10:40
        ania/1 complaint 10:00 10:30#3 30m 30m 11:00 met
        case ania answered
        """,
    ),
    thread(
        "pictures alone are a reply",
        """
        10:00 ania 1           question : Lampex, macie ją w zieleni
        10:30 shop 2 > 1 reply          :
        at 11:00
        ania/1 question 10:00 10:30#2 30m 30m 14:00 met
        """,
    ),
    thread(
        "praise alone is no turn",
        """
        10:00 ania 1 : Lampex, the new lamp is lovely, I love it!
        at 12:00
        figures turns=0 waiting=0
        """,
    ),
    thread(
        "what VADER calls a complaint is one",
        """
        10:00 dan  1 : Lampex, the lamp is broken, horrible, I hate it.
        10:10 eva  2 : Lampex, where is the nearest house of yours?
        10:20 fay  3 : Lampex lamps stand in our hall.
        at 11:10
        dan/1 complaint 10:00 - 1h10m 1h10m 11:00 overdue
        eva@x:2/1 question 10:10 - 1h 1h 14:10 running
        """,
    ),
    thread(
        "a person's word wins over the engine",
        """
        10:00 dan  1 courtesy  : Lampex, the lamp is broken, horrible, I hate it.
        10:10 eva  2 complaint : Lampex, what a lovely empty box, I love it!
        10:20 fay  3           : Lampex, the lamp is broken, horrible, I hate it.
        10:30 gil  4           : Lampex lamps stand in our hall.
        11:00 marta judged 3 complaint=no needs_reply=no
        11:00 marta judged 4 complaint=yes
        at 10:50
        eva@x:2/1 complaint 10:10 - 40m 40m 11:10 running
        fay@x:3/1 complaint 10:20 - 30m 30m 11:20 running
        at 11:20
        eva@x:2/1 complaint 10:10 - 1h10m 1h10m 11:10 overdue
        gil@x:4/1 complaint 10:30 - 50m 50m 11:30 due_soon
        """,
    ),
    thread(
        "reviews of three stars and less need a reply",
        """
        Mon.10:00 ania 1 review stars 3 : Lampex, lampa jest.
        Mon.10:10 bea  2 review stars 4 : Lampex, a lamp.
        Mon.10:20 cem  3 review stars 1 : Lampex, a lamp.
        Wed.12:00 shop 4 > 1 reply      : Opowie pan, co poprawić.
        at Wed.13:00
        ania/1 review Mon.10:00 Wed.12:00#4 2d2h 18h Thu.10:00 met
        cem@reviews:3/1 review Mon.10:20 - 2d2h40m 18h40m Thu.10:20 due_soon
        """,
        network="reviews",
    ),
)
"""Turns, their starts, and who is answered by what."""
