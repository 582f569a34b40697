"""The leader's dashboard, as a notebook shows it."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from mio_widgets.book import chapters
from mio_widgets.bundle import bundle
from mio_widgets.content.load import language, load
from mio_widgets.exercises.assets import style

HERE = Path(__file__).parent
WORDS = ("language", "leader", "classify")


class Workshop(anywidget.AnyWidget):
    """Opens and leads a room. It holds words only: decks, votes and keys stay with the server until it tells them.

    A kernel that held the content would send it to the page, and so to the projector, before the reveal.
    """

    _esm = bundle(HERE / "leader.js")
    _css = style() + (HERE / "leader.css").read_text(encoding="utf-8")
    lang = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    #: The decks as the book comes to them; others follow.
    order = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self) -> None:
        content = load()
        words = {key: text for key, text in content.words.items() if key.split(".")[0] in WORDS}
        read = dict.fromkeys(id for chapter in chapters() for id in chapter.exercises if id in content.decks)
        super().__init__(words=words, lang=language(), order=list(read))

    def __repr__(self) -> str:
        return "workshop()"


def workshop() -> Workshop:
    """The leader's dashboard. It works on the page that the leader's link opens, beside the room's server."""
    return Workshop()
