"""`config.yaml` as people get it wrong, and the schemas that editors check it by."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from one_paper import board_alone

from pipeline.forms.definition import SHAPE as FORM_SHAPE
from pipeline.model import Finding, Level, Period
from pipeline.settings import SHAPE, Settings, read_settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: 1.2, where a date is a text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="session")
def shipped(project: Path) -> str:
    """The text of the shipped configuration, with the board's paper alone."""
    return board_alone((project / "config.yaml").read_text("utf-8"))


def only_mistake(shipped: str, right: str, wrong: str) -> tuple[Finding, str]:
    """What is found when `wrong` is typed for `right`, and the place of the change: line and column."""
    assert right in shipped
    before = shipped[: shipped.index(right)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    _, [finding] = read_settings(shipped.replace(right, wrong, 1), "config.yaml")
    return finding, f"line {line}, column {column}"


def test_the_shipped_configuration_is_sound(settings: Settings) -> None:
    """The shipped file is read whole, in its order."""
    assert settings.period == Period(2019, 11)
    assert [p.id for p in settings.partnerships] == ["children", "maternity", "north", "southwest"]
    assert settings.rating_schemes["risk"].ratings[0].word == "Very high"
    meeting = settings.papers[0].meeting(settings.period)
    assert meeting is not None
    assert meeting.agenda_item == "6.3"


@pytest.mark.parametrize(
    ("right", "wrong", "message", "remedy"),
    [
        (
            "organisation:",
            "organization:",
            "“organization” is not a setting here.",
            "Did you mean organisation?",
        ),
        ("template:", "tempalte:", "“tempalte” is not a setting here.", "Did you mean template?"),
        (
            "needs_attention:",
            "needs_attn:",
            "“needs_attn” is not a setting here.",
            "Did you mean needs_attention?",
        ),
    ],
)
def test_an_unknown_setting_names_the_nearest(
    shipped: str, right: str, wrong: str, message: str, remedy: str
) -> None:
    """A misspelt setting is placed by line and column, and the nearest right word is offered."""
    _, findings = read_settings(shipped.replace(right, wrong, 1), "config.yaml")
    before = shipped[: shipped.index(right)]
    place = f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
    finding = next(finding for finding in findings if finding.message == message)
    assert finding.remedy.startswith(remedy)
    assert finding.address.cell == place


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("2019-11\n\n", "Nov 2019\n\n", "“Nov 2019” is not a period such as 2019-11 or 2019-Q3."),
        ("2019-11-28", "28/11/2019", "“28/11/2019” is not a date such as 2019-11-28."),
        ("2019-11-28", "2019-11-31", "“2019-11-31” is not a date such as 2019-11-28."),
        ("C00000", "red", "“red” is not a colour of six hexadecimal digits, such as FFC000."),
        ("15\n", "fifteen\n", "“fifteen” is not a whole number."),
        ("true", "maybe", "“maybe” is not one of the words here."),
        (
            "board_highlight_report.docx",
            "report.doc",
            "“report.doc” is not the name of a Word file in templates/papers.",
        ),
        ("{}", "{required-missing: eror}", "“eror” is not one of the words here."),
        ("{}", "[]", "“a list” is not a block (levels of rules)."),
        ("public: true", "public: nobody", "“nobody” is not one of the words here."),
        ("small_numbers: 5", "small_numbers: five", "“five” is not a whole number."),
        ("cleared: []", "cleared: none", "“none” is not a list."),
        ("unsigned_returns: accept", "unsigned_returns: keep", "“keep” is not one of the words here."),
        ("missing_returns: gap", "missing_returns: true", "“true” is not one of the words here."),
        (
            "returns_due: 2019-11-18",
            "returns_due: 18 November",
            "“18 November” is not a date such as 2019-11-28.",
        ),
        (
            "cleared: []",
            "cleared: [{where: a.xlsx › B!C5, code: 3fa, reason: Ours}]",
            "“3fa” is not the four-digit code of the finding, such as 3fa9.",
        ),
        (
            "cleared: []",
            'cleared: [{where: a.xlsx › B!C5, code: "3fa9", reason: ""}]',
            "“nothing” is not a reason in words.",
        ),
        (
            "cleared: []",
            "cleared: [{where: a.xlsx › B!C5, code: 3fa9}]",
            "“reason” is missing in cleared finding.",
        ),
    ],
)
def test_a_wrong_value_is_placed(shipped: str, right: str, wrong: str, message: str) -> None:
    """A wrong value is told in plain words, with its line."""
    finding, place = only_mistake(shipped, right, wrong)
    assert (finding.message, finding.level) == (message, Level.ERROR)
    assert finding.address.file == "config.yaml"
    assert finding.address.cell.split(",")[0] == place.split(",")[0]


