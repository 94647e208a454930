"""How X is asked, through tweepy: streams, pages, spellings, refusals, prices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.account import Account
from domain.clock import iso
from domain.post import State
from domain.source import Family, Fault, How, Listened, Page, Place, SourceError, Stream
from tests.made import a_post
from tests.networks.hostile import NOW
from tests.networks.server import Answer, Request, Server, as_json
from tests.networks.world import SINCE, world
from tests.networks.x_made import MENTIONS, OWN, SEARCH, SIGNED, an_item, read, x
from tests.networks.x_server import ACME, TOKEN, little, problem


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(world("x").answer) as server:
        yield server


def listened(*needles: str, accounts: tuple[Account, ...] = ()) -> Listened:
    return Listened(brand="Acme", needles=needles, accounts=accounts)


def test_mentions_come_first_then_own_posts_then_searches() -> None:
    accounts = (
        Account(network="x", id="9001", handle="acme"),
        Account(network="x", id="9002", handle="acme_help"),
        Account(network="x", handle="nameless"),
    )
    brands = [
        listened("acme", "Acme Shop", accounts=accounts),
        listened("ACME", "🙂", accounts=accounts[:1]),
    ]
    streams = x().streams(brands)
    assert [each.id for each in streams] == [
        "mentions:9001",
        "mentions:9002",
        "own:9001",
        "own:9002",
        'search:("Acme Shop" OR ACME) -is:retweet',
    ]
    assert {each.overlap for each in streams} == {timedelta(minutes=2)}
    assert [each.horizon for each in streams][:4] == [None] * 4
    assert timedelta(days=6) < (streams[4].horizon or timedelta()) < timedelta(days=7)
    assert x(search=False).streams(brands) == streams[:4]


def test_many_names_are_asked_for_in_few_searches() -> None:
    names = [f"{'acme' * 5} number {each}" for each in range(60)]
    searches = [each.query for each in x().streams([listened(*names)])]
    assert all(len(each) <= 512 for each in searches)
    assert sum(each.count("number") for each in searches) == 60
    assert len(searches) == 5
    assert searches == [each.query for each in x().streams([listened(*names[::-1])])]


def asked(server: Server, stream: Stream, place: Place) -> Request:
    """Return what the server is asked for a page."""
    x(server.url).fetch(stream, place)
    return server.asked[-1]


def test_what_is_asked_for_a_search(server: Server) -> None:
    until = NOW - timedelta(hours=1)
    request = asked(server, SEARCH, Place(since=SINCE, until=until, size=30))
    assert request.path == "/2/tweets/search/recent"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    fields = request.query["tweet.fields"].split(",")
    assert {"note_tweet", "referenced_tweets", "edit_history_tweet_ids"} <= {*fields}
    shown = {"query", "start_time", "end_time", "max_results", "expansions"}
    assert {name: request.query[name] for name in shown} == {
        "query": "(acme) -is:retweet",
        "start_time": iso(SINCE),
        "end_time": iso(until),
        "max_results": "30",
        "expansions": "author_id",
    }


@pytest.mark.parametrize(
    ("stream", "size", "asked_for"),
    [
        (SEARCH, 1, "10"),
        (MENTIONS, 1, "5"),
        (OWN, 7, "7"),
        (OWN, 1_000, "100"),
    ],
    ids=repr,
)
def test_a_page_is_as_large_as_x_and_we_can_afford(
    server: Server, stream: Stream, size: int, asked_for: str
) -> None:
    request = asked(server, stream, Place(size=size))
    assert request.query["max_results"] == asked_for
    assert "start_time" not in request.query
    assert "end_time" not in request.query


def test_a_search_goes_back_no_further_than_x_does(server: Server) -> None:
    request = asked(server, SEARCH, Place(since=NOW - timedelta(days=30)))
    assert request.query["start_time"] == iso(NOW - timedelta(days=7, minutes=-1))
    request = asked(server, OWN, Place(since=NOW - timedelta(days=30)))
    assert request.query["start_time"] == iso(NOW - timedelta(days=30))


def test_own_posts_come_without_shares(server: Server) -> None:
    assert asked(server, OWN, Place()).query["exclude"] == "retweets"
    assert "exclude" not in asked(server, MENTIONS, Place()).query


def a_page(server: Server, stream: Stream, token: str | None, more: str | None) -> Page:
    """Read one page of one post; ``more`` is what leads on."""
    meta = {"result_count": 1} | ({"next_token": more} if more else {})
    server.answer = lambda _request: as_json({"data": [an_item()], "meta": meta})
    return x(server.url).fetch(stream, Place(token=token))


@pytest.mark.parametrize(
    ("stream", "led", "page"),
    [
        pytest.param(MENTIONS, (None, "t.1"), ("1.t.1", False), id="the first page"),
        pytest.param(MENTIONS, ("799.t", None), (None, True), id="the 800th mention"),
        pytest.param(MENTIONS, ("700.t", None), (None, False), id="the 701st"),
        pytest.param(MENTIONS, ("800.t", "u"), ("801.u", False), id="above the cap"),
        pytest.param(OWN, (None, "t"), ("100.t", False), id="own count as asked"),
        pytest.param(OWN, ("3100.t", None), (None, True), id="the 3,200th own post"),
        pytest.param(OWN, ("800.t", None), (None, False), id="the 900th own post"),
        pytest.param(SEARCH, ("5000.t", None), (None, False), id="an endless search"),
    ],
)
def test_what_x_holds_back_is_said(
    server: Server,
    stream: Stream,
    led: tuple[str | None, str | None],
    page: tuple[str | None, bool],
) -> None:
    token, more = led
    found = a_page(server, stream, token, more)
    assert (found.token, found.capped) == page
    where = "next_token" if stream is SEARCH else "pagination_token"
    sent = token.partition(".")[2] if token else None
    assert server.asked[0].query.get(where) == sent


@pytest.mark.parametrize("token", ["t", "7.", ".t", "-1.t", "٣.t"])
def test_a_token_that_is_none_leads_nowhere(server: Server, token: str) -> None:
    with pytest.raises(SourceError, match="bad_query"):
        x(server.url).fetch(MENTIONS, Place(token=token))
    assert server.asked == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"meta": {"result_count": 3}}, Fault.CONTRACT_CHANGED),
        ({"data": [], "meta": {"result_count": 3}}, Fault.CONTRACT_CHANGED),
        ({"data": None, "meta": {"result_count": True}}, Fault.CONTRACT_CHANGED),
        ({"data": [], "meta": {}}, Fault.CONTRACT_CHANGED),
        ({"data": [an_item()]}, Fault.CONTRACT_CHANGED),
        ({"data": [an_item()], "meta": {"next_token": 7}}, Fault.CONTRACT_CHANGED),
        ({"data": an_item(), "meta": {"result_count": 1}}, Fault.CONTRACT_CHANGED),
        ({"errors": [{"type": "x/resource-not-found"}]}, Fault.NOT_FOUND),
        ({"errors": [{"type": "x/not-authorized-for-resource"}]}, Fault.AUTH_SCOPE),
        ({"errors": [{"type": 7}, 7]}, Fault.CONTRACT_CHANGED),
    ],
    ids=repr,
)
def test_a_success_that_holds_nothing_is_none(
    server: Server, told: dict[str, object], fault: Fault
) -> None:
    server.answer = lambda _request: as_json(told)
    with pytest.raises(SourceError) as caught:
        x(server.url).fetch(MENTIONS, Place())
    assert caught.value.fault is fault


def test_nothing_new_is_nothing_bad(server: Server) -> None:
    server.answer = lambda _request: as_json({"meta": {"result_count": 0}})
    page = x(server.url).fetch(MENTIONS, Place())
    assert (page.posts, page.token, page.reach) == ((), None, None)


def test_where_the_old_words_are_refused_the_new_ones_are_used() -> None:
    with Server(little(new=True)) as server:
        collector = x(server.url)
        first = collector.fetch(SEARCH, Place(since=SINCE))
        assert collector.fetch(SEARCH, Place(since=SINCE)).requests == 1
        assert read(server, MENTIONS)
    assert first.requests == 2
    assert first.posts
    refused, *others = server.asked[:3]
    assert "tweet.fields" in refused.query
    for each in others:
        assert "tweet.fields" not in each.query
        assert "note_post" in each.query["post.fields"].split(",")
        assert "referenced_posts" in each.query["expansions"].split(",")


def test_in_the_new_words_the_same_posts_are_read(server: Server) -> None:
    with Server(little(new=True)) as renamed:
        for stream in (MENTIONS, OWN, SEARCH):
            assert read(renamed, stream) == read(server, stream)


@pytest.mark.parametrize("new", [False, True])
def test_a_question_that_x_does_not_understand_is_told_in_its_words(new: bool) -> None:
    healthy = little(new=new)

    def answer(request: Request) -> Answer:
        said = healthy(request)
        return said if said.status == 400 else _misunderstood()

    refused = pytest.raises(SourceError, match="no viable alternative")
    with Server(answer) as server, refused as caught:
        x(server.url).fetch(SEARCH, Place())
    assert caught.value.fault is Fault.BAD_QUERY
    assert len(caught.value.said) < 230
    assert len(server.asked) == 2


def _misunderstood() -> Answer:
    message = "no viable alternative at character 'a'\n" * 50
    return problem(400, "Invalid Request", "invalid-request", message)


@pytest.mark.parametrize(
    ("answer", "fault", "wide"),
    [
        pytest.param(
            problem(429, "UsageCapExceeded", "usage-capped"),
            Fault.QUOTA_EXHAUSTED,
            True,
            id="a cap",
        ),
        pytest.param(
            replace(
                problem(429, "UsageCapExceeded", "usage-capped"),
                headers={"x-rate-limit-reset": f"{NOW.timestamp():.0f}"},
            ),
            Fault.QUOTA_EXHAUSTED,
            True,
            id="a cap with a reset",
        ),
        pytest.param(Answer(status=429), Fault.QUOTA_EXHAUSTED, True, id="no reset"),
        pytest.param(
            Answer(status=429, headers={"x-rate-limit-reset": "x"}),
            Fault.RATE_LIMITED,
            False,
            id="an odd reset",
        ),
        pytest.param(
            problem(402, "CreditsDepleted", "credits"),
            Fault.QUOTA_EXHAUSTED,
            True,
            id="no credits",
        ),
        pytest.param(
            as_json(
                {"reason": "client-not-enrolled", "type": "y/client-forbidden"}, 403
            ),
            Fault.QUOTA_EXHAUSTED,
            True,
            id="not enrolled",
        ),
        pytest.param(
            problem(403, "Forbidden", "client-forbidden"),
            Fault.AUTH_SCOPE,
            False,
            id="forbidden",
        ),
    ],
)
def test_a_refusal_is_what_a_person_must_know(
    server: Server, answer: Answer, fault: Fault, wide: bool
) -> None:
    server.answer = lambda _request: answer
    with pytest.raises(SourceError) as caught:
        x(server.url).fetch(MENTIONS, Place())
    assert (caught.value.fault, caught.value.network_wide) == (fault, wide)


def test_what_is_no_id_or_handle_is_not_sent(server: Server) -> None:
    collector = x(server.url)
    odd = Stream(network="x", family=Family.OWN, query="9001/../me")
    with pytest.raises(SourceError, match="bad_query"):
        collector.fetch(odd, Place())
    with pytest.raises(SourceError, match="bad_query"):
        collector.thread("t3_1 OR cats")
    with pytest.raises(SourceError, match="not_found"):
        collector.account("../me")
    assert server.asked == []


@pytest.mark.parametrize(
    ("base", "secrets", "stream", "usd"),
    [
        ("https://api.x.com", SIGNED, MENTIONS, 0.001),
        ("https://api.twitter.com/", SIGNED, OWN, 0.001),
        ("https://api.x.com", SIGNED, SEARCH, 0.005),
        ("https://api.x.com", SIGNED, None, 0.005),
        ("https://api.x.com", SIGNED, replace(OWN, query="9002"), 0.005),
        ("https://api.x.com", SIGNED | {"x_access_token": ""}, OWN, 0.005),
        ("https://x.example.com", SIGNED, OWN, 0.005),
        ("https://api.x.com", {}, MENTIONS, 0.005),
    ],
)
def test_own_posts_are_cheaper_where_our_own_credentials_sign(
    base: str, secrets: dict[str, str], stream: Stream | None, usd: float
) -> None:
    assert x(base, secrets).price(stream) == usd


def test_what_is_owned_is_signed_for_x_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from collectors.wire import Session

    sent: list[Any] = []

    def send(session: Session, request: Any, **_given: Any) -> Any:
        sent.append(request)
        raise ValueError

    monkeypatch.setattr(Session, "send", send)
    collector = x("https://api.x.com", SIGNED)
    for stream in (MENTIONS, OWN, SEARCH):
        with pytest.raises(SourceError):
            collector.fetch(stream, Place())
    assert [each.url.split("/2/")[0] for each in sent] == [
        "https://api.twitter.com"
    ] * 3
    kinds = [str(each.headers["Authorization"]).split()[0] for each in sent]
    assert kinds == ["OAuth", "OAuth", "Bearer"]


ACCOUNTS = (Account(network="x", id=ACME, handle="Acme"),)


@pytest.mark.parametrize(
    ("addressed", "state", "secrets", "how"),
    [
        (("acme",), State.LIVE, SIGNED, How.API),
        ((ACME,), State.LIVE, SIGNED, How.API),
        ((), State.LIVE, SIGNED, How.LINK),
        (("acme_fans",), State.LIVE, SIGNED, How.LINK),
        (("acme",), State.LIVE, {}, How.LINK),
        (("acme",), State.REMOVED, SIGNED, How.NO),
    ],
)
def test_x_lets_a_program_answer_only_who_called_it(
    addressed: tuple[str, ...], state: State, secrets: dict[str, str], how: How
) -> None:
    post = replace(a_post("1", "10:00"), addressed=addressed, state=state)
    assert x(secrets=secrets).can_reply(post, ACCOUNTS).how is how
