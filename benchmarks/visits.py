"""Visits in a real browser, the same for ours and for every peer: until the page can be used, cold and warm."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from benchmarks.peers import Command, started
from benchmarks.report import column, in_turns
from tests.browser.chromium import FLAGS, find, install
from tests.browser.servers import ROOT

HOST = "127.0.0.1"
#: Other origins fail at once, on every machine alike, so that no way waits for somebody else's server.
CLOSED_NETWORK = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"
#: Seconds after which a page that cannot be used has failed.
PATIENCE = 60


@dataclass(frozen=True)
class Way:
    """One way to show a page.

    Args:
        name: what tables call it.
        start: how to start its server.
        path: where the page is.
        usable: a selector of what is there once the page can be used.
        before: JavaScript that runs before the page's own.
    """

    name: str
    start: Command
    path: str
    usable: str
    before: str = ""


@dataclass
class Visits:
    """What one way costs a visitor: with an empty cache, and on a second visit in the same browser."""

    way: str = column("way")
    cold_s: float | None = column("first visit", "{:.2f} s")
    kilobytes_cold: float | None = column("received", "{:.0f} kB")
    elsewhere: float | None = column("asked elsewhere", "{:.0f}")
    warm_s: float | None = column("second visit", "{:.2f} s")
    kilobytes_warm: float | None = column("received", "{:.0f} kB")
    failed: int = column("failed", total=True)
    runs: int = column("runs", total=True)


def compare(ways: Sequence[Way], runs: int, home: Path, book: Path = ROOT) -> list[Visits]:
    """Both visits of every way, in turns, upon servers that are warm: one more turn before is not counted."""
    with ExitStack() as open_:
        urls = {way: open_.enter_context(started(way.start, home, book)).url + way.path for way in ways}
        browser = open_.enter_context(chromium())
        return in_turns(ways, runs, lambda way: _visits(browser, way, urls[way]), warm_up=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests drive, with the network closed."""
    path = find() or install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, CLOSED_NETWORK])
        yield browser
        browser.close()


def _visits(browser: Browser, way: Way, url: str) -> Visits:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.add_init_script(way.before)
        cold, warm = (visit(context.new_page(), url, way.usable) for _ in range(2))
    return Visits(
        way=way.name,
        cold_s=cold.seconds,
        kilobytes_cold=cold.kilobytes,
        elsewhere=cold.elsewhere,
        warm_s=warm.seconds,
        kilobytes_warm=warm.kilobytes,
        failed=[cold, warm].count(FAILED),
        runs=1,
    )


@dataclass(frozen=True)
class Visit:
    """What one visit took, until the page could be used; `elsewhere` counts requests to other origins."""

    seconds: float | None = None
    kilobytes: float | None = None
    elsewhere: float | None = None


FAILED = Visit()


def visit(page: Page, url: str, usable: str) -> Visit:
    """Opens the address until `usable` is there, and counts what arrives until the network is quiet.

    Bytes are those on the wire, and of websockets the messages, unpacked. It failed if nothing usable came in time.
    """
    received: defaultdict[str, float] = defaultdict(float)
    elsewhere = 0.0

    def asked(event: dict[str, Any]) -> None:
        nonlocal elsewhere
        parts = urlsplit(event["request"]["url"])
        elsewhere += parts.scheme in ("http", "https") and parts.hostname != HOST

    def part(event: dict[str, Any]) -> None:
        received[event["requestId"]] += event["encodedDataLength"]

    def whole(event: dict[str, Any]) -> None:
        received[event["requestId"]] = event["encodedDataLength"]

    def message(event: dict[str, Any]) -> None:
        data = event["response"]["payloadData"]
        # What is binary is told in base64, four characters for three bytes.
        received["messages"] += len(data) * 3 / 4 if event["response"]["opcode"] == 2 else len(data.encode())

    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", asked)
    network.on("Network.dataReceived", part)
    network.on("Network.loadingFinished", whole)
    network.on("Network.webSocketFrameReceived", message)
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    try:
        page.locator(usable).first.wait_for(state="attached", timeout=PATIENCE * 1000)
    except TimeoutError:
        return FAILED
    seconds = time.perf_counter() - start
    with contextlib.suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=10_000)
    network.detach()
    return Visit(seconds, sum(received.values()) / 1000, elsewhere)
