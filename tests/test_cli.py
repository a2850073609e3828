"""The command line, on the project's own example."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from docx import Document
from one_paper import board_alone
from openpyxl import load_workbook
from word_template import simple_field

from pipeline.cli import main

HOME = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's configuration, templates and November returns; no last day for returns."""
    config = board_alone((HOME / "config.yaml").read_text("utf-8")).replace("returns_due:", "# returns_due:")
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    shutil.copytree(HOME / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    return tmp_path


def run(project: Path, *arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, as a user does."""
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path]),
    }
    command = [sys.executable, "-c", "from pipeline.cli import entry; entry()", *arguments]
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, encoding=encoding, check=False
    )


def paper(project: Path) -> Path:
    """Where the example's paper is written."""
    return project / "outputs" / "2019-11" / "board-highlight-report-2019-11.docx"


def words(path: Path) -> str:
    """All text of a Word file's body, cell by cell."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def body(path: Path) -> bytes:
    """All that a Word file shows; its properties name the run, which is of all inputs."""
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml")


def change(project: Path, name: str, sheet: str, cell: str, value: str) -> None:
    """Type a value into one of the example returns."""
    path = next((project / "inputs").rglob(name))
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_example_builds_and_says_so(project: Path) -> None:
    """The example builds its paper, names each partnership, and ends with 1 for its small faults."""
    done = run(project)
    assert done.returncode == 1, done.stderr
    assert "Saltmere Local Maternity System: received, 1 to put right" in done.stdout
    assert "Did you mean Amber?" in done.stdout
    assert f"Written: {paper(project)}" in done.stdout
    assert not done.stderr
    assert paper(project).exists()


def test_same_inputs_same_bytes(project: Path) -> None:
    """Two builds of the same inputs give the same bytes."""
    run(project)
    first = paper(project).read_bytes()
    paper(project).unlink()
    run(project)
    assert paper(project).read_bytes() == first


def test_awkward_text_arrives_as_it_is(project: Path) -> None:
    """Ampersands, tags, emoji, control characters and very long text reach the page as text."""
    text = "R&D <b>x</b> {{ 7*7 }} {% raw %} 😀 _x0007_ A&amp;E"
    change(project, "Maternity*", "Programmes", "B5", text)
    change(project, "Maternity*", "Programmes", "C5", "y" * 32767)
    done = run(project)
    assert done.returncode == 1, done.stdout
    shown = words(paper(project))
    assert "R&D <b>x</b> {{ 7*7 }} {% raw %} 😀 ␇ A&amp;E" in shown
    assert "y" * 32767 in shown


def test_bulleted_cells_become_lists(project: Path) -> None:
    """A cell with dashes becomes paragraphs in the template's list style, without the dashes."""
    change(project, "Maternity*", "Programmes", "C5", "Lead in\n- first\n   - nested\n- last")
    run(project)
    document = Document(str(paper(project)))
    found = {
        p.text: p.style.name if p.style else ""
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
    }
    assert found["Lead in"] == "Table Text"
    assert found["first"] == found["last"] == "Table Bullet"
    assert found["nested"] == "Table Bullet2"


def test_missing_return_does_not_stop_the_paper(project: Path) -> None:
    """Without a partnership's return the paper is built and says that none was received."""
    next((project / "inputs").rglob("Maternity*")).unlink()
    done = run(project)
    assert "Saltmere Local Maternity System: not received" in done.stdout
    assert "No return was received from Saltmere Local Maternity System for November 2019." in done.stdout
    assert "No return was received for November 2019." in words(paper(project))


def test_missing_inputs_folder_ends_with_2(project: Path) -> None:
    """Without a folder of returns nothing is built, and the remedy is to make it."""
    done = run(project, "--inputs", "nowhere")
    assert done.returncode == 2
    assert "The folder nowhere was not found. Make it and put the returns into it." in done.stdout
    assert not paper(project).exists()


def test_broken_return_is_held_out_with_what_to_do(project: Path) -> None:
    """A file that is no workbook is named, with how to save it, and the others are built."""
    path = next((project / "inputs").rglob("Maternity*"))
    path.write_bytes(b"not a workbook")
    done = run(project)
    assert done.returncode == 1
    assert (
        "is plain text (such as CSV), not an Excel workbook. Fill in the return form in Excel" in done.stdout
    )
    assert paper(project).exists()


def test_check_writes_nothing(project: Path) -> None:
    """`check` gives its verdict and leaves no file."""
    assert run(project, "check").returncode == 1
    assert not (project / "outputs").exists()


def test_forms_are_written_for_everybody(project: Path) -> None:
    """`forms` writes a workbook for each partnership and one for the cover."""
    assert run(project, "forms").returncode == 0
    names = {path.name for path in (project / "outputs" / "2019-11" / "forms").glob("*.xlsx")}
    assert names == {
        f"{sender}-2019-11.xlsx"
        for sender in ("children", "maternity", "north", "southwest", "cover-board-highlight-report")
    }


def test_fields_lists_the_names_for_a_template(project: Path) -> None:
    """`fields` writes a page of names for a paper, with values of the edition, and speaks of nothing else."""
    done = run(project, "fields", "--paper", "board")
    page = project / "outputs" / "2019-11" / "fields-board-highlight-report.html"
    assert (done.returncode, done.stdout) == (0, f"Written: {page}\n")
    assert "<code>{{ cover.agenda_item }}</code></td><td>The agenda item.</td>" in page.read_text("utf-8")


def test_a_template_is_checked(project: Path) -> None:
    """`check-template` says that a sound template is one, and of a faulty one what to do in Word; it writes nothing."""
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    done = run(project, "check-template", str(template))
    assert (done.returncode, done.stdout) == (0, "Nothing is wrong with the template.\n")
    document = Document(str(template))
    document.add_paragraph("{{ cover.titel }} and {% if summary.risks %}")
    document.save(str(template))
    done = run(project, "check-template", str(template))
    assert done.returncode == 2
    assert "Did you mean cover.title?" in done.stdout
    assert "“{% if summary.risks %}” is opened here and never ended." in done.stdout
    assert not (project / "outputs").exists()
    built = run(project)
    assert built.returncode == 2
    assert "Did you mean cover.title?" in built.stdout
    assert not paper(project).exists()


def test_a_template_is_marked(project: Path) -> None:
    """`--mark` writes a copy with a Word comment at each place; it never takes the place of a file."""
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    document = Document(str(template))
    document.add_paragraph("{{ cover.titel }}")
    document.save(str(template))
    before, marked = template.read_bytes(), project / "marked.docx"
    done = run(project, "check-template", str(template), "--mark", str(marked))
    assert (done.returncode, f"Written: {marked}" in done.stdout) == (2, True)
    comments = [comment.text for comment in Document(str(marked)).comments]
    assert any("Did you mean cover.title?" in text for text in comments)
    done = run(project, "check-template", str(template), "--mark", str(template))
    assert "The marked copy was not written: the template itself is there already." in done.stdout
    assert template.read_bytes() == before


def test_a_template_of_no_paper_asks_whose_it_is(project: Path) -> None:
    """A template that no paper uses needs the paper's name where there are several; one file must be named."""
    other = project / "other.docx"
    shutil.copy(project / "templates" / "papers" / "board_highlight_report.docx", other)
    assert run(project, "check-template", str(other), "--paper", "board").returncode == 0
    assert "Name one template after check-template." in run(project, "check-template").stderr
    assert "nowhere.docx was not found." in run(project, "check-template", "nowhere.docx").stdout


def test_a_paper_that_is_not_there_is_named(project: Path) -> None:
    """`--paper` with a name that no paper has ends with 2, and says which there are; nothing is written."""
    done = run(project, "--paper", "bord")
    assert done.returncode == 2
    assert "No paper that is due is called “bord”. Possible: board-highlight-report" in done.stdout
    assert not paper(project).exists()


def test_json_stands_alone_on_standard_output(project: Path) -> None:
    """`--json` writes one JSON document and nothing else."""
    done = run(project, "check", "--json")
    document = json.loads(done.stdout)
    assert document["version"] == 1
    assert document["exit_code"] == done.returncode == 1
    assert [entry["standing"] for entry in document["register"]] == ["Received"] * 4


def test_configuration_mistake_ends_with_2(project: Path) -> None:
    """A misspelt setting is named with its line and the nearest right word."""
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("organisation:", "organistion:"), "utf-8")
    done = run(project)
    assert done.returncode == 2
    assert "“organistion” is not a setting here. Did you mean organisation?" in done.stdout


def test_template_mistake_ends_with_2(project: Path) -> None:
    """A name that does not exist is reported, and no paper is written."""
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    document = Document(str(template))
    document.add_paragraph("{{ cover.nonsense }}")
    document.save(str(template))
    done = run(project)
    assert done.returncode == 2
    assert (
        "The template uses the name “cover.nonsense”, which does not exist. It stands in “{{ cover.nonsense }}”."
        in done.stdout
    )
    assert not paper(project).exists()


def test_a_warning_on_the_template_does_not_stop_the_paper(project: Path) -> None:
    """A reference that leads nowhere is told, and the paper is written with words in its place."""
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    document = Document(str(template))
    simple_field(document.add_paragraph("See "), "REF nowhere")
    document.save(str(template))
    done = run(project)
    assert done.returncode == 1
    told = "A cross-reference leads to the bookmark nowhere, which is not in this paper"
    assert told in done.stdout
    assert told in (paper(project).parent / "index.html").read_text("utf-8")
    assert "See (section not in this paper)" in words(paper(project))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_poor_consoles_are_served(project: Path, encoding: str) -> None:
    """A console that lacks our signs gets near ones and no crash."""
    done = run(project, "check", encoding=encoding)
    assert done.returncode == 1
    assert "Programmes!D7" in done.stdout


@pytest.mark.parametrize("arguments", [["--period", "November"], ["chek"], ["--nonsense"]])
def test_usage_mistakes_end_with_2(project: Path, arguments: list[str]) -> None:
    """A mistake in the command is one sentence and exit code 2."""
    done = run(project, *arguments)
    assert done.returncode == 2
    assert "See: python run.py --help" in done.stderr
    assert "Traceback" not in done.stderr


def test_edited_paper_is_kept(project: Path) -> None:
    """A paper that somebody edited is put aside before the new one is written."""
    run(project)
    document = Document(str(paper(project)))
    document.add_paragraph("A sentence of the author's own.")
    document.save(str(paper(project)))
    done = run(project)
    kept = paper(project).with_stem(paper(project).stem + " (edited 1)")
    assert "A sentence of the author's own." in words(kept)
    assert kept.name in done.stdout


def test_package_carries_no_clock(project: Path) -> None:
    """Every part of the paper's package has the same fixed time."""
    run(project)
    with zipfile.ZipFile(paper(project)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_unknown_rule_is_named_with_the_nearest(project: Path) -> None:
    """A misspelt rule in config.yaml is refused, with the nearest right one."""
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("rules: {}", "rules: {leftover-txt: note}"), "utf-8")
    done = run(project, "check")
    assert done.returncode == 2
    assert "There is no rule called “leftover-txt”. Did you mean leftover-text?" in done.stdout
    line = config.read_text("utf-8").splitlines().index("rules: {leftover-txt: note}") + 1
    assert f"config.yaml › line {line}, column 23" in done.stdout


def test_a_rule_can_be_switched_off(project: Path) -> None:
    """A rule that config.yaml switches off finds nothing."""
    config = project / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace("rules: {}", 'rules: {leftover-text: "off"}'), "utf-8"
    )
    assert "still says" not in run(project, "check").stdout


