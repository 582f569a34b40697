"""Figures of what MIO's trials reported, in words: no number of theirs has been read."""

from __future__ import annotations

from typing import Any

from mio_widgets.content.load import load_trials
from mio_widgets.content.trials import MapCell
from mio_widgets.findings.finding import Finding, Line
from mio_widgets.findings.reading import finding_from, hover, label, row
from mio_widgets.findings.sketch import MIO, OTHER, QUIET, SECOND, SOBER, Panel, Sketch

LOOKS: dict[str, dict[str, Any]] = {
    "better": {"symbol": "square", "color": MIO},
    "mixed": {"symbol": "diamond", "color": SECOND},
    "not supported": {"symbol": "x", "color": SOBER},
    "weaker": {"symbol": "triangle-down", "color": SOBER},
    "uncontrolled": {"symbol": "circle-open", "color": OTHER, "line": {"width": 2.5}},
}
"""A symbol and a colour for each verdict; the word always stands below."""

TESTS = (
    "t2mech-test-1-fidelity-rf-representations",
    "t2mech-test-2-rf-representations-caregiving",
    "t2mech-test-3-parenting-outcomes-child",
    "t2mech-test-4-rf-representations-less",
)
FIRST = ("t1mech-rf-representation-quality", "t1mech-caregiving-behavior", "t1mech-caregiving-behavior-2")
HEROIN = (("mio", "t2-heroin-use-mio-arm"), ("pe", "t2-heroin-use-pe-arm"))


_LONG = 14
"""Letters of a word that are too many for a column even in a wide place."""


def evidence_map() -> Finding:
    """Which outcome was reported how, on which occasion; an empty cell was not reported in what was read."""
    trials = load_trials()
    evidence = trials.map
    cells = {(cell.occasion, cell.outcome): cell for cell in evidence.cells}

    def draw(sketch: Sketch) -> None:
        panel = sketch.panel()
        first = 0 if sketch.narrow else 25
        step = (100 - first) / len(evidence.outcomes)
        columns = {outcome.id: first + step * (at + 0.5) for at, outcome in enumerate(evidence.outcomes)}
        size = 11 if sketch.narrow else 12
        for outcome in evidence.outcomes:
            name = _column(outcome.name, sketch.narrow)
            # The longest word fits its column on a phone of 320 pixels, and on one held sideways.
            panel.text(name, columns[outcome.id], 26, anchor="center", size=11)
        panel.height = 62
        for occasion in evidence.occasions:
            _line_above(panel, panel.height - 8)
            if sketch.narrow:
                panel.label(f"<b>{occasion.name}</b>, {occasion.when}")
            else:
                panel.text(f"<b>{occasion.name}</b><br>{occasion.when}", 0, panel.height + 14, data=False)
            for outcome in evidence.outcomes:
                cell = cells.get((occasion.id, outcome.id))
                _cell(panel, cell, columns[outcome.id], size)
            words = [_verdict(cell) for place, cell in cells.items() if place[0] == occasion.id]
            panel.height += 60 if sketch.narrow and any(" " in word for word in words) else 49
        panel.text(f"– {label('evidence-map', 'not-reported')}", 0, panel.height + 4, data=False, color=QUIET, size=13)
        panel.height += 20

    table = [
        Line(
            (
                f"{occasion.name}, {occasion.when}",
                outcome.name.replace("\u00ad", ""),
                _verdict(cells[occasion.id, outcome.id]),
                "; ".join(row(id).value for id in cells[occasion.id, outcome.id].findings),
            ),
            tuple(row(id) for id in cells[occasion.id, outcome.id].findings),
        )
        for occasion in evidence.occasions
        for outcome in evidence.outcomes
        if (occasion.id, outcome.id) in cells
    ]
    return finding_from("evidence-map", draw, ("Occasion", "Outcome", "Reported", "In the source’s words"), table)


def _column(name: str, narrow: bool) -> str:
    """A column's name, broken into short lines; in a narrow place, or a long word, at the hyphens it allows."""
    return "<br>".join(word.replace("\u00ad", "-<br>" if narrow or len(word) > _LONG else "") for word in name.split())


def _line_above(panel: Panel, y: float) -> None:
    ends = {"x0": 0, "x1": 1, "y0": y, "y1": y}
    look = {"line": {"color": "--mio-line", "width": 1}, "layer": "below"}
    panel.shapes.append({"type": "line", "xref": f"{panel.x} domain", "yref": panel.y, **ends, **look})


def _verdict(cell: MapCell) -> str:
    words: str = label("evidence-map", cell.verdict.replace(" ", "-"))
    return words


def _cell(panel: Panel, cell: MapCell | None, x: float, size: float) -> None:
    if cell is None:
        panel.text("–", x, panel.height + 14, anchor="center", color=QUIET)
        return
    found = [row(id) for id in cell.findings]
    panel.place(x, panel.height + 8, cell.findings, hover(*found), size=14, **LOOKS[cell.verdict])
    words = _verdict(cell).replace(" ", "<br>") if panel.narrow else _verdict(cell)
    panel.text(words, x, panel.height + 19, anchor="center", size=size, middle=False)


def mechanism() -> Finding:
    """The chain that trial 2 tested, with the test that failed, and the rival path that trial 1 found."""

    def draw(sketch: Sketch) -> None:
        (_narrow_chain if sketch.narrow else _wide_chain)(sketch.panel())

    studies = load_trials().studies
    table = [
        Line((studies[row(id).study].short, row(id).outcome, row(id).value, row(id).says), (row(id),))
        for id in (*TESTS, *FIRST)
    ]
    size = row("t2mech-sample-size-analysed")
    analyzed = Line((studies[size.study].short, size.outcome, size.value, size.says), (size,))
    return finding_from("mechanism", draw, ("Paper", "What was tested", "Result", "In words"), [analyzed, *table])


