"""What is due is sent once, by a real mail server, of what a build has given."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_server import AUTHORITY, PASSWORD, USER, MailServer
from one_paper import board_alone

from pipeline.build import build
from pipeline.mail import posting
from pipeline.mail.sending import Sending, tell
from pipeline.model import Address, Fate, Finding, replace
from pipeline.outcome import Outcome
from pipeline.project import Project, read_plan
from pipeline.settings import Settings
from pipeline.settings.mail import MailSettings
from pipeline.wanted import ALL

PERIOD = "2019-11"
NOW = datetime(2019, 11, 12, 9, 30, tzinfo=UTC)
BEFORE, AFTER, LONG_AFTER = date(2019, 11, 12), date(2019, 11, 19), date(2020, 1, 6)
BOARD = "board-highlight-report"
EMAILS = {
    "children": "[kids@example.org, deputy@example.org]",
    "maternity": "maternity@example.org",
    "north": "north@example.org",
}


def quiet(_: str) -> None:
    """Show no progress."""


@dataclass
class Built:
    """A project of which everything is built: one return missing, three with queries, one without an address."""

    project: Project
    outcome: Outcome
    server: MailServer

    @property
    def folder(self) -> Path:
        """The period's results."""
        return self.project.outputs / PERIOD

    def settings(self) -> Settings:
        """What config.yaml says, with the server of this test."""
        plan, faults = read_plan(self.project, None)
        assert plan, faults
        return plan.settings

    def tell(
        self, today: date = AFTER, *, password: str = "", missing: Finding | None = None, **changes: object
    ) -> Outcome:
        """Send what is due of what was built; `changes` are of the settings, or of how it is sent."""
        sending = {key: changes.pop(key) for key in ("dry_run", "again") if key in changes}
        settings = self.settings()
        assert settings.mail
        mail = replace(settings.mail, **{"server": "localhost", "port": self.server.port, **changes})  # type: ignore[arg-type]
        outcome = replace(
            self.outcome, findings=[*self.outcome.findings], unsent=[], faults=[*self.outcome.faults]
        )

        def secret(_: MailSettings, __: Path) -> tuple[str, Finding | None]:
            return password, missing

        how = Sending(today, NOW, secret, **sending)  # type: ignore[arg-type]
        tell(self.project, replace(settings, mail=mail), mail, outcome, ALL, how, quiet)
        return outcome

    @property
    def got(self) -> dict[str, list[str]]:
        """The subjects that each address has had."""
        subjects: dict[str, list[str]] = {}
        for one in self.server.handled.got:
            for address in one.addresses:
                subjects.setdefault(address, []).append(one.message["Subject"])
        return subjects


