"""Webhooks of the owner's: what is sent, that it is signed, what answers mean."""

import hmac
import json
from threading import Event

import pytest

from channels.parcel import Later, Outcome, Refused, Sent, Unsure
from channels.webhook import Webhook, signature
from domain.errors import ConfigError
from tests.hooked import Hook, hook_server, nobody
from tests.mailed import Words, composed, parcel

KEY = "a key of the shop's"


def sent(url: str, **given: float) -> Outcome:
    with Webhook(url=url, key=KEY, **given).open() as send:
        words = Words(subject="Overdue\u2028complaint", text="Zażółć \ud83d")
        return send(parcel(composed=composed(words)))


def test_a_message_is_signed_with_its_time() -> None:
    with hook_server(Hook()) as hook:
        assert sent(hook.url) == Sent()
    ((headers, body),) = hook.got
    timestamp = headers["X-Earshot-Timestamp"]
    signed = hmac.new(KEY.encode(), timestamp.encode() + b"." + body, "sha256")
    assert headers["X-Earshot-Signature"] == signed.hexdigest()
    assert timestamp == "1774346400"
    assert signature(KEY, timestamp, body) != signature(KEY, "1774346401", body)
    assert json.loads(body) == {
        "id": "1@desk.example",
        "at": "2026-03-24T10:00:00Z",
        "brand": "Acme",
        "step": "overdue",
        "recipient": "lena@example.com",
        "subject": "Overdue complaint",
        "text": "Zażółć \N{REPLACEMENT CHARACTER}",
    }


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Sent()),
        (204, Sent()),
        (302, Later("the webhook said 302")),
        (400, Refused("the webhook said 400")),
        (404, Refused("the webhook said 404")),
        (408, Later("the webhook said 408")),
        (429, Later("the webhook said 429")),
        (500, Later("the webhook said 500")),
    ],
)
def test_what_an_answer_means(status: int, outcome: Outcome) -> None:
    with hook_server(Hook(status=status)) as other, hook_server(Hook()) as elsewhere:
        other.headers["Location"] = elsewhere.url
        assert sent(other.url) == outcome
        assert elsewhere.got == []


def test_the_environment_leads_nobody_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", nobody())
    with hook_server(Hook()) as hook:
        assert sent(hook.url) == Sent()


def test_who_falls_silent_is_not_waited_for() -> None:
    with hook_server(Hook(stall=Event())) as hook:
        assert sent(hook.url, read=0.1) == Unsure("the line was lost (ReadTimeout)")
        assert sent(hook.url, whole=0.1) == Unsure("no answer in 0.1 s")
    assert sent(nobody()) == Later("no connection (ConnectionError)")


@pytest.mark.parametrize(
    "wrong",
    ["http://hooks.example.com/canary", "https://", "ftp://canary", "http://[canary"],
)
def test_nothing_goes_in_the_clear_to_others(wrong: str) -> None:
    with pytest.raises(ConfigError, match="wanted an https:// address") as refused:
        Webhook(url=wrong, key=KEY)
    assert "canary" not in str(refused.value)


def test_address_and_key_are_not_shown() -> None:
    shown = repr(Webhook(url="https://hooks.example.com/canary", key="canary"))
    assert "canary" not in shown
