"""What is promised to whom, when that is due, and where a turn then stands."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.brand import Policy
from domain.calendar import WEEKDAYS, Calendar
from domain.case import Reply, ReplyKind, Turn, TurnKind, TurnState, Where
from domain.errors import ConfigError
from domain.sla import FIGURES, Sla, Target
from response.sla import due_at, state, substantive_due_at

WARSAW = ZoneInfo("Europe/Warsaw")
NINE_TO_FIVE = Calendar.from_table(
    {"zone": "Europe/Warsaw", **{day: ["09:00-17:00"] for day in WEEKDAYS[:5]}}
)
POLICY = Policy(calendar=NINE_TO_FIVE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def turn(start: str, **changed: object) -> Turn:
    first: dict[str, object] = {
        "number": 1,
        "kind": TurnKind.COMPLAINT,
        "posts": ("1",),
        "started_at": at(start),
        "seen_at": at(start),
    }
    return Turn(**(first | changed))  # type: ignore[arg-type]


def reply(moment: str) -> Reply:
    return Reply(at=at(moment), id="r", kind=ReplyKind.SUBSTANTIVE, where=Where.NATIVE)


def promised(sla: Sla, kind: TurnKind, network: str = "x") -> dict[str, str]:
    target = sla.target(kind, network)
    figures = {name: getattr(target, name) for name in FIGURES}
    return {name: str(each) for name, each in figures.items() if each is not None}


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        pytest.param(
            TurnKind.COMPLAINT,
            {
                "first_reply": "1h",
                "next_reply": "1h",
                "substantive": "4h",
                "resolution": "3d",
                "cap": "24h",
            },
            id="complaint",
        ),
        pytest.param(
            TurnKind.QUESTION,
            {"first_reply": "4h", "next_reply": "4h", "resolution": "3d"},
            id="question",
        ),
        pytest.param(
            TurnKind.REVIEW,
            {"first_reply": "24h", "next_reply": "24h", "resolution": "3d"},
            id="review",
        ),
    ],
)
def test_the_defaults(kind: TurnKind, figures: dict[str, str]) -> None:
    assert promised(Sla.DEFAULT, kind) == figures
    assert promised(Sla.from_table({}), kind) == figures


def test_a_brand_file_changes_only_what_it_names() -> None:
    sla = Sla.from_table({"complaint": {"first_reply": "2h"}})
    default = promised(Sla.DEFAULT, TurnKind.COMPLAINT)
    changed = {"first_reply": "2h", "next_reply": "2h"}
    assert promised(sla, TurnKind.COMPLAINT) == default | changed
    assert promised(sla, TurnKind.REVIEW) == promised(Sla.DEFAULT, TurnKind.REVIEW)


@pytest.mark.parametrize(
    "reddit",
    [
        pytest.param({"complaint": {"reddit": {"cap": "48h"}}}, id="within its kind"),
        pytest.param({"complaint.reddit": {"cap": "48h"}}, id="beside its kind"),
    ],
)
def test_a_networks_own_figures_win_one_by_one(reddit: dict[str, object]) -> None:
    sla = Sla.from_table(reddit)
    default = promised(Sla.DEFAULT, TurnKind.COMPLAINT)
    assert promised(sla, TurnKind.COMPLAINT, "reddit") == default | {"cap": "48h"}
    assert promised(sla, TurnKind.COMPLAINT, "x") == default
    assert promised(sla, TurnKind.QUESTION, "reddit") == promised(
        Sla.DEFAULT, TurnKind.QUESTION
    )


@pytest.mark.parametrize(
    ("general", "reddit", "next_reply"),
    [
        pytest.param({}, {"first_reply": "2h"}, "2h", id="as the network's first"),
        pytest.param(
            {"next_reply": "3h"}, {"first_reply": "2h"}, "3h", id="its kind's"
        ),
        pytest.param({"next_reply": "3h"}, {"next_reply": "5h"}, "5h", id="its own"),
    ],
)
def test_a_next_reply_without_a_figure_is_promised_like_a_first(
    general: dict[str, object], reddit: dict[str, object], next_reply: str
) -> None:
    sla = Sla.from_table({"complaint": {**general, "reddit": reddit}})
    assert promised(sla, TurnKind.COMPLAINT, "reddit")["next_reply"] == next_reply


def test_an_sla_comes_back_from_its_own_table() -> None:
    sla = Sla.from_table(
        {
            "complaint": {"cap": "48h", "reddit": {"first_reply": "2h"}},
            "question.x": {"substantive": "1d"},
        }
    )
    assert Sla.from_table(json.loads(json.dumps(sla.to_table()))) == sla
    assert Sla.from_table(Sla.DEFAULT.to_table()) == Sla.DEFAULT


DURATION = "a number above 0 with s, m, h or d, up to ten years, such as 4h"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            {"complaints": {"cap": "1h"}},
            "complaints: found {'cap': '1h'}, wanted a key that exists; "
            "did you mean complaint?",
            id="a mistyped kind",
        ),
        pytest.param(
            {"praise": {}},
            "praise: found {}, wanted one of complaint, question, review",
            id="a kind that nothing is promised to",
        ),
        pytest.param(
            {"review": {"firstreply": "1h"}},
            "review.firstreply: found '1h', wanted a key that exists; "
            "did you mean first_reply?",
            id="a mistyped figure",
        ),
        pytest.param(
            {"review": {"x": {"capp": "1h"}}},
            "review.x.capp: found '1h', wanted a key that exists; did you mean cap?",
            id="a network's mistyped figure",
        ),
        pytest.param(
            {"review": "1h"}, "review: found '1h', wanted a table", id="no table"
        ),
        pytest.param(
            {"review": {"cap": 24}},
            f"review.cap: found 24, wanted {DURATION}",
            id="a number without a unit",
        ),
        pytest.param(
            {"review": {"cap": {}}},
            f"review.cap: found {{}}, wanted {DURATION}",
            id="a table for a figure",
        ),
        pytest.param(
            {"review": {"Reddit": {}}},
            "review.Reddit: found 'Reddit', wanted a network's name in lower case, "
            "such as bluesky",
            id="a network in capitals",
        ),
        pytest.param(
            {"review": {"x": {}}, "review.x": {}},
            "review.x: found a second table, wanted one for each network",
            id="a network twice",
        ),
    ],
)
def test_a_wrong_sla_is_refused_by_its_key(
    table: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        Sla.from_table(table)
    assert str(refused.value) == f"brand.sla.{message}"


@pytest.mark.parametrize(
    ("start", "changed", "due"),
    [
        pytest.param("2025-11-07 10:00", {}, "2025-11-07 11:00", id="a complaint"),
        pytest.param(
            "2025-11-07 10:00",
            {"kind": TurnKind.QUESTION},
            "2025-11-07 14:00",
            id="a question",
        ),
        pytest.param(
            "2025-11-07 10:00",
            {"kind": TurnKind.REVIEW},
            "2025-11-12 10:00",
            id="a review, in open hours",
        ),
        pytest.param(
            "2025-11-06 16:30", {}, "2025-11-07 09:30", id="over night, before the cap"
        ),
        pytest.param(
            "2025-11-07 16:30", {}, "2025-11-08 16:30", id="the cap, over a weekend"
        ),
        pytest.param(
            "2025-11-07 10:00", {"number": 2}, "2025-11-07 13:00", id="a later turn"
        ),
    ],
)
def test_a_reply_is_due_by_open_hours_or_by_the_cap(
    start: str, changed: dict[str, object], due: str
) -> None:
    sla = Sla.from_table({"complaint": {"next_reply": "3h"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    assert due_at(turn(start, **changed), policy=policy, network="x") == at(due)


def test_a_day_in_an_sla_is_a_working_day() -> None:
    sla = Sla.from_table({"complaint": {"first_reply": "2d", "cap": "30d"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    due = due_at(turn("2025-11-07 10:00"), policy=policy, network="x")
    assert due == at("2025-11-11 10:00")


def test_the_cap_does_not_touch_the_reply_that_settles() -> None:
    late = turn("2025-11-07 16:30")
    assert substantive_due_at(late, policy=POLICY, network="x") == at(
        "2025-11-10 12:30"
    )
    question = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert substantive_due_at(question, policy=POLICY, network="x") is None


def test_a_desk_that_closed_for_good_promises_the_cap_alone() -> None:
    gone = Calendar.from_table(
        {"zone": "UTC", "special": {"2020-01-01": ["09:00-17:00"]}}
    )
    policy = Policy(calendar=gone)
    late = turn("2025-11-07 16:30")
    assert due_at(late, policy=policy, network="x") == at("2025-11-08 16:30")
    question = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert due_at(question, policy=policy, network="x") is None


def stands(asked: Turn, as_of: str, policy: Policy = POLICY) -> TurnState:
    due = due_at(asked, policy=policy, network="x")
    return state(asked, due, policy=policy, network="x", as_of=at(as_of))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2025-11-06 10:00", TurnState.RUNNING, id="just asked"),
        pytest.param(
            "2025-11-06 12:59:59", TurnState.RUNNING, id="before the last hour"
        ),
        pytest.param("2025-11-06 13:00", TurnState.DUE_SOON, id="a quarter is left"),
        pytest.param("2025-11-06 13:59:59", TurnState.DUE_SOON, id="a second is left"),
        pytest.param("2025-11-06 14:00", TurnState.OVERDUE, id="due now"),
        pytest.param("2025-11-09 14:00", TurnState.OVERDUE, id="long due"),
    ],
)
def test_a_waiting_turn_comes_near_and_goes_over(
    as_of: str, expected: TurnState
) -> None:
    question = turn("2025-11-06 10:00", kind=TurnKind.QUESTION)
    assert stands(question, as_of) is expected


def test_a_short_target_is_near_a_quarter_of_an_hour_before() -> None:
    sla = Sla.from_table({"complaint": {"first_reply": "40m"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    asked = turn("2025-11-06 10:00")
    assert stands(asked, "2025-11-06 10:24:59", policy) is TurnState.RUNNING
    assert stands(asked, "2025-11-06 10:25", policy) is TurnState.DUE_SOON


def test_what_is_left_is_open_time() -> None:
    asked = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert stands(asked, "2025-11-07 23:00") is TurnState.RUNNING
    assert stands(asked, "2025-11-10 11:29") is TurnState.RUNNING
    assert stands(asked, "2025-11-10 11:30") is TurnState.DUE_SOON


def test_the_cap_is_near_two_hours_before() -> None:
    asked = turn("2025-11-07 16:30")
    assert stands(asked, "2025-11-08 14:29") is TurnState.RUNNING
    assert stands(asked, "2025-11-08 14:30") is TurnState.DUE_SOON
    assert stands(asked, "2025-11-08 16:30") is TurnState.OVERDUE


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"reply": reply("2025-11-06 10:59")}, TurnState.MET, id="in time"),
        pytest.param({"reply": reply("2025-11-06 11:00")}, TurnState.MET, id="just so"),
        pytest.param(
            {"reply": reply("2025-11-06 11:00:01")}, TurnState.MET_LATE, id="late"
        ),
        pytest.param({"reply": reply("2025-11-06 09:59")}, TurnState.MET, id="skewed"),
        pytest.param({"waived": "spam"}, TurnState.WAIVED, id="waived"),
        pytest.param({"waived": ""}, TurnState.WAIVED, id="waived without a reason"),
        pytest.param(
            {"void": True, "waived": "spam", "reply": reply("2025-11-06 10:30")},
            TurnState.VOID,
            id="void whatever else",
        ),
        pytest.param(
            {"withdrawn_at": at("2025-11-06 10:50")}, TurnState.OVERDUE, id="withdrawn"
        ),
    ],
)
def test_a_turn_that_ended_says_how(
    changed: dict[str, object], expected: TurnState
) -> None:
    assert stands(turn("2025-11-06 10:00", **changed), "2025-11-06 12:00") is expected


def test_where_nothing_is_promised_a_turn_is_open_or_answered() -> None:
    nothing = Sla(kinds=((TurnKind.COMPLAINT, Target()),))
    policy = Policy(calendar=NINE_TO_FIVE, sla=nothing)
    asked = turn("2025-11-06 10:00")
    answered = turn("2025-11-06 10:00", reply=reply("2025-11-06 10:30"))
    assert due_at(asked, policy=policy, network="x") is None
    assert stands(asked, "2025-12-06 10:00", policy) is TurnState.OPEN
    assert stands(answered, "2025-12-06 10:00", policy) is TurnState.ANSWERED


def test_a_cap_alone_is_a_promise() -> None:
    cap = (
        Sla.from_table({"complaint": {"cap": "3h"}}).target(TurnKind.COMPLAINT, "x").cap
    )
    sla = Sla(kinds=((TurnKind.COMPLAINT, Target(cap=cap)),))
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    asked = turn("2025-11-08 10:00")
    due = due_at(asked, policy=policy, network="x")
    assert due == asked.started_at + timedelta(hours=3)
    assert stands(asked, "2025-11-08 10:59", policy) is TurnState.RUNNING
    assert stands(asked, "2025-11-08 11:00", policy) is TurnState.DUE_SOON
