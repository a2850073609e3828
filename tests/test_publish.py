"""The whole set or none of it, and nobody's edits lost."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from pipeline.manifest import digest
from pipeline.publish import edited, foreseen, publish, write_whole


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    """What the manifest says."""
    read: dict[str, dict[str, str]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return read


def test_files_and_manifest_are_written(tmp_path: Path) -> None:
    """The folder is made; it holds the files, and a manifest of what they were made from."""
    folder = tmp_path / "outputs" / "2019-11"
    assert publish(folder, {"paper.docx": b"paper"}, {"b.xlsx": "2", "a.xlsx": "1"}) == []
    assert (folder / "paper.docx").read_bytes() == b"paper"
    assert manifest(folder) == {
        "inputs": {"a.xlsx": "1", "b.xlsx": "2"},
        "outputs": {"paper.docx": digest(b"paper")},
    }
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "paper.docx"]


def test_writing_again_replaces_what_was_written(tmp_path: Path) -> None:
    """A file that nobody edited is replaced without a word."""
    publish(tmp_path, {"paper.docx": b"first"}, {})
    assert publish(tmp_path, {"paper.docx": b"second"}, {}) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "paper.docx"]


def test_an_edited_file_is_kept(tmp_path: Path) -> None:
    """Edits made since the last build are put aside under another name, each time anew, and said so."""
    publish(tmp_path, {"paper.docx": b"built"}, {})
    for number in (1, 2):
        (tmp_path / "paper.docx").write_bytes(b"edited %d" % number)
        [finding] = publish(tmp_path, {"paper.docx": b"built again"}, {})
        kept = f"paper (edited {number}).docx"
        assert finding.message == (
            f"paper.docx was edited since it was built; your edited copy is kept as {kept}."
        )
        assert (tmp_path / kept).read_bytes() == b"edited %d" % number
        assert (tmp_path / "paper.docx").read_bytes() == b"built again"


def test_a_strangers_file_is_kept_too(tmp_path: Path) -> None:
    """A file that stood there before the first build, or whose manifest is broken, is not overwritten."""
    (tmp_path / "paper.docx").write_bytes(b"mine")
    (tmp_path / "manifest.json").write_text("[", "utf-8")
    assert [finding.rule for finding in publish(tmp_path, {"paper.docx": b"built"}, {})] == [
        "edited-file-kept"
    ]
    assert (tmp_path / "paper (edited 1).docx").read_bytes() == b"mine"


def test_what_cannot_be_written_is_a_finding_and_nothing_is_written(tmp_path: Path) -> None:
    """Where a folder bears the file's name, that is told and the set stays the old one."""
    publish(tmp_path, {"other.docx": b"old"}, {})
    (tmp_path / "paper.docx").mkdir()
    [finding] = publish(tmp_path, {"paper.docx": b"built", "other.docx": b"new"}, {})
    assert (finding.rule, finding.address.file) == ("file-not-written", "paper.docx")
    assert finding.message == "paper.docx could not be written (is a directory)."
    assert finding.remedy == (
        "See that it is not open in another program, that you may write to the folder, and that the disk has space; "
        "then run again. Until then everything stays as it was."
    )
    assert (tmp_path / "other.docx").read_bytes() == b"old"
    assert manifest(tmp_path)["outputs"] == {"other.docx": digest(b"old")}


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    """Where a file bears the folder's name, that is told and nothing falls."""
    (tmp_path / "outputs").write_bytes(b"")
    findings = publish(tmp_path / "outputs", {"paper.docx": b"built"}, {})
    assert [finding.rule for finding in findings] == ["file-not-written"]


def test_no_half_file_is_left(tmp_path: Path) -> None:
    """When a file cannot be put in its place, its part is cleared away."""
    (tmp_path / "paper.docx").mkdir()
    try:
        write_whole(tmp_path / "paper.docx", b"built")
    except OSError:
        assert [path.name for path in tmp_path.iterdir()] == ["paper.docx"]


