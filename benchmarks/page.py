"""What a page with an exercise costs, in one run: rendered, through our Voila, and stock Voila with ipywidgets.

    python -m benchmarks.page [--runs 5] [--visitors 40] [--json FILE]

Time to the first usable choice and bytes are taken in headless Chromium with an empty cache, as medians.
The burst is driven by threads that read the page as a browser would before its scripts run (each such
request starts a kernel where there is one), so it is the kindest load for Voila. Memory is the
proportional set size (PSS) of the server and all its kernels, so it needs Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.stock import write
from tests.browser.chromium import FLAGS, find, install
from tests.serving import free_port, served, wait_for

CHAPTER = "03_self_and_child"
DECK = "whose-mind-1"


@dataclass
class Way:
    """One way to serve the exercise, and how to start it anew."""

    name: str
    start: Callable[[], object]
    path: str
    choice: str


@dataclass
class Cost:
    """What one way costs a visitor and the server."""

    way: str
    first_choice_s: float
    kilobytes: float
    megabytes_one_visitor: float
    megabytes_a_visitor_in_the_burst: float
    burst_p50_s: float
    burst_p95_s: float
    burst_failed: int


def pss(pid: int) -> int:
    """Bytes of memory of the process and all below it, shared pages counted in part."""
    total = 0
    for process in [pid, *children(pid)]:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def children(pid: int) -> list[int]:
    """All processes below `pid`."""
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]
    except OSError:
        return []
    return [process for child in direct for process in (child, *children(child))]


@contextmanager
def stock_voila(folder: Path) -> Iterator[tuple[int, int]]:
    """Voila as it comes."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser", f"--port={port}", "--Voila.log_level=ERROR"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def ours(visitors: int, cache: str) -> Iterator[tuple[int, int]]:
    """`mio serve` with room for every visitor."""
    port = free_port()
    with served(port, "--max-kernels", str(visitors + 5), XDG_CACHE_HOME=cache) as server:
        yield port, server.process.pid


def first_choice(browser: Browser, url: str, choice: str) -> tuple[float, int]:
    """Seconds until the first choice can be made, and the bytes that came over the network until then."""
    context = browser.new_context()
    # Ours begins with worked examples; the peer has none, so both start at the question.
    context.add_init_script(f'localStorage.setItem(\'mio:1:place:{DECK}\', \'{{"view":"item","at":0}}\')')
    page = context.new_page()
    received = 0

    def count(size: float) -> None:
        nonlocal received
        received += int(size)

    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: count(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: count(len(event["response"]["payloadData"])))
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(choice).first.wait_for(state="attached", timeout=60_000)
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, received


def burst(url: str, visitors: int, within: float = 2.0) -> tuple[list[float], int]:
    """Seconds until each of `visitors` had the whole page, and how many did not get it."""
    times: list[float] = []
    failed = 0

    def visit(delay: float) -> None:
        nonlocal failed
        time.sleep(delay)
        start = time.perf_counter()
        try:
            request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request, timeout=180) as answer:
                answer.read()
            times.append(time.perf_counter() - start)
        except OSError:
            failed += 1

    threads = [threading.Thread(target=visit, args=(within * i / visitors,)) for i in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(times), failed


def settled(pid: int) -> int:
    """The memory once it has stopped growing."""
    before, now = 0, pss(pid)
    while abs(now - before) > 2**20:
        time.sleep(1)
        before, now = now, pss(pid)
    return now


def measure(browser: Browser, way: Way, runs: int, visitors: int) -> Cost:
    """All numbers of one way: a fresh server for the single visitor, another for the burst."""
    with way.start() as (port, pid):  # type: ignore[attr-defined]
        url = f"http://127.0.0.1:{port}{way.path}"
        first_choice(browser, url, way.choice)
        samples = [first_choice(browser, url, way.choice) for _ in range(runs)]
    with way.start() as (port, pid):  # type: ignore[attr-defined]
        url = f"http://127.0.0.1:{port}{way.path}"
        idle = settled(pid)
        burst(url, 1)
        one = settled(pid) - idle
    with way.start() as (port, pid):  # type: ignore[attr-defined]
        url = f"http://127.0.0.1:{port}{way.path}"
        idle = settled(pid)
        times, failed = burst(url, visitors)
        many = settled(pid) - idle
    return Cost(
        way=way.name,
        first_choice_s=statistics.median(seconds for seconds, _ in samples),
        kilobytes=statistics.median(size for _, size in samples) / 1000,
        megabytes_one_visitor=one / 1e6,
        megabytes_a_visitor_in_the_burst=many / 1e6 / visitors,
        burst_p50_s=times[len(times) // 2],
        burst_p95_s=times[int(len(times) * 0.95)],
        burst_failed=failed,
    )


def main() -> None:
    """Measures the three ways and prints them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chromium = find() or install()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stock = Path(folder) / "stock"
        stock.mkdir()
        name = write(stock, DECK)
        radio = ".mio-classify input[type=radio]"
        ways = [
            Way("rendered page", lambda: ours(options.visitors, folder), f"/{CHAPTER}.html", radio),
            Way("our Voila", lambda: ours(options.visitors, folder), f"/voila/render/{CHAPTER}.ipynb", radio),
            Way("stock Voila", lambda: stock_voila(stock), f"/voila/render/{name}", ".widget-radio input"),
        ]
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        costs = [measure(browser, way, options.runs, options.visitors) for way in ways]
        browser.close()
    print(f"{os.cpu_count()} cores; medians of {options.runs}; burst of {options.visitors} visitors within 2 s\n")
    heads = ("first choice", "over network", "memory: one", "a visitor", "burst p50", "p95")
    print(" " * 15 + "".join(f"{head:>14}" for head in heads))
    for cost in costs:
        values = (
            f"{cost.first_choice_s:.2f} s",
            f"{cost.kilobytes:.0f} kB",
            f"{cost.megabytes_one_visitor:.1f} MB",
            f"{cost.megabytes_a_visitor_in_the_burst:.1f} MB",
            f"{cost.burst_p50_s:.2f} s",
            f"{cost.burst_p95_s:.2f} s",
        )
        failed = f"   {cost.burst_failed} failed" if cost.burst_failed else ""
        print(f"{cost.way:15}" + "".join(f"{value:>14}" for value in values) + failed)
    rendered, _, peer = costs
    faster, lighter = peer.first_choice_s / rendered.first_choice_s, peer.kilobytes / rendered.kilobytes
    print(f"\nThe rendered page is {faster:.0f} times faster and {lighter:.0f} times lighter than stock Voila.")
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