SERVER = "mail.example.org, sender: p@example.org"


@pytest.mark.parametrize(
    ("block", "message", "remedy"),
    [
        ("{server: mail.example.org}", "“sender” is missing in mail.", "Add a line that starts with sender:"),
        (
            "{server: mail.example.org, sender: papers}",
            "“papers” is not an e-mail address such as name@example.org.",
            "Write an e-mail address such as name@example.org.",
        ),
        (
            "{server: 'smtp://mail', sender: p@example.org}",
            "“smtp://mail” is not the name of a mail server.",
            "Write the name of a mail server.",
        ),
        (
            f"{{server: {SERVER}, password: secret}}",
            "“password” is not a setting here.",
            "Did you mean password_file?",
        ),
        (
            f"{{server: {SERVER}, user: papers}}",
            "A user is named, and not where the password comes from.",
            "Add password_variable: with the name of an environment variable, or password_file: with the path",
        ),
        (
            f"{{server: {SERVER}, user: papers, password_file: a, password_variable: B}}",
            "The password would come from both an environment variable and a file.",
            "Keep one of password_variable and password_file.",
        ),
        (
            f"{{server: {SERVER}, password_variable: B}}",
            "A password is named, and no user.",
            "Add user: with the name to sign in with, or leave the password out.",
        ),
        (
            f"{{server: {SERVER}, security: none, user: papers, password_variable: B}}",
            "The password would cross the network for all to read.",
            "Set security to starttls or tls. A server that asks for no password needs no user either.",
        ),
        (f"{{server: {SERVER}, security: ssl}}", "“ssl” is not one of the words here.", "Possible: starttls"),
        (f"{{server: {SERVER}, port: 65536}}", "“65536” is not a port from 1 to 65535.", "Write a port"),
        (
            f"{{server: {SERVER}, reminders: [7, 400]}}",
            "“400” is not a number of days, at most 366.",
            "Write a number of days, at most 366.",
        ),
        (
            f"{{server: {SERVER}, author: [a@example.org, b]}}",
            "“b” is not an e-mail address such as name@example.org.",
            "Write an e-mail address",
        ),
    ],
)
def test_a_mistake_in_the_mail_settings_is_placed(
    shipped: str, block: str, message: str, remedy: str
) -> None:
    """Each with its line; a password in the file is not a setting."""
    text = f"{shipped.rstrip()}\nmail: {block}\n"
    _, [finding] = read_settings(text, "config.yaml")
    assert (finding.message, finding.remedy[: len(remedy)]) == (message, remedy)
    assert finding.address.cell.startswith(f"line {len(text.splitlines())}, ")


@pytest.mark.parametrize(
    "bad", ["a@b", "a b@c.org", "a@c.org\\nBcc: x@y.org", "a@c.org, b@c.org", "<a@c.org>"]
)
def test_a_partnerships_address_is_one_address(shipped: str, bad: str) -> None:
    """What could be two addresses, or a line break, is refused where it stands."""
    right = "  - id: north\n"
    _, findings = read_settings(shipped.replace(right, f'{right}    email: "{bad}"\n'), "config.yaml")
    assert [one.rule for one in findings] == ["config-wrong"]
    assert findings[0].message.endswith("is not an e-mail address such as name@example.org.")


