"""When a return visit comes due: the pure function of due.js, with cases worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from .modules import Module

Plain = dict[str, Any]

FINISHED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def due(browser: Browser) -> Iterator[Module]:
    """The module, in an empty page."""
    page = browser.new_page()
    yield Module(page, "due.js")
    page.close()


def iso(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def visit(due: Module, *practised: Plain, now: datetime, answered: int = 2, reserve: int = 20) -> Any:
    """The next visit of a deck of two items, the second of which was answered at FINISHED."""
    deck = {
        "id": "deck",
        "items": [{"id": "a"}, {"id": "b"}],
        "reserve": {"items": [{"id": f"r{n}"} for n in range(1, reserve + 1)]},
    }
    times = [FINISHED - DAY, FINISHED][:answered]
    answers = [[item, {"time": iso(time)}] for item, time in zip("ab", times, strict=False)]
    call = "(m, deck, answers, practised, now) => m.nextVisit(deck, new Map(answers), practised, now)"
    return due(call, deck, answers, list(practised), now.timestamp() * 1000)


def made(number: int, when: datetime, *items: str, deck: str = "deck") -> list[Plain]:
    """The answers of a visit."""
    return [{"item": item, "time": iso(when), "visit": number, "practiceFor": deck} for item in items]


def at(found: Plain) -> datetime:
    return datetime.fromtimestamp(found["at"] / 1000, UTC)


def test_nothing_is_due_before_the_deck_is_finished(due: Module) -> None:
    assert visit(due, answered=1, now=FINISHED + 30 * DAY) is None


@pytest.mark.parametrize(("later", "is_due"), [(DAY - timedelta(seconds=1), False), (DAY, True), (9 * DAY, True)])
def test_the_first_visit_comes_a_day_after_the_last_answer(due: Module, later: timedelta, is_due: bool) -> None:
    found = visit(due, now=FINISHED + later)
    assert found["visit"] == 1
    assert at(found) == FINISHED + DAY
    assert found["isDue"] is is_due
    assert [item["id"] for item in found["items"]] == ["r1", "r2", "r3", "r4", "r5", "r6"]


@pytest.mark.parametrize(("number", "days"), [(1, 3), (2, 7), (3, 21)])
def test_each_further_visit_is_counted_from_the_one_before(due: Module, number: int, days: int) -> None:
    # The reader came late, each time by two days.
    visits = [answer for n in range(1, number + 1) for answer in made(n, FINISHED + 10 * n * DAY, f"r{n}")]
    found = visit(due, *visits, now=FINISHED + 10 * number * DAY)
    assert found["visit"] == number + 1
    assert at(found) == FINISHED + (10 * number + days) * DAY
    assert found["isDue"] is False


def test_after_four_visits_there_is_no_other(due: Module) -> None:
    visits = [answer for n in range(1, 5) for answer in made(n, FINISHED + n * DAY, f"r{n}")]
    assert visit(due, *visits, now=FINISHED + 99 * DAY) is None


def test_what_was_practised_is_not_shown_again_and_is_no_visit(due: Module) -> None:
    practised = [{"item": "r1", "time": iso(FINISHED + DAY), "practiceFor": "deck"}]
    found = visit(due, *practised, now=FINISHED + DAY)
    assert found["visit"] == 1
    assert at(found) == FINISHED + DAY
    assert [item["id"] for item in found["items"]] == ["r2", "r3", "r4", "r5", "r6", "r7"]


def test_a_visit_for_another_deck_with_the_same_reserve_is_not_this_decks(due: Module) -> None:
    others = made(1, FINISHED - 5 * DAY, "r1", "r2", deck="other")
    found = visit(due, *others, now=FINISHED)
    assert found["visit"] == 1
    assert at(found) == FINISHED + DAY
    # What was seen there is seen.
    assert [item["id"] for item in found["items"]] == ["r3", "r4", "r5", "r6", "r7", "r8"]


@pytest.mark.parametrize(("reserve", "left"), [(1, 1), (0, None)])
def test_a_reserve_may_be_smaller_than_a_visit(due: Module, reserve: int, left: int | None) -> None:
    found = visit(due, reserve=reserve, now=FINISHED + DAY)
    assert (len(found["items"]) if found else None) == left


def test_nothing_unseen_is_no_visit(due: Module) -> None:
    assert visit(due, *made(1, FINISHED + DAY, "r1", "r2"), reserve=2, now=FINISHED + 9 * DAY) is None
