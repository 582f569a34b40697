"""What every page has around its text: the files it loads, the chapter list, the words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from mio_widgets import words
from mio_widgets.book import HOME, Chapter, chapters
from mio_widgets.bundle import bundle
from mio_widgets.content.load import language, load
from mio_widgets.content.models import ORIGINAL, Term
from mio_widgets.exercises.assets import style

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"

#: A page may load only what comes with the book. It says so itself too, for hosts that send no header.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

#: What no page can say of itself: who may frame it.
FRAMED = "frame-ancestors 'self'"


def hashed(name: str, text: str) -> str:
    """The file's name with eight digits of its content's hash, so that browsers may keep it for good."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.{ending}"


@cache
def shared_assets() -> dict[str, tuple[str, str]]:
    """The files that pages share: by name in the templates, the hashed file name and its text."""
    static = HERE / "static"
    texts = {
        "exercises.css": style(),
        "book.css": (static / "book.css").read_text(encoding="utf-8"),
        "book.js": bundle(static / "book.js"),
        "host.js": bundle(static / "host.js"),
        "figures.js": bundle(static / "figures.js"),
        "show.js": bundle(static / "show.js"),
        "figures.css": (static / "figures.css").read_text(encoding="utf-8"),
        # Asked for by figures.js when the first figure of a page nears the screen.
        "plotly.js": plotly_text(),
        "icon.svg": (static / "icon.svg").read_text(encoding="utf-8"),
    }
    names = {name: name.replace(".", "_") for name in texts} | {"icon.svg": "icon"}
    return {names[name]: (hashed(name, text), text) for name, text in texts.items()}


@cache
def plotly_text() -> str:
    """The plotting library for browsers: plotly.js, of which its basic bundle draws all that our figures are made of.

    It comes with the package (npm's plotly.js-basic-dist-min, MIT), since plotly for Python brings only the bundle with
    everything, which takes a browser six times as long to start.
    """
    return (HERE / "static" / "vendor" / "plotly-basic.min.js").read_text(encoding="utf-8")


@cache
def plotly_styles() -> str:
    """The id under which the library looks for the styles of its maps before it writes them into the page.

    An element of this id keeps them out: we draw no maps, and our pages allow no inline styles.
    """
    found = re.search(r'getElementById\("([0-9a-f]{64})"\)', plotly_text())
    return found[1] if found else "plotly-map-styles"


@dataclass(frozen=True)
class Entry:
    """A chapter as a link in the page's chapter list."""

    slug: str
    title: str
    url: str
    exercises: dict[str, int]


@dataclass(frozen=True)
class Frame:
    """What the templates' shared parts need to draw the page around a chapter."""

    chapters: list[Entry]
    base: str
    """What stands before the book's own addresses; empty where links are relative."""
    asset: Callable[[str], str]
    """The address of a hashed file."""
    home: str
    assets: dict[str, str]
    lang: str
    awaiting: bool
    """Whether the interface is a translation that no native reader has read yet."""
    plotly_styles: str
    say: Callable[..., str] = words.say
    lang_of: Callable[[str], str] = words.lang_of
    prose: str = ORIGINAL
    """The language of the chapters."""
    policy: str = POLICY
    offline: bool = False
    """Whether browsers shall keep the book for reading offline."""

    def terms(self, notebook: Mapping[str, Any]) -> list[Term]:
        """The terms of the glossary that a notebook's prose links to, in the order of the alphabet."""
        prose = "".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
        glossary = load().glossary
        linked = set(re.findall(r"\(#term-([\w-]+)\)", prose)) & glossary.keys()
        return sorted((glossary[id] for id in linked), key=lambda term: term.term.lower())

    @property
    def order(self) -> list[str]:
        """The slugs in reading order."""
        return [entry.slug for entry in self.chapters]


def page_name(slug: str) -> str:
    """The file name of a chapter's rendered page."""
    return "index.html" if slug == HOME else f"{slug}.html"


def frame(
    base: str, address: Callable[[Chapter], str], asset: Callable[[str], str] | None = None, offline: bool = False
) -> Frame:
    """The frame of pages below `base` ("" for relative links), with chapters at `address(chapter)`.

    Files of widgets are at `asset(name)`, or else among the assets.
    """
    return Frame(
        chapters=[Entry(c.slug, c.title, address(c), c.exercises) for c in chapters()],
        base=base,
        asset=asset or (lambda name: f"{base}assets/{name}"),
        home=base or "index.html",
        assets={name: f"{base}assets/{file}" for name, (file, _) in shared_assets().items()},
        lang=language(),
        awaiting=load().awaiting,
        plotly_styles=plotly_styles(),
        offline=offline,
    )


@cache
def templates() -> jinja2.Environment:
    """The environment of the pages' templates."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
