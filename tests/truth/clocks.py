"""Threads about hours, holidays, changing clocks, targets and new promises."""

from domain.brand import Brand
from domain.calendar import Calendar
from domain.sla import Sla
from tests.truth.words import DAYS, Told, desk, round_the_clock, shop, thread

_EVERY_DAY = [each.lower() for each in DAYS]


def _week(days: list[str], *spans: str, **more: object) -> Calendar:
    given = {"zone": "Europe/Warsaw", **{day: list(spans) for day in days}, **more}
    return Calendar.from_table(given)


def _on(
    calendar: Calendar, *, sla: Sla = Sla.DEFAULT
) -> tuple[tuple[str | None, Brand], ...]:
    return ((None, shop(calendar=calendar, sla=sla)),)


_NIGHT = _week(_EVERY_DAY, "00:00-06:00", "22:00-24:00")
_NO_CAP: dict[str, object] = {"complaint": {"first_reply": "4h", "cap": "90d"}}

HOURS: tuple[Told, ...] = (
    thread(
        "over a weekend",
        """
        Fri.16:30  ania 1     question : Lampex, czy abażur można prać
        +Mon.09:30 shop 2 > 1          : Tak.
        at Sat.12:00
        ania/1 question Fri.16:30 - 19h30m 30m +Mon.12:30 running
        at +Mon.10:00
        ania/1 question Fri.16:30 +Mon.09:30#2 2d17h 1h +Mon.12:30 met
        """,
        week="2025-11-03",
    ),
    thread(
        "over a holiday",
        """
        Mon.16:00 ania 1     question : Lampex, czy abażur można prać
        Wed.10:00 shop 2 > 1          : Tak.
        at Wed.11:00
        ania/1 question Mon.16:00 Wed.10:00#2 1d18h 2h Wed.12:00 met
        """,
        week="2025-11-10",
        brands=_on(desk("09:00-17:00", holidays="PL")),
    ),
    thread(
        "twenty minutes of a Saturday",
        """
        Sat.12:00 ania 1     question : Lampex, czy abażur można prać
        Sat.12:20 shop 2 > 1          : Tak.
        at Sat.13:00
        ania/1 question Sat.12:00 Sat.12:20#2 20m 0 +Mon.13:00 met
        figures first_reply.median_s=1200 first_reply.business_median_s=0
        """,
    ),
    thread(
        "over the lunch of a shop with two shifts",
        """
        11:45 ania 1     question : Lampex, czy abażur można prać
        14:00 shop 2 > 1          : Tak.
        at 15:00
        ania/1 question 11:45 14:00#2 2h15m 45m 17:15 met
        """,
        brands=_on(desk("08:00-12:00", "13:30-18:00")),
    ),
    thread(
        "the night in which an hour is missing",
        """
        Sun.01:30 ania 1     question : Lampex, czy abażur można prać
        Sun.04:30 shop 2 > 1          : Tak.
        at Sun.05:00
        ania/1 question Sun.01:30 Sun.04:30#2 2h 2h Sun.06:30 met
        """,
        week="2025-03-24",
        brands=_on(round_the_clock()),
    ),
    thread(
        "the night in which an hour comes twice",
        """
        Sun.01:30 ania 1     question : Lampex, czy abażur można prać
        Sun.04:30 shop 2 > 1          : Tak.
        at Sun.05:00
        ania/1 question Sun.01:30 Sun.04:30#2 4h 4h Sun.04:30 met
        """,
        week="2025-10-20",
        brands=_on(round_the_clock()),
    ),
    thread(
        "a night desk when an hour is missing",
        """
        Sat.21:00 ania 1     complaint : Lampex, nic nie doszło.
        Sun.05:30 shop 2 > 1           : Wysłana dziś.
        at Sun.06:00
        ania/1 complaint Sat.21:00 Sun.05:30#2 7h30m 6h30m Sun.03:00 met_late
        """,
        week="2025-03-24",
        brands=_on(_NIGHT, sla=Sla.from_table(_NO_CAP)),
    ),
    thread(
        "a night desk when an hour comes twice",
        """
        Sat.21:00 ania 1     complaint : Lampex, nic nie doszło.
        Sun.05:30 shop 2 > 1           : Wysłana dziś.
        at Sun.06:00
        ania/1 complaint Sat.21:00 Sun.05:30#2 9h30m 8h30m Sun.02:00 met_late
        """,
        week="2025-10-20",
        brands=_on(_NIGHT, sla=Sla.from_table(_NO_CAP)),
    ),
    thread(
        "both hours called half past two",
        """
        2025-10-26T02:30+02:00 ania 1     question : Lampex, do you deliver to Gdynia
        2025-10-26T02:30+01:00 shop 2 > 1          : We do.
        at Sun.03:00
        ania/1 question 2025-10-26T02:30+02:00 2025-10-26T02:30+01:00#2 1h 1h \
            Sun.05:30 met
        """,
        week="2025-10-20",
        brands=_on(round_the_clock()),
    ),
    thread(
        "over the end of the year",
        """
        Wed.16:30 ania 1     question : Lampex, czy abażur można prać
        Fri.09:15 shop 2 > 1          : Tak.
        at Fri.10:00
        ania/1 question Wed.16:30 Fri.09:15#2 1d16h45m 45m Fri.12:30 met
        """,
        week="2025-12-29",
        brands=_on(desk("09:00-17:00", holidays="PL")),
    ),
    thread(
        "a day with hours of its own, and a day off",
        """
        Tue.16:00 ania 1     question : Lampex, czy abażur można prać
        Thu.09:30 shop 2 > 1          : Tak.
        at Thu.10:00
        ania/1 question Tue.16:00 Thu.09:30#2 1d17h30m 4h Thu.09:30 met
        """,
        brands=_on(
            desk(
                "09:00-17:00",
                closed=["2026-05-13"],
                special={"2026-05-12": ["09:00-16:30"], "2026-05-14": ["06:00-12:00"]},
            )
        ),
    ),
)
"""Open time beside wall time."""

