"""A fault in the content, with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands, which rule it breaks, and what to do about it."""

    file: str
    line: int
    item: str
    field: str
    rule: str
    message: str

    def __str__(self) -> str:
        """The fault on one line, beginning with a place that editors can open."""
        place = f"{self.item}.{self.field}" if self.field else self.item
        return f"{self.file}:{self.line}: {place}: {self.rule}: {self.message}"


class ContentError(Exception):
    """The content cannot be loaded; the message lists every problem, one a line."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        """Take the problems found, or a single sentence when there is no file to point at."""
        self.problems = () if isinstance(problems, str) else tuple(sorted(problems))
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, self.problems)))
