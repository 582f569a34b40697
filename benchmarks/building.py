"""How long the book takes to be rendered: each chapter by itself, the whole book, and by nbconvert.

    python -m benchmarks.building [--runs 5] [--json FILE]

`mio build` runs chapters side by side, so each chapter is measured as a book of its own: a process that starts, runs
the notebook, renders it, and compresses the pages and what they load. nbconvert runs the same notebooks one after the
other and writes HTML, in which exercises need a script from another origin.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.report import Part, Table, column, command, in_turns
from mio_widgets.book import chapters, notebooks_dir
from tests.browser.servers import ROOT, copy_book, environment, mio

WHOLE, CONVERTED = "whole book, mio build", "whole book, nbconvert"


@dataclass
class Build:
    """What rendering one chapter, or all of them, takes."""

    what: str = column("what")
    seconds: float = column("rendered after", "{:.1f} s")
    runs: int = column("runs", total=True)


def once(what: str, book: Path, folder: Path) -> Build:
    """Renders a book into a folder that is not there yet."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        home, out = Path(name), Path(name) / "pages"
        build = mio("build", "--out", str(out))
        if what == CONVERTED:
            notebooks = [str(book / "notebooks" / f"{chapter.slug}.ipynb") for chapter in chapters()]
            convert = ["nbconvert", "--log-level=ERROR", "--to=html", "--execute", f"--output-dir={out}", *notebooks]
            build = [sys.executable, "-m", "jupyter", *convert]
        began = time.perf_counter()
        subprocess.run(build, env=environment(book, home), check=True, capture_output=True)
        return Build(what, time.perf_counter() - began, 1)


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """Each chapter, their sum, and the whole book both ways."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = {}
        for chapter in chapters():
            books[chapter.slug] = folder / chapter.slug
            books[chapter.slug].mkdir()
            copy_book(books[chapter.slug], [chapter.slug])
        books |= {WHOLE: ROOT, CONVERTED: notebooks_dir().parent}
        *alone, whole, converted = in_turns(books, options.runs, lambda what: once(what, books[what], folder))
    total = replace(whole, what="each chapter, together", seconds=sum(row.seconds for row in alone))
    yield Table("build", "Rendering; medians over the runs", [*alone, total, whole, converted])


PART = Part("building", measure)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
