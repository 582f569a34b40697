from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mio_widgets.content.lines import Loc, line_of, locate

TEXT = '''\
# a = "in a comment"
id = "x"  # [not.a.header]
labels = ["self", "child"]
"quoted key" = 1
dotted.key = { a = 1, "b.c" = { d = 2 } }
evidence = [  # [ " {
  { phrase = "it is \\" ] }", why = "w" },
  # { phrase = "none" }
  { phrase = 'C:\\', why = "v" }, [1,
    2],
]
long = """
[[utterances]]
id = "not one"  \\""" ""\\
"""
literal = \'\'\'
key = "no"
\'\'\'
when = 1979-05-27 07:32:00

[[utterances]]
id = "one"
[utterances.reasons]
self = "s"

[[utterances.contested]]
label = "a"
[[utterances.contested]]
label = "b"

[[utterances]]
id = "two"
[[ utterances . contested ]]
label = "c"

[classify]
"sure.yes" = "Yes"
empty = []
none = {}
last = true
'''

PLACES: dict[Loc, int] = {
    ("id",): 2,
    ("labels", 1): 3,
    ("quoted key",): 4,
    ("dotted", "key", "b.c", "d"): 5,
    ("evidence",): 6,
    ("evidence", 0, "phrase"): 7,
    ("evidence", 1): 9,
    ("evidence", 1, "why"): 9,
    ("evidence", 2, 0): 9,
    ("evidence", 2, 1): 10,
    ("long",): 12,
    ("literal",): 16,
    ("when",): 19,
    ("utterances", 0): 21,
    ("utterances", 0, "id"): 22,
    ("utterances", 0, "reasons"): 23,
    ("utterances", 0, "reasons", "self"): 24,
    ("utterances", 0, "contested", 0): 26,
    ("utterances", 0, "contested", 1, "label"): 29,
    ("utterances", 1): 31,
    ("utterances", 1, "contested", 0, "label"): 34,
    ("classify", "sure.yes"): 37,
    ("classify", "last"): 40,
}


def paths(node: Any, loc: Loc = ()) -> set[Loc]:
    """The ways to everything that tomllib finds in a file."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return {loc}.union(*(paths(value, (*loc, step)) for step, value in inner))


@pytest.mark.parametrize(("loc", "line"), PLACES.items())
def test_a_field_is_found_on_its_line(loc: Loc, line: int) -> None:
    assert locate(TEXT)[loc] == line


def test_everything_in_the_file_has_a_line_and_nothing_else_has() -> None:
    assert set(locate(TEXT)) == paths(tomllib.loads(TEXT)) - {()}


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "content").rglob("*.toml")), ids=lambda p: p.stem)
def test_everything_in_the_workbook_s_files_has_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = locate(text)
    assert set(lines) == paths(tomllib.loads(text)) - {()}
    for loc, line in lines.items():
        if isinstance(loc[-1], str):
            assert loc[-1] in text.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("utterances", 0, "reasons", "child"), 23),
        (("utterances", 1, "text"), 31),
        (("utterances", 1, "reasons", "child"), 31),
        (("title",), 1),
    ],
)
def test_what_is_missing_has_the_line_of_what_is_around_it(loc: Loc, line: int) -> None:
    assert line_of(locate(TEXT), loc) == line
