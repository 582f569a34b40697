"""The order of the chapters and what is known of them without running them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mio_widgets.book import chapters
from mio_widgets.content.load import load
from mio_widgets.fragments import contents, picture, sources


@pytest.mark.usefixtures("book")
def test_chapters_stand_in_reading_order_with_their_exercises() -> None:
    home, first = chapters()
    assert (home.slug, home.number, home.exercises) == ("00_start_here", 0, {})
    assert (first.slug, first.number) == ("01_mentalizing", 1)
    assert first.exercises == {
        "mental-states": len(load().decks["mental-states"].utterances),
        "01-mentalizing": len(load().quizzes["01-mentalizing"].questions),
    }


def test_a_chapter_without_its_metadata_is_named(book: Path) -> None:
    path = book / "notebooks" / "01_mentalizing.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    del notebook["metadata"]["mio"]["summary"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ValueError, match=r"01_mentalizing\.ipynb: metadata\.mio lacks summary"):
        chapters()


@pytest.mark.usefixtures("book")
def test_the_contents_link_to_every_chapter_but_the_home_page() -> None:
    html = contents()._repr_html_()
    assert 'href="01_mentalizing.ipynb"' in html
    assert "00_start_here" not in html


def test_a_source_has_its_anchor_and_its_link() -> None:
    html = sources("suchman-2016")._repr_html_()
    assert 'id="ref-suchman-2016"' in html
    assert 'href="https://' in html


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(KeyError, match="nobody-1900"):
        sources("nobody-1900")


def test_a_picture_keeps_its_colours_where_no_stylesheet_is_loaded() -> None:
    html = picture("angry-morning")._repr_html_()
    assert "var(--mio-self, #A8471C)" in html
    assert "var(--mio-self)" not in html


def test_an_unknown_picture_names_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no picture 'nothing'; there are .*angry-morning"):
        picture("nothing")


@pytest.mark.parametrize(
    ("id", "short"),
    [
        ("suchman-2016", "Suchman, 2016"),
        ("suchman-2015", "Suchman & Bers, 2015"),
        ("allen-2008", "Allen et al., 2008"),
        ("dhhs-1999", "Department of Health and Human Services, 1999"),
    ],
)
def test_a_reference_is_cited_by_its_authors_and_year(id: str, short: str) -> None:
    assert load().references[id].short == short
