"""The page of a build in a real browser: readable by everybody, on any screen, by keyboard and on paper (WCAG 2.2 AA)."""

import io
import re
import shutil
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import CHROMIUM, Browser
from filled_form import FIRST_ROW, SOUND, sound_form
from lxml import html
from pypdf import PdfReader

from pipeline.cli import main
from pipeline.colour import contrast
from pipeline.model import Form, Period

HOME = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this computer")
MONTHS = {
    Period(2019, 10): {"A": "Red", "B": "Amber", "C": "Green", "D": "Yellow"},
    Period(2019, 11): {"A": "Amber", "B": "Red", "C": "Complete", "E": "Ambr"},
}
SCHEMES = ["light", "dark"]
TAB = 9
# Every text with the colours that it has: its own, and the first background behind it that is no glass.
COLOURS = """[...function* () {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const own = node.parentElement;
    if (!node.data.trim() || !own.checkVisibility()) continue;
    let behind = own;
    while (behind && getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    yield [node.data.trim(), getComputedStyle(own).color, getComputedStyle(behind || document.body).backgroundColor];
  }
}()]"""
FOCUSED = """(() => {
  const one = document.activeElement, look = getComputedStyle(one);
  return [one.outerHTML.slice(0, 300), look.outlineStyle, parseFloat(look.outlineWidth)];
})()"""
FOCUSABLE = "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].map(one => one.outerHTML.slice(0, 300))"
TARGETS = """[...document.querySelectorAll("a:not(p a), .skip, summary")]
  .map(one => [one.textContent, one.getBoundingClientRect().height, one.getBoundingClientRect().width])"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, forms: dict[str, Form]) -> Path:
    """The page of the shipped example, with other returns of North Alderwick in two months."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("templates", "inputs/2019-11"):
        shutil.copytree(HOME / name, folder / name)
    shutil.copy(HOME / "config.yaml", folder)
    next((folder / "inputs/2019-11").glob("North*")).unlink()
    (folder / "inputs/2019-10").mkdir()
    for period, told in MONTHS.items():
        form = sound_form(forms)
        form.answer("Reporting period", period.title)
        for row, (reference, rating) in enumerate(told.items(), FIRST_ROW):
            values = {"Ref": reference, "Key programme of work": f"Hub {reference}", "Project status": rating}
            form.fill_row("Programmes", {**SOUND["Programmes"], **values}, row)
        (folder / "inputs" / str(period) / "north.xlsx").write_bytes(form.data())
    main(["--quiet", "--config", str(folder / "config.yaml")])
    return folder / "outputs/2019-11/index.html"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with a profile of its own."""
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.mark.parametrize("width", [320, 480, 720, 1280])
def test_nothing_runs_off_the_side(report: Path, browser: Browser, width: int) -> None:
    """On a phone and at 400% the page is read by scrolling one way, with all lists open (criterion 1.4.10)."""
    browser.open(report, width)
    browser.run(OPEN_ALL)
    assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_text_can_be_read_in_light_and_dark(
    report: Path, browser: Browser, scheme: str, width: int
) -> None:
    """The contrast of each text with what is behind it is 4.5:1 at least (criterion 1.4.3)."""
    browser.open(report, width, scheme)
    browser.run(OPEN_ALL)
    texts = browser.run(COLOURS)
    assert len(texts) > 100
    poor = [said for said, ink, paper in texts if contrast(_hexadecimal(ink), _hexadecimal(paper)) < 4.5]
    assert poor == []


def test_light_and_dark_differ(report: Path, browser: Browser) -> None:
    """The page follows what the reader has chosen for the whole computer."""
    papers = []
    for scheme in SCHEMES:
        browser.open(report, 1280, scheme)
        papers.append(browser.run("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


def _hexadecimal(colour: str) -> str:
    """``rgb(1, 2, 3)`` as RRGGBB; a colour that lets others through is none that could be compared."""
    assert colour.startswith("rgb("), colour
    return "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_keyboard_reaches_everything_in_order(report: Path, browser: Browser, scheme: str) -> None:
    """Tab goes from place to place in the order of the page, and each shows that it has the focus (2.1.1, 2.4.3, 2.4.7)."""
    browser.open(report, scheme=scheme)
    expected = browser.run(FOCUSABLE)
    reached = []
    for _ in expected:
        browser.press("Tab", TAB)
        reached.append(browser.run(FOCUSED))
    hidden = browser.run(
        "[...document.querySelectorAll('details:not([open]) a')].map(one => one.outerHTML.slice(0, 300))"
    )
    assert [one for one, *_ in reached] == [one for one in expected if one not in hidden]
    assert [one for one, style, width in reached if style == "none" or width < 2] == []


def test_the_first_key_leads_past_the_contents(report: Path, browser: Browser) -> None:
    """The first Tab shows a link that leads to the report itself (criterion 2.4.1)."""
    browser.open(report)
    browser.press("Tab", TAB)
    assert browser.run("document.activeElement.textContent") == "Skip to the report"
    assert browser.run("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Enter", 13)
    assert browser.run("document.activeElement.id") == "main"


def test_a_folded_list_opens_by_key(report: Path, browser: Browser) -> None:
    """Enter opens what is folded."""
    browser.open(report)
    browser.run("document.querySelector('summary').focus()")
    before = browser.run("document.querySelector('details').open")
    browser.press("Enter", 13)
    assert browser.run("document.querySelector('details').open") is not before


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_can_be_hit(report: Path, browser: Browser, width: int) -> None:
    """What can be clicked is 24 pixels high and wide at least, but for links in a sentence (criterion 2.5.8)."""
    browser.open(report, width)
    browser.run(OPEN_ALL)
    assert [one for one in browser.run(TARGETS) if min(one[1:]) < 24] == []


def test_tables_stay_tables_on_a_narrow_screen(report: Path, browser: Browser) -> None:
    """Whatever the width, a screen reader meets the same tables with the same rows and cells (criterion 1.3.1)."""
    met = []
    for width in (1280, 320):
        browser.open(report, width)
        nodes = browser.say("Accessibility.getFullAXTree")["nodes"]
        roles = [one["role"]["value"] for one in nodes if not one["ignored"]]
        met.append(
            {role: roles.count(role) for role in ("table", "row", "cell", "rowheader", "columnheader")}
        )
    assert met[0] == met[1]
    assert min(met[0].values()) > 0


def test_on_paper_everything_is_unfolded(report: Path, browser: Browser) -> None:
    """What is folded on the screen is printed, and ratings keep their fill, on which their ink can be read."""
    browser.open(report)
    pages = PdfReader(io.BytesIO(browser.printed())).pages
    printed = _line(unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in pages)))
    folded = html.parse(str(report)).xpath("//details[not(@open)]//dd/text()")
    assert folded
    assert [one for one in folded if _line(one) not in printed] == []
    assert "Skip to the report" not in printed
    assert browser.run("getComputedStyle(document.querySelector('.rated')).printColorAdjust") == "exact"


def _line(text: str) -> str:
    return "".join(text.split())


def test_every_link_leads_somewhere(report: Path) -> None:
    """Links to files are relative and the files are there; links within the page have their place."""
    page = html.parse(str(report))
    for href in page.xpath("//a/@href"):
        if href.startswith("#"):
            assert page.xpath("//*[@id=$id]", id=href[1:]), href
        else:
            assert (report.parent / unquote(href)).is_file(), href


def test_the_page_has_its_parts_in_order(report: Path) -> None:
    """Language, title, landmarks, headings without a gap, captions, and scopes on all headings of tables."""
    page = html.parse(str(report)).getroot()
    assert page.get("lang") == "en-GB"
    assert (
        page.findtext(".//title")
        == "Build report for November 2019: Saltmere and Alderwick Integrated Care Board"
    )
    assert [len(page.xpath(f"//body/{part}")) for part in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert max(later - level for level, later in pairwise(levels)) == 1
    assert page.xpath("//table[not(caption)]|//th[not(@scope)]|//th[not(normalize-space())]") == []
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
