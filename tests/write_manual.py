"""Writes docs/rules.md from the rules and the gallery: python tests/write_manual.py."""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))
PAGE = HOME / "docs" / "rules.md"


def page() -> str:
    """The manual as it should stand."""
    from gallery import examples  # noqa: PLC0415 - found once the project's folder is on the path

    from pipeline.explain.manual import manual  # noqa: PLC0415
    from pipeline.rulebook import rules_by_subject  # noqa: PLC0415

    return manual(rules_by_subject(), examples())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
