"""A small book for tests that run it: the real content, few chapters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mio_widgets.content.load import PACKAGE

ROOT = PACKAGE.parent


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
