"""A live room for tests: a small book, a real server, and a room to play in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from tests.conftest import ROOT
from tests.live.leader import TOKEN, Leader
from tests.serving import Server, free_port, served


@pytest.fixture(scope="session")
def live_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of every server here: a book of one chapter, rendered once, and nobody's own files."""
    book = tmp_path_factory.mktemp("live-book")
    shutil.copytree(ROOT / "content", book / "content")
    (book / "notebooks" / "leader").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "00_start_here.ipynb", book / "notebooks")
    shutil.copy(ROOT / "notebooks" / "00_start_here.ipynb", book / "notebooks" / "leader" / "workshop.ipynb")
    (book / "notebooks" / "leader" / "seen.png").write_bytes(b"png")
    # No chapter, since its name has no number: what a kernel finds in its environment.
    told = nbformat.v4.new_code_cell("import os\nfor value in os.environ.values(): print(repr(value))")
    notebook = nbformat.v4.new_notebook(cells=[told])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, book / "notebooks" / "environment.ipynb")
    home = tmp_path_factory.mktemp("live-home")
    return {
        "MIO_BOOK": str(book),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "MIO_LEADER_TOKEN": TOKEN,
    }


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the shared server keeps its rooms."""
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'rooms.sqlite'}"


@pytest.fixture(scope="session")
def server(live_env: dict[str, str], store_url: str) -> Iterator[Server]:
    """A server for all; tests keep to rooms of their own."""
    with served(free_port(), **live_env, MIO_STORE=store_url) as running:
        yield running


@pytest.fixture
def leader(server: Server) -> Leader:
    """The leader of the server's rooms."""
    return Leader(server.url)


@pytest.fixture
def private(live_env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a server with a store of its own."""
    return {**live_env, "MIO_STORE": f"sqlite:///{tmp_path / 'rooms.sqlite'}"}
