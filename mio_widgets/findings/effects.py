"""Standardized differences and intervals from arm-level values."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple


class Arm(NamedTuple):
    """One arm at one timepoint: how many, their mean, their standard deviation."""

    n: int
    mean: float
    sd: float


class Effect(NamedTuple):
    """A standardized difference and its sampling variance, both without a unit."""

    g: float
    variance: float

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the 95% interval from the normal distribution: g ± 1.96 √variance."""
        half = 1.959964 * sqrt(self.variance)
        return self.g - half, self.g + half


def hedges_g(first: Arm, second: Arm) -> Effect:
    """Hedges' g of two independent groups, positive when the first has the higher mean.

    With the pooled standard deviation S over df = n1 + n2 - 2 degrees of freedom:
    d = (mean1 - mean2) / S;  variance of d = (n1 + n2) / (n1 n2) + d² / (2 (n1 + n2));
    J = 1 - 3 / (4 df - 1);  g = J d;  variance of g = J² times that of d.

    Source: Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 4.

    Raises:
        ValueError: a group has fewer than two members, or no spread.
    """
    if min(first.n, second.n) < 2 or min(first.sd, second.sd) <= 0:
        raise ValueError("a standardized difference needs two members and some spread in each group")
    freedom = first.n + second.n - 2
    pooled = sqrt(((first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2) / freedom)
    d = (first.mean - second.mean) / pooled
    variance = (first.n + second.n) / (first.n * second.n) + d**2 / (2 * (first.n + second.n))
    correction = 1 - 3 / (4 * freedom - 1)
    return Effect(correction * d, correction**2 * variance)


def mean_interval(arm: Arm) -> tuple[float, float]:
    """The ends of the 95% interval of a mean, from Student's t with n - 1 degrees of freedom.

    Raises:
        ValueError: the arm has fewer than two members.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 -- only arm-level values need it

    if arm.n < 2:
        raise ValueError("the interval of a mean needs two members")
    half = float(stdtrit(arm.n - 1, 0.975)) * arm.sd / sqrt(arm.n)
    return arm.mean - half, arm.mean + half
