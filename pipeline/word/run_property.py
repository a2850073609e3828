"""The run that made a paper, among the paper's own properties: File › Info › Properties › Advanced › Custom in Word."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from pipeline.packing import edited

NAME = "Committee papers run"
# ECMA-376 part 1, 22.3 (custom properties): the namespace, the part, and the one format id that Word writes and reads.
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
FIRST_ID = 2  # 0 and 1 are reserved


def with_run(package: bytes, run: str) -> bytes:
    """A finished paper of another run as this one would make it: of a run's own it holds nothing but its id."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = parts.namelist()
        held = {name: parts.read(name) for name in names if name.startswith("docProps/")}
    return edited(
        package, names, {name: _with_run(data, run) for name, data in held.items() if NAME.encode() in data}
    )


def say_run(document: Any, run: str) -> None:
    """Set the property of that name, beside what other properties the template has."""
    package = document.part.package
    known = [
        rel.target_part for rel in package.rels.values() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES
    ]
    before = known[0].blob if known else f'<Properties xmlns="{PROPERTIES}"/>'.encode()
    if known:
        known[0]._blob = _with_run(before, run)  # noqa: SLF001 - python-docx has no other way to a part that it does not know
    else:
        part = Part(PackURI("/docProps/custom.xml"), CONTENT, _with_run(before, run), package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _with_run(properties: bytes, run: str) -> bytes:
    root = etree.fromstring(properties, etree.XMLParser(resolve_entities=False))
    for old in [one for one in root if one.get("name") == NAME]:
        root.remove(old)
    number = max((int(one.get("pid") or FIRST_ID) for one in root), default=FIRST_ID - 1) + 1
    made = etree.SubElement(root, f"{{{PROPERTIES}}}property", fmtid=FORMAT, pid=str(number), name=NAME)
    etree.SubElement(made, f"{{{TYPES}}}lpwstr", nsmap={"vt": TYPES}).text = run
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
