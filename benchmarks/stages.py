"""Where the time of one build goes: python benchmarks/stages.py PROJECT writes seconds by stage, as JSON.

It runs the build in this process, with a stopwatch around each phase that the module build names.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
STAGES = {
    "settings and forms": "read_plan",
    "finding the files": "collect",
    "reading the returns": "read_return",
    "checking and merging": "decide",
    "writing the papers": "make_papers",
    "letters and marked copies": "_letters",
    "the build report": "report_page",
    "putting in place": "publish",
}


def stages(project: Path) -> dict[str, float]:
    """Seconds of processor by stage; the first is the start of the program with all that it imports."""
    began = time.process_time()
    sys.path.insert(0, str(HOME))
    from pipeline import build, remembering  # noqa: PLC0415 - its import is what is measured
    from pipeline.project import Project  # noqa: PLC0415

    spent = {"starting": time.process_time() - began, **dict.fromkeys(STAGES, 0.0)}

    def watched(stage: str, phase: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return phase(*given, **named)
            finally:
                spent[stage] += time.process_time() - start

        return run

    for stage, name in STAGES.items():
        module = remembering if name == "read_return" else build
        setattr(module, name, watched(stage, getattr(module, name)))
    start = time.process_time()
    build.build(
        Project(project / "config.yaml", project / "inputs", project / "outputs"), None, lambda _: None
    )
    whole = time.process_time() - start
    spent["the rest"] = whole - sum(spent[stage] for stage in STAGES)
    return {stage: round(seconds, 4) for stage, seconds in spent.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(stages(Path(sys.argv[1]))))
