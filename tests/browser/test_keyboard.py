"""The exercise by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content

from .reader import Classify
from .ways import Lab, Rendered, Way

DECK = "whose-mind-1"


class Keys:
    """Hands that never leave the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator, at_most: int = 100) -> None:
        """Presses Tab until the target has the focus."""
        expect(target).to_be_visible()
        for _ in range(at_most):
            self.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{at_most} times Tab do not reach {target}")

    def push(self, target: Locator, key: str = "Enter") -> None:
        self.tab_to(target)
        self.press(key)


def choose_by_number(keys: Keys, exercise: Classify, label: str) -> None:
    keys.tab_to(exercise.radio(exercise.deck.labels[0]))
    keys.press(str(exercise.deck.labels.index(label) + 1))


def choose_by_arrow(keys: Keys, exercise: Classify, label: str) -> None:
    """An arrow marks the neighbor of the focused radio, so the first label is reached by going round."""
    keys.tab_to(exercise.radio(exercise.deck.labels[0]))
    keys.press(*["ArrowDown"] * (exercise.deck.labels.index(label) or len(exercise.deck.labels)))


def choose_by_space(keys: Keys, exercise: Classify, label: str) -> None:
    keys.tab_to(exercise.radio(exercise.deck.labels[0]))
    keys.press(*["ArrowRight"] * exercise.deck.labels.index(label), "Space")


CHOOSE = (choose_by_number, choose_by_arrow, choose_by_space)


def answer(keys: Keys, exercise: Classify, number: int) -> None:
    """Answers an item with its key, in one of the ways to choose and to press."""
    label = exercise.items[number].key
    CHOOSE[number % 3](keys, exercise, label)
    expect(exercise.radio(label)).to_be_checked()
    keys.push(exercise.sureness(("sure", "fairly", "unsure")[number % 3]), ("Enter", "Space")[number % 2])
    expect(exercise.verdict).to_be_focused()
    expect(exercise.verdict).to_have_text(exercise.say("classify.verdict.agreed", key=exercise.short(label)))


def test_the_skip_link_leads_to_the_text(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child")
    keys = Keys(page)
    keys.press("Tab")
    expect(page.get_by_role("link", name=content.words["page.skip"])).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_chapter_list_opens_and_closes(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child")
    keys = Keys(page)
    menu = page.locator("summary").filter(has_text=content.words["page.chapters"])
    keys.push(menu)
    here = page.get_by_role("navigation", name=content.words["page.chapters"]).locator("[aria-current=page]")
    expect(here).to_be_visible()
    keys.press("Escape")
    expect(here).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_whole_exercise(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child")
    exercise, keys = Classify(page, content, DECK), Keys(page)
    say, items = exercise.say, exercise.items

    keys.push(exercise.button("classify.worked.next"))
    expect(exercise.heading).to_contain_text(say("classify.progress", at=2, of=len(exercise.deck.worked)))
    keys.push(exercise.button("classify.begin"))

    blank = 4
    for number in range(len(items)):
        exercise.expect_at(number + 1)
        expect(exercise.heading).to_be_focused()
        if number == blank:
            keys.push(exercise.button("classify.blank"))
            expect(exercise.verdict).to_be_focused()
        else:
            answer(keys, exercise, number)
        keys.push(exercise.button("classify.summary" if items[number] is items[-1] else "classify.next"))

    exercise.expect_summary()
    expect(exercise.heading).to_be_focused()
    expect(exercise.region).to_contain_text(say("summary.total", correct=len(items) - 1, n=len(items) - 1))

    keys.push(exercise.button("summary.over"))
    expect(exercise.region.get_by_text(exercise.say("summary.over.ask"), exact=True)).to_be_focused()
    keys.push(exercise.button("summary.over.no"))
    expect(exercise.button("summary.over")).to_be_focused()
    keys.press("Enter")
    keys.push(exercise.button("summary.over.yes"))
    expect(exercise.button("classify.worked.next")).to_be_visible()


def test_reviewing_an_item_from_the_summary(rendered: Rendered, content: Content) -> None:
    page = rendered("03_self_and_child")
    exercise, keys = Classify(page, content, DECK), Keys(page)
    first = exercise.items[0]
    other = next(label for label in exercise.deck.labels if label != first.key)

    keys.push(exercise.button("classify.worked.skip"))
    choose_by_number(keys, exercise, other)
    keys.push(exercise.sureness("fairly"))
    keys.push(exercise.button("classify.next"))
    exercise.expect_at(2)
    keys.push(exercise.button("classify.pause"))
    exercise.expect_summary()
    keys.push(exercise.region.get_by_role("button", name=first.text, exact=True))
    exercise.expect_at(1)
    expect(exercise.verdict).to_be_visible()


def test_a_few_items_in_each_way(page_of: Way, content: Content) -> None:
    page = page_of("03_self_and_child")
    exercise, keys = Classify(page, content, DECK), Keys(page)
    # What comes before the exercise is not ours in JupyterLab: a notebook's own cells.
    exercise.button("classify.worked.next").focus()
    keys.push(exercise.button("classify.worked.skip"))
    for number in range(3):
        exercise.expect_at(number + 1)
        answer(keys, exercise, number)
        keys.push(exercise.button("classify.next"))
    exercise.expect_at(4)
    keys.push(exercise.button("classify.blank"))
    expect(exercise.verdict).to_be_focused()


@pytest.mark.parametrize("key", ["9", "a"])
def test_other_keys_choose_nothing(rendered: Rendered, content: Content, key: str) -> None:
    page = rendered("03_self_and_child")
    exercise, keys = Classify(page, content, DECK), Keys(page)
    keys.push(exercise.button("classify.worked.skip"))
    keys.tab_to(exercise.radio(exercise.deck.labels[0]))
    keys.press(key)
    expect(exercise.region.get_by_role("radio", checked=True)).to_have_count(0)


def test_keys_in_the_exercise_leave_the_notebook_alone(lab: Lab, content: Content) -> None:
    page = lab("03_self_and_child")
    exercise, keys = Classify(page, content, DECK), Keys(page)
    exercise.begin()
    exercise.radio(exercise.deck.labels[0]).focus()
    # In JupyterLab's command mode these cut, insert and convert cells, and select another one.
    keys.press("x", "a", "m", "ArrowDown")
    expect(exercise.radio(exercise.deck.labels[1])).to_be_focused()
    expect(exercise.radio(exercise.deck.labels[1])).to_be_checked()
