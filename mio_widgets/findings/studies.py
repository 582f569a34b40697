"""Figures of what the studies are: when they ran, how large they are, how old the children."""

from __future__ import annotations

from mio_widgets.content.load import load_trials
from mio_widgets.content.trials import FindingRow
from mio_widgets.findings.finding import Finding, Line
from mio_widgets.findings.reading import finding_from, hover, label, month, row
from mio_widgets.findings.sketch import MIO, OTHER, QUIET, Panel, Sketch

RUNS = (
    ("t1", "reg1-study-start-date", "reg1-study-completion-date"),
    ("t2", "reg2-study-start", "reg2-study-completion"),
    ("pilot-mh", "reg-mh-study-start", "reg-mh-study-completion"),
    ("pcare", "pcare-study-start-date", "pcare-study-completion-date"),
    ("hybrid", "hybrid-study-start-date", "hybrid-study-completion-date-planned"),
)
UNDATED = ("t3", "t3-reflective-functioning")
ENROLLED = (
    ("t1", ("reg1-enrolment-planned", "reg1-enrolment-actual")),
    ("t2", ("reg2-enrolment-planned", "reg2-enrolment-actual", "t2-sample-size", "t2mech-sample-size-analysed")),
)
SIZES = (
    "pilot08-completers", "pilot-mh-sample-size", "t1-sample-size", "t2-sample-size", "pcare-enrolment",
    "hybrid-enrolment-target",
)  # fmt: skip
APART = ("train-counselors-randomized", "rf2f-sample-size", "lang-sample-size", "famhist-sample-size")
AGES = (
    "pilot08-child-age-range", "t1-child-age-range", "t2-child-age-range", "t2-child-age-range-review",
    "t3-child-age-eligibility", "pilot-mh-child-age-range",
)  # fmt: skip


def timeline() -> Finding:
    """When the trials ran, by their registry records; the hybrid trial's end is planned."""
    studies = load_trials().studies

    def draw(sketch: Sketch) -> None:
        panel = sketch.panel({"type": "date", "range": ["2003-09", "2030-06"], "dtick": "M60", "tick0": "2005-01-01",
                              "tickformat": "%Y"})  # fmt: skip
        for study, first, last in RUNS:
            start, end = row(first), row(last)
            planned = "planned" in end.outcome
            about = f", {label('timeline', 'planned')}" if planned else ""
            when = f"{month(start.value)} {label('timeline', 'to')} {month(end.value)}{about}"
            panel.label(f"<b>{studies[study].short}</b>, {when}")
            panel.line(
                [start.value, end.value], panel.row(), [first, last], hover(start, end), opacity=0.45 if planned else 1
            )
        panel.label(f"<b>{studies[UNDATED[0]].short}</b>, {label('timeline', 'unread')}", color=QUIET)
        panel.height += 12

    table = [
        Line((studies[study].short, row(first).value, row(last).value, row(last).outcome), (row(first), row(last)))
        for study, first, last in RUNS
    ]
    undated = Line((studies[UNDATED[0]].short, "", "", label("timeline", "unread")), (row(UNDATED[1]),))
    return finding_from("timeline", draw, ("Study", "Start", "End", "As listed"), [*table, undated])


def enrolment() -> Finding:
    """How many mothers were planned and how many came, for the two trials of which both were read."""
    studies = load_trials().studies

    def draw(sketch: Sketch) -> None:
        panel = sketch.panel({"title": label("enrolment", "axis"), "range": [0, 172]})
        for study, ids in ENROLLED:
            panel.heading(studies[study].short)
            for id in ids:
                panel.label(label("enrolment", id))
                _sized(panel, id, OTHER if "planned" in id else MIO)
            panel.height += 6

    table = [
        Line((studies[study].short, label("enrolment", id), str(row(id).number)), (row(id),))
        for study, ids in ENROLLED
        for id in ids
    ]
    return finding_from("enrolment", draw, ("Trial", "What was counted", "Mothers"), table)


def sample_sizes() -> Finding:
    """How large the studies are; the counselors and the correlational samples stand apart, on an axis of their own."""

    def draw(sketch: Sketch) -> None:
        for heading, ids, color in (("trials", SIZES, MIO), ("apart", APART, OTHER)):
            panel = sketch.panel({"range": [0, 228]})
            panel.heading(label("sample-sizes", heading))
            for id in ids:
                panel.label(label("sample-sizes", id))
                _sized(panel, id, color, 0.45 if "target" in id else 1)

    table = [Line((label("sample-sizes", id), row(id).value), (row(id),)) for id in (*SIZES, *APART)]
    return finding_from("sample-sizes", draw, ("Study", "n"), table)


def child_ages() -> Finding:
    """The ages of the children, in months; trial 2's paper and the review differ by one month."""

    def draw(sketch: Sketch) -> None:
        panel = sketch.panel({"title": label("child-ages", "axis"), "range": [-8, 92], "tickvals": [*range(0, 85, 12)]})
        for id in AGES:
            found = row(id)
            panel.label(f"<b>{label('child-ages', id)}</b>")
            y = panel.row()
            panel.line([found.low, found.high], y, [id], hover(found))
            panel.text(str(found.low), found.low, y, anchor="right", shift=-5)
            panel.text(str(found.high), found.high, y, shift=5)

    table = [Line((label("child-ages", id), str(row(id).low), str(row(id).high)), (row(id),)) for id in AGES]
    return finding_from("child-ages", draw, ("Study", "From (months)", "To (months)"), table)


def _sized(panel: Panel, id: str, color: str, opacity: float = 1) -> None:
    found: FindingRow = row(id)
    y = panel.row()
    panel.bar(found.number or 0, y, [id], hover(found), color=color, opacity=opacity)
    panel.text(f"<b>{found.number}</b>", found.number, y, shift=6)
