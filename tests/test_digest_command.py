"""The command ``digest``: files to look at, and what is due sent."""

import email
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest

from services.apply import apply
from store import Store, outbox
from tests.alerted import open_staffed
from tests.desk import keep
from tests.terminal import Said, earshot
from tests.test_digests import MARTA, SHOP, STORY


def digest(store: Store, *words: str) -> Said:
    url = store.url.render_as_string(hide_password=False)
    return earshot("--store", url, "digest", *words)


@pytest.fixture
def small(sqlite_store: Store) -> Store:
    """A shop of which a few people speak."""
    open_staffed(sqlite_store, SHOP)
    keep(sqlite_store, STORY)
    return sqlite_store


def test_a_preview_is_a_mail_a_page_and_a_text(small: Store, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    said = digest(small, "--date", "2026-03-25", "--preview", str(folder))
    stem = "Acme-marta@example.com-2026-03-25"
    names = [f"{stem}.{ending}" for ending in ("eml", "html", "txt")]
    assert said == (0, "".join(f"{folder / name}\n" for name in names), "")
    mail, html, text = ((folder / name).read_bytes() for name in names)
    message = email.message_from_bytes(mail, policy=default)
    assert message["To"] == "marta@example.com"
    assert message["Subject"].startswith("Acme: 1 ")
    assert b'src="data:image/png;base64,' in html
    assert b"cid:" not in html
    assert "bea" in text.decode()
    # The same day looked at again is the same mail.
    digest(small, "--date", "2026-03-25", "--preview", str(folder))
    assert (folder / names[2]).read_bytes() == text


def test_where_nobody_gets_one_it_is_a_sample_readers(
    sqlite_store: Store, tmp_path: Path
) -> None:
    odd = "..\\Acme & Söhne:*"
    apply(sqlite_store, [replace(SHOP, name=odd, people=())], now=STORY[0].seen_at)
    out = tmp_path / "out"
    said = digest(sqlite_store, "--preview", str(out), "--date", "2026-03-25")
    assert (said.code, said.err) == (0, "")
    names = sorted(each.name for each in out.iterdir())
    assert names == [
        f"Acme-Söhne-reader-2026-03-25.{ending}" for ending in ("eml", "html", "txt")
    ]


def test_of_no_brand_there_is_nothing_to_show(
    sqlite_store: Store, tmp_path: Path
) -> None:
    said = digest(sqlite_store, "--preview", str(tmp_path))
    hint = "There is no brand yet: earshot apply FILE takes one in.\n"
    assert said == (0, "", hint)


EITHER = "wanted either --preview DIR or --send"
A_DATE = "wanted a date that has begun, such as 2026-11-23"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param((), f"earshot digest: found neither, {EITHER}", id="neither"),
        pytest.param(
            ("--send", "--preview", "."),
            f"earshot digest: found both, {EITHER}",
            id="both",
        ),
        pytest.param(
            ("--preview", ".", "--date", "monday"),
            f"--date: found 'monday', {A_DATE}",
            id="no date",
        ),
        pytest.param(
            ("--preview", ".", "--date", "9999-01-01"),
            f"--date: found '9999-01-01', {A_DATE}",
            id="a date to come",
        ),
        pytest.param(
            ("--send", "--date", "2026-03-25"),
            "--date: found '2026-03-25', wanted it with --preview: what is due is sent,"
            " whatever its date",
            id="a date to send",
        ),
        pytest.param(
            ("--send", "--brand", "Acne"),
            "--brand: found 'Acne', wanted one of Acme",
            id="no such brand",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(
    small: Store, words: tuple[str, ...], error: str
) -> None:
    assert digest(small, *words) == (2, "", f"earshot: {error}\n")


def test_a_folder_that_is_a_file_is_refused(small: Store, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    said = digest(small, "--preview", str(file))
    wanted = "found File exists, wanted a folder we may write to"
    assert said == (2, "", f"earshot: {file}: {wanted}\n")


def test_what_is_due_is_raised_and_waits_for_a_mail_server(small: Store) -> None:
    said = digest(small, "--send", "--brand", "Acme")
    missing = "earshot: mail: found nothing, wanted [mail] in the settings\n"
    assert (said.code, said.err) == (2, missing)
    with small.reading() as session:
        (found,) = outbox.since(session, None, moment=STORY[0].seen_at)
    assert (found.key.recipient, found.key.step) == (MARTA.email, "daily")
