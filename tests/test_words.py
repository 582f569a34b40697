"""The words of the interface are filled in, and are no program."""

from __future__ import annotations

from pathlib import Path

import pytest

from mio_widgets.words import say


@pytest.mark.parametrize(
    "hostile", ["{n.__class__.__mro__}", "{n:>999999999}", "{n!r}", "{", "}}", "{}", "%(n)s", "${n.x}"]
)
def test_a_word_cannot_reach_into_what_it_is_filled_with(book: Path, hostile: str) -> None:
    words = book / "content" / "words.en.toml"
    text, found = words.read_text(encoding="utf-8"), 'minutes = "About {n} minutes'
    assert found in text
    words.write_text(text.replace(found, f"{found} {hostile}"), encoding="utf-8")
    assert say("page.minutes", n=3).startswith(f"About 3 minutes {hostile}")


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="'n'"):
        say("page.minutes")