def test_what_is_no_longer_wanted_goes(tmp_path: Path) -> None:
    """A file of the swept folder that this build does not write is removed, and the empty folder with it."""
    publish(tmp_path, {"paper.docx": b"p", "queries/a.html": b"a", "queries/b.html": b"b"}, {}, "queries")
    assert publish(tmp_path, {"paper.docx": b"p", "queries/a.html": b"a"}, {}, "queries") == []
    assert [path.name for path in (tmp_path / "queries").iterdir()] == ["a.html"]
    assert publish(tmp_path, {"paper.docx": b"p"}, {}, "queries") == []
    assert not (tmp_path / "queries").exists()
    assert list(manifest(tmp_path)["outputs"]) == ["paper.docx"]


def test_sweeping_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """An edited file is kept and told of each time; a stranger's file, and other folders, are left alone."""
    publish(tmp_path, {"paper.docx": b"p", "queries/a.html": b"a", "other/c.html": b"c"}, {}, "queries")
    (tmp_path / "queries" / "a.html").write_bytes(b"edited")
    (tmp_path / "queries" / "mine.txt").write_bytes(b"mine")
    for _ in range(2):
        [finding] = publish(tmp_path, {}, {}, "queries")
        assert (finding.rule, finding.message) == (
            "edited-file-left",
            "queries/a.html is no longer needed, but was edited since it was built, so it was kept.",
        )
    assert (tmp_path / "queries" / "a.html").read_bytes() == b"edited"
    assert (tmp_path / "queries" / "mine.txt").exists()
    assert (tmp_path / "other" / "c.html").exists()
    assert (tmp_path / "paper.docx").exists()


def test_a_manifest_cannot_lead_the_sweep_elsewhere(tmp_path: Path) -> None:
    """A manifest that somebody changed removes nothing outside the swept folder."""
    folder = tmp_path / "outputs"
    publish(folder, {"queries/a.html": b"a"}, {}, "queries")
    (tmp_path / "precious.txt").write_bytes(b"x")
    outputs = {"queries/../../precious.txt": digest(b"x")}
    (folder / "manifest.json").write_text(json.dumps({"inputs": {}, "outputs": outputs}), "utf-8")
    publish(folder, {}, {}, "queries")
    assert (tmp_path / "precious.txt").exists()


def test_what_is_not_ours_stays_where_it_is(tmp_path: Path) -> None:
    """Somebody's files, folders and links, and the folder's own rights, are the same after publishing."""
    folder = tmp_path / "2019-11"
    publish(folder, {"paper.docx": b"first"}, {})
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "notes" / "mine.txt").write_bytes(b"mine")
    (folder / "empty").mkdir()
    (folder / "link.txt").symlink_to("notes/mine.txt")
    folder.chmod(0o750)
    before = (folder / "notes" / "mine.txt").stat()
    publish(folder, {"paper.docx": b"second"}, {})
    assert (folder / "notes" / "deep").is_dir()
    assert (folder / "empty").is_dir()
    assert (folder / "link.txt").read_bytes() == b"mine"
    assert (folder / "link.txt").is_symlink()
    after = (folder / "notes" / "mine.txt").stat()
    assert (after.st_mtime_ns, after.st_nlink) == (before.st_mtime_ns, 1)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750 or os.name == "nt"


def test_a_folder_may_be_a_link_to_another_disk(tmp_path: Path) -> None:
    """Where the period's folder is a link, what it leads to is exchanged and the link stays."""
    (tmp_path / "share").mkdir()
    (tmp_path / "2019-11").symlink_to("share")
    publish(tmp_path / "2019-11", {"paper.docx": b"built"}, {})
    assert (tmp_path / "2019-11").is_symlink()
    assert (tmp_path / "share" / "paper.docx").read_bytes() == b"built"


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    """A file of the same bytes keeps its date, so that those who watch the folder see what is new."""
    publish(tmp_path / "x", {"a.docx": b"same", "b.docx": b"old"}, {})
    before = (tmp_path / "x" / "a.docx").stat().st_mtime_ns
    publish(tmp_path / "x", {"a.docx": b"same", "b.docx": b"new"}, {})
    assert (tmp_path / "x" / "a.docx").stat().st_mtime_ns == before
    assert (tmp_path / "x" / "b.docx").read_bytes() == b"new"


