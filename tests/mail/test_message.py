"""A message's bytes: plain ASCII, whole, and with no header that a name could add."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from pipeline.mail.message import Attachment, Message, as_bytes, message_id

NOW = datetime(2019, 11, 18, 9, tzinfo=UTC)
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "MIME-Version",
}  # fmt: skip
WORDS = st.text(max_size=180)


def message(
    subject: str = "Queries", organisation: str = "Board", file: str = "a.xlsx", body: str = "Hello.\n"
) -> Message:
    """A message to two addresses with one attachment."""
    return Message(
        message_id("papers@example.org", "queries", "north"),
        organisation,
        "papers@example.org",
        ("north@example.org", "south@example.org"),
        subject,
        body,
        (Attachment(file, b"PK\x03\x04"),),
    )


def read(data: bytes) -> EmailMessage:
    """The message as a mail program reads it."""
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_the_same_message_is_the_same_bytes() -> None:
    """Nothing in it is drawn by chance."""
    assert as_bytes(message(), NOW) == as_bytes(message(), NOW)
    assert message_id("a@x.org", "b") != message_id("a@x.org", "c")


def test_a_long_subject_begins_on_its_own_line() -> None:
    """Some mail programs show nothing of a subject whose first line is empty."""
    long = "Children's Services Collaborative: your return for November 2019 is due on 18 November 2019"
    data = as_bytes(message(long), NOW)
    assert b"\r\nSubject: Children's" in data
    assert read(data)["Subject"] == long


def test_letters_of_every_kind_arrive() -> None:
    """Accents and pound signs in the subject, the sender, the text and the name of a file."""
    data = as_bytes(
        message("Zürich — £5", "Gesundheit Zürich, Ärzte", "Rückmeldung – Größe.xlsx", "£5 – ok\n"), NOW
    )
    assert data.isascii()
    assert b"filename*=utf-8''R%C3%BCckmeldung" in data
    got = read(data)
    assert got["Subject"] == "Zürich — £5"
    assert got["From"].addresses[0].display_name == "Gesundheit Zürich Ärzte"
    assert [one.get_filename() for one in got.iter_attachments()] == ["Rückmeldung – Größe.xlsx"]
    body = got.get_body()
    assert body
    assert body.get_content() == "£5 – ok\r\n"


@given(WORDS, WORDS, WORDS, st.text())
def test_no_text_adds_a_header_or_an_address(subject: str, organisation: str, file: str, body: str) -> None:
    """Whatever stands in names and subjects, the headers, the addresses and the one attachment are the message's own."""
    data = as_bytes(message(subject, organisation, f"{file}.xlsx", body), NOW)
    assert data.isascii()
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    got = read(data)
    assert set(got.keys()) == HEADERS
    assert len(got.keys()) == len(HEADERS)
    assert [one.addr_spec for one in got["From"].addresses] == ["papers@example.org"]
    assert [one.addr_spec for one in got["To"].addresses] == ["north@example.org", "south@example.org"]
    [attachment] = got.iter_attachments()
    assert attachment.get_content() == b"PK\x03\x04"


@given(st.from_regex(r"[ -~äöü£–’“”Ā-ž]{1,150}", fullmatch=True))
def test_a_subject_is_what_was_written(subject: str) -> None:
    """Folded and coded, it is read as the same words."""
    raw = email.message_from_bytes(as_bytes(message(subject), NOW))["Subject"]
    assert str(make_header(decode_header(raw))).split() == subject.split()