def test_a_form_that_is_not_utf8_is_named(project: Path) -> None:
    """A definition of a return saved in another encoding is named, with what to do."""
    form = project / "templates" / "returns" / "cover.yaml"
    form.write_bytes(form.read_bytes() + "# caf\u00e9".encode("latin-1"))
    done = run(project, "check")
    assert done.returncode == 2
    assert "cover.yaml could not be opened (it is not saved as UTF-8)." in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes early is of Unix shells")
def test_a_reader_that_has_seen_enough_is_no_fault(project: Path) -> None:
    """Output that another program stops reading ends without a word."""
    code = "from pipeline.cli import entry; entry()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 1  # as ever: the example returns have small faults


# --- personal data ----------------------------------------------------------------------------

PRIVATE = {
    "Programmes!B5": "Care for EC1A 1BB",
    "Programmes!C5": "3 stillbirths; ring 07700 900123 about 943 476 5919, born 3 April 2012",
    "Programmes!D7": "jo.bloggs@example.org",
    "Programmes!A8": "943 476 5919",
    "Risks!T5": "x" * 50 + " 07700 900123",
    "About this return!B12": "DOB 3/4/2012",
}
VALUES = "EC1A,1BB,3 stillb,07700,900123,943 476,5919,3 April,3/4/2012,jo.bloggs,example.org".split(",")


