"""The client for Reddit: praw, on our terms, asked for plain JSON only.

Left to itself it would sleep until a limit is over, try thrice, read a praw.ini of the
current folder, and stumble over refusals of a form that it does not expect.
"""

import re
import sys
from collections.abc import Mapping
from configparser import ConfigParser
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import praw
import requests
from praw.config import Config
from praw.exceptions import PRAWException
from prawcore import exceptions as core

from collectors import Setup
from collectors._reddit.things import NETWORK
from collectors.wire import Bounded, Refused, Session, ShapeError, faults, reset_at
from domain.clock import Clock
from domain.pause import RESET_LONGEST
from domain.source import Fault, SourceError

TOKENS = "/api/v1/access_token"

_NONE_LEFT = re.compile(r"-.*|0+(\.0*)?")
_RATE = tuple(f"x-ratelimit-{each}" for each in ("remaining", "reset", "used"))


class Client:
    """Asks Reddit one thing at a time, signed in; praw renews the token."""

    def __init__(self, setup: Setup) -> None:
        self._by = ""
        self._setup = setup
        self._meter = _Metered(setup.clock)
        self._session = Session()
        self._session.mount("http://", self._meter)
        self._session.mount("https://", self._meter)
        self._praw: praw.Reddit | None = None

    def introduce(self, by: str) -> None:
        """Name the user by whose wish we ask, which Reddit wants to know."""
        if by != self._by:
            self._by, self._praw = by, None

    def faults(self) -> AbstractContextManager[None]:
        """Turn what ``get``, and reading what it returns, raises into SourceError."""
        now = self._setup.clock()
        read = partial(_refusal, now=now)
        return faults(NETWORK, now=now, read=read)

    def get(self, path: str, **params: str | int) -> object:
        """Ask once, and once more with a new token when the old one is refused.

        Asks nothing while no call is left in Reddit's window of ten minutes.
        """
        if (until := self._meter.until) and self._setup.clock() < until:
            raise SourceError(
                NETWORK,
                Fault.RATE_LIMITED,
                "no call is left for now",
                until=until,
                network_wide=True,
            )
        held = self._praw
        try:
            return self._ask(path, params)
        except Refused as refused:
            if refused.status != 401:
                raise
            self._praw = None
            if held is None:
                raise
        return self._ask(path, params)

    def _ask(self, path: str, params: dict[str, str | int]) -> object:
        self._praw = self._praw or self._connected()
        try:
            answer: object = self._praw.request(method="GET", path=path, params=params)
        except (PRAWException, core.PrawcoreException) as error:
            raise _below(error) from None
        return answer

    def _connected(self) -> praw.Reddit:
        """Make a client of which every setting is ours."""
        _shut_out_files()
        options, secrets = self._setup.options, self._setup.secrets
        by = f"by /u/{self._by}" if self._by else "by its operator"
        return praw.Reddit(
            "DEFAULT",
            client_id=secrets.get("reddit_client_id", ""),
            client_secret=secrets.get("reddit_client_secret", ""),
            refresh_token=secrets.get("reddit_refresh_token"),
            username=None,
            password=None,
            redirect_uri=None,
            user_agent=f"{sys.platform}:earshot:{version('earshot')} ({by})",
            oauth_url=options.base_url.rstrip("/") + "/",
            reddit_url=options.token_url.rstrip("/"),
            check_for_updates=False,
            check_for_async=False,
            ratelimit_seconds=0,
            timeout=15,
            requestor_kwargs={"session": self._session},
        )


class _Metered(Bounded):
    """Takes off the headers that would make prawcore sleep, and heeds them itself.

    ``until`` is when the next call may be made (UTC), None for at once.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.until: datetime | None = None
        self._clock = clock

    def send(
        self, request: requests.PreparedRequest, *given: Any, **named: Any
    ) -> requests.Response:
        """Send; a refusal to sign us in has status 401, whatever Reddit gave it."""
        signing_in = urlsplit(request.url or "").path.endswith(TOKENS)
        try:
            response = super().send(request, *given, **named)
        except Refused as refused:
            if not signing_in:
                self._heed(refused.headers)
            elif refused.status == 400:  # a refresh token that was taken back
                raise Refused(401, refused.headers, refused.body) from None
            raise
        if not signing_in:
            self._heed(response.headers)
        for name in _RATE:
            response.headers.pop(name, None)
        return response

    def _heed(self, headers: Mapping[str, str]) -> None:
        self.until = None
        if _NONE_LEFT.fullmatch(headers.get("x-ratelimit-remaining", "1").strip()):
            now = self._clock()
            told = reset_at(headers.get("x-ratelimit-reset"), now=now)
            self.until = min(told or now + timedelta(minutes=1), now + RESET_LONGEST)


def _shut_out_files() -> None:
    """Let praw read the praw.ini that it brings along, and no other.

    One in the current folder might name another host for our credentials.
    """
    shipped = ConfigParser(interpolation=None)
    shipped.read_string(files("praw").joinpath("praw.ini").read_text("utf-8"))
    with Config.LOCK:
        Config.CONFIG = shipped


def _below(error: Exception) -> Exception:
    """Return what lies under an exception of praw's, or what it means in our words."""
    match error:
        case core.RequestException():  # of our adapter's making
            return error.original_exception
        case core.OAuthException():  # a refusal with status 200
            return Refused(401, {}, b"")
        case core.BadJSON():
            return ShapeError("an answer that is no JSON")
        case core.ResponseException():
            # BadRequest, Conflict, Forbidden, InsufficientScope, InvalidToken,
            # NotFound, Redirect, ServerError, SpecialError, TooLarge,
            # TooManyRequests, UnavailableForLegalReasons, URITooLong
            return Refused(error.response.status_code, error.response.headers, b"")
        case (
            _
        ):  # InvalidInvocation, and praw's own: ClientException, RedditAPIException
            return ShapeError(f"the client gave up ({type(error).__name__})")


def _refusal(refused: Refused, *, now: datetime) -> SourceError | None:
    """Read what is Reddit's own in a refusal; None leaves it to the status."""
    if refused.status == 429:
        told = ("retry-after", "x-ratelimit-reset")
        moments = (reset_at(refused.headers.get(name), now=now) for name in told)
        return SourceError(
            NETWORK,
            Fault.RATE_LIMITED,
            "HTTP 429",
            until=next(filter(None, moments), None),
            network_wide=True,
        )
    # Who asks for a subreddit that does not exist is led to the search for one.
    elsewhere = refused.headers.get("location", "")
    if refused.status < 400 and "/subreddits/search" in elsewhere:
        return SourceError(NETWORK, Fault.NOT_FOUND, "no such subreddit")
    return None
