"""What the figures share: rows by id, numbers and dates as readers write them, and a finding from its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from mio_widgets.content.load import load_trials
from mio_widgets.content.trials import FindingRow
from mio_widgets.findings.finding import Finding, Line
from mio_widgets.findings.sketch import Sketch

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def row(id: str) -> FindingRow:
    """The finding of this id.

    Raises:
        KeyError: there is none.
        ValueError: its value may not be drawn.
    """
    found = load_trials().findings[id]
    if not found.may_be_drawn:
        raise ValueError(f"{id} may not be drawn: {found.note}")
    return found


def hover(*found: FindingRow) -> str:
    """What a mark says when it is pointed at: the printed value and where it was read."""
    return "<br>".join(f"{minus(one.value)} ({one.where_in_source})" for one in found)


def minus(text: str) -> str:
    """A text with a true minus sign before its numbers; hyphens in words, dates and ranges stay."""
    return re.sub(r"(?<!\w)-(?=[\d.])", "−", text)


def month(date: str) -> str:
    """A date as month and year: 2004-08-31 and 2004-08 are both 'Aug 2004'."""
    year, number, *_ = date.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def label(name: str, key: str) -> str:
    """The words of a figure beside one of its marks."""
    return load_trials().figures[name].labels[key]


def finding_from(name: str, draw: Callable[[Sketch], None], heads: Iterable[str], table: Iterable[Line]) -> Finding:
    """Draw the figure for both widths and put its words beside it."""
    sketches = Sketch(narrow=False), Sketch(narrow=True)
    for sketch in sketches:
        draw(sketch)
    words = load_trials().figures[name]
    return Finding(
        name=name,
        wide=sketches[0].spec(),
        narrow=sketches[1].spec(),
        heads=tuple(heads),
        table=tuple(table),
        title=words.title,
        reading=words.reading,
        alternative=words.alternative,
    )
