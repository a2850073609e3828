"""Where the mail server's password comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.mail.password import read_password
from pipeline.settings.mail import MailSettings


def mail(variable: str = "", file: str = "") -> MailSettings:
    """Settings with a user, whose password is in a variable or a file of that name."""
    sender, port = "papers@example.org", 587
    return MailSettings("mail.example.org", sender, "starttls", port, "papers", variable, file)


def test_a_password_comes_from_the_environment(tmp_path: Path) -> None:
    """By the name that config.yaml gives."""
    assert read_password(mail(variable="MAIL"), tmp_path, {"MAIL": " s£ "}) == (" s£ ", None)


@pytest.mark.parametrize("data", [b"s\xc2\xa3cret\n", b"\xef\xbb\xbfs\xc2\xa3cret\r\n", b"s\xc2\xa3cret"])
def test_a_password_comes_from_a_file(tmp_path: Path, data: bytes) -> None:
    """Beside the configuration or anywhere; its line end is not part of it."""
    (tmp_path / "word").write_bytes(data)
    assert read_password(mail(file="word"), tmp_path, {}) == ("s£cret", None)
    assert read_password(mail(file=str(tmp_path / "word")), Path("/nowhere"), {}) == ("s£cret", None)


def test_a_server_may_ask_for_none(tmp_path: Path) -> None:
    """Without a user there is no password."""
    assert read_password(MailSettings("mail.example.org", "papers@example.org"), tmp_path, {}) == ("", None)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"variable": "MAIL"}, "in the environment variable MAIL, which is not set."),
        ({"file": "none"}, "in the file none, which could not be read (No such file or directory)."),
        ({"file": "empty"}, "in the file empty, which is empty."),
        ({"file": "odd"}, "in the file odd, which could not be read (not UTF-8)."),
    ],
)
def test_a_missing_password_says_where_it_should_be(
    tmp_path: Path, source: dict[str, str], message: str
) -> None:
    """Never what stands there."""
    (tmp_path / "empty").write_text("\n", "utf-8")
    (tmp_path / "odd").write_bytes(b"\xff\xfe")
    password, finding = read_password(mail(**source), tmp_path, {"MAIL": ""})
    assert password == ""
    assert finding
    assert finding.message == f"The mail server's password should be {message}"
