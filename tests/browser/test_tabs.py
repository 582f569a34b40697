"""One reader with the same chapter in two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify, Given
from .ways import Rendered

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"
RECORDS = "Object.keys(localStorage).filter((key) => key.startsWith('mio:1:record:')).length"

Tabs = tuple[Classify, Classify]


@pytest.fixture
def tabs(rendered: Rendered, content: Content) -> Tabs:
    """The exercise at its first item, twice."""
    first = Classify(rendered(CHAPTER), content, DECK)
    first.begin()
    first.expect_at(1)
    second = Classify(rendered.show(first.page.context.new_page(), CHAPTER), content, DECK)
    second.expect_at(1)
    return first, second


def test_an_answer_in_one_tab_shows_in_the_other(tabs: Tabs) -> None:
    first, second = tabs
    first.answer(Given(first.items[0].key, "sure"))
    expect(second.verdict).to_have_text(first.verdict.inner_text())


def test_answers_in_both_tabs_add_up(tabs: Tabs) -> None:
    first, second = tabs
    first.work([BLANK])
    expect(second.verdict).to_be_visible()
    second.onward()
    second.work([Given(second.items[1].key, "sure")])
    second.expect_at(3)
    first.expect_at(2)
    expect(first.verdict).to_be_visible()
    first.onward()
    first.work([BLANK])
    first.press_button("classify.pause")
    expect(first.region).to_contain_text(first.say("summary.total", correct=1, n=1))
    expect(first.region).to_contain_text(first.say("summary.blank", n=2))


def test_an_answer_begun_in_one_tab_is_not_swept_away_by_the_other(tabs: Tabs) -> None:
    first, second = tabs
    label = first.deck.labels[1]
    first.radio(label).check()
    second.answer(BLANK)
    expect(first.radio(label)).to_be_checked()


def test_two_answers_to_one_item_are_both_kept_and_the_first_counts(tabs: Tabs) -> None:
    first, second = tabs
    label = first.deck.labels[1]
    first.radio(label).check()
    second.answer(BLANK)
    first.sureness("sure").click()
    expect(first.verdict).to_have_text(second.verdict.inner_text())
    assert first.page.evaluate(RECORDS) == 2
