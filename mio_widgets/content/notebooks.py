"""Reading notebooks for what they say and cite, with lines of the .ipynb file."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mio_widgets.content.problems import Problem

_MAGIC = re.compile(r"^[%!].*", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and where each line of it stands in the file."""

    file: str
    name: str
    kind: str
    source: str
    lines: tuple[int, ...]

    def problem(self, line: int, rule: str, message: str, field: str = "") -> Problem:
        """A fault at a line of the cell, counted from 1."""
        at = self.lines[min(line, len(self.lines)) - 1] if self.lines else 1
        return Problem(self.file, at, self.name, field, rule, message)

    def line_at(self, offset: int) -> int:
        """The line of the cell in which a character stands."""
        return self.source.count("\n", 0, offset) + 1


@dataclass(frozen=True)
class Call:
    """A call of a function by its plain name, with its arguments that are plain strings and their lines."""

    name: str
    texts: tuple[tuple[str, int], ...]


def read_notebook(path: Path, name: str) -> tuple[list[Cell], list[Problem]]:
    """The cells of a notebook."""
    try:
        text = path.read_text(encoding="utf-8")
        cells = [(str(cell["cell_type"]), "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        message = f"not a notebook ({error}): open and save it in JupyterLab"
        return [], [Problem(name, line, path.stem, "", "notebook-syntax", message)]
    finder = _Finder(text)
    found = []
    for number, (kind, source) in enumerate(cells, start=1):
        lines = tuple(finder.line(part) for part in source.splitlines(keepends=True))
        found.append(Cell(name, f"cell-{number}", kind, source, lines))
    return found, []


def calls(cell: Cell) -> list[Call] | Problem:
    """The function calls in a code cell, or what keeps it from being read."""
    try:
        tree = ast.parse(_MAGIC.sub("pass", cell.source))
    except SyntaxError as error:
        return cell.problem(error.lineno or 1, "notebook-syntax", f"{error.msg}: correct the Python of this cell")
    except (ValueError, RecursionError, MemoryError) as error:
        return cell.problem(1, "notebook-syntax", f"{error or 'too deep'}: correct the Python of this cell")
    return list(_calls(tree))


def imported(sources: Iterable[str]) -> set[str] | None:
    """The packages that code cells import, by their first names; None where that cannot be told."""
    found: set[str] = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


def _calls(tree: ast.AST) -> Iterator[Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            texts = [(value.value, value.lineno) for value in values if isinstance(value, ast.Constant)]
            yield Call(name, tuple((text, line) for text, line in texts if isinstance(text, str)))


class _Finder:
    """Finds the lines of cells in the file, from the top down, each after the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def line(self, part: str) -> int:
        for written in (json.dumps(part, ensure_ascii=False), json.dumps(part)):
            # A source kept as one string has its lines inside: look for the part without quotes then.
            for shape in (written, written[1:-1]):
                at = self.text.find(shape, self.at)
                if at >= 0:
                    self.at = at + len(shape)
                    return self.text.count("\n", 0, at) + 1
        return self.text.count("\n", 0, self.at) + 1
