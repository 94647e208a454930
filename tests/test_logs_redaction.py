"""A secret is taken out of a text: by its value, in pieces, and by what leads to it."""

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.redaction import MARK, Redactor, secrets_of
from app.settings import Secrets, Settings, Store, cookie_secret, secret_key
from tests.logged import pieces

SECRET = 'Käfer+7/"wald"\\&=meer?'  # noqa: S105


@pytest.fixture
def redact() -> Redactor:
    redactor = Redactor()
    redactor.hide([SECRET, "kurz", "ab", ""])
    return redactor


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param(SECRET, id="as it is"),
        pytest.param(quote(SECRET), id="path"),
        pytest.param(quote(SECRET, safe="").lower(), id="small escapes"),
        pytest.param(quote_plus(SECRET), id="form"),
        pytest.param('K\\u00e4fer+7/\\"wald\\"\\\\&=meer?', id="JSON"),
        pytest.param(repr(SECRET.encode()), id="bytes"),
        pytest.param(b64encode(SECRET.encode()).decode(), id="base64"),
        pytest.param(b64encode(f"id:{SECRET}".encode()).decode(), id="after a name"),
        pytest.param(b64encode(f"me:{SECRET}:".encode()).decode(), id="amid others"),
        pytest.param(urlsafe_b64encode(f"a{SECRET}".encode()).decode(), id="base64url"),
    ],
)
def test_a_secret_is_found_however_it_is_written(
    redact: Redactor, spelling: str
) -> None:
    found = redact(f"before {spelling} after")
    assert found.startswith("before ")
    assert found.endswith(" after")
    for shown in found.split(MARK):
        assert not [each for each in pieces(spelling) if each in shown]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("x Käfer+7/ x", f"x {MARK} x", id="eight"),
        pytest.param("x Käfer+7 x", "x Käfer+7 x", id="seven may be any word"),
        pytest.param("so kurz so", f"so {MARK} so", id="a short one in whole"),
        pytest.param("ab, aber", "ab, aber", id="two letters would blank every word"),
        pytest.param("Käfer+7//wald", f"{MARK}/wald", id="what follows is shown"),
    ],
)
def test_pieces(redact: Redactor, text: str, told: str) -> None:
    assert redact(text) == told


@given(
    before=st.text(),
    secret=st.text(st.characters(exclude_categories=()), min_size=8),
    after=st.text(),
)
def test_any_secret_is_taken_out_of_any_text(
    before: str, secret: str, after: str
) -> None:
    redactor = Redactor()
    redactor.hide([secret])
    for shown in redactor(before + secret + after).split(MARK):
        assert not [each for each in pieces(secret) if each in shown]


SEEN = "Zq8vT2mWx4"
"""A token that nobody told us of."""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Authorization: Bearer {}", "Authorization: ***", id="header"),
        pytest.param(
            "{{'Authorization': 'OAuth a={}'}}", "{{'Authorization': ***", id="dict"
        ),
        pytest.param(r"\"Cookie\": \"a={}\"", r"\"Cookie\": ***", id="JSON in JSON"),
        pytest.param("Set-Cookie: a={}; HttpOnly", "Set-Cookie: ***", id="cookie"),
        pytest.param("with bearer {}", "with bearer ***", id="bearer"),
        pytest.param("Basic {}==", "Basic ***", id="basic"),
        pytest.param(
            "GET /login?token={} HTTP/1.1", "GET /login?token=*** HTTP/1.1", id="link"
        ),
        pytest.param("?access_token={}&a=1", "?access_token=***&a=1", id="query"),
        pytest.param("client_secret={} x", "client_secret=*** x", id="form"),
        pytest.param(
            "{{'password': '{}', 'a': 1}}",
            "{{'password': '***', 'a': 1}}",
            id="password",
        ),
        pytest.param(
            "{{'password': 'a\\'{}'}}", "{{'password': '***'}}", id="quote inside"
        ),
        pytest.param('"api_key": "{}"', '"api_key": "***"', id="JSON"),
        pytest.param("connect(password='{}')", "connect(password='***')", id="call"),
        pytest.param("X-Auth-Token: {}", "X-Auth-Token: ***", id="another header"),
        pytest.param(
            "host=a password={} dbname=b", "host=a password=*** dbname=b", id="libpq"
        ),
        pytest.param("a://me:{}@host/x", "a://me:***@host/x", id="address"),
        pytest.param("a://me:p@{}@host/x", "a://me:***@host/x", id="another @"),
        pytest.param("HTTP_COOKIE=a {}", "HTTP_COOKIE=***", id="variable"),
        pytest.param("/v3/search?q=a&key={}", "/v3/search?q=a&key=***", id="key"),
        pytest.param("token={}", "token=***", id="unfinished"),
        pytest.param("password='{}", "password='***", id="unfinished quote"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str, told: str) -> None:
    assert Redactor()(text.format(SEEN)) == told.format()


@pytest.mark.parametrize(
    "text",
    [
        "EARSHOT_X_BEARER_TOKEN: found it twice, wanted one alone",
        "X needs a bearer token: see the docs",
        "the basic functionality",
        "http://127.0.0.1:8501/inbox",
        "code=429",
        "earshot.secret: found mode 0644, wanted 0600: chmod 600 'earshot.secret'",
    ],
)
def test_what_helps_is_left(text: str) -> None:
    assert Redactor()(text) == text


@pytest.mark.parametrize(
    "part", ["token", "a", "://", "token:", "basic ", "?key=", "password='", "\\"]
)
def test_no_text_takes_long(part: str) -> None:
    # A pattern that goes back and forth over so much would take minutes.
    assert Redactor()("password='" + part * 20_000)
    assert Redactor()(part * 20_000)


def test_the_secrets_of_the_settings_are_all_known(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:p%40ss/w@rd@host/x?sslpassword=keypass&a=b"
    settings = Settings(
        store=Store(url=SecretStr(url)),
        secrets=Secrets(
            x_bearer_token=SecretStr("bearer"), secret_key=SecretStr("key")
        ),
    )
    derived = cookie_secret(settings).get_secret_value()
    password = {"p%40ss/w@rd", "p@ss/w@rd", "p%40ss/w", "p@ss/w", "keypass"}
    assert secrets_of(settings) == {"bearer", "key", derived, *password}


def test_the_key_beside_the_store_is_known_once_it_is_made(tmp_path: Path) -> None:
    settings = Settings(store=Store(url=SecretStr(f"sqlite:///{tmp_path / 'a.db'}")))
    assert secrets_of(settings) == set()
    assert list(tmp_path.iterdir()) == []
    made = secret_key(settings), cookie_secret(settings)
    assert secrets_of(settings) == {each.get_secret_value() for each in made}
