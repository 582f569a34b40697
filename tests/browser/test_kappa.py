"""The figure of kappa and AC1: its numbers, its words, the keyboard, a phone."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from mio_widgets import kappa
from mio_widgets.bundle import bundle
from mio_widgets.content.load import PACKAGE
from mio_widgets.exercises.assets import module, style

from .ways import Readers

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from irrCAC.table import CAC

ORIGIN = "http://figure.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
Show = Callable[..., Page]


def files() -> dict[str, tuple[str, str]]:
    """A page that holds nothing but the figure, and what it loads."""
    figure = kappa()
    traits = json.dumps({"lang": "en", "words": figure.words, "figure": figure.figure})
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Figure</title><link rel=icon href=icon.svg><link rel=stylesheet href=exercises.css>"
        "<link rel=stylesheet href=page.css><main><h1>Figure</h1><h2>Agreement</h2>"
        "<div class=book-widget data-module=kappa.js><p hidden>broken</p>"
        f"<script type='application/json'>{traits}</script></div></main><script type=module src=host.js></script>"
    )
    return {
        "": ("text/html", page),
        "icon.svg": ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "exercises.css": ("text/css", style()),
        "page.css": (
            "text/css",
            ":root { color-scheme: light dark; } body { margin: 0; background: var(--mio-paper) }",
        ),
        "kappa.js": ("text/javascript", module("kappa.js")),
        "host.js": ("text/javascript", bundle(PACKAGE / "site" / "static" / "host.js")),
    }


@pytest.fixture
def show(readers: Readers) -> Show:
    """Opens the figure for a new reader, under a policy that allows nothing inline."""
    served = files()

    def answer(route: Route) -> None:
        kind, body = served[route.request.url.rpartition("/")[2]]
        route.fulfill(body=body, headers={"Content-Type": f"{kind}; charset=utf-8", "Content-Security-Policy": CSP})

    def open_page(**options: Any) -> Page:
        page = readers.new(ORIGIN, **options).new_page()
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        expect(page.get_by_role("region", name="Why kappa falls when one label dominates")).to_be_visible()
        return page

    return open_page


def value(page: Page, name: str, column: int) -> float:
    """A number of the table."""
    text = page.get_by_role("row", name=re.compile(name)).get_by_role("cell").nth(column).inner_text()
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("at", [50, 51, 72, 85, 95])
def test_the_numbers_are_those_of_another_implementation(show: Show, at: int) -> None:
    page = show()
    page.get_by_role("slider").fill(str(at))
    table = pd.DataFrame(np.array([[at - 5, 5], [5, 95 - at]]), index=["self", "child"], columns=["self", "child"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = CAC(table, digits=6)
        cohen, gwet = other.cohen()["est"], other.gwet()["est"]
    for name, found in (("Cohen’s kappa", cohen), ("Gwet’s AC1", gwet)):
        assert value(page, name, 2) == pytest.approx(found["coefficient_value"], abs=0.00501)
        assert value(page, name, 1) == pytest.approx(100 * found["pe"], abs=0.0501)
    assert value(page, "Percent agreement", 2) == 0.9


def test_the_sentence_follows_the_keyboard_and_is_said_once_it_rests(show: Show) -> None:
    page = show()
    slider = page.get_by_role("slider", name="How many of 100 utterances each rater labels Self")
    page.keyboard.press("Tab")
    expect(slider).to_be_focused()
    for key, both, neither in (("ArrowRight", 46, 44), ("End", 90, 0), ("ArrowRight", 90, 0), ("Home", 45, 45)):
        page.keyboard.press(key)
        said = f"Both hear Self in {both} and Child in {neither}, so they agree on 90."
        expect(page.get_by_role("paragraph").filter(has_text=said)).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text(f"Both hear Self in {both}")
    expect(slider).to_have_attribute("aria-valuetext", "50 of 100; kappa 0.80, AC1 0.80")


def test_the_drawing_tells_the_same_in_words(show: Show) -> None:
    page = show()
    drawing = page.get_by_role("img")
    expect(drawing).to_have_accessible_name(re.compile(r"Kappa falls.* from 0\.80 to −0\.05\. AC1 rises"))
    page.get_by_role("slider").fill("85")
    expect(drawing).to_have_accessible_name(re.compile(r"At 85 of 100, kappa is 0\.61 and AC1 is 0\.87\.$"))


def test_as_many_marks_as_utterances_and_a_tenth_of_them_split(show: Show) -> None:
    page = show()
    for at in (50, 95):
        page.get_by_role("slider").fill(str(at))
        assert page.locator(".mio-pairs > span").count() == 100
        assert page.locator(".mio-pairs > span:has(> :nth-child(2))").count() == 10
        assert page.locator(".mio-pairs [data-shape=circle]:not(svg)").count() == at + 5


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen_and_eye(show: Show, width: int, scheme: str) -> None:
    page = show(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.get_by_role("slider").fill("95")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_by_role("slider").evaluate("slider => slider.getBoundingClientRect().height") >= 44
    # No letter of the drawing is cut off, or smaller than 11 pixels.
    cut = """svg => [...svg.querySelectorAll("text")].filter((text) => {
        const [inner, outer] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
        return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.height < 13;
    }).map((text) => text.textContent)"""
    assert page.get_by_role("img").evaluate(cut) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_is_drawn_anew_when_the_screen_turns(show: Show) -> None:
    page = show(viewport={"width": 390, "height": 800})
    expect(page.get_by_role("img")).to_have_attribute("viewBox", "0 0 340 250")
    page.set_viewport_size({"width": 800, "height": 390})
    expect(page.get_by_role("img")).to_have_attribute("viewBox", "0 0 560 250")