def _say(key: str) -> str:
    return label("mechanism", key)


def _test(id: str) -> str:
    """The result of one of the four tests, under the number that the row gives it."""
    found = row(id)
    held = found.direction == "supports model"
    return f"{found.outcome.partition(':')[0]}:<br><b>{_say('supported' if held else 'not-supported')}</b>"


def _heading(panel: Panel, key: str) -> None:
    size = f", n = {row('t2mech-sample-size-analysed').number}" if key == "two" else ""
    panel.text(f"<b>{_say(key)}</b>{size}", 0, panel.height, data=False, middle=False, size=15)


def _wide_chain(panel: Panel) -> None:
    _heading(panel, "two")
    boxes = [(0, 17), (28, 47), (58, 76), (86, 100)]
    names = ("fidelity", "mentalizing", "caregiving", "attachment")
    for (left, right), name in zip(boxes, names, strict=True):
        panel.box(left, 44, right, 110, _say(name), MIO)
    for (_, left), (right, _), test in zip(boxes, boxes[1:], TESTS, strict=False):
        panel.arrow((left, 77), (right, 77))
        panel.text(_test(test), (left + right) / 2, 130, anchor="center", size=13, color=MIO)
    panel.box(28, 190, 47, 228, _say("relapse"), SOBER)
    _broken(panel, (37.5, 110), (37.5, 190))
    panel.text(_test(TESTS[3]), 40, 164, size=13, color=SOBER)
    panel.height = 268
    _heading(panel, "one")
    for (left, right), name in zip(boxes, ("adherence", "mentalizing", "care"), strict=False):
        panel.box(left, 306, right, 372, _say(name), MIO)
    for at in (0, 1):
        (_, left), (right, _) = boxes[at], boxes[at + 1]
        panel.arrow((left, 339), (right, 339))
        panel.text(_say("predicted"), (left + right) / 2, 322, anchor="center", size=13, color=MIO)
    panel.box(58, 424, 76, 462, _say("depression"), SOBER)
    panel.arrow((67, 424), (67, 372), SOBER)
    panel.text(_say("rival"), 69, 399, size=13, color=SOBER)
    panel.height = 470


def _narrow_chain(panel: Panel) -> None:
    _heading(panel, "two")
    tops = (32, 124, 232, 324)
    names = ("fidelity", "mentalizing", "caregiving", "attachment")
    bottoms = (80, 188, 280, 372)
    for name, top, bottom in zip(names, tops, bottoms, strict=True):
        panel.box(0, top, 46, bottom, _say(name), MIO)
    for bottom, top, test in zip(bottoms, tops[1:], TESTS, strict=False):
        panel.arrow((12, bottom), (12, top))
        panel.text(_test(test).replace("<br>", " "), 16, (bottom + top) / 2, size=13, color=MIO)
    panel.box(66, 140, 100, 176, _say("relapse"), SOBER)
    _broken(panel, (46, 158), (66, 158))
    panel.text(_test(TESTS[3]).replace(":<br>", ":<br>"), 66, 196, size=13, color=SOBER)
    panel.height = 406
    _heading(panel, "one")
    for name, top, bottom in zip(("adherence", "mentalizing", "care"), (438, 530, 638), (486, 594, 676), strict=True):
        panel.box(0, top, 46, bottom, _say(name), MIO)
    for bottom, top in ((486, 530), (594, 638)):
        panel.arrow((12, bottom), (12, top))
        panel.text(_say("predicted"), 16, (bottom + top) / 2, size=13, color=MIO)
    panel.box(62, 638, 100, 676, _say("depression"), SOBER)
    panel.arrow((62, 657), (46, 657), SOBER)
    panel.text(_say("rival"), 62, 612, size=13, color=SOBER)
    panel.height = 684


def _broken(panel: Panel, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A dashed line with a cross on it: this way was not found."""
    ends = {"x0": start[0], "x1": end[0], "y0": start[1], "y1": end[1]}
    look = {"line": {"color": SOBER, "width": 2, "dash": "dash"}, "layer": "below"}
    panel.shapes.append({"type": "line", "xref": panel.x, "yref": panel.y, **ends, **look})
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    panel.text("<b>✕</b>", *middle, anchor="center", color=SOBER, size=18)


def heroin() -> Finding:
    """Heroin use by arm as two arrows without a scale: the review gives words, and words have no length."""

    def draw(sketch: Sketch) -> None:
        panel = sketch.panel()
        for at, (arm, id) in enumerate(HEROIN):
            found = row(id)
            color = MIO if arm == "mio" else OTHER
            x = 18 + 52 * at
            ends = [(x, 60), (x, 170)] if found.direction.startswith("decline") else [(x, 170), (x, 60)]
            panel.text(f"<b>{label('heroin', arm)}</b>", x, 24, anchor="center", size=15, color=color)
            panel.arrow(ends[0], ends[1], color, width=7 if not sketch.narrow else 6)
            words = found.value.replace(" ", "<br>") if sketch.narrow else found.value
            panel.text(words, x + 5, 115, size=16, color=color)
        panel.height = 196
        panel.label(label("heroin", "note"), color=QUIET, size=13)

    table = [Line((label("heroin", arm), row(id).value, row(id).timepoint), (row(id),)) for arm, id in HEROIN]
    return finding_from("heroin", draw, ("Arm", "The review’s words", "Over"), table)
