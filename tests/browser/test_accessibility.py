"""axe finds nothing to object to, in any view, scheme and width."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify, Given, Quiz
from .ways import Rendered, Voila, Way

Scheme = Literal["light", "dark"]

DECK = "whose-mind-1"

#: Each scheme and each width once: colors do not depend on the width, nor roles and names on the scheme.
SCREENS: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 390)]

#: In Voila the page has parts that are Voila's; these are ours.
OURS = ["main", "header", "footer", "nav"]


@pytest.fixture(params=["rendered", "voila"])
def served(request: pytest.FixtureRequest) -> Way:
    """Each way in which our server shows a chapter."""
    way: Way = request.getfixturevalue(request.param)
    return way


def violations(page: Page, view: str, *parts: str) -> list[str]:
    """What axe objects to on each screen, in the whole page or in parts of it."""
    found = []
    context = {"include": [[part] for part in parts]} if parts else None
    for scheme, width in SCREENS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for violation in Axe().run(page, context=context).response["violations"]:
            places = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            found.append(f"{view}, {scheme}, {width} px: {violation['id']}: {violation['help']}: {places}")
    return found


def whole(way: Way) -> list[str]:
    """The parts of a page to look at."""
    return OURS if isinstance(way, Voila) else []


def test_the_home_page(served: Way) -> None:
    page = served("00_start_here")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    assert violations(page, "home", *whole(served)) == []


def test_a_chapter_and_its_questionnaire(served: Way, content: Content) -> None:
    page = served("01_mentalizing")
    quiz = Quiz(page, content, "01-mentalizing")
    expect(quiz.text(quiz.recall[0])).to_be_visible()
    found = violations(page, "chapter", *whole(served))
    quiz.reveal(quiz.recall[0])
    quiz.rating(quiz.recall[0], "partly").click()
    assert found + violations(page, "answers", ".mio-quiz") == []


def test_every_view_of_the_exercise(served: Way, content: Content) -> None:
    page = served("03_self_and_child")
    exercise = Classify(page, content, DECK)
    part = f'section[aria-label="{exercise.deck.title}"]'
    expect(exercise.button("classify.worked.next")).to_be_visible()
    found = violations(page, "worked example", part)

    exercise.begin()
    exercise.radio(exercise.deck.labels[0]).check()
    expect(exercise.sureness("sure")).to_be_visible()
    found += violations(page, "question", part)

    other = next(label for label in exercise.deck.labels if label != exercise.items[0].key)
    exercise.answer(Given(other, "sure"))
    found += violations(page, "feedback", part)

    exercise.onward()
    exercise.work([BLANK, Given(exercise.items[2].key, "unsure")])
    exercise.press_button("classify.pause")
    exercise.press_button("summary.over")
    expect(exercise.button("summary.over.yes")).to_be_visible()
    assert found + violations(page, "summary", part) == []


def test_a_contested_item(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child")
    exercise = Classify(page, content, "whose-mind-3")
    exercise.begin()
    exercise.leave_blank_until(next(n for n, item in enumerate(exercise.items, 1) if item.contested))
    exercise.answer(BLANK)
    exercise.region.get_by_text(exercise.say("classify.reason.rest"), exact=True).click()
    assert violations(page, "contested item", f'section[aria-label="{exercise.deck.title}"]') == []


def test_the_open_chapter_list(rendered: Rendered, content: Content) -> None:
    page = rendered("01_mentalizing")
    page.locator("summary").filter(has_text=content.words["page.chapters"]).click()
    expect(page.get_by_role("navigation", name=content.words["page.chapters"])).to_be_visible()
    assert violations(page, "chapter list", "header") == []


def test_landmarks_title_and_language(served: Way, content: Content) -> None:
    page = served("01_mentalizing")
    expect(page).to_have_title(f"Mentalizing · {content.words['page.book']}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for landmark in (page.get_by_role("main"), page.get_by_role("banner"), page.get_by_role("contentinfo")):
        expect(landmark).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_light_and_dark_follow_the_readers_system(served: Way) -> None:
    page = served("01_mentalizing", color_scheme="dark")
    paper = page.locator("body")
    dark = paper.evaluate("body => getComputedStyle(body).backgroundColor")
    page.emulate_media(color_scheme="light")
    assert paper.evaluate("body => getComputedStyle(body).backgroundColor") != dark
