"""Cards into order: by buttons, by drag."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .exercises import Order
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

ORDER = "slow-down"
CHAPTER = "04_mio_goals_and_approach"


@pytest.fixture
def exercise(rendered: Rendered, content: Content) -> Order:
    """The exercise with its cards shuffled."""
    exercise = Order(rendered(CHAPTER), content, ORDER)
    expect(exercise.rows).to_have_count(len(exercise.order.cards))
    return exercise


def card_at(exercise: Order, place: int) -> int:
    """Which card of the key lies at that place now."""
    return [card.id for card in exercise.order.cards].index(exercise.sequence[place])


def test_the_cards_are_not_dealt_in_the_keys_order(exercise: Order) -> None:
    key = [card.id for card in exercise.order.cards]
    assert sorted(exercise.sequence) == sorted(key)
    assert exercise.sequence != key


def test_buttons_move_a_card_and_say_where_it_is(exercise: Order) -> None:
    first, second, *rest = exercise.sequence
    card = exercise.order.cards[card_at(exercise, 0)]
    exercise.down(card).click()
    exercise.expect_sequence([second, first, *rest])
    expect(exercise.status).to_have_text(
        exercise.say("order.moved", card=card.text, at=2, of=len(exercise.order.cards))
    )
    exercise.up(card).click()
    exercise.expect_sequence([first, second, *rest])


def test_the_first_goes_no_higher_and_the_last_no_lower(exercise: Order) -> None:
    expect(exercise.up(exercise.order.cards[card_at(exercise, 0)])).to_be_disabled()
    expect(exercise.down(exercise.order.cards[card_at(exercise, -1)])).to_be_disabled()


def test_the_focus_stays_on_the_button_that_moves_the_card(exercise: Order) -> None:
    card = exercise.order.cards[card_at(exercise, 0)]
    last = len(exercise.order.cards) - 1
    exercise.down(card).focus()
    for place in range(1, last):
        exercise.page.keyboard.press("Enter")
        expect(exercise.rows.nth(place)).to_contain_text(card.text)
        expect(exercise.down(card)).to_be_focused()
    exercise.page.keyboard.press("Enter")
    expect(exercise.rows.nth(last)).to_contain_text(card.text)
    # At the end that button is out of use; the other one of the same card has the focus.
    expect(exercise.up(card)).to_be_focused()


@pytest.mark.parametrize(("of", "to"), [(0, 3), (4, 1)], ids=["down", "up"])
def test_the_mouse_drags_a_card_to_where_another_lies(exercise: Order, of: int, to: int) -> None:
    before = exercise.sequence
    exercise.rows.nth(of).drag_to(exercise.rows.nth(to))
    rest = [id for id in before if id != before[of]]
    exercise.expect_sequence([*rest[:to], before[of], *rest[to:]])


def test_the_keys_order_is_called_the_same(exercise: Order) -> None:
    exercise.solve()
    exercise.press_button("sort.compare")
    expect(exercise.heading).to_be_focused()
    expect(exercise.region).to_contain_text(exercise.say("order.same"))
    for card in exercise.order.cards:
        expect(exercise.row(card)).to_contain_text(card.reason)


def test_another_order_says_where_each_card_was_put(exercise: Order) -> None:
    dealt, key = exercise.sequence, [card.id for card in exercise.order.cards]
    right = sum(mine == theirs for mine, theirs in zip(dealt, key, strict=True))
    exercise.press_button("sort.compare")
    expect(exercise.region).to_contain_text(exercise.say("order.other", right=right, of=len(key)))
    for at, card in enumerate(exercise.order.cards):
        expect(exercise.row(card)).to_contain_text(card.reason)
        if dealt[at] != card.id:
            expect(exercise.row(card)).to_contain_text(exercise.say("order.yours", at=dealt.index(card.id) + 1))


def test_a_reload_keeps_the_order_before_and_after_comparing(exercise: Order) -> None:
    exercise.down(exercise.order.cards[card_at(exercise, 0)]).click()
    moved = exercise.sequence
    exercise.page.reload()
    exercise.expect_sequence(moved)
    exercise.solve()
    exercise.press_button("sort.compare")
    expect(exercise.region).to_contain_text(exercise.say("order.same"))
    exercise.page.reload()
    expect(exercise.region).to_contain_text(exercise.say("order.same"))
    exercise.press_button("sort.again")
    expect(exercise.heading).to_be_focused()
    assert exercise.sequence != [card.id for card in exercise.order.cards]


def test_by_keyboard_alone(exercise: Order) -> None:
    keys = Keys(exercise.page)
    cards = exercise.order.cards
    exercise.page.get_by_role("main").get_by_role("button").first.focus()
    for at, card in enumerate(cards):
        steps = exercise.sequence.index(card.id) - at
        if steps:
            keys.tab_to(exercise.up(card))
        for step in range(1, steps + 1):
            keys.press(("Enter", "Space")[step % 2])
            expect(exercise.rows.nth(at + steps - step)).to_contain_text(card.text)
    exercise.expect_sequence([card.id for card in cards])
    keys.push(exercise.button("sort.compare"))
    expect(exercise.heading).to_be_focused()
    expect(exercise.region).to_contain_text(exercise.say("order.same"))


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    exercise = Order(page, content, ORDER, Locator.tap)
    expect(exercise.rows).to_have_count(len(exercise.order.cards))
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    exercise.solve()
    exercise.press_button("sort.compare")
    expect(exercise.heading).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
