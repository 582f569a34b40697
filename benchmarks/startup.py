"""How long starting takes: `mio serve` with the book rendered and not, stock Voila, and what answers at the prompt.

    python -m benchmarks.startup [--runs 5] [--json FILE]

Seconds from the start of the process until the first page has been answered, for servers; until it has ended, for
`--help`. Whether a server listens is asked every 0.05 s. Files are in the system's cache, as after a first start.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import Command, started, stock_voila, workbook
from benchmarks.report import Part, Table, column, command, in_turns
from mio_widgets.book import notebooks_dir
from tests.browser.servers import mio


@dataclass
class Start:
    """What one way takes to start."""

    way: str = column("way")
    seconds: float = column("answers after", "{:.2f} s")
    runs: int = column("runs", total=True)


def server(start: Command, pages: Path) -> float:
    """Seconds until the server has answered with its first page."""
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        with started(start, Path(home), MIO_PAGES=str(pages)) as running:
            urllib.request.urlopen(f"{running.url}/", timeout=60).read()
            return time.perf_counter() - began


def program(*arguments: str) -> float:
    """Seconds until the program has ended."""
    began = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """Every start, in turns; the one that is not counted renders the book."""
    with tempfile.TemporaryDirectory() as name:
        pages, fresh = Path(name) / "pages", Path(name) / "fresh"

        def must_render() -> float:
            shutil.rmtree(fresh, ignore_errors=True)
            return server(workbook(), fresh)

        ways: dict[str, Callable[[], float]] = {
            "mio serve, book rendered": lambda: server(workbook(), pages),
            "stock voila, same notebooks": lambda: server(stock_voila(notebooks_dir()), pages),
            "mio serve, renders first": must_render,
            "mio --help": lambda: program(*mio("--help")),
            "voila --help": lambda: program(sys.executable, "-m", "voila", "--help"),
        }
        found = in_turns(ways, options.runs, lambda way: Start(way, ways[way](), 1), warm_up=True)
    yield Table("start-up", "From the start of the process to the first answer; medians over the runs", found)


PART = Part("startup", measure)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
