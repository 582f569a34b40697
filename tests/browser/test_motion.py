"""Motion, for those who asked for less of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify
from .ways import Rendered

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"

LONGEST_TRANSITION = """() => Math.max(...[...document.querySelectorAll("*")].flatMap((element) =>
    getComputedStyle(element).transitionDuration.split(",").map(parseFloat)))"""
SPY = """globalThis.scrolls = [];
Element.prototype.scrollIntoView = function (options) { globalThis.scrolls.push(options.behavior); };"""


def opened(rendered: Rendered, content: Content, motion: str) -> Classify:
    """The exercise, far enough down the page that feedback has to be scrolled to."""
    context = rendered.readers.new(rendered.server.url, reduced_motion=motion, viewport={"width": 390, "height": 300})
    context.add_init_script(SPY)
    return Classify(rendered.show(context.new_page(), CHAPTER), content, DECK)


def scrolls_after_an_answer(exercise: Classify) -> list[str]:
    exercise.begin()
    exercise.answer(BLANK)
    expect(exercise.verdict).to_be_focused()
    asked: list[str] = exercise.page.evaluate("globalThis.scrolls")
    return asked


@pytest.mark.parametrize(("motion", "behavior"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_scrolling_to_the_feedback(rendered: Rendered, content: Content, motion: str, behavior: str) -> None:
    asked = scrolls_after_an_answer(opened(rendered, content, motion))
    assert asked
    assert set(asked) == {behavior}


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_transitions(rendered: Rendered, content: Content, motion: str, moves: bool) -> None:
    exercise = opened(rendered, content, motion)
    exercise.begin()
    exercise.expect_at(1)
    assert (exercise.page.evaluate(LONGEST_TRANSITION) > 0) is moves


def test_the_page_itself_does_not_scroll_smoothly(rendered: Rendered) -> None:
    page: Page = rendered(CHAPTER, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
