"""All rules, and one call that checks a whole book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mio_widgets.content.drafts import AWAITING, FOLDERS, WORDS, Drafts, items, words_of
from mio_widgets.content.load import PACKAGE
from mio_widgets.content.models import (
    Codebook,
    Deck,
    Glossary,
    Journal,
    Order,
    Quiz,
    References,
    Vignette,
    WordingList,
)
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.balance import check_balance
from mio_widgets.content.rules.book import Book, read_book
from mio_widgets.content.rules.decks import check_decks
from mio_widgets.content.rules.ids import check_ids
from mio_widgets.content.rules.links import check_citations, check_pictures, check_shown, check_terms
from mio_widgets.content.rules.texts import check_alike, check_hidden, check_quotes, check_wording
from mio_widgets.content.rules.translations import check_translations, lacking
from mio_widgets.content.rules.trials import check_arms, check_figures, check_findings, check_map
from mio_widgets.content.rules.vignettes import check_vignettes
from mio_widgets.content.rules.words import check_words
from mio_widgets.content.trials import Arms, FigureTexts, FindingRows, Studies

RULES: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    check_ids,
    check_decks,
    check_balance,
    check_alike,
    check_wording,
    check_quotes,
    check_hidden,
    check_citations,
    check_shown,
    check_pictures,
    check_terms,
    check_vignettes,
    check_findings,
    check_map,
    check_figures,
    check_arms,
    check_words,
    check_translations,
)


@dataclass(frozen=True)
class Report:
    """What a check read and found."""

    book: Book
    problems: list[Problem]

    def counts(self) -> list[str]:
        """What was read, in a few lines."""
        drafts = self.book.drafts
        decks = [deck.value for deck in drafts.of(Deck)]
        found = [item for deck in drafts.of(Deck) for _, item in items(deck)]
        codebooks, quizzes, vignettes = drafts.of(Codebook), drafts.of(Quiz), drafts.of(Vignette)
        words = drafts.files.get(WORDS)
        rows = (
            {"codebook": len(codebooks), "label": sum(len(book.value.labels) for book in codebooks)},
            {
                "deck": len(decks),
                "utterance": sum(len(deck.utterances) for deck in decks),
                "worked example": sum(len(deck.worked) for deck in decks),
                "contested item": sum(bool(item.contested) for item in found),
            },
            {
                "reason": sum(len(item.reasons) for item in found),
                "evidence phrase": sum(len(item.evidence) for item in found),
            },
            {"quiz": len(quizzes), "question": sum(len(quiz.value.questions) for quiz in quizzes)},
            {
                "vignette": len(vignettes),
                "turn": sum(len(vignette.value.turns) for vignette in vignettes),
                "order": len(drafts.of(Order)),
                "journal": len(drafts.of(Journal)),
            },
            {
                "reference": sum(len(file.value.references) for file in drafts.of(References)),
                "glossary term": sum(len(file.value.terms) for file in drafts.of(Glossary)),
                "picture": len(self.book.pictures),
            },
            {
                "interface word": len(words_of(words)) if words else 0,
                "stigmatizing wording": sum(len(file.value.words) for file in drafts.of(WordingList)),
            },
            {
                "study": sum(len(file.value.studies) for file in drafts.of(Studies)),
                "finding": sum(len(file.value.findings) for file in drafts.of(FindingRows)),
                "arm-level value": sum(len(file.value.values) for file in drafts.of(Arms)),
                "figure": sum(len(file.value.figures) for file in drafts.of(FigureTexts)),
            },
            {"notebook": self.book.notebooks, "cell": len(self.book.cells)},
        )
        translated = (line for drafts in self.book.translations for line in self._translated(drafts))
        return ["No problems found in", *("  " + ", ".join(map(_counted, row.items())) for row in rows), *translated]

    def _translated(self, drafts: Drafts) -> Iterator[str]:
        """How much of the book is there in another language, what is lacking in it, and who has not read it yet."""
        originals, here = self.book.drafts.files, drafts.files
        missing = lacking(self.book, drafts)
        parts = []
        if WORDS in originals and WORDS in here:
            of = len(words_of(originals[WORDS]))
            parts = [f"{of - len(missing.get(WORDS, []))} of {_counted(('interface word', of))}"]
        for folder in FOLDERS:
            of, n = (sum(key.startswith(f"{folder}/") for key in files) for files in (originals, here))
            parts += [f"{n} of {of} {folder}"] if n else []
        yield f"  {drafts.lang}: {', '.join(parts) or 'nothing yet'}"
        for key, names in missing.items():
            yield f"      {key} lacks {', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
        waiting = [key for key, file in here.items() if file.data.get(AWAITING)]
        if waiting:
            yield f"      awaiting a native reader: {', '.join(waiting)}"


def check(content: Path, code: Path = PACKAGE) -> Report:
    """Check everything in a content folder, the notebooks beside it, and the words that the code uses."""
    book = read_book(content, code)
    drafts = (book.drafts, *book.translations)
    form = [*(problem for part in drafts for problem in part.problems), *book.problems]
    faulty = {(problem.file, problem.item, problem.field) for problem in form}
    found = (problem for rule in RULES for problem in rule(book))
    # A field that is missing or malformed needs no second message about what it says.
    rest = [problem for problem in found if (problem.file, problem.item, problem.field) not in faulty]
    return Report(book, sorted([*form, *rest]))


def _counted(entry: tuple[str, int]) -> str:
    name, count = entry
    plural = {"quiz": "quizzes", "study": "studies"}.get(name, f"{name}s")
    return f"{count} {name if count == 1 else plural}"
