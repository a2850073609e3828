"""`send` as a server runs it, against a real mail server, and stopped at the worst moment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_server import AUTHORITY, PASSWORD, USER, MailServer
from one_paper import board_alone

HOME = Path(__file__).resolve().parents[2]
DAY = ("--today", "2019-11-19")


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that wants encryption and a password."""
    server = MailServer("starttls", sign_in=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def project(tmp_path: Path, server: MailServer) -> Path:
    """A copy of the example, with mail switched on for one partnership."""
    config = board_alone((HOME / "config.yaml").read_text("utf-8"))
    config = config.replace("  - id: maternity\n", "  - id: maternity\n    email: maternity@example.org\n")
    block = server.config().replace("  author: author@saltmere.example\n", "")
    block += f"  user: {USER}\n  password_variable: PAPERS_PASSWORD\n"
    (tmp_path / "config.yaml").write_text(config + block, "utf-8")
    for folder in ("templates", "inputs/2019-11"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    return tmp_path


def start(project: Path, *arguments: str, password: str = PASSWORD) -> subprocess.Popen[str]:
    """Start the program in a process of its own, as a server does."""
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path]),
        "SSL_CERT_FILE": str(AUTHORITY),
        "PAPERS_PASSWORD": password,
    }
    command = [sys.executable, "-c", "from pipeline.cli import entry; entry()", *arguments]
    return subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run(project: Path, *arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    """The exit code of the program, and what it shows."""
    process = start(project, *arguments, password=password)
    shown, failed = process.communicate(timeout=120)
    assert not failed, failed
    return process.returncode, shown


def test_mail_is_off_until_config_has_a_block(project: Path) -> None:
    """One sentence says how to switch it on; nothing is built."""
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").split("\nmail:")[0], "utf-8")
    code, shown = run(project, "send")
    assert code == 2
    assert (
        "E-mail is switched off. To switch it on, add a block mail: with server: and sender: to config.yaml, "
        "as docs/mail.md shows."
    ) in shown
    assert [path.name for path in (project / "outputs").iterdir()] == [".lock"]


def test_a_run_that_is_killed_while_it_sends_sends_nothing_twice(project: Path, server: MailServer) -> None:
    """It is killed when the server has the message and has not answered; the next runs leave it to a person."""
    process = start(project, "send", *DAY)
    server.handled.on_data = process.kill  # long before the returns are read
    process.communicate(timeout=120)
    assert process.returncode not in (0, 1, 2, 3)
    assert len(server.handled.got) == 1
    server.handled.on_data = None
    code, shown = run(project, "send", *DAY)
    assert (code, len(server.handled.got)) == (1, 1)
    assert (
        "It is not known whether “Saltmere Local Maternity System: 1 query on the return for November"
        in shown
    )
    assert "send it with: python run.py send --again maternity" in shown
    code, shown = run(project, "send", *DAY, "--again", "maternity")
    assert (code, len(server.handled.got)) == (1, 2)
    assert (
        "Sent: “Saltmere Local Maternity System: 1 query on the return for November 2019” to Saltmere"
        in shown
    )
    assert server.handled.got[0].message["Message-ID"] == server.handled.got[1].message["Message-ID"]


def test_a_run_shows_what_was_sent_and_no_address(project: Path, server: MailServer) -> None:
    """The dry run shows addresses to the person who asked; the run itself, whose words are kept, does not."""
    code, shown = run(project, "send", "--dry-run", *DAY)
    assert code == 1
    assert (
        "Would be sent: “Saltmere Local Maternity System: 1 query on the return for November 2019” to"
        in shown
    )
    assert "<maternity@example.org>. Attached: Maternity return November - queries.xlsx." in shown
    assert server.handled.got == []
    code, shown = run(project, "send", *DAY, password="")
    assert code == 3
    assert "The mail server's password should be in the environment variable PAPERS_PASSWORD" in shown
    code, shown = run(project, "send", *DAY)
    assert (code, len(server.handled.got)) == (1, 1)
    assert "maternity@example.org" not in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dry-run"], "--dry-run and --again go with send."),
        (["check", "--today", "2019-11-19"], "--today goes with scheduled, send and status."),
        (["send", "--today", "19/11/2019"], "“19/11/2019” is not a date such as 2019-11-28"),
        (["sned"], "Did you mean send?"),
    ],
)
def test_a_mistake_in_the_command_is_one_sentence(project: Path, arguments: list[str], said: str) -> None:
    """Options of sending belong to it."""
    process = start(project, *arguments)
    _, failed = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in failed
