"""Whole builds, killed at random moments."""

from pathlib import Path

from kill_builds import kill_builds


def test_a_killed_build_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """A few here; ``python tests/kill_builds.py 100`` kills as many as wanted."""
    found = kill_builds(4, 1, tmp_path)
    assert found["old"] + found["new"] == 4
