"""Every element of the article has its place: a text that teaches it, in a chapter where the reader does something."""

from __future__ import annotations

import json

import pytest

from mio_widgets.book import chapters
from tests.conftest import ROOT

#: The elements of the 2016 review that the book teaches, by the numbers of the project's own list.
ELEMENTS = [f"E{number}" for number in range(1, 30)]


def taught() -> dict[str, set[str]]:
    """The chapters by element, from the tags of their cells of text."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                for element in cell["metadata"].get("mio", {}).get("elements", []):
                    found.setdefault(element, set()).add(path.stem)
    return found


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_is_taught_where_the_reader_does_something(element: str) -> None:
    practised = {chapter.slug for chapter in chapters() if chapter.exercises}
    assert taught().get(element, set()) & practised, f"no cell with an exercise in its chapter is tagged {element}"


def test_a_chapter_says_which_elements_its_cells_teach() -> None:
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        declared = set(json.loads(path.read_text(encoding="utf-8"))["metadata"]["mio"].get("elements", []))
        tagged = {element for element, places in taught().items() if path.stem in places}
        assert declared == tagged, path.stem
