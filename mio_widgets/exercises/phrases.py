"""Cuts an utterance into the phrases that a reader can point at."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The languages of the book share none of these words, so that one list serves them all.
_JOINTS = "and|but|because|so|when|while|then|if|y|pero|porque|cuando|mientras|entonces|si"
_BREAK = re.compile(rf"(?<=[.!?;:,…—])[”’]?\s+|\s+(?=(?:{_JOINTS})\s)")
_SHORTEST = 18


def cut(text: str, evidence: Iterable[str]) -> list[str]:
    """The text in pieces that join to it again: every evidence phrase is one piece, the rest is cut at clauses.

    A piece of fewer than eighteen characters joins its neighbour, unless it is evidence.

    >>> cut("I was tired from the start, and he knew it.", ["he knew it"])
    ['I was tired from the start, and ', 'he knew it', '.']
    """
    marks = sorted({(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in evidence if phrase in text})
    pieces: list[str] = []
    at = 0
    for start, end in marks:
        if start < at:
            continue
        pieces += _clauses(text[at:start])
        pieces.append(text[start:end])
        at = end
    return [*pieces, *_clauses(text[at:])]


def _clauses(text: str) -> list[str]:
    clauses: list[str] = []
    at = 0
    for gap in _BREAK.finditer(text):
        if gap.end() - at >= _SHORTEST and len(text) - gap.end() >= _SHORTEST:
            clauses.append(text[at : gap.end()])
            at = gap.end()
    return [*clauses, text[at:]] if text[at:] else clauses
