"""A team's login by OpenID Connect: what `st.login` is told, and whom it brings back.

Streamlit's own routes talk to the provider. The cookie that they sign in the end holds
a person's data; it is read here and never reaches a browser, which gets a session of
ours instead: one that can be ended.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from importlib.util import find_spec
from urllib.parse import urlsplit

from pydantic import SecretStr

from app.settings import Login, Settings, cookie_secret
from domain.errors import ConfigError

START = "/auth/login"
BACK = "/oauth2callback"
HANDSHAKE = frozenset({START, BACK})
"""Streamlit's routes that a stranger must reach to become known."""

IDENTITY = "_streamlit_user"
"""The cookie that Streamlit signs; a long one goes on in IDENTITY_1 and so on."""

METADATA = "/.well-known/openid-configuration"
FRESH = timedelta(minutes=2)
LONGEST = 64
"""Pieces of an identity; a provider that tells more of a person is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oidc:
    """The login of this house; ``home`` is its origin, with {port} for its port."""

    login: Login
    client_secret: SecretStr
    cookie_secret: SecretStr
    home: str

    def secrets(self) -> dict[str, dict[str, str]]:
        """Return what Streamlit wants to know, as its secrets."""
        metadata = self.login.issuer.removesuffix(METADATA) + METADATA
        return {
            "auth": {
                "redirect_uri": f"{self.home}{BACK}",
                "cookie_secret": self.cookie_secret.get_secret_value(),
                "client_id": self.login.client_id,
                "client_secret": self.client_secret.get_secret_value(),
                "server_metadata_url": metadata,
            }
        }

    def start(self, *, port: int, now: datetime) -> str:
        """Return where a browser begins to sign in; it must not wait long to go there.

        It is our origin as the provider knows it: under another one of our names the
        browser would come back without what it was given on the way.
        """
        expires = int((now + FRESH).timestamp())
        token = self._signed({"provider": "default", "exp": expires})
        return f"{self.home.replace('{port}', str(port))}{START}?provider={token}"

    def _signed(self, claims: Mapping[str, object]) -> str:
        """Sign as Streamlit does when a page calls `st.login`: a JWT with HS256."""
        words = ({"alg": "HS256", "typ": "JWT"}, claims)
        text = b".".join(_base64(json.dumps(each).encode()) for each in words)
        key = self.cookie_secret.get_secret_value().encode()
        seal = _base64(hmac.digest(key, text, hashlib.sha256))
        return (text + b"." + seal).decode()

    def welcome(self, person: str) -> bool:
        """Tell whether an address is on the list, in capitals or not."""
        name, at, domain = person.casefold().rpartition("@")
        known = {f"{name}@{domain}", f"*@{domain}"} if at else set[str]()
        return any(each.casefold() in known for each in self.login.allowed)

    def person(self, cookies: Iterable[str]) -> str | None:
        """Return the address of who came back, out of what Streamlit sets as cookies.

        None when nobody did, or when the provider itself does not trust the address.
        """
        claims = self._claims(_values(cookies))
        address = claims.get("email")
        if claims.get("email_verified") is False or not isinstance(address, str):
            return None
        return address if address.count("@") == 1 else None

    def _claims(self, values: Mapping[str, str]) -> dict[str, object]:
        whole = self._unsealed(IDENTITY, values)
        head, _, count = whole.partition("-")
        if head == "chunks" and count.isdecimal():
            pieces = range(1, min(int(count), LONGEST) + 1)
            whole = "".join(
                self._unsealed(f"{IDENTITY}_{each}", values) for each in pieces
            )
        try:
            claims = json.loads(whole)
        except ValueError:
            return {}
        return claims if isinstance(claims, dict) else {}

    def _unsealed(self, name: str, values: Mapping[str, str]) -> str:
        """Return what a cookie holds, empty when it is missing, old or forged."""
        from itsdangerous import BadSignature, URLSafeTimedSerializer

        reader = URLSafeTimedSerializer(
            self.cookie_secret.get_secret_value(), salt=name
        )
        try:
            held = reader.loads(values.get(name, ""), max_age=FRESH.seconds)
        except BadSignature:
            return ""
        return held if isinstance(held, str) else ""


def oidc_of(settings: Settings) -> Oidc | None:
    """Return the login of these settings, None without [login].

    Raises ConfigError when it cannot work: the dashboard must not start without it.
    """
    if settings.login is None:
        return None
    secret = settings.secrets.oidc_client_secret
    if secret is None:
        raise ConfigError(
            "EARSHOT_OIDC_CLIENT_SECRET: found none, wanted the secret that belongs to "
            f"login.client_id {settings.login.client_id!r}"
        )
    if not all(map(find_spec, ("authlib", "httpx"))):
        wanted = "Authlib and httpx: pip install 'Authlib>=1.3.2' httpx"
        raise ConfigError(f"login: found no package for it, wanted {wanted}")
    return Oidc(
        login=settings.login,
        client_secret=secret,
        cookie_secret=cookie_secret(settings),
        home=_home(settings),
    )


def _home(settings: Settings) -> str:
    public = urlsplit(settings.dashboard.public_url or "")
    if public.netloc:
        return f"{public.scheme}://{public.netloc}"
    host = settings.dashboard.host
    return f"http://[{host}]:{{port}}" if ":" in host else f"http://{host}:{{port}}"


def _values(cookies: Iterable[str]) -> dict[str, str]:
    """Read Set-Cookie headers; a later one of a name counts."""
    values: dict[str, str] = {}
    for each in cookies:
        try:
            values |= {name: held.value for name, held in SimpleCookie(each).items()}
        except CookieError:
            continue
    return values


def _base64(text: bytes) -> bytes:
    return urlsafe_b64encode(text).rstrip(b"=")
