"""The pure functions of score.js, called in a browser with cases worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from .modules import Module

Plain = dict[str, Any]


@pytest.fixture(scope="module")
def score(browser: Browser) -> Iterator[Module]:
    """The module, in an empty page."""
    page = browser.new_page()
    yield Module(page, "score.js")
    page.close()


def item(id: str, key: str, *readings: str) -> Plain:
    return {"id": id, "key": key, "contested": [{"label": label, "text": ""} for label in readings]}


def answer(item: str, label: str | None, sureness: str | None, correct: bool | None) -> Plain:
    return {"item": item, "label": label, "sureness": sureness, "correct": correct}


@pytest.mark.parametrize(
    ("readings", "label", "correct"),
    [
        ((), "self", True),
        ((), "child", False),
        ((), None, None),
        (("self", "child"), "self", True),
        (("self", "child"), "child", True),
        (("self", "child"), "none", False),
        (("self", "child"), None, None),
    ],
)
def test_is_correct(score: Module, readings: tuple[str, ...], label: str | None, correct: bool | None) -> None:
    assert score("(s, item, label) => s.isCorrect(item, label)", item("a", "self", *readings), label) is correct


def test_the_first_answer_to_an_item_counts(score: Module) -> None:
    given = [answer("a", "self", "sure", True), answer("a", "child", "sure", False), answer("b", None, None, None)]
    first = score("(s, given) => [...s.firstAnswers(given).values()]", given)
    assert first == [given[0], given[2]]


SUMMARIZE = "(s, items, labels, given) => s.summarize(items, labels, s.firstAnswers(given))"


def test_summarize(score: Module) -> None:
    items = [
        item("a", "self"),
        item("b", "child"),
        item("c", "child"),
        item("d", "none", "none", "child"),
        item("e", "self"),
        item("f", "none"),
    ]
    given = [
        answer("a", "self", "sure", True),
        answer("b", "self", "sure", False),
        answer("c", "self", "unsure", False),
        answer("d", "child", "fairly", True),
        answer("e", None, None, None),
        answer("gone", "self", "sure", True),
    ]
    summary = score(SUMMARIZE, items, ["self", "child", "none"], given)
    assert summary["total"] == {"n": 4, "correct": 2, "blank": 1}
    assert summary["byLabel"] == [
        {"label": "self", "asked": 2, "n": 1, "correct": 1},
        {"label": "child", "asked": 2, "n": 2, "correct": 0},
        {"label": "none", "asked": 1, "n": 1, "correct": 1},
    ]
    assert summary["bySureness"] == [
        {"sureness": "unsure", "n": 1, "correct": 0},
        {"sureness": "fairly", "n": 1, "correct": 1},
        {"sureness": "sure", "n": 2, "correct": 1},
    ]
    assert summary["confusions"] == [{"key": "child", "label": "self", "n": 2}]
    assert [again["id"] for again in summary["again"]] == ["b", "c"]
    assert [contested["id"] for contested in summary["contested"]] == ["d"]


def test_summarize_nothing(score: Module) -> None:
    summary = score(SUMMARIZE, [item("a", "self")], ["self"], [])
    assert summary["total"] == {"n": 0, "correct": 0, "blank": 0}
    assert summary["confusions"] == summary["again"] == []


def test_the_most_frequent_confusion_comes_first(score: Module) -> None:
    items = [item("a", "self"), item("b", "child"), item("c", "child")]
    given = [
        answer("a", "child", "sure", False),
        answer("b", "self", "sure", False),
        answer("c", "self", "sure", False),
    ]
    confusions = score(SUMMARIZE, items, ["self", "child"], given)["confusions"]
    assert [confusion["n"] for confusion in confusions] == [2, 1]


@pytest.mark.parametrize(
    ("sure", "unsure", "outcome"),
    [
        ((2, 2), (3, 3), "few"),  # two answers at an end say nothing
        ((3, 3), (2, 2), "few"),
        ((0, 0), (0, 0), "few"),
        ((2, 3), (0, 0), "overconfident"),  # less than three in four
        ((3, 4), (4, 5), "flat"),  # exactly three in four, exactly four in five
        ((3, 3), (5, 6), "modest"),  # more than four in five
        ((4, 4), (2, 3), "tracks"),
        ((16, 20), (13, 20), "tracks"),  # fifteen in a hundred apart
        ((16, 20), (14, 20), "flat"),
        ((3, 4), (3, 3), "modest"),
    ],
)
def test_calibration(score: Module, sure: tuple[int, int], unsure: tuple[int, int], outcome: str) -> None:
    levels = {"unsure": unsure, "fairly": (1, 1), "sure": sure}
    given = [{"sureness": level, "correct": part, "n": whole} for level, (part, whole) in levels.items()]
    assert score("(s, given) => s.calibration(given)", given) == outcome


RESERVE = [item(f"{key}{n}", key) for n in range(1, 4) for key in ("self", "child", "none")]


@pytest.mark.parametrize(
    ("seen", "picked"),
    [
        ([], ["self1", "child1", "self2", "child2"]),
        (["self1", "child1"], ["self2", "child2", "self3", "child3"]),
        (["self1", "self2"], ["child1", "child2", "self3", "child3"]),
        (["self1", "self2", "self3"], ["child1", "child2", "child3"]),
        (["self1", "self2", "self3", "child1", "child2", "child3"], []),
    ],
)
def test_practice_is_picked_from_the_unseen_items_of_both_labels(
    score: Module, seen: list[str], picked: list[str]
) -> None:
    pick = "(s, reserve, seen) => s.pickPractice(reserve, ['self', 'child'], new Set(seen))"
    assert [picked["id"] for picked in score(pick, RESERVE, seen)] == picked
