"""The book as an ordered list of chapters, read from the notebooks without running them."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path

from mio_widgets.content.load import book_root, load

HOME = "00_start_here"


@dataclass(frozen=True)
class Chapter:
    """One notebook of the book, with what a table of contents says about it."""

    slug: str
    title: str
    summary: str
    minutes: int
    exercises: dict[str, int]
    """Items by the id of the deck or quiz that the chapter contains."""

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
    source = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    content = load()
    sizes = {
        "classify": {id: len(deck.utterances) for id, deck in content.decks.items()},
        "quiz": {id: len(quiz.questions) for id, quiz in content.quizzes.items()},
    }
    exercises = {id: sizes[call].get(id, 0) for call, id in calls(source) if call in sizes}
    return Chapter(path.stem, meta["title"], meta["summary"], meta["minutes"], exercises)


def calls(source: str) -> list[tuple[str, str]]:
    """The calls of a notebook's code that name something by its id: `classify("deck")` gives ("classify", "deck")."""
    return [
        (node.func.id, argument.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
