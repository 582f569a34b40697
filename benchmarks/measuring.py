"""Bursts of visitors and the memory of a server, measured the same for ours and for every peer."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import statistics
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil

#: Seconds after which a visitor of a burst counts as failed.
PATIENCE = 300


@dataclass
class Burst:
    """How many visitors of a burst got what, and after how many seconds."""

    outcomes: Counter[str]
    times: list[float]


def burst(url: str, visitors: int, whole: str, instead: str, within: float = 2.0) -> Burst:
    """Visitors who come one after another within so many seconds, and read the page as it comes.

    A visitor is `served` the page if `whole` is in it, or `offered` another one if the server has no place and
    names `instead`; everything else `failed`.
    """

    def one(at: int) -> tuple[str, float]:
        time.sleep(within * at / visitors)
        start = time.perf_counter()
        outcome = _ask(url, whole, instead)
        return outcome, time.perf_counter() - start

    with ThreadPoolExecutor(visitors) as pool:
        answers = list(pool.map(one, range(visitors)))
    times = [seconds for outcome, seconds in answers if outcome != "failed"]
    return Burst(Counter(outcome for outcome, _ in answers), times)


def _ask(url: str, whole: str, instead: str) -> str:
    try:
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            body = answer.read()
        if answer.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        return "served" if whole.encode() in body else "failed"
    except urllib.error.HTTPError as error:
        return "offered" if error.code == 503 and instead.encode() in error.read() else "failed"
    except (OSError, http.client.HTTPException):
        return "failed"


def pss(process: psutil.Process) -> float:
    """Megabytes of the process and all below it, shared pages counted in part; Linux only."""
    total = 0
    for each in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            total += each.memory_full_info().pss
    return total / 1e6


def settled(process: psutil.Process) -> float:
    """The memory once it has stopped growing."""
    before, now = 0.0, pss(process)
    while abs(now - before) > 1:
        time.sleep(1)
        before, now = now, pss(process)
    return now


def spread(times: Sequence[float]) -> tuple[float | None, float | None]:
    """Median and 95th percentile."""
    if len(times) < 2:
        return (times[0], times[0]) if times else (None, None)
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
