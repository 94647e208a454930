"""The pages behind the signed links of a message: one button each, and little data.

Opening one does nothing, because programs that look through mail open links too. The
token is all the leave there is, so that they work from a phone that is not signed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app import pages
from app.signed_words import ENGLISH, WORDS, Words

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.signed import Claim, Deed
    from services.take import Offered
    from services.watch import Watch

ACKNOWLEDGE, UNSUBSCRIBE = "/acknowledge", "/unsubscribe"
PATHS = frozenset({ACKNOWLEDGE, UNSUBSCRIBE})
"""Open to whoever holds a token."""

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
"""What these pages may do: to send their own form, and nothing else."""

LONGEST = 1_000
"""Bytes of a form that are looked at."""

ONE_CLICK = b"List-Unsubscribe=One-Click"
"""What a mail program posts on its own button (RFC 8058)."""

BUTTON = '<form method="post"><button>{}</button></form>'


def routes(desk: "Callable[[], Desk]") -> list[BaseRoute]:
    """List the pages; ``desk`` opens the house when one is asked for."""
    both = ["GET", "POST"]
    found = _Pages(desk)
    return [
        Route(ACKNOWLEDGE, found.acknowledge, methods=both),
        Route(UNSUBSCRIBE, found.unsubscribe, methods=both),
    ]


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of one house."""

    desk: "Callable[[], Desk]"

    async def acknowledge(self, request: Request) -> Response:
        """Show who waits, or put the case into the hands of who holds the token."""
        pressed = request.method == "POST"
        return await run_in_threadpool(self._acknowledge, _token(request), pressed)

    async def unsubscribe(self, request: Request) -> Response:
        """Ask whether the digest shall end, or end it."""
        pressed = request.method == "POST"
        one_click = pressed and await _is_one_click(request)
        answer = await run_in_threadpool(self._unsubscribe, _token(request), pressed)
        if one_click and answer.status_code == 200:
            return Response(status_code=200, headers=pages.NO_STORE)
        return answer

    def _acknowledge(self, token: str, pressed: bool) -> Response:
        from domain.alert import About
        from domain.errors import EarshotError
        from services.signed import Deed
        from services.take import offered, take

        try:
            desk = self.desk()
            found = _claimed(desk, token, Deed.TAKE)
            if found is None:
                return _spent(ENGLISH)
            claim, watch, now = found
            about, words = About.parse(claim.about), _words(watch, claim.person)
            if pressed:
                before = take(desk.store, watch, about, person=claim.person, now=now)
                return _taken(before, words, watch)
            with desk.store.reading() as session:
                there = offered(session, watch, about, person=claim.person, now=now)
            return _offer(there, words, watch)
        except EarshotError:
            return pages.no_answer()

    def _unsubscribe(self, token: str, pressed: bool) -> Response:
        from domain.errors import EarshotError
        from services.signed import Deed
        from store import opt_outs

        try:
            desk = self.desk()
            found = _claimed(desk, token, Deed.UNSUBSCRIBE)
            if found is None:
                return _spent(ENGLISH)
            claim, watch, now = found
            words, name = _words(watch, claim.person), escape(watch.record.name)
            if not pressed:
                body = f"<p>{words.digest.format(brand=name)}</p>"
                body += BUTTON.format(words.end_digest)
                return pages.page(200, words.end_digest_title, body)
            with desk.store.begin() as session:
                opt_outs.add(session, watch.id, claim.person, now=now)
            body = f"<p>{words.no_digest.format(brand=name)}</p>"
            return pages.page(200, words.no_digest_title, body)
        except EarshotError:
            return pages.no_answer()


def _token(request: Request) -> str:
    return request.query_params.get("token", "")


async def _is_one_click(request: Request) -> bool:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            return False
    return body.strip() == ONE_CLICK


def _claimed(
    desk: "Desk", token: str, deed: "Deed"
) -> "tuple[Claim, Watch, datetime] | None":
    """Return what a token claims, its brand, and the time; None for a bad one."""
    from app.settings import secret_key
    from services.signed import Deed, read
    from services.watch import watched

    key, now = secret_key(desk.settings).get_secret_value().encode(), desk.clock()
    claim = read(token, key, deed=deed, now=now)
    if claim is None:
        return None
    known = {each.record.name: each for each in watched(desk.store)}
    watch = known.get(claim.brand)
    if watch is None:
        return None
    # Who was taken off the brand takes none of its cases; a digest they may end.
    staff = {each.email for each in watch.record.people}
    if deed is Deed.TAKE and claim.person not in staff:
        return None
    return claim, watch, now


def _words(watch: "Watch", person: str) -> Words:
    """Return the words of the person's language."""
    spoken = {each.email: each.language for each in watch.record.people}
    return WORDS.get(spoken.get(person, ""), ENGLISH)


def _offer(found: "Offered", words: Words, watch: "Watch") -> Response:
    from services.take import Stands

    if found.stands is Stands.OVER:
        return pages.page(200, words.over_title, f"<p>{words.over}</p>")
    body = f"<p>{_waiting(found, words, watch)}</p>"
    if found.assignee and found.stands is not Stands.MINE:
        body += f"<p>{words.has_it.format(who=escape(found.assignee))}</p>"
    return pages.page(200, words.take_title, body + BUTTON.format(words.take))


def _taken(before: "Offered", words: Words, watch: "Watch") -> Response:
    from services.take import Stands

    if before.stands is Stands.OVER:
        return pages.page(200, words.over_title, f"<p>{words.over}</p>")
    body = f"<p>{_waiting(before, words, watch)}</p><p>{words.taken}</p>"
    return pages.page(200, words.taken_title, body)


def _waiting(found: "Offered", words: Words, watch: "Watch") -> str:
    from domain.wording import network_name, span

    said: Mapping[str, str] = {
        "brand": escape(watch.record.name),
        "network": escape(network_name(found.network)),
        "waited": span(int(found.waited.total_seconds()) if found.waited else 0),
    }
    return words.waits.format(**said)


def _spent(words: Words) -> Response:
    return pages.page(404, words.spent_title, f"<p>{words.spent}</p>")
