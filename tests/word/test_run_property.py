"""The run that made a paper stands among its properties."""

import io
import zipfile
from datetime import date

from docx import Document

from pipeline.model import Paper
from pipeline.word.finishing import finish
from pipeline.word.run_property import with_run


def custom(package: bytes) -> str:
    """The part of a package's own properties; '' without one."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = [name for name in parts.namelist() if name == "docProps/custom.xml"]
        return parts.read(names[0]).decode() if names else ""


def finished(run: str, template: bytes | None = None) -> bytes:
    """A finished file of that run."""
    document = Document(io.BytesIO(template)) if template else Document()
    return finish(document, Paper("A paper", "Saltmere", date(2019, 11, 28), {}, run=run))


def test_a_paper_names_its_run() -> None:
    """The property has the run's id, and the package says what kind of part holds it."""
    package = finished("0123456789abcdef")
    assert 'name="Committee papers run"' in custom(package)
    assert ">0123456789abcdef</vt:lpwstr>" in custom(package)
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert b"custom-properties+xml" in parts.read("[Content_Types].xml")


def test_a_file_without_a_run_has_no_such_property() -> None:
    """The index of a pack, which goes into a PDF, is of no run by itself."""
    assert not custom(finished(""))


def test_other_properties_of_the_template_stay() -> None:
    """A template may have properties of its own, and even an old run's: that alone is replaced."""
    first = finished("first")
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    held["docProps/custom.xml"] = held["docProps/custom.xml"].replace(
        b"</Properties>",
        b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="Office">'
        b'<vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">Ald</vt:lpwstr>'
        b"</property></Properties>",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    said = custom(finished("second", out.getvalue()))
    assert ">Ald<" in said
    assert 'pid="8" name="Committee papers run"' in said
    assert "first" not in said


def test_a_paper_of_another_run_becomes_this_ones() -> None:
    """It is byte for byte what this run would have made, so that a paper that was kept cannot be told from a new one."""
    assert with_run(finished("0123456789abcdef"), "fedcba9876543210") == finished("fedcba9876543210")
