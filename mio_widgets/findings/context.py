"""Figures of the context around MIO: pooled effects and correlations of other programs. Each says so in itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mio_widgets.findings.finding import Finding, Line
from mio_widgets.findings.reading import finding_from, hover, label, minus, row
from mio_widgets.findings.sketch import OTHER, Panel, Sketch
from mio_widgets.words import say

BARLOW = (
    "c-barlow21-parental-reflective-functioning", "c-barlow21-parent-infant-interaction",
    "c-barlow21-parental-depression",
)  # fmt: skip
RATIOS = ("c-barlow21-disorganised-attachment", "c-barlow21-attachment-security")
MCGOVERN = (
    "c-mcgovern22-frequency-alcohol-use-interventions",
    "c-mcgovern22-frequency-alcohol-use-interventions-12-months",
    "c-mcgovern22-frequency-drug-use-interventions",
    "c-mcgovern22-frequency-alcohol-use-integrated-parenting-12-months",
)
ZEEGERS = (
    "c-zeegers17-mentalization-attachment-security",
    "c-zeegers17-sensitivity-attachment-security",
    "c-zeegers17-mentalization-sensitivity",
    "c-zeegers17-mentalization-attachment-controlling-sensitivity",
    "c-zeegers17-sensitivity-attachment-controlling-mentalization",
    "c-zeegers17-mentalization-sensitivity-attachment-indirect",
)
DESIGNS = ("c-lo20-parental-rf-designs", "c-lo20-parental-rf-rcts-only")

_INTERVAL = ("Outcome", "Statistic", "Estimate", "95% interval")


def forest_barlow() -> Finding:
    """Early dyadic programs: differences on one axis, ratios on a logarithmic one (Barlow, Sleed & Midgley 2021).

    The row on global distress is left out: its printed interval cannot belong to its estimate.
    """

    def draw(sketch: Sketch) -> None:
        panel = _panel(sketch, {"title": label("forest-barlow", "smd"), "range": [-4.1, 1.2]})
        _forest(panel, "forest-barlow", BARLOW, 0)
        ticks = [0.2, 0.5, 1, 2]
        axis = {"title": label("forest-barlow", "ratio"), "type": "log", "range": [-0.85, 0.6], "tickvals": ticks}
        _forest(sketch.panel(axis), "forest-barlow", RATIOS, 1)

    return finding_from("forest-barlow", draw, _INTERVAL, _lines("forest-barlow", (*BARLOW, *RATIOS)))


def forest_mcgovern() -> Finding:
    """Psychosocial programs for parents who use substances (McGovern et al. 2022).

    The integrated programs' alcohol row at 6 months is left out: its printed upper limit is probably a misprint.
    """

    def draw(sketch: Sketch) -> None:
        axis: dict[str, Any] = {"title": label("forest-mcgovern", "smd"), "range": [-0.95, 0.25]}
        _forest(_panel(sketch, axis), "forest-mcgovern", MCGOVERN, 0)

    return finding_from("forest-mcgovern", draw, _INTERVAL, _lines("forest-mcgovern", MCGOVERN))


def correlations() -> Finding:
    """Correlations among mentalizing, sensitivity and attachment (Zeegers et al. 2017); no intervals were read."""

    def draw(sketch: Sketch) -> None:
        _dots(_panel(sketch, {"title": label("correlations", "axis"), "range": [0, 0.36]}), "correlations", ZEEGERS)

    table = [Line((label("correlations", id), _plain(row(id).value)), (row(id),)) for id in ZEEGERS]
    return finding_from("correlations", draw, ("Pair", "r"), table)


def designs() -> Finding:
    """Every design against randomized trials only (Lo & Wong 2020); no intervals were read."""

    def draw(sketch: Sketch) -> None:
        upper = 0.46 if sketch.narrow else 0.38
        _dots(_panel(sketch, {"title": label("designs", "axis"), "range": [0, upper]}), "designs", DESIGNS)

    table = [Line((label("designs", id), row(id).value), (row(id),)) for id in DESIGNS]
    return finding_from("designs", draw, ("Studies", "Hedges’ g (p)"), table)


def _panel(sketch: Sketch, axis: dict[str, Any]) -> Panel:
    panel = sketch.panel(axis)
    panel.badge(say("finding.context"))
    return panel


def _plain(value: str) -> str:
    """A correlation without its leading zero: .30."""
    return value.replace("0.", ".", 1)


def _estimate(value: str) -> tuple[str, str]:
    """The estimate and its interval as printed, such as '−0.46' and '−0.97 to 0.04'."""
    estimate, _, rest = minus(value).partition(" [")
    low, high = rest.partition("]")[0].split(", ")
    return estimate, f"{low} to {high}"


def _forest(panel: Panel, name: str, ids: Sequence[str], no_effect: float) -> None:
    panel.rule(no_effect)
    for id in ids:
        found = row(id)
        estimate, interval = _estimate(found.value)
        panel.label(label(name, id))
        panel.label(f"<b>{estimate}</b> [{interval.replace(' to ', ', ')}]")
        y = panel.row()
        panel.line([found.low, found.high], y, [id], hover(found), color=OTHER, width=3)
        panel.dot(found.number, y, [id], hover(found), color=OTHER, symbol="diamond")


def _dots(panel: Panel, name: str, ids: Sequence[str]) -> None:
    for id in ids:
        found = row(id)
        panel.label(label(name, id))
        y = panel.row()
        panel.dot(found.number, y, [id], hover(found), color=OTHER)
        panel.text(
            f"<b>{_plain(found.value) if name == 'correlations' else found.value}</b>", found.number, y, shift=11
        )


def _lines(name: str, ids: Sequence[str]) -> list[Line]:
    return [Line((label(name, id), row(id).statistic, *_estimate(row(id).value)), (row(id),)) for id in ids]
