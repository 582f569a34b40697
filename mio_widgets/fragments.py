"""Pieces of a chapter that are not exercises: the table of contents, pictures, the list of sources."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any
from urllib.parse import quote

from mio_widgets.book import HOME, Chapter, chapters
from mio_widgets.content.drawings import faults
from mio_widgets.content.load import book_root, language, load
from mio_widgets.content.models import ORIGINAL
from mio_widgets.content.problems import ContentError
from mio_widgets.exercises.assets import style
from mio_widgets.exercises.deck import deck_data
from mio_widgets.words import lang_of, say


class Fragment:
    """A piece of HTML that a notebook shows, with a short text for where HTML is not shown."""

    def __init__(self, call: str, html: str) -> None:
        self._call = call
        self._html = html

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._call


def contents() -> Fragment:
    """The chapters as links; the page adds from the browser's storage how far the reader is, and what is due again."""
    written = lang_of(ORIGINAL)
    entries = "".join(
        f'<li data-chapter="{chapter.slug}" data-exercises="{escape(json.dumps(chapter.exercises))}"'
        f' data-decks="{escape(json.dumps(_decks(chapter)))}">'
        f'<a href="{chapter.slug}.ipynb"{written}>{escape(chapter.title)}</a> '
        f'<span class="book-minutes">{chapter.minutes} min</span>'
        f"<p{written}>{escape(chapter.summary)}</p></li>"
        for chapter in chapters()
        if chapter.slug != HOME
    )
    # The words as attributes: JupyterLab, which has no script of ours, would show an element that is to be hidden.
    onward = (
        f'<div class="book-onward" lang="{language()}" data-continue="{escape(say("page.continue"))}"'
        f' data-due="{escape(say("page.due"))}" hidden></div>'
    )
    return Fragment("contents()", f'{onward}<ol class="book-contents">{entries}</ol>')


def _decks(chapter: Chapter) -> list[dict[str, Any]]:
    """The chapter's decks that have return visits, as far as it takes to know when the next one is due."""
    content = load()
    found = (content.decks[id] for id in chapter.exercises if id in content.decks)
    return [_for_visits(deck_data(content, deck)) for deck in found if deck.reserve]


def _for_visits(deck: dict[str, Any]) -> dict[str, Any]:
    """A deck without its texts."""
    ids = {
        "id": deck["id"],
        "lang": deck["lang"],
        "title": deck["title"],
        "items": [{"id": item["id"]} for item in deck["items"]],
    }
    reserve = deck["reserve"]
    return ids | {"reserve": {"id": reserve["id"], "items": [{"id": item["id"]} for item in reserve["items"]]}}


def picture(picture_id: str) -> Fragment:
    """The drawing `content/pictures/<picture_id>.svg`, in the colours of the page around it.

    Where no stylesheet of ours is loaded yet (a notebook before its first exercise), the light colours hold.

    Raises:
        KeyError: there is no such picture; the message names those there are.
        ContentError: it holds more than a drawing needs, such as a script.
    """
    folder = book_root() / "content" / "pictures"
    path = folder / f"{picture_id}.svg"
    if not path.is_file():
        raise KeyError(
            f"no picture {picture_id!r}; there are {', '.join(sorted(p.stem for p in folder.glob('*.svg')))}"
        )
    drawn = path.read_text(encoding="utf-8")
    for line, what in faults(drawn):
        raise ContentError(f"content/pictures/{path.name}:{line}: {what} is no part of a drawing")
    light = dict(re.findall(r"(--mio-\w+): light-dark\((#\w+),", style()))
    svg = re.sub(r"var\((--mio-\w+)\)", lambda use: f"var({use[1]}, {light[use[1]]})", drawn)
    return Fragment(f"picture({picture_id!r})", f'<figure class="book-picture"{lang_of(ORIGINAL)}>{svg}</figure>')


def sources(*reference_ids: str) -> Fragment:
    """The references named, in the order given, each with the anchor `#ref-ID` and its link.

    Raises:
        KeyError: an id has no reference.
    """
    references = load().references
    unknown = [id for id in reference_ids if id not in references]
    if unknown:
        raise KeyError(f"no reference {', '.join(map(repr, unknown))} in content/references.toml")
    entries = []
    for id in reference_ids:
        reference = references[id]
        link = f"https://doi.org/{quote(reference.doi, safe='/:;()')}" if reference.doi else reference.url
        where = f' <a href="{escape(link)}">{escape(link)}</a>' if link else ""
        text = escape(f"{reference.authors} ({reference.year}). {reference.text}")
        entries.append(f'<li id="ref-{id}">{text}{where}</li>')
    call = f"sources({', '.join(map(repr, reference_ids))})"
    return Fragment(call, f'<ul class="book-sources"{lang_of(ORIGINAL)}>{"".join(entries)}</ul>')
