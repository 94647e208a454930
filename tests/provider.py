"""A provider of OpenID Connect on this machine: it vouches for whom it is told to."""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from domain.clock import utc_now

CLIENT, SECRET = "earshot", "secret-of-the-client"


@dataclass
class Provider:
    """What it says of whoever signs in, and to whom it gave a code."""

    port: int = 0
    claims: dict[str, object] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to: this provider asks nobody."""
        assert asked["client_id"] == CLIENT
        assert "email" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{back}"

    def token(self, asked: dict[str, str], authorization: str) -> dict[str, object]:
        """Give an identity for a code, once, to the client that holds the secret."""
        begun = self.codes.pop(asked["code"])
        client = b64decode(authorization.removeprefix("Basic ")).decode()
        assert client == f"{CLIENT}:{SECRET}"
        digest = sha256(asked["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert begun["code_challenge"] == challenge
        now = int(utc_now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 60,
            "nonce": begun["nonce"],
            **self.claims,
        }
        sealed = jwt.encode({"alg": "ES256"}, claims, self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": sealed}


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider until the end."""
    provider = Provider()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_flat(parts.query)))
                self.end_headers()
            elif parts.path == "/jwks":
                self._say({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._say(provider.metadata())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked = _flat(self.rfile.read(length).decode())
            self._say(provider.token(asked, self.headers["Authorization"]))

        def _say(self, words: dict[str, Any]) -> None:
            body = json.dumps(words).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        provider.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
