"""A fault in the content, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Characters that no text of ours needs, and that hide something: a terminal obeys them, or text turns around.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


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
        return printable(f"{self.file}:{self.line}: {place}: {self.rule}: {self.message}")


def printable(text: str) -> str:
    """The text on one line, with escapes for what a terminal would obey or not show."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


class ContentError(Exception):
    """The content cannot be loaded; the message lists every problem, one a line."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        """Take the problems found, or a single sentence when there is no file to point at."""
        self.problems = () if isinstance(problems, str) else tuple(sorted(problems))
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, self.problems)))
