"""The kernel behind a page: it ends with the page, and the page does not end with it."""

from __future__ import annotations

import psutil
import pytest

from mio_widgets.content.load import Content

from .reader import Classify, all_right
from .ways import Rendered, Voila

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"

#: Voila's front end notices that the kernel is gone, as the test wants it to be.
CONNECTION_LOST = "^Connection lost, reconnecting in"


@pytest.fixture
def orphaned(voila: Voila, content: Content) -> Classify:
    """The exercise through Voila at its second item, with the kernel killed."""
    page = voila(CHAPTER, known=(CONNECTION_LOST,))
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work(all_right(exercise.items[:1]))
    exercise.expect_at(2)
    kernel = voila.kernel_of(page)
    kernel.kill()
    psutil.wait_procs([kernel], timeout=10)
    return exercise


def test_the_exercise_goes_on(orphaned: Classify) -> None:
    orphaned.work(all_right(orphaned.items[1:]))
    orphaned.expect_summary()


def test_the_answers_are_there_afterwards(orphaned: Classify, rendered: Rendered) -> None:
    orphaned.work(all_right(orphaned.items[1:3]))
    orphaned.expect_at(4)
    rendered.show(orphaned.page, CHAPTER)
    orphaned.expect_at(4)
    orphaned.press_button("classify.pause")
    total = orphaned.say("summary.total", correct=3, n=3)
    orphaned.region.get_by_text(total).wait_for()


def test_leaving_the_page_ends_its_kernel(voila: Voila, content: Content) -> None:
    page = voila(CHAPTER)
    Classify(page, content, DECK).begin()
    kernel = voila.kernel_of(page)
    page.goto("about:blank")
    gone, _ = psutil.wait_procs([kernel], timeout=20)
    assert gone == [kernel]
