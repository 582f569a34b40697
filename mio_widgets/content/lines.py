"""Line numbers of the fields of a TOML file, which tomllib does not tell.

`locate` expects text that tomllib has accepted, and so only needs to know where things begin.
"""

from __future__ import annotations

import re
from bisect import bisect_right

Loc = tuple[str | int, ...]
"""The way to a field, such as ("utterances", 3, "reasons", "child")."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[\s\S])*"""(?:"{0,2})'
    r"|'''(?:(?!''')[\s\S])*'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")
_KEY = re.compile(r"""[ \t]*(?:"((?:\\.|[^"\\\n])*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.)?""")
_HEADER = re.compile(r"\[\[?")


def locate(text: str) -> dict[Loc, int]:
    """The line, counted from 1, on which each table, array element and field begins."""
    return _Scan(text).run()


def line_of(lines: dict[Loc, int], loc: Loc) -> int:
    """The line of a field, or of the nearest part around it that the file has."""
    while loc and loc not in lines:
        loc = loc[:-1]
    return lines.get(loc, 1)


class _Scan:
    """One pass over the text, noting where each thing begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Loc, int] = {}
        self.sizes: dict[Loc, int] = {}  # elements so far, by array of tables
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def run(self) -> dict[Loc, int]:
        table: Loc = ()
        while self.skip_blank() < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.field(table)
        return self.found

    def skip_blank(self) -> int:
        return self.advance(_BLANK)

    def advance(self, pattern: re.Pattern[str]) -> int:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return self.at

    def note(self, loc: Loc, at: int) -> None:
        self.found.setdefault(loc, bisect_right(self.starts, at))

    def key(self) -> list[str]:
        parts: list[str] = []
        more = True
        while more and (match := _KEY.match(self.text, self.at)):
            parts.append(next(part for part in match.group(1, 2, 3) if part is not None))
            more = match.group(4) is not None
            self.at = match.end()
        return parts

    def header(self) -> Loc:
        start = self.at
        brackets = self.advance(_HEADER) - start
        names = self.key()
        self.at += brackets
        loc: Loc = ()
        for depth, name in enumerate(names, start=1):
            loc += (name,)
            if depth == len(names) and brackets == 2:
                self.note(loc, start)
                self.sizes[loc] = self.sizes.get(loc, 0) + 1
            if loc in self.sizes:
                loc += (self.sizes[loc] - 1,)
        self.note(loc, start)
        return loc

    def field(self, table: Loc) -> None:
        start = self.at
        loc = table
        for name in self.key():
            loc += (name,)
            self.note(loc, start)
        self.at += 1  # the equals sign
        self.skip_blank()
        self.value(loc)

    def value(self, loc: Loc) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening in ('"', "'"):
            self.advance(_STRING)
        elif opening == "[":
            self.array(loc)
        elif opening == "{":
            self.inline_table(loc)
        else:
            self.advance(_SCALAR)

    def array(self, loc: Loc) -> None:
        self.at += 1
        index = 0
        while self.text[self.skip_blank()] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.note((*loc, index), self.at)
            self.value((*loc, index))
            index += 1
        self.at += 1

    def inline_table(self, loc: Loc) -> None:
        self.at += 1
        while self.text[self.skip_blank()] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.field(loc)
        self.at += 1
