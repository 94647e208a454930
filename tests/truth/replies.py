"""Threads about what a reply is worth, and whose reply counts."""

from domain.account import Account, AccountKind
from domain.brand import Brand
from tests.truth.words import NETWORKS, Told, shop, thread

_ACCOUNTS = shop().accounts
_OLA = Account(network="x", id="u77", handle="ola_k", kind=AccountKind.AGENT)
_WITH_OLA = shop(accounts=(*_ACCOUNTS, _OLA))
_TWO_ACCOUNTS = shop(
    accounts=(*_ACCOUNTS, Account(network="x", id="outlet", handle="lampex_outlet"))
)


def _with_words() -> Brand:
    replies = {"holding": ["our crew is on it"], "redirect": ["ring the bell"]}
    return Brand.from_table(
        {
            "name": "Lampex",
            "queries": ["lampex"],
            "accounts": [
                {"network": each, "id": "shop", "handle": "lampex"} for each in NETWORKS
            ],
            "calendar": shop().calendar.to_table(),
            "replies": replies,
        }
    )


KINDS: tuple[Told, ...] = (
    thread(
        "looking into it, then the answer",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : We are looking into it.
        14:00 shop 3 > 1           : The parcel arrives tomorrow.
        at 12:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=-
        case ania answered
        figures first_reply.answered=1 substantive.answered=0
        at 15:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=14:00
        figures first_reply.median_s=1800 substantive.median_s=14400
        """,
    ),
    thread(
        "sprawdzamy to",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:30 shop 2 > 1           : Dzień dobry, sprawdzamy to i wrócimy z odpowiedzią.
        at 12:00
        ania/1 complaint 10:00 10:30#2:holding 30m 30m 11:00 met settled=-
        """,
    ),
    thread(
        "please DM us",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : Sorry! Please DM us your order number.
        at 12:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected follow_up=Wed.10:30
        at Thu.12:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected follow_up=Wed.10:30
        figures first_reply.answered=1 substantive.answered=0
        """,
    ),
    thread(
        "prosimy o wiadomość prywatną",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:30 shop 2 > 1           : Przepraszamy. Prosimy o wiadomość prywatną.
        at 12:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected follow_up=Wed.10:30
        """,
    ),
    thread(
        "a redirect with an outcome in private",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : Please DM us your order number.
        15:00 marta answered 1 dm
        at 14:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania redirected follow_up=Wed.10:30
        at 16:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=15:00
        case ania answered
        figures substantive.median_s=18000
        """,
    ),
    thread(
        "a redirect that is resolved",
        """
        10:00 ania  1     complaint : Lampex, nothing came.
        10:30 shop  2 > 1           : Please DM us your order number.
        15:00 marta resolved 1
        at 16:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=-
        case ania resolved resolved=15:00 first_resolved=15:00
        """,
    ),
    thread(
        "a redirect, and then a public answer",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 shop 2 > 1           : Please DM us your order number.
        12:00 shop 3 > 1           : A new lamp left our house today.
        at 13:00
        ania/1 complaint 10:00 10:30#2:redirect 30m 30m 11:00 met settled=12:00
        case ania answered
        """,
    ),
    thread(
        "the shop's own words for holding and redirect",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:10 bea  2     complaint : Lampex, nothing came here.
        10:30 shop 3 > 1           : Our crew is on it!
        10:40 shop 4 > 2           : Come by and ring the bell.
        at 12:00
        ania/1    complaint 10:00 10:30#3:holding 30m 30m 11:00 met settled=-
        bea@x:2/1 complaint 10:10 10:40#4:redirect 30m 30m 11:10 met settled=-
        case ania answered
        case bea@x:2 redirected follow_up=Wed.10:40
        """,
        brands=((None, _with_words()),),
    ),
    thread(
        "a machine that says we got your message",
        """
        10:00    ania 1     complaint : Lampex, nothing came.
        10:00:05 shop 2 > 1           : This is an automatic reply: we got your message.
        at 10:30
        ania/1 complaint 10:00 - 30m 30m 11:00 running
        """,
    ),
    thread(
        "a person who speaks of machines",
        """
        10:00 ania 1     question : Lampex, can your app answer the door when I am out
        10:05 bea  2     question : Lampex, can your app write back for me
        10:30 shop 3 > 1          : It has no out of office, but the light can blink.
        10:35 shop 4 > 2          : An automatic reply can be set below Away, Bea.
        at 11:00
        ania/1    question 10:00 10:30#3 30m 30m 14:00 met
        bea@x:2/1 question 10:05 10:35#4 30m 30m 14:05 met
        """,
    ),
    thread(
        "answered on the phone",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:50 marta answered 1 phone
        at 10:49
        ania/1 complaint 10:00 - 49m 49m 11:00 due_soon
        at 11:30
        ania/1 complaint 10:00 10:50@marta 50m 50m 11:00 met
        case ania answered
        """,
    ),
    thread(
        "an answer on the phone that was none",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:30 marta answered 1 phone
        11:30 marta unanswered 1
        at 11:00
        ania/1 complaint 10:00 10:30@marta 30m 30m 11:00 met
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue withdrawn=?
        case ania waiting
        """,
    ),
    thread(
        "a note is no reply",
        """
        10:00 ania  1 complaint : Lampex, nothing came.
        10:30 marta noted 1     : called the courier
        10:40 marta assigned 1 zofia
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue
        case ania waiting assignee=zofia
        """,
    ),
)
"""Holding, redirect, substantive; off the platform; no reply at all."""

PEOPLE: tuple[Told, ...] = (
    thread(
        "an agent answers under an own name",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:30 u77  2 > 1 as ola_k  : The parcel arrives tomorrow.
        at 12:00
        ania/1 complaint 10:00 10:30#2:substantive/agent 30m 30m 11:00 met
        case ania answered
        """,
        brands=((None, _WITH_OLA),),
    ),
    thread(
        "somebody who looks like staff",
        """
        10:00 ania 1     complaint       : Lampex, nothing came.
        10:30 u77  2 > 1 as lampex_ola   : The parcel arrives tomorrow.
        at 12:00
        ania/1 complaint 10:00 - 2h 2h 11:00 overdue
        case ania waiting flags=looks_like_staff,?
        """,
    ),
    thread(
        "an agent who left",
        """
        10:00 ania 1         complaint           : Lampex, nothing came.
        10:30 u77  2 > 1     as ola_k            : The parcel arrives tomorrow.
        Thu.10:00 bea 3      complaint           : Lampex, the shade is bent.
        Thu.10:30 u77 4 > 3  as ola_k            : A new one arrives tomorrow.
        at 12:00
        ania/1 complaint 10:00 10:30#2:substantive/agent 30m 30m 11:00 met
        at Thu.12:00
        ania/1    complaint 10:00 10:30#2:substantive/agent 30m 30m 11:00 met
        bea@x:3/1 complaint Thu.10:00 - 2h 2h Thu.11:00 overdue
        case ania answered
        """,
        brands=((None, _WITH_OLA), ("Wed.12:00", shop())),
    ),
    thread(
        "another customer answers",
        """
        10:00 ania 1     complaint : Lampex, nothing came.
        10:20 fan  2 > 1           : Check the neighbours.
        at 10:40
        ania/1 complaint 10:00 - 40m 40m 11:00 running
        case ania waiting flags=answered_by_community
        """,
    ),
    thread(
        "two accounts of one shop are tagged",
        """
        10:00   ania   1 @shop @outlet complaint : Where is my lamp
        10:30   outlet 2 > 1                     : At the courier's.
        at 11:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        figures cases=1
        """,
        brands=((None, _TWO_ACCOUNTS),),
    ),
    thread(
        "two shops are tagged",
        """
        10:00 ania 1     @shop @stolik complaint : Where are my lamp and my table
        10:30 shop 2 > 1                         : The lamp is at the courier's.
        at 11:30
        ania/1        complaint 10:00 10:30#2 30m 30m 11:00 met
        Stolik:ania/1 complaint 10:00 - 1h30m 1h30m 11:00 overdue
        """,
        brands=((None, shop()), (None, shop("Stolik"))),
    ),
    thread(
        "a handle with many followers is critical",
        """
        10:00 ania 1 complaint followers 10001 : Lampex, nothing came.
        10:00 bea  2 complaint followers 10000 : Lampex, nothing came.
        10:00 cem  3 question  followers 10001 : Lampex, do you deliver to Gdynia
        at 10:10
        ania/1    complaint 10:00 - 10m 10m 11:00 running critical
        bea@x:2/1 complaint 10:00 - 10m 10m 11:00 running
        cem@x:3/1 question 10:00 - 10m 10m 14:00 running critical=?
        """,
    ),
)
"""Who may answer for the shop, and who may not."""
