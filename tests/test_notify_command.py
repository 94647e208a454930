"""``earshot notify`` and what ``doctor`` says of alerts, as a person meets them."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.alert_jobs import alert_jobs
from app.jobs import Round
from app.settings import Mail, Settings
from app.wiring import Desk
from domain.alert import About, AlertKey, Raised, Step
from domain.clock import utc_now
from store import Store, outbox
from tests.alerted import LENA, STAFFED, open_staffed
from tests.desk import acme, keep
from tests.hooked import Hook, hook_server
from tests.made import a_post
from tests.mailed import Post, free_port, mail_server
from tests.terminal import Said, earshot


def settings(folder: Path, port: int) -> Path:
    file = folder / "earshot.toml"
    file.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n'
        'from = "Earshot <earshot@desk.example>"\n',
        encoding="utf-8",
    )
    return file


def notify(store: Store, config: Path | None, *words: str) -> Said:
    given = ("--config", str(config)) if config else ()
    return earshot(*given, "--store", store.url.render_as_string(), *words)


def waiting(store: Store, channel: str = "mail") -> None:
    """Let Lena be told of somebody who has waited for two hours."""
    now = utc_now() - timedelta(hours=2)
    keep(store, [a_post("1", now, complaint=True)])
    key = AlertKey(About.parse("turn/x/1"), Step.OVERDUE, LENA.email, channel)
    with store.begin() as session:
        raised = Raised(key=key, at=now, ready_at=now)
        outbox.add(session, acme(store).id, [raised])


def test_notify_sends_what_waits_and_nothing_twice(
    sqlite_store: Store, tmp_path: Path
) -> None:
    open_staffed(sqlite_store)
    waiting(sqlite_store)
    with mail_server(Post()) as post:
        config = settings(tmp_path, post.port)
        first = notify(sqlite_store, config, "notify")
        assert first == (0, "1 message sent, with 1 alert\n", "")
        again = notify(sqlite_store, config, "notify")
        assert again == (0, "0 messages sent, with 0 alerts\n", "")
    (mail,) = post.mails
    assert mail["To"] == LENA.email
    assert "ania" in mail["Subject"]
    plain = mail.get_body(("plain",))
    assert plain
    assert "acme, my parcel never came" in plain.get_content()
    told = json.loads(notify(sqlite_store, config, "doctor", "--format", "json").out)
    assert (told["alerts"]["sent"], told["alerts"]["people"]) == (1, 4)
    assert not [each for each in told["reasons"] if each.startswith("alerts")]


def test_notify_without_mail_says_what_to_set_up(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    waiting(sqlite_store)
    said = notify(sqlite_store, None, "notify")
    wanted = "earshot: mail: found nothing, wanted [mail] in the settings\n"
    assert (said.code, said.err) == (2, wanted)
    told = json.loads(notify(sqlite_store, None, "doctor", "--format", "json").out)
    assert told["reasons"][0] == "alerts: found 1 that cannot be sent for now"
    assert told["alerts"]["lacking"] == [
        "mail: found nothing, wanted [mail] in the settings"
    ]


def test_notify_says_what_could_not_be_sent(
    sqlite_store: Store, tmp_path: Path
) -> None:
    open_staffed(sqlite_store)
    waiting(sqlite_store)
    config = settings(tmp_path, free_port())
    said = notify(sqlite_store, config, "notify")
    assert said.code == 3
    assert "1 alert not sent, tried again later" in said.out
    told = notify(sqlite_store, config, "doctor")
    assert "cannot be sent for now: no connection" in told.out
    assert LENA.email not in said.out + said.err + told.out


def test_a_sample_goes_by_each_channel_and_says_what_it_is(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = replace(LENA, channels=("mail", "secret:HOOK", "secret:NONE"))
    open_staffed(sqlite_store, replace(STAFFED, people=(lena,)))
    monkeypatch.setenv("EARSHOT_WEBHOOK_SECRET", "a key")
    with mail_server(Post()) as post, hook_server(Hook()) as hook:
        monkeypatch.setenv("HOOK", hook.url)
        config = settings(tmp_path, post.port)
        found = notify(sqlite_store, config, "notify", "--test", lena.email)
        other = notify(sqlite_store, config, "notify", "--test", "x@example.com")
        bad = notify(sqlite_store, config, "notify", "--test", "nobody")
    assert found.code == 3
    assert found.out.splitlines() == [
        "mail: a sample was sent",
        "secret:HOOK: a sample was sent",
        "secret:NONE: NONE: found nothing, wanted it in the environment",
    ]
    assert other == (0, "mail: a sample was sent\n", "")
    assert (bad.code, "--test: found 'nobody', wanted a mail" in bad.err) == (2, True)
    assert [each["To"] for each in post.mails] == [lena.email, "x@example.com"]
    assert all(each["Subject"].startswith("Sample") for each in post.mails)
    assert len(hook.got) == 1


def _same(now: datetime) -> datetime:
    return now


def test_the_engine_raises_and_sends(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    begun, beats = utc_now(), [0]
    desk = Desk(Settings(), sqlite_store)
    given = Round(store=sqlite_store, stop=lambda: False, beat=lambda: beats.append(1))
    keep(sqlite_store, [a_post("1", begun - timedelta(hours=2), complaint=True)])
    with mail_server(Post()) as post:
        mail = Mail(
            host="127.0.0.1", sender="a@desk.example", port=post.port, tls="none"
        )
        for later in (0, 40):
            now = begun + timedelta(seconds=later)
            desk = replace(
                desk, clock=partial(_same, now), settings=Settings(mail=mail)
            )
            jobs = {each.name: each for each in alert_jobs(desk)}
            for name in ("ladder", "outbox"):
                assert jobs[name].deed(given) == ()
                assert jobs[name].every == timedelta(seconds=10)
    assert len(beats) > 1
    assert sorted(each["To"] for each in post.mails) == [
        "lena@example.com",
        "marta@example.com",
    ]
