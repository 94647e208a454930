"""Settings: earshot.toml for what may be read aloud, the environment for secrets.

The one reader of the environment, once, at the start; whoever needs a value is handed
it. The store's address is a secret as well, since it may hold a password.
"""

import hmac
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from app import secret, values
from app.networks import Networks, networks
from app.values import Reader, part, table_of
from domain.errors import ConfigError
from domain.table import table
from sentiment import DEFAULT_ENGINE, ENGINES, OF_A_FOLDER

FILE = Path("earshot.toml")
"""Read from the current folder when no other file is chosen."""

HERE = SecretStr("sqlite:///earshot.db")
"""The store of a command that is told nothing."""

KEY_FILE = "earshot.secret"
"""Beside the store: the key that signs links, made on the first start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where everything is kept; relative paths start at the current folder."""

    url: SecretStr = HERE

    @property
    def folder(self) -> Path:
        """Where what belongs beside the store is kept: an SQLite file's own folder."""
        kind, _, rest = self.url.get_secret_value().partition(":///")
        path = rest.partition("?")[0] if kind == "sqlite" else ""
        return Path(path).absolute().parent if path else Path.cwd()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Where the dashboard listens, and the address it has for people outside."""

    host: str = "127.0.0.1"
    port: int = 8501
    public_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The team's login by OpenID Connect; its client's secret is a secret.

    ``allowed`` are addresses, or ``*@example.com`` for all of one domain.
    """

    issuer: str
    client_id: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """How often the engine asks the store what is due."""

    every: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who judges texts; ``model_folder`` and its digest are for ``transformer`` alone.

    The folder starts at the current one.
    """

    engine: str = DEFAULT_ENGINE
    model_folder: Path | None = None
    model_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that takes our mail; its password is a secret."""

    host: str
    sender: str
    port: int = 587
    tls: str = "starttls"
    username: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the environment holds: field ``x_bearer_token`` is EARSHOT_X_BEARER_TOKEN.

    None is a secret that is not given: its source then says that it needs it.
    """

    x_bearer_token: SecretStr | None = None
    x_consumer_key: SecretStr | None = None
    x_consumer_secret: SecretStr | None = None
    x_access_token: SecretStr | None = None
    x_access_token_secret: SecretStr | None = None
    reddit_client_id: SecretStr | None = None
    reddit_client_secret: SecretStr | None = None
    reddit_refresh_token: SecretStr | None = None
    bluesky_app_password: SecretStr | None = None
    mastodon_access_token: SecretStr | None = None
    youtube_api_key: SecretStr | None = None
    intake_secret: SecretStr | None = None
    mail_password: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    oidc_client_secret: SecretStr | None = None
    secret_key: SecretStr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the owner decides, already checked; ``config`` is the file read."""

    config: Path | None = None
    store: Store = field(default_factory=Store)
    dashboard: Dashboard = field(default_factory=Dashboard)
    login: Login | None = None
    engine: Engine = field(default_factory=Engine)
    judging: Judging = field(default_factory=Judging)
    mail: Mail | None = None
    networks: Networks = field(default_factory=Networks)
    secrets: Secrets = field(default_factory=Secrets)


def _mail(value: object, *, key: str) -> Mail:
    readers = {
        "host": values.host,
        "port": values.port,
        "tls": values.tls,
        "from": values.mailbox,
        "username": values.line,
    }
    # Read as an empty text, a missing one is refused with what would be right.
    given = {"host": "", "from": "", **table(value, key=key)}
    mail = part(Mail, given, key=key, readers=readers)
    if mail.tls == "none" and not values.is_loopback(mail.host):
        wanted = "starttls or tls (none only to a loopback host)"
        raise ConfigError.at(f"{key}.tls", found=mail.tls, wanted=wanted)
    return mail


def _judging(value: object, *, key: str) -> Judging:
    readers = {
        "engine": values.word_of(ENGINES),
        "model_folder": values.folder,
        "model_sha256": values.sha256,
    }
    judging = part(Judging, value, key=key, readers=readers)
    if judging.engine in OF_A_FOLDER:
        for name, wanted in (
            ("model_folder", "the folder of an exported model, such as models/mood"),
            ("model_sha256", "the digest of its files, see docs/transformer.md"),
        ):
            if getattr(judging, name) is None:
                raise ConfigError(f"{key}.{name}: found nothing, wanted {wanted}")
    return judging


def _login(value: object, *, key: str) -> Login:
    readers = {
        "issuer": values.url,
        "client_id": values.line,
        "allowed": values.allowed,
    }
    given = {"issuer": "", "client_id": "", "allowed": (), **table(value, key=key)}
    return part(Login, given, key=key, readers=readers)