def configure(project: Path, right: str, wrong: str) -> None:
    """Change one setting."""
    config = project / "config.yaml"
    text = config.read_text("utf-8")
    assert right in text
    config.write_text(text.replace(right, wrong), "utf-8")


def test_a_public_paper_with_personal_data_is_withheld(project: Path) -> None:
    """No paper is written and an earlier one stays; the report is written; the sentence says what to do; exit 1."""
    run(project)
    earlier = paper(project).read_bytes()
    change(project, "Maternity*", "Programmes", "C5", "Ring 07700 900123.")
    done = run(project)
    assert done.returncode == 1
    assert paper(project).read_bytes() == earlier
    assert (
        "The paper is public and would show what seems to be personal data (1 cell), so it was not written. "
        "An earlier one was left as it is. Put each place right or clear it, as its finding says, then run again. "
        "If nobody outside may read the paper, write public: false at that paper in config.yaml."
    ) in done.stdout
    assert "The paper was not written." in done.stdout
    assert f"Written: {paper(project)}" not in done.stdout
    report = paper(project).with_name("index.html")
    assert f"Written: {report}" in done.stdout
    assert "No paper was written" in report.read_text("utf-8")
    assert "Monthly update seems to hold a telephone number." in report.read_text("utf-8")


def test_a_first_public_paper_is_withheld_too(project: Path) -> None:
    """Without an earlier paper there is none afterwards."""
    change(project, "Maternity*", "Programmes", "C5", "Ring 07700 900123.")
    done = run(project, "--json")
    assert not list((project / "outputs").rglob("*.docx"))
    document = json.loads(done.stdout)
    assert [finding["rule"] for finding in document["findings"]][-1] == "paper-withheld"
    assert {Path(path).name for path in document["written"]} >= {"index.html"}


