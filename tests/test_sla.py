"""What is promised to whom, and that a wrong promise is refused by its key."""

import json

import pytest

from domain.brand import Policy
from domain.case import TurnKind, TurnState
from domain.errors import ConfigError
from domain.sla import FIGURES, Sla
from response.sla import due_at
from tests.nine_to_five import NINE_TO_FIVE, at, stands, turn


def promised(
    sla: Sla, kind: TurnKind, network: str = "x", *, critical: bool = False
) -> dict[str, str]:
    target = sla.target(kind, network, critical=critical)
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


URGENT = Sla.from_table(
    {
        "critical": {"first_reply": "30m", "cap": "2h"},
        "complaint": {"first_reply": "2h", "reddit": {"first_reply": "3h"}},
        "question": {"next_reply": "5h"},
    }
)


@pytest.mark.parametrize(
    ("kind", "network", "figures"),
    [
        pytest.param(
            TurnKind.COMPLAINT,
            "x",
            {"first_reply": "30m", "next_reply": "30m", "cap": "2h"},
            id="over those of the kind",
        ),
        pytest.param(
            TurnKind.COMPLAINT,
            "reddit",
            {"first_reply": "30m", "next_reply": "30m", "cap": "2h"},
            id="over those of the network",
        ),
        pytest.param(
            TurnKind.QUESTION,
            "x",
            {"first_reply": "30m", "next_reply": "5h", "cap": "2h"},
            id="whatever the kind",
        ),
    ],
)
def test_critical_turns_may_have_figures_of_their_own(
    kind: TurnKind, network: str, figures: dict[str, str]
) -> None:
    calm = promised(URGENT, kind, network)
    assert promised(URGENT, kind, network, critical=True) == calm | figures
    assert calm["first_reply"] != "30m"


@pytest.mark.parametrize("kind", TurnKind)
def test_without_such_figures_a_critical_turn_is_promised_what_others_are(
    kind: TurnKind,
) -> None:
    calm = promised(Sla.DEFAULT, kind)
    assert promised(Sla.DEFAULT, kind, critical=True) == calm


def test_a_critical_turn_is_due_by_its_own_figures() -> None:
    sla = Sla.from_table({"critical": {"first_reply": "30m"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    urgent, calm = (turn("2025-11-06 10:00", critical=each) for each in (True, False))
    assert stands(urgent, "2025-11-06 10:14", policy) is TurnState.RUNNING
    assert stands(urgent, "2025-11-06 10:15", policy) is TurnState.DUE_SOON
    assert stands(urgent, "2025-11-06 10:30", policy) is TurnState.OVERDUE
    assert stands(calm, "2025-11-06 10:30", policy) is TurnState.RUNNING


def test_critical_turns_may_have_a_cap_of_their_own() -> None:
    policy = Policy(calendar=NINE_TO_FIVE, sla=URGENT)
    closed = turn("2025-11-06 17:00", critical=True)
    assert due_at(closed, policy=policy, network="x") == at("2025-11-06 19:00")


def test_an_sla_comes_back_from_its_own_table() -> None:
    sla = Sla.from_table(
        {
            "critical": {"first_reply": "30m"},
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
            "praise: found {}, wanted one of complaint, question, review, critical",
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
        pytest.param(
            {"critical": {"reddit": {"cap": "1h"}}},
            "critical.reddit: found {'cap': '1h'}, wanted one of "
            "first_reply, next_reply, substantive, resolution, cap",
            id="a network among the critical",
        ),
        pytest.param(
            {"critical": {"first_reply": "now"}},
            f"critical.first_reply: found 'now', wanted {DURATION}",
            id="no figure for the critical",
        ),
    ],
)
def test_a_wrong_sla_is_refused_by_its_key(
    table: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        Sla.from_table(table)
    assert str(refused.value) == f"brand.sla.{message}"
