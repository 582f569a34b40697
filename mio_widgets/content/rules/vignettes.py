"""Rules on conversations: every turn can be reached, and from every turn the end."""

from __future__ import annotations

from collections.abc import Iterator

from mio_widgets.content.files import Draft
from mio_widgets.content.models import Vignette
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book

END = "end"
LONGEST_SHARE = 0.6
"""The best line of a turn may be its longest in at most this share of the turns."""
GOOD = {"opens", "models", "guides", "returns", "alliance", "protects"}
"""Moves that keep or restore thinking, or safety."""


def check_vignettes(book: Book) -> Iterator[Problem]:
    """Check the ways through each conversation, and that length does not give the better line away."""
    for vignette in book.drafts.of(Vignette):
        yield from _lines(vignette)
        yield from _ways(vignette)
        yield from _length(vignette)


def _lines(vignette: Draft[Vignette]) -> Iterator[Problem]:
    turns = {turn.id for turn in vignette.value.turns}
    if vignette.value.start not in turns:
        yield vignette.file.problem(("start",), "unknown-turn", f"no turn `{vignette.value.start}` in this vignette")
    for at, turn in zip(vignette.kept["turns"], vignette.value.turns, strict=True):
        seen: set[str] = set()
        for index, line in enumerate(turn.choices):
            loc = ("turns", at, "choices", index)
            if line.next != END and line.next not in turns:
                message = f"no turn `{line.next}` in this vignette; name one, or `{END}`"
                yield vignette.file.problem((*loc, "next"), "unknown-turn", message)
            if line.id in seen:
                yield vignette.file.problem((*loc, "id"), "duplicate-id", f"`{line.id}` stands twice in this turn")
            seen.add(line.id)
        if not any(line.move in GOOD for line in turn.choices):
            message = "none of these lines keeps or restores thinking: give the reader one that does"
            yield vignette.file.problem(("turns", at, "choices"), "no-good-line", message)


def _ways(vignette: Draft[Vignette]) -> Iterator[Problem]:
    onward = {turn.id: {line.next for line in turn.choices} for turn in vignette.value.turns}
    reached = _closure({vignette.value.start}, onward)
    backward: dict[str, set[str]] = {}
    for before, following in onward.items():
        for after in following:
            backward.setdefault(after, set()).add(before)
    ending = _closure({END}, backward)
    for at, turn in zip(vignette.kept["turns"], vignette.value.turns, strict=True):
        if turn.id not in reached:
            message = "no choice leads here: name it in a `next`, or remove it"
            yield vignette.file.problem(("turns", at, "id"), "unreachable-turn", message)
        if turn.id not in ending:
            message = f"no way leads from here to the end: let a `next` lead toward `{END}`"
            yield vignette.file.problem(("turns", at, "id"), "dead-end", message)


def _closure(start: set[str], onward: dict[str, set[str]]) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {other for turn in fresh for other in onward.get(turn, ())} - found
        found |= fresh
    return found


def _length(vignette: Draft[Vignette]) -> Iterator[Problem]:
    longest = [max(turn.choices, key=lambda line: len(line.text)) for turn in vignette.value.turns]
    good = sum(line.move in GOOD for line in longest)
    expected = sum(sum(line.move in GOOD for line in turn.choices) / len(turn.choices) for turn in vignette.value.turns)
    if len(longest) >= 10 and good > max(LONGEST_SHARE * len(longest), expected * 1.25):
        message = f"the longest line is a good one in {good} of {len(longest)} turns: lengthen others, or shorten these"
        yield vignette.file.problem(("turns",), "longest-line", message)
