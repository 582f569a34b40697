"""The workbook for learning to hear mentalizing: what a notebook cell calls.

The names are imported when first used, so that the command line starts without loading widgets.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mio_widgets.exercises.classify import classify
    from mio_widgets.exercises.conversation import conversation
    from mio_widgets.exercises.journal import journal
    from mio_widgets.exercises.kappa import kappa
    from mio_widgets.exercises.point import point
    from mio_widgets.exercises.progress import progress
    from mio_widgets.exercises.quiz import quiz
    from mio_widgets.exercises.sort import sort_cards
    from mio_widgets.exercises.trial_size import trial_size
    from mio_widgets.findings.catalog import finding
    from mio_widgets.findings.show import show_findings
    from mio_widgets.fragments import contents, picture, sources
    from mio_widgets.live.leader import workshop

__all__ = [
    "classify",
    "contents",
    "conversation",
    "finding",
    "journal",
    "kappa",
    "picture",
    "point",
    "progress",
    "quiz",
    "show_findings",
    "sort_cards",
    "sources",
    "trial_size",
    "workshop",
]

_HOMES = {
    "classify": "mio_widgets.exercises.classify",
    "contents": "mio_widgets.fragments",
    "conversation": "mio_widgets.exercises.conversation",
    "finding": "mio_widgets.findings.catalog",
    "journal": "mio_widgets.exercises.journal",
    "kappa": "mio_widgets.exercises.kappa",
    "picture": "mio_widgets.fragments",
    "point": "mio_widgets.exercises.point",
    "progress": "mio_widgets.exercises.progress",
    "quiz": "mio_widgets.exercises.quiz",
    "show_findings": "mio_widgets.findings.show",
    "sort_cards": "mio_widgets.exercises.sort",
    "sources": "mio_widgets.fragments",
    "trial_size": "mio_widgets.exercises.trial_size",
    "workshop": "mio_widgets.live.leader",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
