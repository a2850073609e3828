"""Imports run one way: the stages know the model, the settings and the forms, never each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

STAGES = frozenset({"inbox", "intake", "rules", "merge", "compose", "word", "publish", "explain"})
ANY_MAY_USE = frozenset(
    {
        "model",
        "names",
        "yaml_source",
        "colour",
        "packing",
        "printable",
        "links",
        "saying",
        "scores",
        "matching",
        "movement",
        "identifiers",
        "limits",
        "filling",
        "people",
        "acronyms",
        "settings",
        "forms",
        "pdf",
        "pack",
        "swap",
        "manifest",
        "compiled",
        "sharing",
        "store",
    }
)
MAY_USE = {
    "": frozenset[str](),
    "model": frozenset[str](),
    "names": frozenset[str](),
    "colour": frozenset[str](),
    "packing": frozenset[str](),
    "limits": frozenset[str](),
    "printable": frozenset[str](),
    "links": frozenset[str](),
    "pdf": frozenset({"model"}),
    "pack": frozenset[str](),
    "swap": frozenset[str](),
    "manifest": frozenset[str](),
    "saying": frozenset({"model"}),
    "scores": frozenset({"model"}),
    "matching": frozenset({"model"}),
    "movement": frozenset({"model", "scores", "matching"}),
    "acronyms": frozenset({"model"}),
    "identifiers": frozenset({"model"}),
    "people": frozenset({"model", "identifiers"}),
    "yaml_source": frozenset({"model"}),
    "yaml_shapes": frozenset({"model", "yaml_source"}),
    "store": frozenset[str](),
    "compiled": frozenset({"store", "unchanged"}),
    "processes": frozenset[str](),
    "sharing": frozenset({"processes"}),
    "filling": frozenset({"model", "compiled", "yaml_source"}),
    "settings": frozenset({"model", "limits", "yaml_source", "yaml_shapes"}),
    "forms": frozenset({"model", "yaml_source", "yaml_shapes", "colour", "packing", "links"}),
    **dict.fromkeys(STAGES, ANY_MAY_USE),
    "rulebook": frozenset({"model", "inbox", "intake", "rules", "compose", "word"}),
    "files": frozenset({"inbox"}),
    "project": ANY_MAY_USE | {"rulebook", "files"},
    "edition": ANY_MAY_USE | {"merge", "rules", "project"},
    "next_forms": frozenset({"model", "forms", "movement", "saying", "scores", "settings"}),
    "issuing": ANY_MAY_USE | {"intake", "project", "edition", "next_forms"},
    "levels": frozenset({"model"}),
    "wanted": frozenset({"model", "settings", "yaml_source"}),
    "word_file": frozenset({"model", "compose", "rendered", "settings", "wanted", "word"}),
    "since_last": frozenset({"model", "compose", "word", "word_file"}),
    "template_checks": frozenset({"model", "names", "compiled", "compose", "project", "settings", "word"}),
    "meeting_packs": frozenset({"model", "pack", "pdf", "settings", "word"}),
    "papers": ANY_MAY_USE
    | {"compose", "rules", "word", "project", "since_last", "rendered", "wanted", "word_file"}
    | {"template_checks", "meeting_packs"},
    "rendered": frozenset({"model", "project", "settings", "word"}),
    "runs": frozenset(
        {
            "__version__",
            "model",
            "compiled",
            "files",
            "inbox",
            "wanted",
            "project",
            "manifest",
            "swap",
            "unchanged",
        }
    ),
    "editing": ANY_MAY_USE | {"word"},
    "reporting": ANY_MAY_USE | {"__version__", "compose", "rules", "explain", "edition"},
    "remembering": frozenset({"model", "forms", "intake", "limits", "rules", "sharing", "store"}),
    "outcome": frozenset({"model", "forms", "publish", "explain", "runs"}),
    "inflow": ANY_MAY_USE
    | {"compose", "rules", "project", "edition", "levels", "runs", "remembering", "outcome"},
    "results": ANY_MAY_USE
    | {"rules", "word", "publish", "explain", "project", "levels", "editing", "reporting", "runs", "outcome"},
    "build": ANY_MAY_USE
    | {"explain", "project", "papers", "reporting", "runs", "remembering", "outcome", "inflow", "results"}
    | {"levels", "wanted"},
    "returns": ANY_MAY_USE
    | {"inbox", "intake", "rules", "explain", "project", "edition", "issuing", "levels"}
    | {"outcome", "inflow", "results"},
    "templates": ANY_MAY_USE
    | {"compose", "word", "publish", "explain", "project", "outcome", "inflow", "results"}
    | {"template_checks", "wanted"},
    "exit_codes": frozenset({"outcome"}),
    "lock": frozenset[str](),
    "scheduled": ANY_MAY_USE
    | {"__version__", "project", "wanted", "publish", "runs", "build", "outcome", "results", "exit_codes"},
    "mail": ANY_MAY_USE | {"project", "wanted", "build", "outcome", "returns", "explain", "publish"},
    "jobs": ANY_MAY_USE | {"build", "outcome", "inflow", "results", "files", "wanted", "project", "runs"},
    "workers": frozenset({"model", "jobs", "processes"}),
    "cluster": frozenset({"model", "jobs", "workers"}),
    "boards": ANY_MAY_USE
    | {"project", "wanted", "outcome", "results", "exit_codes", "explain", "lock", "scheduled"}
    | {"unchanged", "jobs", "workers"},
    "watched": frozenset({"inbox", "project"}),
    "watch": ANY_MAY_USE
    | {"inbox", "project", "wanted", "publish", "build", "outcome", "explain", "lock", "watched"},
    "terminal": ANY_MAY_USE | {"outcome", "boards", "exit_codes", "explain", "unchanged"},
    "doctor": ANY_MAY_USE | {"inbox", "project", "template_checks", "exit_codes", "scheduled", "mail"},
    "commands": ANY_MAY_USE
    | {"project", "wanted", "build", "outcome", "returns", "templates", "explain", "terminal", "unchanged"}
    | {"exit_codes", "lock", "scheduled", "doctor", "mail", "boards", "workers", "cluster", "watch", "fault"},
    "unchanged": frozenset[str](),
    "fault": frozenset({"identifiers"}),
    "grammar": frozenset({"__version__", "model", "yaml_source", "yaml_shapes", "exit_codes"}),
    "cli": frozenset({"grammar", "exit_codes", "unchanged", "commands", "fault"}),
}


def part_of(module: str) -> str:
    """The part of the program that a module belongs to: `pipeline.word.paper` is of `word`."""
    return [*module.split("."), ""][1]


def imported(source: str, module: str) -> Iterator[str]:
    """Every module of the program that the source of `module` imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = module.rsplit(".", node.level)[0] if node.level else ""
            base = ".".join(name for name in (package, node.module) if name)
            names = [f"{base}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] == "pipeline")


def forbidden(source: str, module: str) -> list[str]:
    """The parts that the source of `module` imports and must not."""
    own = part_of(module)
    return [part for name in imported(source, module) if (part := part_of(name)) not in MAY_USE[own] | {own}]


def modules(project: Path) -> dict[str, str]:
    """Every module of the program but those that start it, with its source."""
    paths = (project / "pipeline").rglob("*.py")
    named = {".".join(path.relative_to(project).with_suffix("").parts): path for path in paths}
    return {
        name: path.read_text("utf-8")
        for name, path in named.items()
        if name not in {"pipeline.starter", "pipeline.fetching"}
    }


def test_imports_run_one_way(project: Path) -> None:
    """No module imports what lies downstream of it or beside it."""
    read = modules(project)
    assert {part_of(name.removesuffix(".__init__")) for name in read} == MAY_USE.keys()
    assert {name: found for name, source in read.items() if (found := forbidden(source, name))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "from pipeline.intake.reading import read_return",
        "import pipeline.intake.reading",
        "from pipeline import intake",
        "def late():\n    from pipeline.intake import kinds",
        "from . import intake",
        "from .intake.kinds import key",
    ],
)
def test_a_planted_violation_is_caught(planted: str) -> None:
    """A stage that imports another is caught, however the import is written."""
    assert forbidden(planted, "pipeline.merge") == ["intake"]


def test_a_stage_in_a_folder_may_use_its_own_modules_only() -> None:
    """Within a stage modules use each other; two dots lead out of it."""
    assert forbidden("from . import kinds\nfrom .kinds import key", "pipeline.intake.reading") == []
    assert forbidden("from ..word import paper", "pipeline.intake.reading") == ["word"]


def test_the_model_imports_nothing_of_the_program() -> None:
    """Any import of the program in the model is caught."""
    assert forbidden("from pipeline.settings import Settings", "pipeline.model") == ["settings"]
