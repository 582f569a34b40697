"""axe finds nothing to object to in the main states of the later chapters' exercises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .exercises import Choices, Conversation, Journal, Order, Point, Progress, Sort, path
from .test_accessibility import violations
from .ways import Rendered


def cards_waiting(page: Page, content: Content) -> None:
    sort = Sort(page, content, "goals")
    sort.place(sort.deck.labels)
    order = Order(page, content, "slow-down")
    expect(order.rows).to_have_count(len(order.order.cards))


def cards_compared(page: Page, content: Content) -> None:
    sort = Sort(page, content, "goals")
    sort.place([sort.deck.labels[0]] * len(sort.cards))
    sort.press_button("sort.compare")
    expect(sort.heading).to_be_focused()
    order = Order(page, content, "slow-down")
    order.press_button("sort.compare")
    quiz = Choices(page, content, "04-goals-and-approach")
    quiz.choose(quiz.choosing[0], 0)


def talk_waiting(page: Page, content: Content) -> None:
    expect(Conversation(page, content, "after-the-visit").button("conversation.begin")).to_be_visible()
    expect(Journal(page, content, "06-the-session").text(0)).to_be_visible()
    quiz = Choices(page, content, "06-the-session")
    quiz.option(quiz.choosing[0], 0).check()


def talk_in_the_middle(page: Page, content: Content) -> None:
    talk = Conversation(page, content, "after-the-visit")
    talk.begin()
    talk.walk(path(talk.vignette, weak=True)[:4])
    Journal(page, content, "06-the-session").write(0, "Too late, I think.")


def talk_at_its_end(page: Page, content: Content) -> None:
    talk = Conversation(page, content, "theresa-anna")
    talk.begin()
    talk.walk(path(talk.vignette, weak=False))


def pointing(page: Page, content: Content) -> None:
    exercise = Point(page, content, "whose-mind-2")
    exercise.phrase(exercise.items[0].evidence[0].phrase).click()


def pointed_and_reported(page: Page, content: Content) -> None:
    exercise = Point(page, content, "whose-mind-2")
    exercise.answer([exercise.beside(exercise.items[0]), exercise.items[0].evidence[0].phrase])
    Journal(page, content, "09-reflection").write(0, "What I take along.")
    progress = Progress(page, content)
    progress.report()
    progress.press_button("progress.delete")


def deleted(page: Page, content: Content) -> None:
    Progress(page, content).delete_everything()


def term(page: Page, content: Content) -> None:
    page.get_by_role("main").locator('a[href^="#term-"]').first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


VIEWS: list[tuple[str, Callable[[Page, Content], None]]] = [
    ("03_self_and_child", term),
    ("04_mio_goals_and_approach", cards_waiting),
    ("04_mio_goals_and_approach", cards_compared),
    ("06_the_session", talk_waiting),
    ("06_the_session", talk_in_the_middle),
    ("06_the_session", talk_at_its_end),
    ("09_review_and_reflection", pointing),
    ("09_review_and_reflection", pointed_and_reported),
    ("09_review_and_reflection", deleted),
]


@pytest.mark.parametrize(("slug", "show"), VIEWS, ids=[show.__name__ for _, show in VIEWS])
def test_axe_finds_nothing(
    rendered: Rendered, content: Content, slug: str, show: Callable[[Page, Content], None]
) -> None:
    page = rendered(slug)
    show(page, content)
    assert violations(page, show.__name__) == []
