"""The words of the interface, for Python and the page templates."""

from __future__ import annotations

from mio_widgets.content.load import load


def say(key: str, /, **values: str | int) -> str:
    """The words for `key`, with its {placeholders} filled in.

    Raises:
        KeyError: there are no such words, or a placeholder has no value.
    """
    return load().words[key].format(**values)
