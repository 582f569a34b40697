"""The files of the exercises as text, for pages and widgets alike; a server that only sends them loads no widget."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mio_widgets.bundle import bundle

HERE = Path(__file__).parent


def module(name: str) -> str:
    """The ES module `name` of this folder, in one piece."""
    return bundle(HERE / name)


@cache
def style() -> str:
    """The stylesheet that all exercises share."""
    return (HERE / "exercises.css").read_text(encoding="utf-8")
