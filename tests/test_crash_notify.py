"""Whoever dies while delivering loses no alert, and doubles none but by its own id.

One is killed here; ``earshot bench --only notify-crash`` kills fifty.
"""

from dataclasses import replace
from pathlib import Path

from benchmarks.little_mail import Came, LittleMail
from benchmarks.made import dice_of
from benchmarks.notify_crash import LATER, Faults, Scene, begin, faults, finish, kill
from domain.alert import About, Alert, AlertKey, Delivery, Step
from tests.made import at


def test_what_a_killed_one_left_unsent_the_next_one_sends(tmp_path: Path) -> None:
    with LittleMail().listening() as mail:
        scene = Scene(path=tmp_path / "notify.db", mail=mail)
        now = begin(scene, 30)
        taken = kill(scene, dice_of(1), now=now)
        before = len(mail.got)
        finish(scene, now=now + LATER)
        told = scene.alerts()
        found = faults(told, mail.got, taken)
    assert 0 < before < 10
    assert (len(told), found.lost, found.doubled) == (30, 0, 0)
    assert found.repeated <= 1


def test_a_lost_alert_and_a_doubled_one_would_be_noticed() -> None:
    sent = Alert(
        id=1,
        brand_id=1,
        key=AlertKey(About.parse("turn/x/1"), Step.OVERDUE, "lena@example.com"),
        raised_at=at("10:00"),
        ready_at=at("10:00"),
        delivery=Delivery.SENT,
        message="<2@desk.example>",
    )
    second = Came("lena@example.com", "<2@desk.example>")
    first = Came("lena@example.com", "<1@desk.example>")
    cut_off = replace(sent, delivery=Delivery.TAKEN, message=first.message)
    assert faults([sent], [second], [cut_off]) == Faults(0, 0, 0)
    assert faults([sent], [second, second], []) == Faults(0, 1, 0)
    assert faults([sent], [first, second], [cut_off]) == Faults(0, 0, 1)
    assert faults([sent], [first], []) == Faults(1, 0, 0)
    assert faults([cut_off], [first], []) == Faults(1, 0, 0)