def test_a_cleared_finding_lets_the_paper_be_written(project: Path) -> None:
    """The line that the finding prints, with a reason, clears it; the reason stands in the report."""
    change(project, "Maternity*", "Programmes", "C5", "Write to SO23 8AB.")
    line = re.search(r"- \{where: .*reason: \"\"\}", run(project).stdout)
    assert line
    cleared = line[0].replace('reason: ""', 'reason: "The address of the office."')
    configure(project, "cleared: []", f"cleared:\n  {cleared}")
    assert f"Written: {paper(project)}" in run(project).stdout
    assert "SO23 8AB" in words(paper(project))
    report = paper(project).with_name("index.html").read_text("utf-8")
    assert "It was cleared: “The address of the office.”." in report
    change(project, "Maternity*", "Programmes", "C5", "Write to SO23 8AA.")
    done = run(project, "--verbose")
    assert "so it was not written" in done.stdout
    assert "This line clears nothing any more" in done.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("public: true", "public: false"), ("rules: {}", "rules: {personal-telephone: warning}")],
)
def test_a_paper_that_may_hold_it_is_written(project: Path, right: str, wrong: str) -> None:
    """A private paper is built, as is one whose rule is no error; the finding is shown."""
    change(project, "Maternity*", "Programmes", "C5", "Ring 07700 900123.")
    configure(project, right, wrong)
    done = run(project)
    assert "Monthly update seems to hold a telephone number." in done.stdout
    assert "07700 900123" in words(paper(project))


@pytest.mark.parametrize(
    ("public", "arguments"),
    [("true", ("--verbose",)), ("true", ("--json",)), ("false", ("--verbose",)), ("false", ("--json",))],
)
def test_no_value_reaches_screen_log_or_report(
    project: Path, arguments: tuple[str, ...], public: str
) -> None:
    """Whatever a person typed where, it stands in nothing that the program says or writes but the paper."""
    for place, value in PRIVATE.items():
        sheet, cell = place.split("!")
        change(project, "Maternity*", sheet, cell, value)
    configure(project, "public: true", f"public: {public}")
    done = run(project, *arguments)
    said = "".join([done.stdout, done.stderr, *(p.read_text("utf-8") for p in _texts(project / "outputs"))])
    said = re.sub(
        r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b", "", said
    )  # a hash may hold any four figures by chance
    assert [value for value in VALUES if value in said] == []
    assert "*" * len(PRIVATE["Programmes!D7"]) in done.stdout
    assert done.returncode == 1


def test_a_template_without_a_column_gives_no_value_away(project: Path) -> None:
    """Where the finished paper lacks a value, the fault names its cell and not its words."""
    change(project, "Maternity*", "Programmes", "C5", "Ring 07700 900123.")
    configure(project, "public: true", "public: false")
    template = project / "templates" / "papers" / "board_highlight_report.docx"
    document = Document(str(template))
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells if "row.update" in cell.text):
            cell.paragraphs[0].runs[0].text = "-"
            for run_ in cell.paragraphs[0].runs[1:]:
                run_.text = ""
    document.save(str(template))
    done = run(project)
    assert done.returncode == 2
    assert "“…” does not stand in the finished paper." in done.stdout
    assert "900123" not in done.stdout


def _texts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in (".html", ".json")]


def test_the_build_report_stands_beside_the_paper(project: Path) -> None:
    """A page for the browser says what was built and what is to be put right."""
    run(project)
    report = paper(project).with_name("index.html").read_text("utf-8")
    assert "board-highlight-report-2019-11.docx" in report
    assert "Did you mean Amber?" in report


