"""How X is asked: in the old words or the new ones, and what its refusals mean.

X is renaming its fields, from tweets to posts. tweepy knows the old names only, so the
session writes the new ones over them once X has refused the old.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from requests.auth import AuthBase

from collectors.wire import Refused, Session, reset_at
from domain.source import Fault, SourceError
from domain.text import bounded, one_line

NETWORK = "x"
SAID_LIMIT = 200

_QUOTA = {"usage-capped", "credits"}
_RESETS = ("x-rate-limit-reset", "retry-after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How X calls what we ask for."""

    parameter: str
    fields: str
    expansions: str


OLD = Spelling(
    parameter="tweet.fields",
    fields="author_id,conversation_id,created_at,edit_history_tweet_ids,entities,"
    "in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets,text",
    expansions="author_id",
)
# What were fields has become expansions, which X may bill as what they expand.
NEW = Spelling(
    parameter="post.fields",
    fields="conversation_id,created_at,entities,lang,note_post,public_metrics,text",
    expansions="author_id,edit_history_post_ids,referenced_posts",
)


class Asking(Session):
    """Signs what is asked, and spells it; tweepy never holds the bearer token."""

    def __init__(self, bearer_token: str, base: str | None) -> None:
        super().__init__(base=base)
        self.auth = _Bearer(bearer_token)
        self.spelling = OLD

    def respell(self) -> None:
        """Ask in the other spelling from now on."""
        self.spelling = NEW if self.spelling is OLD else OLD

    def request(
        self, method: str | bytes, url: str | bytes, *given: Any, **named: Any
    ) -> requests.Response:
        """Ask; tweepy has written what it wants in the old spelling."""
        asked = dict(named.get("params") or {})
        if asked.pop(OLD.parameter, None):
            asked[self.spelling.parameter] = self.spelling.fields
            asked["expansions"] = self.spelling.expansions
        return super().request(method, url, *given, **named | {"params": asked})


class _Bearer(AuthBase):
    # In here and not with tweepy, which writes headers to its log.
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def refusal(error: Refused, *, now: datetime) -> SourceError | None:
    """Read what X refuses; None leaves it to the status."""
    told = error.json()
    problem = told if isinstance(told, dict) else {}
    kind = kind_of(problem)
    not_enrolled = problem.get("reason") == "client-not-enrolled"
    reset = next((name for name in _RESETS if name in error.headers), None)
    if error.status == 429 and reset and kind not in _QUOTA:
        until = reset_at(error.headers[reset], now=now)
        return SourceError(NETWORK, Fault.RATE_LIMITED, "HTTP 429", until=until)
    if error.status in {402, 429} or kind in _QUOTA or not_enrolled:
        said = f"HTTP {error.status}: no credits, a cap is reached, or no access"
        return SourceError(NETWORK, Fault.QUOTA_EXHAUSTED, said, network_wide=True)
    if error.status == 400:
        return SourceError(NETWORK, Fault.BAD_QUERY, f"HTTP 400: {_words(problem)}")
    return None


def kind_of(problem: object) -> str:
    """Return the last part of the address by which X names a problem, or nothing."""
    kind = problem.get("type") if isinstance(problem, dict) else None
    return kind.rpartition("/")[2] if isinstance(kind, str) else ""


def _words(problem: dict[str, Any]) -> str:
    """Return X's own words on a question that it does not understand; no post's."""
    errors = problem.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    message = first.get("message") if isinstance(first, dict) else None
    for said in (message, problem.get("detail"), problem.get("title")):
        if isinstance(said, str) and said:
            return bounded(one_line(said[:1_000]), SAID_LIMIT)
    return "the question is not understood"
