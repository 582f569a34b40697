"""The book as an ordered list of chapters, read from the notebooks without running them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mio_widgets.content.load import book_root, load
from mio_widgets.content.notebooks import calls, read_notebook

HOME = "00_start_here"


@dataclass(frozen=True)
class Chapter:
    """One notebook of the book, with what a table of contents says about it."""

    slug: str
    title: str
    summary: str
    minutes: int
    exercises: dict[str, int]
    """Items by the id of each exercise that the chapter contains."""

    @property
    def number(self) -> int:
        """The place in reading order, from the file's name."""
        return int(self.slug[:2])


def notebooks_dir() -> Path:
    """The folder of the chapters' notebooks."""
    return book_root() / "notebooks"


def chapters() -> list[Chapter]:
    """All chapters in reading order; the home page is the first.

    Raises:
        ValueError: a notebook lacks the `mio` metadata (title, summary, minutes).
    """
    return [_chapter(path) for path in sorted(notebooks_dir().glob("[0-9][0-9]_*.ipynb"))]


def _chapter(path: Path) -> Chapter:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    meta = notebook["metadata"].get("mio", {})
    missing = {"title", "summary", "minutes"} - meta.keys()
    if missing:
        raise ValueError(f"{path.name}: metadata.mio lacks {', '.join(sorted(missing))}")
    content = load()
    decks = {id: len(deck.utterances) for id, deck in content.decks.items()}
    sizes = {
        "classify": decks,
        "point": decks,
        "sort_cards": decks | {id: len(order.cards) for id, order in content.orders.items()},
        "conversation": dict.fromkeys(content.vignettes, 1),
        "quiz": {id: len(quiz.questions) for id, quiz in content.quizzes.items()},
        # Part of the chapter, and no work that could be finished.
        "journal": dict.fromkeys(content.journals, 0),
    }
    exercises: dict[str, int] = {}
    for cell in read_notebook(path, path.name)[0]:
        found = calls(cell) if cell.kind == "code" else []
        for call in found if isinstance(found, list) else []:
            if call.name in sizes and call.texts:
                id = call.texts[0][0]
                # These have ids of their own: a deck or a questionnaire may bear the same.
                own = f"{id}.{call.name}" if call.name in ("point", "journal") else id
                exercises[own] = sizes[call.name].get(id, 0)
    return Chapter(path.stem, meta["title"], meta["summary"], meta["minutes"], exercises)
