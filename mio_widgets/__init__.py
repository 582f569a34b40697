"""The workbook for learning to hear mentalizing: what a notebook cell calls.

The names are imported when first used, so that the command line starts without loading widgets.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mio_widgets.exercises.classify import classify
    from mio_widgets.exercises.point import point
    from mio_widgets.exercises.quiz import quiz
    from mio_widgets.fragments import contents, picture, sources

__all__ = ["classify", "contents", "picture", "point", "quiz", "sources"]

_HOMES = {
    "classify": "mio_widgets.exercises.classify",
    "contents": "mio_widgets.fragments",
    "picture": "mio_widgets.fragments",
    "point": "mio_widgets.exercises.point",
    "quiz": "mio_widgets.exercises.quiz",
    "sources": "mio_widgets.fragments",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
