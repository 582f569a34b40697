"""Reading a table of ratings from a CSV file, and naming every fault of it at once.

A table is long (a row for each rating, with the columns item, rater and label) or wide (a row for each item and a
column for each rater, or the other way round). An empty cell, NA or a full stop is a missing rating. Commas,
semicolons and tabs are understood, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from mio_widgets.content.problems import HIDDEN, Problem

Shape: TypeAlias = Literal["long", "items", "raters"]
"""A row is a rating, an item, or a rater."""
SHAPES: tuple[Shape, ...] = ("long", "items", "raters")

NAMES = {
    "item": ("item", "unit", "utterance"),
    "rater": ("rater", "coder", "participant"),
    "label": ("label", "code", "rating"),
    "round": ("round",),
}
"""What the columns of a long table may be called, in capitals or not."""
TOLD = ("speaker", "context", "text")
"""Columns of a wide table that say something about the item, as coding sheets have them."""
MISSING = ("", "NA", ".")


@dataclass
class Ratings:
    """A table of ratings, as far as it could be read."""

    file: str
    items: list[str] = field(default_factory=list)
    raters: list[str] = field(default_factory=list)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    """The label by rater and item; a missing rating is not in it."""
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    """The line of the file by rater and item, also of a missing rating."""
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> list[list[str | None]]:
        """One row a rater, one column an item; None where a rater gave no label."""
        return [[self.given.get((rater, item)) for item in self.items] for rater in self.raters]

    def fault(self, line: int, place: str, rule: str, message: str, part: str = "") -> None:
        """Note a fault at a line of the file."""
        self.problems.append(Problem(self.file, line, place, part, rule, message))


@dataclass(frozen=True)
class Row:
    """A row of the file: the line on which it begins, and its cells without the spaces around them."""

    line: int
    cells: tuple[str, ...]


def read_ratings(
    path: Path, shape: Shape | None = None, labels: Sequence[str] | None = None, of_round: str | None = None
) -> Ratings:
    """Read a table of ratings; faults are in its `problems`, never raised.

    Args:
        path: a CSV file in UTF-8.
        shape: what a row is; without it, the names of the columns tell.
        labels: the labels that may occur; without them, any.
        of_round: keep only the ratings of this round, in a long table with a column `round`.
    """
    ratings = Ratings(str(path))
    rows = _rows(path, ratings)
    if len(rows) < 2:
        if not ratings.problems:
            ratings.fault(1, "table", "empty-table", "there are no ratings: put names of columns first, then ratings")
        return ratings
    head, body = rows[0], rows[1:]
    columns = _columns(head)
    found = shape or _shape(head, columns)
    if found == "long":
        _read_long(ratings, head, body, columns, of_round)
    else:
        if of_round is not None:
            message = "only a long table can have a column `round`"
            ratings.fault(head.line, "header", "missing-column", message, "round")
        _read_wide(ratings, head, body, found)
    _check_labels(ratings, labels)
    if len(ratings.raters) < 2 and not ratings.problems:
        message = f"only {_listed(ratings.raters) or 'nobody'} rated; agreement needs two raters or more"
        ratings.fault(head.line, "table", "too-few-raters", message)
    return ratings


def _rows(path: Path, ratings: Ratings) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not UTF-8; save it as CSV UTF-8"
        ratings.fault(1, "table", "unreadable", f"{said or error}")
        return []
    if found := HIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        ratings.fault(line, "table", "hidden-character", f"U+{ord(found[0]):04X} is no part of a table: remove it")
        return []
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        ratings.fault(line, "table", "csv-syntax", f"{error}: look for a quotation mark that is not closed")
        return []
    return rows


def _columns(head: Row) -> dict[str, int]:
    """The places of a long table's columns, by what they hold."""
    names = [cell.lower() for cell in head.cells]
    return {kind: at for kind, known in NAMES.items() for at, name in enumerate(names) if name in known}


def _shape(head: Row, columns: dict[str, int]) -> Shape:
    if {"item", "rater", "label"} <= columns.keys():
        return "long"
    return "raters" if columns.get("rater") == 0 and head.cells[0] else "items"


