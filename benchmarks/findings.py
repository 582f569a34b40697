"""What a page with a figure costs: rendered, through our Voila, and stock Voila in its two usual ways.

    python -m benchmarks.findings [--runs 5] [--figure timeline] [--json FILE]

The same figure in a page by itself: ours as `finding(NAME)`; stock Voila as a `FigureWidget` and by `fig.show()`.
Seconds until the figure's drawing stands in the page, and what was received until the network is quiet, in headless
Chromium: with an empty cache, and on a second visit in the same browser. One visit before is not counted, so that
servers are warm. A visit in which nothing is drawn within a minute is counted as failed: a `FigureWidget`, a module
of 5 MB, gives up when it does not start in time on a busy machine.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers import OURS, RENDERED, ROOMY, STOCK_FIGURES, stock_voila, write_notebook
from benchmarks.report import Part, Table, command
from benchmarks.visits import Way, compare
from mio_widgets.content.load import PACKAGE

CHAPTER = "01_figure"
DRAWN = ".main-svg .plot, .main-svg .annotation"
META = {"title": "A figure", "summary": "One figure.", "minutes": 1}


def our_book(folder: Path, figure: str) -> Path:
    """A book of the home page and one chapter, which shows the figure."""
    book = folder / "book"
    (book / "notebooks").mkdir(parents=True)
    shutil.copytree(PACKAGE.parent / "content", book / "content")
    shutil.copy(PACKAGE.parent / "notebooks" / "00_start_here.ipynb", book / "notebooks")
    source = f"from mio_widgets import finding\n\nfinding({figure!r})"
    write_notebook(book / "notebooks", CHAPTER, source, mio=META)
    return book


def stock_notebooks(folder: Path, figure: str) -> Path:
    """The same figure as plotly's users show it; the figure itself is plain data, so that nothing of ours is loaded."""
    from mio_widgets.findings.catalog import finding  # noqa: PLC0415 -- the other parts do without plotly

    stock = folder / "stock"
    stock.mkdir()
    (stock / "figure.json").write_text(str(finding(figure).figure.to_json()), encoding="utf-8")
    read = "import json, pathlib\nspec = json.loads(pathlib.Path('figure.json').read_text())\n"
    write_notebook(stock, "widget", f"import plotly.graph_objects as go\n{read}go.FigureWidget(spec)")
    write_notebook(stock, "show", f"import plotly.graph_objects as go\n{read}go.Figure(spec).show()")
    return stock


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """The four ways."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        book, stock = our_book(home, options.figure), stock_voila(stock_notebooks(home, options.figure))
        ways = [
            Way(RENDERED, ROOMY, f"/{CHAPTER}.html", DRAWN),
            Way(OURS, ROOMY, f"/voila/render/{CHAPTER}.ipynb", DRAWN),
            Way(STOCK_FIGURES[0], stock, "/voila/render/widget.ipynb", DRAWN),
            Way(STOCK_FIGURES[1], stock, "/voila/render/show.ipynb", DRAWN),
        ]
        found = compare(ways, options.runs, home, book)
    heading = f"The figure “{options.figure}”: seconds until it is drawn, and what was received; medians over the runs"
    yield Table("figures", heading, found)


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--figure", default="timeline", help="the figure's name (default: %(default)s)")


PART = Part("findings", measure, options)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
