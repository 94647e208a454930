"""Mail by SMTP, against real servers: what becomes of it, whatever they answer."""

import smtplib
import ssl
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from channels.parcel import Later, Outcome, Refused, Sent, Unsure
from channels.smtp import STEP, WHOLE, Server
from domain.errors import ConfigError
from tests.made import DAY
from tests.mailed import (
    FROM,
    Post,
    Words,
    composed,
    free_port,
    mail_server,
    parcel,
    raw_server,
)


def server(port: int, **given: object) -> Server:
    told: dict[str, object] = {"host": "127.0.0.1", "sender": FROM, "tls": "none"}
    return Server(port=port, **(told | given))  # type: ignore[arg-type]


def sent(to: Server, *recipients: str) -> list[Outcome]:
    with to.open() as send:
        names = recipients or ("lena@example.com",)
        return [send(parcel(each)) for each in names]


def test_a_mail_arrives_with_one_recipient_an_envelope_by_one_line() -> None:
    with mail_server(Post()) as post:
        found = sent(server(post.port), "lena@example.com", "otto+on@example.com")
    assert found == [Sent(), Sent()]
    assert [(each, to) for each, to, _ in post.got] == [
        ("earshot@desk.example", ["lena@example.com"]),
        ("earshot@desk.example", ["otto+on@example.com"]),
    ]
    assert [each["To"] for each in post.mails] == [
        "lena@example.com",
        "otto+on@example.com",
    ]
    assert post.connections == 1


@pytest.mark.parametrize(
    ("verb", "said", "outcome"),
    [
        ("EHLO", "421 busy", Later("the server said 421")),
        ("EHLO", "550 no", Later("the server said 550")),
        ("MAIL", "451 later", Later("the server said 451")),
        ("MAIL", "550 no", Later("the server said 550")),
        ("MAIL", "530 sign in", Later("the server said 530", login=True)),
        ("RCPT", "450 grey", Later("the server said 450", whole=False)),
        ("RCPT", "550 unknown", Refused("the server said 550")),
        ("RCPT", "421 bye", Later("the server said 421", whole=False, lost=True)),
        ("DATA", "452 full", Later("the server said 452", whole=False)),
        ("DATA", "554 spam", Refused("the server said 554")),
    ],
)
def test_what_a_server_says_at_each_verb(
    verb: str, said: str, outcome: Outcome
) -> None:
    with mail_server(Post(answers={verb: said})) as post:
        assert sent(server(post.port)) == [outcome]
        assert post.got == []


def test_who_is_refused_holds_up_nobody_else() -> None:
    answers = {"gone@example.com": "550 no", "grey@example.com": "450 later"}
    with mail_server(Post(answers=answers)) as post:
        found = sent(
            server(post.port), "gone@example.com", "grey@example.com", "l@example.com"
        )
    assert [type(each) for each in found] == [Refused, Later, Sent]
    assert [to for _, to, _ in post.got] == [["l@example.com"]]


def test_a_line_lost_after_the_text_may_have_brought_it() -> None:
    with mail_server(Post(drop_after_data=True)) as post:
        first, second = sent(server(post.port), "a@example.com", "b@example.com")
    assert isinstance(first, Unsure)
    assert isinstance(second, Unsure)  # by a line of its own
    assert post.connections == 2


READY = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n")
DATA = (*READY, b"354 go\r\n")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ((), Later),
        (READY[:1], Later),
        (READY[:3], Later),
        (READY, Later),
        (DATA, Unsure),
        ((*DATA, b"what?\r\n"), Unsure),
    ],
    ids=["banner", "EHLO", "RCPT", "DATA", "after the text", "no answer that is one"],
)
def test_a_server_that_falls_silent_is_not_waited_for(
    said: tuple[bytes, ...], outcome: type[Outcome]
) -> None:
    with raw_server(*said) as port:
        (found,) = sent(server(port, step=0.15))
    assert isinstance(found, outcome)


def test_a_server_that_never_stops_talking_is_cut_off() -> None:
    begun = monotonic()
    with raw_server(flood=True) as port:
        assert isinstance(sent(server(port))[0], Later)
    assert monotonic() - begun < WHOLE / 3


def test_all_of_a_message_has_a_deadline() -> None:
    # Each answer comes in time; all of them together do not.
    begun = monotonic()
    with raw_server(*READY) as port:
        (found,) = sent(server(port, whole=0.2))
    assert isinstance(found, Later)
    assert monotonic() - begun < STEP / 2


def test_nobody_there() -> None:
    assert sent(server(free_port())) == [
        Later("no connection (ConnectionRefusedError)")
    ]


@pytest.mark.parametrize(
    ("password", "outcome"),
    [("right", Sent()), ("wrong", Later("the server said 535", login=True))],
)
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # the server's
def test_the_server_may_ask_who_we_are(password: str, outcome: Outcome) -> None:
    with mail_server(Post(), login=True) as post:
        to = server(post.port, username="earshot", password=password)
        assert sent(to) == [outcome]
    assert password not in repr(to)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for this machine that we signed ourselves."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(DAY - timedelta(days=9_000))
        .not_valid_after(DAY + timedelta(days=9_000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_a_certificate_of_nobodys_is_refused_and_one_we_trust_is_not(
    certificate: Path,
) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate)

    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(certificate))

    with mail_server(Post(), tls=own) as post:
        to = server(post.port, host="localhost", tls="starttls")
        assert sent(to) == [Later("the server's certificate cannot be trusted")]
        assert post.got == []
        trusted = server(post.port, host="localhost", tls="starttls", trust=trust)
        assert sent(trusted) == [Sent()]


def test_a_server_without_tls_gets_nothing() -> None:
    with mail_server(Post()) as post:
        (found,) = sent(server(post.port, tls="starttls"))
    assert isinstance(found, Later)
    assert post.got == []


def test_in_the_clear_to_this_machine_only() -> None:
    with pytest.raises(ConfigError, match="none only to a loopback host"):
        server(25, host="mail.example.com")


def test_an_address_beyond_ascii_goes_where_it_is_understood() -> None:
    with mail_server(Post()) as post:
        assert sent(server(post.port), "żółw@żółw.example") == [Sent()]
    ((_, (to,), mail),) = post.got
    assert to == "żółw@xn--w-uga1v8h.example"
    assert mail["To"] == to
    with mail_server(Post(), utf8=False) as post:
        found = sent(server(post.port), "żółw@żółw.example", "a@żółw.example")
    assert found == [Refused("the server takes no such address"), Sent()]


def test_what_a_line_begins_with_ends_no_mail() -> None:
    text = "one\n.\nQUIT\n..two"
    with mail_server(Post()) as post, server(post.port).open() as send:
        assert send(parcel(composed=composed(Words(text=text)))) == Sent()
    (mail,) = post.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == text.splitlines()


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert smtplib.SMTP.debuglevel == 0
    with mail_server(Post()) as post:
        sent(server(post.port))
    assert capfd.readouterr() == ("", "")
