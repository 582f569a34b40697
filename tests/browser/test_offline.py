"""The book built with --offline: read without its host, kept up to date, let go of, and nothing else touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mio_widgets.content.load import Content
from mio_widgets.site.offline import FILE, worker
from tests.conftest import ROOT
from tests.serving import free_port

from . import servers
from .reader import BLANK, Classify
from .ways import Readers

CHAPTERS = ("00_start_here", "03_self_and_child", "07_what_the_trials_found")
DECK = "whose-mind-1"
BELOW = "courses/listening"
#: What a browser says of a host that is gone.
GONE = r"net::ERR_CONNECTION_REFUSED|net::ERR_EMPTY_RESPONSE|net::ERR_CONNECTION_RESET|Failed to fetch"

REGISTERED = "await navigator.serviceWorker.getRegistration()"
WAITING = f"({REGISTERED})?.waiting"
COPIES = "(await caches.keys()).filter((name) => name.startsWith('mio-book')).length"


class Handler(SimpleHTTPRequestHandler):
    """Answers late when its host is told to."""

    def do_GET(self) -> None:
        host: Host = self.server.host  # type: ignore[attr-defined]
        host.asked.append(self.path)
        host.answers.wait()
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Host:
    """A static host that can go away, come back, and fall silent."""

    folder: Path
    port: int = field(default_factory=free_port)
    asked: list[str] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)
    running: tuple[ThreadingHTTPServer, threading.Thread] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def book(self) -> Path:
        return self.folder / BELOW

    def address(self, page: str = "") -> str:
        return f"{self.url}/{BELOW}/{page}"

    def start(self) -> None:
        self.answers.set()
        server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(Handler, directory=str(self.folder)))
        server.host = self  # type: ignore[attr-defined]
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        self.running = server, thread

    def stop(self) -> None:
        if self.running:
            self.answers.set()
            server, thread = self.running
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None


@pytest.fixture(scope="module")
def built(env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three chapters, as `mio build --offline` writes it."""
    book = tmp_path_factory.mktemp("offline-book")
    shutil.copytree(ROOT / "content", book / "content")
    (book / "notebooks").mkdir()
    for slug in CHAPTERS:
        shutil.copy(ROOT / "notebooks" / f"{slug}.ipynb", book / "notebooks")
    out = tmp_path_factory.mktemp("offline") / "pages"
    command = servers.mio("build", "--offline", "--out", str(out))
    subprocess.run(command, env={**env, "MIO_BOOK": str(book)}, check=True, capture_output=True)
    return out


@pytest.fixture
def host(built: Path, tmp_path: Path) -> Iterator[Host]:
    """A host with the book below a path."""
    host = Host(tmp_path)
    shutil.copytree(built, host.book)
    host.start()
    yield host
    host.stop()


@pytest.fixture
def reader(readers: Readers, host: Host) -> BrowserContext:
    """Somebody who has opened the book once, long enough for the browser to keep it."""
    reader = readers.new(host.url, known=(GONE,))
    page = reader.new_page()
    page.goto(host.address())
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.close()
    return reader


def publish(host: Host, old: str, new: str) -> None:
    """Puts a next version of the book on the host, with other words on its home page."""
    home = host.book / "index.html"
    html = home.read_text(encoding="utf-8")
    assert old in html
    home.write_text(html.replace(old, new), encoding="utf-8")
    (host.book / FILE).write_text(worker(host.book), encoding="utf-8")


def until(page: Page, condition: str) -> None:
    """Waits for a condition that awaits something, which Playwright's own waiting does not."""
    again = "await new Promise((resume) => setTimeout(resume, 20))"
    page.evaluate(
        f"async (end) => {{ while (!({condition})) {{ if (Date.now() > end) throw Error('too late'); {again} }} }}",
        (time.time() + 30) * 1000,
    )


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_without_its_host_the_book_is_read_answered_and_its_figures_drawn(
    reader: BrowserContext, host: Host, content: Content
) -> None:
    host.stop()
    page = reader.new_page()
    page.goto(host.address())
    page.get_by_role("main").get_by_role("link", name="Self and child", exact=True).click()
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    page.goto(host.address("07_what_the_trials_found.html"))
    figure = page.locator(".mio-figure").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "")


def test_a_reader_online_gets_the_next_version_at_once_and_offline_too_once_the_old_one_is_closed(
    reader: BrowserContext, host: Host
) -> None:
    page = reader.new_page()
    page.goto(host.address())
    before = title(page)
    publish(host, before, "Another title")
    page.reload()
    assert title(page) == "Another title"
    until(page, WAITING)
    page.close()
    page = reader.new_page()
    page.goto(host.address("03_self_and_child.html"))
    until(page, f"!({WAITING}) && {COPIES} === 1")
    host.stop()
    page.goto(host.address())
    assert title(page) == "Another title"


def test_the_next_version_asks_only_for_what_has_changed(reader: BrowserContext, host: Host) -> None:
    page = reader.new_page()
    page.goto(host.address())
    publish(host, title(page), "Another title")
    host.asked.clear()
    page.reload()
    until(page, WAITING)
    assert f"/{BELOW}/03_self_and_child.html" in host.asked
    assert [path for path in host.asked if "/assets/" in path] == []


def test_a_host_that_does_not_answer_is_not_waited_for(reader: BrowserContext, host: Host) -> None:
    page = reader.new_page()
    host.answers.clear()
    page.goto(host.address("03_self_and_child.html"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    host.answers.set()


def test_what_is_not_the_book_goes_to_the_host(reader: BrowserContext, host: Host) -> None:
    (host.book / "live").mkdir()
    room = host.book / "live" / "C7KM4X"
    room.write_text("first", encoding="utf-8")
    page = reader.new_page()
    page.goto(host.address())
    ask = "async (path) => (await fetch(path, { cache: 'no-store' })).text()"
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    assert page.evaluate(ask, "live/C7KM4X") == "first"
    room.write_text("second", encoding="utf-8")
    assert page.evaluate(ask, "live/C7KM4X") == "second"
    host.stop()
    with pytest.raises(Exception, match="Failed to fetch"):
        page.evaluate(ask, "live/C7KM4X")


def test_a_book_no_longer_built_for_it_is_let_go_of(reader: BrowserContext, host: Host) -> None:
    (host.book / FILE).unlink()
    home = host.book / "index.html"
    home.write_text(home.read_text(encoding="utf-8").replace(" data-offline", ""), encoding="utf-8")
    page = reader.new_page()
    page.goto(host.address())
    until(page, f"!({REGISTERED}) && {COPIES} === 0")


def test_without_being_asked_for_nothing_of_it_is_built(pages: Path) -> None:
    assert not (pages / FILE).exists()
    assert "data-offline" not in (pages / "index.html").read_text(encoding="utf-8")


def test_the_worker_names_every_page_and_asset_once(built: Path) -> None:
    book = json.loads((built / FILE).read_text(encoding="utf-8").splitlines()[0].removeprefix("const BOOK = ")[:-1])
    there = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    packed = {name for name in there if name.endswith(".gz")}
    assert set(book["files"]) == there - packed - {"404.html", "build.json", FILE}
    assert len(book["files"]) == len(set(book["files"]))
