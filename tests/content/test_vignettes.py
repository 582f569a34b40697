"""Conversations: every line leads on, every turn is reached, and the end can be."""

from __future__ import annotations

import pytest

from mio_widgets.content.rules import check
from tests.content.small_book import SmallBook

HEAD = """id = "talk"
title = "A talk"
summary = "One."
content_note = "None needed."
setting = "A room."
child_age = "2 years"
mother = "Ana"
start = "one"
closing = "Over."
"""


def turn(id: str, *lines: tuple[str, str, str]) -> str:
    """A turn with lines (move, next, text)."""
    choices = "".join(
        f'[[turns.choices]]\nid = "{"abcd"[n]}"\ntext = "{text}"\nmove = "{move}"\nanswer = "Yes."\n'
        f'effect = "It opened."\nelement = "E12"\nnext = "{following}"\n'
        for n, (move, following, text) in enumerate(lines)
    )
    return f'[[turns]]\nid = "{id}"\narousal = 2\nmentalizing = 1\n{choices}'


SOUND = (
    turn("one", ("opens", "two", "Tell me."), ("closes", "one", "Stop.")),
    turn("two", ("alliance", "end", "Thank you."), ("directs", "one", "Do it.")),
)


def problems(book: SmallBook, *turns: str, head: str = HEAD) -> set[tuple[str, str, str]]:
    book.write("content/vignettes/talk.toml", head + "".join(turns))
    found = check(book.root / "content", book.root / "mio_widgets").problems
    return {(found.rule, found.item, found.field) for found in found}


def test_a_sound_conversation_has_no_problem(book: SmallBook) -> None:
    assert problems(book, *SOUND) == set()


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((SOUND[0].replace('"two"', '"nowhere"'), SOUND[1]), {"unknown-turn", "unreachable-turn", "dead-end"}),
        ((*SOUND, turn("three", ("opens", "end", "And?"), ("closes", "end", "No."))), {"unreachable-turn"}),
        ((SOUND[0], SOUND[1].replace('"end"', '"one"')), {"dead-end"}),
        ((SOUND[0].replace('"opens"', '"directs"'), SOUND[1]), {"no-good-line"}),
        ((SOUND[0].replace('id = "b"', 'id = "a"'), SOUND[1]), {"duplicate-id"}),
    ],
)
def test_what_breaks_the_way_is_named(book: SmallBook, turns: tuple[str, ...], expected: set[str]) -> None:
    assert {rule for rule, _, _ in problems(book, *turns)} == expected


def test_a_start_that_is_no_turn_is_named(book: SmallBook) -> None:
    found = problems(book, *SOUND, head=HEAD.replace('start = "one"', 'start = "zero"'))
    assert ("unknown-turn", "talk", "start") in found


@pytest.mark.parametrize(("long", "short", "named"), [("opens", "closes", True), ("closes", "opens", False)])
def test_the_longest_line_must_not_give_the_better_one_away(
    book: SmallBook, long: str, short: str, named: bool
) -> None:
    turns = [
        turn(f"t{n}", (long, following, "A long line, longer than the other."), (short, following, "Short."))
        for n, following in zip(range(10), [*(f"t{n}" for n in range(1, 10)), "end"], strict=True)
    ]
    found = {rule for rule, _, _ in problems(book, *turns, head=HEAD.replace('"one"', '"t0"'))}
    assert ("longest-line" in found) is named


def test_an_impossible_level_is_named(book: SmallBook) -> None:
    found = problems(book, SOUND[0].replace("arousal = 2", "arousal = 7"), SOUND[1])
    assert any(rule == "field-value" and field.endswith("arousal") for rule, _, field in found)