READERS: Mapping[str, Reader] = {
    "store": table_of(Store, url=values.open_store_url),
    "dashboard": table_of(
        Dashboard, host=values.own_host, port=values.port, public_url=values.url
    ),
    "login": _login,
    "engine": table_of(Engine, every=values.every),
    "judging": _judging,
    "mail": _mail,
    "networks": networks,
}


def parse(tables: Mapping[str, object]) -> Settings:
    """Check what a file holds; no secret is read. Raises ConfigError."""
    found = part(Settings, tables, key="", readers=READERS)
    _refuse_open(found)
    return found


def _refuse_open(settings: Settings) -> None:
    """Refuse to listen beyond this machine unless people sign in, over TLS."""
    at = settings.dashboard
    missing = [
        what
        for what, there in (
            ("[login]", settings.login is not None),
            (
                "an https:// dashboard.public_url",
                (at.public_url or "").startswith("https:"),
            ),
        )
        if not there
    ]
    if missing and not values.is_loopback(at.host):
        wanted = f"127.0.0.1, or {' and '.join(missing)} as well"
        raise ConfigError.at("dashboard.host", found=at.host, wanted=wanted)


def load(config: Path | None = None, store_url: str | None = None) -> Settings:
    """Read and check everything, so that a wrong value stops the start.

    ``config`` (``--config``) goes before EARSHOT_CONFIG, ``store_url`` (``--store``)
    before EARSHOT_STORE_URL, and that before the file. Raises ConfigError.
    """
    path = _chosen(config)
    found = parse(_tables(path) if path else {})
    url = _store_url(store_url)
    return replace(
        found,
        config=path and path.absolute(),
        store=Store(url=url) if url else found.store,
        secrets=Secrets(
            **{
                each.name: secret.read(f"EARSHOT_{each.name.upper()}", os.environ)
                for each in fields(Secrets)
            }
        ),
    )


def _chosen(config: Path | None) -> Path | None:
    """Choose the file; one that was asked for must be there."""
    asked = config or os.environ.get("EARSHOT_CONFIG")
    if asked:
        return Path(asked)
    return FILE if FILE.exists() else None


def _tables(path: Path) -> Mapping[str, object]:
    """Read the file, whose values are not checked yet."""
    wanted = "a file such as earshot.example.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: found {error.strerror}, wanted {wanted}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: found no TOML ({error}), wanted {wanted}"
        ) from error


def _store_url(option: str | None) -> SecretStr | None:
    """Return the store's address that goes before the file's."""
    if option is not None:
        return SecretStr(values.store_url(option, key="--store"))
    if found := secret.read("EARSHOT_STORE_URL", os.environ):
        key = "EARSHOT_STORE_URL"
        return SecretStr(values.store_url(found.get_secret_value(), key=key))
    return None


def secret_key(settings: Settings) -> SecretStr:
    """Return the key that signs links; without a given one it is made and kept."""
    return settings.secrets.secret_key or secret.kept(settings.store.folder / KEY_FILE)


def cookie_secret(settings: Settings) -> SecretStr:
    """Return Streamlit's own secret, derived so that its cookies outlive a restart."""
    key = secret_key(settings).get_secret_value().encode()
    return SecretStr(hmac.digest(key, b"streamlit cookies", "sha256").hex())


def for_child(settings: Settings) -> dict[str, str]:
    """Return the environment of a process that works with the same settings."""
    mine = {
        "EARSHOT_STORE_URL": settings.store.url.get_secret_value(),
        "PYTHONUNBUFFERED": "1",
    }
    if settings.config:
        mine["EARSHOT_CONFIG"] = str(settings.config)
    rest = {
        name: value
        for name, value in os.environ.items()
        if name != "EARSHOT_STORE_URL_FILE"  # what it held is handed on already
    }
    return {**rest, **mine}


def channel_secret(name: str) -> SecretStr | None:
    """Return the address that a channel such as ``secret:EARSHOT_SLACK_URL`` names.

    Raises ConfigError when the file that holds it cannot be used.
    """
    return secret.read(name, os.environ)


def secret_files() -> list[Path]:
    """Return the files that the environment names for secrets."""
    names = [
        "EARSHOT_STORE_URL",
        *(f"EARSHOT_{each.name.upper()}" for each in fields(Secrets)),
    ]
    found = (os.environ.get(f"{each}_FILE") for each in names)
    return [Path(each) for each in found if each]


def has_screen() -> bool:
    """Tell whether a browser opened here would be seen by somebody."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
