"""From an executed notebook to the page of a chapter."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from mio_widgets.book import Chapter
from mio_widgets.content.models import ORIGINAL
from mio_widgets.site.pages import Frame, hashed, page_name, templates
from mio_widgets.words import lang_of, say

#: What marks the place of a figure; only a page with one loads what draws figures.
FIGURE = "data-finding="
_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_CHAPTER_LINK = re.compile(r'(href=")(\d\d_\w+)\.ipynb(?=["#])')


@dataclass
class Page:
    """A rendered page and the widget modules it needs, by hashed file name."""

    html: str
    modules: dict[str, str] = field(default_factory=dict)


class CellError(Exception):
    """A cell of a chapter failed when the book was built."""


def render(notebook: nbformat.NotebookNode, chapter: Chapter, frame: Frame) -> Page:
    """The page of an executed chapter.

    Markdown becomes prose; of a code cell only the output is shown. A widget becomes a place that
    `host.js` fills from the traits saved beside it, with its module in a hashed file.

    Raises:
        CellError: an output is of a kind that a page cannot show.
    """
    page = Page("")
    state = notebook.metadata.get("widgets", {}).get(_WIDGET_STATE, {}).get("state", {})
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(_markdown(cell.source))
        elif cell.cell_type == "code":
            parts.extend(_output(output, state, page, f"{chapter.slug}, cell {cell.id}") for output in cell.outputs)
    body = _CHAPTER_LINK.sub(lambda link: link[1] + page_name(link[2]), "\n".join(parts))
    page.html = (
        templates()
        .get_template("page.html.j2")
        .render(
            book=frame,
            notebook=notebook,
            slug=chapter.slug,
            title=chapter.title if chapter.number == 0 else f"{chapter.title} · {say('page.book')}",
            description=chapter.summary,
            minutes=chapter.minutes if chapter.number > 0 else None,
            modules=[f"assets/{name}" for name in page.modules],
            has_figures=FIGURE in body,
            # The notebooks are the project's own; their HTML is meant to be HTML.
            body=Markup(body),  # noqa: S704
        )
    )
    return page


def _markdown(source: str) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return f'<div class="book-prose"{lang_of(ORIGINAL)}>{MarkdownWithMath(renderer=renderer).render(source)}</div>'


def _output(output: nbformat.NotebookNode, state: dict[str, Any], page: Page, where: str) -> str:
    if output.output_type == "stream":
        return f"<pre>{ansi2html(output.text)}</pre>"
    data = output.get("data", {})
    if _WIDGET_VIEW in data:
        return _widget(state[data[_WIDGET_VIEW]["model_id"]]["state"], page)
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return str(data[kind])
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{data["image/png"]}">'
    if "text/plain" in data:
        return f"<pre>{escape(data['text/plain'])}</pre>"
    raise CellError(f"{where}: cannot show {', '.join(data) or output.output_type}")


def _widget(traits: dict[str, Any], page: Page) -> str:
    kind = str(traits["_anywidget_id"]).rpartition(".")[2].lower()
    module = hashed(f"{kind}.js", traits["_esm"])
    page.modules[module] = traits["_esm"]
    public = {name: value for name, value in traits.items() if not name.startswith("_") and name != "layout"}
    # Inside a script element "</script" would end it and "<!--" change how it is read.
    saved = json.dumps(public, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div class="book-widget" data-module="assets/{module}">'
        f'<p class="book-loading">{escape(say("page.loading"))}</p>'
        f'<p class="book-broken" hidden>{escape(say("page.broken"))}</p>'
        f"<noscript>{escape(say('page.noscript'))}</noscript>"
        f'<script type="application/json">{saved}</script></div>'
    )
