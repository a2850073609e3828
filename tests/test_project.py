"""The project's own files add up to a plan, or to a list of everything that is wrong with them."""

import shutil
from pathlib import Path

import pytest
from one_paper import board_alone

from pipeline.model import Finding, Level, Period
from pipeline.project import Plan, Project, read_letters, read_plan

HOME = Path(__file__).resolve().parents[1]


@pytest.fixture
def files(tmp_path: Path) -> Project:
    """A copy of the shipped configuration and forms."""
    alone = board_alone((HOME / "config.yaml").read_text("utf-8"))
    (tmp_path / "config.yaml").write_text(alone, "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    return Project(tmp_path / "config.yaml", tmp_path / "inputs", tmp_path / "outputs")


def change(path: Path, right: str, wrong: str) -> None:
    """Type ``wrong`` for ``right`` in a file."""
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")


def form(files: Project, name: str) -> Path:
    """The definition of a return."""
    return files.templates / "returns" / f"{name}.yaml"


def refused(files: Project, period: Period | None = None) -> list[Finding]:
    """What is wrong with a project that cannot be run."""
    plan, findings = read_plan(files, period)
    assert plan is None
    assert findings
    assert {finding.level for finding in findings} == {Level.ERROR}
    return findings


def test_the_shipped_project_is_a_plan(files: Project) -> None:
    """Settings and all forms are read, and nothing is wrong with them."""
    plan, findings = read_plan(files, None)
    assert findings == []
    assert isinstance(plan, Plan)
    assert plan.settings.period == Period(2019, 11)
    assert set(plan.forms) == {
        "cover",
        "highlight_improvements",
        "highlight_targets",
        "highlight_update",
        "workstream_update",
    }


def test_results_have_a_folder_for_each_period(files: Project) -> None:
    """A period's results lie in a folder of its name; templates beside the configuration."""
    assert files.output_folder(Period(2019, 11)) == files.outputs / "2019-11"
    assert files.output_folder(Period(2019, quarter=3)) == files.outputs / "2019-Q3"
    assert files.templates == files.config.parent / "templates"


def test_a_period_asked_for_needs_a_meeting(files: Project) -> None:
    """The period of the command line counts, and is checked like the configured one."""
    [finding] = refused(files, Period(2019, 12))
    assert finding.message == "No paper has a meeting for 2019-12."


def test_a_missing_configuration_says_where_to_look(files: Project) -> None:
    """Without config.yaml the remedy is to go where it is, or to name it."""
    files.config.unlink()
    [finding] = refused(files)
    assert (finding.rule, finding.message) == ("file-missing", "config.yaml was not found.")
    assert finding.remedy == "Go to the project's folder, or name the file with --config."


def test_every_file_that_cannot_be_read_is_named_at_once(files: Project) -> None:
    """A missing configuration and two forms in another encoding are three findings of one run."""
    files.config.unlink()
    for name in ("cover", "highlight_update"):
        form(files, name).write_bytes("caf\u00e9".encode("latin-1"))
    assert [finding.message for finding in refused(files)] == [
        "config.yaml was not found.",
        "cover.yaml could not be opened (it is not saved as UTF-8).",
        "highlight_update.yaml could not be opened (it is not saved as UTF-8).",
    ]


def test_a_folder_in_the_place_of_a_file_is_told(files: Project) -> None:
    """What cannot be opened for another cause is told with its cause."""
    files.config.unlink()
    files.config.mkdir()
    [finding] = refused(files)
    assert finding.rule == "file-not-text"
    assert finding.message.startswith("config.yaml could not be opened (")


def test_a_mark_at_the_start_of_a_file_is_no_fault(files: Project) -> None:
    """Windows' Notepad may put a byte order mark before UTF-8; it is not part of the text."""
    for path in (files.config, form(files, "cover")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    plan, findings = read_plan(files, None)
    assert plan is not None
    assert findings == []


def test_a_form_that_nobody_defined_names_the_nearest(files: Project) -> None:
    """A misspelt form is placed by its line, with who names it and what was probably meant."""
    change(files.config, "form: highlight_targets", "form: highlight_target")
    [finding] = refused(files)
    assert finding.message == "Children's Services Collaborative names the form “highlight_target”."
    assert finding.remedy.startswith("Did you mean highlight_targets? Possible: cover, ")
    line = files.config.read_text("utf-8").splitlines().index("    form: highlight_target") + 1
    assert str(finding.address) == f"config.yaml › line {line}, column 11"


def test_the_covers_form_is_checked_too(files: Project) -> None:
    """The form of the paper's cover must exist like any other."""
    change(files.config, "cover_form: cover", "cover_form: covr")
    [finding] = refused(files)
    assert (
        finding.message
        == "The cover of Maternity and Children's Collaborative Commissioning Highlight Report names the form “covr”."
    )
    assert finding.remedy.startswith("Did you mean cover?")


def test_every_wrong_name_is_told_at_once(files: Project) -> None:
    """Unknown forms, an unknown rule, and a mistake within a form are found in one run."""
    change(files.config, "form: highlight_targets", "form: highlight_target")
    change(files.config, "cover_form: cover", "cover_form: covr")
    change(files.config, "rules: {}", "rules: {leftover-txt: note}")
    change(form(files, "highlight_update"), "scheme: status", "scheme: staus")
    assert sorted(finding.rule for finding in refused(files)) == [
        "config-unknown-form",
        "config-unknown-form",
        "config-unknown-rule",
        "form-unknown-scheme",
    ]


def test_mistakes_in_configuration_and_forms_are_told_at_once(files: Project) -> None:
    """A mistake in config.yaml does not hide one in a form that has nothing to do with it."""
    change(files.config, "  - id: maternity", "  - id: children")
    change(form(files, "cover"), "kind: date", "kind: dat")
    assert {finding.address.file for finding in refused(files)} == {"config.yaml", "cover.yaml"}


def test_every_mistake_in_the_configuration_is_told_at_once(files: Project) -> None:
    """Three mistakes in config.yaml are three findings of one run, in the order of the file's blocks."""
    change(files.config, "organisation:", "organization:")
    change(files.config, "template:", "tempalte:")
    change(files.config, "fill: C00000", "fill: red")
    messages = "\n".join(finding.message for finding in refused(files))
    for words in ("“organization” is not", "“tempalte” is not", "“red” is not a colour"):
        assert words in messages


def test_a_broken_form_has_no_echo(files: Project) -> None:
    """A form with a mistake is told once; that it is then lacking is no mistake of config.yaml."""
    change(form(files, "cover"), "kind: date", "kind: dat")
    [finding] = refused(files)
    assert finding.address.file == "cover.yaml"


def test_without_forms_the_remedy_says_what_to_do(files: Project) -> None:
    """A project whose forms are gone is told where forms belong, not offered an empty list."""
    shutil.rmtree(files.templates / "returns")
    for finding in refused(files):
        assert "Possible: ." not in finding.remedy
        assert finding.remedy


def test_reading_a_plan_writes_nothing(files: Project) -> None:
    """Inputs and outputs are neither needed nor made."""
    before = sorted(files.config.parent.rglob("*"))
    read_plan(files, None)
    assert sorted(files.config.parent.rglob("*")) == before


def test_tables_and_columns_of_a_paper_are_checked(files: Project) -> None:
    """Tables, columns and fields that no form has are told together, each at its place with the nearest that is."""
    block = "    tables:\n      programms: {columns: [programme]}\n      risks: {columns: [risk, ratng], group_by: partnership}\n    fields: [key_aim]\n"
    change(files.config, "    highest_risks: 3\n", "    highest_risks: 3\n" + block)
    field, table, column = refused(files)
    assert (field.message, field.remedy.split("?")[0]) == (
        "No form has a field “key_aim”.",
        "Did you mean key_aims",
    )
    assert table.message == "No form has a table “programms”."
    assert table.remedy.startswith("Did you mean programmes?")
    assert column.message == "The table has no column “ratng”."
    assert column.remedy.startswith("Did you mean rating?")
    line = (
        files.config.read_text("utf-8")
        .splitlines()
        .index("      risks: {columns: [risk, ratng], group_by: partnership}")
        + 1
    )
    assert column.address.cell.startswith(f"line {line}, column ")


def test_a_project_without_letters_sends_the_programs_own(files: Project) -> None:
    """Another configuration needs no copy of the letters; one that has its own keeps to them."""
    shutil.rmtree(files.templates / "letters")
    letters, faults = read_letters(files)
    assert faults == []
    assert letters["queries.txt"] == (HOME / "templates/letters/queries.txt").read_text("utf-8")
    (files.templates / "letters").mkdir()
    assert [finding.message for finding in read_letters(files)[1]] == [
        "queries.html was not found.",
        "queries.txt was not found.",
    ]
