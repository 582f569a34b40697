"""What the documents name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mio_widgets.content.load import PACKAGE
from tests.conftest import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_picture_and_file_that_is_linked_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    linked = [path for pair in re.findall(r'src="([^"]+)"|\]\((?!http|#)([^)#]+)', text) for path in pair if path]
    assert [path for path in linked if not (document.parent / path).exists()] == []


def test_every_rule_that_authors_are_told_of_exists() -> None:
    told = re.findall(r"^\| (`.*`) \|", (ROOT / "docs" / "writing-items.md").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for cell in told for name in re.findall(r"`([\w-]+)`", cell)}
    code = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "content").rglob("*.py"))
    assert names
    assert {name for name in names if f'"{name}"' not in code} == set()
