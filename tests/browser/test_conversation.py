"""A conversation in which the reader is the therapist."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content, load
from mio_widgets.content.models import Line

from .exercises import WEAK, Conversation, path
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

CHAPTER = "06_the_session"
VIGNETTE = "after-the-visit"


@pytest.fixture
def talk(rendered: Rendered, content: Content) -> Conversation:
    """A conversation, before it begins."""
    return Conversation(rendered(CHAPTER), content, VIGNETTE)


def expect_transcript(talk: Conversation, lines: list[Line]) -> None:
    """Asserts that all that was said stands there, in order, with what each line did, and how it ended.

    All but the last line is folded until the reader asks for it.
    """
    expect(talk.region).not_to_contain_text(lines[0].effect, use_inner_text=True)
    talk.press(talk.earlier)
    shown = " ".join(talk.region.inner_text().split())
    at = 0
    for line in lines:
        for part in (line.text, line.answer, talk.say(f"conversation.move.{line.move}"), line.effect):
            at = shown.index(" ".join(part.split()), at)
    assert shown.index(talk.vignette.closing) > at
    for move, n in Counter(line.move for line in lines).items():
        count = f"{talk.say(f'conversation.move.{move}')}: {n}"
        expect(talk.region.get_by_role("listitem").filter(has_text=count)).to_have_count(1)


def test_it_begins_with_the_setting_and_a_content_note(talk: Conversation) -> None:
    expect(talk.region).to_contain_text(talk.vignette.content_note)
    expect(talk.region).to_contain_text(talk.vignette.setting)
    expect(talk.lines).to_have_count(0)
    talk.begin()
    expect(talk.region).to_contain_text(talk.turns[talk.vignette.start].says)


@pytest.mark.parametrize("vignette", sorted(load().vignettes))
@pytest.mark.parametrize("weak", [False, True], ids=["best", "worst"])
def test_a_path_ends_with_its_transcript(rendered: Rendered, content: Content, vignette: str, weak: bool) -> None:
    talk = Conversation(rendered(CHAPTER), content, vignette)
    lines = path(talk.vignette, weak=weak)
    assert any(line.move in WEAK for line in lines) is weak
    talk.begin()
    talk.walk(lines)
    expect_transcript(talk, lines)


def test_what_a_line_does_is_said_only_once_it_is_chosen(talk: Conversation) -> None:
    talk.begin()
    line, *others = talk.turns[talk.vignette.start].choices
    for choice in (line, *others):
        expect(talk.region).not_to_contain_text(choice.effect)
    talk.walk([line])
    expect(talk.region).to_contain_text(line.effect)
    expect(talk.region.locator(".mio-you").last).to_be_focused()
    for other in others:
        expect(talk.region).not_to_contain_text(other.effect)


def test_there_is_a_way_back_at_every_turn(talk: Conversation) -> None:
    lines = path(talk.vignette, weak=False)
    talk.begin()
    expect(talk.button("conversation.back")).to_have_count(0)
    for number, line in enumerate(lines):
        talk.walk([line], number)
        talk.press_button("conversation.back")
        talk.expect_turn(number + 1)
        expect(talk.region).not_to_contain_text(line.effect)
        talk.walk([line], number)
    expect_transcript(talk, lines)
    talk.press_button("conversation.over")
    expect(talk.region).to_contain_text(talk.vignette.setting)


def test_another_line_can_be_chosen_after_going_back(talk: Conversation) -> None:
    talk.begin()
    first, second = talk.turns[talk.vignette.start].choices[:2]
    talk.walk([first])
    talk.press_button("conversation.back")
    talk.walk([second])
    expect(talk.region).to_contain_text(second.answer)
    expect(talk.region).not_to_contain_text(first.answer)


def test_a_reload_resumes_at_the_turn_and_at_the_end(talk: Conversation) -> None:
    lines = path(talk.vignette, weak=False)
    talk.begin()
    talk.walk(lines[:5])
    talk.page.reload()
    talk.expect_turn(6)
    expect(talk.region).to_contain_text(lines[4].effect)
    talk.walk(lines[5:], 5)
    talk.page.reload()
    talk.expect_end()
    expect_transcript(talk, lines)


def test_the_levels_are_called_an_illustration(talk: Conversation) -> None:
    talk.begin()
    line = talk.turns[talk.vignette.start].choices[0]
    talk.walk([line])
    drawing = talk.levels(talk.turns[line.next])
    expect(drawing).to_be_visible()
    assert "llustration" in (drawing.get_attribute("aria-label") or "")
    expect(talk.region).to_contain_text(talk.say("conversation.levels"))


def test_by_keyboard_alone(talk: Conversation) -> None:
    keys = Keys(talk.page)
    lines = path(talk.vignette, weak=False)
    talk.button("conversation.begin").focus()
    keys.press("Enter")
    for number, line in enumerate(lines, 2):
        keys.push(talk.line(line), ("Enter", "Space")[number % 2])
        if line.next != "end":
            talk.expect_turn(number)
        expect(talk.region.locator(".mio-you").last).to_be_focused()
    talk.expect_end()
    keys.push(talk.button("conversation.back"))
    talk.expect_turn(len(lines))
    keys.push(talk.button("conversation.over"))
    expect(talk.heading).to_be_focused()


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    talk = Conversation(page, content, VIGNETTE, Locator.tap)
    lines = path(talk.vignette, weak=True)
    talk.begin()
    assert page.evaluate(SMALL_TARGETS) == []
    for number, line in enumerate(lines):
        talk.walk([line], number)
        expect(talk.region.locator(".mio-you").last).to_be_in_viewport()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect_transcript(talk, lines)
