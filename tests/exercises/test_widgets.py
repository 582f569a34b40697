"""What Python gives an exercise, and how its module is put together."""

from __future__ import annotations

import re

import pytest

from mio_widgets import classify, quiz
from mio_widgets.bundle import bundle
from mio_widgets.content.load import PACKAGE, deck_version, load

MODULES = sorted(PACKAGE.rglob("*.js"))
WIDGETS = [path for path in MODULES if "export default" in path.read_text(encoding="utf-8")]
PAGE = PACKAGE / "site" / "static" / "book.js"
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("path", WIDGETS, ids=lambda path: path.name)
def test_a_bundle_stands_alone(path: object) -> None:
    text = bundle(path)  # type: ignore[arg-type]
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert re.findall(r"^export \w+", text, re.MULTILINE) == ["export default"]


@pytest.mark.parametrize("path", [*WIDGETS, PAGE], ids=lambda path: path.name)
def test_joined_modules_do_not_share_a_name(path: object) -> None:
    names = TOP_LEVEL.findall(bundle(path))  # type: ignore[arg-type]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_an_exercise_is_shown_by_its_call() -> None:
    assert repr(classify("whose-mind-1")) == "classify('whose-mind-1')"
    assert repr(quiz("01-mentalizing")) == "quiz('01-mentalizing')"


def test_an_unknown_deck_names_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no deck 'whose-mind-9'; there are .*whose-mind-1"):
        classify("whose-mind-9")


def test_an_unknown_quiz_names_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no quiz 'nothing'; there are .*01-mentalizing"):
        quiz("nothing")


def test_a_deck_carries_its_items_in_order_with_a_reason_for_each_of_its_labels() -> None:
    deck = load().decks["whose-mind-1"]
    data = classify("whose-mind-1").deck
    assert [item["id"] for item in data["items"]] == [item.id for item in deck.utterances]
    assert [label["id"] for label in data["labels"]] == deck.labels
    assert all(list(item["reasons"]) == deck.labels for item in [*data["items"], *data["reserve"]["items"]])
    assert data["version"] == deck_version(deck)


def test_the_reserve_holds_only_items_whose_key_the_deck_knows() -> None:
    reserve = classify("whose-mind-1").deck["reserve"]
    assert reserve["id"] == "whose-mind-fresh"
    assert {item["key"] for item in reserve["items"]} == {"self", "child"}


def test_an_exercise_gets_only_the_words_of_its_own_sections() -> None:
    assert {key.split(".")[0] for key in quiz("01-mentalizing").words} == {"language", "store", "quiz"}


def test_answers_start_empty_and_are_plain() -> None:
    assert classify("whose-mind-1").answers == []


def test_a_translated_exercise_says_what_is_in_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_LANG", "es")
    spanish = classify("whose-mind-1")
    assert (spanish.lang, spanish.awaiting, spanish.deck["lang"]) == ("es", True, "es")
    assert spanish.words["classify.next"] == "Siguiente"
    shown = [*spanish.deck["labels"], *spanish.deck["worked"], *spanish.deck["items"]]
    assert {piece["lang"] for piece in shown} == {"es"}
    assert {piece["lang"] for piece in spanish.deck["reserve"]["items"]} == {"en"}


def test_an_untranslated_exercise_keeps_its_labels_and_speaks_the_interface_s_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MIO_LANG", "es")
    english = classify("whose-mind-2")
    assert (english.lang, english.awaiting, english.deck["lang"]) == ("es", False, "en")
    assert english.words["classify.next"] == "Siguiente"
    # Its reasons call the labels by these names.
    assert [label["short"] for label in english.deck["labels"]] == ["Self", "Child", "Neither"]
    assert quiz("01-mentalizing").quiz["questions"][0]["lang"] == "en"
