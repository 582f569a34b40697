"""A term's definition beside its link: by mouse, by keyboard, by touch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content

from .test_keyboard import Keys
from .test_touch import PHONE
from .ways import Rendered

CHAPTER = "03_self_and_child"


def terms(page: Page) -> Locator:
    """The links to terms in the text."""
    return page.get_by_role("main").locator('a[href^="#term-"]')


def tip(page: Page) -> Locator:
    """The definition that is shown."""
    return page.get_by_role("tooltip")


def definition(content: Content, link: Locator) -> str:
    """What the glossary says about the term."""
    id = (link.get_attribute("href") or "").removeprefix("#term-")
    return next(term.definition for term in content.glossary.values() if term.id == id)


@pytest.fixture
def page(rendered: Rendered) -> Page:
    """A chapter with terms."""
    page = rendered(CHAPTER)
    expect(page.get_by_role("region", name="Words used here")).to_be_visible()
    return page


def test_pointing_at_each_term_shows_what_the_glossary_says(page: Page, content: Content) -> None:
    links = terms(page).all()
    assert links
    for link in links:
        link.hover()
        expect(tip(page)).to_have_text(definition(content, link))
        expect(tip(page)).to_be_in_viewport(ratio=1)
        expect(link).to_have_accessible_description(definition(content, link))
    page.mouse.move(0, 0)
    expect(tip(page)).to_be_hidden()


def test_the_mouse_can_go_to_the_definition(page: Page) -> None:
    link = terms(page).first
    link.hover()
    box, goal = link.bounding_box(), tip(page).bounding_box()
    assert box
    assert goal
    x = max(box["x"], goal["x"]) + 5
    page.mouse.move(x, box["y"] + box["height"] / 2)
    page.mouse.move(x, goal["y"] + goal["height"] / 2, steps=20)
    expect(tip(page)).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip(page)).to_be_hidden()


def test_focus_shows_it_and_leaving_puts_it_away(page: Page, content: Content) -> None:
    keys = Keys(page)
    link = terms(page).first
    keys.tab_to(link)
    expect(tip(page)).to_have_text(definition(content, link))
    expect(link).to_have_accessible_description(definition(content, link))
    keys.press("Tab")
    expect(link).not_to_be_focused()
    expect(link).not_to_have_attribute("aria-describedby", re.compile("."))


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_escape_puts_it_away(page: Page, by: str) -> None:
    link = terms(page).first
    link.hover() if by == "hover" else link.focus()
    expect(tip(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()


def test_a_tap_shows_it_and_a_tap_elsewhere_puts_it_away(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    link = terms(page).first
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.tap()
    expect(tip(page)).to_have_text(definition(content, link))
    assert page.evaluate("scrollY") == before
    box = tip(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("heading", level=1).tap()
    expect(tip(page)).to_be_hidden()


@pytest.mark.parametrize("way", ["rendered", "voila"])
def test_every_term_has_its_place_in_the_list(request: pytest.FixtureRequest, content: Content, way: str) -> None:
    page = request.getfixturevalue(way)(CHAPTER)
    link = terms(page).first
    link.focus()
    expect(tip(page)).to_have_text(definition(content, link))
    for link in terms(page).all():
        expect(page.locator(link.get_attribute("href") or "")).to_contain_text(definition(content, link))
