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
    "settings and forms": ("inflow", "read_plan"),
    "finding the files": ("files", "collect"),
    "reading the returns": ("remembering", "read_return"),
    "checking and merging": ("inflow", "decide"),
    "writing the papers": ("build", "make_papers"),
    "letters and marked copies": ("build", "_letters"),
    "the build report": ("results", "report_page"),
    "putting in place": ("results", "publish"),
}


def stages(project: Path) -> dict[str, float]:
    """Seconds of processor by stage; the first is the start of the program with all that it imports."""
    began = time.process_time()
    sys.path.insert(0, str(HOME))
    import pipeline.commands  # noqa: F401, PLC0415 - its import is what is measured
    from pipeline import build  # noqa: PLC0415
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

    for stage, (part, name) in STAGES.items():
        module = sys.modules[f"pipeline.{part}"]
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
