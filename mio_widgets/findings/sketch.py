"""Drawing a figure as plain data: panels from top to bottom, in which y is counted in pixels.

A figure is drawn twice, for a wide and for a narrow place, so a label never has to shrink. Colours are the names of
the stylesheet's properties (`--mio-child`); who shows the figure puts the colours of the moment in their place.

Every mark carries the ids of the rows it shows in `customdata`, and `meta` names the axis on which it shows their
numbers ("x", or "" where a place is only a place). The tests walk back along both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

INK, QUIET, LINE = "--mio-ink", "--mio-quiet", "--mio-line"
CARD, PAPER = "--mio-card", "--mio-paper"
MIO, OTHER, SOBER, SECOND = "--mio-child", "--mio-none", "--mio-self", "--mio-both"
"""MIO; what it is compared with, and context; what did not hold; what is mixed."""

EDGE = 6
"""Pixels left of the plot, so that the first number of an axis is whole; words begin at the very edge."""

SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

Spec = dict[str, Any]
"""A plotly figure as plain data: {"data": [...], "layout": {...}}."""

Anchor = Literal["left", "center", "right"]


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text of at most `width` letters, not counting its tags."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(re.sub(r"<[^>]+>", "", longer)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass
class Panel:
    """A part of the figure with an x axis of its own; y runs down in pixels from its top."""

    number: int
    narrow: bool
    axis: dict[str, Any] | None
    """The x axis beyond what all share, or None for a panel without one, on which x runs from 0 to 100."""
    height: float = 0
    marks: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def x(self) -> str:
        """The name of the x axis."""
        return "x" if self.number == 1 else f"x{self.number}"

    @property
    def y(self) -> str:
        """The name of the y axis."""
        return "y" if self.number == 1 else f"y{self.number}"

    def line(  # noqa: PLR0913 -- the ways a line may look
        self, ends: Sequence[Any], y: float, rows: Sequence[str], hover: str, *, color: str = MIO, width: float = 12,
        dash: str = "solid", opacity: float = 1,
    ) -> None:  # fmt: skip
        """A line from one number to another: a range, or an interval."""
        self._mark(list(ends), y, rows, hover, mode="lines", opacity=opacity,
                   line={"color": color, "width": width, "dash": dash})  # fmt: skip

    def dot(self, x: Any, y: float, rows: Sequence[str], hover: str, **look: Any) -> None:
        """A dot at a number."""
        marker = {"color": MIO, "size": 13, "symbol": "circle", **look}
        self._mark([x], y, rows, hover, mode="markers", marker=marker)

    def bar(  # noqa: PLR0913 -- the ways a bar may look
        self, x: float, y: float, rows: Sequence[str], hover: str, *, color: str = MIO, opacity: float = 1
    ) -> None:
        """A bar from zero to a number."""
        self._mark([x], y, rows, hover, type="bar", orientation="h", width=14, opacity=opacity,
                   marker={"color": color, "line": {"width": 0}})  # fmt: skip

    def place(self, x: float, y: float, rows: Sequence[str], hover: str, **look: Any) -> None:
        """A symbol whose place means no number."""
        self.dot(x, y, rows, hover, **look)
        self.marks[-1]["meta"] = ""

    def _mark(self, xs: list[Any], y: float, rows: Sequence[str], hover: str, **look: Any) -> None:
        self.marks.append({
            "type": "scatter", "x": xs, "y": [y] * len(xs), "xaxis": self.x, "yaxis": self.y, "showlegend": False,
            "customdata": [" ".join(rows)] * len(xs), "meta": "x", "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False, **look,
        })  # fmt: skip
        if look.get("type") == "bar":
            del self.marks[-1]["cliponaxis"]

    def text(  # noqa: PLR0913 -- the ways a text may look
        self, text: str, x: Any, y: float, *, anchor: Anchor = "left", shift: float = 0, color: str = INK,
        size: float = 14, data: bool = True, middle: bool = True,
    ) -> None:  # fmt: skip
        """A text at a number, or with data=False at a share (0 to 1) of the panel's width."""
        self.notes.append({
            "text": text, "x": x, "y": y, "xref": self.x if data else f"{self.x} domain", "yref": self.y,
            "xanchor": anchor, "yanchor": "middle" if middle else "top", "xshift": shift, "align": anchor,
            "showarrow": False, "font": {"size": size, "color": color}, "borderpad": 0,
        })  # fmt: skip
        if not data and x == 0:
            self.notes[-1]["xshift"] = -EDGE

    def label(self, text: str, *, color: str = INK, size: float = 14) -> None:
        """A line of words over the mark to come, from the left edge, wrapped to the width."""
        lines = wrap(text, 44 if self.narrow else 84)
        self.text("<br>".join(lines), 0, self.height, color=color, size=size, data=False, middle=False)
        self.notes[-1]["bgcolor"] = PAPER  # the grid does not run through words
        self.height += 19 * len(lines)

    def heading(self, text: str) -> None:
        """A heading over a group of marks."""
        self.height += 6 if self.height else 0
        lines = wrap(text, 40 if self.narrow else 80)
        self.text(f"<b>{'<br>'.join(lines)}</b>", 0, self.height, color=INK, size=15, data=False, middle=False)
        self.height += 20 * len(lines) + 10

    def badge(self, text: str) -> None:
        """The mark of a context figure, in the figure itself."""
        self.text(f"<b>{text}</b>", 0, self.height + 2, data=False, middle=False, size=13, color=PAPER)
        self.notes[-1] |= {"bgcolor": OTHER, "borderpad": 5, "xshift": 0}
        self.height += 40

    def row(self, gap: float = 16) -> float:
        """Where the mark below a label stands; makes room for it."""
        y = self.height + 11
        self.height += 22 + gap
        return y

    def box(  # noqa: PLR0913, PLR0917 -- four sides and a text
        self, left: float, top: float, right: float, bottom: float, text: str, color: str = LINE
    ) -> None:
        """A box of a diagram, with its words."""
        corners = {"x0": left, "x1": right, "y0": top, "y1": bottom}
        look = {"line": {"color": color, "width": 1.5}, "fillcolor": CARD, "layer": "below"}
        self.shapes.append({"type": "rect", "xref": self.x, "yref": self.y, **corners, **look})
        self.text(text, (left + right) / 2, (top + bottom) / 2, anchor="center", size=13 if self.narrow else 14)

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], color: str = MIO, *, width: float = 2
    ) -> None:
        """An arrow of a diagram."""
        self.notes.append({
            "text": "", "x": end[0], "y": end[1], "ax": start[0], "ay": start[1], "xref": self.x, "yref": self.y,
            "axref": self.x, "ayref": self.y, "showarrow": True, "arrowhead": 2, "arrowsize": 1, "arrowwidth": width,
            "arrowcolor": color, "standoff": 2,
        })  # fmt: skip

    def rule(self, x: float, color: str = QUIET) -> None:
        """A vertical line at a number that means "no difference"."""
        self.shapes.append({
            "type": "line", "xref": self.x, "yref": f"{self.y} domain", "x0": x, "x1": x, "y0": 0, "y1": 1,
            "layer": "above", "line": {"color": color, "width": 1.5},
        })  # fmt: skip


