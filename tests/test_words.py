"""Words and numbers in the language of the book."""

from __future__ import annotations

import pytest

from mio_widgets.words import decimal, lang_of, percent, say, speaker
from tests.content.small_book import SmallBook, small_book


@pytest.fixture
def book(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> SmallBook:
    """A small book, which MIO_BOOK names, in a language that has more plural forms than English and a comma."""
    root = tmp_path_factory.mktemp("book")  # words are kept by language and folder
    book = small_book(root)
    book.write("content/words.toml", '[language]\nlocale = "en"\n\n[left]\none = "One left."\nother = "{n} left."\n')
    book.write(
        "content/pl/words.toml",
        '[language]\nlocale = "pl"\n\n[left]\none = "Został {n}."\nfew = "Zostały {n}."\nother = "Zostało {n}."\n',
    )
    monkeypatch.setenv("MIO_BOOK", str(root))
    return book


@pytest.mark.usefixtures("book")
def test_the_plural_form_is_the_one_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [say("left", n=n) for n in (1, 2, 5)] == ["One left.", "2 left.", "5 left."]
    monkeypatch.setenv("MIO_LANG", "pl")
    # Polish has a form `many`, for five, which is not in the file: then `other` is said.
    assert [say("left", n=n) for n in (1, 2, 5)] == ["Został 1.", "Zostały 2.", "Zostało 5."]
    assert speaker("en")("left", n=2) == "2 left."


def test_numbers_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_LANG", "es")
    assert [decimal(value) for value in (0.5, -0.256, -0.001)] == ["0.50", "−0.26", "0.00"]
    assert [percent(share) for share in (0.585, 1, -0.12, -0.001)] == ["58%", "100%", "−12%", "0%"]


def test_a_comma_where_the_language_has_one(book: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write("content/de/words.toml", '[language]\nlocale = "de"\n')
    monkeypatch.setenv("MIO_LANG", "de")
    assert (decimal(-0.5), percent(0.5)) == ("−0,50", "50\N{NO-BREAK SPACE}%")


def test_only_another_language_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (lang_of("en"), lang_of("es")) == ("", ' lang="es"')
    monkeypatch.setenv("MIO_LANG", "es")
    assert (lang_of("en"), lang_of("es")) == (' lang="en"', "")


@pytest.mark.parametrize(
    "hostile", ["{n.__class__.__mro__}", "{n:>999999999}", "{n!r}", "{", "}}", "{}", "%(n)s", "${n.x}"]
)
def test_a_word_cannot_reach_into_what_it_is_filled_with(book: SmallBook, hostile: str) -> None:
    book.write("content/words.toml", f"[page]\nminutes = 'About {{n}} minutes {hostile}'\n[language]\nlocale = 'en'\n")
    assert say("page.minutes", n=3) == f"About 3 minutes {hostile}"


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="'n'"):
        say("page.minutes")
