"""Threads about what may happen to a post: gone, changed, quoted, late, early."""

from tests.truth.words import Told, thread

GONE: tuple[Told, ...] = (
    thread(
        "a reply the shop deletes again",
        """
        10:00 ania 1     complaint     : Lampex, nic nie doszło.
        10:30 shop 2 > 1 deleted 12:00 : Wysłana wczoraj.
        at 11:59:59
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania answered
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue withdrawn=12:00
        case ania waiting
        figures answered=0 waiting=1 sla.overdue=1 sla.met=0 withdrawn=1
        """,
    ),
    thread(
        "a further reply after one that was withdrawn",
        """
        10:00 ania 1     complaint     : Lampex, nic nie doszło.
        10:30 shop 2 > 1 deleted 12:00 : Wysłana wczoraj.
        13:00 shop 3 > 1               : Wysłana dziś.
        at 14:00
        ania/1 complaint 10:00 13:00#3 3h 3h 11:00 met_late withdrawn=12:00
        case ania answered
        """,
    ),
    thread(
        "one of two replies is withdrawn",
        """
        10:00 ania 1     complaint     : Lampex, nic nie doszło.
        10:30 shop 2 > 1               : Wysłana wczoraj.
        10:45 shop 3 > 1 deleted 12:00 : Albo dziś.
        at 14:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met withdrawn=?
        case ania answered
        """,
    ),
    thread(
        "a withdrawn reply makes one wait of two",
        """
        10:00 ania 1     complaint     : Lampex, nic nie doszło.
        10:30 shop 2 > 1 deleted 12:00 : Wysłana wczoraj.
        11:30 ania 3 > 2 question      : A numer
        12:40 shop 4 > 3               : Numer jest w mailu.
        at 11:45
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 question 11:30 - 15m 15m 15:30 running
        at 12:10
        ania/1 complaint 10:00 - 2h10m 2h10m 11:00 overdue withdrawn=12:00 nudges=1
        at 13:00
        ania/1 complaint 10:00 12:40#4 2h40m 2h40m 11:00 met_late withdrawn=12:00 \
            nudges=1
        """,
    ),
    thread(
        "a reply that was deleted nobody knows when",
        """
        10:00 ania 1     complaint        : Lampex, nic nie doszło.
        10:30 shop 2 > 1 deleted sometime : Wysłana wczoraj.
        at 10:45
        ania/1 complaint 10:00 - 45m 45m 11:00 due_soon withdrawn=?
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue withdrawn=?
        """,
    ),
    thread(
        "the customer deletes the post",
        """
        10:00 ania 1 complaint deleted 12:00 : Lampex, nic nie doszło.
        at 11:59:59
        ania/1 complaint 10:00 - 1h59m59s 1h59m59s 11:00 overdue
        case ania waiting
        at 12:00
        ania/1 ? 10:00 - ? ? ? void
        case ania void
        figures turns=0 waiting=0 void=1 sla.overdue=0
        """,
    ),
    thread(
        "the customer deletes what was answered",
        """
        10:00 ania 1 complaint deleted 12:00 : Lampex, nic nie doszło.
        10:30 shop 2 > 1                     : Wysłana wczoraj.
        at 11:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        at 12:30
        ania/1 ? 10:00 ? ? ? ? void settled=?
        case ania void
        figures turns=0 answered=0 void=1 sla.met=0 first_reply.turns=0
        """,
    ),
    thread(
        "a post that the network removed",
        """
        10:00 ania 1 complaint removed 10:30 : Lampex, nic nie doszło.
        at 11:30
        ania/1 ? 10:00 - ? ? ? void
        """,
        network="reddit",
    ),
    thread(
        "a post that was deleted nobody knows when",
        """
        10:00 ania 1 complaint deleted sometime : Lampex, nic nie doszło.
        at 10:30
        ania/1 ? 10:00 - ? ? ? void
        figures turns=0 waiting=0
        """,
    ),
    thread(
        "a post that was gone before we saw it",
        """
        10:00 ania 1 complaint seen 12:00 deleted 11:00 : Lampex, nic nie doszło.
        at 13:00
        gone ania
        figures turns=0 waiting=0 answered=0
        """,
    ),
    thread(
        "one of two turns is deleted",
        """
        10:00 ania 1     complaint              : Lampex, nic nie doszło.
        10:30 shop 2 > 1                        : Wysłana wczoraj.
        11:00 ania 3 > 2 question deleted 11:30 : A numer
        at 11:20
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 question 11:00 - 20m 20m 15:00 running
        at 11:40
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 ? 11:00 - ? ? ? void
        case ania answered
        """,
    ),
)
"""Posts that are deleted or removed, the customer's and the shop's."""

