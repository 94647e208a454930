"""Real libraries at DEBUG, secrets, a stranger's words: the log shows none of them.

A plain handler stands beside ours and does show them: what is looked for was logged.
"""

import json
import logging
import smtplib
import socket
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import quote, quote_plus

import praw
import prawcore
import pytest
import requests
import tweepy
from pydantic import SecretStr
from requests.adapters import HTTPAdapter
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from app.outgoing import senders
from app.redaction import secrets_of
from app.settings import Mail, Secrets, Settings, Store
from app.wiring import Desk
from domain.errors import StoreError
from store import Store as OpenStore
from store.upgrade import upgrade
from tests.alerted import LENA, STAFFED, open_staffed
from tests.hooked import Hook, hook_server
from tests.logged import lines, pieces, recording
from tests.mailed import FROM, parcel
from tests.served import free_port

BEARER = "AAAAkanarekBEARER%2Bzolw/0+canary=="
CLIENT_SECRET = "kanarek-CLIENT_secret~71"  # noqa: S105
MAIL_PASSWORD = "kanarek MAIL pass&word 72"  # noqa: S105
STORE_PASSWORD = "kanarek@STORE:pass/word 73"  # noqa: S105
KEY = "kanarek-SECRET-key-75"
HOOK_KEY = "kanarek-HOOK-key~76"
HOOK, CHAT = "kanarek0HOOK0token0077", "kanarek0CHAT0token0078"
TOLD = (BEARER, CLIENT_SECRET, MAIL_PASSWORD, STORE_PASSWORD, KEY)
UNTOLD = "kanarek0ACCESS0token0made0elsewhere74"
"""A token that no setting holds."""

TEXT = "Canary complaint: the blue lamp hummed all night long"
AUTHOR, HANDLE = "Kanarka Testowa", "kanarka_mowi"
WORDS = (TEXT, AUTHOR, HANDLE)

log = logging.getLogger("services.canary")


class Network(BaseHTTPRequestHandler):
    """Answers as X and Reddit do, well below /2/tweets and badly elsewhere."""

    answer: ClassVar[dict[str, Any]] = {
        "data": [{"id": "1", "text": TEXT, "edit_history_tweet_ids": ["1"]}],
        "includes": {"users": [{"id": "7", "name": AUTHOR, "username": HANDLE}]},
    }
    wrong: ClassVar[dict[str, Any]] = {"title": TEXT, "detail": AUTHOR, "errors": []}

    def do_GET(self) -> None:
        well = "/2/tweets" in self.path
        body = json.dumps(self.answer if well else {**self.wrong, "who": HANDLE})
        self.send_response(200 if well else 403, TEXT)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", f"sid={UNTOLD}")
        self.end_headers()
        self.wfile.write(body.encode())

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_args: object) -> None:
        """Say nothing: this is the other side."""


@contextmanager
def network() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Network) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mail_server() -> Iterator[int]:
    """Take mail; refuse every login, and repeat in the refusal what was given."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        thread = Thread(target=_take_mail, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def _take_mail(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rwb") as talk:

        def say(line: str) -> None:
            talk.write(f"{line}\r\n".encode())
            talk.flush()

        say("220 here")
        for heard in talk:
            said = heard.decode().strip()
            match said[:4].upper():
                case "EHLO":
                    say("250-here\r\n250 AUTH PLAIN LOGIN")
                case "AUTH":
                    say(f"535 no: {said} {MAIL_PASSWORD} {TEXT}")
                case "QUIT":
                    say("221 bye")
                    return
                case _:
                    say(f"550 no: {TEXT}")


class ToLoopback(HTTPAdapter):
    """Sends to our server what was meant for X."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = request.url.replace("https://api.twitter.com", self.address)
        return super().send(request, *args, **kwargs)


def failed(event: str, kind: type[Exception], deed: Callable[[], object]) -> str:
    """Log that a deed failed; return what a log must not say."""
    with pytest.raises(kind) as caught:
        deed()
    log.error("%s: %s", event, caught.value, exc_info=caught.value)
    return str(caught.value)


def ask_x(address: str) -> None:
    client = tweepy.Client(bearer_token=BEARER)
    with client.session as session:
        session.mount("https://", ToLoopback(address))
        assert client.search_recent_tweets("lamp").data[0].text == TEXT
        said = failed(
            "source failed", tweepy.Forbidden, partial(client.get_user, id="7")
        )
        assert TEXT in said


def ask_reddit(address: str) -> None:
    reddit = praw.Reddit(
        client_id="id",
        client_secret=CLIENT_SECRET,
        user_agent="test",
        oauth_url=address,
        reddit_url=address,
        check_for_updates=False,
    )
    found = reddit.subreddit("lamps").search(TEXT)
    failed("source failed", prawcore.PrawcoreException, lambda: list(found))


def ask_by_hand(address: str) -> None:
    where = f"{address}/a?access_token={UNTOLD}&q={quote(TEXT)}"
    with requests.get(where, auth=("id", CLIENT_SECRET), timeout=9) as answer:
        failed("source failed", requests.HTTPError, answer.raise_for_status)
        library, headers = logging.getLogger("urllib3"), answer.request.headers
        library.warning("Headers: %s", headers)
        library.warning(f"Headers: {headers}, asked {where.partition('&')[0]}")


