"""What the rules look at: the content, the notebooks beside it, and the code that speaks its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mio_widgets.content.drafts import Drafts, languages, read_drafts
from mio_widgets.content.files import SourceFile
from mio_widgets.content.load import PACKAGE
from mio_widgets.content.notebooks import Call, Cell, calls, read_notebook
from mio_widgets.content.problems import Problem


@dataclass
class Book:
    """A whole book, as far as it could be read."""

    root: Path
    drafts: Drafts
    translations: list[Drafts] = field(default_factory=list)
    notebooks: int = 0
    cells: list[Cell] = field(default_factory=list)
    calls: list[tuple[Cell, Call]] = field(default_factory=list)
    """Every function call in a code cell."""
    pictures: dict[str, Path] = field(default_factory=dict)
    """The drawings in content/pictures, by their names."""
    code: dict[str, str] = field(default_factory=dict)
    """The text of every source file that may use interface words, by its name."""
    problems: list[Problem] = field(default_factory=list)

    def ids(self, kind: str) -> set[str]:
        """The ids of all decks, quizzes or codebooks; what cannot be parsed counts by its file's name."""
        drafts = self.drafts
        named = {
            str(file.data.get("id", file.stem)) for key, file in drafts.files.items() if key.startswith(f"{kind}/")
        }
        return named | {key.removeprefix(f"{kind}/") for key in drafts.unread if key.startswith(f"{kind}/")}


def read_book(content: Path, code: Path = PACKAGE) -> Book:
    """Read a content folder, the notebooks/ beside it, and the package's source files."""
    content = content.resolve()
    book = Book(content.parent, read_drafts(content), [read_drafts(content, lang) for lang in languages(content)])
    book.pictures = {path.stem: path for path in sorted((content / "pictures").glob("*.svg"))}
    for path in sorted((content.parent / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            _add_notebook(book, path)
    for path in sorted(code.rglob("*")):
        if path.suffix in {".js", ".j2", ".py"} and "_book" not in path.relative_to(code).parts:
            book.code[path.relative_to(code.parent).as_posix()] = path.read_text(encoding="utf-8")
    return book


def listed(file: SourceFile | None, name: str) -> set[str]:
    """The ids in a file's list of tables, also of those that do not fit the model."""
    found = file.data.get(name) if file else None
    items = found if isinstance(found, list) else []
    return {str(item.get("id")) for item in items if isinstance(item, dict)}


def _add_notebook(book: Book, path: Path) -> None:
    cells, problems = read_notebook(path, path.relative_to(book.root).as_posix())
    book.notebooks += 1
    book.cells += cells
    book.problems += problems
    for cell in cells:
        if cell.kind == "code":
            found = calls(cell)
            if isinstance(found, Problem):
                book.problems.append(found)
            else:
                book.calls += [(cell, call) for call in found]