def _read_long(ratings: Ratings, head: Row, body: Sequence[Row], columns: dict[str, int], of_round: str | None) -> None:
    wanted = ["item", "rater", "label", *(["round"] if of_round is not None else [])]
    lacking = [kind for kind in wanted if kind not in columns]
    for kind in lacking:
        ratings.fault(head.line, "header", "missing-column", f"no column is called {_listed(NAMES[kind], 'or')}", kind)
    if lacking:
        return
    whole = [row for row in body if _fits(ratings, head, row)]
    if "round" in columns:
        whole = _one_round(ratings, head, whole, columns["round"], of_round)
    for row in whole:
        rater, item, label = (row.cells[columns[kind]] for kind in ("rater", "item", "label"))
        for kind, name in (("item", item), ("rater", rater)):
            if not name:
                ratings.fault(row.line, "row", f"missing-{kind}", f"say which {kind} this rating belongs to", kind)
        if (rater, item) in ratings.lines:
            message = f"{rater} rated this item before, in line {ratings.lines[rater, item]}: keep one of the two"
            ratings.fault(row.line, item, "duplicate-rating", message, rater)
        elif rater and item:
            _add(ratings, row.line, rater, item, label)


def _one_round(ratings: Ratings, head: Row, rows: list[Row], at: int, of_round: str | None) -> list[Row]:
    """The rows of one round; none, and a fault, where it is not clear which."""
    rounds = sorted({row.cells[at] for row in rows})
    if of_round is not None and rows and of_round not in rounds:
        message = f"no rating is of round {of_round}; there is {_listed(rounds)}"
        ratings.fault(head.line, "header", "unknown-round", message, "round")
    elif of_round is None and len(rounds) > 1:
        message = f"the table holds the rounds {_listed(rounds)}: choose one with --round"
        ratings.fault(head.line, "header", "several-rounds", message, "round")
        return []
    return [row for row in rows if of_round in (None, row.cells[at])]


def _read_wide(ratings: Ratings, head: Row, body: Sequence[Row], shape: Shape) -> None:
    down, across = ("item", "rater") if shape == "items" else ("rater", "item")
    names: dict[int, str] = {}
    for at, name in enumerate(head.cells[1:], start=1):
        if not name:
            ratings.fault(head.line, "header", f"missing-{across}", f"column {at + 1} has no name: name its {across}")
        elif name in names.values():
            ratings.fault(head.line, "header", f"duplicate-{across}", f"two columns are called {name}: rename one")
        elif not (across == "rater" and name.lower() in TOLD):
            names[at] = name
    seen: dict[str, int] = {}
    for row in body:
        if not _fits(ratings, head, row):
            continue
        own = row.cells[0]
        if not own:
            ratings.fault(row.line, "row", f"missing-{down}", f"the first column is empty: name the {down}", down)
        elif own in seen:
            message = f"it stands in line {seen[own]} already: keep one of the two rows"
            ratings.fault(row.line, own, f"duplicate-{down}", message)
        else:
            seen[own] = row.line
            for at, name in names.items():
                rater, item = (name, own) if down == "item" else (own, name)
                _add(ratings, row.line, rater, item, row.cells[at])


def _fits(ratings: Ratings, head: Row, row: Row) -> bool:
    if len(row.cells) == len(head.cells):
        return True
    message = f"{len(row.cells)} cells, where the first row has {len(head.cells)}: a comma too many or too few?"
    ratings.fault(row.line, row.cells[0] or "row", "row-length", message)
    return False


def _add(ratings: Ratings, line: int, rater: str, item: str, label: str) -> None:
    if rater not in ratings.raters:
        ratings.raters.append(rater)
    if item not in ratings.items:
        ratings.items.append(item)
    ratings.lines[rater, item] = line
    if label not in MISSING:
        ratings.given[rater, item] = label


def _check_labels(ratings: Ratings, labels: Sequence[str] | None) -> None:
    """Name labels that are not known, or that look like one label written in two ways."""
    often = [label for label, _ in Counter(ratings.given.values()).most_common()]
    known = often if labels is None else list(labels)
    spellings: dict[str, str] = {}
    for label in known:
        spellings.setdefault(_spelled(label), label)
    for (rater, item), label in ratings.given.items():
        usual = spellings.get(_spelled(label))
        line = ratings.lines[rater, item]
        if usual is None:
            message = f"“{label}” is not among the labels ({_listed(known)}): correct it, or list it too"
            ratings.fault(line, item, "unknown-label", message, rater)
        elif label not in known or (labels is None and usual != label):
            message = f"“{label}” is written “{usual}” elsewhere: choose one spelling"
            ratings.fault(line, item, "label-spelling", message, rater)


def _spelled(label: str) -> str:
    return " ".join(label.casefold().replace("_", " ").replace("-", " ").split())


def _listed(names: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
