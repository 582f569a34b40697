"""The words of the interface, for Python and the page templates."""

from __future__ import annotations

import re

from mio_widgets.content.load import load

# As the browser fills them in. `str.format` would let a word reach into the values, or ask for a gigabyte of blanks.
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def say(key: str, /, **values: str | int) -> str:
    """The words for `key`, with its {placeholders} filled in.

    Raises:
        KeyError: there are no such words, or a placeholder has no value.
    """
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), load().words[key])
