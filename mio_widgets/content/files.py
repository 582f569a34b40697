"""Reading one content file: TOML into a typed model, every fault with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mio_widgets.content.lines import Loc, line_of, locate
from mio_widgets.content.models import LINK, ORIGINAL, Model
from mio_widgets.content.problems import Problem

M = TypeVar("M", bound=Model)

#: Tables and arrays within one another; ours have five levels.
DEEPEST = 20


@dataclass(frozen=True)
class SourceFile:
    """A TOML file that could be parsed."""

    name: str
    """The path as printed, such as content/decks/whose-mind-1.toml."""
    text: str
    data: dict[str, Any]
    lang: str = ORIGINAL

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.name.rpartition("/")[2].removesuffix(".toml")

    @cached_property
    def lines(self) -> dict[Loc, int]:
        """The line of every field; found only when a fault has to be placed."""
        return locate(self.text)

    def problem(self, loc: Loc, rule: str, message: str) -> Problem:
        """A fault at a field of this file, named by the id of the item around it."""
        item, depth = self.stem, 0
        node: Any = self.data
        for reached, step in enumerate((None, *loc)):
            if reached:
                node = _child(node, step)
            if isinstance(node, dict) and isinstance(node.get("id"), str):
                item, depth = node["id"], reached
        field = ".".join(str(step + 1) if isinstance(step, int) else step for step in loc[depth:])
        return Problem(self.name, line_of(self.lines, loc), item, field, rule, message)

    def leaves(self) -> Iterator[tuple[Loc, Any]]:
        """Every value in the file that holds no others, with the way to it."""
        yield from _leaves((), self.data)

    def strings(self) -> Iterator[tuple[Loc, str]]:
        """Every string in the file, with the way to it."""
        return ((loc, value) for loc, value in self.leaves() if isinstance(value, str))


@dataclass(frozen=True)
class Draft(Generic[M]):
    """A file's model, as far as it is sound: faulty items of a list are left out."""

    file: SourceFile
    value: M
    whole: bool
    """Nothing was left out, so that counts over all items mean something."""
    kept: dict[str, list[int]]
    """For each list of tables, the places in the file of the items that were kept."""


def read_toml(path: Path, name: str, lang: str = ORIGINAL) -> SourceFile | Problem:
    """Parse a file in a language, or say where its syntax fails."""
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        source = SourceFile(name, text, tomllib.loads(text), lang)
        return _beyond_bounds(source) or source
    except OSError as error:
        line, message = 1, f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = "not UTF-8; save the file in that encoding"
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        message = f"{error}; {_syntax_hint(str(error))}"
    except RecursionError:
        line, message = 1, _TOO_DEEP
    except ValueError:
        # Python reads no number of more than 4,300 digits.
        digits = re.search(r"[\d_]{4300}", text)
        line = text.count("\n", 0, digits.start() if digits else 0) + 1
        message = _TOO_LARGE
    return Problem(name, line, path.stem, "", "toml-syntax", message)


_TOO_DEEP = f"brackets within brackets, more than {DEEPEST} levels: remove some"
_TOO_LARGE = "the number is too large for TOML: shorten it"


def _beyond_bounds(source: SourceFile) -> Problem | None:
    """What is sound TOML for Python, and would still make trouble further on."""
    level: list[Any] = [source.data]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
    if level:
        return Problem(source.name, 1, source.stem, "", "toml-syntax", _TOO_DEEP)
    for loc, value in source.leaves():
        if isinstance(value, int) and value.bit_length() > 63:
            return source.problem(loc, "toml-syntax", _TOO_LARGE)
    return None


def _children(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _syntax_hint(error: str) -> str:
    if error.startswith("Cannot overwrite"):
        return "the same field stands here twice"
    return "often a quote or a bracket is missing on this line or the one before"


def parse(file: SourceFile, model: type[M]) -> tuple[Draft[M] | None, list[Problem]]:
    """The typed value of a file, without its faulty items, and all faults of its fields."""
    context = {"lang": file.lang}
    try:
        return Draft(file, model.model_validate(file.data, context=context), whole=True, kept=_places(file.data)), []
    except ValidationError as error:
        faults = error.errors()
    problems = [_from_pydantic(file, fault) for fault in faults]
    pruned = _prune(file.data, faults)
    sound = {
        name: [item for item in value if item is not None] if isinstance(value, list) else value
        for name, value in pruned.items()
    }
    whole = not any(isinstance(value, list) and None in value for value in pruned.values())
    try:
        return Draft(file, model.model_validate(sound, context=context), whole, _places(pruned)), problems
    except ValidationError:
        return None, problems


def _places(data: dict[str, Any]) -> dict[str, list[int]]:
    return {
        name: [index for index, item in enumerate(items) if item is not None]
        for name, items in data.items()
        if isinstance(items, list)
    }


def _prune(data: dict[str, Any], faults: list[ErrorDetails]) -> dict[str, Any]:
    """The data with None for every faulty item of a list, and without other faults of the top level.

    What is missing there gets a stand-in, so that the items below are still looked at.
    """
    pruned = {name: list(value) if isinstance(value, list) else value for name, value in data.items()}
    for fault in faults:
        name, *rest = fault["loc"]
        if rest and isinstance(rest[0], int):
            pruned[str(name)][rest[0]] = None
        elif fault["type"] == "extra_forbidden":
            pruned.pop(str(name), None)
        else:
            pruned[str(name)] = "stand-in"
    return pruned


_RULES = {"missing": "field-missing", "extra_forbidden": "field-unknown"}


def _from_pydantic(file: SourceFile, details: ErrorDetails) -> Problem:
    loc = tuple(step for step in details["loc"] if step != "[key]")
    rule = _RULES.get(details["type"], "field-value")
    name = loc[-1] if loc else file.stem
    message = {
        "field-missing": f"add the field `{name}`",
        "field-unknown": f"there is no field `{name}` here: correct its name, or remove it",
        "field-value": f"{details['msg']}, not {details['input']!r:.60}",
    }[rule]
    if details["type"] == "string_pattern_mismatch" and details["ctx"]["pattern"] == LINK:
        message = f"write an address that begins with https://, not {details['input']!r:.60}"
    elif details["type"] == "string_pattern_mismatch":
        message = f"write {details['input']!r} in small letters, digits and single hyphens"
    elif details["type"] == "value_error":  # a rule of ours, written as a whole sentence
        message = details["msg"].removeprefix("Value error, ")
    elif details["type"] == "string_too_short":
        message = f"write something in `{name}`: it is empty"
    return file.problem(loc, rule, message)


def _child(node: Any, step: str | int | None) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _leaves(loc: Loc, node: Any) -> Iterator[tuple[Loc, Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves((*loc, name), value)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _leaves((*loc, index), value)
    else:
        yield loc, node
