"""The collector for Reddit: what it asks, and how far it reads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.networks import Reddit as Options
from collectors import Setup
from collectors._reddit.things import forest
from collectors.reddit import build
from domain.account import Account
from domain.checkpoint import Checkpoint
from domain.errors import ConfigError
from domain.post import Author, Kind, Post, State
from domain.source import Fault, How, Listened, Place, SourceError
from tests.networks.hostile import NOW
from tests.networks.reddit_desk import asked, inside, reading, stream
from tests.networks.reddit_server import (
    BASIC,
    BELOW,
    BRAND,
    CHAT,
    REFRESH,
    SECRETS,
    SUBMISSIONS,
    TOKEN,
    answer,
    comment,
    listing,
    submission,
)
from tests.networks.server import Server, as_json


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(answer) as listening:
        yield listening


def test_a_thread_is_read_whole_with_its_deleted_posts_and_the_stub_is_told(
    server: Server,
) -> None:
    page = reading(server).thread("t3_leak")
    assert [each.id for each in page.posts] == [
        *(f"t1_r{number}" for number in (6, 5, 4, 3, 2, 1)),
        "t3_leak",
    ]
    assert page.capped
    assert page.skipped == 1
    assert page.reach == page.posts[-1].posted_at


def test_a_thread_of_a_thousand_levels_is_walked_without_recursion() -> None:
    deepest: Any = ""
    for number in range(5_000):
        below = comment(f"d{number}", "marta_b", 1, "Hm.", replies=deepest)
        deepest = listing([below], {})
    found, stubs = forest([listing(SUBMISSIONS[:1], {}), deepest])
    assert len(found) == 5_001
    assert stubs == 0


def test_a_thread_that_is_no_submission_of_reddit_is_not_asked_for(
    server: Server,
) -> None:
    for root in ("t1_r1", "9001", "t3_../../api", ""):
        assert reading(server).thread(root).posts == ()
    assert not server.asked


def test_posts_stand_or_are_gone_and_what_is_not_given_is_unknown(
    server: Server,
) -> None:
    names = ["t3_lid", "t1_r4", "t3_spam", "t3_gone", "t3_unheard", "not one", "t3_lid"]
    looked = reading(server).look_up(names)
    assert [each.id for each in looked.posts] == ["t3_lid"]
    assert looked.deleted == {"t1_r4", "t3_gone"}
    assert looked.removed == {"t3_spam"}
    assert asked(server)[0].query["id"] == "t3_lid,t1_r4,t3_spam,t3_gone,t3_unheard"


def test_nothing_is_asked_about_posts_that_reddit_cannot_know(server: Server) -> None:
    assert reading(server).look_up(["9001", "x,t3_lid"]).requests == 0
    assert not server.asked


def test_a_hundred_posts_are_looked_up_at_once(server: Server) -> None:
    reading(server).look_up([f"t1_c{number}" for number in range(1, 200)])
    (only,) = asked(server)
    assert len(only.query["id"].split(",")) == 100


def test_an_account_is_known_by_its_full_name(server: Server) -> None:
    assert reading(server).account("Acme_Home") == Author(
        id="t2_acme1", handle="acme_home"
    )


@pytest.mark.parametrize(
    "handle", ["nobody_at_all", "old_ratchet", "a b", "../api/v1/me", ""]
)
def test_an_account_that_cannot_be_had_is_not_found(
    server: Server, handle: str
) -> None:
    with pytest.raises(SourceError) as caught:
        reading(server).account(handle)
    assert caught.value.fault is Fault.NOT_FOUND


def test_inbox_and_own_words_come_first_and_talk_last(server: Server) -> None:
    collector = reading(server, reddit_refresh_token=REFRESH)
    assert [each.id for each in collector.streams([BRAND])] == [
        "inbox:mentions",
        "own:acme_home",
        'search:"acme kettle" OR acme',
        "comments:kettles",
    ]
    assert [each.wide for each in collector.streams([BRAND])] == [False] * 3 + [True]


def test_without_a_refresh_token_there_is_no_inbox_and_without_brands_nothing(
    server: Server,
) -> None:
    collector = reading(server)
    families = [str(each.family) for each in collector.streams([BRAND])]
    assert families == ["own", "search", "comments"]
    assert reading(server, reddit_refresh_token=REFRESH).streams([]) == []


def test_an_account_is_read_once_its_handle_and_its_id_are_known(
    server: Server,
) -> None:
    accounts = (
        Account(network="reddit", id="t2_x"),
        Account(network="reddit", handle="Acme_UK"),
        Account(network="reddit", id="t2_z", handle="no such/handle"),
        Account(network="reddit", id="t2_y", handle="Acme_PL"),
    )
    found = reading(server).streams([Listened(brand="A", accounts=accounts)])
    assert [each.query for each in found] == ["acme_pl", "kettles"]


def test_the_same_words_make_the_same_searches_each_within_the_limit(
    server: Server,
) -> None:
    needles = [f"kettle number {number}" for number in range(60)]
    one = Listened(brand="A", needles=tuple(needles))
    other = Listened(brand="A", needles=tuple(reversed(needles)))
    found, again = (
        [each.id for each in reading(server).streams([listened])]
        for listened in (one, other)
    )
    assert found == again
    searches = [each.removeprefix("search:") for each in found if "search" in each]
    assert all(len(each) <= 512 for each in searches)
    assert all(any(f'"{needle}"' in each for each in searches) for needle in needles)
    assert len(searches) == 3


def test_subreddits_are_read_together_in_one_order(server: Server) -> None:
    names = (*(f"r/Place{number}" for number in range(60, 0, -1)), "place7")
    collector = reading(server, places=names)
    places = [each.query.split("+") for each in collector.streams([BRAND])][-2:]
    assert [len(each) for each in places] == [50, 10]
    assert places[0][:3] == ["place1", "place10", "place11"]


def test_a_subreddit_that_cannot_be_one_stops_the_start(server: Server) -> None:
    with pytest.raises(ConfigError) as caught:
        reading(server, places=("kettles", "r/all/../u"))
    assert str(caught.value) == (
        "networks.reddit.subreddits[1]: found 'r/all/../u', "
        "wanted the name of a subreddit, such as BuyItForLife"
    )


@pytest.mark.parametrize(
    ("named", "path", "query"),
    [
        pytest.param("inbox", "/message/mentions", {"mark": "false"}, id="inbox"),
        pytest.param("own", "/user/acme_home/overview", {"sort": "new"}, id="own"),
        pytest.param(
            "search",
            "/search",
            {"q": '"acme kettle" OR acme', "sort": "new", "type": "link"},
            id="search",
        ),
        pytest.param("comments", "/r/kettles/comments", {}, id="comments"),
    ],
)
def test_a_stream_is_asked_for_once_and_as_it_is(
    server: Server, named: str, path: str, query: dict[str, str]
) -> None:
    collector = reading(server, reddit_refresh_token=REFRESH)
    collector.fetch(stream(collector, named), Place())
    token, only = server.asked
    assert (token.method, token.path) == ("POST", "/api/v1/access_token")
    assert (only.method, only.path) == ("GET", path)
    assert only.query == {**query, "limit": "100", "raw_json": "1"}


def test_an_address_with_a_path_is_kept(server: Server) -> None:
    within = Options(base_url=f"{server.url}/reddit/")
    collector = build(Setup(options=within, secrets=SECRETS, clock=lambda: NOW))
    server.answer = lambda request: answer(
        replace(request, path=request.path.removeprefix("/reddit"))
    )
    collector.account("acme_home")
    assert [each.path for each in server.asked] == [
        "/reddit/api/v1/access_token",
        "/reddit/user/acme_home/about",
    ]


def test_we_say_who_we_are_and_for_whom_we_ask(server: Server) -> None:
    collector = reading(server)
    collector.fetch(stream(collector), Place())
    token, only = server.asked
    assert token.headers["authorization"] == BASIC
    assert token.form == {"grant_type": "client_credentials"}
    assert only.headers["authorization"] == f"bearer {TOKEN['client_credentials']}"
    assert ":earshot:" in only.headers["user-agent"]
    assert "(by /u/acme_home)" in only.headers["user-agent"]


def test_one_token_serves_until_it_is_over(server: Server) -> None:
    collector = reading(server)
    for _ in range(3):
        collector.fetch(stream(collector), Place())
    assert len(server.asked) == 4


def pages(server: Server, count: int, named: str) -> list[tuple[bool, int]]:
    """Read a list of ``count`` items: of each page, if it is capped, and its size."""
    talk = [comment(f"x{n}", "old_ratchet", n, "Hm.") for n in range(count)]
    if named == "search":
        talk = [submission(f"x{n}", "old_ratchet", n, "Acme") for n in range(count)]
    server.answer = inside(lambda request: as_json(listing(talk, request.query)))
    collector = reading(server)
    wanted, place, found = stream(collector, named), Place(), []
    for _ in range(20):
        page = collector.fetch(wanted, place)
        found.append((page.capped, len(page.posts)))
        if page.token is None:
            break
        place = Place(token=page.token)
    return found


@pytest.mark.parametrize(
    ("named", "count", "capped"),
    [
        pytest.param("comments", 1_000, True, id="a list of a thousand"),
        pytest.param("comments", 968, True, id="some of the thousand are gone"),
        pytest.param("comments", 300, False, id="a list that is no longer"),
        pytest.param("search", 245, True, id="a search ends sooner"),
        pytest.param("search", 150, False, id="a search that found no more"),
        pytest.param("comments", 0, False, id="nothing"),
    ],
)
def test_the_end_that_reddit_makes_is_told_from_that_of_the_posts(
    server: Server, named: str, count: int, *, capped: bool
) -> None:
    found = pages(server, count, named)
    assert sum(size for _, size in found) == count
    assert [each for each, _ in found] == [False] * (len(found) - 1) + [capped]


def test_a_drain_past_the_cap_leaves_a_gap_that_says_why(server: Server) -> None:
    talk = [comment(f"x{n}", "old_ratchet", n, "Hm.") for n in range(1_000)]
    server.answer = inside(lambda request: as_json(listing(talk, request.query)))
    collector = reading(server)
    wanted = stream(collector)
    floor = NOW - timedelta(days=2)
    point = Checkpoint(begun_at=floor, floor=floor).opened(wanted, NOW).checkpoint
    ids: set[str] = set()
    gap = None
    while point.drain is not None and point.drain.pages < 20:
        page = collector.fetch(wanted, point.drain.place)
        ids |= page.ids
        step = point.after(page)
        point, gap = step.checkpoint, step.gap
    assert len(ids) == 1_000
    assert gap is not None
    assert gap.reason == "the network's cap"
    assert gap.since == floor - wanted.overlap
    assert gap.until == NOW - timedelta(minutes=999)


def test_a_drain_reads_everything_once_and_never_asks_backwards(server: Server) -> None:
    collector = reading(server)
    wanted = stream(collector)
    point = Checkpoint(begun_at=NOW).opened(wanted, NOW).checkpoint
    ids: list[str] = []
    while point.drain is not None and point.drain.pages < 20:
        page = collector.fetch(wanted, point.drain.place)
        ids += [each.id for each in page.posts]
        point = point.after(page).checkpoint
    assert len(ids) == len(set(ids)) == len(BELOW) + len(CHAT)
    assert point.floor == NOW
    assert all("before" not in each.query for each in asked(server))


def test_a_token_of_another_make_is_refused_before_anything_is_asked(
    server: Server,
) -> None:
    collector = reading(server)
    with pytest.raises(SourceError) as caught:
        collector.fetch(stream(collector), Place(token="t3_a"))  # noqa: S106
    assert caught.value.fault is Fault.BAD_QUERY
    assert not server.asked


def test_items_that_are_no_posts_are_counted_and_the_others_kept(
    server: Server,
) -> None:
    odd = [comment("a", "x", 5, "Hm."), comment("b", "x", 9, "")]
    odd[1]["data"]["body"] = 7
    held = submission("c", "x", 20, "Hm.", removed_by_category="automod_filtered")
    server.answer = inside(
        lambda request: as_json(listing([*odd, held], request.query))
    )
    collector = reading(server)
    page = collector.fetch(stream(collector), Place())
    assert [each.id for each in page.posts] == ["t1_a"]
    assert page.skipped == 1
    assert page.ids == {"t1_a", "t1_b", "t3_c"}
    assert page.reach == NOW - timedelta(minutes=20), "of the last item, kept or not"


@pytest.mark.parametrize(
    ("state", "token", "how"),
    [
        pytest.param(State.LIVE, "", How.LINK, id="without a user"),
        pytest.param(State.LIVE, REFRESH, How.API, id="as a user"),
        pytest.param(State.DELETED, REFRESH, How.NO, id="deleted"),
        pytest.param(State.REMOVED, "", How.NO, id="removed"),
    ],
)
def test_how_a_post_can_be_answered(
    server: Server, state: State, token: str, how: How
) -> None:
    post = Post(
        network="reddit",
        id="t1_a",
        author=None,
        text="Hm.",
        posted_at=NOW,
        seen_at=NOW,
        kind=Kind.COMMENT,
    )
    collector = reading(server, reddit_refresh_token=token)
    found = collector.can_reply(replace(post, state=state), BRAND.accounts)
    assert found.how is how
    assert found.reason


def test_reading_reddit_costs_nothing(server: Server) -> None:
    collector = reading(server)
    assert collector.price(None) == 0
    assert collector.price(stream(collector)) == 0
