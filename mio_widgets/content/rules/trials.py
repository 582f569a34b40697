"""Rules on what was read about trials: nothing without a source, no verdict that its findings do not bear out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from mio_widgets.content.drafts import Drafts
from mio_widgets.content.files import Draft
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import Model
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book
from mio_widgets.content.trials import (
    CONTEXT,
    Arms,
    EvidenceMap,
    FigureTexts,
    FindingRow,
    FindingRows,
    Studies,
    Study,
    Verdict,
)

File = TypeVar("File", bound=Model)
Item = TypeVar("Item", bound=Model)

_BORNE_OUT: dict[Verdict, Callable[[set[str]], bool]] = {
    "better": lambda words: all(word.startswith("favours MTP/MIO") for word in words),
    "mixed": lambda words: words in ({"mixed"}, {"supports model", "null"}),
    "not supported": lambda words: words == {"null"},
    "weaker": lambda words: all(word.startswith("weaker") for word in words),
    "uncontrolled": lambda words: words == {"improved (uncontrolled)"},
}
"""For each verdict, whether the directions of its findings allow it."""


def check_findings(book: Book) -> Iterator[Problem]:
    """Every finding is one of a known study, and a context finding one of a context study's file."""
    studies = _studies(book.drafts)
    for draft in book.drafts.of(FindingRows):
        for at, row in _numbered(draft, "findings", draft.value.findings):
            study = studies.get(row.study)
            if study is None and _all_known(book.drafts, "trials/studies"):
                message = f"no study `{row.study}` in studies.toml: add it there, or correct the id"
                yield draft.file.problem(("findings", at, "study"), "unknown-study", message)
            elif study is not None and (study.scope == CONTEXT) != (draft.file.stem == "context"):
                message = f"`{row.study}` is {study.scope}: context has a file of its own, apart from MIO"
                yield draft.file.problem(("findings", at, "study"), "mixed-scope", message)


def check_map(book: Book) -> Iterator[Problem]:
    """Every cell of the evidence map says what its findings say."""
    draft = book.drafts.one(EvidenceMap)
    if draft is None:
        return
    studies, findings = _studies(book.drafts), _findings(book.drafts)
    outcomes = {outcome.id for outcome in draft.value.outcomes}
    occasions = {occasion.id for occasion in draft.value.occasions}
    for at, occasion in _numbered(draft, "occasions", draft.value.occasions):
        if studies and occasion.study not in studies:
            yield draft.file.problem(("occasions", at, "study"), "unknown-study", f"no study `{occasion.study}`")
    for at, cell in _numbered(draft, "cells", draft.value.cells):
        for name, known in (("occasion", occasions), ("outcome", outcomes)):
            if (used := getattr(cell, name)) not in known:
                message = f"no {name} `{used}` in this file: add it, or correct the id"
                yield draft.file.problem(("cells", at, name), "unknown-cell", message)
        if not findings:
            continue
        missing = [id for id in cell.findings if id not in findings]
        for id in missing:
            loc: Loc = ("cells", at, "findings", cell.findings.index(id))
            yield draft.file.problem(loc, "unknown-finding", f"no finding `{id}`: add it, or correct the id")
        words = {findings[id].direction for id in cell.findings if id in findings}
        if not missing and not _BORNE_OUT[cell.verdict](words):
            message = f"its findings say {', '.join(sorted(words)) or 'nothing'}: correct the verdict"
            yield draft.file.problem(("cells", at, "verdict"), "verdict-not-borne-out", message)


def check_figures(book: Book) -> Iterator[Problem]:
    """The outcomes by which a leader finds a figure are those of the map."""
    evidence = book.drafts.one(EvidenceMap)
    outcomes = {outcome.id for outcome in evidence.value.outcomes} if evidence else set()
    for draft in book.drafts.of(FigureTexts) if evidence else ():
        for at, figure in _numbered(draft, "figures", draft.value.figures):
            for index, id in enumerate(figure.outcomes):
                if id not in outcomes:
                    message = f"no outcome `{id}` in map.toml: add it there, or correct the id"
                    yield draft.file.problem(("figures", at, "outcomes", index), "unknown-cell", message)


def check_arms(book: Book) -> Iterator[Problem]:
    """Arm-level values are possible: known study and timepoint, n and mean within bounds, no arm twice."""
    studies, findings = _studies(book.drafts), _findings(book.drafts)
    for draft in book.drafts.of(Arms) if studies else ():
        seen: set[tuple[str, ...]] = set()
        together: dict[tuple[str, ...], int] = {}
        for at, value in _numbered(draft, "values", draft.value.values):

            def problem(name: str, rule: str, message: str, at: int = at, draft: Draft[Arms] = draft) -> Problem:
                return draft.file.problem(("values", at, name), rule, message)

            study = studies.get(value.study)
            if study is None:
                yield problem("study", "unknown-study", f"no study `{value.study}` in studies.toml")
                continue
            if value.timepoint not in study.timepoints:
                there = ", ".join(study.timepoints) or "none"
                yield problem("timepoint", "unknown-timepoint", f"`{value.study}` has {there}: choose, or add it there")
            if (*value.occasion, value.arm) in seen:
                yield problem("arm", "duplicate-arm", f"the {value.arm} arm stands here twice on this occasion")
                continue
            seen.add((*value.occasion, value.arm))
            together[value.occasion] = together.get(value.occasion, 0) + value.n
            most = largest(study.id, findings.values())
            if most is not None and together[value.occasion] > most:
                message = f"{together[value.occasion]} mothers in the arms so far, but the study has {most}"
                yield problem("n", "too-many-mothers", message)
            for low, high in anchors(value.instrument, findings.values()):
                if not low <= value.mean <= high:
                    message = f"{value.mean} is outside the scale of the {value.instrument}, {low} to {high}"
                    yield problem("mean", "mean-off-scale", message)


def largest(study: str, findings: Iterable[FindingRow]) -> int | None:
    """The largest sample size that was read for a study."""
    rows = [row for row in findings if row.study == study and row.value_kind == "sample size"]
    return max((int(row.number) for row in rows if row.number is not None), default=None)


def anchors(instrument: str, findings: Iterable[FindingRow]) -> set[tuple[float, float]]:
    """The ends of an instrument's scale, where a source gave them."""
    return {
        (row.low, row.high)
        for row in findings
        if row.value_kind == "scale anchor" and row.instrument == instrument
        if row.low is not None and row.high is not None
    }


def _studies(drafts: Drafts) -> dict[str, Study]:
    return {study.id: study for draft in drafts.of(Studies) for study in draft.value.studies}


def _findings(drafts: Drafts) -> dict[str, FindingRow]:
    return {row.id: row for draft in drafts.of(FindingRows) for row in draft.value.findings}


def _all_known(drafts: Drafts, key: str) -> bool:
    return key in drafts.files and all(draft.whole for draft in drafts.of(Studies))


def _numbered(draft: Draft[File], name: str, items: list[Item]) -> Iterator[tuple[int, Item]]:
    return zip(draft.kept.get(name, ()), items, strict=True)
