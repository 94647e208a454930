"""Short makers of the things that tests speak of."""

from datetime import UTC, datetime, timedelta

from domain.account import Account
from domain.brand import Brand, BrandRecord, Policy
from domain.case import Turn, TurnKind
from domain.event import Event, EventKind
from domain.judgement import Judgement, Sentiment
from domain.post import Author, Kind, Post, PostKey, State
from domain.thread import Heard, Thread

DAY = datetime(2026, 3, 24, tzinfo=UTC)
"""A Tuesday."""

ACME = BrandRecord(
    name="Acme",
    queries=("acme",),
    accounts=(
        Account(network="x", id="9001", handle="acme"),
        Account(network="reddit", id="t2_9001", handle="acme"),
    ),
    policies=(Policy(),),
)
ACME_FILE = Brand(name="Acme", queries=("acme",), accounts=ACME.accounts)


def at(clock: str, *, day: int = 0) -> datetime:
    """Return an instant of the Tuesday, or of a day after it: ``at("13:30")``."""
    hour, _, rest = clock.partition(":")
    minute, _, second = rest.partition(":")
    return DAY + timedelta(
        days=day, hours=int(hour), minutes=int(minute), seconds=int(second or 0)
    )


def a_post(
    post_id: str,
    when: str | datetime,
    author: str | None = "ania",
    *,
    text: str = "acme, my parcel never came",
    network: str = "x",
    seen: str | None = None,
    reply_to: str | None = None,
    thread: str | None = None,
    addressed: tuple[str, ...] = (),
    kind: Kind | None = None,
    needs_reply: bool | None = True,
    complaint: bool | None = None,
    rating: int | None = None,
    state: State = State.LIVE,
    deleted: str | None = None,
    edited: str | None = None,
    backfilled: bool = False,
    followers: int | None = None,
) -> Post:
    """Make a post; by default a customer's that a person marked as needing a reply."""
    posted_at = at(when) if isinstance(when, str) else when
    return Post(
        network=network,
        id=post_id,
        author=Author(id=author, handle=author, followers=followers)
        if author
        else None,
        text=text,
        posted_at=posted_at,
        seen_at=at(seen) if seen else posted_at,
        reply_to=reply_to,
        thread=thread,
        addressed=addressed,
        kind=kind,
        needs_reply=needs_reply,
        complaint=complaint,
        rating=rating,
        state=state,
        deleted_at=at(deleted) if deleted else None,
        edited_at=at(edited) if edited else None,
        backfilled=backfilled,
    )


def ours(post_id: str, when: str | datetime, **told: object) -> Post:
    """Make a post of the brand's own."""
    return a_post(
        post_id,
        when,
        "9001",
        needs_reply=None,
        **{"text": "Sorted.", **told},  # type: ignore[arg-type]
    )


def a_thread(*posts: Post, root: str = "1") -> Thread:
    """Put posts into one thread, all of them mentions but the brand's."""
    return Thread(
        network="x",
        root=root,
        heard=tuple(
            Heard(post=each, mentioned=bool(each.author and each.author.id != "9001"))
            for each in posts
        ),
    )


def a_turn(started_at: datetime, **changed: object) -> Turn:
    """Make the turn of a complaint that was seen when it was written."""
    first: dict[str, object] = {
        "number": 1,
        "kind": TurnKind.COMPLAINT,
        "posts": ("1",),
        "started_at": started_at,
        "seen_at": started_at,
    }
    return Turn(**(first | changed))  # type: ignore[arg-type]


def an_event(kind: EventKind, when: str | datetime, **detail: object) -> Event:
    """Make a deed of Marta's on ania's case, which begins with post 1 on X."""
    return Event(
        brand="Acme",
        about=PostKey("x", "1"),
        customer="ania",
        kind=kind,
        at=at(when) if isinstance(when, str) else when,
        by="marta",
        detail=detail,
    )


def a_judgement(
    *, complaint: float = 1.0, needs_reply: float = 1.0, flags: tuple[str, ...] = ()
) -> Judgement:
    """Make an engine's judgement."""
    return Judgement(
        lang="en",
        sentiment=Sentiment.NEGATIVE if complaint else Sentiment.NEUTRAL,
        compound=-0.5 if complaint else 0.0,
        p_negative=complaint,
        p_neutral=1 - complaint,
        p_positive=0.0,
        complaint=complaint,
        needs_reply=needs_reply,
        priority=complaint,
        flags=flags,
        engine="hand",
        version="1",
    )
