"""Arm-level values, once there are any. Every value here is INVENTED, to test the drawing; none was read anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
import statsmodels.stats.api as stats
from scipy import stats as scipy_stats

from mio_widgets.content.load import Trials, load_trials
from mio_widgets.content.trials import ArmValue
from mio_widgets.findings import arms, catalog, finding, reading
from mio_widgets.findings.effects import Arm, hedges_g, mean_interval

INVENTED = [
    ("baseline", "MIO", 23, 3.1, 1.0), ("baseline", "PE", 24, 3.2, 1.1),
    ("post-treatment", "MIO", 22, 4.0, 1.2), ("post-treatment", "PE", 23, 3.3, 1.0),
]  # fmt: skip


def value(timepoint: str, arm: str, n: int, mean: float, sd: float) -> ArmValue:
    return ArmValue.model_validate({
        "study": "t1", "outcome": "maternal reflective functioning", "instrument": "PDI-RF", "timepoint": timepoint,
        "arm": arm, "n": n, "mean": mean, "sd": sd, "source_url": "https://example.org/invented",
        "source_table": "invented for a test", "note": "INVENTED",
    })  # fmt: skip


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trials]:
    """The trials with the invented values in their place."""
    trials = dataclasses.replace(load_trials(), arms=tuple(value(*row) for row in INVENTED))
    for module in (arms, catalog, finding, reading):
        monkeypatch.setattr(module, "load_trials", lambda: trials)
    return trials


@pytest.mark.usefixtures("filled")
def test_with_values_there_are_means_with_their_intervals() -> None:
    found = catalog.finding("means")
    dots = [mark["x"][0] for mark in found.wide["data"] if mark["mode"] == "markers"]
    lines = [mark["x"] for mark in found.wide["data"] if mark["mode"] == "lines"]
    assert dots == [3.1, 3.2, 4.0, 3.3]
    for (_, _, n, mean, sd), ends in zip(INVENTED, lines, strict=True):
        assert ends == pytest.approx(scipy_stats.t.interval(0.95, n - 1, mean, sd / n**0.5))
    assert found.table[0].cells[3:7] == ("MIO", "23", "3.10", "1.00")
    assert found.figure.layout.title.text


@pytest.mark.usefixtures("filled")
def test_with_values_there_is_a_forest_plot() -> None:
    found = catalog.finding("forest")
    dots = [mark for mark in found.wide["data"] if mark["mode"] == "markers"]
    lines = [mark for mark in found.wide["data"] if mark["mode"] == "lines"]
    assert len(dots) == len(lines) == 2
    effects = arms.effects()
    for dot, line in zip(dots, lines, strict=True):
        effect = effects[tuple(dot["customdata"][0].split())]  # type: ignore[index]
        assert dot["x"] == [effect.g]
        assert line["x"] == list(effect.interval)
    assert dots[0]["x"][0] < 0 < dots[1]["x"][0]


@pytest.mark.usefixtures("filled")
def test_every_mark_of_a_mean_names_its_value() -> None:
    keys = {arms.key(value(*row)) for row in INVENTED}
    for name in ("means", "forest"):
        found = catalog.finding(name)
        for spec in (found.wide, found.narrow):
            for mark in spec["data"]:
                assert set(" ".join(mark["customdata"]).split()) <= keys
    assert {row.source_table for row in catalog.finding("means").rows} == {"invented for a test"}  # type: ignore[union-attr]


def test_hedges_g_is_that_of_the_published_example() -> None:
    # Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 4:
    # means 103 and 100, SDs 5.5 and 4.5, 50 in each group; d = 0.5970, J = 0.9923, g = 0.5924, V(g) = 0.0411.
    effect = hedges_g(Arm(50, 103, 5.5), Arm(50, 100, 4.5))
    assert effect.g == pytest.approx(0.5924, abs=5e-5)
    assert effect.variance == pytest.approx(0.0411, abs=5e-5)


def test_an_interval_of_g_is_symmetric_and_turns_with_the_arms() -> None:
    first, second = Arm(20, 4.0, 1.0), Arm(25, 3.0, 1.4)
    there, back = hedges_g(first, second), hedges_g(second, first)
    assert there.g == -back.g
    assert there.variance == back.variance
    low, high = there.interval
    assert (low + high) / 2 == pytest.approx(there.g)
    assert (high - low) / 2 == pytest.approx(scipy_stats.norm.ppf(0.975) * there.variance**0.5, rel=1e-6)


def test_the_interval_of_a_mean_is_student_s() -> None:
    data = [3.0, 4.5, 2.5, 5.0, 4.0]
    described = stats.DescrStatsW(data)
    arm = Arm(5, described.mean, described.std_mean * 5**0.5)
    assert mean_interval(arm) == pytest.approx(described.tconfint_mean())


@pytest.mark.parametrize("bad", [Arm(1, 3, 1), Arm(20, 3, 0)])
def test_a_difference_that_cannot_be_is_refused(bad: Arm) -> None:
    with pytest.raises(ValueError, match="two members and some spread"):
        hedges_g(bad, Arm(20, 3, 1))