def queries(project: Path) -> Path:
    """The folder of what goes back to the senders."""
    return project / "outputs" / "2019-11" / "queries"


def cover(project: Path) -> Path:
    """The example's cover return."""
    return next((project / "inputs").rglob("Cover*"))


def test_queries_go_back_to_their_senders(project: Path) -> None:
    """Each partnership with something to answer has a letter and a copy; the cover, which is sound, has none."""
    done = run(project)
    assert f"Queries for 4 partnerships: {queries(project)}\n" in done.stdout
    assert sorted(path.name for path in queries(project).iterdir()) == sorted(
        [
            *(f"{who}-queries.{kind}" for who in ("children", "maternity", "north", "southwest") for kind in ("html", "txt")),
            "Childrens Services return Nov 2019 - queries.xlsx",
            "Maternity return November - queries.xlsx",
            "North Alderwick - highlight return - queries.xlsx",
            "SW Saltmere return v1 FINAL - queries.xlsx",
        ]
    )  # fmt: skip
    letter = (queries(project) / "maternity-queries.txt").read_text("utf-8-sig")
    assert "1. Sheet “Programmes”, cell D7" in letter
    assert "type 2 in place of 1" in letter
    report = paper(project).with_name("index.html").read_text("utf-8")
    assert '<a href="queries/maternity-queries.html">' in report


def test_queries_have_the_same_bytes_again(project: Path) -> None:
    """Two builds of the same inputs send the same files."""
    run(project)
    first = {path.name: path.read_bytes() for path in queries(project).iterdir()}
    shutil.rmtree(project / "outputs")
    run(project)
    assert {path.name: path.read_bytes() for path in queries(project).iterdir()} == first


def test_a_letter_says_that_the_return_is_in_the_paper(project: Path) -> None:
    """What a sender is told of the return agrees with the paper."""
    run(project)
    letter = (project / "outputs/2019-11/queries/southwest-queries.txt").read_text("utf-8-sig")
    assert "SW Saltmere return v1 FINAL.xlsx: version 1;" in letter
    assert "date approved: 15 November 2019; in the paper" in letter


def test_a_corrected_copy_answers_its_queries(project: Path) -> None:
    """The copy, put right and with version 2, counts in the place of the first, and nothing is asked any more."""
    run(project)
    name = "Maternity return November - queries.xlsx"
    book = load_workbook(queries(project) / name)
    book["Programmes"]["D7"] = "Amber"
    book["About this return"]["B5"] = 2
    book.save(project / "inputs" / "2019-11" / name)
    done = run(project, "--verbose")
    assert "Saltmere Local Maternity System: received, nothing to put right" in done.stdout
    assert f"This return of Saltmere Local Maternity System is superseded by 2019-11/{name}" in done.stdout
    assert "Queries for 3 partnerships: " in done.stdout
    assert not list(queries(project).glob("?aternity*"))
    assert "Amber" in words(paper(project))


def test_an_edited_letter_is_not_removed(project: Path) -> None:
    """A letter that somebody worked on stays when its queries are answered, and that is told."""
    run(project)
    letter = queries(project) / "maternity-queries.txt"
    letter.write_text("my own words", "utf-8")
    change(project, "Maternity*", "Programmes", "D7", "Amber")
    done = run(project)
    assert "queries/maternity-queries.txt is no longer needed, but was edited" in done.stdout
    assert [path.name for path in queries(project).glob("?aternity*")] == ["maternity-queries.txt"]


def test_those_who_sent_nothing_or_nothing_readable_get_letters(project: Path) -> None:
    """A missing return, an unreadable one and a missing cover are asked for, without a copy."""
    next((project / "inputs").rglob("Maternity*")).unlink()
    next((project / "inputs").rglob("North*")).write_bytes(b"not a workbook")
    cover(project).unlink()
    done = run(project)
    assert f"Queries for 4 partnerships and the report author: {queries(project)}" in done.stdout
    assert "It has not reached us yet." in (queries(project) / "maternity-queries.txt").read_text("utf-8-sig")
    assert "could not be read" in (queries(project) / "north-queries.txt").read_text("utf-8-sig")
    assert "Dear report author," in (queries(project) / "board-highlight-report-queries.txt").read_text(
        "utf-8-sig"
    )
    assert len(list(queries(project).glob("*.xlsx"))) == 2


def test_the_report_authors_own_return_is_asked_about(project: Path) -> None:
    """The cover return has its queries like any other."""
    change(project, cover(project).name, "About this return", "B15", "31 November 2019")
    done = run(project)
    assert "and the report author: " in done.stdout
    letter = (queries(project) / "board-highlight-report-queries.txt").read_text("utf-8-sig")
    assert "“31 November 2019” in Date of paper is not a day in the calendar." in letter


