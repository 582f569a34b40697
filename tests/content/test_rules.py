# ruff: noqa: RUF001 -- typographic quotes are what prose is written with
"""Each rule with an example that keeps it and one that breaks it.

The two differ in one place. What keeps the rule leaves the book without any problem; what breaks it is named
once, by file, line, item, field and rule, and nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from small_book import CODEBOOK, SmallBook, deck, item, notebook, words

from mio_widgets.content.problems import Problem

ONE, TWO = "content/decks/one.toml", "content/decks/two.toml"
QUIZ, GLOSSARY = "content/quizzes/first.toml", "content/glossary.toml"
REFERENCES, WORDING = "content/references.toml", "content/wording.toml"
WORDS, JS = "content/words.en.toml", "mio_widgets/classify.js"
NOTEBOOK = "notebooks/01_first.ipynb"


@dataclass(frozen=True)
class Case:
    """An edit that keeps a rule, one that breaks it, and the place that has to be named."""

    rule: str
    file: str
    old: str
    good: str
    bad: str
    at: str
    """A text on the line to be named, after the bad edit."""
    place: str
    """The item and its field."""
    message: str
    """A part of the message."""


def many(*keys: str, texts: tuple[str, ...] = (), labels: str = '["self", "child"]') -> str:
    """A new deck with these keys, and made-up texts of equal length where none are given."""
    found = texts or tuple(words(100 + index, 20) for index in range(len(keys)))
    items = (item(f"zz-{n}", key, text) for n, (key, text) in enumerate(zip(keys, found, strict=True), start=1))
    return deck("zz", *items, labels=labels)


TURNS = ("self", "child", "child", "self") * 3
NEAR = " ".join([*words(2, 20).split()[:11], *words(50, 9).split()])
FAR = " ".join([*words(2, 20).split()[:8], *words(50, 12).split()])


def lengths(self_words: int, child_words: int) -> str:
    """A deck whose texts have so many words by label; two of each label keep the thirds mixed."""
    counts = {"self": self_words, "child": child_words}
    return many(*TURNS, texts=tuple(words(100 + n, counts[key]) for n, key in enumerate(TURNS)))


def cued(cue: str, *fired: int) -> str:
    """A deck in which a cue opens the texts of the items with these numbers."""
    texts = (f"{words(100 + n, 1)} {cue if n in fired else words(200, 1)} {words(100 + n, 18)}" for n in range(12))
    return many(*TURNS, texts=tuple(texts))


CASES = [
    Case("toml-syntax", QUIZ, '"And why?"', '"And so?"', '"And why?', '"And why?', "first", "Illegal character"),
    Case("field-missing", QUIZ, 'title = "Looking back"\n', 'title = "Back"\n', "", 'id = "first"\n', "first.title",
         "add the field `title`"),
    Case("field-unknown", QUIZ, "", "", "", "", "", ""),
    Case("field-value", ONE, "", "", "", "", "", ""),
]
CASES = [
    # Form
    Case("toml-syntax", QUIZ, '"And why?"', '"And so?"', '"And why?', '"And why?', "first", "a quote or a bracket"),
    Case("toml-syntax", WORDS, '"sure.yes"', '"sure.maybe"', "sure.yes", "sure.yes", "words.en", "stands here twice"),
    Case("field-missing", QUIZ, 'answer = "Making sense."', 'answer = "Sense."', "", "[[questions]]\nid = \"first-1\"",
         "first-1.answer", "add the field `answer`"),
    Case("field-missing", QUIZ, 'title = "Looking back"', 'title = "Back"', "", 'id = "first"\n', "first.title",
         "add the field `title`"),
    Case("field-unknown", ONE, 'id = "one-2"', 'id = "one-2b"', 'id = "one-2"\nmood = "calm"', 'mood = "calm"',
         "one-2.mood", "no field `mood`"),
    Case("field-value", ONE, 'id = "one-2"', 'id = "one-2b"', 'id = "One 2"', 'id = "One 2"', "One 2.id",
         "small letters"),
    Case("field-value", GLOSSARY, '"Making sense of what people do."', '"Making sense."', '""', "definition =",
         "mentalizing.definition", "it is empty"),
    Case("field-value", WORDS, 'next = "Next"', 'next = "On"', "next = 3", "next = 3", "words.en.classify.next",
         "one text, not 3"),
    Case("field-value", WORDING, "'junkies?'", "'junk(y|ies)'", "'junk(y'", "junk(y", "wording.words.1.pattern",
         "not a regular expression"),
    # Names
    Case("file-name", QUIZ, 'id = "first"', 'id = "first" # the same', 'id = "second"', 'id = "second"', "second.id",
         "second.toml"),
    Case("unknown-file", "content/decks/three.toml", "", deck("three", item("three-1", "self", words(8, 20)),
         item("three-2", "child", words(9, 20))), "", "", "three", "nothing reads this file"),
]
