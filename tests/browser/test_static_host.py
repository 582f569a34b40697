"""The built book on a plain static host, below a path."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify
from .ways import Readers

DECK = "whose-mind-1"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def host(pages: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a host that has the book at /courses/listening/."""
    shutil.copytree(pages, tmp_path / "courses" / "listening")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(host: str, readers: Readers) -> Page:
    """The book's first page on that host."""
    page = readers.new(host).new_page()
    page.goto(f"{host}/courses/listening/")
    return page


def test_a_reader_gets_from_the_first_page_to_an_answer(page: Page, content: Content) -> None:
    page.get_by_role("main").get_by_role("link", name="Self and child", exact=True).click()
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    page.reload()
    exercise.expect_at(2)


def test_previous_next_and_home_stay_below_the_path(page: Page, content: Content, host: str) -> None:
    here = f"{host}/courses/listening"
    pager = page.get_by_role("navigation", name=content.words["page.pager"])
    pager.get_by_role("link", name=content.words["page.next"]).click()
    expect(page).to_have_url(f"{here}/01_mentalizing.html")
    pager.get_by_role("link", name=content.words["page.previous"]).click()
    expect(page).to_have_url(f"{here}/index.html")


def test_nothing_is_asked_of_the_host_that_it_does_not_have(page: Page, host: str) -> None:
    missing: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    for name in ("index", "01_mentalizing", "03_self_and_child"):
        page.goto(f"{host}/courses/listening/{name}.html", wait_until="networkidle")
    assert missing == []
