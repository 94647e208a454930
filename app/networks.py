"""The tables [networks.*]: which networks are listened to, and how.

A network is switched on by its table, even an empty one; without it the network is
None. What a network needs in secrets is in app.settings, never in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app import values
from app.values import Reader, is_loopback_url, part, table_of

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
    """Reddit: calls go to ``base_url``, the token for them comes from ``token_url``."""

    every: timedelta = OFTEN
    subreddits: tuple[str, ...] = ()
    base_url: str = "https://oauth.reddit.com"
    auth_url: str | None = None

    @property
    def token_url(self) -> str:
        """Where tokens are had: a server on this machine hands out its own."""
        if self.auth_url is None and is_loopback_url(self.base_url):
            return self.base_url
        return self.auth_url or "https://www.reddit.com"


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


READERS: Mapping[str, Reader] = {
    "x": table_of(
        X,
        every=values.every,
        search=values.switch,
        monthly_usd=values.money,
        base_url=values.url,
    ),
    "reddit": table_of(
        Reddit,
        every=values.every,
        subreddits=values.words,
        base_url=values.url,
        auth_url=values.url,
    ),
    "bluesky": table_of(
        Bluesky,
        every=values.every,
        handle=values.line,
        base_url=values.url,
        jetstream_url=values.socket_url,
    ),
    "mastodon": table_of(
        Mastodon, every=values.every, base_url=values.url, hashtags=values.words
    ),
    "hackernews": table_of(HackerNews, every=values.every, base_url=values.url),
    "rss": table_of(Rss, every=values.every, feeds=values.urls),
    "youtube": table_of(YouTube, every=values.every, base_url=values.url),
    "intake": table_of(Intake),
    "folder": table_of(Folder, every=values.every, path=values.folder),
}


def networks(value: object, *, key: str) -> Networks:
    """Read [networks.*]."""
    return part(Networks, value, key=key, readers=READERS)
