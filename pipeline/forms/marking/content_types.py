"""What each part of a package is: the list that every package holds (ECMA-376 part 2)."""

from __future__ import annotations

from lxml import etree

from pipeline.forms.marking.trees import parsed, written

SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"


class ContentTypes:
    """The list, by part and by the ending of its name; capitals do not count."""

    def __init__(self, data: bytes) -> None:
        """``data`` is the part that holds the list."""
        self._root = parsed(data)
        overrides = self._root.iterchildren(f"{{{SPACE}}}Override")
        defaults = self._root.iterchildren(f"{{{SPACE}}}Default")
        self._parts = {str(one.get("PartName", "")).lower(): one for one in overrides}
        self._endings = {str(one.get("Extension", "")).lower(): one for one in defaults}

    def of(self, part: str) -> str:
        """The content type of a part; '' where none is given."""
        found = self._parts.get(f"/{part}".lower(), self._endings.get(_ending(part)))
        return str(found.get("ContentType", "")) if found is not None else ""

    def set(self, part: str, kind: str) -> None:
        """Say what a part is."""
        if _ending(part) == "vml" and "vml" not in self._endings:  # for all drawings at once, as Excel has it
            default = etree.Element(f"{{{SPACE}}}Default", {"Extension": "vml", "ContentType": kind})
            self._root.insert(0, default)
            self._endings["vml"] = default
        if self.of(part) != kind:
            self.forget(part)
            attributes = {"PartName": f"/{part}", "ContentType": kind}
            self._parts[f"/{part}".lower()] = etree.SubElement(self._root, f"{{{SPACE}}}Override", attributes)

    def forget(self, part: str) -> None:
        """Say no more what a part is, since it goes."""
        gone = self._parts.pop(f"/{part}".lower(), None)
        if gone is not None:
            self._root.remove(gone)

    def written(self) -> bytes:
        """The part's bytes."""
        return written(self._root)


def _ending(part: str) -> str:
    return part.rpartition(".")[2].lower()
