"""A store filled past all rules, to ask how its pages behave when it is large.

The rows are such as an import would leave: half of the posts are customers', the other
half replies, and one case in ten still waits. No fact stands behind a case.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks import made
from benchmarks.harness import Tell
from domain.brand import Brand
from response.standing import LAPSE
from services.apply import apply
from store import Store, judgements, posts
from store.cases import CASE_COLUMNS, TURN_COLUMNS
from store.sql import SQLITE, insert
from store.types import sqlite_instant
from store.upgrade import upgrade

BRANDS = ("Acme", "Bolt", "Corner", "Dune")
NOW = made.FIRST + timedelta(days=365)
_BATCH = 5_000

_Row = tuple[object, ...]
_TABLES = {
    "posts": posts.COLUMNS,
    "judgements": judgements.COLUMNS,
    "cases": CASE_COLUMNS,
    "turns": TURN_COLUMNS,
}


def filled(path: Path, rows: int, *, tell: Tell, brands: int = len(BRANDS)) -> Store:
    """Make a store of about ``rows`` posts, of the first ``brands`` of all brands."""
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    apply(store, [Brand(name=each) for each in BRANDS], now=made.FIRST)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous = OFF")
    statements = {
        table: insert(table, columns, SQLITE) for table, columns in _TABLES.items()
    }
    cases = iter(range(max(rows // 2, 1)))
    done = 0
    while some := list(islice(cases, _BATCH)):
        _write(raw, statements, [_case(number, brands) for number in some])
        done += len(some)
        if done % 50_000 == 0:
            tell(f"{done * 2} of {rows} posts laid out")
    raw.close()
    return store


def _write(
    raw: sqlite3.Connection,
    statements: dict[str, str],
    cases: Sequence[dict[str, list[_Row]]],
) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table, statement in statements.items():
        raw.executemany(statement, [row for each in cases for row in each[table]])
    raw.execute("COMMIT")


def _case(number: int, brands: int) -> dict[str, list[_Row]]:
    """Make the rows of one case: two posts, one turn, one judgement."""
    dice = made.dice_of(number)
    brand, waits = number % brands + 1, dice.random() < 0.1
    network, root = dice.choice(made.NETWORKS), f"{number:08}a"
    customer = f"c{dice.randrange(200_000)}"
    start = NOW - timedelta(seconds=dice.randrange(60, 365 * 86_400))
    replied = start + timedelta(seconds=dice.randrange(60, 86_400))
    history = waits and dice.random() < 0.2
    return {
        "posts": list(_posts(
                dice, network, root, customer, moments=(start, replied), waits=waits
            )),
        "judgements": [_judgement(dice, network, root)],
        "cases": [
            (
                brand, network, root, customer, 1, 1, None, None, 0, "", None,
                None if waits else _text(replied + LAPSE), None, True, waits,
                history, dice.random() < 0.95,
                _text(start + timedelta(hours=1)),
                *((_text(start), root, 1, "complaint") if waits else (None,) * 4),
                False,
            )
        ],
        "turns": [
            (
                brand, network, root, customer, 1, 1, "complaint", root,
                _text(start), _text(start), *_reply(replied, root, waits=waits), None,
                False, None, history, None, False,
            )
        ],
    }  # fmt: skip


def _reply(replied: datetime, root: str, *, waits: bool) -> _Row:
    if waits:
        return (None,) * 7
    moment = _text(replied)
    return moment, f"{root}r", "substantive", "native", None, None, moment


def _posts(
    dice: Random,
    network: str,
    root: str,
    customer: str,
    *,
    moments: tuple[datetime, datetime],
    waits: bool,
) -> Iterator[_Row]:
    """Yield the customer's post, and the reply or whatever somebody else had to say."""
    second = "somebody" if waits else "shop"
    for name, above, author, moment in (
        (root, None, customer, moments[0]),
        (f"{root}r", root, second, moments[1]),
    ):
        yield (
            network, name, root, author, author, author, dice.randrange(5_000),
            dice.choice(_TEXTS), _text(moment), _text(moment), above, root, None,
            "reply" if above else "post", f"https://{network}.example/{name}", "en",
            None, 1, 0, 0, None, "live", None, None, None, None, f"{dice.random():.16}",
            False, False,
        )  # fmt: skip


def _judgement(dice: Random, network: str, root: str) -> _Row:
    return (
        network, root, "0" * 16, "en", "negative", -0.5, 0.3, 0.7, 0.0, 1.0, 1.0,
        dice.random(), '["question"]', "delivery", '["broken"]', "vader", "3.3.2",
        False,
    )  # fmt: skip


_text = sqlite_instant
_TEXTS = made.texts(500)
