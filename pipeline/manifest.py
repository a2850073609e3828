"""The manifest of a period's results: which run made them, from which inputs, and the hash of each as it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "manifest.json"


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hash of each file by its name."""
    return {name: digest(data) for name, data in files.items()}


def written_before(manifest: Path) -> dict[str, str]:
    """The files that a manifest lists, with their hashes; none where there is no sound manifest."""
    outputs = told(manifest).get("outputs")
    return {str(name): str(hashed) for name, hashed in outputs.items()} if isinstance(outputs, dict) else {}


def told(manifest: Path) -> dict[str, object]:
    """All that a manifest says; nothing where there is no sound one."""
    try:
        read = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def manifest_of(
    folder: Path,
    files: Mapping[str, bytes],
    names: Mapping[str, str],
    inputs: Mapping[str, str],
    run: Mapping[str, object] | None,
) -> dict[str, object]:
    """What is to be said of ``files``, and of what stays of the earlier set: ``names`` gives '' to what does not."""
    there = {n: hashed for n, hashed in written_before(folder / MANIFEST).items() if (folder / n).is_file()}
    earlier = {name: hashed for name, hashed in there.items() if names.get(name, name)}
    before = told(folder / MANIFEST)
    if run is None and "run" in before:
        made_from = {"run": before["run"], "inputs": before.get("inputs", {})}
    else:
        made_from = {**({} if run is None else {"run": dict(run)}), "inputs": dict(sorted(inputs.items()))}
    return {**made_from, "outputs": {**earlier, **hashes(files)}}
