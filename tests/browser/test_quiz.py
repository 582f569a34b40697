"""The questionnaire: write, reveal, rate."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mio_widgets.content.load import Content

from .reader import Quiz
from .ways import Rendered

CHAPTER = "01_mentalizing"


@pytest.fixture
def quiz(rendered: Rendered, content: Content) -> Quiz:
    """The first chapter's questionnaire."""
    return Quiz(rendered(CHAPTER), content, "01-mentalizing")


def test_the_answer_is_hidden_until_it_is_asked_for(quiz: Quiz) -> None:
    expect(quiz.text(quiz.recall[0])).to_be_visible()
    shown = quiz.page.content()
    assert not [question.id for question in quiz.quiz.questions if question.answer and question.answer in shown]


def test_revealing_shows_both_answers_and_moves_the_focus(quiz: Quiz) -> None:
    number = quiz.recall[0]
    quiz.text(number).fill("What I remember of it")
    quiz.reveal(number)
    question = quiz.question(number)
    expect(question.get_by_role("heading", name=quiz.say("quiz.ours"))).to_be_focused()
    expect(question).to_contain_text("What I remember of it")
    expect(question).to_contain_text(quiz.quiz.questions[number].answer or "")


def test_nothing_written_is_called_a_blank(quiz: Quiz) -> None:
    quiz.reveal(quiz.recall[0])
    expect(quiz.question(quiz.recall[0])).to_contain_text(quiz.say("quiz.blank"))


def test_one_rating_is_pressed_and_can_be_taken_back(quiz: Quiz) -> None:
    number = quiz.recall[0]
    quiz.reveal(number)
    had, partly = quiz.rating(number, "had"), quiz.rating(number, "partly")
    had.click()
    expect(had).to_have_attribute("aria-pressed", "true")
    expect(had).to_be_focused()
    partly.click()
    expect(partly).to_have_attribute("aria-pressed", "true")
    expect(had).to_have_attribute("aria-pressed", "false")
    partly.click()
    expect(partly).to_have_attribute("aria-pressed", "false")


def test_a_reload_keeps_answer_and_rating(quiz: Quiz) -> None:
    number = quiz.recall[0]
    quiz.text(number).fill("What I remember of it")
    quiz.reveal(number)
    quiz.rating(number, "partly").click()
    quiz.page.reload()
    expect(quiz.question(number)).to_contain_text("What I remember of it")
    expect(quiz.rating(number, "partly")).to_have_attribute("aria-pressed", "true")


def test_a_draft_is_kept_before_the_answer_is_shown(quiz: Quiz) -> None:
    first, second = quiz.recall[:2]
    quiz.text(first).fill("Half a thought")
    quiz.text(second).fill("Another half")
    quiz.page.reload()
    expect(quiz.text(first)).to_have_value("Half a thought")
    expect(quiz.text(second)).to_have_value("Another half")


def test_a_source_leads_to_its_reference(quiz: Quiz) -> None:
    number = next(n for n in quiz.recall if quiz.quiz.questions[n].cites)
    cite = quiz.quiz.questions[number].cites[0]
    quiz.reveal(number)
    quiz.question(number).get_by_role("link").first.click()
    expect(quiz.page.locator(f"#ref-{cite}")).to_be_in_viewport()


def test_markup_in_an_answer_stays_text(quiz: Quiz) -> None:
    number = quiz.recall[0]
    quiz.text(number).fill("<img src=x onerror=alert(1)> <b>bold</b>")
    quiz.reveal(number)
    expect(quiz.question(number)).to_contain_text("<b>bold</b>")
    expect(quiz.question(number).get_by_role("img")).to_have_count(0)
