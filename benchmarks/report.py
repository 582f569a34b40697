"""Tables of what was measured, on the terminal and as JSON, and the command that every part shares."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import Field, asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import psutil

from benchmarks.goals import Goal, goals
from tests.browser.chromium import find, install

PACKAGES = ("voila", "ipywidgets", "anywidget", "jupyterquiz", "plotly", "jupyterlab", "ipykernel", "nbconvert")

Row = TypeVar("Row")
Way = TypeVar("Way")


def column(head: str, form: str = "{}", *, total: bool = False) -> Any:
    """A column of a table; over several runs a `total` is added up, of other decimal numbers the median is taken."""
    return field(metadata={"head": head, "form": form, "total": total})


def over_runs(rows: Sequence[Row]) -> Row:
    """One row for several runs of the same; what could not be measured in a run is left out of the median."""
    found: dict[str, Any] = {}
    for each in fields(rows[0]):  # type: ignore[arg-type]  # every row is a dataclass
        values = [value for row in rows if (value := getattr(row, each.name)) is not None]
        if each.metadata["total"]:
            found[each.name] = sum(values)
        elif values and isinstance(values[0], float):
            found[each.name] = statistics.median(values)
        elif values:
            found[each.name] = values[0]
    return replace(rows[0], **found)  # type: ignore[type-var]  # as above


def in_turns(ways: Iterable[Way], runs: int, once: Callable[[Way], Row], warm_up: bool = False) -> list[Row]:
    """A row for each way, over so many runs in which the ways take turns: a busy machine is busy for all of them.

    With `warm_up`, one more run before these is not counted.
    """
    turns = []
    ways = list(ways)
    for run in range(runs + warm_up if ways else 0):
        note(f"run {run + 1} of {runs + warm_up}")
        turns.append([once(way) for way in ways])
    return [over_runs(rows) for rows in zip(*turns[warm_up:], strict=True)]


@dataclass
class Table:
    """Rows of one dataclass, whose fields were made by `column`."""

    name: str
    heading: str
    rows: list[Any]

    def __str__(self) -> str:
        columns = fields(self.rows[0])
        lines = [[each.metadata["head"] for each in columns]]
        lines += [[_cell(each, getattr(row, each.name)) for each in columns] for row in self.rows]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        texts = (
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        )
        return "\n".join([self.heading, "", *texts, ""])


def _cell(each: Field[Any], value: Any) -> str:
    return "–" if value is None else each.metadata["form"].format(value)


@dataclass(frozen=True)
class Part:
    """One comparison: its name, what it measures, and the options that are its own."""

    name: str
    measure: Callable[[argparse.Namespace], Iterable[Table]]
    options: Callable[[argparse.ArgumentParser], None] = lambda _: None


def note(text: str) -> None:
    """Says on the terminal what is being measured; tables and goals alone go to the standard output."""
    print(f"{datetime.now():%H:%M:%S}  {text}", file=sys.stderr, flush=True)


def command(about: str, *parts: Part) -> int:
    """Measures the parts, prints each table as it is ready, then the goals; the exit status.

    It is 1 if a part broke off. A goal that is not met is a measurement like any other.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which medians are taken (default: 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything into this file")
    for part in parts:
        part.options(parser)
    options = parser.parse_args()
    head = described()
    print("\n".join(f"{name:10} {value}" for name, value in head.items()), end="\n\n", flush=True)
    tables: dict[str, Table] = {}
    broken: list[str] = []
    for part in parts:
        note(f"measuring {part.name}")
        try:
            for table in part.measure(options):
                print(table, flush=True)
                tables[table.name] = table
                _write(options.json, head, tables, [], broken)
        except Exception:
            # The other parts took an hour: what they found is worth having.
            traceback.print_exc()
            broken.append(part.name)
    reached = [
        goal for goal in goals({name: table.rows for name, table in tables.items()}) if goal.part in _names(parts)
    ]
    if reached:
        print("Goals\n", *reached, sep="\n", flush=True)
    _write(options.json, head, tables, reached, broken)
    if broken:
        print(f"\nBroke off: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def _names(parts: Iterable[Part]) -> set[str]:
    return {part.name for part in parts}


def _write(
    path: Path | None, head: dict[str, str], tables: dict[str, Table], reached: list[Goal], broken: list[str]
) -> None:
    if path is None:
        return
    found = {
        "head": head,
        "tables": {name: asdict(table) for name, table in tables.items()},
        "goals": [asdict(goal) | {"met": goal.met} for goal in reached],
        "broken": broken,
    }
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def described() -> dict[str, str]:
    """The machine and the versions that the numbers belong to."""
    browser = subprocess.run([find() or install(), "--version"], capture_output=True, text=True, check=False)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{platform.machine()}, {platform.system()}, {_processor()}",
        "cores": f"{os.cpu_count()}, shared with the browser and the simulated visitors",
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "Python": platform.python_version(),
        "browser": browser.stdout.strip(),
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), platform.processor())
