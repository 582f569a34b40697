"""The book on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mio_widgets.content.load import Content

from . import chromium
from .reader import BLANK, Classify, Given, Quiz, all_right
from .servers import CHAPTERS, Server
from .ways import Readers, Rendered, Way

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DECK = "whose-mind-1"

#: Everything to be tapped. A link inside a line of text is as high as the line, which WCAG 2.2 (2.5.8) allows;
#: in the table of contents a chapter's whole entry is its link.
SMALL_TARGETS = """() =>
    [...document.querySelectorAll("a, button, summary, textarea, label:has(input), .book-contents li")]
    .filter((element) => !element.matches(".book-contents a"))
    .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== "inline")
    .filter((element) => element.getBoundingClientRect().bottom > 0)
    .filter((element) => element.getBoundingClientRect().height < 44)
    .map((element) => `${element.className || element.tagName}: ${element.textContent.trim().slice(0, 40)}`)"""


def home(page: Page, content: Content) -> None:
    expect(page.get_by_role("list").first).to_be_visible()


def question(page: Page, content: Content) -> None:
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.begin()
    exercise.press(exercise.radio(exercise.deck.labels[0]))
    expect(exercise.sureness("sure")).to_be_visible()


def feedback(page: Page, content: Content) -> None:
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.begin()
    exercise.answer(Given(exercise.deck.labels[0], "sure"))


def summary(page: Page, content: Content) -> None:
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.begin()
    labels = exercise.deck.labels
    exercise.work([Given(labels[0], "sure"), Given(labels[0], "unsure"), Given(labels[1], "fairly"), BLANK])
    exercise.press_button("classify.pause")
    exercise.expect_summary()


def answers(page: Page, content: Content) -> None:
    quiz = Quiz(page, content, "01-mentalizing", Locator.tap)
    quiz.reveal(quiz.recall[0])
    expect(quiz.rating(quiz.recall[0], "had")).to_be_visible()


def menu(page: Page, content: Content) -> None:
    page.locator("summary").filter(has_text=content.words["page.chapters"]).tap()
    expect(page.get_by_role("navigation", name=content.words["page.chapters"])).to_be_visible()


VIEWS: list[tuple[str, Callable[[Page, Content], None]]] = [
    ("00_start_here", home),
    ("01_mentalizing", answers),
    ("03_self_and_child", menu),
    ("03_self_and_child", question),
    ("03_self_and_child", feedback),
    ("03_self_and_child", summary),
]


@pytest.mark.parametrize(("slug", "show"), VIEWS, ids=[show.__name__ for _, show in VIEWS])
def test_every_view_fits_the_screen_and_the_finger(
    rendered: Rendered, content: Content, slug: str, show: Callable[[Page, Content], None]
) -> None:
    page = rendered(slug, **PHONE)
    show(page, content)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]  # type: ignore[index]
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.fixture
def large(browser: Browser, workbook: Server) -> Iterator[Rendered]:
    """The rendered pages, in the browser of a reader who has set letters twice as large as usual."""
    path = chromium.find() or chromium.install()
    flags = [*chromium.FLAGS, "--blink-settings=defaultFontSize=32"]
    own = browser.browser_type.launch(executable_path=path, args=flags)
    readers = Readers(own)
    yield Rendered(readers, workbook)
    readers.leave()
    own.close()


@pytest.mark.parametrize("slug", CHAPTERS)
def test_letters_twice_as_large_fit_the_screen(large: Rendered, content: Content, slug: str) -> None:
    page = large(slug, **PHONE)
    expect(page.get_by_text(content.words["page.loading"])).to_have_count(0)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_whole_exercise_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child", **PHONE)
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.press_button("classify.worked.next")
    exercise.press_button("classify.begin")
    exercise.work(all_right(exercise.items))
    exercise.expect_summary()


def test_a_few_items_by_touch_in_each_way(page_of: Way, content: Content) -> None:
    page = page_of("03_self_and_child", **PHONE)
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.begin()
    exercise.work(all_right(exercise.items[:3]))
    exercise.expect_at(4)


def test_feedback_is_in_view_after_the_tap(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child", **PHONE)
    exercise = Classify(page, content, DECK, Locator.tap)
    exercise.begin()
    exercise.answer(Given(exercise.items[0].key, "sure"))
    expect(exercise.verdict).to_be_in_viewport(ratio=1)
