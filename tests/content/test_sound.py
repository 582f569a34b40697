"""What the rules leave alone, and how they go on after a fault."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mio_widgets.content.rules import check
from mio_widgets.content.rules.book import read_book
from mio_widgets.content.rules.texts import check_alike
from tests.content.small_book import CODEBOOK, SmallBook, deck, item, words


def places(book: SmallBook) -> list[tuple[str, int, str, str]]:
    return [(found.file, found.line, f"{found.item}.{found.field}", found.rule) for found in book.check()]


def test_the_small_book_has_no_problem(book: SmallBook) -> None:
    assert list(map(str, book.check())) == []


def test_the_content_of_the_workbook_has_no_problem() -> None:
    root = Path(__file__).parents[2]
    assert list(map(str, check(root / "content").problems)) == []


def test_all_problems_of_all_files_are_named_at_once_and_in_order(book: SmallBook) -> None:
    book.edit("content/quizzes/first.toml", '"And why?"', '"And why?')
    book.edit(
        "content/decks/one.toml",
        'key = "self"\ndifficulty = 1\nevidence = [\n  { phrase = "quc',
        'key = "pet"\ndifficulty = 4\nevidence = [\n  { phrase = "quc',
    )
    book.edit("content/decks/one.toml", 'source = "suchman-2016"', 'source = "nobody"')
    book.edit("content/decks/two.toml", '"minds"', '"hearts"')
    book.edit("mio_widgets/pages.py", '"page.end"', '"page.over"')
    assert [(file, rule) for file, _, _, rule in places(book)] == [
        ("content/decks/one.toml", "field-value"),
        ("content/decks/one.toml", "unknown-reference"),
        ("content/decks/two.toml", "unknown-codebook"),
        ("content/quizzes/first.toml", "toml-syntax"),
        ("content/words.toml", "unused-word"),
        ("mio_widgets/pages.py", "missing-word"),
    ]  # fmt: skip


def test_a_fault_at_a_file_s_head_does_not_hide_those_below_or_bring_others(book: SmallBook) -> None:
    name = "content/decks/two.toml"
    book.edit(name, 'codebook = "minds"\n', "")
    book.edit(name, 'title = "A deck"\n', "")
    book.edit(name, 'key = "self"', 'key = "pet"')
    assert places(book) == [
        (name, 1, "two.codebook", "field-missing"),
        (name, 1, "two.title", "field-missing"),
        (name, book.line(name, '"pet"'), "two-1.key", "unknown-key"),
    ]


def test_an_item_without_id_is_named_by_its_number_in_the_deck(book: SmallBook) -> None:
    name = "content/decks/two.toml"
    book.edit(name, 'id = "two-2"', "")
    assert places(book) == [(name, book.line(name, "[[utterances]]\n\n"), "two.utterances.2.id", "field-missing")]


def test_a_deck_with_a_faulty_item_is_not_judged_as_a_whole(book: SmallBook) -> None:
    items = [item(f"zz-{n}", "self" if n < 4 else "child", words(100 + n, 20)) for n in range(8)]
    book.write("content/decks/zz.toml", deck("zz", *items))
    assert [rule for *_, rule in places(book)] == ["key-run", "key-run"]
    book.edit("content/decks/zz.toml", 'id = "zz-7"', "")
    assert [rule for *_, rule in places(book)] == ["field-missing"]


@pytest.mark.parametrize("name", ["references", "codebooks/minds", "decks/one", "words", "wording", "cues", "retired"])
def test_what_an_unreadable_file_defines_is_not_reported_as_missing(book: SmallBook, name: str) -> None:
    book.write(f"content/{name}.toml", "broken = \n")
    stem = name.rpartition("/")[2]
    assert places(book) == [(f"content/{name}.toml", 1, f"{stem}.", "toml-syntax")]


def test_a_file_that_is_not_utf_8_is_named_with_the_line(book: SmallBook) -> None:
    (book.content / "retired.toml").write_bytes("# eins\n# zwei\n# für\nids = []\n".encode("latin-1"))
    assert places(book) == [("content/retired.toml", 3, "retired.", "toml-syntax")]


def test_a_missing_list_that_a_rule_needs_is_named(book: SmallBook) -> None:
    (book.content / "cues.toml").unlink()
    (book.content / "wording.toml").unlink()
    assert places(book) == [
        ("content/cues.toml", 1, "cues.", "missing-file"),
        ("content/wording.toml", 1, "wording.", "missing-file"),
    ]


def test_without_interface_words_their_rules_wait(book: SmallBook) -> None:
    (book.content / "words.toml").unlink()
    assert places(book) == []


def test_two_decks_with_one_id(book: SmallBook) -> None:
    name = "content/decks/three.toml"
    book.write(name, deck("two", item("three-1", "self", words(8, 20)), item("three-2", "child", words(9, 20))))
    # Files are read in order of their names, so the second one, two.toml, has the id that is taken.
    assert places(book) == [(name, 1, "two.id", "file-name"), ("content/decks/two.toml", 1, "two.id", "duplicate-id")]


def test_two_labels_with_one_id(book: SmallBook) -> None:
    name = "content/codebooks/minds.toml"
    again = CODEBOOK[CODEBOOK.index('[[labels]]\nid = "child"') :].replace('short = "Child"', 'short = "Kid"')
    book.write(name, f"{CODEBOOK}\n{again}")
    line = (CODEBOOK + "\n").count("\n") + 2
    assert places(book) == [(name, line, "child.id", "duplicate-id")]


def test_titles_of_published_works_are_not_ours_to_reword(book: SmallBook) -> None:
    book.edit("content/references.toml", "Mentalizing.", "Mentalizing junkies.")
    assert places(book) == []


def test_a_notebook_with_sources_in_one_string_has_lines_too(book: SmallBook) -> None:
    name = "notebooks/02_second.ipynb"
    book.write(name, '{"cells": [\n {"cell_type": "code", "source": "x = 1\\nquiz(\\"none\\")"}\n]}')
    assert places(book) == [(name, 2, "cell-1.quiz", "unknown-exercise")]


def test_checkpoints_of_notebooks_are_left_alone(book: SmallBook) -> None:
    book.write("notebooks/.ipynb_checkpoints/01_first-checkpoint.ipynb", "not a notebook")
    assert places(book) == []


def test_alike_texts_are_found_among_300_in_less_than_a_second(book: SmallBook) -> None:
    vocabulary = words(1, 120).split()
    texts = [" ".join(vocabulary[(n * 7 + k * (1 + n % 11)) % 120] for k in range(40)) for n in range(300)]
    items = [item(f"zz-{n}", "self" if n % 2 else "child", text) for n, text in enumerate(texts)]
    book.write("content/decks/zz.toml", deck("zz", *items))
    whole = read_book(book.content)
    start = time.process_time()
    found = list(check_alike(whole))
    assert time.process_time() - start < 1
    assert {problem.rule for problem in found} == {"near-duplicate"}
