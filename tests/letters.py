"""Letters and digests of invented people, for the tests of what is made of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

from alerts.digest import DayMood, Digest, Figure, Mate, Missed, Praise, TopicChange
from alerts.letter import Card, Ended, Letter, Links, Outage, Reader, Surge
from domain.alert import Step

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
"""Monday, 15:00 in Warsaw."""

DESK = "https://desk.example"
MARTA = Reader(email="marta@northwind.example", zone="Europe/Warsaw")
POLISH = replace(MARTA, language="pl")
HOUR = timedelta(hours=1)

LUCAS = Card(
    case="Northwind/reddit/1/lucas",
    step=Step.OVERDUE,
    name="Lucas Meyer",
    handle="lucas13",
    network="reddit",
    followers=41_200,
    text="The kettle leaked on day two and burned my counter. This is a safety issue,"
    " please call me.",
    posted_at=NOW - timedelta(minutes=90),
    waited=timedelta(minutes=90),
    due_at=NOW - timedelta(minutes=30),
    target="1h",
    topic="defect",
    sentiment="negative",
    flags=("safety", "churn"),
    because=("leaked", "burned", "safety issue"),
    contacts=(
        (False, "Does the kettle come with a lid?"),
        (True, "It does, Lucas!"),
    ),
    next_to="Marta",
    next_at=NOW + timedelta(minutes=30),
    links=Links(
        open=f"{DESK}/?case=lucas",
        take=f"{DESK}/take/abc",
        post="https://reddit.example/1",
    ),
)
TOMASZ = replace(
    LUCAS,
    name="Tomasz Zieliński",
    handle="tomasz75",
    network="x",
    followers=1_034,
    text="Third time I write about my refund for #15489. Your chat closed on me twice.",
    due_at=NOW - timedelta(minutes=49),
    topic="refund",
    flags=(),
    because=("third time",),
    contacts=(),
    nudges=2,
    assignee="Kasia",
    found_late=True,
)
IVY = replace(
    LUCAS,
    step=Step.NUDGE,
    name="Ivy Chen",
    handle="ivy37",
    network="bluesky",
    followers=210,
    text="App logs me out at checkout every single time. Lost my basket twice.",
    waited=timedelta(minutes=45),
    due_at=NOW + timedelta(minutes=15),
    topic="account",
    flags=(),
    contacts=(),
)
SURGE = Surge(
    count=12,
    usual=2.0,
    span=timedelta(minutes=30),
    since=NOW - timedelta(minutes=40),
    networks=3,
    topic="delivery",
    topics=(("delivery", 9), ("service", 3)),
)
OUTAGE = Outage(
    network="reddit",
    sentence="Reddit: the credentials are not accepted since 04:10",
    advice="Check the credentials, and start Earshot anew.",
    since=datetime(2026, 11, 23, 3, 10, tzinfo=UTC),
)
ANSWERED = Ended(
    case=LUCAS.case,
    name=LUCAS.name,
    network="reddit",
    how="answered",
    at=NOW,
    by="Kasia",
    waited=timedelta(minutes=102),
    text="Hi Lucas, we are sorry. A new kettle is on its way.",
    links=Links(open=f"{DESK}/?case=lucas"),
)
EMPTY = Letter(
    brand="Northwind",
    reader=MARTA,
    now=NOW,
    inbox=f"{DESK}/",
    settings=f"{DESK}/alerts",
)


def letter(*cards: Card, reader: Reader = MARTA, waiting: int = 0) -> Letter:
    """A letter about these customers."""
    number = waiting or len(cards)
    return replace(EMPTY, cards=cards, waiting=number, reader=reader)


def days(*totals: int) -> tuple[DayMood, ...]:
    """A fortnight of moods that ends on 22 November."""
    last = date(2026, 11, 22)
    return tuple(
        DayMood(
            day=last - timedelta(days=len(totals) - 1 - back),
            negative=total // 4,
            neutral=total - total // 4 - total // 3,
            positive=total // 3,
        )
        for back, total in enumerate(totals)
    )


BUSY = Digest(
    kind=Step.DAILY,
    brand="Northwind",
    reader=MARTA,
    day=date(2026, 11, 23),
    since=NOW - timedelta(days=1),
    until=NOW,
    waiting=Figure(now=38, before=44),
    overdue=Figure(now=7, before=4),
    median_s=Figure(now=42 * 60, before=49 * 60),
    in_target=Figure(now=0.86, before=0.82),
    target_s=3600,
    oldest=timedelta(days=2),
    mentions=57,
    complaints=19,
    first=(LUCAS, TOMASZ, IVY),
    topics=(
        TopicChange(topic="delivery", posts=18, before=9, networks=3),
        TopicChange(topic="refund", posts=2, before=7, networks=1),
    ),
    thanks=(
        Praise(
            name="Ada Nowak",
            handle="ada",
            network="mastodon",
            text="Ordered on Monday, here on Tuesday. Lovely note inside!",
            first=True,
            links=Links(open=f"{DESK}/?case=ada", post="https://mastodon.example/1"),
        ),
    ),
    days=days(52, 64, 37, 55, 59, 49, 47, 52, 62, 57, 61, 63, 44, 57),
    team=(
        Mate(person="Kasia", answered=12, median_s=2100),
        Mate(person=None, answered=3, median_s=None),
    ),
    blind=timedelta(),
    missed=Missed(share=0.03, low=0.01, high=0.06, checked=200),
    inbox=f"{DESK}/",
    overdue_link=f"{DESK}/?waiting=overdue",
    settings=f"{DESK}/settings",
    unsubscribe=f"{DESK}/unsubscribe/abc",
)
QUIET = replace(
    BUSY,
    waiting=Figure(now=0, before=3),
    overdue=Figure(now=0, before=0),
    median_s=Figure(now=1500, before=1500),
    in_target=Figure(now=1.0, before=1.0),
    oldest=None,
    first=(),
    topics=(),
    thanks=(),
    team=(),
    missed=None,
)
BLIND = replace(BUSY, outages=(OUTAGE,), blind=10 * HOUR)
WEEK = replace(
    BUSY, kind=Step.WEEKLY, since=NOW - timedelta(days=7), blind=timedelta(hours=3)
)
GAP = replace(BUSY, since=NOW - timedelta(days=3), covers=2)


class Page(HTMLParser):
    """Reads what a mail shows, and what it would fetch or open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.links: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.hidden += tag in {"style", "title"}
        self.sources += [
            given[key] or "" for key in ("src", "background") if key in given
        ]
        self.links += [given["href"] or ""] if "href" in given else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is shown, on one line, without the signs that have no width."""
        return flat("".join(self.words).replace("\u200b", ""))


def flat(text: str) -> str:
    return " ".join(text.split())