CHANGED: tuple[Told, ...] = (
    thread(
        "an edit that makes a complaint of it",
        """
        10:00 ania 1              : Lampex lamps stand in our hall.
        10:00 ania 1 edited 11:00 : Lampex lamps are broken, horrible, I hate them.
        at 10:59
        at 11:30
        ania/1 complaint 11:00 - 30m 30m 12:00 running
        at 12:30
        ania/1 complaint 11:00 - 1h30m 1h30m 12:00 overdue
        """,
    ),
    thread(
        "an answer to the complaint an edit made",
        """
        10:00 ania 1              : Lampex lamps stand in our hall.
        10:10 shop 2 > 1          : How nice to see them.
        10:00 ania 1 edited 11:00 : Lampex lamps are broken, horrible, I hate them.
        11:40 shop 3 > 1          : New ones leave today.
        at 10:30
        at 11:30
        ania/1 complaint 11:00 - 30m 30m 12:00 running
        at 13:00
        ania/1 complaint 11:00 11:40#3 40m 40m 12:00 met
        """,
    ),
    thread(
        "an edit of what was a complaint before",
        """
        10:00 ania 1              : Lampex lamps are broken, horrible, I hate them.
        10:00 ania 1 edited 10:40 : Lampex lamps are broken, awful, I hate all of them.
        at 11:30
        ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue
        """,
    ),
    thread(
        "a complaint that its author takes back in an edit",
        """
        10:00 ania 1              : Lampex lamps are broken, horrible, I hate them.
        10:00 ania 1 edited 10:40 : Lampex lamps stand in our hall.
        at 10:30
        ania/1 complaint 10:00 - 30m 30m 11:00 running
        at 11:30
        gone ania
        figures turns=0 waiting=0
        """,
    ),
    thread(
        "a judged post whose text changes",
        """
        10:00 ania  1              : Lampex lamps stand in our hall.
        10:30 marta judged 1 complaint=yes
        10:00 ania  1 edited 11:20 : Lampex lamps stand in our house.
        at 10:29
        at 11:00
        ania/1 complaint 10:00 - 1h 1h 11:00 ?
        case ania waiting
        at 11:30
        ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue
        case ania waiting flags=text_changed
        """,
    ),
    thread(
        "of three versions the last one wins, whatever comes when",
        """
        10:00 ania 1 edited 10:50 seen 10:55 : Lampex lamps are fine.
        10:00 ania 1 edited 10:20 seen 10:58 : Lampex lamps are broken, horrible.
        10:00 ania 1 seen 10:10              : Lampex lamps stand in our hall.
        at 10:15
        at 10:30
        ania/1 complaint 10:20~? - ? ? 11:20 running
        at 11:00
        gone ania
        figures turns=0 waiting=0
        """,
    ),
    thread(
        "a deletion wins over a later edit",
        """
        10:00 ania 1 complaint deleted 10:30 : Lampex, nic nie doszło.
        10:00 ania 1 edited 10:40            : Lampex, naprawdę nic nie doszło.
        at 11:00
        ania/1 ? 10:00 - ? ? ? void
        figures waiting=0
        """,
    ),
    thread(
        "an edit, and then a deletion",
        """
        10:00 ania 1 complaint                   : Lampex, nic nie doszło.
        10:00 ania 1 edited 10:20 deleted 10:40  : Lampex, naprawdę nic nie doszło.
        at 10:30
        ania/1 complaint 10:00 - 30m 30m 11:00 running
        at 11:00
        ania/1 ? 10:00 - ? ? ? void
        figures waiting=0 void=1
        """,
    ),
    thread(
        "who has a new name is the same customer",
        """
        10:00 u1   1     as ania    complaint : Lampex, nic nie doszło.
        10:30 u1   2 > 1 as ania_k  question  : Halo
        10:40 ania 3 > 1            complaint : Lampex, I took over a name.
        10:50 shop 4 > 2                      : Wysłana wczoraj.
        at 11:00
        u1/1   complaint 10:00 10:50#4 50m 50m 11:00 met nudges=1
        ania/1 complaint 10:40 - 20m 20m 11:40 running
        """,
    ),
)
"""Posts that are edited, and people who change their names."""

