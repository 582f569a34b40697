"""What can a trial of this size see: by slider, number, button and keyboard, on a phone, seen or heard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content
from mio_widgets.exercises import trial_table

from .reader import Exercise
from .ways import Rendered, Way

CHAPTER = "07_what_the_trials_found"
TABLE = trial_table.read()
PHONE = {"width": 390, "height": 844}


class TrialSize(Exercise):
    """The figure, and what it should say by its table."""

    def __init__(self, page: Page, content: Content) -> None:
        super().__init__(page, content, content.words["trial-size.title"])
        self.slider = self.region.get_by_role("slider", name=self.say("trial-size.size"), exact=True)
        self.number = self.region.get_by_role("spinbutton", name=self.say("trial-size.number"), exact=True)
        self.picture = self.region.get_by_role("img")
        self.status = self.region.get_by_role("status")

    def mark(self, size: int) -> Locator:
        """The button of a size that the chapter speaks of."""
        group = self.region.get_by_role("group", name=self.say("trial-size.marked"))
        return group.get_by_role("button", name=f"{size} {self.say(f'trial-size.mark.{size}')}", exact=True)

    def found(self, difference: float) -> Locator:
        """The choice of a difference."""
        group = self.region.get_by_role("group", name=self.say("trial-size.found"))
        return group.get_by_role("radio", name=f"{difference:g}", exact=True)

    def sentences(self, size: int, found: float) -> list[str]:
        """What is to be said of a size and a difference."""
        low, high = TABLE["intervals"][TABLE["found"].index(found)][size - TABLE["first"]]
        smallest = TABLE["smallest"][size - TABLE["first"]]
        zero = "none" if found == 0 else "inside" if low < 0 else "outside"
        words, limits = self.content.words, {"low": shown(low), "high": shown(high)}
        return [
            words["trial-size.interval"].format(n=size, found=f"{found:g}", **limits),
            words[f"trial-size.{zero}"].format(**limits),
            words["trial-size.smallest"].format(smallest=shown(smallest)),
        ]

    def expect_result(self, size: int, found: float) -> None:
        """Waits until words, controls and the picture's text tell of this size and difference."""
        for sentence in self.sentences(size, found):
            expect(self.region).to_contain_text(sentence)
        expect(self.slider).to_have_value(str(size))
        expect(self.number).to_have_value(str(size))
        expect(self.found(found)).to_be_checked()
        text = self.content.words["trial-size.picture"].format(text=" ".join(self.sentences(size, found)))
        expect(self.picture).to_have_accessible_name(text)


def shown(value: float) -> str:
    return (f"{value:.1g}" if 0 < abs(value) < 0.005 else f"{value:.2f}").replace("-", "−")


def test_a_marked_size_and_a_difference_show_their_interval(page_of: Way, content: Content) -> None:
    figure = TrialSize(page_of(CHAPTER), content)
    figure.expect_result(47, 0.5)
    figure.mark(87).click()
    figure.expect_result(87, 0.5)
    expect(figure.mark(87)).to_have_attribute("aria-pressed", "true")
    expect(figure.mark(47)).to_have_attribute("aria-pressed", "false")
    figure.found(0).check()
    figure.expect_result(87, 0)


def test_the_keyboard_is_enough(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    figure = TrialSize(page, content)
    figure.slider.focus()
    page.keyboard.press("ArrowRight")
    figure.expect_result(48, 0.5)
    page.keyboard.press("End")
    figure.expect_result(400, 0.5)
    page.keyboard.press("Tab")
    expect(figure.number).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("120")
    figure.expect_result(120, 0.5)
    for size in (17, 47, 87):
        page.keyboard.press("Tab")
        expect(figure.mark(size)).to_be_focused()
    page.keyboard.press("Enter")
    figure.expect_result(87, 0.5)
    page.keyboard.press("Tab")
    expect(figure.found(0.5)).to_be_focused()
    page.keyboard.press("ArrowRight")
    figure.expect_result(87, 0.8)


@pytest.mark.parametrize(("typed", "size"), [("3", 10), ("4000", 400), ("", 47), ("20.6", 21)])
def test_a_number_that_is_no_size_becomes_the_nearest(
    rendered: Rendered, content: Content, typed: str, size: int
) -> None:
    figure = TrialSize(rendered(CHAPTER), content)
    figure.number.fill(typed)
    figure.number.press("Tab")
    figure.expect_result(size, 0.5)


def test_the_result_is_announced_once_the_reader_has_stopped(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    figure = TrialSize(page, content)
    expect(figure.picture).to_be_visible()
    expect(figure.status).to_be_empty()
    figure.slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(figure.status).to_have_text(" ".join(figure.sentences(42, 0.5)))


def test_the_numbers_stand_in_a_table(rendered: Rendered, content: Content) -> None:
    figure = TrialSize(rendered(CHAPTER), content)
    figure.number.fill("200")
    figure.region.get_by_text(figure.say("trial-size.numbers")).click()
    rows = figure.region.get_by_role("table").get_by_role("row")
    expect(rows).to_have_text(
        [
            "".join(figure.say(f"trial-size.table.{head}") for head in ("size", "interval", "zero", "smallest")),
            "17−0.48 to 1.46inside1.46",
            "47−0.08 to 1.08inside0.84",
            "870.07 to 0.93outside0.61",
            "2000.22 to 0.78outside0.40",
        ]
    )


@pytest.mark.parametrize("size", [10, 47, 400])
@pytest.mark.parametrize("found", trial_table.FOUND)
def test_on_a_phone_nothing_sticks_out(rendered: Rendered, content: Content, size: int, found: float) -> None:
    page = rendered(CHAPTER, viewport=PHONE)
    figure = TrialSize(page, content)
    figure.number.fill(str(size))
    figure.found(found).check()
    figure.expect_result(size, found)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    sticks_out = """picture => {
        const frame = picture.getBoundingClientRect();
        return [...picture.children].filter(part => {
            const box = part.getBoundingClientRect();
            return box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
        }).map(part => part.outerHTML);
    }"""
    assert figure.picture.evaluate(sticks_out) == []


def test_on_a_phone_a_thumb_meets_every_control(rendered: Rendered, content: Content) -> None:
    figure = TrialSize(rendered(CHAPTER, viewport=PHONE), content)
    expect(figure.picture).to_be_visible()
    for control in (
        figure.slider,
        figure.number,
        *map(figure.mark, (17, 47, 87)),
        *map(figure.found, (0, 0.2, 0.5, 0.8)),
    ):
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, control


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(rendered: Rendered, content: Content, scheme: str) -> None:
    page = rendered(CHAPTER, color_scheme=scheme)
    expect(TrialSize(page, content).picture).to_be_visible()
    found = Axe().run(page, context=".mio-trialsize")
    assert found.violations_count == 0, found.generate_report()
