"""Chat services through apprise, against a server of ours: what is said, and bounds."""

import json
import logging
from threading import Event
from time import monotonic

import pytest

from channels import chat
from channels.chat import LIMITS, Chat, Limit, fitted
from channels.parcel import Later, Outcome, Sent
from domain.errors import ConfigError
from tests.hooked import Hook, hook_server, nobody
from tests.mailed import Words, composed, parcel


def sent(url: str, text: str = "Somebody waits.", **given: float) -> Outcome:
    with Chat(url=url, **given).open() as send:
        return send(parcel(composed=composed(Words(text=text))))


def address(hook: Hook) -> str:
    return f"json://127.0.0.1:{hook.port}/canary"


def said(hook: Hook) -> str:
    ((_, body),) = hook.got
    told: str = json.loads(body)["message"]
    return told


def test_a_message_arrives() -> None:
    with hook_server(Hook()) as hook:
        assert sent(address(hook), "Ala <waits> & *waits*") == Sent()
    assert said(hook) == "Ala <waits> & *waits*"


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 307])
def test_whatever_is_said_but_yes_is_tried_again(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with hook_server(Hook(status=status)) as hook, hook_server(Hook()) as elsewhere:
        hook.headers["Location"] = elsewhere.url
        assert sent(address(hook)) == Later("the service did not take it")
        assert len(hook.got) == 1
        assert elsewhere.got == []
    assert "canary" not in caplog.text


def test_who_falls_silent_is_not_waited_for() -> None:
    begun = monotonic()
    with hook_server(Hook(stall=Event())) as hook:
        assert sent(address(hook), read=0.1) == Later("the service did not take it")
        assert sent(address(hook), whole=0.1) == Later("no answer in 0.1 s")
    assert monotonic() - begun < 3
    gone = nobody().replace("http:", "json:")
    assert sent(gone) == Later("the service did not take it")


def test_a_long_text_is_cut_by_us() -> None:
    with hook_server(Hook()) as hook:
        assert sent(address(hook), "a" * 10**6) == Sent()
    assert len(said(hook)) == chat.OTHERS.size


@pytest.mark.parametrize(
    ("limit", "text", "fits"),
    [
        (Limit(5), "12345", "12345"),
        (Limit(5), "123456", "1234…"),
        (Limit(6, bytes=True), "żółw", "ż…"),
        (Limit(7, bytes=True), "żółw", "żółw"),
        (Limit(8, bytes=True), "🫖🫖🫖", "🫖…"),
    ],
)
def test_cut_to_characters_or_bytes(limit: Limit, text: str, fits: str) -> None:
    assert fitted(text, limit) == fits


SERVICES = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#shop",
    "discord": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "workflows": "workflows://host:443/workflowID/signature/",
    "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "ntfys": "ntfys://shop",
    "pagerduty": "pagerduty://A1BRTD4JD@TIiajkdnlazkcOXrIdevi7FQ",
    "twilio": f"twilio://AC{'1' * 32}:{'a' * 32}@18005551234/18005551234",
}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("slack", 3000),
        ("discord", 2000),
        ("workflows", 1000),
        ("tgram", 4096),
        ("ntfys", 4096),
        ("pagerduty", 1024),
        ("twilio", 160),
    ],
)
def test_each_service_gets_what_it_takes(name: str, most: int) -> None:
    service = chat.service_of(SERVICES[name])
    assert service is not None
    words = composed(Words(text="@here <!channel> " + "ż" * 10_000))
    told = chat._said(parcel(composed=words), service, SERVICES[name])
    size = len(told.encode()) if LIMITS.get(name, chat.OTHERS).bytes else len(told)
    assert most - 3 <= size <= most


def test_nobody_is_called_by_what_a_stranger_wrote() -> None:
    service = chat.service_of(SERVICES["discord"])
    assert service is not None
    words = composed(Words(text="@everyone <@123> <!here>"))
    told = chat._said(parcel(composed=words), service, SERVICES["discord"])
    assert "@everyone" not in told
    assert not {"<", ">"} & set(told)


@pytest.mark.parametrize("wrong", ["", "canary", "canary://canary", "slack://canary"])
def test_an_unknown_address_is_refused_and_not_shown(
    wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ConfigError, match="found something else") as refused:
        chat.check(wrong)
    assert "canary" not in f"{refused.value}{caplog.text}{Chat(url=wrong)!r}"
