"""The numbers of “What can a trial of this size see?” against SciPy, statsmodels and a published table."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from mio_widgets import trial_size
from mio_widgets.content.load import load
from mio_widgets.exercises import trial_table

TABLE = trial_table.read()
SIZES = range(trial_table.SMALLEST, trial_table.LARGEST + 1)

#: Cohen (1988), Statistical power analysis for the behavioral sciences, 2nd ed., table 2.4.1: by the difference d,
#: how many each of two equal groups needs for 80 % power in a two-sided t test at 5 %.
COHEN = {1.4: 9, 1.2: 12, 1.0: 17, 0.8: 26, 0.7: 33, 0.6: 45, 0.5: 64, 0.4: 100, 0.3: 175}


def smallest(n: int) -> float:
    value: float = TABLE["smallest"][n - TABLE["first"]]
    return value


def interval(found: float, n: int) -> tuple[float, float]:
    low, high = TABLE["intervals"][TABLE["found"].index(found)][n - TABLE["first"]]
    return low, high


def arms(n: int) -> tuple[int, int]:
    return n // 2, n - n // 2


def test_the_table_is_what_is_computed_today() -> None:
    fresh = trial_table.compute()
    assert TABLE.keys() == fresh.keys()
    assert (TABLE["first"], TABLE["found"]) == (10, [0, 0.2, 0.5, 0.8])
    np.testing.assert_allclose(TABLE["smallest"], fresh["smallest"], atol=1e-4)
    np.testing.assert_allclose(TABLE["intervals"], fresh["intervals"], atol=1e-4)


def test_every_size_has_its_numbers() -> None:
    assert len(TABLE["smallest"]) == len(SIZES)
    assert np.shape(TABLE["intervals"]) == (4, len(SIZES), 2)


@pytest.mark.parametrize("n", [10, 11, 17, 47, 87, 200, 399, 400])
def test_the_smallest_difference_has_a_power_of_eighty_percent(n: int) -> None:
    first, second = arms(n)
    solved = TTestIndPower().solve_power(None, nobs1=first, alpha=0.05, power=0.8, ratio=second / first)
    assert smallest(n) == pytest.approx(solved, abs=1e-4)


@pytest.mark.parametrize(("difference", "group"), COHEN.items())
def test_the_smallest_difference_agrees_with_cohens_table(difference: float, group: int) -> None:
    # Cohen's own values are rounded to whole persons, from an approximation that may be one person off.
    assert smallest(2 * (group + 1)) <= difference
    assert smallest(2 * (group - 1)) > difference


@pytest.mark.parametrize("found", trial_table.FOUND)
@pytest.mark.parametrize("n", [10, 17, 47, 87, 400])
def test_an_interval_leaves_out_differences_that_the_result_would_refute(found: float, n: int) -> None:
    first, second = arms(n)
    scale = np.sqrt(first * second / n)
    low, high = interval(found, n)
    assert stats.nct.cdf(found * scale, n - 2, low * scale) == pytest.approx(0.975, abs=1e-3)
    assert stats.nct.cdf(found * scale, n - 2, high * scale) == pytest.approx(0.025, abs=1e-3)


@pytest.mark.parametrize("found", [0.2, 0.5, 0.8])
def test_zero_is_outside_exactly_where_the_t_test_is_significant(found: float) -> None:
    for n in SIZES:
        first, second = arms(n)
        test = stats.ttest_ind_from_stats(found, 1, first, 0, 1, second)
        assert (interval(found, n)[0] > 0) == (test.pvalue < 0.05), n


def test_more_mothers_see_more() -> None:
    # Sizes of the same parity: an odd one has arms that differ by one.
    assert np.all(np.subtract(TABLE["smallest"][2:], TABLE["smallest"][:-2]) < 0)
    widths = np.subtract(*np.moveaxis(TABLE["intervals"], 2, 0)[::-1])
    assert np.all(widths[:, 2:] < widths[:, :-2])


def test_finding_nothing_leaves_as_much_possible_on_either_side() -> None:
    assert all(-low == high for low, high in TABLE["intervals"][0])


def test_the_widget_has_the_table_the_marked_sizes_and_a_word_for_each() -> None:
    widget = trial_size()
    assert repr(widget) == "trial_size()"
    assert (widget.table, widget.marked, widget.answers) == (TABLE, [17, 47, 87], [])
    assert {f"trial-size.mark.{n}" for n in widget.marked} <= widget.words.keys()


def test_its_words_claim_no_result_of_mio() -> None:
    assert "none is a result of MIO" in load().words["trial-size.note"]
