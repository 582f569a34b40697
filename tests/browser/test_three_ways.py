"""A short run through each exercise in each way to read the book."""

from __future__ import annotations

from playwright.sync_api import expect

from mio_widgets.content.load import Content

from .exercises import Choices, Conversation, Journal, Order, Point, Progress, Sort, path
from .ways import Way


def test_cards_are_ordered_and_sorted(page_of: Way, content: Content) -> None:
    # High enough for a card and its pile: JupyterLab scrolls a panel of its own, where a drag cannot bring it along.
    page = page_of("04_mio_goals_and_approach", viewport={"width": 1280, "height": 1600})
    order = Order(page, content, "objectives")
    order.solve()
    order.press_button("sort.compare")
    expect(order.region).to_contain_text(order.say("order.same"))

    sort = Sort(page, content, "goals")
    sort.place([sort.cards[0].key])
    page.keyboard.press("2")
    expect(sort.in_pile(sort.cards[1], sort.deck.labels[1])).to_be_visible()
    sort.in_hand.drag_to(sort.pile(sort.deck.labels[0]))
    expect(sort.in_pile(sort.cards[2], sort.deck.labels[0])).to_be_visible()


def test_a_conversation_is_begun_and_the_journal_written(page_of: Way, content: Content) -> None:
    page = page_of("06_the_session")
    talk = Conversation(page, content, "theresa-anna")
    lines = path(talk.vignette, weak=False)[:3]
    talk.begin()
    talk.walk(lines)
    talk.press_button("conversation.back")
    talk.expect_turn(3)

    Journal(page, content, "06-the-session").write(0, "The rules, and myself.")
    quiz = Choices(page, content, "06-the-session")
    number = quiz.choosing[0]
    quiz.choose(number, 0)
    expect(quiz.question(number)).to_contain_text(quiz.quiz.questions[number].choices[0].reason)


def test_phrases_are_tapped_and_the_report_is_shown(page_of: Way, content: Content) -> None:
    page = page_of("09_review_and_reflection")
    pointing = Point(page, content, "whose-mind-2")
    pointing.answer([pointing.items[0].evidence[0].phrase])
    assert len(pointing.compared("found")) == 1

    Journal(page, content, "09-reflection").write(0, "What I take along.")
    progress = Progress(page, content)
    assert ("p", "What I take along.") in progress.report().blocks
    progress.delete_everything()
