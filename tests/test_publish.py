"""Whole files or none, and nobody's edits lost."""

import json
from pathlib import Path

from pipeline.publish import digest, publish, write_whole


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


def test_what_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    """Where a folder bears the file's name, the other files are written and this one is told of."""
    (tmp_path / "paper.docx").mkdir()
    [finding] = publish(tmp_path, {"paper.docx": b"built", "other.docx": b"other"}, {})
    assert (finding.rule, finding.address.file) == ("file-not-written", "paper.docx")
    assert finding.message.startswith("paper.docx could not be written (")
    assert (tmp_path / "other.docx").read_bytes() == b"other"
    assert manifest(tmp_path)["outputs"] == {"other.docx": digest(b"other")}


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