@pytest.fixture(scope="module")
def home(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    """The example with a block for mail and addresses, built once."""
    folder = tmp_path_factory.mktemp("mail")
    config = board_alone((project / "config.yaml").read_text("utf-8"))
    for sender, email in EMAILS.items():
        config = config.replace(f"  - id: {sender}\n", f"  - id: {sender}\n    email: {email}\n")
    (folder / "config.yaml").write_text(
        f"{config}\nmail:\n  server: localhost\n  security: none\n  sender: papers@saltmere.example\n"
        "  author: author@saltmere.example\n  reminders: [7, 2]\n",
        "utf-8",
    )
    for name in ("templates", "inputs/2019-11"):
        shutil.copytree(project / name, folder / name)
    next((folder / "inputs").rglob("Families*")).unlink()
    next((folder / "inputs").rglob("Childrens*")).unlink()
    where = Project(folder / "config.yaml", folder / "inputs", folder / "outputs")
    return where, build(where, None, quiet)


@pytest.fixture
def built(home: tuple[Project, Outcome]) -> Iterator[Built]:
    """The same, with a server that has nothing yet and nothing noted; the files are put back afterwards."""
    project, outcome = home
    before = {path: path.read_bytes() for path in project.config.parent.rglob("*") if path.is_file()}
    server = MailServer()
    server.start()
    yield Built(project, outcome, server)
    server.stop()
    shutil.rmtree(project.outputs / PERIOD / "sent", ignore_errors=True)
    (project.outputs / PERIOD / "sent").unlink(missing_ok=True)
    for path, data in before.items():
        path.write_bytes(data)


def text(message: EmailMessage) -> str:
    """What a message says."""
    body = message.get_body()
    assert body
    said = body.get_content()
    assert isinstance(said, str)
    return said.replace("\r\n", "\n")


def fates(outcome: Outcome) -> dict[tuple[str, str], Fate]:
    """What became of each message."""
    return {(one.kind, one.to): one.fate for one in outcome.posted}


def rules(outcome: Outcome) -> list[str]:
    """The rules of what was found on sending."""
    return [one.rule for one in outcome.findings if one.rule.startswith("mail-")]


def test_before_the_last_day_who_is_missing_is_reminded(built: Built) -> None:
    """The reminder takes the form along; queries on what came go out too, and the paper waits for the last day."""
    outcome = built.tell(BEFORE)
    assert fates(outcome) == {
        ("reminder", "children"): Fate.SENT,
        ("queries", "maternity"): Fate.SENT,
        ("queries", "north"): Fate.SENT,
        ("queries", "southwest"): Fate.NO_ADDRESS,
    }
    assert outcome.unsent == []
    [reminder] = [one for one in built.server.handled.got if "kids@example.org" in one.addresses]
    assert reminder.addresses == ("kids@example.org", "deputy@example.org")
    message = reminder.message
    assert message["Subject"] == (
        "Children's Services Collaborative: your return for November 2019 is due on 18 November 2019"
    )
    assert "has not reached us yet. It is due on 18 November 2019." in text(message)
    [form] = message.iter_attachments()
    assert form.get_filename() == "children-2019-11.xlsx"
    assert form.get_content() == (built.folder / "forms/children-2019-11.xlsx").read_bytes()


def test_a_letter_arrives_with_the_marked_workbook(built: Built) -> None:
    """The text is that of the folder of queries, as it lies there; nothing else comes along."""
    built.tell()
    [got] = [one for one in built.server.handled.got if one.addresses == ("maternity@example.org",)]
    message, queries = got.message, built.folder / "queries"
    assert message["Subject"] == ("Saltmere Local Maternity System: 1 query on the return for November 2019")
    assert message["From"] == "Saltmere and Alderwick Integrated Care Board <papers@saltmere.example>"
    assert message["To"] == "maternity@example.org"
    assert message["Date"].datetime == NOW
    letter = (queries / "maternity-queries.txt").read_text("utf-8-sig").strip()
    assert text(message).strip() == letter.replace("\r\n", "\n")
    [copy] = message.iter_attachments()
    assert copy.get_filename() == "Maternity return November - queries.xlsx"
    assert copy.get_content() == (queries / "Maternity return November - queries.xlsx").read_bytes()
    assert copy.get_content_type().endswith("spreadsheetml.sheet")


def test_after_the_last_day_the_paper_goes_to_the_author(built: Built) -> None:
    """Who has sent nothing is asked by letter; the author has the paper, with who is missing."""
    outcome = built.tell(AFTER)
    assert ("reminder", "children") not in fates(outcome)
    assert built.got["kids@example.org"] == [
        "Children's Services Collaborative: no return has come for November 2019"
    ]
    [got] = [one for one in built.server.handled.got if one.addresses == ("author@saltmere.example",)]
    assert "No return counts of:\n- Children's Services Collaborative\n" in text(got.message)
    [paper] = got.message.iter_attachments()
    assert paper.get_filename() == f"{BOARD}-2019-11.docx"
    assert paper.get_content() == (built.folder / f"{BOARD}-2019-11.docx").read_bytes()


def test_nothing_is_sent_twice_and_what_changed_is(built: Built) -> None:
    """An unchanged letter is not sent again, a changed one is; a reminder goes once for each of its days."""
    first = built.tell(BEFORE)
    assert len(built.server.handled.got) == 3
    again = built.tell(date(2019, 11, 13))
    assert (fates(again), len(built.server.handled.got)) == ({("queries", "southwest"): Fate.NO_ADDRESS}, 3)
    built.outcome = replace(
        built.outcome,
        queries=tuple(replace(one, asked="other") if one.id == "north" else one for one in first.queries),
    )
    changed = built.tell(date(2019, 11, 16))
    assert {key for key, fate in fates(changed).items() if fate is Fate.SENT} == {
        ("reminder", "children"),
        ("queries", "north"),
    }


def test_the_same_message_has_the_same_id(built: Built) -> None:
    """A server that has a message already can tell; different messages differ."""
    built.tell()
    shutil.rmtree(built.folder / "sent")
    built.tell()
    ids = [one.message["Message-ID"] for one in built.server.handled.got]
    assert len(ids) == 8
    assert len(set(ids)) == 4
    assert all(one.endswith("@saltmere.example>") for one in ids)


def test_a_dry_run_shows_all_and_sends_nothing(built: Built) -> None:
    """To whom, with which subject and files; nothing is noted, no password is asked for."""
    outcome = built.tell(dry_run=True, missing=built.outcome.findings[0])
    maternity = next(one for one in outcome.posted if one.to == "maternity")
    assert (maternity.fate, maternity.addresses) == (Fate.DRY_RUN, ("maternity@example.org",))
    assert maternity.attachments == ("Maternity return November - queries.xlsx",)
    assert set(fates(outcome).values()) == {Fate.DRY_RUN, Fate.NO_ADDRESS}
    assert (built.got, outcome.unsent, (built.folder / "sent").exists()) == ({}, [], False)


def test_addresses_are_neither_noted_nor_told(built: Built) -> None:
    """Ids say what went to whom; what a run tells is kept in logs."""
    built.server.handled.answers["north@example.org"] = "550 <north@example.org> unknown"
    outcome = built.tell()
    notes = [path.name + path.read_text("utf-8") for path in (built.folder / "sent").iterdir()]
    assert len(notes) == 4  # two of the Children's addresses, one of Maternity's, the author's
    told = repr([outcome.posted, [one for one in outcome.findings if one.rule.startswith("mail-")]])
    assert [one for one in [*notes, told] if "@" in one] == []
    assert json.loads((next((built.folder / "sent").glob("queries-maternity-*"))).read_text("utf-8")) == {
        "kind": "queries",
        "to": "maternity",
        "what": next(one.asked for one in outcome.queries if one.id == "maternity"),
        "state": "sent",
        "on": "2019-11-19",
    }


# --- what goes wrong --------------------------------------------------------------------------


def test_a_refused_address_is_placed_and_the_others_go(built: Built) -> None:
    """The line of the address is told; the next run sends to it alone."""
    built.server.handled.answers["deputy@example.org"] = "550 5.1.1 unknown"
    outcome = built.tell()
    assert fates(outcome)["queries", "children"] is Fate.IN_PART
    assert outcome.unsent == ["Children's Services Collaborative"]
    [finding] = [one for one in outcome.findings if one.rule == "mail-address-refused"]
    assert finding.message == (
        "The mail server did not take the address of Children's Services Collaborative that stands here "
        "(answer 550 5.1.1)."
    )
    line = built.project.config.read_text("utf-8").splitlines()[int(finding.address.cell.split()[1][:-1]) - 1]
    assert "deputy@example.org" in line
    built.server.handled.answers.clear()
    built.server.handled.got.clear()
    assert fates(built.tell())["queries", "children"] is Fate.SENT
    assert [one.addresses for one in built.server.handled.got] == [("deputy@example.org",)]
    assert built.server.handled.got[0].message["To"] == "kids@example.org, deputy@example.org"


def test_a_refused_message_is_tried_by_the_next_run(built: Built) -> None:
    """What is known not to have gone is not noted as gone."""
    built.server.handled.answers["DATA"] = "451 4.3.0 later"
    outcome = built.tell()
    assert set(fates(outcome).values()) == {Fate.NOT_SENT, Fate.NO_ADDRESS}
    assert len(outcome.unsent) == 4
    assert set(rules(outcome)) == {"mail-refused"}
    built.server.handled.answers.clear()
    assert set(fates(built.tell()).values()) == {Fate.SENT, Fate.NO_ADDRESS}


def test_a_refused_sender_ends_the_run(built: Built) -> None:
    """The same answer would come each time, so it is asked for once."""
    built.server.handled.answers["MAIL"] = "553 5.7.1 not yours"
    outcome = built.tell()
    assert rules(outcome) == ["mail-sender-refused"]
    assert built.server.handled.tried == 1
    assert len(outcome.unsent) == 4


def test_a_refused_password_is_tried_once(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account is not locked by a program that tries again and again."""
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    server = MailServer("starttls", sign_in=True)
    server.start()
    try:
        outcome = built.tell(port=server.port, security="starttls", user=USER, password=USER)
        assert rules(outcome) == ["mail-password-refused"]
        assert len(outcome.unsent) == 4
        outcome = built.tell(port=server.port, security="starttls", user=USER, password=PASSWORD)
        assert rules(outcome) == []
        assert len(server.handled.got) == 4
    finally:
        server.stop()


def test_a_password_that_is_missing_is_told_once(built: Built) -> None:
    """Nothing is sent without it."""
    missing = built.outcome.findings[0]
    outcome = built.tell(missing=missing)
    assert (outcome.findings.count(missing), built.got) == (2, {})


def test_what_was_left_open_is_not_sent_again_unless_it_is_asked_for(built: Built) -> None:
    """A note that says “sending”, or half a note, stays for a person to settle; `again` sends once more."""
    built.tell()
    [note] = (built.folder / "sent").glob("queries-maternity-*")
    for state in (note.read_text("utf-8").replace('"sent"', '"sending"'), '{"kind": '):
        note.write_text(state, "utf-8")
        built.server.handled.got.clear()
        outcome = built.tell()
        assert fates(outcome)["queries", "maternity"] is Fate.UNKNOWN
        assert (rules(outcome), outcome.unsent, built.got) == (["mail-fate-unknown"], [], {})
        [finding] = [one for one in outcome.findings if one.rule == "mail-fate-unknown"]
        assert finding.remedy.endswith("python run.py send --again maternity")
    outcome = built.tell(again="maternity")
    assert fates(outcome)["queries", "maternity"] is Fate.SENT
    assert list(built.got) == ["maternity@example.org"]
    assert rules(built.tell()) == []
    faults = built.tell(again="maternty").faults
    assert faults[0].message == "There is no partnership and no paper with the id “maternty”."
    assert faults[0].remedy.startswith("Did you mean maternity?")


def test_an_attachment_that_vanished_is_told_and_the_others_go(built: Built) -> None:
    """A letter without its marked workbook would ask for what nobody can see."""
    (built.folder / "queries" / "Maternity return November - queries.xlsx").unlink()
    outcome = built.tell()
    assert rules(outcome) == ["mail-attachment-missing"]
    assert outcome.unsent == ["Saltmere Local Maternity System"]
    assert "maternity@example.org" not in built.got
    assert len(built.server.handled.got) == 3


def test_what_cannot_be_noted_is_not_sent(built: Built) -> None:
    """Without a note it could be sent again and again."""
    (built.folder / "sent").write_text("in the way", "utf-8")
    outcome = built.tell()
    assert set(rules(outcome)) == {"mail-not-noted"}
    assert (len(outcome.unsent), built.got) == (4, {})


def test_what_was_sent_and_could_not_be_noted_is_told(built: Built) -> None:
    """The folder of notes is lost while the server has the message."""
    folder = built.folder / "sent"

    def lose() -> None:
        shutil.rmtree(folder)
        folder.write_text("in the way", "utf-8")

    built.server.handled.on_data = lose
    outcome = built.tell()
    assert rules(outcome) == ["mail-sent-not-noted", "mail-not-noted", "mail-not-noted", "mail-not-noted"]
    assert len(built.server.handled.got) == 1


def test_the_words_of_what_goes_wrong() -> None:
    """What was found, and what is to be done."""
    values = {
        "subject": "Your return",
        "name": "North",
        "to": "north",
        "code": "552",
        "why": "no space left on device",
    }
    said = {
        rule.id: f"{found.message} {found.remedy}"
        for rule in (
            posting.REFUSED,
            posting.LOST,
            posting.UNKNOWN,
            posting.NOT_NOTED,
            posting.SENT_NOT_NOTED,
        )
        for found in [rule.found(Address("config.yaml"), **values)]
    }
    assert said == {
        "mail-refused": "The mail server did not take “Your return” to North (answer 552). The next run tries again. "
        "552 says that the message is too large: send its attachments in another way.",
        "mail-connection-lost": "The connection to the mail server ended before it had “Your return” to North, which "
        "was not sent. The next run tries again.",
        "mail-fate-unknown": "It is not known whether “Your return” reached North: a run was stopped, or had no answer "
        "from the server, just as it handed the message over. It is not sent again by itself. Ask North. If it did not "
        "come, send it with: python run.py send --again north",
        "mail-not-noted": "It could not be noted that “Your return” goes to North (no space left on device), so it was "
        "not sent. See that there is room on the disk and that you may write to the folder sent in the period's "
        "results. Then run again.",
        "mail-sent-not-noted": "“Your return” was sent to North, and that could not be noted (no space left on device), "
        "so the next run says that it is not known. Nothing needs to be sent again. See that there is room on the disk "
        "and that you may write to the folder sent.",
    }


# --- the paper --------------------------------------------------------------------------------


def test_what_is_private_goes_to_the_author_only_if_configured(built: Built) -> None:
    """A private version is named in the message and stays in the folder; partnerships never get a paper."""
    private = built.folder / f"{BOARD}-2019-11-private.docx"
    shutil.copy(built.folder / f"{BOARD}-2019-11.docx", private)
    built.outcome = replace(built.outcome, written=[*built.outcome.written, private])
    kept, sent = built.tell(), built.tell(private_to_author=True)
    private.unlink()
    papers = [one for outcome in (kept, sent) for one in outcome.posted if one.kind == "paper"]
    assert [one.attachments for one in papers] == [
        (f"{BOARD}-2019-11.docx",),
        (f"{BOARD}-2019-11.docx", f"{BOARD}-2019-11-private.docx"),
    ]
    [first, _] = [one for one in built.server.handled.got if one.addresses == ("author@saltmere.example",)]
    assert "Private, and so not sent by e-mail; you find it in the folder of results:\n" in text(
        first.message
    )
    assert f"- {private.name}\n" in text(first.message)
    for got in built.server.handled.got:
        names = [part.get_filename() or "" for part in got.message.iter_attachments()]
        assert got.addresses == ("author@saltmere.example",) or not any(
            one.endswith(".docx") for one in names
        )


def test_the_author_is_told_why_there_is_no_paper(built: Built) -> None:
    """At once, with every reason and its remedy; once for the same reasons."""
    written = [path for path in built.outcome.written if path.suffix != ".docx"]
    error = replace(
        built.outcome.findings[0], message="It was withheld.", remedy="Put it right.", rule="paper-withheld"
    )
    error = replace(error, address=replace(error.address, file=f"{BOARD}-2019-11.docx", sheet="", cell=""))
    built.outcome = replace(built.outcome, written=written, findings=[*built.outcome.findings, error])
    outcome, again = built.tell(BEFORE), built.tell(AFTER)
    assert fates(outcome)["no-paper", BOARD] is Fate.SENT
    assert ("no-paper", BOARD) not in fates(again)
    [got] = [one for one in built.server.handled.got if one.addresses == ("author@saltmere.example",)]
    assert f"- {BOARD}-2019-11.docx: It was withheld. Put it right.\n" in text(got.message)
    assert got.message["Subject"].endswith("the paper could not be written")


def test_after_the_meeting_nobody_is_written_to(built: Built) -> None:
    """A server whose configuration was never moved on to the next month sends nothing, and says so."""
    outcome = built.tell(LONG_AFTER)
    assert (outcome.posted, built.got) == ((), {})
    [finding] = [one for one in outcome.findings if one.rule == "mail-meeting-over"]
    assert finding.message == (
        "The meeting that receives November 2019 was on 28 November 2019, so nothing is sent."
    )
    assert "--dry-run --today 2019-11-28" in finding.remedy


# --- the words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "right", "wrong", "message"),
    [
        ("reminder.txt", "{{ due }}", "{{ dew }}", "there is no “dew”"),
        ("queries-mail.txt", "{{ letter }}", "", "leaves out what it has to say to"),
        (
            "queries-mail.txt",
            "Subject:",
            "About:",
            "the first line is not Subject: with the message's subject",
        ),
        ("paper.txt", "{% if kept_back %}", "{% if kept_back %", "expected token"),
        ("paper.txt", "{{ paper }}", "{{ paper.__class__.__mro__ }}", "access to attribute '__class__'"),
    ],
)
def test_a_mistake_in_a_template_is_told_and_stops_its_message(
    built: Built, template: str, right: str, wrong: str, message: str
) -> None:
    """With its file and line, like a letter's; nothing half worded is sent."""
    path = built.project.templates / "letters" / template
    before, words = path.read_text("utf-8").split("-#}", 1)
    path.write_text(f"{before}-#}}{words.replace(right, wrong, 1)}", "utf-8")
    outcome = built.tell()
    assert [one.address.file for one in outcome.faults][:1] == [template]
    assert message in outcome.faults[0].message
    kind = {"queries-mail.txt": "queries", "reminder.txt": "reminder", "paper.txt": "paper"}[template]
    assert kind not in {one.kind for one in outcome.posted}


def test_a_missing_template_is_told(built: Built) -> None:
    """Where it belongs is said."""
    (built.project.templates / "letters" / "paper.txt").unlink()
    [fault] = built.tell().faults
    assert fault.message + fault.remedy == "paper.txt was not found.Put it back into templates/letters."


def test_a_name_cannot_add_a_header(built: Built) -> None:
    """Line breaks in a name of the configuration stay within the subject and the sender's name."""
    path = built.project.config
    config = path.read_text("utf-8")
    config = config.replace(
        "organisation: Saltmere", 'organisation: "Über\\r\\nBcc: spy@example.org" #'
    ).replace("name: Saltmere Local Maternity System", 'name: "Saltmere\\nBcc: spy@example.org, Söuth"')
    path.write_text(config, "utf-8")
    built.tell()
    assert "spy@example.org" not in built.got
    for got in built.server.handled.got:
        assert got.message["Bcc"] is None
        assert [one.addr_spec for one in got.message["From"].addresses] == ["papers@saltmere.example"]
        assert got.message["From"].addresses[0].display_name == "Über Bcc spy example org"
