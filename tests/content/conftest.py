from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.small_book import SmallBook, small_book


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """A sound book, for a test to break."""
    return small_book(tmp_path)
