from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from mio_widgets.content import load as loading
from mio_widgets.content.load import book_root, deck_version, load, pick
from mio_widgets.content.models import Deck, Utterance
from mio_widgets.content.problems import ContentError
from tests.content.small_book import ONE, SmallBook


def test_everything_is_there_by_its_id(book: SmallBook) -> None:
    content = load(book.content)
    assert {*content.codebooks} == {"minds"}
    assert [item.key for item in content.decks["one"].utterances] == ["self", "child", "self", "child"]
    assert content.decks["one"].worked[0].thinking == ["Look.", "Decide."]
    assert content.quizzes["first"].questions[1].prompt == "And why?"
    assert content.references["allen-2008"].authors == "Allen JG"
    assert content.glossary["mentalizing"].cites == ["suchman-2016"]
    assert content.wording["junkies?"].instead == "a person who uses drugs"
    assert content.words["classify.sure.yes"] == "Sure"
    assert content.words["classify.sure"] == "How sure?"


def test_single_files_may_be_absent(book: SmallBook) -> None:
    for path in book.content.glob("*.toml"):
        path.unlink()
    content = load(book.content)
    assert {*content.decks} == {"one", "two"}
    assert (content.words, content.references, content.glossary) == ({}, {}, {})


def test_content_is_read_once(book: SmallBook) -> None:
    first = load(book.content)
    shutil.rmtree(book.content)
    assert load(book.content) is first


def test_nothing_changes_after_loading(book: SmallBook) -> None:
    content = load(book.content)
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.decks = {}  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        content.decks["one"].title = "Another"


def test_every_fault_of_form_is_in_the_error(book: SmallBook) -> None:
    book.edit("content/decks/one.toml", 'reserve = "two"', "reserve = 2")
    book.edit("content/quizzes/first.toml", '"And why?"', '"And why?')
    with pytest.raises(ContentError) as caught:
        load(book.content)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("content/decks/one.toml", 6),
        ("content/quizzes/first.toml", 15),
    ]
    assert str(caught.value).startswith("content/decks/one.toml:6: one.reserve: field-value: ")
    assert str(caught.value).count("\n") == 1


def test_a_rule_that_is_only_the_checker_s_does_not_keep_a_kernel_from_starting(book: SmallBook) -> None:
    book.write("content/surplus.toml", "x = 1\n")
    book.edit("content/decks/two.toml", 'codebook = "minds"', 'codebook = "hearts"')
    assert load(book.content).decks["two"].codebook == "hearts"


def test_what_is_not_there_is_said_with_what_is(book: SmallBook) -> None:
    decks = load(book.content).decks
    assert pick(decks, "one", "deck") is decks["one"]
    with pytest.raises(KeyError, match="no deck 'three'; there are one, two"):
        pick(decks, "three", "deck")
    with pytest.raises(KeyError, match="no journal 'any'; there are none"):
        pick({}, "any", "journal")


def test_a_faulty_deck_names_its_places(book: SmallBook) -> None:
    book.edit("content/decks/one.toml", 'id = "one-2"', "")
    with pytest.raises(ContentError, match=r"one\.utterances\.2\.id: field-missing"):
        load(book.content)


def test_a_deck_s_version_follows_its_content_alone(book: SmallBook) -> None:
    deck = load(book.content).decks["one"]
    version = deck_version(deck)
    assert version == "5d4ddf50"
    book.write("content/decks/one.toml", ONE.replace("\n", "\r\n") + "# a comment\r\n")
    assert deck_version(load(Path(f"{book.content}/../content/.")).decks["one"]) == version
    assert deck_version(deck.model_copy(update={"title": "Another"})) != version


def test_a_new_optional_field_leaves_versions_as_they_are(book: SmallBook) -> None:
    deck = load(book.content).decks["one"]
    assert "contested" in Utterance.model_fields
    spelled_out = Deck.model_validate(deck.model_dump())
    assert deck_version(spelled_out) == deck_version(deck)


def test_the_book_is_the_one_named_or_packed_or_checked_out(
    book: SmallBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIO_BOOK", raising=False)
    assert book_root() == Path(__file__).parents[2]
    package = tmp_path / "site" / "mio_widgets"
    shutil.copytree(book.content, package / "_book" / "content")
    monkeypatch.setattr(loading, "PACKAGE", package)
    assert book_root() == package / "_book"
    monkeypatch.setenv("MIO_BOOK", str(book.root))
    assert book_root() == book.root
    assert {*load().decks} == {"one", "two"}


def test_a_folder_without_content_is_no_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_BOOK", str(tmp_path))
    with pytest.raises(ContentError, match=r"no content/ in .*MIO_BOOK should name a folder"):
        book_root()
