"""What the figures draw: the numbers that were read, written out here, and not one more."""

from __future__ import annotations

from typing import Any

import pytest

from mio_widgets.findings.catalog import FIGURES, finding, names
from mio_widgets.findings.finding import Finding

Points = set[tuple[Any, ...]]


def drawn(found: Finding, *, mode: str = "") -> Points:
    """What the marks show: for a bar or dot its number, for a line both ends."""
    return {
        tuple(mark["x"])
        for mark in found.wide["data"]
        if mark["meta"] == "x" and mode in mark.get("mode", mark["type"])
    }


def numbers(*found: float) -> Points:
    return {(number,) for number in found}


def test_the_timeline_has_the_registry_s_dates() -> None:
    assert drawn(finding("timeline")) == {
        ("2004-08-31", "2009-03-31"),
        ("2012-04-01", "2014-06-01"),
        ("2010-07", "2015-09"),
        ("2020-12-18", "2024-07-31"),
        ("2025-12-18", "2029-07-31"),
    }


def test_the_community_trial_is_listed_without_a_bar() -> None:
    found = finding("timeline")
    assert ("Community trial", "", "", "dates not read") in [line.cells for line in found.table]
    assert any("Community trial" in note["text"] for note in found.wide["layout"]["annotations"])
    assert not any("t3-" in mark["customdata"][0] for mark in found.wide["data"])


def test_enrolment_planned_and_actual() -> None:
    assert [(line.cells[0], line.cells[2]) for line in finding("enrolment").table] == [
        ("Trial 1", "75"), ("Trial 1", "47"),
        ("Trial 2", "150"), ("Trial 2", "100"), ("Trial 2", "87"), ("Trial 2", "84"),
    ]  # fmt: skip
    assert drawn(finding("enrolment")) == numbers(75, 47, 150, 100, 87, 84)


def test_sample_sizes_and_what_stands_apart() -> None:
    by_panel: dict[str, list[float]] = {}
    for mark in finding("sample-sizes").wide["data"]:
        by_panel.setdefault(mark["xaxis"], []).extend(mark["x"])
    assert by_panel == {"x": [8, 17, 47, 87, 30, 200], "x2": [15, 47, 47, 194]}


def test_ages_in_months() -> None:
    assert drawn(finding("child-ages")) == {(12, 36), (0, 36), (11, 60), (12, 60), (0, 84)}


def test_the_evidence_map_says_what_was_reported() -> None:
    cells = {(line.cells[0], line.cells[1]): line.cells[2] for line in finding("evidence-map").table}
    better = {place for place, verdict in cells.items() if verdict == "better"}
    assert better == {
        ("Trial 1, after treatment", "Mentalizing"),
        ("Trial 1, after treatment", "Representations"),
        ("Trial 1, after treatment", "Caregiving, interaction"),
        ("Trial 1, 6 weeks later", "Mentalizing"),
        ("Trial 1, 6 weeks later", "Caregiving, interaction"),
        ("Trial 2, after treatment", "Mentalizing"),
        ("Trial 2, after treatment", "Representations"),
        ("Trial 2, 3 months later", "Mentalizing"),
        ("Trial 2, 3 months later", "Representations"),
        ("Trial 2, 12 months later", "Caregiving, interaction"),
    }
    assert cells["Trial 2, mechanism paper", "Relapse, substance use"] == "not supported"
    assert cells["Community trial, timepoint not read", "Mentalizing"] == "weaker"
    assert cells["Community trial, timepoint not read", "Caregiving, interaction"] == "weaker"
    assert {cells[place] for place in cells if "pilot" in place[0]} == {"no control"}
    assert not [place for place in cells if place[1] == "Child attachment"]


def test_three_tests_of_the_chain_held_and_the_fourth_did_not() -> None:
    table = [line.cells for line in finding("mechanism").table]
    assert table[0][2] == "84"
    assert [cells[2] for cells in table[1:5]] == ["supported", "supported", "supported", "not supported"]
    assert any("depression" in cells[2] for cells in table[5:])
    for spec in (finding("mechanism").wide, finding("mechanism").narrow):
        said = [note["text"].replace("<br>", " ") for note in spec["layout"]["annotations"]]
        assert sum("<b>supported</b>" in text for text in said) == 3
        assert [text for text in said if "not supported" in text] == ["test 4: <b>not supported</b>"]


def test_heroin_is_two_words_and_two_arrows_of_one_length() -> None:
    found = finding("heroin")
    assert [line.cells[:2] for line in found.table] == [
        ("MIO", "medium decline"),
        ("Parent Education", "medium increase"),
    ]
    for spec in (found.wide, found.narrow):
        assert spec["data"] == []
        arrows = [note for note in spec["layout"]["annotations"] if note["showarrow"]]
        assert [arrow["y"] > arrow["ay"] for arrow in arrows] == [True, False]  # y runs down
        assert len({abs(arrow["y"] - arrow["ay"]) for arrow in arrows}) == 1
        assert not any(spec["layout"][axis].get("visible", True) for axis in ("xaxis", "yaxis"))


def test_barlow_s_differences_and_ratios_have_axes_of_their_own() -> None:
    found = finding("forest-barlow")
    assert drawn(found, mode="markers") == numbers(-0.46, -0.10, -1.55, 0.50, 0.71)
    assert drawn(found, mode="lines") == {(-0.97, 0.04), (-0.46, 0.26), (-3.74, 0.64), (0.27, 0.90), (0.19, 2.64)}
    axes = {mark["x"][0]: mark["xaxis"] for mark in found.wide["data"] if mark["mode"] == "markers"}
    assert {axes[-0.46], axes[-0.10], axes[-1.55]} == {"x"}
    assert {axes[0.50], axes[0.71]} == {"x2"}
    assert found.wide["layout"]["xaxis2"]["type"] == "log"


def test_mcgovern_s_four_rows() -> None:
    found = finding("forest-mcgovern")
    assert drawn(found, mode="markers") == numbers(-0.32, -0.25, -0.21, -0.42)
    assert drawn(found, mode="lines") == {(-0.51, -0.13), (-0.47, -0.03), (-0.41, -0.01), (-0.82, -0.03)}


def test_zeegers_and_lo_are_dots_without_intervals() -> None:
    assert drawn(finding("correlations")) == numbers(0.30, 0.25, 0.24, 0.19, 0.07)
    assert [line.cells[1] for line in finding("correlations").table] == [".30", ".25", ".25", ".24", ".19", ".07"]
    assert drawn(finding("designs")) == numbers(0.279, 0.189)
    assert [line.cells[1] for line in finding("designs").table] == ["0.279 (p = .002)", "0.189 (p = .244)"]
    for name in ("correlations", "designs"):
        assert {mark["mode"] for mark in finding(name).wide["data"]} == {"markers"}


def test_there_is_no_chart_of_means_and_no_forest_of_mio_while_their_place_is_empty() -> None:
    assert set(FIGURES) - set(names()) == {"means", "forest"}
    for name in ("means", "forest"):
        with pytest.raises(KeyError, match=f"no figure '{name}'"):
            finding(name)


@pytest.mark.parametrize("name", names())
def test_both_widths_show_the_same(name: str) -> None:
    found = finding(name)
    shown = [
        [(mark["customdata"], mark["x"] if mark["meta"] == "x" else None) for mark in spec["data"]]
        for spec in (found.wide, found.narrow)
    ]
    assert shown[0] == shown[1]
