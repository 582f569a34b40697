"""A student's answers stay in the browser: nothing is sent while one works, and nothing could be sent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from mio_widgets.content.load import Content

from .reader import Classify, Quiz, all_right
from .servers import Server
from .ways import Rendered

CHAPTER = "03_self_and_child"

#: Tries to get a text out of the page, by whatever a page may do by itself; returns once all of it has failed or not.
GET_OUT = """async (url) => {
    const loaded = (element, done, fail) => Object.assign(element, { onload: done, onerror: fail, src: url });
    const tries = {
        fetch: () => fetch(url, { mode: "no-cors" }),
        image: () => new Promise((...how) => loaded(new Image(), ...how)),
        script: () => new Promise((...how) => document.head.append(loaded(document.createElement("script"), ...how))),
        socket: () => new Promise((done, fail) => {
            const line = new WebSocket(url.replace("http", "ws"));
            line.onopen = done;
            line.onerror = fail;
        }),
    };
    for (const go of Object.values(tries)) await go().catch(() => {});
}"""


def test_nothing_is_sent_while_a_student_works(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, "whose-mind-1")
    exercise.begin()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    exercise.work(all_right(exercise.items)[:3])
    quiz = Quiz(page, content, "03-self-and-child")
    number = quiz.recall[0]
    quiz.text(number).fill("What I remember")
    quiz.reveal(number)
    exercise.expect_at(4)
    assert sent == []


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another server: its address, and what it was asked for."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle(self) -> None:
            heard.append(self.rfile.readline().decode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", heard
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", [f"{CHAPTER}.html", f"voila/render/{CHAPTER}.ipynb"], ids=["rendered", "voila"])
def test_no_page_can_send_anything_elsewhere(
    browser: Browser, workbook: Server, elsewhere: tuple[str, list[str]], path: str
) -> None:
    url, heard = elsewhere
    context = browser.new_context()
    page = context.new_page()
    page.evaluate(GET_OUT, url)
    # Where nothing forbids it, all of them are heard.
    assert len(heard) == 4
    heard.clear()
    page.goto(f"{workbook.url}/{path}")
    expect(page.locator(".mio-classify h3").first).to_be_visible()
    page.evaluate(GET_OUT, url)
    assert heard == []
    context.close()
