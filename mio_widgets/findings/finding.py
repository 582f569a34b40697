"""A figure with its reading, its table and its sources, and how a notebook shows it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mio_widgets.content.load import language, load_trials
from mio_widgets.content.models import ORIGINAL
from mio_widgets.content.trials import CONTEXT, ArmValue, FindingRow
from mio_widgets.exercises.assets import style
from mio_widgets.findings.sketch import Spec
from mio_widgets.words import lang_of, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PLOTLY = "application/vnd.plotly.v1+json"


def _number(cell: str) -> str:
    """The attribute that keeps a number on one line."""
    return "" if re.search(r"[^\W\d_]{3}", cell) else ' class="mio-number"'


@dataclass(frozen=True)
class Line:
    """A line of the table: its cells, and what it rests on."""

    cells: tuple[str, ...]
    rows: tuple[FindingRow | ArmValue, ...]


@dataclass(frozen=True)
class Finding:
    """What one picture says, in four ways: drawn, in a sentence, as a table, with sources."""

    name: str
    wide: Spec
    """The figure for a place of 560 pixels or more, with the stylesheet's names for colours."""
    narrow: Spec
    heads: tuple[str, ...]
    table: tuple[Line, ...]
    title: str
    reading: str
    alternative: str

    @property
    def rows(self) -> tuple[FindingRow | ArmValue, ...]:
        """Every row of content/trials that the figure draws, each once."""
        return tuple(dict.fromkeys(row for line in self.table for row in line.rows))

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """The studies drawn, as name and address, each once and in the order of the table.

        A study is linked to its paper of record; one without, such as an entry in a registry, to where it was read.
        """
        addresses: dict[str, str] = {}
        for row in self.rows:
            study = load_trials().studies[row.study]
            addresses.setdefault(study.name, study.record or row.source_url)
        return tuple(addresses.items())

    @property
    def is_context(self) -> bool:
        """Whether the figure is about the context of MIO, not about MIO."""
        return any(load_trials().studies[row.study].scope == CONTEXT for row in self.rows)

    @cached_property
    def figure(self) -> Figure:
        """The figure as plotly's own object, in the light colours, with its title."""
        from plotly.graph_objects import Figure  # noqa: PLC0415 -- the pages do without plotly's Python

        return Figure(self._light())

    def _light(self) -> Spec:
        light = dict(re.findall(r"(--mio-\w+): light-dark\((#\w+),", style()))
        text = re.sub(r"--mio-\w+", lambda name: light[name[0]], json.dumps(self.wide))
        spec: Spec = json.loads(text)
        spec["layout"] |= {
            "title": {"text": f"<b>{self.title}</b>", "x": 0.01, "xanchor": "left", "y": 1, "yanchor": "top",
                      "pad": {"t": 14}, "font": {"size": 18}},
            "margin": spec["layout"]["margin"] | {"t": spec["layout"]["margin"]["t"] + 44},
            "height": spec["layout"]["height"] + 44,
            "paper_bgcolor": light["--mio-paper"],
        }  # fmt: skip
        return spec

    def picture_html(self) -> str:
        """The place in which the page's script draws the figure, with the data beside it."""
        # Inside a script element "</script" would end it and "<!--" change how it is read.
        saved = json.dumps({"wide": self.wide, "narrow": self.narrow}, ensure_ascii=False, separators=(",", ":"))
        saved = saved.replace("<", "\\u003c")
        words = {"missing": say("finding.broken")}
        # What trials reported is told in the original's language alone.
        written, own = lang_of(ORIGINAL), _lang_within_original()
        return (
            f'<figure class="mio-figure" id="finding-{self.name}" data-finding="{self.name}"{written}'
            f' data-missing="{escape(words["missing"])}">'
            f'<p class="mio-figure-title" id="finding-{self.name}-title">{escape(self.title)}</p>'
            f'<div class="mio-plot" data-height="{self.wide["layout"]["height"]}"'
            f' data-narrow-height="{self.narrow["layout"]["height"]}"'
            f' role="img" aria-label="{escape(self.alternative)}"></div>'
            f"<noscript{own}>{escape(say('finding.noscript'))}</noscript>"
            f'<script type="application/json">{saved}</script></figure>'
        )

    def words_html(self) -> str:
        """The reading, the numbers as a table, the sources, and the buttons that the page's script brings to life."""
        written, own = lang_of(ORIGINAL), _lang_within_original()
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in self.heads)
        heads += f'<th scope="col"{own}>{escape(say("finding.read-in"))}</th>'
        body = "".join(
            "<tr>"
            + "".join(
                f'<th scope="row">{escape(cell)}</th>' if at == 0 else f"<td{_number(cell)}>{escape(cell)}</td>"
                for at, cell in enumerate(line.cells)
            )
            + f"<td>{self._read_in(line)}</td></tr>"
            for line in self.table
        )
        sources = "".join(f'<li><a href="{escape(url)}">{escape(name)}</a></li>' for name, url in self.sources)
        buttons = "".join(
            f'<button type="button" data-download="{kind}" hidden>{escape(text)}</button>'
            for kind, text in (("png", say("finding.png")), ("csv", say("finding.csv")))
        )
        return (
            f'<div class="mio-finding" data-for="{self.name}">'
            f'<p class="mio-reading"{written}>{escape(self.reading)}</p>'
            f"<details><summary>{escape(say('finding.numbers'))}</summary>"
            f'<div class="mio-scroll" role="region" tabindex="0" aria-label="{escape(self.title)}"{written}>'
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{heads}</tr></thead>"
            f'<tbody>{body}</tbody></table></div><p class="mio-downloads">{buttons}</p></details>'
            f"<details><summary>{escape(say('finding.sources'))}</summary><ul{written}>{sources}</ul></details></div>"
        )

    @staticmethod
    def _read_in(line: Line) -> str:
        links = dict.fromkeys(
            (_read_at(row), row.where_in_source if isinstance(row, FindingRow) else row.source_table)
            for row in line.rows
        )
        return "<br>".join(f'<a href="{escape(url)}">{escape(where)}</a>' for url, where in links)

    def _ipython_display_(self) -> None:
        """Show the picture and the words below it: a page takes the HTML, JupyterLab draws the figure."""
        from IPython.display import publish_display_data  # noqa: PLC0415 -- there is a kernel only now

        drawn: dict[str, Any] = {PLOTLY: self._light() | {"config": {"displayModeBar": False, "responsive": True}}}
        publish_display_data({**drawn, "text/html": self.picture_html(), "text/plain": repr(self)})  # type: ignore[no-untyped-call]
        publish_display_data({"text/html": self.words_html(), "text/plain": self.reading})  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"finding({self.name!r})"


def _read_at(row: FindingRow | ArmValue) -> str:
    """Where a reader can check the row: where it was read, unless that is a mirror without a name, soon gone."""
    host = urlsplit(row.source_url).hostname or ""
    nameless = host.replace(".", "").isdigit()
    return (nameless and load_trials().studies[row.study].record) or row.source_url


def _lang_within_original() -> str:
    """The attribute of an element of the interface that stands inside the original's text."""
    return "" if language() == ORIGINAL else f' lang="{language()}"'
