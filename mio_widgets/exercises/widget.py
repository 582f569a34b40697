"""What every exercise shares: the stylesheet, the words, the answers."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from mio_widgets.content.load import language, load
from mio_widgets.exercises.assets import style


class Exercise(anywidget.AnyWidget):
    """An exercise: Python gives it content and receives `answers`; its ES module does the rest.

    `answers` is a list of plain records, filled by the browser while a kernel is there. `lang` is the language of
    the words; each piece of content names its own. `awaiting` says that the content is a translation which no
    native reader has read yet.
    """

    _css = style()
    lang = traitlets.Unicode().tag(sync=True)
    awaiting = traitlets.Bool(False).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    answers: Any = traitlets.List(traitlets.Dict()).tag(sync=True)

    #: The sections of the interface's words that the module uses.
    word_sections: tuple[str, ...] = ("store",)

    def __init__(self, call: str, **content: Any) -> None:
        everything = load().words
        sections = ("language", *self.word_sections)
        used = {key: text for key, text in everything.items() if key.split(".")[0] in sections}
        self._call = call
        super().__init__(words=used, lang=language(), **content)

    def __repr__(self) -> str:
        return self._call
