"""Who may take a case, and until when one may put it off."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from screens import inbox_clicks, inbox_composer, inbox_deeds
from screens.inbox_choices import NOBODY, Later, ends_at, hands, laters
from screens.inbox_deeds import CLASSES, PLACES, Deed
from services.sense import Acted

PEOPLE = ("ewa@example.com", "ola@example.com")
WARSAW = ZoneInfo("Europe/Warsaw")
TOKYO = ZoneInfo("Asia/Tokyo")
HOUR, AFTERNOON, TOMORROW, MONDAY = Later


def plain(words: str) -> str:
    return words.replace("\\", "")


@pytest.mark.parametrize(
    ("mine", "assignee", "offered"),
    [
        pytest.param(None, None, [*PEOPLE], id="nobody has it, no login"),
        pytest.param(PEOPLE[1], None, ["Me", PEOPLE[0]], id="me once, and first"),
        pytest.param("jan", None, ["Me", *PEOPLE], id="me, from elsewhere"),
        pytest.param(PEOPLE[1], PEOPLE[1], [PEOPLE[0], NOBODY], id="I have it"),
        pytest.param(None, PEOPLE[0], [PEOPLE[1], NOBODY], id="somebody has it"),
        pytest.param(None, "gone", [*PEOPLE, NOBODY], id="who had it has left"),
    ],
)
def test_all_may_take_a_case_but_who_has_it(
    mine: str | None, assignee: str | None, offered: list[str]
) -> None:
    found = hands(PEOPLE, mine=mine, assignee=assignee)
    assert [plain(each) for each in found] == offered
    words = {"Me": mine, NOBODY: None}
    assert [*found.values()] == [words.get(each, each) for each in offered]


def test_a_name_is_no_markup_and_never_long() -> None:
    names = ["*a*_b_:red[c]@example.com", "a" * 300]
    marked, long = hands(names, mine=None, assignee=None)
    assert marked == r"\*a\*\_b\_\:red\[c\]\@example\.com"
    assert (len(long), long[-1]) == (60, "…")


@pytest.mark.parametrize(
    ("now", "zone", "offered"),
    [
        pytest.param("2026-03-24T09:00", WARSAW, [*Later], id="a Tuesday morning"),
        pytest.param("2026-03-24T11:59", WARSAW, [*Later], id="before one o'clock"),
        pytest.param("2026-03-24T12:00", WARSAW, [HOUR, TOMORROW, MONDAY],
                     id="after one o'clock"),
        pytest.param("2026-03-24T09:00", TOKYO, [HOUR, TOMORROW, MONDAY],
                     id="evening in Tokyo"),
        pytest.param("2026-03-29T06:00", WARSAW, [HOUR, AFTERNOON, TOMORROW],
                     id="a Sunday: Monday is tomorrow"),
    ],
)  # fmt: skip
def test_what_makes_sense_at_this_hour_is_offered(
    now: str, zone: tzinfo, offered: list[Later]
) -> None:
    assert laters(datetime.fromisoformat(now).replace(tzinfo=UTC), zone) == offered


@pytest.mark.parametrize(
    ("later", "now", "zone", "end"),
    [
        pytest.param(HOUR, "2026-03-24T09:30", WARSAW, "2026-03-24T10:30", id="hour"),
        pytest.param(AFTERNOON, "2026-03-24T09:30", WARSAW, "2026-03-24T13:00",
                     id="afternoon"),
        pytest.param(TOMORROW, "2026-03-24T09:30", WARSAW, "2026-03-25T08:00",
                     id="tomorrow"),
        pytest.param(TOMORROW, "2026-03-24T23:30", WARSAW, "2026-03-26T08:00",
                     id="tomorrow is the viewer's"),
        pytest.param(TOMORROW, "2026-03-28T09:30", WARSAW, "2026-03-29T07:00",
                     id="over the change to summer time"),
        pytest.param(MONDAY, "2026-03-24T09:30", WARSAW, "2026-03-30T07:00",
                     id="monday, in summer time"),
        pytest.param(MONDAY, "2026-03-30T09:30", WARSAW, "2026-04-06T07:00",
                     id="on a monday the next"),
        pytest.param(TOMORROW, "2026-03-24T20:00", TOKYO, "2026-03-26T00:00",
                     id="in Tokyo it is Wednesday already"),
    ],
)  # fmt: skip
def test_a_snooze_ends_by_the_viewers_clock(
    later: Later, now: str, zone: tzinfo, end: str
) -> None:
    moment, wanted = (
        datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, end)
    )
    found = ends_at(later, moment, zone)
    assert (found, found.tzinfo) == (wanted, UTC)


def test_every_deed_has_its_words() -> None:
    assert set(inbox_clicks.TOASTS) == set(inbox_clicks.TAKE_BACK) == set(Deed)
    assert set(inbox_clicks.MENU.values()) == set(PLACES)
    assert set(inbox_clicks.WHY_NOT) == set(Acted) - {Acted.DONE}
    assert set(inbox_deeds.KINDS) == set(Deed) - {Deed.NOTED, Deed.UNDONE}
    offered = {deed for _, deed in inbox_composer.AUTHORS.values()}
    assert offered == set(CLASSES)