ELSEWHERE: tuple[Told, ...] = (
    thread(
        "a quote is a thread of its own",
        """
        10:00 ania 1                     : Lampex lamps stand in our hall.
        10:10 bea  2 > 1 quote complaint : Mine, from Lampex, is broken.
        10:20 shop 3 > 1                 : How nice to see them.
        10:50 shop 4 > 2                 : A new one leaves today.
        at 10:40
        bea@x:2/1 complaint 10:10 - 30m 30m 11:10 running
        at 11:00
        bea@x:2/1 complaint 10:10 10:50#4 40m 40m 11:10 met
        linked bea@x:2 1of1 quotes>ania
        """,
    ),
    thread(
        "who quotes the shop speaks to it",
        """
        10:00 shop 1                     : New lamps are here!
        10:10 bea  2 > 1 quote complaint : And mine never came.
        10:20 fan  3 > 1 quote           :
        at 10:40
        bea@x:2/1 complaint 10:10 - 30m 30m 11:10 running
        case fan@x:3 none
        """,
    ),
    thread(
        "the shop quotes and shares the complaint",
        """
        10:00 ania 1           complaint : Lampex, nic nie doszło.
        10:10 shop 2 > 1 quote           :
        10:20 shop 3 > 1 quote           : Look at what people write to us.
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running
        case ania waiting
        linked ania 0of1 engaged
        """,
    ),
    thread(
        "a question answered as one that becomes a complaint",
        """
        10:00 ania 1               : Lampex, when do you open?
        10:30 shop 2 > 1           : At nine.
        10:00 ania 1 edited 11:00  : Lampex, when do you open? It is broken, I hate it.
        at 11:30
        turns ?
        case ania waiting flags=?
        figures turns=2 answered=1 waiting=1
        """,
    ),
    thread(
        "a question that waits and becomes a complaint waits on",
        """
        10:00 ania 1               : Lampex, when do you open?
        10:00 ania 1 edited 11:30  : Lampex, when do you open? It is broken, I hate it.
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue
        figures turns=1 answered=0 waiting=1
        """,
    ),
    thread(
        "the same words in three places",
        """
        10:00 ania 1 complaint           : Lampex, a week now and nic nie doszło.
        10:05 ania 2 on reddit complaint \
            url https://reddit.com/r/lamps/2 : Lampex, a week now and nic nie doszło.
        10:10 ania 3 on reddit complaint \
            url https://reddit.com/r/gdynia/3 : LAMPEX, a week now and nic nie doszło.
        10:40 shop 4 on reddit > 2       : Wysłana wczoraj.
        at 10:50
        ania/1          complaint 10:00 - 50m 50m 11:00 due_soon
        ania@reddit:2/1 complaint 10:05 10:40#4 35m 35m 11:05 met
        ania@reddit:3/1 complaint 10:10 - 40m 40m 11:10 running
        linked ania 1of3 same_text>ania@reddit:2 same_text>ania@reddit:3 \
            due=11:00/due_soon
        linked ania@reddit:3 1of3 same_text>ania same_text>ania@reddit:2 \
            due=11:00/due_soon
        """,
    ),
    thread(
        "many people with the same words",
        """
        10:00 ania 1 complaint : Lampex, stop selling glass.
        10:05 bea  2 complaint : Lampex, stop selling glass.
        10:10 cem  3 complaint : Lampex, stop selling glass.
        10:20 shop 4 > 2       : Plastic melts.
        at 10:30
        ania/1    complaint 10:00 - 30m 30m 11:00 running
        bea@x:2/1 complaint 10:05 10:20#4 15m 15m 11:05 met
        cem@x:3/1 complaint 10:10 - 20m 20m 11:10 running
        figures cases=3 waiting=2
        linked ania 0of1 incident=3
        """,
    ),
    thread(
        "the same ids on two networks are two threads",
        """
        10:00 ania 1               complaint : Lampex, nic nie doszło.
        10:00 ania 1     on reddit complaint : Lampex, nic nie doszło.
        10:30 shop 2 > 1 on reddit           : Wysłana wczoraj.
        at 10:40
        ania/1          complaint 10:00 - 40m 40m 11:00 running
        ania@reddit:1/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        """,
    ),
)
"""Quotes, cross-posts and campaigns."""
