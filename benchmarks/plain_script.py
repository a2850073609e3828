"""What one would write without this program: python benchmarks/plain_script.py TEMPLATE FOLDER PROJECT [PROJECT ...].

openpyxl, dictionaries, one template filled and saved for each paper. It reads the same returns and makes the same
tables. It checks nothing: a mistyped rating is printed as it stands, a moved column ends in nonsense, and a return of
the wrong sender or month goes straight into the paper.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from docxtpl import DocxTemplate
from openpyxl import load_workbook

FIRST_ROW = 5
FILLS = {"Red": "C00000", "Amber": "FFC000", "Yellow": "FFEB84", "Green": "00703C", "Complete": "1D5FA6"}
RISK_FILLS = {"Very high": "C00000", "High": "FFC000", "Moderate": "FFEB84", "Low": "00703C"}
PROGRAMMES = {
    "highlight_improvements": ["reference", "programme", "progress", "plans", "status", "reason"],
    "highlight_targets": ["reference", "programme", "plans", "progress", "status", "reason"],
    "highlight_update": ["reference", "programme", "progress", "status", "reason"],
}
RISKS = ["reference", "risk", "mitigation", "likelihood", "impact", "score", "rating"]
WAITS = ["pathway", "average", "longest", "shortest"]
MEASURES = ["measure", "target", "actual", "better"]
ACTIONS = ["action", "owner", "due"]


def answers(book: Any) -> dict[str, Any]:
    """The single answers of a workbook, by their labels."""
    rows = book["About this return"].iter_rows(values_only=True)
    return {row[0]: row[1] for row in rows if row[0]}


def rows_of(sheet: Any, names: list[str]) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries."""
    rows = sheet.iter_rows(min_row=FIRST_ROW, max_col=len(names), values_only=True)
    return [{name: value or "" for name, value in zip(names, row, strict=True)} for row in rows if row[1]]


def read(path: Path, form: str) -> dict[str, Any]:
    """A return as the dictionary that the template takes."""
    book = load_workbook(path)
    section = answers(book)
    section["name"] = section["Partnership"]
    section["programmes"] = rows_of(book["Programmes"], PROGRAMMES[form])
    section["risks"] = rows_of(book["Risks"], RISKS)
    section["waits"] = rows_of(book["Waiting times"], WAITS)
    section["measures"] = rows_of(book["Measures"], MEASURES)
    section["actions"] = rows_of(book["Key actions"], ACTIONS)
    for row in section["programmes"]:
        row["fill"] = FILLS.get(row["status"], "FFFFFF")
    for row in section["risks"]:
        row["fill"] = RISK_FILLS.get(row["rating"], "FFFFFF")
    for row in section["measures"]:
        below = float(row["actual"].rstrip("%")) < float(row["target"].rstrip("%"))
        row["position"] = "Off target" if below == (row["better"] == "Higher") else "On target"
    return section


def summary(sections: list[dict[str, Any]]) -> dict[str, Any]:
    """What the paper says first."""
    counts = [Counter(row["status"] for row in one["programmes"]) for one in sections]
    risks = sorted((row for one in sections for row in one["risks"]), key=lambda row: -row["score"])
    return {
        "counts": [
            {"name": one["name"], "of_each": [count[word] for word in FILLS], "total": sum(count.values())}
            for one, count in zip(sections, counts, strict=True)
        ],
        "words": list(FILLS),
        "red": [row for one in sections for row in one["programmes"] if row["status"] == "Red"],
        "risks": risks[:3],
        "off": [row for one in sections for row in one["measures"] if row["position"] == "Off target"],
    }


def main(template: Path, folder: Path, *projects: Path) -> None:
    """Write the papers of every project."""
    for project in projects:
        write(project, template, folder / project.name)


def write(project: Path, template: Path, folder: Path) -> None:
    """Write every paper of the project."""
    config = yaml.safe_load((project / "config.yaml").read_text("utf-8"))
    inbox = project / "inputs" / str(config["period"])
    forms = {one["id"]: one["form"] for one in config["partnerships"]}
    files = {sender: inbox / f"return {number:05}.xlsx" for number, sender in enumerate(forms)}
    folder.mkdir(parents=True, exist_ok=True)
    for number, paper in enumerate(config["papers"]):
        sections = [read(files[sender], forms[sender]) for sender in paper["partnerships"]]
        cover = answers(load_workbook(inbox / f"cover {number:04}.xlsx"))
        document = DocxTemplate(template)
        document.render(
            {"cover": cover, "paper": paper, "sections": sections, "summary": summary(sections)},
            autoescape=True,
        )
        document.save(folder / f"{paper['id']}.docx")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
