"""The starter, tried for real: copies of it are started as a user would, each in a folder of its own."""

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
CLI = """
from collections.abc import Sequence
import greeting
def main(argv: Sequence[str]) -> int:
    print(greeting.WORDS, *argv)
    return 1
"""
OLD_PYTHONS = ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the starter, an empty `wheels` folder, and a program that needs one package."""
    project = tmp_path / "a project"
    for folder in ("pipeline", "requirements", "wheels"):
        (project / folder).mkdir(parents=True)
    shutil.copy(PROJECT / "run.py", project)
    for module in ("starter.py", "fetching.py"):
        shutil.copy(PROJECT / "pipeline" / module, project / "pipeline")
    (project / "pipeline" / "__init__.py").touch()
    (project / "pipeline" / "cli.py").write_text(CLI, "utf-8")
    require(project, "0" * 64)
    return project


def require(project: Path, digest: str) -> None:
    """Make the project need the package `greeting`, with this hash."""
    for purpose in ("run", "test"):
        line = f"greeting==1.0 --hash=sha256:{digest}\n"
        (project / "requirements" / f"{purpose}.txt").write_text(line, "utf-8")


def add_wheel(project: Path) -> None:
    """Put a wheel of `greeting` into the `wheels` folder, and make the project need it."""
    parts = {
        "greeting.py": "WORDS = 'hello'\n",
        "pytest.py": "import sys, greeting\nprint('tests', *sys.argv[1:])\nsys.exit(5)\n",
        "greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        "greeting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},{record_hash(text)},{len(text)}\n" for name, text in parts.items())
    parts["greeting-1.0.dist-info/RECORD"] = f"{record}greeting-1.0.dist-info/RECORD,,\n"
    wheel = project / "wheels" / "greeting-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    require(project, hashlib.sha256(wheel.read_bytes()).hexdigest())


def record_hash(text: str) -> str:
    """Return a hash as a wheel's RECORD writes it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def begin(project: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start the project's run.py with these arguments and environment variables; PYTHON says with which."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
    command = [environment.pop("PYTHON", sys.executable), "run.py", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project, env=environment, stdout=pipe, stderr=pipe, text=True)


