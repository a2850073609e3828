"""What lies in the folder of returns: read, or passed over by name."""

import os
from pathlib import Path

import pytest

from pipeline.inbox import collect
from pipeline.model import Level


def put(folder: Path, *names: str) -> None:
    """Put files into the folder; each holds its own name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def test_every_workbook_is_collected_with_its_bytes(tmp_path: Path) -> None:
    """Workbooks in the folder and below it are read, named by their path, in the order of the names."""
    put(tmp_path, "b.xlsx", "2019-11/Return v3 FINAL (2).xlsx", "A.XLSX", "2019-11/late/é 😀.xlsx")
    inbox = collect(tmp_path)
    assert dict(inbox.workbooks) == {
        name: name.encode()
        for name in ("2019-11/Return v3 FINAL (2).xlsx", "2019-11/late/é 😀.xlsx", "A.XLSX", "b.xlsx")
    }
    assert list(inbox.workbooks) == sorted(inbox.workbooks)
    assert inbox.findings == ()


def test_an_empty_folder_is_no_fault(tmp_path: Path) -> None:
    """Nothing there is nothing found."""
    assert (dict(collect(tmp_path).workbooks), collect(tmp_path).findings) == ({}, ())


def test_a_lock_file_says_who_is_still_open(tmp_path: Path) -> None:
    """The file that Excel leaves beside an open workbook is not read, and tells which workbook is open."""
    put(tmp_path, "2019-11/Return.xlsx", "2019-11/~$Return.xlsx")
    inbox = collect(tmp_path)
    assert list(inbox.workbooks) == ["2019-11/Return.xlsx"]
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-open-in-excel", Level.WARNING)
    assert finding.message == "2019-11/~$Return.xlsx is a sign that somebody has Return.xlsx open in Excel."
    assert str(finding.address) == "2019-11/~$Return.xlsx"


@pytest.mark.parametrize(
    "name",
    ["Return.xls", "Return.xlsm", "Return.csv", "Return.docx", "Return.xlsx.zip", "Return", ".DS_Store"],
)
def test_other_files_are_passed_over_by_name(tmp_path: Path, name: str) -> None:
    """A file of another type is a note, with what to do if it was a return."""
    put(tmp_path, name)
    inbox = collect(tmp_path)
    assert not inbox.workbooks
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-passed-over", Level.NOTE)
    assert finding.message == f"{name} is not an Excel workbook (.xlsx) and was passed over."
    assert "save it as “Excel Workbook (*.xlsx)”" in finding.remedy


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are of Unix")
def test_a_workbook_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A workbook that may not be read is an error by name, and the others are collected."""
    put(tmp_path, "good.xlsx", "shut.xlsx")
    (tmp_path / "shut.xlsx").chmod(0)
    if os.access(
        tmp_path / "shut.xlsx", os.R_OK
    ):  # nothing is shut to the superuser but what no one can read
        (tmp_path / "shut.xlsx").unlink()
        (tmp_path / "shut.xlsx").symlink_to("/proc/self/mem")
    inbox = collect(tmp_path)
    assert list(inbox.workbooks) == ["good.xlsx"]
    [finding] = inbox.findings
    assert (finding.rule, finding.level) == ("file-unreadable", Level.ERROR)
    assert finding.message.startswith("shut.xlsx could not be opened (")
    assert finding.remedy == "Close it in other programs and see that you may read it."


@pytest.mark.skipif(os.name == "nt", reason="links are of Unix")
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A workbook that is only a link, to a file that has gone, is not passed over silently."""
    (tmp_path / "Return.xlsx").symlink_to(tmp_path / "gone.xlsx")
    inbox = collect(tmp_path)
    assert not inbox.workbooks
    assert [finding.address.file for finding in inbox.findings] == ["Return.xlsx"]


def test_a_folder_named_like_a_workbook_is_a_folder(tmp_path: Path) -> None:
    """What lies in a folder is collected, whatever the folder is called."""
    put(tmp_path, "old.xlsx/Return.xlsx")
    assert list(collect(tmp_path).workbooks) == ["old.xlsx/Return.xlsx"]


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    """Each file is either collected or named in a finding."""
    names = ["a.xlsx", "b.XLSX", "~$a.xlsx", "c.pdf", "sub/d.xlsx", "sub/~$d.xlsx", "sub/e"]
    put(tmp_path, *names)
    inbox = collect(tmp_path)
    assert sorted([*inbox.workbooks, *(finding.address.file for finding in inbox.findings)]) == sorted(names)
