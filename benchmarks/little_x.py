"""A little X on this machine, full of invented posts about an invented shop.

It says nothing new while it listens: what is to be found there is known beforehand.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from benchmarks import made
from benchmarks.served import served
from domain.clock import iso, parse_instant

EPOCH = datetime.fromisoformat("2010-11-04T01:42:54.657Z")
ACME = "9001"
TOKEN = "a-token-for-the-little-x"  # noqa: S105

Said = Mapping[str, Any]
"""A post as X writes it."""


def posts(rows: int, *, since: datetime, until: datetime) -> list[Said]:
    """Make posts evenly spread over a span, newest first; the shop answers some."""
    dice = made.dice_of(-rows)
    texts = made.texts(rows)
    found: list[Said] = []
    for number, text in enumerate(texts):
        at = since + (until - since) * number / rows
        above = dice.choice(found) if number % 5 == 4 else None
        found.append(_post(at, number, text, above))
    return found[::-1]


def _post(at: datetime, number: int, text: str, above: Said | None) -> Said:
    name = str((int((at - EPOCH) / timedelta(milliseconds=1)) << 22) + number)
    tagged = number % 3 == 0
    post = {
        "id": name,
        "author_id": ACME if above else str(70_000 + number % 97),
        "text": text,
        "created_at": iso(at.replace(microsecond=0)),
        "conversation_id": above["conversation_id"] if above else name,
        "lang": "en",
        "edit_history_tweet_ids": [name],
        "entities": {"mentions": [{"id": ACME, "username": "acme"}] if tagged else []},
        "public_metrics": {"like_count": 1, "reply_count": 0, "retweet_count": 0},
    }
    if above:
        post["referenced_tweets"] = [{"type": "replied_to", "id": above["id"]}]
    return post


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What of the posts somebody asks for."""

    path: str
    query: Mapping[str, str]

    def concerns(self, post: Said) -> bool:
        """Tell whether a post belongs into this listing."""
        earliest = self.query.get("start_time")
        if earliest and parse_instant(post["created_at"]) < parse_instant(earliest):
            return False
        if self.path.endswith("/mentions"):
            return bool(post["entities"]["mentions"])
        return self.path.endswith("/recent") or post["author_id"] == ACME


class LittleX:
    """Listens when told to, and tells how often it was asked."""

    def __init__(self, said: Sequence[Said], *, page: int) -> None:
        self.said = said
        self.page = page
        self.expect(0)
        self._http = _Listener(("127.0.0.1", 0), self)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def expect(self, questions: int) -> None:
        """Count from now on; ``asked`` is set once so many questions have come."""
        self.asked = Event()
        self._numbers = count(1)
        self._wanted = questions
        self.questions = 0

    @contextmanager
    def listening(self) -> Iterator[Self]:
        """Answer while this is entered."""
        with served(self._http):
            yield self

    def answer(self, asked: _Asked) -> Mapping[str, Any]:
        """Give one page, the newest first."""
        self.questions = next(self._numbers)
        if self.questions >= self._wanted:
            self.asked.set()
        found = [each for each in self.said if asked.concerns(each)]
        query = asked.query
        start = int(query.get("next_token") or query.get("pagination_token") or 0)
        end = start + self.page
        page = found[start:end]
        meta: dict[str, object] = {"result_count": len(page)}
        if end < len(found):
            meta["next_token"] = str(end)
        authors = sorted({each["author_id"] for each in page})
        users = [{"id": each, "username": f"c{each}", "name": each} for each in authors]
        told = {"data": page, "includes": {"users": users}} if page else {}
        return {**told, "meta": meta}


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], little: LittleX) -> None:
        super().__init__(address, _Handler)
        self.little = little

    def handle_error(self, *_given: object) -> None:
        """Say nothing: who is killed hangs up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        """Answer a question of the collector's."""
        asked = urlsplit(self.path)
        query = dict(parse_qsl(asked.query))
        told = self.server.little.answer(_Asked(path=asked.path, query=query))
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""