def run(project: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run the project's run.py to its end; return the exit code and what it said on either stream."""
    return ended(begin(project, *arguments, **settings))


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a start to end; return the exit code and what it said on either stream."""
    said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def kept(project: Path) -> list[Path]:
    """List what stands in the packages folder, whole or not."""
    return sorted((project / ".packages").iterdir())


def old_pythons() -> list[str]:
    """Find the old Pythons on this machine: on the path, or beside the pyenv version that runs the tests."""
    on_path = [shutil.which(f"python{version}") for version in OLD_PYTHONS]
    beside = Path(sys.base_prefix).parent
    pyenv = [path for version in OLD_PYTHONS for path in beside.glob(f"{version}.*/bin/python")]
    return [str(path) for path in [*on_path, *pyenv] if path and version_of(str(path)) < (3, 11)]


def version_of(python: str) -> tuple[int, ...]:
    """Ask a Python for its version; one that does not answer counts as new."""
    ask = [python, "-c", "import sys; sys.stdout.write('%d %d' % sys.version_info[:2])"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    return tuple(map(int, answer.stdout.split())) if answer.returncode == 0 else (99,)


def test_old_python_is_told_in_one_sentence() -> None:
    """A Python older than 3.11 prints one plain sentence on standard error and exits with 3."""
    pythons = old_pythons()
    if not pythons:
        pytest.skip("no Python older than 3.11 on this machine")
    for python in pythons:
        done = subprocess.run([python, PROJECT / "run.py"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("This program needs Python 3.11 or newer and was started with Python ")
        assert done.stderr.count("\n") == 1


def test_run_py_is_readable_by_old_pythons() -> None:
    """run.py holds no syntax and no character that an old Python would stumble over."""
    ast.parse((PROJECT / "run.py").read_text("ascii"), feature_version=(3, 6))


@pytest.mark.parametrize("arguments", [(), ("test",), ("--help",)])
def test_without_the_packages_one_sentence(project: Path, arguments: tuple[str, ...]) -> None:
    """Without the packages, the user reads what happened and what to do; nothing is left behind."""
    code, said, complained = run(project, *arguments)
    progress, sentence = complained.splitlines()
    assert (code, said) == (3, "")
    assert progress == "Fetching what the program needs (once only, about a minute)..."
    assert sentence.startswith(
        "The packages that the program needs could not be fetched; connect to the internet, or put "
        "the packages in a folder called wheels, and run it again ("
    )
    assert "greeting" in sentence
    assert kept(project) == []


def test_packages_that_are_not_the_expected_ones_are_refused(project: Path) -> None:
    """A package whose content differs from its hash is not used."""
    add_wheel(project)
    require(project, "0" * 64)
    assert run(project)[0] == 3
    assert kept(project) == []


def test_wheels_folder_serves(project: Path) -> None:
    """With the packages in `wheels`, no internet is needed, and the program gets its arguments."""
    add_wheel(project)
    code, said, complained = run(project, "check", "--quiet")
    assert (code, said) == (1, "hello check --quiet\n")
    assert complained.count("\n") == 1
    assert len(kept(project)) == 1


def test_users_own_pip_settings_do_not_matter(project: Path) -> None:
    """Settings that send pip elsewhere, or have it refuse, change nothing here."""
    add_wheel(project)
    elsewhere = str(project / "elsewhere")
    settings = {
        "PIP_USER": "1",
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_TARGET": elsewhere,
        "PIP_PREFIX": elsewhere,
    }
    assert run(project, **settings)[:2] == (1, "hello\n")
    assert not Path(elsewhere).exists()


@pytest.fixture
def python_without_pip(tmp_path: Path) -> str:
    """A Python that has no pip."""
    venv.create(tmp_path / "bare", symlinks=os.name != "nt")
    return str(tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python")


def test_without_pip_or_uv_one_sentence(project: Path, python_without_pip: str) -> None:
    """Where neither pip nor uv is there, the user reads so in one sentence."""
    code, said, complained = run(project, PYTHON=python_without_pip, PATH="", UV="")
    assert (code, said) == (3, "")
    assert complained == (
        "This Python has no pip, which fetches packages; please install pip for it and run it again.\n"
    )


def test_without_pip_the_uv_that_started_it_serves(project: Path, python_without_pip: str) -> None:
    """Where pip is not there, uv fetches the packages."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if not uv:
        pytest.skip("no uv on this machine")
    add_wheel(project)
    assert run(project, PYTHON=python_without_pip, PATH="", UV=uv)[:2] == (1, "hello\n")


def test_test_command_runs_pytest_with_its_arguments(project: Path) -> None:
    """`run.py test` gives the rest of the line to pytest and returns pytest's exit code."""
    add_wheel(project)
    assert run(project, "test", "-k", "word")[:2] == (5, "tests -k word\n")


def test_ready_folder_is_used_as_it_is(project: Path) -> None:
    """The second start fetches nothing, says nothing about it, and needs no wheels."""
    add_wheel(project)
    first = run(project)
    shutil.rmtree(project / "wheels")
    assert run(project, PIP_NO_INDEX="1") == (first[0], first[1], "")


def test_new_requirements_get_a_new_folder(project: Path) -> None:
    """When the requirements change, the packages are fetched anew."""
    add_wheel(project)
    run(project)
    with (project / "requirements" / "run.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert run(project)[:2] == (1, "hello\n")
    assert len(kept(project)) == 2


def test_two_starts_at_once_both_succeed(project: Path) -> None:
    """Two starts on a bare machine both run the program, and one folder remains."""
    add_wheel(project)
    both = [begin(project), begin(project)]
    assert [ended(process)[:2] for process in both] == [(1, "hello\n")] * 2
    assert len(kept(project)) == 1


def test_what_a_killed_start_left_is_cleared_away(project: Path) -> None:
    """An old unfinished folder is removed by the next fetch; a young one may be in use and stays."""
    add_wheel(project)
    old, young = (project / ".packages" / name for name in ("unfinished-old", "unfinished-young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    assert run(project)[0] == 1
    assert not old.exists()
    assert young.exists()


def test_folder_that_cannot_be_made_is_one_sentence(project: Path) -> None:
    """Where the packages folder cannot be made, the user reads so in one sentence."""
    (project / ".packages").touch()
    code, said, complained = run(project)
    assert (code, said, complained.count("\n")) == (3, "", 1)
    assert complained.startswith("The packages could not be set up; check ")
