"""Multiple choice in a questionnaire: choose, compare, read a reason for every answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .exercises import Choices
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

CHAPTER = "05_the_stance"
QUIZ = "05-the-stance"


@pytest.fixture
def quiz(rendered: Rendered, content: Content) -> Choices:
    """The questionnaire, with nothing answered."""
    return Choices(rendered(CHAPTER), content, QUIZ)


def at_right(quiz: Choices, number: int) -> int:
    """Which choice holds."""
    return next(at for at, choice in enumerate(quiz.quiz.questions[number].choices) if choice.correct)


def at_wrong(quiz: Choices, number: int) -> int:
    """The first choice that does not hold."""
    return next(at for at, choice in enumerate(quiz.quiz.questions[number].choices) if not choice.correct)


def expect_reasons(quiz: Choices, number: int) -> None:
    """Asserts that every choice has its reason below it and says whether it fits, and that one is the reader's."""
    question = quiz.question(number)
    for at, choice in enumerate(quiz.quiz.questions[number].choices):
        said = quiz.say("quiz.option.holds" if choice.correct else "quiz.option.fails")
        below = question.locator("label").nth(at).locator("xpath=following-sibling::*[1]")
        expect(below).to_have_text(f"{said} {choice.reason}")
    expect(question.locator("label:has(:checked)")).to_contain_text(quiz.say("quiz.chosen"))
    expect(question.get_by_text(quiz.say("quiz.chosen"), exact=True)).to_have_count(1)


def test_nothing_gives_the_answer_away_before_it_is_chosen(quiz: Choices) -> None:
    number = quiz.choosing[0]
    expect(quiz.compare(number)).to_be_disabled()
    shown = quiz.region.inner_html()
    assert not [c.text for c in quiz.quiz.questions[number].choices if c.reason in shown]
    assert "true" not in [option.get_attribute("data-correct") for option in quiz.region.get_by_role("radio").all()]


@pytest.mark.parametrize("right", [True, False], ids=["holds", "fails"])
def test_every_choice_has_its_reason(quiz: Choices, right: bool) -> None:
    number = quiz.choosing[0]
    chosen = at_right(quiz, number) if right else at_wrong(quiz, number)
    quiz.choose(number, chosen)
    verdict = quiz.question(number).get_by_text(quiz.say("quiz.holds" if right else "quiz.fails"), exact=True)
    expect(verdict).to_be_focused()
    expect_reasons(quiz, number)
    expect(quiz.option(number, chosen)).to_be_checked()
    expect(quiz.option(number, chosen)).to_be_disabled()


def test_a_choice_can_be_changed_until_it_is_compared(quiz: Choices) -> None:
    number = quiz.choosing[0]
    quiz.option(number, at_wrong(quiz, number)).check()
    quiz.option(number, at_right(quiz, number)).check()
    quiz.compare(number).click()
    expect(quiz.question(number)).to_contain_text(quiz.say("quiz.holds"))


def test_a_reload_keeps_each_choice(quiz: Choices) -> None:
    first, second = quiz.choosing[:2]
    quiz.choose(first, at_wrong(quiz, first))
    quiz.choose(second, at_right(quiz, second))
    quiz.page.reload()
    expect(quiz.option(first, at_wrong(quiz, first))).to_be_checked()
    expect(quiz.option(second, at_right(quiz, second))).to_be_checked()
    expect(quiz.question(first)).to_contain_text(quiz.say("quiz.fails"))
    expect(quiz.question(second)).to_contain_text(quiz.say("quiz.holds"))
    expect_reasons(quiz, first)


def test_by_keyboard_alone(quiz: Choices) -> None:
    keys = Keys(quiz.page)
    number = quiz.choosing[0]
    quiz.text(0).focus()
    keys.tab_to(quiz.option(number, 0))
    keys.press("Space", *["ArrowDown"] * at_right(quiz, number))
    expect(quiz.option(number, at_right(quiz, number))).to_be_checked()
    keys.push(quiz.compare(number))
    expect(quiz.question(number).get_by_text(quiz.say("quiz.holds"), exact=True)).to_be_focused()


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    quiz = Choices(page, content, QUIZ, Locator.tap)
    number = quiz.choosing[0]
    quiz.choose(number, at_wrong(quiz, number))
    expect(quiz.question(number).get_by_text(quiz.say("quiz.fails"), exact=True)).to_be_in_viewport()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
