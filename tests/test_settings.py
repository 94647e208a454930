"""A bad setting tells its owner which one, what it is, and what would be right."""

import re
import tomllib
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from app import settings
from app.networks import Networks, Reddit
from app.values import is_loopback
from collectors import known_networks
from domain.errors import ConfigError
from tests.refused import refused

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "earshot.example.toml"
WHOLE = re.sub(r"(?m)^#(?=\S)", "", EXAMPLE.read_text(encoding="utf-8"))
"""With the tables that are not switched on; those signs have no space behind them."""
LOGIN = """
[login]
issuer = "https://accounts.example.com"
client_id = "earshot"
allowed = ["marta@example.com"]
"""


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.for_child(settings.Settings()):
        if name.startswith("EARSHOT_"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def a_key_file(path: Path, text: str = "s3cret\n", *, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        pytest.param(
            "[dashboard]\nport = '8501'",
            "dashboard.port: found '8501', wanted a port from 1 to 65535, such as 8501",
            id="a port in quotes",
        ),
        pytest.param(
            "[dashboard]\nport = true",
            "dashboard.port: found True, wanted a port from 1 to 65535, such as 8501",
            id="a switch for a port",
        ),
        pytest.param(
            "[dashboard]\nprot = 8501",
            "dashboard.prot: found 8501, wanted a key that exists; did you mean port?",
            id="a mistyped key",
        ),
        pytest.param(
            "[networks.blusky]",
            "networks.blusky: found {}, wanted a key that exists; "
            "did you mean bluesky?",
            id="a mistyped network",
        ),
        pytest.param(
            "[dashbord]",
            "dashbord: found {}, wanted a key that exists; did you mean dashboard?",
            id="a mistyped table",
        ),
        pytest.param(
            "store = 'sqlite:///earshot.db'",
            "store: found 'sqlite:///earshot.db', wanted a table",
            id="a value for a table",
        ),
        pytest.param(
            "[dashboard]\nhost = '0.0.0.0'",
            "dashboard.host: found '0.0.0.0', wanted 127.0.0.1, or [login] and an "
            "https:// dashboard.public_url as well",
            id="open to the network",
        ),
        pytest.param(
            f"[dashboard]\nhost = '192.168.1.5'\n{LOGIN}",
            "dashboard.host: found '192.168.1.5', wanted 127.0.0.1, or an https:// "
            "dashboard.public_url as well",
            id="open to the network, in the clear",
        ),
        pytest.param(
            f"[dashboard]\nhost = '::'\npublic_url = 'http://localhost'\n{LOGIN}",
            "dashboard.host: found '::', wanted 127.0.0.1, or an https:// "
            "dashboard.public_url as well",
            id="open to the network under a name of this machine",
        ),
        pytest.param(
            "[dashboard]\nhost = '0.0.0.0'\npublic_url = 'https://a.example'",
            "dashboard.host: found '0.0.0.0', wanted 127.0.0.1, or [login] as well",
            id="open to the network without a login",
        ),
        pytest.param(
            "[dashboard]\nhost = 'desk.example.com'",
            "dashboard.host: found 'desk.example.com', wanted an address of this "
            "machine, such as 127.0.0.1",
            id="a name to listen on",
        ),
        pytest.param(
            "[login]\nissuer = 'https://a.example'\nclient_id = 'a'",
            "login.allowed: found (), wanted a list of addresses, such as "
            '["marta@example.com", "*@example.com"]',
            id="a login for nobody",
        ),
        pytest.param(
            "[login]\nissuer = 'http://a.example'\nclient_id = 'a'",
            "login.issuer: found 'http://a.example', wanted an https:// address "
            "(http:// only to a loopback host)",
            id="a login in the clear",
        ),
        *(
            pytest.param(
                "[login]\nissuer = 'https://a.example'\nclient_id = 'a'\n"
                f"allowed = ['marta@a.example', '{wrong}']",
                f"login.allowed: found '{wrong}', wanted a list of addresses, such as "
                '["marta@example.com", "*@example.com"]',
                id=f"{wrong} may sign in",
            )
            for wrong in ("*", "*@*", "*@*.a.example", "a.example", "m*@a.example")
        ),
        pytest.param(
            "[dashboard]\npublic_url = 'http://desk.example.com'",
            "dashboard.public_url: found 'http://desk.example.com', wanted an "
            "https:// address (http:// only to a loopback host)",
            id="plain http to the world",
        ),
        pytest.param(
            "[networks.mastodon]\nbase_url = 'https://me:pw@example.com'",
            "networks.mastodon.base_url: found a user name in the address, "
            "wanted none there",
            id="a password in an address",
        ),
        pytest.param(
            "[networks.x]\nbase_url = 'https://[::1'",
            "networks.x.base_url: found 'https://[::1', wanted an "
            "https:// address (http:// only to a loopback host)",
            id="a broken address",
        ),
        pytest.param(
            "[networks.bluesky]\njetstream_url = 'ws://example.com'",
            "networks.bluesky.jetstream_url: found 'ws://example.com', wanted a "
            "wss:// address (ws:// only to a loopback host)",
            id="a plain socket to the world",
        ),
        pytest.param(
            "[networks.rss]\nfeeds = ['https://a.example', 5]",
            "networks.rss.feeds[1]: found 5, wanted an "
            "https:// address (http:// only to a loopback host)",
            id="one bad feed of two",
        ),
        pytest.param(
            "[networks.x]\nsearch = 'yes'",
            "networks.x.search: found 'yes', wanted true or false",
            id="a word for a switch",
        ),
        pytest.param(
            "[networks.x]\nmonthly_usd = nan",
            "networks.x.monthly_usd: found nan, wanted US dollars from 0 on, "
            "such as 20",
            id="no number of dollars",
        ),
        pytest.param(
            "[networks.reddit]\nsubreddits = 'Polska'",
            "networks.reddit.subreddits: found 'Polska', wanted a list of names, "
            'such as ["acme"]',
            id="one name for a list",
        ),
        pytest.param(
            "[store]\nurl = 'mysql://root:hunter2@host/earshot'",
            "store.url: found mysql://…, wanted sqlite:///earshot.db or "
            "postgresql+psycopg://user@host/earshot",
            id="another store, its password not shown",
        ),
        pytest.param(
            "[store]\nurl = 'postgresql+psycopg://me:hunter2@host/earshot'",
            "store.url: found a password, wanted it in the environment, "
            "as EARSHOT_STORE_URL",
            id="a password in the file",
        ),
        pytest.param(
            "[mail]\nhost = 'smtp.example.com'",
            "mail.from: found '', wanted an address, such as "
            "Earshot <earshot@example.com>",
            id="mail from nobody",
        ),
        pytest.param(
            "[mail]\nhost = 'smtp.example.com'\nfrom = 'a@b.example'\ntls = 'none'",
            "mail.tls: found 'none', wanted starttls or tls "
            "(none only to a loopback host)",
            id="mail in the clear",
        ),
        pytest.param(
            "[mail]\nhost = 'smtp.example.com'\nfrom = 'a@b.example'\ntls = 'ssl'",
            "mail.tls: found 'ssl', wanted one of starttls, tls, none",
            id="an unknown tls",
        ),
        pytest.param(
            '[mail]\nhost = "h"\nfrom = "a@b.example\\nBcc: c@d.example"',
            "mail.from: found 'a@b.example\\nBcc: c@d.example', wanted an address, "
            "such as Earshot <earshot@example.com>",
            id="a second header",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(toml: str, says: str) -> None:
    assert refused(toml) == says


def test_a_wrong_span_is_named_with_its_network() -> None:
    says = r"^networks\.x\.every: found '5 minutes', wanted .*, such as "
    with pytest.raises(ConfigError, match=says):
        settings.parse({"networks": {"x": {"every": "5 minutes"}}})


def test_without_a_file_there_are_defaults() -> None:
    found = settings.load()
    assert found.config is None
    assert found.store.url.get_secret_value() == "sqlite:///earshot.db"
    assert (found.dashboard.host, found.dashboard.port) == ("127.0.0.1", 8501)
    assert found.networks == Networks()


def test_an_empty_table_switches_a_network_on(tmp_path: Path) -> None:
    (tmp_path / "earshot.toml").write_text("[networks.reddit]\nevery = '9m'")
    found = settings.load()
    assert found.networks == Networks(reddit=Reddit(every=timedelta(minutes=9)))
    assert found.config == tmp_path / "earshot.toml"


def test_a_login_and_an_encrypted_name_open_the_house_to_the_network() -> None:
    text = "[dashboard]\nhost = '0.0.0.0'\npublic_url = 'https://a.example'\n"
    found = settings.parse(tomllib.loads(text + LOGIN))
    assert not is_loopback(found.dashboard.host)
    assert found.login is not None
    assert found.login.allowed == ("marta@example.com",)


def test_the_example_is_valid_and_leaves_no_key_out() -> None:
    tables = tomllib.loads(WHOLE)
    found = settings.parse(tables)
    assert set(tables) == set(settings.READERS)
    networks = tables.pop("networks")
    for name, table in {**tables, **networks}.items():
        part = getattr(found, name, None) or getattr(found.networks, name)
        named = {"sender" if key == "from" else key for key in table}
        assert named == set(part.__slots__), name


def test_the_example_listens_to_all_that_can_be_read_and_nothing_else() -> None:
    told = settings.load(EXAMPLE).networks
    on = {each.name for each in fields(told) if getattr(told, each.name) is not None}
    assert on == set(known_networks())


def test_the_example_shows_the_defaults_where_there_are_any() -> None:
    given, bare = settings.parse(tomllib.loads(WHOLE)), settings.load()
    assert given.store == bare.store
    assert given.engine == bare.engine
    switched_on = settings.parse({"networks": {"hackernews": {}, "folder": {}}})
    assert given.networks.hackernews == switched_on.networks.hackernews
    assert given.networks.folder == switched_on.networks.folder


@pytest.mark.parametrize(
    ("base_url", "token_url"),
    [
        pytest.param("https://oauth.reddit.com", "https://www.reddit.com", id="reddit"),
        pytest.param("http://127.0.0.1:9", "http://127.0.0.1:9", id="this machine"),
        pytest.param("https://p.example", "https://www.reddit.com", id="a proxy"),
    ],
)
def test_a_reddit_on_this_machine_hands_out_its_own_tokens(
    base_url: str, token_url: str
) -> None:
    assert Reddit(base_url=base_url).token_url == token_url
    chosen = Reddit(base_url=base_url, auth_url="https://a.example")
    assert chosen.token_url == chosen.auth_url


def test_option_goes_before_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text("[store]\nurl = 'sqlite:///file.db'")
    monkeypatch.setenv("EARSHOT_CONFIG", "other.toml")
    assert settings.load().store.url.get_secret_value() == "sqlite:///file.db"
    monkeypatch.setenv("EARSHOT_STORE_URL", "sqlite:///environment.db")
    assert settings.load().store.url.get_secret_value() == "sqlite:///environment.db"
    chosen = settings.load(store_url="sqlite:///option.db")
    assert chosen.store.url.get_secret_value() == "sqlite:///option.db"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(None, "No such file or directory", id="no file"),
        pytest.param("[store", "no TOML", id="no TOML"),
        pytest.param("a = 1\na = 2", "no TOML", id="a key twice"),
    ],
)
def test_a_file_that_was_asked_for_must_be_there_and_be_toml(
    tmp_path: Path, text: str | None, says: str
) -> None:
    asked = tmp_path / "asked.toml"
    if text is not None:
        asked.write_text(text)
    with pytest.raises(ConfigError, match=rf"^.*asked\.toml: found {says}.*, wanted"):
        settings.load(asked)


def test_an_option_that_is_no_store_is_refused_without_showing_it() -> None:
    with pytest.raises(
        ConfigError, match=r"^--store: found mysql://…, wanted"
    ) as caught:
        settings.load(store_url="mysql://root:hunter2@host/earshot")
    assert "hunter2" not in str(caught.value)


def test_a_secret_comes_from_the_environment_or_from_a_file_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.load().secrets.x_bearer_token is None
    monkeypatch.setenv("EARSHOT_X_BEARER_TOKEN", "s3cret")
    bare = settings.load().secrets.x_bearer_token
    monkeypatch.delenv("EARSHOT_X_BEARER_TOKEN")
    monkeypatch.setenv("EARSHOT_X_BEARER_TOKEN_FILE", str(a_key_file(tmp_path / "k")))
    filed = settings.load().secrets.x_bearer_token
    assert bare is not None
    assert bare == filed
    assert bare.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{settings.load()!r} {settings.load().secrets}"


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        pytest.param("s3cret", 0o644, "found mode 0644, wanted 0600", id="others read"),
        pytest.param("", 0o600, "wanted a file with a secret in it", id="empty"),
        pytest.param("x" * 70_000, 0o600, "wanted a file with a secret", id="too much"),
    ],
)
def test_a_file_with_a_secret_is_refused_unless_it_is_private_and_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, mode: int, says: str
) -> None:
    path = a_key_file(tmp_path / "key", text, mode=mode)
    monkeypatch.setenv("EARSHOT_MAIL_PASSWORD_FILE", str(path))
    with pytest.raises(ConfigError, match=f"^EARSHOT_MAIL_PASSWORD_FILE: .*{says}"):
        settings.load()


