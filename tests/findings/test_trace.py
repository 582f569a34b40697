"""The way back: from every number in a figure to a row of content/trials, and from every row to a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mio_widgets.content.load import load_trials
from mio_widgets.content.trials import CONTEXT, FindingRow
from mio_widgets.findings.catalog import finding, names
from mio_widgets.findings.finding import Finding
from mio_widgets.findings.sketch import Spec

NUMBER = re.compile(r"\d+(?:[.]\d+)?|[.]\d+")

#: Numbers in the words that are not findings: a confidence level, the names of trials, what an axis means.
NAMES = re.compile(r"95%|[Tt]rial [12]\b|Suchman et al\. \d+|Suchman \d+|10\^|below [01]\b|from 0 to|[Bb]elow 0")


def specs(found: Finding) -> tuple[Spec, Spec]:
    return found.wide, found.narrow


def stray_numbers(found: Finding, spec: Spec) -> Iterator[str]:
    """Marks that show a number which none of the rows they name holds."""
    rows = {row.id: row for row in found.rows if isinstance(row, FindingRow)}
    for mark in spec["data"]:
        for at, (x, ids) in enumerate(zip(mark["x"], mark["customdata"], strict=True)):
            named = [rows.get(id) for id in ids.split()]
            if not named or None in named:
                yield f"point {at} names {ids!r}, which the table does not have"
                continue
            held = {held for row in named if row for held in (*row.numbers, row.value)}
            if mark["meta"] == "x" and x not in held:
                yield f"{x} is in none of {ids}"
            if mark["meta"] not in ("x", ""):
                yield f"{ids}: a mark has to say on which axis it shows a number"


def words(spec: Spec) -> str:
    layout = spec["layout"]
    titles = [axis["title"]["text"] for name, axis in layout.items() if "axis" in name and "title" in axis]
    return "\n".join([*(note["text"] for note in layout["annotations"]), *titles])


def held_numbers(found: Finding) -> set[str]:
    """Every number in the words and values of the rows drawn, and in the names of their studies."""
    studies = load_trials().studies
    texts: list[str] = []
    for row in found.rows:
        assert isinstance(row, FindingRow)
        study = studies[row.study]
        texts += [row.outcome, row.value, row.says, row.timepoint, row.note, study.name, study.n_total, study.child_age]
        texts += [str(number) for number in row.numbers]
    return {canonical(number) for text in texts for number in NUMBER.findall(text)}


def canonical(number: str) -> str:
    return f"{float(number):g}"


def unheld(text: str, found: Finding) -> set[str]:
    plain = NAMES.sub("", re.sub(r"<[^>]+>", " ", text))
    return {number for number in NUMBER.findall(plain) if canonical(number) not in held_numbers(found)}


@pytest.mark.parametrize("name", names())
def test_every_plotted_number_stands_in_a_row(name: str) -> None:
    found = finding(name)
    assert [stray for spec in specs(found) for stray in stray_numbers(found, spec)] == []


@pytest.mark.parametrize("name", names())
def test_every_number_in_the_figure_s_words_stands_in_a_row(name: str) -> None:
    found = finding(name)
    for text in (*map(words, specs(found)), found.title, found.reading, found.alternative):
        assert unheld(text, found) == set(), text


@pytest.mark.parametrize("name", names())
def test_every_row_has_a_source_and_the_source_is_linked(name: str) -> None:
    found = finding(name)
    html = found.words_html()
    assert found.rows
    for row in found.rows:
        assert row == load_trials().findings[getattr(row, "id", "")]
        study = load_trials().studies[row.study]
        links = {row.source_url, study.record} - {""}
        assert any(f'href="{link.replace("&", "&amp;")}"' in html for link in links)
        # An address without a name is a mirror that may be gone tomorrow; its study has a paper of record.
        assert not re.search(r'href="https?://[0-9.:]+/', html)


@pytest.mark.parametrize("name", names())
def test_the_table_holds_every_number_drawn(name: str) -> None:
    found = finding(name)
    cells = " ".join(cell for line in found.table for cell in line.cells).replace("−", "-")
    table = {canonical(number) for number in NUMBER.findall(cells)}
    for mark in found.wide["data"]:
        for x in mark["x"] if mark["meta"] == "x" else []:
            assert str(x) in cells if isinstance(x, str) else canonical(str(abs(x))) in table, (name, x)


@pytest.mark.parametrize("name", names())
def test_context_is_called_so_in_the_figure_and_shares_nothing_with_mio(name: str) -> None:
    found = finding(name)
    studies = load_trials().studies
    assert {studies[row.study].scope == CONTEXT for row in found.rows} == {found.is_context}
    assert found.is_context == (name in {"forest-barlow", "forest-mcgovern", "correlations", "designs"})
    for spec in specs(found):
        assert ("Context, not MIO" in words(spec)) == found.is_context


@pytest.mark.parametrize("name", names())
def test_nothing_is_drawn_that_may_not_be(name: str) -> None:
    assert [row for row in finding(name).rows if isinstance(row, FindingRow) and not row.may_be_drawn] == []


@pytest.mark.parametrize("name", names())
def test_plotly_accepts_the_figure(name: str) -> None:
    figure = finding(name).figure
    assert figure.layout.title.text == f"<b>{finding(name).title}</b>"
    assert "--mio" not in str(figure.to_json())


def invented(spec: Spec, **change: Any) -> Spec:
    first, *rest = spec["data"]
    return {"data": [{**first, **change}, *rest], "layout": spec["layout"]}


def test_a_number_without_a_row_is_found() -> None:
    found = finding("forest-mcgovern")
    assert list(stray_numbers(found, invented(found.wide, x=[-0.51, -0.12])))
    assert list(stray_numbers(found, invented(found.wide, customdata=["nowhere", "nowhere"])))
    assert list(stray_numbers(found, invented(found.wide, customdata=["", ""])))
    assert list(stray_numbers(found, invented(found.wide, meta=None)))
    assert unheld("d = 0.5", found) == {"0.5"}
