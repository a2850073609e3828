"""The project's own configuration and forms, for every test that needs them."""

import signal
from pathlib import Path

import pytest
from filled_form import FilledForm, sound_form
from one_paper import board_alone
from two_versions import ShippedPaper

from pipeline.forms.definition import read_forms
from pipeline.model import Form
from pipeline.settings import Settings, read_settings

PROJECT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Let what the tests start hear Ctrl-C, even where the tests themselves were started deaf to it, in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def settings() -> Settings:
    """What the shipped configuration says of the board's paper and its partnerships."""
    read, findings = read_settings(board_alone((PROJECT / "config.yaml").read_text("utf-8")), "config.yaml")
    assert read is not None
    assert findings == []
    return read


@pytest.fixture(scope="session")
def forms(settings: Settings) -> dict[str, Form]:
    """The shipped return forms by id."""
    sources = {path.name: path.read_text("utf-8") for path in (PROJECT / "templates/returns").glob("*.yaml")}
    read, findings = read_forms(sources, settings.rating_schemes)
    assert findings == []
    return read


@pytest.fixture
def form(forms: dict[str, Form]) -> FilledForm:
    """A filled form with nothing wrong in it."""
    return sound_form(forms)


@pytest.fixture
def shipped(project: Path, settings: Settings, forms: dict[str, Form]) -> ShippedPaper:
    """Papers on the shipped template, of North Alderwick's return."""
    return ShippedPaper(project, settings, forms)