def test_mail_is_off_until_it_is_set(shipped: str) -> None:
    """The shipped configuration sends nothing; the usual port follows from the kind of encryption."""
    read, _ = read_settings(shipped, "config.yaml")
    assert read
    assert read.mail is None
    ports = {}
    for security in ("starttls", "tls", "none"):
        read, _ = read_settings(
            f"{shipped}\nmail: {{server: {SERVER}, security: {security}}}\n", "config.yaml"
        )
        assert read
        assert read.mail
        ports[security] = read.mail.at_port
    assert ports == {"starttls": 587, "tls": 465, "none": 25}


def test_a_wrong_level_names_the_nearest(shipped: str) -> None:
    """A misspelt level of a rule gets the nearest level as its remedy."""
    finding, _ = only_mistake(shipped, "{}", "{required-missing: eror}")
    assert finding.remedy == "Did you mean error? Possible: error, warning, note, off."


@pytest.mark.parametrize("typed", ["no", "Yes", "OFF", "12:30", "1:02:03"])
def test_unquoted_surprises_are_refused(shipped: str, typed: str) -> None:
    """Words and times that YAML would turn into something else must be quoted."""
    finding, place = only_mistake(shipped, '"6.3"', typed)
    assert (finding.rule, finding.address.cell) == ("config-unquoted", place)
    assert finding.message == f"{typed} without quotes is read as something other than the text {typed}."
    quoted, findings = read_settings(shipped.replace('"6.3"', f'"{typed}"', 1), "config.yaml")
    assert findings == []
    assert quoted is not None
    assert quoted.papers[0].meetings[0].agenda_item == typed


def test_a_rule_switched_off_without_quotes_is_refused(shipped: str) -> None:
    """The level off needs its quotes."""
    assert only_mistake(shipped, "{}", "{leftover-text: off}")[0].rule == "config-unquoted"
    settings, findings = read_settings(shipped.replace("{}", '{leftover-text: "off"}'), "config.yaml")
    assert findings == []
    assert settings is not None
    assert settings.rules == {"leftover-text": Level.OFF}


def test_a_cleared_finding_is_read_with_its_line(shipped: str) -> None:
    """A clearing keeps its code as typed, digits and all, and knows its line for when it clears nothing."""
    lines = "cleared:\n  - {where: a.xlsx › B!C5, code: 0123, reason: Ours}\n  - {where: b, code: ABCD, reason: Ours}"
    settings, findings = read_settings(shipped.replace("cleared: []", lines), "config.yaml")
    assert findings == []
    assert settings is not None
    assert [(one.where, one.code) for one in settings.cleared] == [("a.xlsx › B!C5", "0123"), ("b", "abcd")]
    line = shipped[: shipped.index("cleared: []")].count("\n") + 3
    assert str(settings.cleared[1].address) == f"config.yaml › line {line}, column 5"


def test_a_paper_is_public_unless_it_says_otherwise(shipped: str) -> None:
    """Without a word on it papers are public, and counts under five small."""
    text = (
        shipped.replace("    public: true\n", "")
        .replace("small_numbers: 5\n", "")
        .replace("cleared: []\n", "")
    )
    settings, findings = read_settings(text, "config.yaml")
    assert findings == []
    assert settings is not None
    assert (settings.papers[0].public, settings.small_numbers, settings.cleared) == (True, 5, ())


def test_a_repeated_key_is_refused(shipped: str) -> None:
    """A key that stands twice is refused, wherever it stands."""
    finding, place = only_mistake(shipped, "    committee:", "    id: other\n    committee:")
    assert (finding.rule, finding.message) == ("config-repeated", "“id” stands here twice.")
    assert finding.address.cell.split(",")[0] == place.split(",")[0]


def test_a_missing_setting_is_named(shipped: str) -> None:
    """A setting that must be there is asked for by its name."""
    _, findings = read_settings(shipped.replace("    form: highlight_targets\n", ""), "config.yaml")
    assert [finding.message for finding in findings] == ["“form” is missing in partnership."]
    assert findings[0].remedy == "Add a line that starts with form:"


