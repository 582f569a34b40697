"""What question and feedback say, by role and name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from mio_widgets.content.load import Content
from mio_widgets.content.models import Utterance

from .reader import BLANK, Classify, Given
from .ways import Rendered, Way

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"

#: What an element is, apart from its text and from the numbers that differ from item to item.
SKELETON = """root => [...root.querySelectorAll("*")].map((element) => [
    element.tagName,
    ...[...element.attributes]
      .filter(({ name }) => !["name", "id", "tabindex"].includes(name) && !(element.tagName === "PROGRESS"))
      .map(({ name, value }) => `${name}=${value}`),
].join(" "))"""


@pytest.fixture
def exercise(rendered: Rendered, content: Content) -> Classify:
    """The exercise at its first item."""
    exercise = Classify(rendered(CHAPTER), content, DECK)
    exercise.begin()
    exercise.expect_at(1)
    return exercise


def other_label(exercise: Classify, item: Utterance) -> str:
    return next(label for label in exercise.deck.labels if label != item.key)


def marked_phrases(item: Utterance) -> list[str]:
    return sorted((evidence.phrase for evidence in item.evidence), key=item.text.index)


def test_the_choices_are_radios_in_a_group_named_by_the_question(exercise: Classify) -> None:
    group = exercise.region.get_by_role("group", name=exercise.question, exact=True)
    names = [exercise.short(label) for label in exercise.deck.labels]
    expect(group.get_by_role("radio")).to_have_count(len(names))
    for name in names:
        expect(group.get_by_role("radio", name=name, exact=True)).not_to_be_checked()


def test_only_one_label_is_checked(exercise: Classify) -> None:
    for label in (*exercise.deck.labels, exercise.deck.labels[0]):
        exercise.radio(label).check()
        expect(exercise.radio(label)).to_be_checked()
        expect(exercise.region.get_by_role("radio", checked=True)).to_have_count(1)


def test_sureness_is_asked_only_after_a_label(exercise: Classify) -> None:
    group = exercise.region.get_by_role("group", name=exercise.say("classify.sure"))
    expect(group).to_be_hidden()
    exercise.radio(exercise.deck.labels[0]).check()
    names = [exercise.say(f"classify.sure.{sureness}") for sureness in ("unsure", "fairly", "sure")]
    expect(group.get_by_role("button")).to_have_text(names)


def test_the_status_region_says_what_is_marked(exercise: Classify) -> None:
    label = exercise.deck.labels[1]
    exercise.radio(label).check()
    expect(exercise.status).to_have_text(exercise.say("classify.chosen", label=exercise.labels[label].name))


def test_feedback_gets_the_focus(exercise: Classify) -> None:
    exercise.answer(Given(exercise.items[0].key, "sure"))
    expect(exercise.verdict).to_be_focused()


def test_an_answer_that_agrees(exercise: Classify) -> None:
    item = exercise.items[0]
    exercise.answer(Given(item.key, "fairly"))
    expect(exercise.verdict).to_have_text(exercise.say("classify.verdict.agreed", key=exercise.short(item.key)))
    expect(exercise.region.get_by_text(item.reasons[item.key], exact=True)).to_be_visible()


@pytest.mark.parametrize(("sureness", "verdict"), [("unsure", "differs"), ("fairly", "differs"), ("sure", "sure")])
def test_an_answer_that_differs_is_told_both_reasons(exercise: Classify, sureness: str, verdict: str) -> None:
    item = exercise.items[0]
    other = other_label(exercise, item)
    exercise.answer(Given(other, sureness))
    names = {"key": exercise.short(item.key), "label": exercise.short(other)}
    expect(exercise.verdict).to_have_text(exercise.say(f"classify.verdict.{verdict}", **names))
    for label in (item.key, other):
        expect(exercise.region.get_by_text(item.reasons[label], exact=True)).to_be_visible()


def test_a_blank_is_its_own_outcome(exercise: Classify) -> None:
    exercise.answer(BLANK)
    name = exercise.short(exercise.items[0].key)
    expect(exercise.verdict).to_have_text(exercise.say("classify.verdict.blank", key=name))


def test_the_other_labels_reasons_can_be_opened(exercise: Classify) -> None:
    item = exercise.items[0]
    exercise.answer(Given(item.key, "sure"))
    reason = exercise.region.get_by_text(item.reasons[other_label(exercise, item)], exact=True)
    expect(reason).to_be_hidden()
    exercise.region.get_by_text(exercise.say("classify.reason.rest"), exact=True).click()
    expect(reason).to_be_visible()


def test_the_evidence_phrases_are_marked_exactly(exercise: Classify) -> None:
    for item in exercise.items:
        expect(exercise.region.locator("mark")).to_have_count(0)
        exercise.answer(BLANK)
        assert exercise.region.locator("mark").all_inner_texts() == marked_phrases(item)
        whys = exercise.region.get_by_role("list", name=exercise.say("classify.evidence")).get_by_role("listitem")
        expect(whys).to_contain_text([evidence.phrase for evidence in item.evidence])
        expect(whys).to_contain_text([evidence.why for evidence in item.evidence])
        exercise.onward()


def test_a_contested_item_shows_both_readings(rendered: Rendered, content: Content) -> None:
    exercise = Classify(rendered(CHAPTER), content, "whose-mind-3")
    number, item = next((n, item) for n, item in enumerate(exercise.items, 1) if item.contested)
    exercise.begin()
    exercise.leave_blank_until(number)
    expect(exercise.region).not_to_contain_text(exercise.say("classify.contested"))
    exercise.answer(Given(item.contested[1].label, "fairly"))

    name = exercise.short(item.key)
    expect(exercise.verdict).to_have_text(exercise.say("classify.verdict.reading", key=name))
    for reading in item.contested:
        line = exercise.region.get_by_role("paragraph").filter(has_text=reading.text)
        expect(line).to_contain_text(exercise.short(reading.label))
    # What speaks for the label chosen was said with its reading.
    expect(exercise.region).not_to_contain_text(item.reasons[item.contested[1].label])


@pytest.mark.parametrize("way", ["rendered", "voila"])
def test_no_reason_is_in_the_page_before_the_answer(request: pytest.FixtureRequest, content: Content, way: str) -> None:
    shown_in: Way = request.getfixturevalue(way)
    exercise = Classify(shown_in(CHAPTER), content, DECK)
    exercise.begin()
    exercise.expect_at(1)
    shown = exercise.page.content()
    told = [*(reason for item in exercise.items for reason in item.reasons.values())]
    told += [evidence.why for item in exercise.items for evidence in item.evidence]
    assert [text for text in told if text in shown] == []


def test_no_attribute_tells_the_key(exercise: Classify) -> None:
    first = exercise.items[0]
    number = next(n for n, item in enumerate(exercise.items, 1) if n > 2 and item.key != first.key)
    same = next(n for n, item in enumerate(exercise.items, 1) if n > 2 and item.key == first.key)
    skeletons = {}
    for n in range(1, max(number, same) + 1):
        exercise.expect_at(n)
        skeletons[n] = exercise.region.evaluate(SKELETON)
        exercise.answer(BLANK)
        exercise.onward()
    assert skeletons[number] == skeletons[same]
    assert not any(re.search("key|correct", line, re.IGNORECASE) for line in skeletons[number])
