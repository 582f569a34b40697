"""The questionnaire at a chapter's end: recall, then reveal."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.widget import Exercise


class Quiz(Exercise):
    """Asks for an answer in the reader's own words, then shows one to compare it with; or for a choice.

    Each record of `answers` holds `item` (the question's id), `text` (what the reader wrote or chose),
    `time` (ISO 8601, UTC), and `rating` ("had", "partly", "not-yet" or None) or, of a choice, `correct`.
    """

    _esm = module("quiz.js")
    word_sections = ("store", "quiz")
    quiz = traitlets.Dict().tag(sync=True)


def quiz(quiz_id: str) -> Quiz:
    """The questionnaire `content/quizzes/<quiz_id>.toml`.

    Raises:
        KeyError: there is no such questionnaire; the message names those there are.
    """
    content = load()
    found = pick(content.quizzes, quiz_id, "quiz")
    return Quiz(
        f"quiz({quiz_id!r})",
        quiz={
            **found.with_lang(include={"id", "title"}),
            "questions": [
                {
                    **question.with_lang(exclude={"cites"}),
                    "sources": [{"id": cite, "name": content.references[cite].short} for cite in question.cites],
                }
                for question in found.questions
            ],
        },
        awaiting=found.awaiting_native_reader,
    )
