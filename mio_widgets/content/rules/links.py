"""Rules on what points elsewhere: citations, and the decks, quizzes and pictures that notebooks show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mio_widgets.content.drafts import items
from mio_widgets.content.drawings import faults
from mio_widgets.content.files import SourceFile
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import Deck, Glossary, Quiz, Vignette
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book, listed

_CITED = re.compile(r"#ref-([A-Za-z0-9][\w-]*)")
_TERM = re.compile(r"#term-([A-Za-z0-9][\w-]*)")
_SHOWN = {
    "classify": (("decks",), "deck"),
    "point": (("decks",), "deck"),
    "sort_cards": (("decks", "orders"), "deck or order"),
    "conversation": (("vignettes",), "vignette"),
    "journal": (("journals",), "journal"),
    "quiz": (("quizzes",), "quiz"),
    "picture": (("pictures",), "picture"),
    "finding": (("figures",), "figure"),
}
"""For each function that a notebook calls with an id: the folders it shows something of, and the thing's name."""


def check_citations(book: Book) -> Iterator[Problem]:
    """Every citation names a reference."""
    if "references" in book.drafts.unread:
        return
    known = listed(book.drafts.files.get("references"), "references")
    for file, loc, cited in _cited_in_content(book):
        if cited not in known:
            yield file.problem(loc, "unknown-reference", _unknown(cited))
    for cell in book.cells:
        if cell.kind == "markdown":
            for match in _CITED.finditer(cell.source):
                if match[1] not in known:
                    line = cell.line_at(match.start())
                    yield cell.problem(line, "unknown-reference", _unknown(match[1]), match[0])
    for cell, call in book.calls:
        for cited, line in call.texts if call.name == "sources" else ():
            if cited not in known:
                yield cell.problem(line, "unknown-reference", _unknown(cited), "sources")


def check_shown(book: Book) -> Iterator[Problem]:
    """Notebooks show decks, quizzes, pictures and other things that exist."""
    for cell, call in book.calls:
        if call.name in _SHOWN and call.texts:
            (shown, line), (folders, thing) = call.texts[0], _SHOWN[call.name]
            ids = {id for folder in folders for id in _ids(book, folder)}
            if shown not in ids:
                there = ", ".join(sorted(ids)) or "none"
                message = f"no {thing} “{shown}”; there is {there}"
                yield cell.problem(line, "unknown-exercise", message, call.name)


def check_pictures(book: Book) -> Iterator[Problem]:
    """Pages take pictures in as they are: they may draw, and neither run nor load anything."""
    for name, path in book.pictures.items():
        file = f"{book.drafts.folder}/pictures/{path.name}"
        try:
            found = faults(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            found = [(1, f"what cannot be read ({error})")]
        for line, what in found:
            yield Problem(file, line, name, "", "unsafe-picture", f"{what} is no part of a drawing: remove it")


def check_terms(book: Book) -> Iterator[Problem]:
    """Every link to a term names one of the glossary."""
    if "glossary" in book.drafts.unread:
        return
    known = listed(book.drafts.files.get("glossary"), "terms")
    for cell in book.cells:
        for match in _TERM.finditer(cell.source) if cell.kind == "markdown" else ():
            if match[1] not in known:
                message = f"no term `{match[1]}`: add it to glossary.toml, or correct the id"
                yield cell.problem(cell.line_at(match.start()), "unknown-term", message, match[0])


def _ids(book: Book, folder: str) -> set[str]:
    if folder == "pictures":
        return set(book.pictures)
    return listed(book.drafts.files.get("trials/figures"), "figures") if folder == "figures" else book.ids(folder)


def _unknown(cited: str) -> str:
    return f"no reference `{cited}`: add it to references.toml, or correct the id"


def _cited_in_content(book: Book) -> Iterator[tuple[SourceFile, Loc, str]]:
    for deck in book.drafts.of(Deck):
        for loc, item in items(deck):
            if item.source is not None:
                yield deck.file, (*loc, "source"), item.source
    for quiz in book.drafts.of(Quiz):
        for at, question in zip(quiz.kept["questions"], quiz.value.questions, strict=True):
            for index, cited in enumerate(question.cites):
                yield quiz.file, ("questions", at, "cites", index), cited
    for vignette in book.drafts.of(Vignette):
        for index, cited in enumerate(vignette.value.cites):
            yield vignette.file, ("cites", index), cited
    for glossary in book.drafts.of(Glossary):
        for at, term in zip(glossary.kept["terms"], glossary.value.terms, strict=True):
            for index, cited in enumerate(term.cites):
                yield glossary.file, ("terms", at, "cites", index), cited
