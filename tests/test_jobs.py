"""Which jobs the engine has: for each network that is on and lacks nothing, two."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from app.jobs import jobs, lacking, listened_to, secrets_of, switched_on
from app.networks import Bluesky, Networks, Reddit, X
from app.settings import Engine, Secrets, Settings
from app.wiring import Desk
from store import Store

ALL = Networks(x=X(every=timedelta(seconds=30)), reddit=Reddit(), bluesky=Bluesky())
TOKEN = SecretStr("canary")


def test_without_any_network_there_is_no_job(sqlite_store: Store) -> None:
    assert jobs(Desk(Settings(), sqlite_store)) == []


def test_a_network_that_lacks_a_secret_is_no_job_and_says_what_it_lacks() -> None:
    settings = Settings(networks=ALL, secrets=Secrets(reddit_client_id=TOKEN))
    assert switched_on(settings) == ["x", "reddit"]  # no collector for the third
    assert listened_to(settings) == []
    assert lacking(settings, "x") == ["EARSHOT_X_BEARER_TOKEN"]
    assert lacking(settings, "reddit") == ["EARSHOT_REDDIT_CLIENT_SECRET"]


def test_each_network_is_read_and_looked_at_again(sqlite_store: Store) -> None:
    settings = Settings(
        networks=ALL,
        engine=Engine(every=timedelta(minutes=1)),
        secrets=Secrets(
            x_bearer_token=TOKEN, reddit_client_id=TOKEN, reddit_client_secret=TOKEN
        ),
    )
    found = {each.name: each.every for each in jobs(Desk(settings, sqlite_store))}
    assert found == {
        "collect:x": timedelta(seconds=30),
        "recheck:x": timedelta(seconds=30),
        "collect:reddit": timedelta(minutes=1),
        "recheck:reddit": timedelta(minutes=1),
    }


def test_a_network_is_handed_its_own_secrets_alone() -> None:
    given = Secrets(x_bearer_token=TOKEN, reddit_client_id=TOKEN, mail_password=TOKEN)
    settings = Settings(secrets=given)
    assert secrets_of(settings, "x") == {"x_bearer_token": "canary"}
    assert secrets_of(replace(settings, secrets=Secrets()), "x") == {}


@pytest.mark.parametrize(
    ("on", "loaded"),
    [
        pytest.param("", [], id="nothing is on"),
        pytest.param("x=X()", ["tweepy"], id="X is on"),
    ],
)
def test_the_library_of_a_network_is_loaded_only_when_it_is_on(
    on: str, loaded: list[str]
) -> None:
    look = (
        "import sys\n"
        "from pydantic import SecretStr\n"
        "from app.networks import Networks, X\n"
        "from app.settings import Secrets, Settings\n"
        "from app.jobs import jobs\n"
        "from app.wiring import Desk\n"
        "import app.engine\n"
        "secrets = Secrets(x_bearer_token=SecretStr('t'))\n"
        f"on = Settings(networks=Networks({on}), secrets=secrets)\n"
        "jobs(Desk(on, None))\n"
        "print([each for each in ('praw', 'tweepy') if each in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{loaded}\n"
