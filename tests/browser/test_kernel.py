"""The kernel behind a page: it ends with the page, and the page does not end with it."""

from __future__ import annotations

import psutil
from playwright.sync_api import expect

from mio_widgets.content.load import Content

from .reader import Classify, all_right
from .ways import Rendered, Voila

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"

#: Voila's front end notices that the kernel is gone, as the test wants it to be.
CONNECTION_LOST = "^Connection lost, reconnecting in"


def test_when_the_kernel_dies_the_exercise_goes_on(voila: Voila, rendered: Rendered, content: Content) -> None:
    page = voila(CHAPTER, known=(CONNECTION_LOST,))
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work(all_right(exercise.items[:1]))
    exercise.expect_at(2)
    kernel = voila.kernel_of(page)
    kernel.kill()
    psutil.wait_procs([kernel], timeout=10)
    exercise.work(all_right(exercise.items[1:]))
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
