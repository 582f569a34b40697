"""Rules on prose: texts too much alike, words that stigmatize, hidden characters, quotes as typed on a keyboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from mio_widgets.content.drafts import Drafts, items
from mio_widgets.content.models import Deck, Wording, WordingList
from mio_widgets.content.problems import HIDDEN, Problem
from mio_widgets.content.rules.book import Book

ALIKE = 0.5
"""Texts that share this much of their words, in order, are too much alike."""

# Titles of published works are not ours to reword; the other three files are lists for the rules.
_NOT_OURS = {"references", "wording", "cues", "retired"}
# What was noted while a source was read stays as it was noted.
_RECORDS = {"trials/studies", "trials/designs", "trials/findings", "trials/context"}
_NOT_PROSE = {"pattern", "doi", "url"}
_MARKUP = re.compile(
    r"^(?P<fence>```+|~~~+)[\s\S]*?(?:^(?P=fence)|\Z)|`[^`\n]*`|<!--[\s\S]*?-->|</?[a-zA-Z][^>]*>|\]\([^)]*\)",
    re.MULTILINE,
)


def check_alike(book: Book) -> Iterator[Problem]:
    """No two utterances of any decks may be near copies."""
    found = [(deck, loc, item, words(item.text)) for deck in book.drafts.of(Deck) for loc, item in items(deck)]
    for (_, _, first, old), (deck, loc, _, new) in combinations(found, 2):
        if too_alike(old, new):
            message = f"almost the same text as {first.id}; write a different moment"
            yield deck.file.problem((*loc, "text"), "near-duplicate", message)


def words(text: str) -> tuple[list[str], frozenset[tuple[str, int]]]:
    """The words of a text in order, and as a set in which a word's second use is another element."""
    order = re.findall(r"[^\W\d_]+", text.lower())
    seen: Counter[str] = Counter()
    numbered = set()
    for word in order:
        seen[word] += 1
        numbered.add((word, seen[word]))
    return order, frozenset(numbered)


def too_alike(
    first: tuple[list[str], frozenset[tuple[str, int]]], second: tuple[list[str], frozenset[tuple[str, int]]]
) -> bool:
    """Whether two texts share too many words in the same order; cheap for texts that share few at all."""
    total = len(first[0]) + len(second[0])
    if not total or 2 * len(first[1] & second[1]) < ALIKE * total:
        return False
    return SequenceMatcher(None, first[0], second[0], autojunk=False).ratio() >= ALIKE


def check_wording(book: Book) -> Iterator[Problem]:
    """Stigmatizing words, in all texts of ours and in the prose of notebooks; each language has its own list."""
    for drafts in (book.drafts, *book.translations):
        patterns = yield from _patterns(drafts)
        for key, source in drafts.files.items():
            if key not in _NOT_OURS | _RECORDS:
                for loc, text in source.strings():
                    for _, message in _stigmatizing(text, patterns):
                        yield source.problem(loc, "stigmatizing-word", message)
        if drafts is book.drafts:
            yield from _in_notebooks(book, patterns)


def _patterns(drafts: Drafts) -> Generator[Problem, None, list[tuple[Wording, re.Pattern[str]]]]:
    """The patterns of a language's list, with a problem for each that is none."""
    patterns: list[tuple[Wording, re.Pattern[str]]] = []
    file = drafts.one(WordingList)
    if file is None:
        return patterns
    for index, word in zip(file.kept["words"], file.value.words, strict=True):
        try:
            patterns.append((word, pattern_of(word)))
        except (re.error, OverflowError, RecursionError) as error:
            message = f"not a regular expression: {error}"
            yield file.file.problem(("words", index, "pattern"), "field-value", message)
    return patterns


def _in_notebooks(book: Book, patterns: list[tuple[Wording, re.Pattern[str]]]) -> Iterator[Problem]:
    for cell in book.cells:
        if cell.kind == "markdown":
            for match, message in _stigmatizing(cell.source, patterns):
                yield cell.problem(cell.line_at(match.start()), "stigmatizing-word", message)


def pattern_of(word: Wording) -> re.Pattern[str]:
    """The pattern as it is searched: whole words, any case, a line break counting as a blank."""
    spaced = word.pattern.replace(" ", r"\s")
    return re.compile(rf"\b(?:{spaced})\b", re.IGNORECASE)


def _stigmatizing(text: str, patterns: list[tuple[Wording, re.Pattern[str]]]) -> Iterator[tuple[re.Match[str], str]]:
    for word, pattern in patterns:
        for match in pattern.finditer(text):
            yield match, f"“{match[0]}”: {word.why} Write instead: {word.instead}"


def check_hidden(book: Book) -> Iterator[Problem]:
    """No text holds characters that hide, turn around or end what stands beside them."""
    for source in book.drafts.files.values():
        for loc, text in source.strings():
            if found := HIDDEN.search(text):
                yield source.problem(loc, "hidden-character", _hidden(found))
    for cell in book.cells:
        if found := HIDDEN.search(cell.source):
            yield cell.problem(cell.line_at(found.start()), "hidden-character", _hidden(found))


def _hidden(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X} is a character that hides or turns around what stands beside it: remove it"


def check_quotes(book: Book) -> Iterator[Problem]:
    """Prose has typographic quotes and apostrophes."""
    message = "a straight quote in prose: write \u2019 for an apostrophe, “ ” for quotes"
    sources = [entry for drafts in (book.drafts, *book.translations) for entry in drafts.files.items()]
    for key, source in sources:
        for loc, text in source.strings():
            if key not in _RECORDS and loc[-1] not in _NOT_PROSE and _STRAIGHT.search(prose(text)):
                yield source.problem(loc, "straight-quote", message)
    for cell in book.cells:
        if cell.kind == "markdown":
            for line in sorted({cell.line_at(match.start()) for match in _STRAIGHT.finditer(prose(cell.source))}):
                yield cell.problem(line, "straight-quote", message)


_STRAIGHT = re.compile(r"""["']""")


def prose(text: str) -> str:
    """The text with code, HTML tags and link targets blanked out, every line where it was."""
    return _MARKUP.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
