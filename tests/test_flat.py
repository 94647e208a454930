"""A record as a row of cells, and back."""

from typing import Any

import pytest
from hypothesis import given

from domain.flat import COLUMNS, FLAT, flatten, unflatten
from domain.record import FIELDS, from_post, to_post
from tests.posts import NOW, RECORDS


@given(RECORDS)
def test_a_row_of_cells_is_the_post_it_was(record: dict[str, Any]) -> None:
    post = to_post(record, now=NOW)
    cells = {name: str(cell) for name, cell in flatten(from_post(post)).items()}
    row = dict.fromkeys(COLUMNS, "") | cells
    assert to_post(unflatten(row), now=NOW) == post


@pytest.mark.parametrize(
    ("accounts", "cell"),
    [
        pytest.param(["acme", "9001"], "acme 9001", id="plain"),
        pytest.param(["Jane Doe", "a"], '["Jane Doe", "a"]', id="with a blank"),
        pytest.param(["[a"], '["[a"]', id="like a list"),
    ],
)
def test_accounts_in_one_cell(accounts: list[str], cell: str) -> None:
    assert flatten({"addressed": accounts}) == {"addressed": cell}
    assert unflatten({"addressed": cell})["addressed"] == accounts


def test_the_columns_of_a_table() -> None:
    assert COLUMNS[:7] == ("network", "id", *FLAT, "text")
    assert set(COLUMNS) == set(FIELDS) - {"author"} | set(FLAT)


@pytest.mark.parametrize(
    ("cells", "record"),
    [
        pytest.param({"likes": "12", "rating": ""}, {"likes": 12}, id="number"),
        pytest.param({"likes": "many"}, {"likes": "many"}, id="no number"),
        pytest.param({"likes": "1_000"}, {"likes": "1_000"}, id="Python's number"),
        pytest.param({"complaint": "TRUE"}, {"complaint": True}, id="truth"),
        pytest.param({"complaint": "yes"}, {"complaint": "yes"}, id="no truth"),
        pytest.param({"addressed": " a  b "}, {"addressed": ["a", "b"]}, id="accounts"),
        pytest.param(
            {"addressed": '["Jane Doe"]'},
            {"addressed": ["Jane Doe"]},
            id="with a blank",
        ),
        pytest.param({"addressed": "[a"}, {"addressed": "[a"}, id="broken list"),
        pytest.param({"text": ""}, {"text": ""}, id="a text may be empty"),
        pytest.param({"id": "007"}, {"id": "007"}, id="an id is no number"),
        pytest.param(
            {"author_handle": "a"}, {"author": {"handle": "a"}}, id="author without id"
        ),
    ],
)
def test_cells_as_a_record(cells: dict[str, str], record: dict[str, object]) -> None:
    assert unflatten(cells) == {"author": None} | record