def send_mail(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=9) as server:
        refused = smtplib.SMTPException
        login = partial(server.login, "me", MAIL_PASSWORD)
        assert MAIL_PASSWORD in failed("mail failed", refused, login)
        letter = partial(server.sendmail, "me@example.com", "you@example.com", TEXT)
        assert TEXT in failed("mail failed", refused, letter)


def open_store(url: str) -> None:
    store = OpenStore(url)
    failed("no store", StoreError, partial(upgrade, store))
    store.close()
    failed("no store", OperationalError, create_engine(url).connect)
    log.warning("no store: %s", url)
    logging.getLogger("sqlalchemy").error(f"no store at {url}")  # noqa: G004


def say_it_all() -> None:
    """Log every secret that was told, as careless code of ours would."""
    for secret in TOLD:
        for spelling in spellings(secret):
            log.warning("source failed: given %s and no more", spelling)


def spellings(secret: str) -> Iterator[str]:
    yield secret
    for octets in (
        secret.encode(),
        f"id:{secret}".encode(),
        f"\0me\0{secret}".encode(),
    ):
        yield from (b64encode(octets).decode(), urlsafe_b64encode(octets).decode())
    yield from (quote(secret), quote(secret, safe=""), quote_plus(secret))


def settings(port: int) -> Settings:
    store = (
        f"postgresql+psycopg://me:{quote(STORE_PASSWORD, safe='')}@127.0.0.1:{port}/x"
    )
    return Settings(
        store=Store(url=SecretStr(store)),
        secrets=Secrets(
            x_bearer_token=SecretStr(BEARER),
            reddit_client_secret=SecretStr(CLIENT_SECRET),
            mail_password=SecretStr(MAIL_PASSWORD),
            secret_key=SecretStr(KEY),
        ),
    )


def everything_at_debug(witness: StringIO) -> None:
    root = logging.getLogger()
    root.addHandler(logging.StreamHandler(witness))
    for name in ("", "tweepy", "tweepy.client", "urllib3", "prawcore", "psycopg"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    for name in list(logging.Logger.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.DEBUG)


def test_no_secret_and_no_word_of_a_stranger_is_logged_at_any_level() -> None:
    witness = StringIO()
    mine = settings(free_port())
    with ExitStack() as stack:
        address = stack.enter_context(network())
        port = stack.enter_context(mail_server())
        said = stack.enter_context(recording("DEBUG", hide=secrets_of(mine)))
        everything_at_debug(witness)
        ask_x(address)
        ask_reddit(address)
        ask_by_hand(address)
        send_mail(port)
        open_store(mine.store.url.get_secret_value())
        say_it_all()
    told = said.getvalue()
    assert {line["event"].partition(":")[0] for line in lines(told)} >= {
        "source failed",
        "mail failed",
        "no store",
    }
    for secret in (*TOLD, UNTOLD):
        for spelling in spellings(secret):
            assert not [each for each in pieces(spelling) if each in told], spelling
    for word in WORDS:
        assert not [each for each in pieces(word) if each in told], word
    for shown in (
        *WORDS,
        BEARER,
        MAIL_PASSWORD,
        quote(STORE_PASSWORD, safe=""),
        UNTOLD,
    ):
        assert shown in witness.getvalue(), shown


def test_no_address_of_a_channel_is_logged_at_any_level(
    sqlite_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness, dead = StringIO(), free_port()
    secrets = Secrets(
        mail_password=SecretStr(MAIL_PASSWORD), webhook_secret=SecretStr(HOOK_KEY)
    )
    with ExitStack() as stack:
        hook = stack.enter_context(hook_server(Hook(status=500)))
        for name, url in (
            ("CANARY_HOOK", f"http://127.0.0.1:{hook.port}/{HOOK}?token={HOOK}"),
            ("CANARY_CHAT", f"json://me:{CHAT}@127.0.0.1:{hook.port}/{CHAT}"),
            ("CANARY_GONE", f"http://127.0.0.1:{dead}/{HOOK}?token={HOOK}"),
        ):
            monkeypatch.setenv(name, url)
        channels = ("mail", "secret:CANARY_HOOK", "secret:CANARY_CHAT")
        lena = replace(LENA, channels=(*channels, "secret:CANARY_GONE"))
        open_staffed(sqlite_store, replace(STAFFED, people=(lena,)))
        port = stack.enter_context(mail_server())
        mail = Mail(host="127.0.0.1", port=port, sender=FROM, tls="none", username="me")
        mine = Settings(mail=mail, secrets=secrets)
        said = stack.enter_context(recording("DEBUG", hide=secrets_of(mine)))
        everything_at_debug(witness)
        found, lacking = senders(Desk(mine, sqlite_store))
        for each in found.values():
            with each.open() as send:
                log.warning("not sent", extra={"said": str(send(parcel()))})
    assert (len(found), lacking) == (4, {})
    told = said.getvalue()
    assert len(lines(told)) >= 4
    for secret in (MAIL_PASSWORD, HOOK_KEY, HOOK, CHAT):
        for spelling in spellings(secret):
            assert not [each for each in pieces(spelling) if each in told], spelling
    for shown in (HOOK, CHAT):
        assert shown in witness.getvalue(), shown
