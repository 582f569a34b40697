"""What a page with a figure costs, in one run: rendered, through our Voila, and stock Voila in its two usual ways.

    python -m benchmarks.findings [--runs 5] [--figure timeline] [--json FILE]

The same figure in a page by itself: ours as `finding(NAME)`; stock Voila as a `FigureWidget` and by `fig.show()`.
Time until the figure's drawing stands in the page, and bytes over network and websocket until then, in headless
Chromium; medians of runs with an empty cache, after one visit that is not counted, so that servers are warm. A second
visit with the browser's cache is timed too. A visit in which nothing is drawn within half a minute is counted as
failed: a `FigureWidget`, a module of 5 MB, gives up when it does not start in time on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from benchmarks.page import stock_voila
from mio_widgets.content.load import PACKAGE
from tests.browser.chromium import FLAGS, find
from tests.serving import free_port, served

CHAPTER = "01_figure"
DRAWN = ".main-svg .plot, .main-svg .annotation"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
META = {"kernelspec": KERNEL, "mio": {"title": "A figure", "summary": "One figure.", "minutes": 1}}


@dataclass
class Way:
    """One way to show the figure."""

    name: str
    start: Callable[[], object]
    path: str


@dataclass
class Cost:
    """What one way costs a visitor."""

    way: str
    first_figure_s: float
    kilobytes: float
    second_visit_s: float
    second_visit_kilobytes: float
    failed: int


def write(folder: Path, name: str, source: str) -> None:
    """Writes a notebook of a title and one cell."""
    cells = [nbformat.v4.new_markdown_cell("# A figure"), nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=META), folder / f"{name}.ipynb")


def our_book(folder: Path, figure: str) -> Path:
    """A book of the home page and one chapter, which shows the figure."""
    book = folder / "book"
    (book / "notebooks").mkdir(parents=True)
    shutil.copytree(PACKAGE.parent / "content", book / "content")
    shutil.copy(PACKAGE.parent / "notebooks" / "00_start_here.ipynb", book / "notebooks")
    write(book / "notebooks", CHAPTER, f"from mio_widgets import finding\n\nfinding({figure!r})")
    return book


def stock_notebooks(folder: Path, figure: str) -> Path:
    """The same figure as plotly's users show it; the figure itself is plain data, so that nothing of ours is loaded."""
    from mio_widgets.findings.catalog import finding  # noqa: PLC0415 -- the processes measured do not import it

    stock = folder / "stock"
    stock.mkdir()
    (stock / "figure.json").write_text(str(finding(figure).figure.to_json()), encoding="utf-8")
    read = "import json, pathlib\nspec = json.loads(pathlib.Path('figure.json').read_text())\n"
    write(stock, "widget", f"import plotly.graph_objects as go\n{read}go.FigureWidget(spec)")
    write(stock, "show", f"import plotly.graph_objects as go\n{read}go.Figure(spec).show()")
    return stock


@contextmanager
def ours(book: Path, cache: Path) -> Iterator[tuple[int, int]]:
    """`mio serve` over the small book."""
    port = free_port()
    with served(port, MIO_BOOK=str(book), XDG_CACHE_HOME=str(cache)) as server:
        yield port, server.process.pid


def visit(page: Page, url: str) -> tuple[float, int] | None:
    """Seconds until the figure stands in the page, and the bytes that came until then; None if it never did."""
    received = 0

    def count(size: float) -> None:
        nonlocal received
        received += int(size)

    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: count(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: count(len(event["response"]["payloadData"])))
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    try:
        page.locator(DRAWN).first.wait_for(state="attached", timeout=30_000)
    except TimeoutError:
        return None
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    network.detach()
    return seconds, received


def measure(browser: Browser, way: Way, runs: int) -> Cost:
    """Cold and second visits of one way, each pair in a browser context of its own."""
    visits: list[tuple[tuple[float, int] | None, tuple[float, int] | None]] = []
    with way.start() as (port, _):  # type: ignore[attr-defined]
        url = f"http://127.0.0.1:{port}{way.path}"
        for run in range(runs + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            first, second = visit(context.new_page(), url), visit(context.new_page(), url)
            context.close()
            if run:
                visits.append((first, second))
    (first_s, first_b), (second_s, second_b) = (medians([pair[at] for pair in visits]) for at in (0, 1))
    failed = sum(one is None for pair in visits for one in pair)
    return Cost(way.name, first_s, first_b, second_s, second_b, failed)


def medians(visits: list[tuple[float, int] | None]) -> tuple[float, float]:
    """Median seconds and kilobytes of the visits that succeeded; infinite if none did."""
    done = [visit for visit in visits if visit]
    if not done:
        return math.inf, math.inf
    return statistics.median(seconds for seconds, _ in done), statistics.median(size for _, size in done) / 1000


def main() -> None:
    """Measures the four ways and prints them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--figure", default="timeline")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, stock = our_book(folder, options.figure), stock_notebooks(folder, options.figure)
        ways = [
            Way("rendered page", lambda: ours(book, folder), f"/{CHAPTER}.html"),
            Way("our Voila", lambda: ours(book, folder), f"/voila/render/{CHAPTER}.ipynb"),
            Way("stock, FigureWidget", lambda: stock_voila(stock), "/voila/render/widget.ipynb"),
            Way("stock, fig.show()", lambda: stock_voila(stock), "/voila/render/show.ipynb"),
        ]
        path = find()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            costs = [measure(browser, way, options.runs) for way in ways]
            browser.close()
    print(f"{os.cpu_count()} cores; medians of {options.runs}; the figure “{options.figure}”\n")
    print(" " * 22 + "".join(f"{head:>16}" for head in ("first figure", "received", "second visit", "received")))
    for cost in costs:
        values = (
            f"{cost.first_figure_s:.2f} s",
            f"{cost.kilobytes:.0f} kB",
            f"{cost.second_visit_s:.2f} s",
            f"{cost.second_visit_kilobytes:.0f} kB",
        )
        failed = f"   {cost.failed} of {2 * options.runs} failed" if cost.failed else ""
        print(f"{cost.way:22}" + "".join(f"{value:>16}" for value in values) + failed)
    rendered, _, *peers = costs
    best = min(peers, key=lambda cost: cost.first_figure_s)
    print(
        f"\nThe rendered page draws {best.first_figure_s / rendered.first_figure_s:.1f} times faster than the faster"
        f" stock way ({best.way}), and receives {best.kilobytes / rendered.kilobytes:.1f} times less."
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
