"""Figures of arm-level values, for the day on which a reader of the papers has entered them."""

from __future__ import annotations

from itertools import groupby

from mio_widgets.content.load import load_trials
from mio_widgets.content.trials import ArmValue
from mio_widgets.findings.effects import Arm, Effect, hedges_g, mean_interval
from mio_widgets.findings.finding import Finding, Line
from mio_widgets.findings.reading import finding_from, label
from mio_widgets.findings.sketch import MIO, OTHER, Panel, Sketch

LOOKS = {"MIO": {"color": MIO, "symbol": "circle"}, "PE": {"color": OTHER, "symbol": "square"}}


def means() -> Finding:
    """Means with 95% intervals, by study, outcome, timepoint and arm."""

    def draw(sketch: Sketch) -> None:
        for (study, outcome, instrument), values in _scales():
            panel = sketch.panel({"title": f"{outcome}, {instrument}", "range": _around(values)})
            panel.heading(f"{load_trials().studies[study].name}: {outcome}")
            for value in values:
                _mean(panel, value)

    table = [
        Line(
            (*_named(value), value.arm, str(value.n), _two(value.mean), _two(value.sd), _ends(*_interval(value))),
            (value,),
        )
        for _, values in _scales()
        for value in values
    ]
    heads = ("Study", "Outcome", "Timepoint", "Arm", "n", "Mean", "SD", "95% interval")
    return finding_from("means", draw, heads, table)


def forest() -> Finding:
    """Hedges' g of MIO against PE with its 95% interval, for every occasion on which both arms are known."""
    found = [(mio, pe, hedges_g(_arm(mio), _arm(pe))) for mio, pe in _pairs()]

    def draw(sketch: Sketch) -> None:
        ends = [0.0, *(end for _, _, effect in found for end in effect.interval)]
        pad = 0.1 * (max(ends) - min(ends) or 1)
        panel = sketch.panel({"title": label("forest", "axis"), "range": [min(ends) - pad, max(ends) + pad]})
        panel.rule(0)
        for mio, pe, effect in found:
            study, outcome, timepoint = _named(mio)
            panel.label(f"{study}: {outcome}, {timepoint}")
            panel.label(f"<b>{_two(effect.g)}</b> [{_two(effect.interval[0])}, {_two(effect.interval[1])}]")
            y = panel.row()
            hover, rows = _hover(mio, pe), [key(mio), key(pe)]
            panel.line(effect.interval, y, rows, hover, width=3)
            panel.dot(effect.g, y, rows, hover, symbol="diamond")

    table = [
        Line((*_named(mio), _two(effect.g), _ends(*effect.interval), _n(mio, pe)), (mio, pe))
        for mio, pe, effect in found
    ]
    heads = ("Study", "Outcome", "Timepoint", "Hedges’ g", "95% interval", "n")
    return finding_from("forest", draw, heads, table)


def key(value: ArmValue) -> str:
    """What a mark's `customdata` calls an arm-level value, which has no id of its own."""
    return "|".join((*value.occasion, value.arm)).replace(" ", "_")


def effects() -> dict[tuple[str, str], Effect]:
    """The standardized differences by the keys of the two values they are made of."""
    return {(key(mio), key(pe)): hedges_g(_arm(mio), _arm(pe)) for mio, pe in _pairs()}


def _scales() -> list[tuple[tuple[str, str, str], list[ArmValue]]]:
    """Values that may share an axis: one study, one outcome, one instrument; timepoints in their order."""
    trials = load_trials()

    def place(value: ArmValue) -> tuple[str, str, str, int, str]:
        when = trials.studies[value.study].timepoints.index(value.timepoint)
        return value.study, value.outcome, value.instrument, when, value.arm

    grouped = groupby(sorted(trials.arms, key=place), key=lambda value: place(value)[:3])
    return [(scale, list(values)) for scale, values in grouped]


def _pairs() -> list[tuple[ArmValue, ArmValue]]:
    arms = {(value.occasion, value.arm): value for _, values in _scales() for value in values}
    return [
        (value, arms[occasion, "PE"])
        for (occasion, arm), value in arms.items()
        if arm == "MIO" and (occasion, "PE") in arms
    ]


def _mean(panel: Panel, value: ArmValue) -> None:
    low, high = _interval(value)
    panel.label(f"{value.timepoint}, <b>{value.arm}</b>: {_two(value.mean)} [{_two(low)}, {_two(high)}], n = {value.n}")
    y = panel.row(gap=8)
    panel.line([low, high], y, [key(value)], _hover(value), width=3, color=LOOKS[value.arm]["color"])
    panel.dot(value.mean, y, [key(value)], _hover(value), **LOOKS[value.arm])


def _arm(value: ArmValue) -> Arm:
    return Arm(value.n, value.mean, value.sd)


def _interval(value: ArmValue) -> tuple[float, float]:
    return mean_interval(_arm(value)) if value.n > 1 else (value.mean, value.mean)


def _around(values: list[ArmValue]) -> list[float]:
    ends = [end for value in values for end in _interval(value)]
    pad = 0.1 * (max(ends) - min(ends) or 1)
    return [min(ends) - pad, max(ends) + pad]


def _named(value: ArmValue) -> tuple[str, str, str]:
    study = load_trials().studies[value.study]
    return study.short or study.name, value.outcome, value.timepoint


def _two(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _ends(low: float, high: float) -> str:
    return f"{_two(low)} to {_two(high)}"


def _n(mio: ArmValue, pe: ArmValue) -> str:
    return f"{mio.n} + {pe.n}"


def _hover(*values: ArmValue) -> str:
    return "<br>".join(f"{v.arm}: n = {v.n}, mean {v.mean}, SD {v.sd} ({v.source_table})" for v in values)
