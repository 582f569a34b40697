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
from dataclasses import dataclass, field

import psutil

#: Seconds after which a visitor of a burst counts as failed.
PATIENCE = 300


@dataclass
class Burst:
    """Seconds after which visitors had the page, or had the offer of another; and how many got neither."""

    served: list[float] = field(default_factory=list)
    offered: list[float] = field(default_factory=list)
    failed: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def burst(url: str, visitors: int, whole: str, instead: str, within: float = 2.0) -> Burst:
    """Visitors who come one after another within so many seconds, and read the page as it comes.

    One is `served` the page if `whole` is in it, or `offered` another one if the server has no place and names
    `instead`; everything else has `failed`.
    """
    found = Burst()

    def one(at: int) -> None:
        time.sleep(within * at / visitors)
        start = time.perf_counter()
        kind, reason = _ask(url, whole, instead, start + PATIENCE)
        getattr(found, kind).append(time.perf_counter() - start)
        if kind == "failed":
            found.reasons[reason] += 1

    with ThreadPoolExecutor(visitors) as pool:
        list(pool.map(one, range(visitors)))
    return found


def _ask(url: str, whole: str, instead: str, until: float) -> tuple[str, str]:
    try:
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        body = b""
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            # Voila sends a sign of life every ten seconds, for ever if need be, so the time-out alone ends nothing.
            while (part := answer.read1()) and time.perf_counter() < until:
                body += part
        if answer.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        served = whole.encode() in body and b"</html>" in body
        return "served" if served else "failed", f"{answer.status}, but not the whole page"
    except urllib.error.HTTPError as error:
        offered = error.code == 503 and instead.encode() in error.read()
        return "offered" if offered else "failed", str(error)
    except (OSError, EOFError, http.client.HTTPException) as error:
        return "failed", f"{type(error).__name__}: {error}"


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
