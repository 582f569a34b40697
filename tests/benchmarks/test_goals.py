from __future__ import annotations

from types import SimpleNamespace

import pytest

from benchmarks.goals import Goal, goals, number, ratio
from benchmarks.peers import RENDERED, ROOM, STOCK, STOCK_FIGURES


def reached(**tables: list[SimpleNamespace]) -> dict[str, Goal]:
    return {goal.what: goal for goal in goals(tables)}


def test_what_was_not_measured_is_not_met_and_says_so() -> None:
    for goal in goals({}):
        assert not goal.met
        assert str(goal).startswith("NOT MET")
        assert "not measured" in str(goal)


@pytest.mark.parametrize(("measured", "at_least", "met"), [(9.9, True, False), (10, True, True), (9.9, False, True)])
def test_a_goal_is_met_on_its_side_of_the_limit(measured: float, at_least: bool, met: bool) -> None:
    goal = Goal("page", "so much", measured, 10, at_least=at_least)
    assert goal.met is met
    assert str(goal).startswith("met" if met else "NOT MET")


def test_a_page_is_compared_with_stock_voila() -> None:
    visits = [SimpleNamespace(way=way, cold_s=s, kilobytes_cold=1.0) for way, s in ((RENDERED, 0.2), (STOCK, 4))]
    goal = reached(visits=visits)["rendered page, times faster to the first choice than stock Voila"]
    assert goal.measured == pytest.approx(20)
    assert goal.met


@pytest.mark.parametrize(("failed", "met"), [(0, True), (1, False)])
def test_a_burst_in_which_somebody_fails_meets_no_goal(failed: int, met: bool) -> None:
    bursts = [SimpleNamespace(way=RENDERED, visitors=200, p95_s=0.1, failed=failed)]
    assert reached(bursts=bursts)["burst of 200 on the rendered page, none failed, p95"].met is met


def test_a_figure_is_compared_with_the_faster_stock_way_that_drew_one() -> None:
    times = zip((RENDERED, *STOCK_FIGURES), (0.5, None, 3.0), strict=True)
    figures = [SimpleNamespace(way=way, cold_s=seconds) for way, seconds in times]
    goal = reached(figures=figures)["rendered figure, times faster than the faster way of stock Voila"]
    assert goal.measured == pytest.approx(6)


def test_a_smaller_room_says_nothing_about_a_thousand_phones() -> None:
    room = [SimpleNamespace(way=ROOM, people=20, vote_p95_ms=5.0, leader_p95_ms=5.0)]
    assert reached(room=room)["vote with 1,000 phones, p95"].measured is None


def test_a_number_is_found_by_what_describes_its_row() -> None:
    rows = {"room": [SimpleNamespace(way="a", seconds=1.0), SimpleNamespace(way="b", seconds=2.0)]}
    assert number(rows, "room", "seconds", way="b") == 2
    assert number(rows, "room", "seconds", way="c") is None
    assert number(rows, "page", "seconds") is None


def test_a_ratio_needs_both_numbers() -> None:
    assert ratio(6.0, 3.0) == 2
    assert ratio(None, 3.0) is ratio(3.0, None) is None