def test_a_secret_given_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_MAIL_PASSWORD", "one")
    monkeypatch.setenv("EARSHOT_MAIL_PASSWORD_FILE", str(a_key_file(tmp_path / "two")))
    with pytest.raises(ConfigError, match=r"^EARSHOT_MAIL_PASSWORD: found it twice"):
        settings.load()


def test_the_key_for_links_is_made_once_beside_the_store(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    chosen = settings.load(store_url="sqlite:///data/earshot.db")
    first = settings.secret_key(chosen)
    assert settings.secret_key(chosen) == first
    assert len(first.get_secret_value()) == 64
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["earshot.secret"]
    kept = tmp_path / "data" / "earshot.secret"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_key_for_links_that_is_given_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_SECRET_KEY", "given")
    assert settings.secret_key(settings.load()).get_secret_value() == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_child_works_with_the_same_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text("[dashboard]\nport = 9000")
    monkeypatch.setenv(
        "EARSHOT_STORE_URL_FILE",
        str(a_key_file(tmp_path / "url", "sqlite:///filed.db")),
    )
    mine = settings.load(Path("mine.toml"))
    handed_on = settings.for_child(mine)
    monkeypatch.delenv("EARSHOT_STORE_URL_FILE")
    for name, value in handed_on.items():
        monkeypatch.setenv(name, value)
    assert settings.load() == mine
