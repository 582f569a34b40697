"""The words of the interface, for Python and the page templates, and numbers as its language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from mio_widgets.content.load import language, load

if TYPE_CHECKING:
    from datetime import date

    from babel import Locale

Say = Callable[..., str]
"""Looks a key up and fills its {placeholders} in."""

# As the browser fills them in. `str.format` would let a word reach into the values, or ask for a gigabyte of blanks.
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def say(key: str, /, **values: str | int) -> str:
    """The words for `key` in the book's language, in the plural form of {n}, with its {placeholders} filled in.

    Raises:
        KeyError: there are no such words, or a placeholder has no value.
    """
    return _said(language(), key, values)


def speaker(lang: str) -> Say:
    """The function that says words as `say` does, in another language than the book's."""

    def say(key: str, /, **values: str | int) -> str:
        return _said(lang, key, values)

    return say


def _said(lang: str, key: str, values: dict[str, str | int]) -> str:
    words = load(lang=lang).words
    n = values.get("n")
    if isinstance(n, int) and f"{key}.other" in words:
        form = f"{key}.{_locale(lang).plural_form(n)}"
        key = form if form in words else f"{key}.other"
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), words[key])


def lang_of(lang: str) -> Markup:
    """The attribute that an element needs whose text is in `lang`: none where that is the book's own language."""
    return Markup("") if lang == language() else Markup(' lang="{}"').format(lang)


def decimal(value: float) -> str:
    """A number with two decimals, such as 0.58 or −0.12."""
    # Babel takes a tenth of a second to import, and a start of the server does without it.
    from babel.numbers import format_decimal  # noqa: PLC0415

    return _with_minus(format_decimal(round(value, 2) + 0.0, format="0.00", locale=_locale(language())))


def percent(share: float) -> str:
    """A share as a whole percentage, such as 58% of 0.58."""
    from babel.numbers import format_percent  # noqa: PLC0415

    return _with_minus(format_percent(round(share, 2) + 0.0, locale=_locale(language())))


def day(when: date) -> str:
    """A day in words, such as November 23, 2026."""
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(when, "long", locale=_locale(language()))


def _with_minus(number: str) -> str:
    return number.replace("-", "−")


@cache
def _locale(lang: str) -> Locale:
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(load(lang=lang).words["language.locale"], sep="-")
