"""Pointing: tap the phrases that decide, and compare with the evidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .exercises import MARKS, Point
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

DECK = "whose-mind-2"
CHAPTER = "09_review_and_reflection"


@pytest.fixture
def exercise(rendered: Rendered, content: Content) -> Point:
    """The exercise at its first item."""
    return Point(rendered(CHAPTER), content, DECK)


def test_every_evidence_phrase_can_be_tapped_and_the_phrases_make_up_the_text(exercise: Point) -> None:
    item = exercise.items[0]
    for evidence in item.evidence:
        expect(exercise.phrase(evidence.phrase)).to_have_attribute("aria-pressed", "false")
    assert " ".join(exercise.phrases.inner_text().split()) == " ".join(item.text.split())


def test_every_mark_stands_in_a_box(exercise: Point) -> None:
    # A phrase that decides ends where its box ends; without the mark behind it, it could be told by that.
    between: str = exercise.phrases.evaluate(
        "group => [...group.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join('')"
    )
    boxes = exercise.phrases.get_by_role("button").all_inner_texts()
    assert any(box.rstrip()[-1] in MARKS for box in boxes)
    assert not set(MARKS.strip()) & set(between)


def test_the_evidence_is_hidden_until_it_is_compared(exercise: Point) -> None:
    expect(exercise.phrases).to_be_visible()
    shown = exercise.region.inner_html()
    assert not [evidence.why for evidence in exercise.items[0].evidence if evidence.why in shown]


def test_what_is_tapped_can_be_untapped(exercise: Point) -> None:
    phrase = exercise.phrase(exercise.items[0].evidence[0].phrase)
    phrase.click()
    expect(phrase).to_have_attribute("aria-pressed", "true")
    phrase.click()
    expect(phrase).to_have_attribute("aria-pressed", "false")


def test_found_missed_and_beside_are_told_apart(exercise: Point) -> None:
    number = next(n for n, item in enumerate(exercise.items) if len(item.evidence) > 1)
    for item in exercise.items[:number]:
        exercise.answer(evidence.phrase for evidence in item.evidence)
        exercise.press_button("classify.next")
    item = exercise.items[number]
    exercise.expect_at(number + 1)
    beside = exercise.beside(item)
    first, *rest = item.evidence
    exercise.answer([first.phrase, beside])
    for part, evidence in (("found", [first]), ("missed", rest)):
        for line, decisive in zip(exercise.compared(part), evidence, strict=True):
            assert line.startswith(decisive.phrase)
            assert line.endswith(decisive.why)
    assert [line.strip(MARKS) for line in exercise.compared("beside")] == [beside]
    marks = exercise.region.locator("mark").all_inner_texts()
    assert sorted(marks) == sorted(evidence.phrase for evidence in item.evidence)


def test_tapping_nothing_shows_the_evidence_as_missed(exercise: Point) -> None:
    exercise.answer([])
    assert exercise.compared("found") == exercise.compared("beside") == []
    assert len(exercise.compared("missed")) == len(exercise.items[0].evidence)


def test_a_reload_keeps_the_answer_and_the_place(exercise: Point) -> None:
    exercise.answer([exercise.items[0].evidence[0].phrase])
    exercise.press_button("classify.next")
    exercise.expect_at(2)
    exercise.page.reload()
    exercise.expect_at(2)
    exercise.press_button("classify.back")
    exercise.expect_at(1)
    assert len(exercise.compared("found")) == 1


def test_the_first_answer_counts_where_two_tabs_answer(exercise: Point, rendered: Rendered, content: Content) -> None:
    item = exercise.items[0]
    exercise.phrase(item.evidence[0].phrase).click()
    other = Point(rendered.show(exercise.page.context.new_page(), CHAPTER), content, DECK)
    other.answer([])
    # What the first tab has tapped is not swept away.
    exercise.press_button("point.compare")
    expect(exercise.phrases).to_have_count(0)
    assert exercise.compared("found") == []


def test_the_summary_adds_up(exercise: Point) -> None:
    beside = 0
    for number, item in enumerate(exercise.items):
        wrong = [exercise.beside(item)] if number in (1, 2) else []
        beside += len(wrong)
        exercise.answer(wrong or [evidence.phrase for evidence in item.evidence])
        last = item is exercise.items[-1]
        exercise.press_button("classify.summary" if last else "classify.next")
    missed = [exercise.items[1], exercise.items[2]]
    of = sum(len(item.evidence) for item in exercise.items)
    found = of - sum(len(item.evidence) for item in missed)
    expect(exercise.region).to_contain_text(exercise.say("point.total", found=found, of=of))
    expect(exercise.region).to_contain_text(exercise.say("point.total.beside", n=beside))
    for item in missed:
        expect(exercise.region.get_by_role("button", name=item.text, exact=True)).to_be_visible()
    exercise.region.get_by_role("button", name=missed[1].text, exact=True).click()
    exercise.expect_at(3)


def test_by_keyboard_alone(exercise: Point) -> None:
    keys = Keys(exercise.page)
    item = exercise.items[0]
    exercise.phrases.get_by_role("button").first.focus()
    keys.press("Shift+Tab")
    for number, evidence in enumerate(item.evidence):
        keys.push(exercise.phrase(evidence.phrase), ("Space", "Enter")[number % 2])
        expect(exercise.phrase(evidence.phrase)).to_have_attribute("aria-pressed", "true")
    keys.push(exercise.button("point.compare"))
    expect(exercise.heading).to_be_focused()
    assert len(exercise.compared("found")) == len(item.evidence)
    keys.push(exercise.button("classify.next"))
    exercise.expect_at(2)
    expect(exercise.heading).to_be_focused()


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    exercise = Point(page, content, DECK, Locator.tap)
    expect(exercise.phrases).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    exercise.answer([exercise.beside(exercise.items[0]), *(e.phrase for e in exercise.items[0].evidence)])
    expect(exercise.heading).to_be_in_viewport()
    assert page.evaluate(SMALL_TARGETS) == []
    exercise.press_button("classify.next")
    exercise.expect_at(2)
