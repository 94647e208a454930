"""The tables [networks.*]: which networks are listened to, and how.

A network is switched on by its table, even an empty one; without it the network is
None. What a network needs in secrets is in app.settings, never in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app import values
from app.values import Reader, part
from domain.table import table, within

OFTEN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class X:
    """X: own mentions, and by ``search`` what others write, within a monthly budget."""

    every: timedelta = OFTEN
    search: bool = True
    monthly_usd: float = 20.0
    base_url: str = "https://api.x.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reddit:
    """Reddit; the token is asked of ``auth_url``, calls go to ``base_url``."""

    every: timedelta = OFTEN
    subreddits: tuple[str, ...] = ()
    base_url: str = "https://oauth.reddit.com"
    auth_url: str = "https://www.reddit.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bluesky:
    """Bluesky; ``handle`` is the account that signs in to search."""

    every: timedelta = OFTEN
    handle: str | None = None
    base_url: str = "https://bsky.social"
    jetstream_url: str = "wss://jetstream2.us-east.bsky.network/subscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastodon:
    """One Mastodon server; hashtags are written without the sign."""

    every: timedelta = OFTEN
    base_url: str = "https://mastodon.social"
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNews:
    """Hacker News, by its public search."""

    every: timedelta = OFTEN
    base_url: str = "https://hn.algolia.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rss:
    """RSS and Atom feeds."""

    every: timedelta = OFTEN
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YouTube:
    """Comments on YouTube."""

    every: timedelta = OFTEN
    base_url: str = "https://www.googleapis.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Posts that other programs hand in at the door, signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Posts in files that somebody puts into a folder."""

    every: timedelta = OFTEN
    path: Path = Path("inbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The networks listened to; None is switched off."""

    x: X | None = None
    reddit: Reddit | None = None
    bluesky: Bluesky | None = None
    mastodon: Mastodon | None = None
    hackernews: HackerNews | None = None
    rss: Rss | None = None
    youtube: YouTube | None = None
    intake: Intake | None = None
    folder: Folder | None = None


SERVER: Mapping[str, Reader] = {"every": values.every, "base_url": values.url}


def x(value: object, *, key: str) -> X:
    """Read [networks.x]."""
    more = {"search": values.switch, "monthly_usd": values.money}
    return part(X, value, key=key, readers={**SERVER, **more})


def reddit(value: object, *, key: str) -> Reddit:
    """Read [networks.reddit]; a server on this machine hands out its own tokens."""
    readers = {**SERVER, "subreddits": values.words, "auth_url": values.url}
    found = part(Reddit, value, key=key, readers=readers)
    named = table(value, key=key)
    if "auth_url" in named or not values.leads_home(found.base_url):
        return found
    return part(
        Reddit, {**named, "auth_url": found.base_url}, key=key, readers=readers
    )


def bluesky(value: object, *, key: str) -> Bluesky:
    """Read [networks.bluesky]."""
    more = {"handle": values.line, "jetstream_url": values.socket_url}
    return part(Bluesky, value, key=key, readers={**SERVER, **more})


def mastodon(value: object, *, key: str) -> Mastodon:
    """Read [networks.mastodon]."""
    readers = {**SERVER, "hashtags": values.words}
    return part(Mastodon, value, key=key, readers=readers)


def hackernews(value: object, *, key: str) -> HackerNews:
    """Read [networks.hackernews]."""
    return part(HackerNews, value, key=key, readers=SERVER)


def rss(value: object, *, key: str) -> Rss:
    """Read [networks.rss]."""
    readers: Mapping[str, Reader] = {"every": values.every, "feeds": values.urls}
    return part(Rss, value, key=key, readers=readers)


def youtube(value: object, *, key: str) -> YouTube:
    """Read [networks.youtube]."""
    return part(YouTube, value, key=key, readers=SERVER)


def intake(value: object, *, key: str) -> Intake:
    """Read [networks.intake], which has no keys."""
    return part(Intake, value, key=key, readers={})


def folder(value: object, *, key: str) -> Folder:
    """Read [networks.folder]."""
    readers: Mapping[str, Reader] = {"every": values.every, "path": values.folder}
    return part(Folder, value, key=key, readers=readers)


READERS: Mapping[str, Reader] = {
    "x": x,
    "reddit": reddit,
    "bluesky": bluesky,
    "mastodon": mastodon,
    "hackernews": hackernews,
    "rss": rss,
    "youtube": youtube,
    "intake": intake,
    "folder": folder,
}


def networks(value: object, *, key: str) -> Networks:
    """Read [networks.*]."""
    return part(Networks, value, key=key, readers=READERS)
