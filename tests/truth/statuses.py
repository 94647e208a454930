"""Threads about where a case stands as a whole: resolved, reopened, paused, waived."""

from tests.truth.words import Told, thread

STATUSES: tuple[Told, ...] = (
    thread(
        "answered, resolved, reopened by a person, resolved again",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : It left today.
        12:00 marta resolved 1
        13:00 marta reopened 1
        15:00 marta resolved 1
        at 11:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania answered
        at 12:30
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania resolved resolved=12:00 first_resolved=12:00
        figures resolution.median_s=7200 reopened=0
        at 14:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania answered first_resolved=12:00 reopened=1
        figures resolution.answered=0 reopened=1
        at 16:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania resolved resolved=15:00 first_resolved=12:00 reopened=1
        figures resolution.median_s=18000 reopened=1
        """,
    ),
    thread(
        "the customer reopens within seven days",
        """
        10:00  ania  1     complaint : Lampex, nothing came.
        10:30  shop  2 > 1           : It left today.
        12:00  marta resolved 1
        +Tue.12:00 ania  3 > 2 complaint : Nothing came still.
        at +Tue.12:30
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 complaint +Tue.12:00 - 30m 30m +Tue.13:00 running
        case ania waiting flags=customer_replied_again first_resolved=12:00 reopened=1
        """,
    ),
    thread(
        "the customer comes back after more than seven days",
        """
        10:00     ania  1     complaint : Lampex, nothing came.
        10:30     shop  2 > 1           : It left today.
        12:00     marta resolved 1
        +Tue.12:00:01 ania  3 > 2 complaint : Nothing came still.
        at +Tue.12:30:01
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania+2/1 complaint +Tue.12:00:01 - 30m 30m +Tue.13:00:01 running
        case ania resolved first_resolved=12:00 resolved=12:00
        case ania+2 waiting
        linked ania 1of1 later>ania+2
        linked ania+2 0of1 earlier>ania
        figures cases=2 first_reply.turns=2 next_reply.turns=0 waiting=1
        """,
    ),
    thread(
        "a later need is a case with its own deeds",
        """
        10:00         ania  1     complaint : Lampex, nothing came.
        10:30         shop  2 > 1           : It left today.
        11:00         marta assigned 1 marta
        12:00         marta resolved 1
        +Wed.10:00    ania  3 > 2 complaint : The shade is bent.
        +Wed.10:30    shop  4 > 3           : A new one is on its way.
        +Wed.11:00    olek  assigned 3 olek
        +Wed.12:00    olek  resolved 3
        +Wed.13:00    marta noted 1         : the parcel was found
        +Thu.10:00    ania  5 > 4 complaint : That one is bent too.
        at +Wed.11:30
        ania/1   complaint 10:00      10:30#2      30m 30m 11:00      met
        ania+2/1 complaint +Wed.10:00 +Wed.10:30#4 30m 30m +Wed.11:00 met
        case ania resolved first_resolved=12:00 resolved=12:00 assignee=marta
        case ania+2 answered assignee=olek
        at +Thu.10:30
        ania/1   complaint 10:00      10:30#2      30m 30m 11:00      met
        ania+2/1 complaint +Wed.10:00 +Wed.10:30#4 30m 30m +Wed.11:00 met
        ania+2/2 complaint +Thu.10:00 -            30m 30m +Thu.11:00 running
        case ania resolved first_resolved=12:00 resolved=12:00 assignee=marta
        case ania+2 waiting flags=? first_resolved=+Wed.12:00 reopened=1 assignee=olek
        """,
    ),
    thread(
        "a nudge long after a resolution that answered nobody",
        """
        10:00      ania  1     complaint : Lampex, nothing came.
        12:00      marta resolved 1
        ++Tue.10:00 ania 2 > 1 complaint : Nothing came still.
        at ++Tue.10:30
        turns ?
        case ania waiting first_resolved=12:00 reopened=1
        figures cases=1 turns=1 waiting=1
        """,
    ),
    thread(
        "an edit long after the case was over is a new case",
        """
        10:00      ania  1     complaint : Lampex, nothing came.
        10:30      shop  2 > 1           : It left today.
        11:00      ania  3 > 2           : Our hall is blue.
        12:00      marta resolved 1
        11:00      ania  3 > 2 edited ++Tue.10:00 : It is broken, horrible, I hate it.
        at ++Tue.10:30
        turns ?
        case ania resolved first_resolved=12:00 resolved=12:00
        case ania+2 waiting flags=?
        """,
    ),
    thread(
        "who comes back to what lapsed",
        """
        10:00          ania  1     complaint : Lampex, nothing came.
        10:30          shop  2 > 1           : It left today.
        ++Tue.10:30    ania  3 > 2 complaint : Nothing came still.
        ++Tue.10:31    bea   4     complaint : Lampex, nothing came.
        at ++Tue.11:00
        turns ?
        case ania waiting flags=? reopened=1
        case bea@x:4 waiting
        """,
    ),
    thread(
        "a competitor who asks has no customer's clock",
        """
        10:00 ania  1     complaint : Lampex, nothing came. Buy at ours!
        10:30 marta classed 1 competitor
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 waived
        case ania answered
        figures answered=0 waiting=0 sla.waived=1 sla.overdue=0 first_reply.turns=0
        """,
    ),
    thread(
        "who is press is press in every thread, until a person says otherwise",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:10 ania  2     question  : Lampex, a word for our paper?
        10:30 marta classed 2 press
        14:00 marta classed 1 customer
        at 12:00
        ania/1     complaint 10:00 - 2h    2h    11:00 waived
        ania@x:2/1 question  10:10 - 1h50m 1h50m 14:10 waived
        at 15:00
        ania/1     complaint 10:00 - 5h    5h    11:00 overdue
        ania@x:2/1 question  10:10 - 4h50m 4h50m 14:10 overdue
        """,
    ),
    thread(
        "staff who complain were answered, and count for nothing",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : It left today.
        10:40 marta classed 1 staff
        at 12:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 waived
        figures answered=0 waiting=0 sla.waived=1 sla.met=0
        """,
    ),
    thread(
        "thanks leave a resolved case resolved",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : It left today.
        12:00 marta resolved 1
        13:00 ania  3 > 2 courtesy  : It came!
        at 14:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        case ania resolved flags=? resolved=12:00 first_resolved=12:00
        """,
    ),
    thread(
        "a case that fell silent lapses and is not resolved",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : It left today.
        10:00 bea   3     complaint : Lampex, the shade is bent.
        at 2026-08-03T10:00:00+02:00
        turns ?
        case ania lapsed
        case bea@x:3 waiting
        figures answered=1 waiting=1 resolution.answered=0
        """,
    ),
    thread(
        "to resolve is not to answer",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:30 marta resolved 1
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue
        figures answered=0 waiting=1 sla.overdue=1
        """,
    ),
    thread(
        "the pause while we wait for the customer",
        """
        Mon.10:00 ania  1     complaint : Lampex, nothing came.
        Mon.11:00 shop  2 > 1           : It went to Gdynia. Is that your town?
        Mon.13:00 ania  3 > 2 courtesy  : It is.
        Mon.15:00 marta resolved 1
        at Mon.12:00
        ania/1 complaint Mon.10:00 Mon.11:00#2 1h 1h Mon.11:00 met
        case ania waiting_customer pauses=Mon.11:00..-
        at Mon.14:00
        ania/1 complaint Mon.10:00 Mon.11:00#2 1h 1h Mon.11:00 met
        case ania answered flags=customer_replied_again pauses=Mon.11:00..Mon.13:00
        at Mon.16:00
        ania/1 complaint Mon.10:00 Mon.11:00#2 1h 1h Mon.11:00 met
        case ania resolved flags=? pauses=Mon.11:00..Mon.13:00 resolved=Mon.15:00 \
            first_resolved=Mon.15:00
        figures resolution.business_median_s=10800
        """,
    ),
    thread(
        "a pause never stops the clock of a reply",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : It went to Gdynia. Is that your town?
        11:00 ania  3 > 2 complaint : It is not!
        12:30 shop  4 > 3           : A new one leaves today.
        at 12:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 complaint 11:00 - 1h 1h 12:00 ?
        case ania waiting flags=customer_replied_again pauses=10:30..11:00
        at 13:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 complaint 11:00 12:30#4 1h30m 1h30m 12:00 met_late
        case ania answered pauses=10:30..11:00
        """,
    ),
    thread(
        "a question in a holding line is no pause",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : We are looking into it, okay?
        at 11:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=-
        case ania answered
        """,
    ),
    thread(
        "a wait that a person waives",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 marta waived 1        : a troll
        11:30 ania  2 > 1 complaint : Nothing at all.
        at 10:29
        ania/1 complaint 10:00 - 29m 29m 11:00 running
        at 11:00
        ania/1 complaint 10:00 - ? ? 11:00 waived
        figures waiting=0 answered=0 sla.waived=1 sla.overdue=0 sla.attainment=None
        """,
    ),
    thread(
        "who writes after a waiver waits again",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 marta waived 1        : a double
        11:30 ania  2 > 1 complaint : Nothing at all.
        at 12:00
        turns ?
        figures waiting=1
        case ania waiting
        """,
    ),
    thread(
        "a customer who is muted",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:20 marta muted 1
        10:40 ania  2 complaint : Lampex, nothing at all.
        at 10:10
        ania/1 complaint 10:00 - 10m 10m 11:00 running
        at 11:30
        turns ?
        figures waiting=0 answered=0 sla.overdue=0
        """,
    ),
    thread(
        "a customer who is snoozed waits on",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:20 marta snoozed 1   : 2026-05-13T10:00:00Z
        at 11:30
        ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue
        case ania waiting
        """,
    ),
    thread(
        "not about the shop",
        """
        10:00 ania  1 complaint : Lampex the band never came.
        10:30 marta judged 1 ours=no
        at 10:20
        ania/1 complaint 10:00 - 20m 20m 11:00 running
        at 11:30
        gone ania
        figures turns=0 waiting=0 sla.overdue=0
        """,
    ),
    thread(
        "a redirect is followed by the customer's post",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : Please DM us your order number.
        11:00 ania 3 > 2 courtesy  : Done.
        11:30 ania 4 > 2 question  : And now
        at 11:10
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected flags=customer_replied_again follow_up=Wed.10:30
        at 12:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        ania/2 question 11:30 - 30m 30m 15:30 running
        case ania waiting flags=customer_replied_again follow_up=?
        """,
    ),
)
"""Statuses, pauses, resolutions and reopenings of cases."""