@pytest.mark.parametrize("lock", ["~$per.docx", "~$paper.docx", ".~lock.paper.docx#"])
def test_a_file_open_in_word_stops_everything(tmp_path: Path, lock: str) -> None:
    """While somebody has the paper open nothing is written, and one sentence says which file to close."""
    publish(tmp_path, {"paper.docx": b"old", "other.docx": b"old"}, {})
    (tmp_path / lock).write_bytes(b"somebody")
    [finding] = publish(tmp_path, {"paper.docx": b"new", "other.docx": b"new"}, {})
    assert finding.rule == "file-open-elsewhere"
    assert finding.message == (
        f"paper.docx is open in Word or LibreOffice ({lock} lies beside it), so nothing was written."
    )
    assert finding.remedy == f"Close it and run again. If nobody has it open, delete {lock}."
    assert (tmp_path / "other.docx").read_bytes() == b"old"
    assert (
        publish(tmp_path, {"paper.docx": b"old", "other.docx": b"new"}, {}) == []
    )  # the open one stays as it is


def test_a_folder_that_cannot_be_exchanged_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system lets no folder be renamed, as Windows while a file in it is open, the old set stands whole."""
    folder = tmp_path / "2019-11"
    publish(folder, {"paper.docx": b"old"}, {})
    (folder / ".~lock.minutes.docx#").write_bytes(b"somebody")
    (folder / "minutes.docx").write_bytes(b"open")
    rename = Path.rename

    def refused(path: Path, to: Path) -> Path:
        if path == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return rename(path, to)

    monkeypatch.setattr("sys.platform", "a system that cannot exchange")
    monkeypatch.setattr(Path, "rename", refused)
    [finding] = publish(folder, {"paper.docx": b"new"}, {})
    assert finding.message == "minutes.docx could not be written (permission denied)."
    assert (folder / "paper.docx").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["2019-11"]


def test_a_manifest_keeps_what_it_says_of_the_build(tmp_path: Path) -> None:
    """A command that adds a file does not change which run, of which inputs, the papers are of."""
    publish(tmp_path, {"paper.docx": b"p"}, {"a.xlsx": "1"}, run={"id": "r1"})
    publish(tmp_path, {"fields.html": b"f"}, {"a.xlsx": "2"})
    said = manifest(tmp_path)
    assert (said["run"], said["inputs"]) == ({"id": "r1"}, {"a.xlsx": "1"})
    assert sorted(said["outputs"]) == ["fields.html", "paper.docx"]


def test_edits_are_foreseen(tmp_path: Path) -> None:
    """What publishing will say of edits can be asked before, and which files were edited; nothing is changed by it."""
    files = {"paper.docx": b"new", "other.docx": b"new"}
    publish(tmp_path, {"paper.docx": b"old", "other.docx": b"old"}, {})
    (tmp_path / "paper.docx").write_bytes(b"edited")
    assert edited(tmp_path, files) == {"paper.docx": tmp_path / "paper.docx"}
    asked = foreseen(tmp_path, files)
    assert (tmp_path / "paper.docx").read_bytes() == b"edited"
    assert asked == publish(tmp_path, files, {})
    assert [finding.rule for finding in asked] == ["edited-file-kept"]


def test_a_full_disk_leaves_the_old_set(tmp_path: Path) -> None:
    """When the space runs out in the middle nothing is published, nothing is left over, and the reason is said."""
    resource = pytest.importorskip("resource")
    folder = tmp_path / "2019-11"
    publish(folder, {"a.docx": b"old", "b.docx": b"old"}, {})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # no file may grow beyond that
    try:
        [finding] = publish(folder, {"a.docx": b"new", "b.docx": b"x" * 5000}, {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert finding.message == "b.docx could not be written (file too large)."
    assert {path.read_bytes() for path in folder.glob("*.docx")} == {b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["2019-11"]
