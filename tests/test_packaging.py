"""The declared, the pinned and the mirrored dependencies; the wheel and what it carries."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.serving import free_port, served

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: Names that conda-forge spells otherwise.
CONDA = {"jupyter_server": "jupyter-server"}


def declared(*extras: str) -> list[Requirement]:
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    return [Requirement(line) for line in lines]


def pinned(name: str) -> dict[str, list[str]]:
    """Versions by name; a name stands twice where they differ by platform."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line[0].isspace():
            match = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)(?: ;.*)? \\", line)
            assert match, f"{name}: not a pinned, hashed requirement: {line}"
            found.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return found


#: Each holds what the one before it holds: what all need, what images need, what tests need.
LOCKS = {
    "requirements.lock": ["build"],
    "deploy/requirements.lock": ["build", "postgres", "hub"],
    "requirements-test.lock": ["build", "postgres", "hub", "test"],
}


@pytest.mark.parametrize(("lock", "extras"), [*LOCKS.items()])
def test_every_declared_dependency_is_pinned_within_its_range(lock: str, extras: list[str]) -> None:
    pins = pinned(lock)
    for requirement in declared(*extras):
        versions = pins.get(canonicalize_name(requirement.name))
        assert versions, f"{lock} lacks {requirement}: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{lock}: {requirement}, {versions}"
        )


@pytest.mark.parametrize(("smaller", "larger"), [*pairwise(LOCKS)])
def test_a_larger_lock_adds_to_the_smaller_and_changes_nothing(smaller: str, larger: str) -> None:
    few, many = pinned(smaller), pinned(larger)
    assert {name: many.get(name) for name in few} == few
    assert many.keys() > few.keys()


@pytest.mark.parametrize("lock", [*LOCKS])
def test_a_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[\w.\[\],-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_the_conda_environment_mirrors_the_declared_dependencies() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [Requirement(line) for line in environment["dependencies"] if isinstance(line, str)]
    mirrored = {CONDA.get(r.name, r.name): str(r.specifier) for r in listed if r.name not in ("python", "pip")}
    assert mirrored == {r.name: str(r.specifier) for r in declared()}
    python = next(r for r in listed if r.name == "python")
    assert str(python.specifier) == PROJECT["requires-python"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_book_and_every_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "mio_widgets", "content", "notebooks"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    expected = {path if path.startswith("mio_widgets/") else f"mio_widgets/_book/{path}" for path in tracked}
    assert expected <= names, sorted(expected - names)


def test_the_wheel_serves_the_book_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(site)
    empty.mkdir()
    environment = {"PYTHONPATH": str(site), "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    with served(free_port(), cwd=empty, **environment) as server:
        assert "<title>" in server.get("/").text
        assert server.get("/01_mentalizing.html").status == 200
    assert list(empty.iterdir()) == []
