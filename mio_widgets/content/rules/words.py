"""Rules on the words of the interface: what the code says is there, and what is there is said.

Code asks for a word with a literal key, say("classify.next"), with a choice between literal keys, or
with a key that begins literally, say(`classify.sure.${x}`), which counts for all keys below.
A key may stand for plural forms below it, `one` and `other`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mio_widgets.content.drafts import WORDS, words_of
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book

_PLURALS = ("", ".one", ".other")
_TEMPLATE = r"`(?:\\.|\$\{(?:[^{}`]|`[^`]*`)*\}|[^`\\])*`"
_LITERAL = re.compile(rf"""'[^'\n]*'|"[^"\n]*"|{_TEMPLATE}""")
_CALL = re.compile(r"(?<!function )(?<![\w$])say\(")
_TERNARY = re.compile(r"\?(?![.?])")
_JINJA_IF = re.compile(r"\bif\b.*?\belse\b")


@dataclass(frozen=True)
class Use:
    """A word asked for in code."""

    file: str
    line: int
    key: str
    open: bool = False
    """Only the beginning of the key is known."""


def check_words(book: Book) -> Iterator[Problem]:
    """Compare the words in the code with those in the file, if there is one."""
    file = book.drafts.files.get(WORDS)
    if file is None:
        return
    words = words_of(file)
    used: set[str] = set()
    for use in (use for name, text in book.code.items() for use in uses(name, text)):
        found = {key for key in words if _meant(use, key)}
        used |= found
        if use.open and not use.key:
            message = "the key of a word must at least begin literally, as in say(`classify.sure.${x}`)"
            yield Problem(use.file, use.line, "say", "", "word-not-literal", message)
        elif not found:
            message = f"no word `{use.key}` in {file.name}: add it there, or correct the key"
            yield Problem(use.file, use.line, "say", use.key, "missing-word", message)
    for key, loc in words.items():
        if key not in used:
            yield file.problem(loc, "unused-word", f"no code says `{key}`: remove it, or say it")


def uses(name: str, text: str) -> Iterator[Use]:
    """The words that a source file asks for."""
    if name.endswith(".py"):
        yield from _in_python(name, text)
        return
    for match in _CALL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        argument = _first_argument(text, match.end())
        if not _LITERAL.match(argument) and (choice := _TERNARY.search(argument)):
            argument = argument[choice.end() :]
        literals = _LITERAL.findall(_JINJA_IF.sub(" ", argument))
        for literal in literals:
            key, made, _ = literal[1:-1].partition("${") if literal[0] == "`" else (literal[1:-1], "", "")
            yield Use(name, line, key, open=bool(made))
        if not literals:
            yield Use(name, line, "", open=True)


def _first_argument(text: str, start: int) -> str:
    """The source of a call's first argument; `start` is just behind the opening bracket."""
    depth, at = 0, start
    while at < len(text):
        if literal := _LITERAL.match(text, at):
            at = literal.end()
            continue
        if text[at] in ",)" and depth == 0:
            break
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    return text[start:at].strip()


def _in_python(name: str, text: str) -> Iterator[Use]:
    for node in _walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "say":
                yield from _keys(name, node.args[0])


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Every node outside functions that are called `say` themselves, and pass on what they are given."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.FunctionDef) and child.name == "say"):
            yield from _walk(child)


def _keys(name: str, node: ast.expr) -> Iterator[Use]:
    if isinstance(node, ast.IfExp):
        yield from _keys(name, node.body)
        yield from _keys(name, node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield Use(name, node.lineno, str(getattr(node.values[0], "value", "")), open=True)
    elif isinstance(node, ast.Constant):
        yield Use(name, node.lineno, str(node.value))
    else:
        yield Use(name, node.lineno, "", open=True)


def _meant(use: Use, key: str) -> bool:
    if use.open:
        return bool(use.key) and key.startswith(use.key)
    return any(key == use.key + plural for plural in _PLURALS)
