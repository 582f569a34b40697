"""Leaving and coming back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify, Given, Quiz
from .ways import Rendered, Voila, Way

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"


@pytest.fixture(params=["rendered", "voila"])
def served(request: pytest.FixtureRequest) -> Way:
    """Each way in which our server shows a chapter."""
    way: Way = request.getfixturevalue(request.param)
    return way


def title(book: Path, slug: str) -> str:
    """A chapter's title, from its notebook."""
    notebook = json.loads((book / "notebooks" / f"{slug}.ipynb").read_text(encoding="utf-8"))
    named: str = notebook["metadata"]["mio"]["title"]
    return named


def items(book: Path, content: Content, slug: str) -> dict[str, list[str]]:
    """The ids of the items that a chapter asks, by deck and quiz."""
    notebook = (book / "notebooks" / f"{slug}.ipynb").read_text(encoding="utf-8")
    found = re.findall(r'(?:classify|sort_cards|quiz)\(\\"([\w-]+)\\"', notebook)
    return {
        id: [question.id for question in content.quizzes[id].questions]
        if id in content.quizzes
        else [utterance.id for utterance in content.decks[id].utterances]
        for id in found
    }


def in_contents(page: Page, title: str) -> Locator:
    """The chapter's entry in the home page's list."""
    link = page.get_by_role("link", name=title, exact=True)
    return page.get_by_role("main").get_by_role("listitem").filter(has=link)


def in_menu(page: Page, content: Content, title: str) -> Locator:
    """The chapter's entry in the list of chapters that every page has."""
    page.locator("summary").filter(has_text=content.words["page.chapters"]).click()
    entries = page.get_by_role("navigation", name=content.words["page.chapters"]).get_by_role("listitem")
    return entries.filter(has=page.get_by_role("link", name=title, exact=True))


def test_a_reload_shows_the_same_item(served: Way, content: Content) -> None:
    page = served(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([Given(exercise.items[0].key, "sure"), BLANK])
    exercise.expect_at(3)
    page.reload()
    exercise.expect_at(3)


def test_a_reload_keeps_an_answer_and_its_feedback(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.answer(Given(exercise.items[0].key, "unsure"))
    said = exercise.verdict.inner_text()
    page.reload()
    exercise.expect_at(1)
    expect(exercise.verdict).to_have_text(said)


def test_a_reload_while_looking_back_stays_there(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK, BLANK])
    exercise.press_button("classify.back")
    exercise.expect_at(2)
    page.reload()
    exercise.expect_at(2)


def test_the_worked_examples_are_not_shown_again(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    page.reload()
    exercise.expect_at(2)
    exercise.press_button("classify.back")
    exercise.press_button("classify.worked.again")
    expect(exercise.heading).to_contain_text(exercise.say("classify.worked"))


def test_what_was_answered_in_one_way_is_there_in_the_other(rendered: Rendered, voila: Voila, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    voila.show(page, CHAPTER)
    exercise.expect_at(2)


def test_another_reader_sees_nothing_of_it(rendered: Rendered, content: Content) -> None:
    mine = Classify(rendered(CHAPTER), content, DECK)
    mine.begin()
    mine.work([BLANK])
    theirs = Classify(rendered(CHAPTER), content, DECK)
    expect(theirs.button("classify.worked.next")).to_be_visible()


def test_the_home_page_offers_to_continue(rendered: Rendered, book: Path, content: Content) -> None:
    page = rendered("00_start_here")
    onward = page.get_by_role("main").get_by_text(content.words["page.continue"])
    expect(onward).to_be_hidden()
    in_contents(page, title(book, CHAPTER)).get_by_role("link").click()
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    page.get_by_role("link", name=content.words["page.book"]).click()
    expect(onward).to_be_visible()
    expect(onward).to_be_in_viewport()
    onward.get_by_role("link", name=title(book, CHAPTER), exact=True).click()
    exercise.expect_at(2)
    expect(exercise.heading).to_be_in_viewport()


def test_a_look_into_a_chapter_is_no_work(rendered: Rendered, book: Path, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    progress = content.words["progress.title"]
    rendered.show(page, "09_review_and_reflection")
    expect(page.get_by_role("region", name=progress, exact=True)).to_be_visible()
    rendered.show(page, "00_start_here")
    onward = page.get_by_role("main").get_by_text(content.words["page.continue"])
    expect(onward.get_by_role("link", name=title(book, CHAPTER), exact=True)).to_be_visible()


def test_the_home_page_says_what_is_due(rendered: Rendered, content: Content) -> None:
    context = rendered.readers.new(rendered.server.url)
    context.clock.install()
    page = rendered.show(context.new_page(), CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK] * len(exercise.items))
    exercise.expect_summary()
    rendered.show(page, "00_start_here")
    due = page.get_by_role("main").get_by_text(content.words["page.due"])
    expect(page.get_by_text(content.words["page.continue"])).to_be_visible()
    expect(due).to_be_hidden()
    context.clock.fast_forward("24:00:00")
    page.reload()
    due.get_by_role("link", name=exercise.deck.title, exact=True).click()
    expect(exercise.heading).to_be_in_viewport()
    expect(exercise.button("summary.visit.go")).to_be_visible()


def test_the_chapter_lists_show_progress(rendered: Rendered, book: Path, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK] * 3)
    exercise.expect_at(4)
    of = sum(map(len, items(book, content, CHAPTER).values()))
    done = content.words["page.done"].format(done=3, of=of)
    expect(in_menu(page, content, title(book, CHAPTER))).to_contain_text(done)
    rendered.show(page, "00_start_here")
    expect(in_contents(page, title(book, CHAPTER))).to_contain_text(done)


def test_a_finished_chapter_is_called_so(rendered: Rendered, book: Path, content: Content) -> None:
    page = rendered("01_mentalizing")
    quiz = Quiz(page, content, "01-mentalizing")
    expect(quiz.text(quiz.recall[0])).to_be_visible()
    elsewhere = {
        f"mio:1:record:{space}:2026-01-05T09:00:00.000Z-{id}": json.dumps(
            {"kind": "answer", "item": id, "label": "none", "sureness": None, "correct": False, "round": 1}
            | {"time": "2026-01-05T09:00:00.000Z"}
        )
        for space, ids in items(book, content, "01_mentalizing").items()
        if space != quiz.quiz.id
        for id in ids
    }
    page.evaluate("records => Object.assign(localStorage, records)", elsewhere)
    quiz.complete()
    expect(in_menu(page, content, title(book, "01_mentalizing"))).to_contain_text(content.words["page.finished"])


def test_starting_over_begins_progress_anew(rendered: Rendered, book: Path, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK] * 2)
    exercise.press_button("classify.pause")
    exercise.press_button("summary.over")
    exercise.press_button("summary.over.yes")
    expect(exercise.button("classify.worked.next")).to_be_visible()
    exercise.begin()
    exercise.expect_at(1)
    expect(exercise.region.get_by_role("radio")).to_have_count(len(exercise.deck.labels))
    expect(in_menu(page, content, title(book, CHAPTER))).to_have_text(title(book, CHAPTER))


def test_starting_over_keeps_the_earlier_round(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER)
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK] * 2)
    before = page.evaluate("Object.keys(localStorage).filter(key => key.includes(':record:')).sort()")
    exercise.press_button("classify.pause")
    exercise.press_button("summary.over")
    exercise.press_button("summary.over.yes")
    expect(exercise.button("classify.worked.next")).to_be_visible()
    after = page.evaluate("Object.keys(localStorage)")
    assert set(before) < set(after)