def test_a_held_out_return_is_told_everything_at_once(project: Path) -> None:
    """A return held out for its name is asked about its cells too."""
    change(project, "Maternity*", "About this return", "B3", "Saltmere Maternity System Local")
    run(project)
    letter = (queries(project) / "maternity-queries.txt").read_text("utf-8-sig")
    assert "Please give the name as it stood in the form that was issued to you" in letter
    assert "Did you mean Amber?" in letter


@pytest.mark.parametrize("typed", ["Nov", "October 2019"])
def test_a_return_held_out_for_its_month_is_told_everything_at_once(project: Path, typed: str) -> None:
    """Its cells and what tells who somebody is are asked about too; the paper, which leaves it out, is written."""
    change(project, "Maternity*", "About this return", "B4", typed)
    change(project, "Maternity*", "Programmes", "C5", "Ring 07700 900123.")
    run(project)
    letter = (queries(project) / "maternity-queries.txt").read_text("utf-8-sig")
    assert letter.count("“About this return”, cell B4") == 1
    assert f"The return is for {typed}; this paper is for November 2019." in letter
    assert "If it is the return for November 2019, type November 2019 in this cell" in letter
    assert "Did you mean Amber?" in letter
    assert "Monthly update seems to hold a telephone number." in letter
    assert paper(project).exists()


def test_a_wrong_month_is_told_beside_a_wrong_name(project: Path) -> None:
    """Who has to put right the name is told of the month in the same letter."""
    change(project, "Maternity*", "About this return", "B3", "Saltmere Maternity System Local")
    change(project, "Maternity*", "About this return", "B4", "October 2019")
    run(project)
    letter = (queries(project) / "maternity-queries.txt").read_text("utf-8-sig")
    assert "is not the name of a partnership" in letter
    assert "The return is for October 2019; this paper is for November 2019." in letter


def test_a_letter_template_at_fault_ends_with_2(project: Path) -> None:
    """A mistake in a letter's template is told with its line, and the paper is written all the same."""
    template = project / "templates" / "letters" / "queries.txt"
    template.write_text(
        template.read_text("utf-8").replace("{{ organisation }}", "{{ organisatoin }}", 1), "utf-8"
    )
    done = run(project)
    assert done.returncode == 2
    assert "there is no “organisatoin”" in done.stdout
    assert "queries.txt › line " in done.stdout
    assert paper(project).exists()


def test_a_missing_letter_template_ends_with_2(project: Path) -> None:
    """Without a letter's template nothing is built, and the remedy is to put it back."""
    (project / "templates" / "letters" / "queries.html").unlink()
    done = run(project)
    assert done.returncode == 2
    assert "queries.html was not found. Put it back into templates/letters." in done.stdout


