from __future__ import annotations

from dataclasses import dataclass

import pytest

from benchmarks.measuring import spread
from benchmarks.report import Table, column, in_turns, over_runs


@dataclass
class Row:
    way: str = column("way")
    visitors: int = column("visitors")
    seconds: float | None = column("takes", "{:.1f} s")
    failed: int = column("failed", total=True)


def test_over_runs_times_are_medians_and_counts_are_added_up() -> None:
    rows = [Row("a", 40, 9.0, 1), Row("a", 40, 1.0, 0), Row("a", 40, 2.0, 2)]
    assert over_runs(rows) == Row("a", 40, 2.0, 3)


def test_what_a_run_could_not_measure_is_left_out_of_the_median() -> None:
    assert over_runs([Row("a", 1, None, 1), Row("a", 1, 2.0, 0)]) == Row("a", 1, 2.0, 1)
    assert over_runs([Row("a", 1, None, 1), Row("a", 1, None, 1)]) == Row("a", 1, None, 2)


def test_ways_take_turns_and_the_first_turn_only_warms_up() -> None:
    asked: list[str] = []

    def once(way: str) -> Row:
        asked.append(way)
        return Row(way, 1, float(len(asked)), 0)

    found = in_turns("ab", 2, once, warm_up=True)
    assert asked == ["a", "b"] * 3
    assert found == [Row("a", 1, 4.0, 0), Row("b", 1, 5.0, 0)]


def test_a_table_is_aligned_and_shows_what_is_missing() -> None:
    table = Table("times", "Times", [Row("slow", 40, 12.34, 0), Row("never", 1, None, 1)])
    assert str(table).splitlines() == [
        "Times",
        "",
        "way    visitors   takes  failed",
        "slow         40  12.3 s       0",
        "never         1       –       1",
    ]


def test_the_spread_is_median_and_95th_percentile() -> None:
    assert spread([float(n) for n in range(1, 102)]) == (51, pytest.approx(96))
    assert spread([3.0]) == (3, 3)
    assert spread([]) == (None, None)
