"""Prompts for reflection."""

from __future__ import annotations

from typing import Any

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.content.models import Journal
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.widget import Exercise


class ReflectionJournal(Exercise):
    """Prompts with room to write.

    Each record of `answers` holds `item` (the prompt's id), `text` and `time` (ISO 8601, UTC).
    """

    _esm = module("journal.js")
    word_sections = ("store", "journal")
    journal = traitlets.Dict().tag(sync=True)


def journal(journal_id: str) -> ReflectionJournal:
    """The prompts of `content/journals/<journal_id>.toml`.

    Raises:
        KeyError: there is no such journal; the message names those there are.
    """
    found = pick(load().journals, journal_id, "journal")
    return ReflectionJournal(
        f"journal({journal_id!r})", journal=journal_data(found), awaiting=found.awaiting_native_reader
    )


def journal_data(journal: Journal) -> dict[str, Any]:
    """A journal with an id of its own among all that is kept: a chapter's questionnaire may bear the same."""
    return {
        **journal.with_lang(),
        "prompts": [prompt.with_lang() for prompt in journal.prompts],
        "id": f"{journal.id}.journal",
    }
