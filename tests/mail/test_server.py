"""The conversation with a real mail server: encryption, sign-in, refusals, silence."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from mail_server import AUTHORITY, PASSWORD, USER, MailServer

from pipeline.mail.server import Answer, connect, hand_over, part
from pipeline.model import Address, Finding, replace
from pipeline.settings.mail import MailSettings

HERE = Address("config.yaml", "", "line 3, column 11")
DATA = b"Subject: Test\r\n\r\n.A full stop begins this line.\r\n"
NORTH, SOUTH = "north@example.org", "south@example.org"


@contextmanager
def running(*arguments: Any, **options: Any) -> Iterator[MailServer]:
    """A mail server while it is needed."""
    server = MailServer(*arguments, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


pytestmark = pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while"
)  # the server sees no STARTTLS within TLS


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer trusts the authority that signed the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))


def settings(server: MailServer) -> MailSettings:
    """What leads to a server."""
    return MailSettings("localhost", "papers@saltmere.example", server.security, server.port)


def sent(server: MailServer, *addresses: str, mail: MailSettings | None = None, password: str = "") -> Answer:
    """What a server answers to a message."""
    smtp, finding = connect(mail or settings(server), password, HERE, patience=5)
    assert finding is None
    assert smtp is not None
    try:
        return hand_over(smtp, "papers@saltmere.example", addresses or (NORTH,), DATA, patience=1)
    finally:
        part(smtp)


def trouble(mail: MailSettings, password: str = "", patience: float = 5) -> Finding:
    """Why there is no connection."""
    smtp, finding = connect(mail, password, HERE, patience)
    assert smtp is None
    assert finding is not None
    assert finding.address == HERE
    return finding


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_message_arrives_whole(security: str) -> None:
    """With each kind of encryption the server has the message, its full stops included, for its receiver."""
    with running(security) as server:
        assert sent(server) == Answer((NORTH,))
        [got] = server.handled.got
        assert (got.addresses, got.data) == ((NORTH,), DATA)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("only", ["PLAIN", "LOGIN"])
def test_a_user_signs_in(security: str, only: str) -> None:
    """Both usual ways to sign in are known, with a password of any characters."""
    other = "LOGIN" if only == "PLAIN" else "PLAIN"
    with running(security, sign_in=True, auth_exclude_mechanism=[other]) as server:
        mail = replace(settings(server), user=USER)
        assert sent(server, mail=mail, password=PASSWORD) == Answer((NORTH,))
        finding = trouble(mail, "wrong")
    assert finding.rule == "mail-password-refused"
    assert finding.message.startswith(
        "The mail server localhost did not accept the user or the password (answer 535"
    )
    assert "the password is the current one" in finding.remedy
    assert "wrong" not in finding.message


def test_a_server_without_sign_in_is_said_so() -> None:
    """A user is configured, and the server knows none."""
    with running("starttls", auth_exclude_mechanism=["PLAIN", "LOGIN"]) as server:
        assert trouble(replace(settings(server), user=USER), PASSWORD).rule == "mail-no-sign-in"


def test_no_encryption_where_it_is_wanted_stops_everything() -> None:
    """A server that offers no STARTTLS gets neither password nor message."""
    with running("none") as server:
        finding = trouble(replace(settings(server), security="starttls"))
        assert server.handled.tried == 0
    assert finding.rule == "mail-not-encrypted"
    assert finding.message.endswith(
        "offers no encryption at port " + str(server.port) + ", so nothing was sent."
    )


def test_the_wrong_kind_of_encryption_names_the_usual_pairs() -> None:
    """TLS at a port for STARTTLS."""
    with running("starttls") as server:
        finding = trouble(replace(settings(server), security="tls"))
    assert finding.rule == "mail-encryption-failed"
    assert "starttls with 587, tls with 465" in finding.remedy


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_untrusted_certificate_stops_everything(security: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody vouches for, and one for another name."""
    with running(security) as server:
        other = trouble(replace(settings(server), server="127.0.0.1"))
        monkeypatch.delenv("SSL_CERT_FILE")
        unknown = trouble(settings(server))
        assert server.handled.tried == 0
    assert {other.rule, unknown.rule} == {"mail-certificate-not-trusted"}
    assert "127.0.0.1" in other.message
    assert "unable to get local issuer certificate" in unknown.message
    assert "SSL_CERT_FILE" in unknown.remedy


