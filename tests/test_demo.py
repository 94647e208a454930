"""The shipped example: a month of a small shop that ends now."""

from collections import Counter
from datetime import timedelta

from app.brand_file import read_brand_file
from domain.post import State
from sentiment import engine
from services import demo
from services.records import BadLine, read
from services.reply_times import reply_times
from store import Store, brands, posts
from tests.desk import NOW, keep, open_acme
from tests.made import a_post


def test_the_example_is_as_rich_as_a_real_month() -> None:
    told = [
        each
        for each in read(demo.HOME / "demo.jsonl", now=NOW)
        if not isinstance(each, BadLine)
    ]
    assert len(told) >= 300
    networks = Counter(post.network for post in told)
    assert len(networks) >= 5
    assert {"en", "pl"} <= {post.lang for post in told}
    assert sum(post.state is not State.LIVE for post in told) >= 3
    assert all(".example" in (post.url or ".example") for post in told)


def test_it_comes_in_live_and_ends_now(store: Store) -> None:
    run = demo.load(store, engine=engine("vader"), now=NOW)
    assert run is not None
    assert (run.bad, run.page.new) == (0, run.read)
    assert demo.load(store, engine=engine("vader"), now=NOW) is None
    with store.reading() as session:
        (brand,) = brands.load(session)
        told = reply_times(session, brand, now=NOW)
        every = list(posts.every(session))
    assert brand.record.demo
    assert max(post.posted_at for post in every) == NOW - demo.LAST_POST_AGO
    assert told.figures.turns >= 60
    assert 20 <= told.figures.waiting <= 45
    scenario = [row for row in told.rows if row.collector_lag == timedelta(minutes=12)]
    assert timedelta(hours=3, minutes=30) in {row.wait for row in scenario}


def test_it_goes_with_all_that_hangs_on_it(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("mine", "10:00")])
    demo.load(store, engine=engine("vader"), now=NOW)
    assert demo.remove(store) > 300
    assert demo.remove(store) == 0
    with store.reading() as session:
        assert [each.record.name for each in brands.load(session)] == ["Acme"]
        assert [post.id for post in posts.every(session)] == ["mine"]
        connection = session.connection()
        for table, left in (
            ("judgements", 1),
            ("cases", 1),
            ("turns", 1),
            ("mentions", 1),
        ):
            found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert (table, found) == (table, left)


def test_its_brand_file_is_a_good_example() -> None:
    (brand,) = read_brand_file(demo.HOME / "demo.toml")
    assert len(brand.accounts) >= 5
    assert len(brand.people) >= 1