def test_two_partnerships_of_one_id_are_refused(shipped: str) -> None:
    """Each partnership needs an id of its own; the second one's line is named."""
    second = "  - id: children\n    name: Others\n    form: cover\n"
    _, [finding] = read_settings(
        shipped.replace("  - id: maternity\n", second + "  - id: maternity\n"), "config.yaml"
    )
    place = shipped[: shipped.index("- id: maternity")].count("\n") + 1
    assert finding.message == "Two partnerships have the id “children”."
    assert finding.address.cell == f"line {place}, column 9"


def test_a_paper_names_partnerships_that_there_are(shipped: str) -> None:
    """A partnership of a paper that is not configured is refused with the nearest that is."""
    finding, place = only_mistake(shipped, "maternity, north", "matrnity, north")
    assert finding.message == "There is no partnership with the id “matrnity”."
    assert finding.remedy.startswith("Did you mean maternity?")
    assert finding.address.cell == place


def test_columns_made_from_values_need_what_fills_them(shipped: str) -> None:
    """A table with across and without values is refused at its line."""
    tables = "    tables: {programmes: {across: status}}\n    meetings:\n"
    _, [finding] = read_settings(shipped.replace("    meetings:\n", tables, 1), "config.yaml")
    assert finding.message == (
        "The table “programmes” makes columns of status and does not say what stands in them."
    )
    assert finding.address.cell.startswith("line")


def test_a_paper_has_one_meeting_for_a_period(shipped: str) -> None:
    """Two meetings of one paper for one period are refused at the second."""
    again = "      - {period: 2019-11, date: 2019-12-01, agenda_item: A, paper_number: B}\n"
    text = shipped.replace("    meetings:\n", "    meetings:\n" + again, 1)
    _, [finding] = read_settings(text, "config.yaml")
    assert finding.message == "The paper has two meetings for 2019-11."


def test_a_period_without_a_meeting_is_refused(shipped: str) -> None:
    """The paper's period needs a meeting, and the remedy says what to add where."""
    _, [finding] = read_settings(shipped, "config.yaml", Period(2019, 12))
    assert finding.message == "No paper has a meeting for 2019-12."
    assert (
        finding.remedy
        == "Under meetings of a paper, add period: 2019-12 with its date, agenda_item and paper_number."
    )
    assert finding.address.cell.startswith("line ")


def test_the_period_asked_for_overrides_the_configured(shipped: str) -> None:
    """A period given on the command line wins over the file's."""
    december = (
        "      - period: 2019-12\n        date: 2019-12-19\n        agenda_item: A\n        paper_number: B\n"
    )
    text = shipped.replace("    meetings:\n", "    meetings:\n" + december)
    settings, findings = read_settings(text, "config.yaml", Period(2019, 12))
    assert findings == []
    assert settings is not None
    assert settings.period == Period(2019, 12)


