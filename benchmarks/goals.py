"""What the book set itself, and whether what was measured reaches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import peers

#: Rows by the name of their table.
Tables = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Goal:
    """A number and where it should be; None is a number that could not be measured."""

    part: str
    what: str
    measured: float | None
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it was measured, and lies on the right side of the limit."""
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def __str__(self) -> str:
        bound = f"{'at least' if self.at_least else 'at most'} {self.limit:.4g}{self.unit}"
        measured = "not measured" if self.measured is None else f"{self.measured:.3g}{self.unit}"
        return f"{'met    ' if self.met else 'NOT MET'}  {self.what}: {measured} ({bound})"


def goals(tables: Tables) -> list[Goal]:
    """Every goal, with what the tables say about it."""
    stock, rendered, ours = peers.STOCK, peers.RENDERED, peers.OURS

    def cold(way: str) -> float | None:
        return number(tables, "visits", "cold_s", way=way)

    def bytes_(way: str) -> float | None:
        return number(tables, "visits", "kilobytes_cold", way=way)

    def figure(way: str) -> float | None:
        return number(tables, "figures", "cold_s", way=way)

    faster_figures = [seconds for way in peers.STOCK_FIGURES if (seconds := figure(way)) is not None]
    crowd = {"way": peers.ROOM, "people": 1000}
    return [
        Goal("page", "rendered page, times faster to the first choice than stock Voila",
             ratio(cold(stock), cold(rendered)), 10, at_least=True),
        Goal("page", "burst of 200 on the rendered page, none failed, p95",
             number(tables, "bursts", "p95_s", way=rendered, visitors=200, failed=0), 1, " s"),
        Goal("page", "our Voila, bytes of a first visit as a share of stock Voila's",
             ratio(bytes_(ours), bytes_(stock)), 1 / 3),
        Goal("page", "our Voila, time to the first choice as a share of stock Voila's",
             ratio(cold(ours), cold(stock)), 1 / 2),
        Goal("findings", "rendered figure, times faster than the faster way of stock Voila",
             ratio(min(faster_figures, default=None), figure(rendered)), 4, at_least=True),
        Goal("room", "vote with 1,000 phones, p95", number(tables, "room", "vote_p95_ms", **crowd), 500, " ms"),
        Goal("room", "the leader sees a vote of 1,000 phones, p95",
             number(tables, "room", "leader_p95_ms", **crowd), 300, " ms"),
    ]  # fmt: skip


def number(tables: Tables, table: str, name: str, **where: Any) -> float | None:
    """The number of that name in the row that `where` describes; None if there is none."""
    for row in tables.get(table, ()):
        if all(getattr(row, key) == value for key, value in where.items()):
            found: float | None = getattr(row, name)
            return found
    return None


def ratio(number: float | None, to: float | None) -> float | None:
    """One number as a multiple of another, if both are known."""
    return number / to if number is not None and to else None
