"""The reader's progress over the whole book."""

from __future__ import annotations

from typing import Any

import traitlets

from mio_widgets.book import chapters
from mio_widgets.content.load import load
from mio_widgets.content.models import ORIGINAL
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.deck import deck_data
from mio_widgets.exercises.journal import journal_data
from mio_widgets.exercises.widget import Exercise


class Progress(Exercise):
    """Chapters, decks, calibration, confusions and what is due; export, import, report and deletion.

    It reads what the other exercises saved in the browser and has no `answers` of its own.
    """

    _esm = module("progress.js")
    word_sections = ("store", "progress", "summary", "classify")
    book = traitlets.Dict().tag(sync=True)


def progress() -> Progress:
    """The page on which a reader sees, keeps, moves or deletes what was answered."""
    content = load()
    book = chapters()
    used = dict.fromkeys(id for chapter in book for id in chapter.exercises)
    return Progress(
        "progress()",
        book={
            "chapters": [
                {"slug": chapter.slug, "lang": ORIGINAL, "title": chapter.title, "exercises": chapter.exercises}
                for chapter in book
            ],
            "decks": [_for_report(deck_data(content, content.decks[id])) for id in used if id in content.decks],
            "quizzes": [
                {
                    **content.quizzes[id].with_lang(include={"id", "title"}),
                    "questions": [
                        question.with_lang(include={"id", "prompt"}) for question in content.quizzes[id].questions
                    ],
                }
                for id in used
                if id in content.quizzes
            ],
            "journals": [journal_data(journal) for _, journal in sorted(content.journals.items())],
        },
    )


def _for_report(deck: dict[str, Any]) -> dict[str, Any]:
    """A deck without what only its own exercise shows."""
    known = ("id", "lang", "key", "text")
    return {
        "id": deck["id"],
        "lang": deck["lang"],
        "title": deck["title"],
        "labels": deck["labels"],
        "items": [{name: item[name] for name in (*known, "contested")} for item in deck["items"]],
        "reserve": {
            "id": deck["reserve"]["id"],
            "items": [{name: item[name] for name in known} for item in deck["reserve"]["items"]],
        },
    }