def test_nobody_listens() -> None:
    """A closed port, and a name that no computer has."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    finding = trouble(MailSettings("127.0.0.1", "papers@saltmere.example", "none", port))
    assert (
        finding.message
        == f"The mail server 127.0.0.1 could not be reached at port {port}: connection refused."
    )
    finding = trouble(MailSettings("nowhere.invalid", "papers@saltmere.example"))
    assert finding.message == (
        "The mail server nowhere.invalid could not be reached at port 587: there is no computer of that name."
    )
    assert trouble(MailSettings("x" * 70 + ".example", "papers@saltmere.example")).rule == finding.rule


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (b"", "it did not answer in time"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "it closed the connection, or is no mail server"),
        (b"554 No service here\r\n", "it answered 554"),
    ],
)
def test_something_else_answers(says: bytes, why: str) -> None:
    """Silence is bounded; what is no mail server, or does not serve, is told apart."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(says)
                connection.settimeout(3)
                connection.recv(1) if not says else None

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        began = time.monotonic()
        port = listening.getsockname()[1]
        finding = trouble(MailSettings("127.0.0.1", "p@saltmere.example", "none", port), patience=0.5)
        thread.join(5)
    assert time.monotonic() - began < 3
    assert finding.message.endswith(f": {why}.")


def test_one_refused_address_does_not_stop_the_others() -> None:
    """The code is kept, without the server's words, which may hold the address."""
    with running() as server:
        server.handled.answers[NORTH] = f"550 5.1.1 <{NORTH}>: no such user"
        assert sent(server, NORTH, SOUTH) == Answer((SOUTH,), {NORTH: "550 5.1.1"})
        assert sent(server, NORTH) == Answer((), {NORTH: "550 5.1.1"})
        [got] = server.handled.got
        assert got.addresses == (SOUTH,)


@pytest.mark.parametrize(
    ("step", "said", "expected"),
    [
        ("MAIL", "553 5.7.1 not yours", Answer(code="553 5.7.1", sender=True)),
        ("DATA", "554 spam", Answer(code="554")),
        ("DATA", "451 4.7.1 come back later", Answer(code="451 4.7.1")),
    ],
)
def test_a_refused_message_is_known_not_to_have_gone(step: str, said: str, expected: Answer) -> None:
    """The sender, or the message as a whole, is refused."""
    with running() as server:
        server.handled.answers[step] = said
        assert sent(server) == expected


def test_a_message_that_is_too_large_is_not_even_begun() -> None:
    """The server says how much it takes."""
    with running(data_size_limit=20) as server:
        assert sent(server) == Answer(code="552")
        assert server.handled.tried == 0


def test_an_answer_that_does_not_come_leaves_it_unknown() -> None:
    """The server has the message and says nothing: it may have taken it."""
    with running() as server:
        server.handled.on_data = lambda: time.sleep(1.5)
        assert sent(server) == Answer(unknown=True)
        assert len(server.handled.got) == 1


def test_a_connection_that_ends_before_the_message_is_known_to_have_sent_nothing() -> None:
    """The server hangs up after the sender; a message of which it has no byte can be tried again."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as lines:
                for said in (b"220 ready\r\n", b"250 hello\r\n", b"250 go on\r\n"):
                    connection.sendall(said)
                    lines.readline()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        mail = MailSettings("127.0.0.1", "p@saltmere.example", "none", listening.getsockname()[1])
        smtp, _ = connect(mail, "", HERE, patience=5)
        assert smtp
        assert hand_over(smtp, "p@saltmere.example", (NORTH,), DATA) == Answer(lost=True)
        part(smtp)
        thread.join(5)
