"""A conversation with branches, in which the reader is the therapist."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load, pick
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.widget import Exercise


class Conversation(Exercise):
    """A vignette whose next line the reader chooses, with what each choice does.

    Each record of `answers` is a conversation that was brought to its end: `item` (the vignette's id),
    `path` (the ids of the lines chosen) and `time` (ISO 8601, UTC).
    """

    _esm = module("conversation.js")
    word_sections = ("store", "conversation")
    vignette = traitlets.Dict().tag(sync=True)


def conversation(vignette_id: str) -> Conversation:
    """The conversation `content/vignettes/<vignette_id>.toml`.

    Raises:
        KeyError: there is no such vignette; the message names those there are.
    """
    vignette = pick(load().vignettes, vignette_id, "vignette")
    return Conversation(
        f"conversation({vignette_id!r})",
        vignette={**vignette.with_lang(), "turns": [turn.with_lang() for turn in vignette.turns]},
        awaiting=vignette.awaiting_native_reader,
    )