TARGETS: tuple[Told, ...] = (
    thread(
        "the cap of a day holds over the weekend",
        """
        Sat.12:00 ania 1 complaint : Lampex, nic nie doszło.
        at Sun.09:59:59
        ania/1 complaint Sat.12:00 - 21h59m59s 0 Sun.12:00 running
        at Sun.10:00
        ania/1 complaint Sat.12:00 - 22h 0 Sun.12:00 due_soon
        at Sun.12:00:01
        ania/1 complaint Sat.12:00 - 1d1s 0 Sun.12:00 overdue
        """,
    ),
    thread(
        "an answer within the hour but over the cap is late",
        """
        Fri.16:30  ania 1     complaint : Lampex, nic nie doszło.
        +Mon.09:20 shop 2 > 1           : Wysłana dziś.
        at +Mon.10:00
        ania/1 complaint Fri.16:30 +Mon.09:20#2 2d16h50m 50m Sat.16:30 met_late
        """,
    ),
    thread(
        "a network's own target, and one for the next reply",
        """
        10:00 ania 1     complaint           : Lampex, nic nie doszło.
        10:00 bea  2     complaint on reddit : Lampex, nothing came.
        10:30 shop 3 > 1                     : Wysłana dziś.
        10:40 ania 4 > 3 question            : O której
        10:45 ania 5 > 3 complaint           : Nic nie doszło.
        at 11:45
        ania/1          complaint 10:00 10:30#3 30m 30m 11:00 met
        ania/2          ? 10:40 - 1h5m 1h5m ? ? nudges=1
        bea@reddit:2/1  complaint 10:00 - 1h45m 1h45m 12:00 due_soon
        """,
        brands=(
            (
                None,
                shop(
                    sla=Sla.from_table({"complaint": {"reddit": {"first_reply": "2h"}}})
                ),
            ),
        ),
    ),
    thread(
        "the next reply has a target of its own",
        """
        10:00 ania 1     complaint : Lampex, nic nie doszło.
        10:30 shop 2 > 1           : Wysłana dziś.
        10:40 ania 3 > 2 complaint : Wcale nie.
        12:41 shop 4 > 3           : A jednak.
        at 13:00
        ania/1 complaint 10:00 10:30#2 30m 30m 11:00 met
        ania/2 complaint 10:40 12:41#4 2h1m 2h1m 12:40 met_late
        """,
        brands=((None, shop(sla=Sla.from_table({"complaint": {"next_reply": "2h"}}))),),
    ),
    thread(
        "a new promise holds for turns that start after it",
        """
        Tue.10:00 ania 1     complaint : Lampex, nic nie doszło.
        Wed.08:59 bea  2     complaint : Lampex, nothing came.
        Wed.10:00 cem  3     complaint : Lampex, nothing came.
        Wed.10:40 shop 4 > 1           : Wysłana dziś.
        Wed.10:40 shop 5 > 2           : It left today.
        Wed.10:40 shop 6 > 3           : It left today.
        at Wed.10:14:59
        ania/1    complaint Tue.10:00 - 1d14m59s 8h14m59s Tue.11:00 overdue
        bea@x:2/1 complaint Wed.08:59 - 1h15m59s 1h14m59s Wed.10:00 overdue
        cem@x:3/1 complaint Wed.10:00 - 14m59s 14m59s Wed.10:30 running
        at Wed.10:15
        ania/1    complaint Tue.10:00 - 1d15m 8h15m Tue.11:00 overdue
        bea@x:2/1 complaint Wed.08:59 - 1h16m 1h15m Wed.10:00 overdue
        cem@x:3/1 complaint Wed.10:00 - 15m 15m Wed.10:30 due_soon
        at Wed.11:00
        ania/1    complaint Tue.10:00 Wed.10:40#4 1d40m 8h40m Tue.11:00 met_late
        bea@x:2/1 complaint Wed.08:59 Wed.10:40#5 1h41m 1h40m Wed.10:00 met_late
        cem@x:3/1 complaint Wed.10:00 Wed.10:40#6 40m 40m Wed.10:30 met_late
        """,
        brands=(
            (None, shop()),
            (
                "Wed.09:00",
                shop(sla=Sla.from_table({"complaint": {"first_reply": "30m"}})),
            ),
        ),
    ),
    thread(
        "new hours hold for turns that start after them",
        """
        Fri.16:30 ania 1     question : Lampex, czy abażur można prać
        Sat.10:00 bea  2     question : Lampex, do you deliver to Gdynia
        Sat.11:00 shop 3 > 1          : Tak.
        Sat.11:00 shop 4 > 2          : We do.
        at Sat.12:00
        ania/1    question Fri.16:30 Sat.11:00#3 18h30m 30m +Mon.12:30 met
        bea@x:2/1 question Sat.10:00 Sat.11:00#4 1h 1h Sat.14:00 met
        """,
        brands=(
            (None, shop()),
            ("Fri.18:00", shop(calendar=_week(_EVERY_DAY, "09:00-17:00"))),
        ),
    ),
)
"""Deadlines, caps, and versions of what was promised."""
