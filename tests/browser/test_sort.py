"""Cards into groups: by button, by number key, by drag."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .exercises import Sort
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

DECK = "goals"
CHAPTER = "04_mio_goals_and_approach"


@pytest.fixture
def exercise(rendered: Rendered, content: Content) -> Sort:
    """The exercise with every card waiting."""
    return Sort(rendered(CHAPTER), content, DECK)


def keys_of(exercise: Sort) -> list[str]:
    return [card.key for card in exercise.cards]


def test_a_button_places_the_card_and_says_so(exercise: Sort) -> None:
    card, following = exercise.cards[:2]
    expect(exercise.in_hand).to_contain_text(card.text)
    exercise.group(card.key).click()
    expect(exercise.in_pile(card, card.key)).to_be_visible()
    expect(exercise.in_hand).to_contain_text(following.text)
    expect(exercise.heading).to_be_focused()
    left = len(exercise.cards) - 1
    expect(exercise.status).to_have_text(exercise.say("sort.placed", group=exercise.labels[card.key].name, n=left))


def test_number_keys_place_the_cards(exercise: Sort) -> None:
    labels = exercise.deck.labels
    exercise.group(labels[0]).focus()
    for number, card in enumerate(exercise.cards[:4]):
        exercise.page.keyboard.press(str(number % 2 + 1))
        expect(exercise.in_pile(card, labels[number % 2])).to_be_visible()
    # There is no third group, and a shortcut of the browser is none of ours.
    exercise.page.keyboard.press("9")
    exercise.page.keyboard.press("Control+1")
    expect(exercise.heading).to_contain_text(exercise.say("sort.progress", done=4, of=len(exercise.cards)))


def test_the_mouse_drags_the_card_to_a_pile_and_on_to_another(exercise: Sort) -> None:
    card = exercise.cards[0]
    one, other = exercise.deck.labels[:2]
    exercise.in_hand.drag_to(exercise.pile(other))
    expect(exercise.in_pile(card, other)).to_be_visible()
    exercise.placed(card).drag_to(exercise.pile(one))
    expect(exercise.in_pile(card, one)).to_be_visible()
    expect(exercise.heading).to_contain_text(exercise.say("sort.progress", done=1, of=len(exercise.cards)))


def test_a_placed_card_is_taken_up_again_and_moved(exercise: Sort) -> None:
    card, following = exercise.cards[:2]
    exercise.group(exercise.other(card)).click()
    exercise.placed(card).click()
    expect(exercise.in_hand).to_contain_text(card.text)
    expect(exercise.group(exercise.other(card))).to_have_attribute("aria-pressed", "true")
    exercise.group(card.key).click()
    expect(exercise.in_pile(card, card.key)).to_be_visible()
    expect(exercise.in_hand).to_contain_text(following.text)


def test_the_rule_can_be_opened_and_stays_open(exercise: Sort) -> None:
    test = exercise.labels[exercise.deck.labels[0]].test
    rule = exercise.region.get_by_text(test, exact=True)
    expect(exercise.in_hand).to_be_visible()
    expect(rule).to_be_hidden()
    exercise.region.get_by_text(exercise.say("classify.meanings"), exact=True).click()
    expect(rule).to_be_visible()
    exercise.place(keys_of(exercise)[:1])
    expect(rule).to_be_visible()


def test_comparing_early_leaves_the_other_cards_blank(exercise: Sort) -> None:
    expect(exercise.in_hand).to_be_visible()
    expect(exercise.button("sort.compare")).to_have_count(0)
    exercise.place(keys_of(exercise)[:2])
    rest = exercise.cards[2:]
    expect(exercise.region).to_contain_text(exercise.say("sort.early", n=len(rest)))
    exercise.press_button("sort.compare")
    said = f"{exercise.say('summary.total', correct=2, n=2)} {exercise.say('summary.blank', n=len(rest))}"
    expect(exercise.region).to_contain_text(said)
    expect(exercise.result(rest[0])).to_be_hidden()
    exercise.page.reload()
    exercise.region.get_by_text(exercise.say("sort.blank", n=len(rest)), exact=True).click()
    expect(exercise.result(rest[0])).to_contain_text(rest[0].reasons[rest[0].key])


def test_the_key_is_shown_only_once_it_is_compared(exercise: Sort) -> None:
    exercise.place(keys_of(exercise)[:-1])
    shown = exercise.region.inner_html()
    assert not [card.id for card in exercise.cards if card.reasons[card.key] in shown]
    exercise.group(exercise.cards[-1].key).click()
    expect(exercise.button("sort.compare")).to_be_focused()


def test_comparing_gives_a_reason_for_every_card(exercise: Sort) -> None:
    wrong = exercise.cards[::5]
    exercise.place([exercise.other(card) if card in wrong else card.key for card in exercise.cards])
    exercise.press_button("sort.compare")
    expect(exercise.heading).to_be_focused()
    right = len(exercise.cards) - len(wrong)
    expect(exercise.region).to_contain_text(exercise.say("summary.total", correct=right, n=len(exercise.cards)))
    for card in wrong:
        own, key = (exercise.labels[label].short for label in (exercise.other(card), card.key))
        expect(exercise.result(card)).to_contain_text(exercise.say("classify.verdict.differs", key=key, label=own))
        expect(exercise.result(card)).to_contain_text(card.reasons[card.key])
        expect(exercise.result(card)).to_contain_text(card.reasons[exercise.other(card)])
    agreed = [card for card in exercise.cards if card not in wrong]
    expect(exercise.result(agreed[0])).to_be_hidden()
    exercise.region.get_by_text(exercise.say("sort.agreed", n=right), exact=True).click()
    for card in agreed:
        expect(exercise.result(card)).to_contain_text(card.reasons[card.key])


def test_a_reload_before_comparing_keeps_every_place(exercise: Sort) -> None:
    exercise.place([exercise.other(card) for card in exercise.cards[:3]])
    exercise.page.reload()
    for card in exercise.cards[:3]:
        expect(exercise.in_pile(card, exercise.other(card))).to_be_visible()
    expect(exercise.in_hand).to_contain_text(exercise.cards[3].text)


def test_a_reload_after_comparing_keeps_it_and_sorting_again_begins_anew(exercise: Sort) -> None:
    exercise.place(keys_of(exercise))
    exercise.press_button("sort.compare")
    count = len(exercise.cards)
    total = exercise.say("summary.total", correct=count, n=count)
    expect(exercise.region).to_contain_text(total)
    exercise.page.reload()
    expect(exercise.region).to_contain_text(total)
    exercise.press_button("sort.again")
    expect(exercise.heading).to_contain_text(exercise.say("sort.progress", done=0, of=count))
    expect(exercise.in_hand).to_contain_text(exercise.cards[0].text)
    exercise.page.reload()
    expect(exercise.heading).to_contain_text(exercise.say("sort.progress", done=0, of=count))


def test_a_return_visit_brings_cards_not_seen_before(rendered: Rendered, content: Content) -> None:
    context = rendered.readers.new(rendered.server.url)
    context.clock.install()
    exercise = Sort(rendered.show(context.new_page(), "01_mentalizing"), content, "mental-states")
    exercise.place(keys_of(exercise))
    exercise.press_button("sort.compare")
    unseen = content.decks[exercise.deck.reserve or ""].utterances
    expect(exercise.button("summary.visit.go")).to_have_count(0)
    context.clock.fast_forward("24:00:00")
    exercise.page.reload()
    exercise.press_button("summary.visit.go")
    for card in unseen[:6]:
        expect(exercise.in_hand).to_contain_text(card.text)
        exercise.group(card.key).click()
    exercise.press_button("sort.compare")
    expect(exercise.region).to_contain_text(exercise.say("summary.total", correct=6, n=6))
    exercise.press_button("sort.back")
    # The next one is three days away, and the first sorting is as it was.
    expect(exercise.button("summary.visit.go")).to_have_count(0)
    count = len(exercise.cards)
    expect(exercise.region).to_contain_text(exercise.say("summary.total", correct=count, n=count))


def test_by_keyboard_alone(exercise: Sort) -> None:
    keys = Keys(exercise.page)
    first = exercise.group(exercise.deck.labels[0])
    # The chapter's text is long; the button is reached by Tab all the same.
    exercise.page.get_by_role("main").get_by_role("button").first.focus()
    keys.push(first)
    expect(exercise.in_pile(exercise.cards[0], exercise.deck.labels[0])).to_be_visible()
    keys.push(exercise.placed(exercise.cards[0]))
    expect(exercise.in_hand).to_contain_text(exercise.cards[0].text)
    for number, card in enumerate(exercise.cards, 1):
        keys.press(str(exercise.deck.labels.index(card.key) + 1))
        expect(exercise.heading).to_contain_text(exercise.say("sort.progress", done=number, of=len(exercise.cards)))
    expect(exercise.button("sort.compare")).to_be_focused()
    keys.press("Enter")
    expect(exercise.heading).to_be_focused()
    keys.push(exercise.button("sort.again"))
    expect(exercise.in_hand).to_contain_text(exercise.cards[0].text)


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    exercise = Sort(page, content, DECK, Locator.tap)
    exercise.place([exercise.other(card) for card in exercise.cards[:2]])
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    exercise.placed(exercise.cards[0]).tap()
    expect(exercise.in_hand).to_be_in_viewport()
    exercise.group(exercise.cards[0].key).tap()
    exercise.place([exercise.other(card) for card in exercise.cards[2:]], already=2)
    exercise.press_button("sort.compare")
    expect(exercise.heading).to_be_in_viewport()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
