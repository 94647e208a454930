"""``earshot learn`` and ``earshot phrases`` from end to end, and their mistakes."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.folder import House, applied, full, house, imported, one_line

__all__ = ["applied", "full", "house", "imported"]

ACME = ("--brand", "Acme")
ADD = ("phrases", "add", "never came", *ACME)


def test_a_phrase_is_added_listed_and_removed(house: House) -> None:
    assert house("phrases", "list", *ACME).out == "No phrases.\n"
    says = "Acme: a post that says so is a complaint,"
    assert house(*ADD, "--complaint").out == f"{says} from now on\n"
    assert house(*ADD, "--complaint").out == f"{says} before, nothing changed\n"
    assert house("phrases", "add", "sick deal", *ACME, "--no-complaint").code == 0
    assert house.json("phrases", "list", *ACME) == [
        {"phrase": "never came", "is": "complaint"},
        {"phrase": "sick deal", "is": "no complaint"},
    ]
    assert house("apply", house.brand).out == "Acme: nothing changed\n"
    csv = house("phrases", "list", *ACME, "--format", "csv").out.splitlines()
    assert csv[1] == "never came,complaint"
    gone = house("phrases", "remove", "NEVER came", *ACME)
    assert gone.out.endswith("decides nothing any more, from now on\n")
    again = house("phrases", "remove", "never came", *ACME)
    assert again.out == "Acme: no such phrase, nothing changed\n"
    assert "sick deal" in house("phrases", "list", *ACME).out


def test_a_file_that_speaks_of_judging_has_the_last_word(
    house: House, tmp_path: Path
) -> None:
    assert house(*ADD, "--complaint").code == 0
    file = tmp_path / "judging.toml"
    told = house.brand.read_text(encoding="utf-8")
    file.write_text(f'{told}[brand.judging]\nrecall = "95%"\n', encoding="utf-8")
    assert house("apply", file).out == "Acme: new version of judging\n"
    assert house("phrases", "list", *ACME).out == "No phrases.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(
            ["learn", "--brand", "Acne"],
            "--brand: found 'Acne', wanted one of Acme",
            id="no brand",
        ),
        pytest.param(
            ["learn", *ACME, "--undo", "--dry-run"],
            "earshot learn: found --undo with --dry-run, wanted one",
            id="both",
        ),
        pytest.param(
            ["phrases", "add", "!!!", *ACME, "--complaint"],
            "PHRASE: found '!!!',"
            " wanted a phrase that holds a word, such as never came",
            id="no word",
        ),
        pytest.param(
            ["cases", "judge", "Acme/x/4/b", "--topic", "wether"],
            "--topic: found 'wether', wanted one of delivery, refund,",
            id="no topic",
        ),
        pytest.param(
            ["cases", "judge", "Acme/x/4/b", "--sentiment", "sad"],
            "--sentiment: found 'sad', wanted one of negative, neutral, positive",
            id="no mood",
        ),
        pytest.param(
            ["cases", "judge", "Acme/x/4/b", "--unsay", "--complaint"],
            "earshot cases judge: found --unsay with a judgement,",
            id="said and unsaid",
        ),
    ],
)
def test_a_mistake_is_one_line(full: House, words: Sequence[str], says: str) -> None:
    done = full(*words)
    assert done.code == 2
    assert says in one_line(done)


def test_what_was_learnt_is_said(house: House) -> None:
    nothing = house("learn", *ACME)
    assert nothing.out == (
        "Acme: 0 labels, 0 complaints, 0 others\n"
        "so far: no complaints found\n"
        "nothing learnt: found 0 labels, wanted 50\n"
    )
    undone = house("learn", *ACME, "--undo")
    assert undone.out == "Acme: nothing was learnt, nothing changed\n"


def test_the_lane_can_be_listed(full: House) -> None:
    assert full("cases", "list", "--unsure").out == "Nothing is unsure.\n"
    assert json.loads(full("cases", "list", "--unsure", "--format", "json").out) == []
