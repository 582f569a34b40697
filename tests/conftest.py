"""A small book for tests that run it: the real content, few chapters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mio_widgets.content.load import PACKAGE

ROOT = PACKAGE.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the cells of a notebook together: each needs the ones before it, in the same process."""
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the book with the home page and one chapter, which MIO_BOOK names."""
    root = tmp_path / "book"
    shutil.copytree(ROOT / "content", root / "content")
    (root / "notebooks").mkdir()
    for name in ("00_start_here", "01_mentalizing"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", root / "notebooks")
    monkeypatch.setenv("MIO_BOOK", str(root))
    return root
