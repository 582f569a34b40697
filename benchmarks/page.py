"""What a page with an exercise costs: rendered, through our Voila, and stock Voila with ipywidgets and jupyterquiz.

    python -m benchmarks.page [--runs 5] [--visitors 1 20 40 200] [--json FILE]

The same first question of the same deck. Seconds until its first choice can be made, and what was received until
the network is quiet, in headless Chromium: with an empty cache, and on a second visit in the same browser. One visit
before is not counted, so that servers are warm. Other origins cannot be reached, so nothing waits for them.

Visitors of a burst come within 2 s. They are threads that read the page as a browser would before its scripts run
(which starts a kernel where there is one), so it is the kindest load for Voila. Each burst has a server of its own,
which one visitor has opened before. Memory is what the burst adds to the proportional set size (PSS) of the server
and all its kernels, for each visitor, so it needs Linux.

The most visitors are a matter of minutes where each has a kernel, so this burst is measured once there. Our Voila
starts no more than 20 kernels unless told otherwise, and offers the rendered chapter to who finds none; it is told
otherwise for comparison, and has one more row as it comes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import burst, pss, settled, spread
from benchmarks.peers import OURS, QUIZ, RENDERED, ROOMY, STOCK, started, stock_voila, workbook, write_questions
from benchmarks.report import Part, Table, column, command, in_turns, note
from benchmarks.visits import Way, compare
from mio_widgets.content.load import load

CHAPTER = "03_self_and_child"
DECK = "whose-mind-1"
#: Our Voila as it comes.
CAPPED = f"{OURS}, cap of 20"
#: Ours begins with worked examples; the peers have none, so all start at the question.
AT_THE_QUESTION = f'localStorage.setItem("mio:1:place:{DECK}", \'{{"view":"item","at":0}}\')'


@dataclass(frozen=True)
class Exercise(Way):
    """One way to serve the exercise.

    Args:
        whole: what stands in a page that was rendered to its end.
        has_kernels: whether each visitor takes one.
    """

    usable: str = ".mio-classify input[type=radio]:enabled:visible"
    before: str = AT_THE_QUESTION
    whole: str = "</html>"
    has_kernels: bool = True


@dataclass
class Bursts:
    """What one way does for many visitors at once."""

    way: str = column("way")
    visitors: int = column("visitors")
    p50_s: float | None = column("p50", "{:.3f} s")
    p95_s: float | None = column("p95", "{:.3f} s")
    megabytes_each: float | None = column("memory each", "{:.1f} MB")
    served: int = column("got the page", total=True)
    offered: int = column("got the other", total=True)
    offered_p95_s: float | None = column("p95", "{:.3f} s")
    failed: int = column("failed", total=True)
    runs: int = column("runs", total=True)


def bursts(way: Exercise, visitors: int, home: Path) -> Bursts:
    """A burst of so many visitors upon a server of its own."""
    with started(way.start, home) as server:
        url, instead = server.url + way.path, f"{CHAPTER}.html"
        # Where places are few, who came before must take none.
        burst(f"{server.url}/{instead}" if way.name == CAPPED else url, 1, way.whole, instead)
        idle = settled(server.process)
        found = burst(url, visitors, way.whole, instead)
        # A server may end kernels soon after their visitors have left.
        memory = max(pss(server.process), settled(server.process)) - idle
    for reason, count in found.reasons.items():
        note(f"{way.name}, {visitors} visitors: {count} failed: {reason}")
    p50, p95 = spread(found.served)
    return Bursts(
        way=way.name,
        visitors=visitors,
        p50_s=p50,
        p95_s=p95,
        megabytes_each=memory / visitors,
        served=len(found.served),
        offered=len(found.offered),
        offered_p95_s=spread(found.offered)[1],
        failed=len(found.failed),
        runs=1,
    )


def measure(options: argparse.Namespace) -> Iterator[Table]:
    """Both tables. In each run the ways take turns, so that a busy machine is busy for all of them."""
    most = max(options.visitors)
    voila_path = f"/voila/render/{CHAPTER}.ipynb"
    with tempfile.TemporaryDirectory() as name:
        home, notebooks = Path(name), Path(name) / "stock"
        notebooks.mkdir()
        write_questions(notebooks, load(), DECK)
        stock = stock_voila(notebooks)
        ways = [
            Exercise(RENDERED, ROOMY, f"/{CHAPTER}.html", has_kernels=False),
            Exercise(OURS, ROOMY, voila_path),
            Exercise(
                STOCK,
                stock,
                "/voila/render/ipywidgets.ipynb",
                ".widget-radio input:enabled:visible",
                whole="widget-view+json",
            ),
            Exercise(
                QUIZ,
                stock,
                "/voila/render/jupyterquiz.ipynb",
                ".MCButton:has(input:enabled):visible",
                whole="show_questions(ques",
            ),
        ]
        heading = (
            "An exercise: seconds until its first choice can be made, and what was received; medians over the runs"
        )
        yield Table("visits", heading, compare(ways, options.runs, home))
        found: list[Bursts] = []
        for visitors in options.visitors:
            note(f"bursts of {visitors}")
            slow = [way for way in ways if way.has_kernels and visitors == most]
            quick = [way for way in ways if way not in slow]
            if slow:
                quick.append(Exercise(CAPPED, workbook(), voila_path))
            for some, runs in ((quick, options.runs), (slow, 1)):
                found += in_turns(some, runs, lambda way: bursts(way, visitors, home))  # noqa: B023 -- called here
        heading = (
            "Visitors within 2 s; medians over the runs, visitors over all of them; the largest burst only once where\n"
            "each visitor has a kernel. p50 and p95 are of those who got the page. “The other” is the notice that\n"
            "offers the rendered chapter when every kernel is taken."
        )
        yield Table("bursts", heading, found)


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument(
        "--visitors",
        type=int,
        nargs="+",
        default=[1, 20, 40, 200],
        help="visitors of each burst (default: 1 20 40 200)",
    )


PART = Part("page", measure, options)

if __name__ == "__main__":
    raise SystemExit(command(__doc__ or "", PART))
