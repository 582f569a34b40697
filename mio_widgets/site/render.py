"""From an executed notebook to its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import nbformat
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from mio_widgets.book import HOME
from mio_widgets.content.models import ORIGINAL
from mio_widgets.exercises.assets import style
from mio_widgets.site.pages import Frame, hashed, page_name, templates
from mio_widgets.words import lang_of, say

#: What marks the place of a figure; only a page with one loads what draws figures.
FIGURE = "data-finding="
#: What marks the figures that are shown one at a time.
SHOW = 'class="mio-show"'
_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_CHAPTER_LINK = re.compile(r'(href=")(\d\d_\w+)\.ipynb(?=["#])')


@dataclass
class Page:
    """A rendered page and the files that its widgets need, modules and styles, by hashed name."""

    html: str
    files: dict[str, str]


class CellError(ValueError):
    """An output is of a kind that a page cannot show."""


def render(notebook: nbformat.NotebookNode, slug: str, frame: Frame, kernel: str = "", *, leader: bool = False) -> Page:
    """The page of an executed notebook.

    Markdown becomes prose; of a code cell only the output is shown. A widget becomes a place that
    `host.js` fills from the traits saved beside it, with its module in a hashed file.

    Args:
        notebook: executed, with the state of its widgets.
        slug: the name of its file.
        frame: what stands around the text.
        kernel: the id of the kernel that ran it, where that goes on with the page; links to chapters then lead to
            chapters with a kernel.
        leader: whether the page is the leader's, so that the foot speaks of a room's votes.

    Raises:
        CellError: an output is of a kind that a page cannot show.
    """
    cells = _Cells(notebook, slug, frame, bool(kernel))
    body = "\n".join(cells.html())
    if not kernel:
        body = _CHAPTER_LINK.sub(lambda link: link[1] + page_name(link[2]), body)
    meta = notebook.metadata.get("mio", {})
    title = meta.get("title", slug)
    html = (
        templates()
        .get_template("page.html.j2")
        .render(
            book=frame,
            notebook=notebook,
            slug=slug,
            kernel=kernel,
            leader=leader,
            title=title if slug == HOME else f"{title} · {say('page.book')}",
            description=meta.get("summary", ""),
            minutes=meta.get("minutes") if slug != HOME else None,
            modules=[frame.asset(name) for name in cells.files if name.endswith(".js")],
            styles=[frame.asset(name) for name in cells.files if name.endswith(".css")],
            has_figures=FIGURE in body,
            has_show=SHOW in body,
            # The notebooks are the project's own; their HTML is meant to be HTML.
            body=Markup(body),  # noqa: S704
        )
    )
    return Page(html, cells.files)


class _Cells:
    """The cells of a notebook as HTML, and the files that its widgets need."""

    def __init__(self, notebook: nbformat.NotebookNode, slug: str, frame: Frame, live: bool) -> None:
        self.cells = notebook.cells
        self.state = notebook.metadata.get("widgets", {}).get(_WIDGET_STATE, {}).get("state", {})
        self.slug, self.frame, self.live = slug, frame, live
        self.files: dict[str, str] = {}

    def html(self) -> Iterator[str]:
        for cell in self.cells:
            if cell.cell_type == "markdown":
                yield _markdown(cell.source)
            elif cell.cell_type == "code":
                for output in cell.outputs:
                    yield self.output(output, f"{self.slug}, cell {cell.get('id', '')}")

    def output(self, output: nbformat.NotebookNode, where: str) -> str:
        if output.output_type == "stream":
            return f"<pre>{ansi2html(output.text)}</pre>"
        if output.output_type == "error":
            return f'<p class="book-failed">{escape(say("page.failed"))}</p>'
        data = output.get("data", {})
        if _WIDGET_VIEW in data:
            return self.widget(data[_WIDGET_VIEW]["model_id"], where)
        for kind in ("text/html", "image/svg+xml"):
            if kind in data:
                return str(data[kind])
        if "image/png" in data:
            return f'<img alt="" src="data:image/png;base64,{data["image/png"]}">'
        if "text/plain" in data:
            return f"<pre>{escape(data['text/plain'])}</pre>"
        raise CellError(f"{where}: cannot show {', '.join(data) or output.output_type}")

    def widget(self, model: str, where: str) -> str:
        traits = self.state[model]["state"]
        if "_esm" not in traits:
            raise CellError(f"{where}: cannot show {traits.get('_model_name')}; of widgets a page shows the book’s own")
        kind = str(traits["_anywidget_id"]).rpartition(".")[2].lower()
        module = hashed(f"{kind}.js", traits["_esm"])
        self.files[module] = traits["_esm"]
        # The exercises' own style is on every page.
        if (css := traits.get("_css", "")) not in ("", style()):
            self.files[hashed(f"{kind}.css", css)] = css
        public = {name: value for name, value in traits.items() if not name.startswith("_") and name != "layout"}
        # Inside a script element "</script" would end it and "<!--" change how it is read.
        saved = json.dumps(public, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        named = f' data-model="{escape(model)}"' if self.live else ""
        return (
            f'<div class="book-widget" data-module="{self.frame.asset(module)}"{named}>'
            f'<p class="book-loading">{escape(say("page.loading"))}</p>'
            f'<p class="book-broken" hidden>{escape(say("page.broken"))}</p>'
            f"<noscript>{escape(say('page.noscript'))}</noscript>"
            f'<script type="application/json">{saved}</script></div>'
        )


def _markdown(source: str) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return f'<div class="book-prose"{lang_of(ORIGINAL)}>{MarkdownWithMath(renderer=renderer).render(source)}</div>'
