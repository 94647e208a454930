"""What collecting remembers: checkpoints, pauses, tallies, checks and heartbeats."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from domain.checkpoint import Checkpoint, Drain
from domain.pause import Pause
from domain.post import PostKey, State
from domain.source import Family, Fault, Stream
from services.apply import apply
from store import (
    Store,
    brands,
    checkpoints,
    checks,
    heartbeats,
    pauses,
    posts,
    tallies,
)
from store.checkpoints import StoredCheckpoint
from store.checks import Due
from store.heartbeats import Heartbeat
from store.tallies import Tally
from tests.desk import NOW, keep, open_acme
from tests.made import ACME_FILE, a_post, at, ours

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
STREAM = Stream(network="x", family=Family.SEARCH, query="acme OR 'Ac\u2009me'")
OTHER = Stream(network="reddit", family=Family.COMMENTS, query="lamps")
FULL = Checkpoint(
    begun_at=NOW - 9 * HOUR,
    floor=NOW - HOUR,
    drain=Drain(
        started_at=NOW - 2 * MINUTE,
        since=NOW - 2 * HOUR,
        token="b26v89c19zqg8o3f",  # noqa: S106 - a page's
        pages=3,
        posts=250,
    ),
    reread_at=NOW - 5 * HOUR,
)
EARLY = timedelta(hours=-1, microseconds=17)


def test_a_checkpoint_comes_back_as_it_was(store: Store) -> None:
    with store.begin() as session:
        assert checkpoints.load(session, "x", STREAM.id) is None
        checkpoints.save(session, STREAM, FULL, tried_at=NOW, read_at=NOW + EARLY)
    with store.reading() as session:
        assert checkpoints.load(session, "x", STREAM.id) == StoredCheckpoint(
            network="x",
            stream=STREAM.id,
            family=Family.SEARCH,
            query=STREAM.query,
            checkpoint=FULL,
            tried_at=NOW,
            read_at=NOW + EARLY,
        )
        assert checkpoints.load(session, "reddit", STREAM.id) is None
        assert checkpoints.load(session, "x", OTHER.id) is None


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(FULL.restarted(), id="no drain"),
        pytest.param(Checkpoint(begun_at=NOW), id="nothing"),
        pytest.param(
            replace(FULL, drain=Drain(started_at=NOW, since=NOW - HOUR)), id="no token"
        ),
    ],
)
def test_a_checkpoint_takes_the_place_of_the_last(
    store: Store, later: Checkpoint
) -> None:
    with store.begin() as session:
        checkpoints.save(session, STREAM, FULL, tried_at=NOW, read_at=NOW)
        checkpoints.save(session, STREAM, later, tried_at=NOW + HOUR, read_at=None)
        (found,) = checkpoints.every(session)
    assert found.checkpoint == later
    assert (found.tried_at, found.read_at) == (NOW + HOUR, NOW)


def test_a_long_question_has_a_checkpoint_too(store: Store) -> None:
    words = "".join(chr(0x4E00 + n * 37 % 20000) for n in range(800))
    stream = replace(STREAM, query=words)
    with store.begin() as session:
        checkpoints.save(session, stream, FULL, tried_at=NOW, read_at=None)
        found = checkpoints.load(session, "x", stream.id)
    assert found is not None
    assert found.query == words


def a_pause(network: str, scope: str, fault: Fault = Fault.UNAVAILABLE) -> Pause:
    return Pause(
        network=network,
        scope=scope,
        fault=fault,
        failures=3,
        since=NOW - HOUR,
        until=NOW + HOUR,
        said="no answer in 30 s",
    )


def test_a_pause_is_kept_until_it_is_lifted(store: Store) -> None:
    whole, family = a_pause("x", ""), a_pause("x", "search", Fault.RATE_LIMITED)
    other = a_pause("reddit", "")
    with store.begin() as session:
        for each in (whole, family, other):
            pauses.save(session, replace(each, failures=1))
            pauses.save(session, each)
        assert pauses.load(session, "x") == {"": whole, "search": family}
        assert pauses.every(session) == [other, whole, family]
        pauses.lift(session, "x", "")
        pauses.lift(session, "x", "inbox")
        assert pauses.every(session) == [other, family]
        assert pauses.load(session, "village") == {}


@pytest.mark.parametrize(
    ("network", "faults", "left"),
    [
        pytest.param("x", {Fault.AUTH_INVALID}, ["reddit", "reddit own"], id="one"),
        pytest.param(None, {Fault.AUTH_INVALID}, ["reddit own"], id="everywhere"),
        pytest.param(
            None, {Fault.AUTH_INVALID, Fault.AUTH_SCOPE}, [], id="several faults"
        ),
        pytest.param("x", {Fault.BAD_QUERY}, ["reddit", "reddit own", "x"], id="none"),
        pytest.param("x", set(), ["reddit", "reddit own", "x"], id="no fault"),
    ],
)
def test_pauses_are_lifted_by_fault(
    store: Store, network: str | None, faults: set[Fault], left: list[str]
) -> None:
    with store.begin() as session:
        pauses.save(session, a_pause("x", "", Fault.AUTH_INVALID))
        pauses.save(session, a_pause("reddit", "", Fault.AUTH_INVALID))
        pauses.save(session, a_pause("reddit", "own", Fault.AUTH_SCOPE))
        assert pauses.lift_faults(session, network, faults) == 3 - len(left)
        found = pauses.every(session)
    assert [f"{each.network} {each.scope}".strip() for each in found] == left


def test_tallies_add_up_by_the_hour(store: Store) -> None:
    mine, yours = ("x", "search:acme"), ("x", "own:9001")
    with store.begin() as session:
        for minute in (0, 59):
            moment = NOW + minute * MINUTE
            tallies.add(
                session, mine, moment, requests=2, posts=90, new=7, skipped=1, usd=0.5
            )
        tallies.add(session, mine, NOW + HOUR, requests=1)
        tallies.add(session, yours, NOW, requests=1, posts=3, usd=0.25)
        tallies.add(session, ("reddit", "search:acme"), NOW, requests=1, usd=8)
        hourly = partial(
            tallies.hourly, session, "x", since=NOW - 9 * HOUR, until=NOW + 9 * HOUR
        )
        assert hourly("search:acme") == [
            Tally(NOW, requests=4, posts=180, new=14, skipped=2, usd=1.0),
            Tally(NOW + HOUR, requests=1, posts=0, new=0, skipped=0, usd=0.0),
        ]
        assert hourly() == [
            Tally(NOW, requests=5, posts=183, new=14, skipped=2, usd=1.25),
            Tally(NOW + HOUR, requests=1, posts=0, new=0, skipped=0, usd=0.0),
        ]
        assert hourly("own:1") == []
        assert [each.hour for each in hourly(until=NOW + HOUR)] == [NOW]
        assert [each.hour for each in hourly(since=NOW + HOUR)] == [NOW + HOUR]


@pytest.mark.parametrize(
    ("since", "until", "usd"),
    [
        pytest.param(0, 2, 3.0, id="both hours"),
        pytest.param(0, 1, 1.0, id="not the last"),
        pytest.param(1, 2, 2.0, id="not the first"),
        pytest.param(2, 9, 0.0, id="none"),
    ],
)
def test_what_was_spent_in_some_hours(
    store: Store, since: int, until: int, usd: float
) -> None:
    with store.begin() as session:
        for stream in ("a", "b"):
            tallies.add(session, ("x", stream), NOW, usd=0.5)
            tallies.add(session, ("x", stream), NOW + HOUR, usd=1.0)
        tallies.add(session, ("reddit", "a"), NOW, usd=64.0)
        begin, end = NOW + since * HOUR, NOW + until * HOUR
        assert tallies.spent(session, "x", since=begin, until=end) == usd


def names(found: Iterable[Due]) -> list[str]:
    return [each.key.id for each in found]


def test_who_waits_is_looked_at_first(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("calm", "10:00", "bea", text="acme!", needs_reply=False),
            a_post("asks", "10:05", "ania", text="acme, where is it?", seen="10:12"),
            a_post("more", "10:06", "ania", reply_to="asks", needs_reply=False),
            a_post("near", "10:07", "cem", reply_to="asks", needs_reply=False),
            a_post("told", "10:08", "dan", text="acme, why?"),
            ours("answer", "10:30", reply_to="told"),
        ],
    )
    with store.begin() as session:
        for minute, each in enumerate(
            ("calm", "near", "told", "asks", "answer", "nowhere", "more")
        ):
            key = PostKey("x", each)
            assert checks.plan(session, [key], NOW + minute * MINUTE) == 1
        assert checks.plan(session, [PostKey("x", "calm")], NOW - HOUR) == 0
        assert checks.plan(session, [PostKey("reddit", "calm")], NOW) == 1
        later = NOW + HOUR
        found = checks.due(session, "x", later, limit=9)
        assert names(found) == ["asks", "more", "calm", "near", "told", "answer"]
        assert found[0] == Due(PostKey("x", "asks"), 0, "asks", at("10:12"), True)
        assert [each.root for each in found[1:4]] == ["asks", "calm", "asks"]
        assert [each.waiting for each in found] == [True] * 2 + [False] * 4
        waiting = checks.due(session, "x", later, limit=9, waiting_only=True)
        assert waiting == found[:2]
        assert names(checks.due(session, "x", later, limit=3)) == names(found)[:3]
        assert names(checks.due(session, "x", NOW + MINUTE, limit=9)) == [
            "calm",
            "near",
        ]
        assert checks.due(session, "x", NOW - MINUTE, limit=9) == []


def test_what_was_looked_at_is_due_again_or_never(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post(each, "10:00", text="acme") for each in ("1", "2", "3")])
    keys = [PostKey("x", each) for each in ("1", "2", "3")]
    with store.begin() as session:
        checks.plan(session, keys, NOW)
        checks.done(session, [(keys[0], 1, NOW + HOUR), (keys[1], 1, None)])
        checks.done(session, [])
        assert names(checks.due(session, "x", NOW, limit=9)) == ["3"]
        (first, _) = checks.due(session, "x", NOW + HOUR, limit=9)[::-1]
        assert (first.key, first.times) == (keys[0], 1)
        # Nobody looks at it, so it may be planned anew; the others are planned.
        assert checks.plan(session, keys, NOW) == 1


def test_each_job_has_one_heartbeat(store: Store) -> None:
    with store.begin() as session:
        heartbeats.beat(session, "x", now=NOW, every=MINUTE)
        heartbeats.beat(session, "lease", now=NOW, every=timedelta(seconds=5))
        heartbeats.beat(session, "x", now=NOW + MINUTE, every=2 * MINUTE)
        assert heartbeats.every(session) == [
            Heartbeat("lease", NOW, timedelta(seconds=5)),
            Heartbeat("x", NOW + MINUTE, 2 * MINUTE),
        ]


def test_threads_that_concern_a_brand_are_known(store: Store) -> None:
    watch = open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", text="acme?"),
            a_post("2", "10:00", text="what a day", needs_reply=None),
            a_post("3", "10:01", "bea", text="acme", reply_to="2", needs_reply=None),
            a_post("4", "10:00", text="nothing", needs_reply=None),
            ours("5", "10:00"),
            a_post("6", "10:02", "cem", text="awful", reply_to="5", complaint=True),
            a_post("7", "10:00", text="a lamp", needs_reply=None),
            a_post("8", "10:00", None, text="acme, says one whose account is gone"),
        ],
    )
    threads = [PostKey("x", str(number)) for number in range(9)]
    with store.reading() as session:
        known = posts.known_threads(session, [*threads, PostKey("reddit", "1")])
        assert {each.id for each in known} == {"1", "2", "5", "8"}
        assert {each.network for each in known} == {"x"}
        assert posts.known_threads(session, []) == set()
    apply(store, [replace(ACME_FILE, queries=("acme", "lamp"))], now=NOW)
    with store.begin() as session:
        assert posts.known_threads(session, threads) == known | {PostKey("x", "7")}
    apply(store, [replace(ACME_FILE, queries=("bird",))], now=NOW)
    with store.begin() as session:
        assert posts.known_threads(session, threads) == {PostKey("x", "5")}
        brands.remove(session, watch.id)
        assert posts.known_threads(session, threads) == set()


def test_posts_seen_since_a_moment(store: Store) -> None:
    open_acme(store)
    gone = a_post("3", "10:00", seen="12:00", state=State.DELETED, deleted="12:00")
    seen = [("1", "11:59"), ("2", "12:00")]
    keep(store, [a_post(name, "10:00", seen=clock) for name, clock in seen] + [gone])
    keys = [PostKey(network, each) for network in ("x", "reddit") for each in "1234"]
    with store.reading() as session:
        found = posts.seen_since(session, keys, at("12:00"))
        assert found == {PostKey("x", "2"), PostKey("x", "3")}
        assert posts.seen_since(session, [], at("12:00")) == set()
