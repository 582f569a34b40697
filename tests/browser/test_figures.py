"""Figures in a page: the library once, from our own origin and late; colours, widths, downloads, a room's show."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, expect

from mio_widgets.findings.catalog import finding, names

from .servers import TOKEN
from .ways import Rendered, Voila, Way

CHAPTER = "07_what_the_trials_found"
#: The chain of how MIO is thought to work stands in the chapter after it.
OF_CHAPTER = [name for name in names() if name != "mechanism"]
PHONE = {"width": 390, "height": 844}


def figure(page: Page, name: str) -> Locator:
    """A figure, drawn."""
    place = page.locator(f"#finding-{name}")
    place.scroll_into_view_if_needed()
    expect(place.locator(".main-svg").first).to_be_attached()
    return place


def libraries(requests: list[str]) -> list[str]:
    return [url for url in requests if "/assets/plotly-" in url]


@pytest.fixture(params=["rendered", "voila"])
def page_of(request: pytest.FixtureRequest) -> Way:
    way: Way = request.getfixturevalue(request.param)
    return way


def test_the_library_comes_once_and_only_when_a_figure_is_near(rendered: Rendered) -> None:
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    page = rendered("00_start_here")
    page.on("request", hear)
    rendered.show(page, CHAPTER)
    expect(page.locator(".mio-figure")).to_have_count(len(OF_CHAPTER))
    page.wait_for_load_state("networkidle")
    far = page.locator(".mio-figure").first.bounding_box()
    assert far is not None
    assert far["y"] < 1400 or libraries(asked) == []
    for name in OF_CHAPTER:
        figure(page, name)
    assert len(libraries(asked)) == 1


def test_every_figure_is_drawn_and_says_what_it_shows(page_of: Way) -> None:
    page = page_of(CHAPTER)
    for name in OF_CHAPTER:
        place = figure(page, name)
        expect(place.get_by_role("img", name=finding(name).alternative)).to_be_visible()
        expect(page.get_by_text(finding(name).reading, exact=True)).to_be_visible()


def test_the_table_opens_with_the_keyboard_and_holds_the_numbers(rendered: Rendered) -> None:
    page = rendered(CHAPTER)
    words = page.locator("[data-for=child-ages]")
    words.get_by_text("Show the numbers").focus()
    page.keyboard.press("Enter")
    row = words.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Trial 2, by its paper"))
    expect(row.get_by_role("cell").first).to_have_text("11")


def test_picture_and_numbers_can_be_saved(rendered: Rendered, tmp_path: Path) -> None:
    page = rendered(CHAPTER)
    figure(page, "forest-barlow")
    words = page.locator("[data-for=forest-barlow]")
    words.get_by_text("Show the numbers").click()
    with page.expect_download() as picture:
        words.get_by_role("button", name="Save picture (PNG)").click()
    picture.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "figure.png").stat().st_size > 20_000
    # A spreadsheet would compute the one, and take the other for the number that it is.
    words.locator("tbody tr").last.locator("td").nth(0).evaluate("cell => { cell.textContent = '=1+1'; }")
    words.locator("tbody tr").last.locator("td").nth(1).evaluate("cell => { cell.textContent = '-1.5'; }")
    words.locator("tbody tr").last.locator("td").nth(2).evaluate("cell => { cell.textContent = '-2+3+x'; }")
    with page.expect_download() as numbers:
        words.get_by_role("button", name="Save numbers (CSV)").click()
    numbers.value.save_as(tmp_path / "figure.csv")
    rows = list(csv.reader((tmp_path / "figure.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + len(finding("forest-barlow").table)
    assert rows[1][2:4] == ["−0.46", "−0.97 to 0.04"]
    assert "https://" in rows[1][4]
    assert rows[-1][1:4] == ["'=1+1", "-1.5", "'-2+3+x"]


def test_colours_and_width_follow_the_reader(rendered: Rendered) -> None:
    page = rendered(CHAPTER, color_scheme="light")
    place = figure(page, "enrolment")
    label = place.locator(".annotation-text").first
    colour = "element => getComputedStyle(element).fill"
    light, wide = label.evaluate(colour), place.locator(".main-svg").first.get_attribute("width")
    page.emulate_media(color_scheme="dark")
    expect(label).not_to_have_css("fill", light)
    page.set_viewport_size(PHONE)
    expect(place.locator(".main-svg").first).not_to_have_attribute("width", str(wide))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_page_of_figures(rendered: Rendered, scheme: str) -> None:
    page = rendered(CHAPTER, color_scheme=scheme)
    for name in OF_CHAPTER:
        figure(page, name)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_the_library_the_page_says_where_the_numbers_are(rendered: Rendered) -> None:
    context = rendered.readers.new(rendered.server.url, known=("Failed to load resource", "no plotting library"))
    page = context.new_page()
    page.route("**/assets/plotly-*", lambda route: route.abort())
    rendered.show(page, CHAPTER)
    page.locator("#finding-timeline").scroll_into_view_if_needed()
    expect(page.locator("#finding-timeline")).to_contain_text("Its numbers stand in the table below.")


def opened_by_leader(voila: Voila, **options: Any) -> Page:
    """The leader's figures, for somebody who came by the leader's link."""
    context = voila.readers.new(voila.server.url, **options)
    context.request.get(f"{voila.server.url}/leader?token={TOKEN}", max_redirects=0)
    return voila.show(context.new_page(), "leader/findings")


def test_a_leader_shows_one_figure_at_a_time(voila: Voila) -> None:
    page = opened_by_leader(voila)
    shown = page.locator(".mio-slide:visible")
    status = page.locator(".mio-show").get_by_role("status")
    expect(status).to_contain_text("1 of 11")
    expect(shown).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("2 of 11")
    expect(shown.locator(".main-svg").first).to_be_attached()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(status).to_contain_text("1 of 11")
    page.keyboard.press("End")
    expect(status).to_contain_text("11 of 11")
    expect(page.get_by_role("button", name="Next", exact=True)).to_have_attribute("aria-disabled", "true")
    page.get_by_role("combobox", name="Outcome").select_option("Relapse, substance use")
    page.get_by_role("combobox", name="Study").select_option("Trial 1")
    expect(status).to_contain_text("1 of 2")
    page.get_by_role("combobox", name="Study").select_option("Hybrid trial")
    expect(status).to_contain_text("No figure is about both")
    expect(shown).to_have_count(0)


def test_a_leader_swipes_on_a_tablet(voila: Voila) -> None:
    page = opened_by_leader(voila, has_touch=True, viewport={"width": 820, "height": 1180})
    status = page.locator(".mio-show").get_by_role("status")
    expect(status).to_contain_text("1 of 11")
    show = page.locator(".mio-show")
    touch = {"pointerType": "touch", "bubbles": True, "clientY": 300}
    show.dispatch_event("pointerdown", {**touch, "clientX": 600})
    show.dispatch_event("pointerup", {**touch, "clientX": 300})
    expect(status).to_contain_text("2 of 11")
