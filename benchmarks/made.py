"""Made-up posts about a made-up shop: the same ones for the same numbers, anywhere.

They are as many-voiced as a short program can make them: caches of words help less
here than with one text a thousand times, and more than with real people.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from domain.account import Account
from domain.brand import Brand
from domain.post import Author, Kind, Post
from domain.record import from_post

SEED = 2026
FIRST = datetime(2025, 1, 6, 8, tzinfo=UTC)
"""When the first page begins; each further one begins an hour later."""

NETWORKS = ("x", "bluesky", "reddit")
LANGUAGES = {"x": "en", "bluesky": "en", "reddit": None}
"""Reddit says no language, so that one post in three has to be guessed at."""

BRAND = Brand(
    name="Acme",
    queries=("acme OR #acmeshop", '"acme lamps" NOT lyrics'),
    languages=("en", "de", "pl"),
    accounts=tuple(
        Account(network=each, id="shop", handle="acme") for each in NETWORKS
    ),
)


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


_OPENERS = _each(
    "honestly|so|hey|ugh|well|not gonna lie,|update:|OMG|right,|dear|third time now:"
    "|guys|PSA:|fun fact:|seriously|lol|hi"
)
_THINGS = _each(
    "parcel|lamp|kettle|order|refund|desk|delivery|invoice|chair|warranty|voucher|app"
    "|checkout|courier|packaging|support|hotline|website|charger|blanket|mattress"
    "|gift card|newsletter|store"
)
_BAD = _each(
    "is broken|never came|arrived damaged|was a disaster|is useless|is still not here"
    "|got cancelled for no reason|smells terrible|was rude|keeps crashing|is a scam"
    "|has not been refunded|isn't good|makes me angry|sucks|was not what I ordered"
    "|hurt my hand|is worse than before"
)
_GOOD = _each(
    "is lovely|came early|works great|made my day|is perfect|was so kind|isn't bad"
    "|rocks|is worth every penny|looks amazing|saved my birthday"
)
_PLAIN = _each(
    "is on the table|comes in blue|was mentioned on the train|is from march"
    "|needs two batteries|stands next to the other one|has a new label"
)
_ASKS = _each(
    "when will it be back|do you ship to Norway|can I still change the address"
    "|where is my order|is there a student discount|how do I return it"
)
_BOOSTS = _each("really|very|absolutely|kind of|so|extremely|barely|")
_TAILS = _each(
    "!!!|?!| :(| :)| 😡| 😂| ❤️|...|.|| but whatever| smh| #fail| thanks a lot"
    "| never again| would buy again| not happy| WOW"
)
_REPLIES = (
    "Sorry to hear that! Please send us a DM with your order number.",
    "Hi, thank you for your patience: a replacement left our house this morning.",
    "We are looking into it and will get back to you today.",
    "Thanks for the kind words! We passed them on to the team.",
    "The refund was sent on Monday; it takes three working days to arrive.",
)


def texts(count: int) -> list[str]:
    """Make texts of customers, of about 100 characters."""
    dice = dice_of(0)
    return [_text(dice) for _ in range(count)]


def pages(rows: int, *, size: int = 1000) -> Iterator[list[Post]]:
    """Yield posts in pages of at most ``size``."""
    for number, start in enumerate(range(0, rows, size)):
        yield page(number, min(size, rows - start))


def page(number: int, size: int = 1000) -> list[Post]:
    """Make one page of posts: customers, the shop's replies, and customers again."""
    dice = dice_of(number + 1)
    posts: list[Post] = []
    while len(posts) < size:
        posts += _conversation(dice, f"{number}-{len(posts)}", _moment(dice, number))
    return sorted(posts[:size], key=lambda post: (post.posted_at, post.id))


def write(path: Path, posts: Iterable[Post]) -> None:
    """Write posts as a file that can be imported."""
    with path.open("a", encoding="utf-8") as out:
        for post in posts:
            out.write(json.dumps(from_post(post), ensure_ascii=False) + "\n")


def _conversation(dice: Random, name: str, start: datetime) -> Iterator[Post]:
    """Yield a question or complaint, and in half of the cases what came of it."""
    network = dice.choice(NETWORKS)
    customer = dice.randrange(200_000)
    first = _post(dice, network, f"{name}a", start, customer=customer)
    yield first
    if dice.random() < 0.5:
        return
    answered = start + timedelta(seconds=dice.randrange(60, 50_000))
    yield _reply(dice, first, f"{name}b", answered)
    if dice.random() < 0.5:
        later = answered + timedelta(seconds=dice.randrange(60, 9_000))
        again = _post(dice, network, f"{name}c", later, customer=customer, above=first)
        yield again


def _post(
    dice: Random,
    network: str,
    name: str,
    moment: datetime,
    *,
    customer: int,
    above: Post | None = None,
) -> Post:
    tagged = dice.random() < 0.4
    return Post(
        network=network,
        id=name,
        author=Author(
            id=f"c{customer}",
            handle=f"customer_{customer}",
            name=f"Customer {customer}",
            followers=dice.randrange(3_000),
        ),
        text=_text(dice),
        posted_at=moment,
        seen_at=moment + timedelta(seconds=dice.randrange(5, 300)),
        reply_to=above.id if above else None,
        thread=above.id if above else None,
        addressed=("acme",) if tagged else (),
        kind=Kind.REPLY if above else Kind.POST,
        url=f"https://{network}.example/customer_{customer}/{name}",
        lang=LANGUAGES[network],
        likes=dice.randrange(40),
        replies=dice.randrange(4),
        shares=dice.randrange(8),
    )


def _reply(dice: Random, above: Post, name: str, moment: datetime) -> Post:
    return Post(
        network=above.network,
        id=name,
        author=Author(id="shop", handle="acme", name="Acme", followers=51_000),
        text=dice.choice(_REPLIES),
        posted_at=moment,
        seen_at=moment,
        reply_to=above.id,
        thread=above.id,
        kind=Kind.REPLY,
        url=f"https://{above.network}.example/acme/{name}",
        lang=above.lang,
        likes=dice.randrange(5),
    )


def _text(dice: Random) -> str:
    """Put a text together that names the shop; one in fifty is much longer."""
    said = [_sentence(dice) for _ in range(8 if dice.random() < 0.02 else 2)]
    said.insert(dice.randrange(len(said)), dice.choice(("@acme", "acme", "#acmeshop")))
    if dice.random() < 0.1:
        said.append(f"https://example.com/{dice.randrange(10**6):x}")
    return " ".join(said)


def _sentence(dice: Random) -> str:
    kind = dice.random()
    end = _BAD if kind < 0.45 else _GOOD if kind < 0.7 else _PLAIN
    if kind > 0.85:
        asked = dice.choice(_ASKS)
        return f"{dice.choice(_OPENERS)} {asked}, order {dice.randrange(10**5)}?"
    words = [
        dice.choice(_OPENERS),
        "my" if dice.random() < 0.7 else "the",
        dice.choice(_THINGS),
        dice.choice(_BOOSTS),
        dice.choice(end),
    ]
    said = " ".join(word for word in words if word) + dice.choice(_TAILS)
    return said.upper() if dice.random() < 0.04 else said


def _moment(dice: Random, number: int) -> datetime:
    return FIRST + timedelta(hours=number, seconds=dice.randrange(3_600))


def dice_of(number: int) -> Random:
    """Return dice that fall the same way every time, for posts and moments."""
    return Random(SEED * 1_000_003 + number)  # noqa: S311