class Sketch:
    """A figure in the making."""

    def __init__(self, *, narrow: bool) -> None:
        self.narrow = narrow
        self.panels: list[Panel] = []

    def panel(self, axis: dict[str, Any] | None = None) -> Panel:
        """A new panel below those there are; fill one before the next."""
        self.panels.append(Panel(len(self.panels) + 1, self.narrow, axis))
        return self.panels[-1]

    def spec(self) -> Spec:
        """The figure as plain data."""
        top, feet = 8, [_foot(panel) for panel in self.panels]
        inner = sum(panel.height for panel in self.panels) + sum(feet[:-1])
        layout: dict[str, Any] = {
            "height": round(top + inner + feet[-1]),
            "margin": {"l": EDGE, "r": 10, "t": top, "b": feet[-1], "autoexpand": False},
            "font": {"family": SANS, "size": 14, "color": INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "hoverlabel": {"bgcolor": CARD, "bordercolor": LINE, "font": {"color": INK, "size": 13}, "align": "left"},
            "annotations": [note for panel in self.panels for note in panel.notes],
            "shapes": [shape for panel in self.panels for shape in panel.shapes],
        }
        at = 0.0
        for panel, foot in zip(self.panels, feet, strict=True):
            bottom = at + panel.height
            suffix = "" if panel.number == 1 else str(panel.number)
            layout[f"xaxis{suffix}"] = _x_axis(panel)
            layout[f"yaxis{suffix}"] = {
                "range": [panel.height, 0],
                "domain": [max(0, 1 - bottom / inner), 1 - at / inner],
                "visible": False,
                "fixedrange": True,
                "anchor": panel.x,
            }
            at = bottom + foot
        return {"data": [mark for panel in self.panels for mark in panel.marks], "layout": layout}


def _foot(panel: Panel) -> int:
    """Room for the numbers of an axis and the lines of its title."""
    if panel.axis is None:
        return 8
    return 34 + 18 * len(_title(panel))


def _title(panel: Panel) -> list[str]:
    return wrap((panel.axis or {}).get("title", ""), 44 if panel.narrow else 84)


def _x_axis(panel: Panel) -> dict[str, Any]:
    shared: dict[str, Any] = {"fixedrange": True, "anchor": panel.y, "zeroline": False}
    if panel.axis is None:
        return shared | {"range": [0, 100], "visible": False}
    axis = dict(panel.axis)
    if "title" in axis:
        axis["title"] = {"text": "<br>".join(_title(panel)), "standoff": 6, "font": {"size": 13, "color": QUIET}}
    look = {"gridcolor": LINE, "gridwidth": 1, "tickfont": {"size": 13, "color": QUIET}, "showline": False, "ticks": ""}
    return shared | look | {"tickangle": 0, "nticks": 5 if panel.narrow else 8} | axis