@pytest.mark.parametrize(("name", "shape"), [("config", SHAPE), ("return-form", FORM_SHAPE)])
def test_the_shipped_schema_is_the_programs_own(project: Path, name: str, shape: Any) -> None:
    """The schema for editors is what the program itself reads by, byte for byte."""
    schema = {"$schema": DIALECT, **shape.schema()}
    written = (project / "docs" / f"{name}.schema.json").read_text("utf-8")
    assert written == json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_schemas_accept_what_is_shipped(project: Path, shipped: str) -> None:
    """Editors find nothing wrong in the shipped configuration and forms."""
    config = jsonschema.Draft202012Validator(SHAPE.schema())
    assert [error.message for error in config.iter_errors(yaml.load(shipped, EditorLoader))] == []  # noqa: S506
    form = jsonschema.Draft202012Validator(FORM_SHAPE.schema())
    for path in (project / "templates/returns").glob("*.yaml"):
        read = yaml.load(path.read_text("utf-8"), EditorLoader)  # noqa: S506
        assert [error.message for error in form.iter_errors(read)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("organisation:", "organization:"),
        ("2019-11-28", "28/11/2019"),
        ("C00000", "red"),
        ("true", "maybe"),
        ("    form: highlight_targets\n", ""),
        ("highest_risks: 3", "highest_risks: 3.5"),
        ("highest_risks: 3", "highest_risks: -3"),
        ("public: true", "public: nobody"),
        ("small_numbers: 5", "small_numbers: five"),
        ("unsigned_returns: accept", "unsigned_returns: keep"),
        ("missing_returns: gap", "missing_returns: carry"),
        ("returns_due: 2019-11-18", "returns_due: 18 November"),
        ("cleared: []", "cleared: [{where: a, code: 3fa9}]"),
        ("cleared: []", 'cleared: [{where: a, code: "3fa9", reason: ""}]'),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(shipped: str, right: str, wrong: str) -> None:
    """Editor and program agree on what is a mistake."""
    text = shipped.replace(right, wrong, 1)
    assert read_settings(text, "config.yaml")[1]
    assert not jsonschema.Draft202012Validator(SHAPE.schema()).is_valid(yaml.load(text, EditorLoader))  # noqa: S506


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("aliases: [A]", "aliases: [A, r]", "“r” means both Red and Amber."),
        ("highest_score: 12", "highest_score: 15", "A score of 15 would be both Very high and High."),
        ("lowest_score: 8", "lowest_score: 5", "A score of 5 would be both High and Moderate."),
        ("lowest_score: 15", "lowest_score: 26", "The scores of Very high run from 26 to 25."),
        ("        lowest_score: 15\n", "", "The scores of Very high run from None to 25."),
        ("lowest_score: 8", "lowest_score: 9", "A score of 8 would have no rating."),
    ],
)
def test_ratings_that_overlap_are_refused(shipped: str, right: str, wrong: str, message: str) -> None:
    """A word or a score that would belong to two ratings of a scheme, or to none, is placed."""
    _, findings = read_settings(shipped.replace(right, wrong, 1), "config.yaml")
    assert message in [finding.message for finding in findings]
    assert all("line" in finding.address.cell for finding in findings)


@pytest.mark.parametrize("alias", ["LMS", "Saltmere Local Maternity System", "maternity"])
def test_a_name_of_two_partnerships_is_refused(shipped: str, alias: str) -> None:
    """An alias that is another partnership's name, alias or id is placed: a return could be either's."""
    wrong = shipped.replace("aliases: [North Alderwick]", f"aliases: [{alias}]", 1)
    _, [finding] = read_settings(wrong, "config.yaml")
    assert finding.message == (
        f"“{alias.casefold()}” means both Saltmere Local Maternity System and North Alderwick Care Partnership."
    )
    assert finding.address.cell.startswith("line")


def test_returns_are_accepted_and_left_out_unless_it_says_otherwise(shipped: str) -> None:
    """Without a word on them unsigned returns count, missing ones leave a gap, and there is no last day."""
    text = shipped.replace("unsigned_returns: accept\n", "").replace("missing_returns: gap\n", "")
    text = text.replace("        returns_due: 2019-11-18\n", "")
    settings, findings = read_settings(text, "config.yaml")
    assert findings == []
    assert settings is not None
    assert (settings.unsigned_returns, settings.missing_returns) == ("accept", "gap")
    assert settings.papers[0].meetings[0].returns_due is None


def test_the_last_day_for_returns_is_a_day_before_the_meeting(shipped: str) -> None:
    """A day that is given is read; one after the meeting is a mistake, told at its place."""
    settings, findings = read_settings(shipped, "config.yaml")
    assert findings == []
    assert settings is not None
    assert settings.papers[0].meetings[0].returns_due == date(2019, 11, 18)
    text = shipped.replace("returns_due: 2019-11-18", "returns_due: 2019-12-18")
    _, [finding] = read_settings(text, "config.yaml")
    assert finding.message == (
        "The returns would be due on 18 December 2019, and the meeting is on 28 November 2019."
    )
    assert finding.remedy == "Give a day before the meeting, or leave returns_due out."
    line = text[: text.index("returns_due: 2019-12")].count("\n") + 1
    assert finding.address.cell == f"line {line}, column 22"
