"""The kernel behind a page: both hear each other; it ends with the page, and the page does not end with it."""

from __future__ import annotations

import re

import psutil
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from mio_widgets.content.load import Content

from .reader import Classify, all_right, hears
from .ways import Rendered, Voila

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"

#: The browser's own words for a line that is cut, as the test wants it to be.
CUT = r"^WebSocket connection to .* failed"


def lost(page: Page, content: Content) -> Locator:
    """What the page says when the line is lost."""
    return page.get_by_role("status").filter(has_text=content.words["page.lost"])


def test_page_and_python_hear_each_other(voila: Voila) -> None:
    page = voila("echo")
    hears(page, "first")
    hears(page, "second")


def test_when_the_line_is_cut_the_page_says_so_and_takes_it_up_again(voila: Voila, content: Content) -> None:
    page = voila.readers.new(voila.server.url, known=(CUT,)).new_page()
    routes: list[WebSocketRoute] = []
    cut = False

    def through(route: WebSocketRoute) -> None:
        if cut:
            route.close()
        else:
            routes.append(route)
            route.connect_to_server()

    page.route_web_socket(re.compile(r"/channels"), through)
    voila.show(page, "echo")
    hears(page, "before")
    cut = True
    routes[-1].close()
    expect(lost(page, content)).to_be_visible()
    expect(page.get_by_role("button", name=content.words["page.reload"])).to_be_visible()
    page.get_by_label("Said").fill("meanwhile")
    page.get_by_label("Said").press("Tab")
    cut = False
    # What was said meanwhile is told once the line is there.
    expect(page.get_by_text("Heard: MEANWHILE")).to_be_visible()
    expect(lost(page, content)).to_have_count(0)


def test_when_the_kernel_dies_the_exercise_goes_on(voila: Voila, rendered: Rendered, content: Content) -> None:
    page = voila(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work(all_right(exercise.items[:1]))
    exercise.expect_at(2)
    kernel = voila.kernel_of(page)
    kernel.kill()
    psutil.wait_procs([kernel], timeout=10)
    expect(lost(page, content)).to_be_visible()
    exercise.work(all_right(exercise.items[1:]))
    exercise.expect_summary()
    page.get_by_role("button", name=content.words["page.reload"]).click()
    expect(lost(page, content)).to_have_count(0)
    exercise.expect_summary()

    # The rendered page, which has no kernel, shows the same.
    rendered.show(page, CHAPTER)
    exercise.expect_summary()
    total = exercise.say("summary.total", correct=len(exercise.items), n=len(exercise.items))
    expect(exercise.region).to_contain_text(total)


def test_leaving_the_page_ends_its_kernel(voila: Voila, content: Content) -> None:
    page = voila(CHAPTER)
    Classify(page, content, DECK).begin()
    kernel = voila.kernel_of(page)
    page.goto("about:blank")
    gone, _ = psutil.wait_procs([kernel], timeout=20)
    assert gone == [kernel]
