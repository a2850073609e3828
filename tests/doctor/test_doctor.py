"""The page that says whether this machine and this folder can do the job, by the command line."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from docx import Document
from mail_server import MailServer

from pipeline.cli import main
from pipeline.doctor.fonts import fonts_of

HOME = Path(__file__).resolve().parents[2]
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example as the folder in which the program runs, on a computer without other programs."""
    shutil.copy(HOME / "config.yaml", tmp_path)
    for folder in ("templates", "inputs/2019-11"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def line(shown: str, subject: str) -> str:
    """What the page says of a subject, with the remedy if there is one."""
    lines = shown.splitlines()
    at = next(number for number, text in enumerate(lines) if text[6:].startswith(subject))
    return " ".join(text.strip() for text in lines[at : at + 2])


def test_a_sound_folder_can_do_the_job(project: Path, capsys: Shown) -> None:
    """Each thing is named with its result, nothing is left behind, and the code is 0."""
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    for said in (
        "  ok  Python: 3.",
        "  ok  Packages: docxtpl ",
        "  ok  Configuration: Sound; period 2019-11, 2 papers",
        "  ok  Forms: 5 forms, sound",
        "  ok  Template: board_highlight_report.docx: names and styles are right",
        "  ok  Letters: Both templates can be read",
        "  ok  Returns: 6 files, all can be read",
        "outputs can be written to; new papers take the old ones' place in ",
        "  ok  Open files: None in Word, Excel or LibreOffice",
        "  ok  Mail server: Not used: config.yaml has no block mail",
        " GB free where the results go",
    ):
        assert said in shown
    assert "No meeting lies on or after" in line(shown, "Calendar, look at this")
    assert shown.splitlines()[-1].startswith("This machine and this folder can do the job; ")
    assert not (project / "outputs").exists()


@pytest.mark.usefixtures("project")
def test_programs_that_only_pdf_needs_stop_nothing(capsys: Shown) -> None:
    """LibreOffice and fonts that are not there, or cannot be looked up, are to be looked at."""
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "so no PDF can be made; papers in Word can. Install it free" in line(
        shown, "LibreOffice, look at this"
    )
    assert "Could not be looked up here. The templates name Arial." in line(shown, "Fonts, look at this")


def test_fonts_are_looked_for(project: Path, capsys: Shown) -> None:
    """A font counts as there when one of the same widths is; others are named."""
    lister = project / "fc-list"
    lister.write_text("#!/bin/sh\necho 'Liberation Sans,Liberation Sans Narrow'\n")
    lister.chmod(0o755)
    main(["doctor"])
    assert "  ok  Fonts: Arial (Liberation Sans has its widths)" in capsys.readouterr().out
    lister.write_text("#!/bin/sh\necho 'Another'\n")
    main(["doctor"])
    assert "Not on this computer: Arial." in line(capsys.readouterr().out, "Fonts, look at this")


def test_the_fonts_of_a_template_are_those_of_its_text(tmp_path: Path) -> None:
    """Fonts of runs and of the styles in use count, with those they are based on; what no text uses does not."""
    document = Document()
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Heading 3"].font.name = "Unused"
    document.add_paragraph("usual").add_run("odd").font.name = "Impact"
    document.save(str(tmp_path / "a.docx"))
    assert fonts_of(tmp_path / "a.docx") == {"Georgia", "Impact"}
    (tmp_path / "b.docx").write_bytes(b"PK")
    assert fonts_of(tmp_path / "b.docx") == set()


def test_mistakes_in_the_projects_files_end_with_2(project: Path, capsys: Shown) -> None:
    """Each mistake in the configuration and the templates stands there with its place and remedy."""
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    document = Document(str(template))
    document.add_paragraph("{{ comittee }}")
    document.save(str(template))
    assert main(["doctor", "--quiet"]) == 2
    shown = capsys.readouterr().out
    assert "  x   Template, stops the work: board_highlight_report.docx › " in shown
    assert "This stops the work: 1 marked x." in shown
    assert "ok" not in shown.split()
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("period: 2019-11", "perod: 2019-11", 1), "utf-8")
    assert main(["doctor"]) == 2
    assert "Configuration, stops the work: config.yaml › line 8" in capsys.readouterr().out


def test_what_the_machine_refuses_ends_with_3(project: Path, capsys: Shown) -> None:
    """Results that cannot be written stop the work, and the remedy says who must be given the right."""
    (project / "outputs").write_bytes(b"a file")
    assert main(["doctor"]) == 3
    told = line(capsys.readouterr().out, "Results, stops the work")
    assert "outputs cannot be written to (" in told
    assert "Give the account that runs the program the right to write there" in told


def test_a_missing_folder_of_returns_stops_the_work(project: Path, capsys: Shown) -> None:
    """Without returns there is nothing to build from, and a build would end with 2."""
    shutil.rmtree(project / "inputs")
    assert main(["doctor"]) == 2
    assert "Make it and put the returns into it." in line(capsys.readouterr().out, "Returns, stops the work")


def test_open_files_and_a_clock_that_lags_are_to_be_looked_at(project: Path, capsys: Shown) -> None:
    """Lock files are named; a return saved after the clock's now shows that the clock is wrong."""
    (project / "inputs" / "2019-11" / "~$North.xlsx").write_bytes(b"x")
    ahead = time.time() + 10 * 86400
    os.utime(next((project / "inputs").rglob("North*")), (ahead, ahead))
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "somebody has a file open: ~$North.xlsx." in line(shown, "Open files, look at this")
    assert "and a return was saved on" in line(shown, "Clock, look at this")


@pytest.mark.usefixtures("project")
def test_programs_get_the_same(capsys: Shown) -> None:
    """With --json the checks are printed, each with subject, result, what was found and the remedy."""
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["version"], said["command"], said["exit_code"]) == (1, "doctor", 0)
    results = {one["subject"]: one["result"] for one in said["checks"]}
    assert (results["Configuration"], results["LibreOffice"]) == ("fine", "look at this")
    assert all(bool(one["remedy"]) is (one["result"] != "fine") for one in said["checks"])


@pytest.mark.filterwarnings("ignore:Requiring AUTH while")
def test_the_mail_server_is_tried_and_nothing_is_sent(project: Path, capsys: Shown) -> None:
    """One that takes messages is fine; one that does not answer is to be looked at, with its remedy."""
    server = MailServer()
    server.start()
    config = project / "config.yaml"
    block = f"\nmail:\n  server: localhost\n  port: {server.port}\n  security: {server.security}\n  sender: a@b.example\n"
    config.write_text(config.read_text("utf-8") + block, "utf-8")
    try:
        main(["doctor"])
    finally:
        server.stop()
    assert "Mail server: localhost takes messages from this computer" in capsys.readouterr().out
    main(["doctor"])
    assert "could not be reached at port" in line(capsys.readouterr().out, "Mail server, look at this")
