"""What lies in the folder of returns: read, or passed over by name."""

import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.inbox import Inbox, collect
from pipeline.limits import Limits
from pipeline.model import Level


def put(folder: Path, *names: str) -> None:
    """Put files into the folder; each holds its own name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def collected(folder: Path) -> Inbox:
    """What the folder holds, by the usual cap on a file."""
    return collect(folder, Limits().file_bytes)


def test_every_workbook_is_collected_with_its_bytes(tmp_path: Path) -> None:
    """Workbooks in the folder and below it are read, named by their path, in the order of the names."""
    put(tmp_path, "b.xlsx", "2019-11/Return v3 FINAL (2).xlsx", "A.XLSX", "2019-11/late/é 😀.xlsx")
    inbox = collected(tmp_path)
    assert dict(inbox.workbooks) == {
        name: name.encode()
        for name in ("2019-11/Return v3 FINAL (2).xlsx", "2019-11/late/é 😀.xlsx", "A.XLSX", "b.xlsx")
    }
    assert list(inbox.workbooks) == sorted(inbox.workbooks)
    assert inbox.findings == ()


def test_an_empty_folder_is_no_fault(tmp_path: Path) -> None:
    """Nothing there is nothing found."""
    assert (dict(collected(tmp_path).workbooks), collected(tmp_path).findings) == ({}, ())


def test_a_lock_file_says_who_is_still_open(tmp_path: Path) -> None:
    """The file that Excel leaves beside an open workbook is not read, and tells which workbook is open."""
    put(tmp_path, "2019-11/Return.xlsx", "2019-11/~$Return.xlsx")
    inbox = collected(tmp_path)
    assert list(inbox.workbooks) == ["2019-11/Return.xlsx"]
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-open-in-excel", Level.WARNING)
    assert finding.message == "2019-11/~$Return.xlsx is a sign that somebody has Return.xlsx open."
    assert str(finding.address) == "2019-11/~$Return.xlsx"


@pytest.mark.parametrize("name", ["Return.docx", "Return.xlsx.zip", "Return", ".DS_Store", "notes.txt"])
def test_other_files_are_passed_over_by_name(tmp_path: Path, name: str) -> None:
    """A file of another type is a note, with what to do if it was a return."""
    put(tmp_path, name)
    inbox = collected(tmp_path)
    assert not inbox.workbooks
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-passed-over", Level.NOTE)
    assert finding.message == f"{name} is not an Excel workbook and was passed over."
    assert "save it as “Excel Workbook (*.xlsx)”" in finding.remedy


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.xlsb", "a.ods", "a.csv", "A.XLTX"])
def test_every_kind_of_spreadsheet_goes_to_the_reader(tmp_path: Path, name: str) -> None:
    """Whatever claims to be a spreadsheet is read or refused by its content, never passed over."""
    put(tmp_path, name)
    assert list(collected(tmp_path).workbooks) == [name]


@pytest.mark.parametrize("name", ["return", "return.zip", "return.docx"])
def test_a_workbook_under_another_name_is_read(tmp_path: Path, name: str) -> None:
    """The content decides: a workbook that lost its ending is a workbook."""
    Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / name)
    inbox = collected(tmp_path)
    assert (list(inbox.workbooks), inbox.findings) == ([name], ())


def test_no_more_is_read_of_a_file_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    """A file above the cap costs no more than the cap."""
    (tmp_path / "a.xlsx").write_bytes(bytes(100))
    assert len(collect(tmp_path, 10).workbooks["a.xlsx"]) == 11


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="channels are of Unix")
def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    """A channel that calls itself a workbook would never end: it is named and left alone."""
    os.mkfifo(tmp_path / "Return.xlsx")
    [finding] = collected(tmp_path).findings
    assert (finding.rule, finding.level) == ("file-not-regular", Level.WARNING)


@pytest.mark.parametrize("name", ["Return.xlsx.lnk", "Return.url"])
def test_a_shortcut_is_named(tmp_path: Path, name: str) -> None:
    """A shortcut to a return is not the return."""
    put(tmp_path, name)
    [finding] = collected(tmp_path).findings
    assert finding.message == f"{name} is a link to another place, which is not followed."
    assert finding.remedy == "If a return is meant, put the file itself there."


@pytest.mark.skipif(os.name == "nt", reason="links are of Unix")
def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link to a file or a folder elsewhere is named; nothing behind it is read."""
    put(tmp_path, "elsewhere/good.xlsx")
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "folder").symlink_to(tmp_path / "elsewhere")
    (inputs / "Return.xlsx").symlink_to(tmp_path / "elsewhere/good.xlsx")
    inbox = collected(inputs)
    assert not inbox.workbooks
    assert [(finding.rule, finding.address.file) for finding in inbox.findings] == [
        ("file-is-a-link", "Return.xlsx"),
        ("file-is-a-link", "folder"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are of Unix")
def test_a_workbook_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A workbook that may not be read is an error by name, and the others are collected."""
    put(tmp_path, "good.xlsx", "shut.xlsx")
    (tmp_path / "shut.xlsx").chmod(0)
    if os.access(tmp_path / "shut.xlsx", os.R_OK):
        pytest.skip("nothing is shut to the superuser")
    inbox = collected(tmp_path)
    assert list(inbox.workbooks) == ["good.xlsx"]
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-unreadable", Level.ERROR)
    assert finding.message.startswith("shut.xlsx could not be opened (")
    assert finding.remedy == "Close it in other programs and see that you may read it."


@pytest.mark.skipif(os.name == "nt", reason="links are of Unix")
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A workbook that is only a link, to a file that has gone, is not passed over silently."""
    (tmp_path / "Return.xlsx").symlink_to(tmp_path / "gone.xlsx")
    inbox = collected(tmp_path)
    assert not inbox.workbooks
    assert [finding.address.file for finding in inbox.findings] == ["Return.xlsx"]


def test_a_folder_named_like_a_workbook_is_a_folder(tmp_path: Path) -> None:
    """What lies in a folder is collected, whatever the folder is called; a name like a file's is told."""
    put(tmp_path, "old.xlsx/Return.xlsx")
    inbox = collected(tmp_path)
    assert list(inbox.workbooks) == ["old.xlsx/Return.xlsx"]
    assert [(finding.rule, finding.address.file) for finding in inbox.findings] == [
        ("folder-named-like-a-file", "old.xlsx")
    ]


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    """Each file is either collected or named in a finding."""
    names = ["a.xlsx", "b.XLSX", "~$a.xlsx", "c.pdf", "sub/d.xlsx", "sub/~$d.xlsx", "sub/e"]
    put(tmp_path, *names)
    inbox = collected(tmp_path)
    assert sorted([*inbox.workbooks, *(finding.address.file for finding in inbox.findings)]) == sorted(names)