def test_json_lists_the_queries(project: Path) -> None:
    """A program learns who is to be sent which files."""
    document = json.loads(run(project, "--json").stdout)
    assert document["queries"][1] == {
        "sender": "maternity",
        "name": "Saltmere Local Maternity System",
        "count": 1,
        "files": [
            "Maternity return November - queries.xlsx",
            "maternity-queries.html",
            "maternity-queries.txt",
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], "There is no command “bild”. Did you mean build?"),
        (["--perod", "2019-12"], "There is no option --perod. Did you mean --period?"),
        (["forms", "a.xlsx"], "Forms takes no files; only check and check-template do."),
        (["--json", "test"], "Test comes first, in the program's own folder: python run.py test."),
    ],
)
def test_a_mistake_in_the_command_gets_the_nearest(project: Path, arguments: list[str], said: str) -> None:
    """What is wrong in the command is named, with the nearest right word."""
    done = run(project, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_a_file_is_checked_wherever_it_lies(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`check FILE` says what is to be put right in that file, and nothing of others; nothing is written."""
    away = tmp_path_factory.mktemp("away") / "a return.xlsx"
    shutil.copy(next((project / "inputs").rglob("SW*")), away)
    done = run(project, "check", str(away), "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["register"], document["written"]) == (1, [], [])
    assert {finding["file"] for finding in document["findings"]} == {str(away)}
    assert [finding["cell"] for finding in document["findings"]] == ["A8", "A9", "F8"]
    assert not (project / "outputs").exists()


def test_a_file_that_is_not_there_is_named(project: Path) -> None:
    """A mistyped file name is a finding, not a crash."""
    done = run(project, "check", "nort.xlsx")
    assert done.returncode == 1
    assert "nort.xlsx was not found. See that its name and folder are right." in done.stdout


def test_a_paper_that_cannot_be_written_is_not_said_to_be(project: Path) -> None:
    """Where the paper's place is taken nothing is written, and the exit code and the last lines agree on it."""
    paper(project).mkdir(parents=True)
    (paper(project) / "in the way.txt").write_text("x", "utf-8")
    done = run(project)
    assert done.returncode == 3
    assert "board-highlight-report-2019-11.docx could not be written" in done.stdout
    assert "The paper was not written." in done.stdout
    assert "Written:" not in done.stdout
    assert "Queries for" not in done.stdout
    assert [path.name for path in paper(project).parent.iterdir()] == [paper(project).name]


# --- several, late and missing returns ----------------------------------------------------------


def label(path: Path, wanted: str) -> str:
    """The cell beside a label of the sheet About this return."""
    sheet = load_workbook(path)["About this return"]
    return next(f"B{row[0].row}" for row in sheet.iter_rows(max_col=1) if row[0].value == wanted)


def copied(project: Path, name: str, to: str, answers: dict[str, str | int]) -> Path:
    """Another return beside the example's: a copy in which some answers were typed anew."""
    path = next((project / "inputs").rglob(name))
    new = project / "inputs" / to
    new.parent.mkdir(parents=True, exist_ok=True)
    book = load_workbook(path)
    for where, answer in answers.items():
        sheet, cell = where.split("!") if "!" in where else ("About this return", label(path, where))
        book[sheet][cell] = answer
    book.save(new)
    return new


def test_a_second_version_takes_the_place_of_the_first(project: Path) -> None:
    """The higher version is in the paper, and what the first said differently is listed without personal data."""
    change(project, "Maternity*", "Programmes", "C5", "The campaign began. Ring 07700 900123.")
    answers: dict[str, str | int] = {
        "Version": 2,
        "Programmes!C5": "The campaign ended.",
        "Programmes!D7": "Amber",
    }
    copied(project, "Maternity*", "2019-11/second.xlsx", answers)
    done = run(project, "--verbose")
    assert "The campaign ended." in words(paper(project))
    assert "is superseded by 2019-11/second.xlsx, which has the higher version (2 against 1)." in done.stdout
    assert "“Ambr” here, “Amber” in 2019-11/second.xlsx." in done.stdout
    assert (
        "“The campaign began. Ring ************.” here, “The campaign ended.” in 2019-11/second.xlsx."
        in done.stdout
    )
    assert "Needs attention: 3 to put right, 1 to check" in done.stdout
    report = paper(project).with_name("index.html").read_text("utf-8")
    assert "“Ambr” here, “Amber” in 2019-11/second.xlsx." in report
    assert "900123" not in done.stdout + report


def test_a_copy_changes_nothing_but_is_named(project: Path) -> None:
    """The same file twice gives the same paper, and the example's faults once."""
    run(project)
    once = body(paper(project))
    path = next((project / "inputs").rglob("Maternity*"))
    shutil.copy(path, path.with_stem("Z copy"))
    done = run(project, "--verbose")
    assert body(paper(project)) == once
    assert "This file is the same as 2019-11/Maternity return November.xlsx in every respect" in done.stdout
    assert "Needs attention: 4 to put right, 1 to check, 1 for information." in done.stdout


def test_an_earlier_position_is_shown_where_that_is_wanted(project: Path) -> None:
    """The paper shows October's return, labelled, for want of November's; what it holds is proved to be there."""
    copied(project, "Maternity*", "2019-10/received/LMS.xlsx", {"Reporting period": "October 2019"})
    next((project / "inputs" / "2019-11").glob("Maternity*")).unlink()
    configure(project, "missing_returns: gap", "missing_returns: carry_forward")
    configure(project, "# returns_due", "returns_due")
    done = run(project)
    shown = words(paper(project))
    assert shown.count("Position at October 2019: no return was received for November 2019.") == 3
    assert "3 of 4 partnerships are reported here, and 1 at an earlier position, with 18 programmes" in shown
    assert "Key risks to delivery in October 2019" in shown
    assert (
        "Saltmere Local Maternity System: not received, nothing came (it was due on 18 November 2019); "
        "the paper shows the position at October 2019"
    ) in done.stdout
    assert "Needs attention: 4 to put right, 1 to check" in done.stdout
    letter = (paper(project).parent / "queries" / "maternity-queries.txt").read_text("utf-8")
    assert "It was due on 18 November 2019." in letter
    assert "the paper shows the one for October 2019, and says so." in letter


def test_personal_data_of_an_earlier_position_stops_the_paper(project: Path) -> None:
    """What is carried forward is searched like any return that the paper shows."""
    answers: dict[str, str | int] = {
        "Reporting period": "October 2019",
        "Programmes!C5": "Ring 07700 900123.",
    }
    copied(project, "Maternity*", "2019-10/LMS.xlsx", answers)
    next((project / "inputs" / "2019-11").glob("Maternity*")).unlink()
    assert paper(project).exists() is False
    assert "seems to hold a telephone number" not in run(project).stdout
    paper(project).unlink()
    configure(project, "missing_returns: gap", "missing_returns: carry_forward")
    assert "2019-10/LMS.xlsx › Programmes!C5" in run(project).stdout
    assert not paper(project).exists()


@pytest.mark.parametrize(
    ("answers", "held_out"),
    [
        ({"Partnership": "Saltmere Maternity System Local"}, True),
        ({"Reporting period": "December 2019"}, True),
        ({"Version": 0}, False),
    ],
)
def test_personal_data_in_a_return_that_does_not_count_stops_no_paper(
    project: Path, answers: dict[str, str | int], held_out: bool
) -> None:
    """The sender of a held-out return is told at once; of a superseded one nobody is asked; the paper is written."""
    answers = {**answers, "Programmes!C5": "Ring 07700 900123."}
    copied(project, "Maternity*", "2019-11/other.xlsx", answers)
    if held_out:
        next((project / "inputs").rglob("Maternity*")).unlink()
    done = run(project, "--verbose")
    assert f"Written: {paper(project)}" in done.stdout
    assert ("Monthly update seems to hold a telephone number." in done.stdout) is held_out
    letter = queries(project) / "maternity-queries.txt"
    assert ("Monthly update seems to hold a telephone number." in letter.read_text("utf-8-sig")) is held_out
    assert "900123" not in done.stdout + letter.read_text("utf-8-sig")


def test_personal_data_in_a_held_out_return_is_cleared_like_any_other(project: Path) -> None:
    """A clearing may stand before its return counts, and is then no line that clears nothing."""
    change(project, "Maternity*", "Programmes", "C5", "Write to SO23 8AB.")
    change(project, "Maternity*", "About this return", "B3", "Saltmere Maternity System Local")
    line = re.search(r"- \{where: .*reason: \"\"\}", run(project).stdout)
    assert line
    cleared = line[0].replace('reason: ""', 'reason: "The address of the office."')
    configure(project, "cleared: []", f"cleared:\n  {cleared}")
    done = run(project, "--verbose")
    assert "It was cleared: “The address of the office.”." in done.stdout
    assert "clears nothing" not in done.stdout


def test_history_is_no_fault(project: Path) -> None:
    """A folder of October's returns, faults and all, adds no fault to November's; the paper tells what changed."""
    for name in ("Maternity*", "North*", "Cover*"):
        copied(project, name, f"2019-10/{name[:-1]}.xlsx", {"Reporting period": "October 2019"})
    (project / "inputs" / "2019-10" / "Maternity broken.xlsx").write_bytes(b"PK")
    done = run(project)
    assert "Needs attention: 4 to put right, 1 to check, 4 for information." in done.stdout
    assert "What changed since October 2019" in words(paper(project))


def test_late_and_unsigned_returns_are_called_so_in_the_register(project: Path) -> None:
    """A return saved after the last day, signed by nobody, counts; or, if so configured, is held out."""
    path = next((project / "inputs").rglob("Maternity*"))
    change(project, "Maternity*", "About this return", label(path, "Date approved"), "")
    configure(project, "# returns_due", "returns_due")
    run(project)
    shown = words(paper(project))
    assert "Received, late" in shown
    assert re.search(r"Not signed off\. Late: saved on \d+ \w+ \d{4}, due on 18 November 2019\.", shown)
    configure(project, "unsigned_returns: accept", "unsigned_returns: hold")
    done = run(project)
    assert "Saltmere Local Maternity System: held out, It is not signed off." in done.stdout
    assert "The return for November 2019 was held out. It is not signed off." in words(paper(project))


def test_a_report_on_a_fault_tells_who_nobody_is(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that a fault of the program leaves holds no identifier that the fault's own words quote."""

    def stumble(*_: object, **__: object) -> str:
        raise ValueError("invalid literal: 'NHS number 943 476 5919'")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(json, "dumps", stumble)
    assert main(["check", "--json", "--config", str(project / "config.yaml")]) == 3
    [report] = tmp_path.glob("committee-papers-*.txt")
    assert "invalid literal" in report.read_text("utf-8")
    assert "943" not in report.read_text("utf-8") + capsys.readouterr().err
