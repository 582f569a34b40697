"""How long imports take, in fresh processes: what a chapter's cells import, and the peers.

    python -m benchmarks.imports [--runs 5] [--json FILE]

Timed inside the process, around the import alone; so the interpreter's own start is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.report import Part, Table, column, command, in_turns

STATEMENTS = (
    "import mio_widgets",
    "from mio_widgets import contents, picture, sources",
    "from mio_widgets import classify",
    "from mio_widgets import sort_cards",
    "from mio_widgets import conversation",
    "from mio_widgets import point",
    "from mio_widgets import quiz",
    "from mio_widgets import journal",
    "from mio_widgets import progress",
    "from mio_widgets import finding",
    "from mio_widgets import trial_size",
    "from mio_widgets import workshop",
    "import anywidget",
    "import ipywidgets",
    "import jupyterquiz",
    "import plotly.graph_objects",
)

TIMED = """
import json, sys, time
before, start = len(sys.modules), time.perf_counter()
{statement}
print(json.dumps([(time.perf_counter() - start) * 1000, len(sys.modules) - before]))
"""


@dataclass
class Import:
    """What one import takes."""

    statement: str = column("statement")
    milliseconds: float = column("takes", "{:.0f} ms")
    modules: int = column("modules")
    runs: int = column("runs", total=True)


def once(statement: str) -> Import:
    """The import, in a process that has imported nothing else."""
    source = TIMED.format(statement=statement)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    milliseconds, modules = json.loads(done.stdout)
    return Import(statement, milliseconds, modules, 1)


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """Every statement, in turns."""
    found = in_turns(STATEMENTS, options.runs, once, warm_up=True)
    yield Table("imports", "Imports, each in a fresh process; medians over the runs", found)


PART = Part("imports", measure)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
