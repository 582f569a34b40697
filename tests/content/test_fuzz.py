"""Whatever a content file or a notebook holds, `mio check` names it by file and line, and never breaks down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mio_widgets.content.problems import HIDDEN, Problem
from tests.content.small_book import SmallBook
from tests.content.test_translations import DECK, ES_WORDS, QUIZ, translate
from tests.content.test_trials import DESIGNS, FIGURES, FINDINGS, MAP, STUDIES, value
from tests.content.test_vignettes import HEAD, SOUND

MORE = {
    "content/vignettes/talk.toml": HEAD + "".join(SOUND),
    "content/orders/steps.toml": 'id = "steps"\ntitle = "Steps"\nprompt = "Order."\n'
    + "".join(f'[[cards]]\nid = "{id}"\ntext = "{id}"\nreason = "So."\n' for id in "ab"),
    "content/journals/notes.toml": 'id = "notes"\ntitle = "Notes"\n[[prompts]]\nid = "a"\nprompt = "Write."\n',
    "content/trials/studies.toml": STUDIES,
    "content/trials/designs.toml": DESIGNS,
    "content/trials/findings.toml": FINDINGS,
    "content/trials/map.toml": MAP,
    "content/trials/figures.toml": FIGURES,
    "content/trials/arms.toml": value("MIO") + value("PE"),
}
FILES = sorted(
    [*MORE, DECK, QUIZ, ES_WORDS, "content/es/wording.toml", "notebooks/01_first.ipynb", "content/pictures/cup.svg"]
    + [f"content/{name}.toml" for name in ("codebooks/minds", "decks/one", "decks/two", "quizzes/first", "references",
                                          "glossary", "wording", "cues", "retired", "words")]
)  # fmt: skip

#: Values that no field expects, and characters that end or begin something.
JUNK = [
    "", "nan", "-inf", "1e999", "9" * 5000, "0x" + "f" * 400, "-1", "true", "[]", "{}", "[[]]", "{ a.b = 1 }", "[" * 30,
    "[" * 30 + "]" * 30, "[" * 3000 + "]" * 3000, '"', '"""', "'''", "''", '"\\u202e"', '"\\u0000"', '"\\u001b[31m"',
    "\r", "\x00", "\x7f", "\ufeff", "[[x]]", "[x]", "x = 1", "id = 1", 'id = "one"', "= =", "1979-05-27", "2026-13-45",
    "07:32:00", '"(a+"', "'a{99999999999}'", "'[[a]'", '"<script>"', '"{"', '"{n.__class__}"', "null", '"\\ud800"',
    "#", "</svg>",
]  # fmt: skip
PARTS = re.compile(r'"(?:\\.|[^"\\\n])*"|[\w.-]+|\s+|.', re.DOTALL)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[tuple[str, int, str]]]:
    """A file, and what is done to its parts: what, where (counted modulo their number), and with what."""
    steps = st.tuples(
        st.sampled_from(["replace", "insert", "drop", "double", "cut"]),
        st.integers(0, 10_000),
        st.sampled_from(JUNK) | st.text(max_size=5),
    )
    return draw(st.sampled_from(FILES)), draw(st.lists(steps, min_size=1, max_size=4))


def changed(text: str, steps: list[tuple[str, int, str]]) -> str:
    parts = PARTS.findall(text)
    for what, where, junk in steps:
        at = where % (len(parts) + 1)
        match what:
            case "replace":
                parts[at : at + 1] = [junk]
            case "insert":
                parts[at:at] = [junk]
            case "drop":
                del parts[at : at + 8]
            case "double":
                parts[at:at] = parts[at : at + 30]
            case "cut":
                del parts[at:]
    return "".join(parts)


@pytest.fixture
def whole(book: SmallBook) -> SmallBook:
    """A book with a file of every kind."""
    translate(book)
    for name, text in MORE.items():
        book.write(name, text)
    assert book.check() == []
    return book


def sound(problem: Problem, root: Path) -> bool:
    """Whether a problem says, on one line that a terminal can show, where it is and what."""
    path = root / problem.file
    lines = len(path.read_bytes().splitlines()) + 1 if path.is_file() else 1
    text = str(problem)
    return bool(
        problem.file
        and problem.rule
        and problem.message
        and 1 <= problem.line <= lines
        and text.startswith(f"{problem.file}:{problem.line}: ")
        and text.isprintable()
        and not HIDDEN.search(text)
    )


@pytest.mark.filterwarnings("ignore::FutureWarning")  # Python's own word on an odd pattern in wording.toml
@given(change=changes())
@example(change=("content/quizzes/first.toml", [("replace", 3, "9" * 5000)]))
@example(change=("content/quizzes/first.toml", [("insert", 0, "x = " + "[" * 3000 + "]" * 3000)]))
@example(change=("content/trials/arms.toml", [("insert", 0, "x = 0x" + "f" * 9000)]))
@example(change=("content/quizzes/first.toml", [("replace", 4, "0x" + "f" * 9000)]))
@example(change=("content/quizzes/first.toml", [("replace", 4, '"\\u001b[31m"')]))
@example(change=("content/wording.toml", [("replace", 11, "a{99999999999}")]))
@example(change=("notebooks/01_first.ipynb", [("insert", 0, '{"cells": [1], "x": ')]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_to_a_file_makes_the_check_break_down(
    whole: SmallBook, change: tuple[str, list[tuple[str, int, str]]]
) -> None:
    name, steps = change
    before = (whole.root / name).read_text(encoding="utf-8")
    (whole.root / name).write_bytes(changed(before, steps).encode("utf-8", "surrogatepass"))
    try:
        assert [problem for problem in whole.check() if not sound(problem, whole.root)] == []
    finally:
        whole.write(name, before)


@given(junk=st.binary(max_size=60))
@example(junk=b"\xff\xfe")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_the_check_break_down(whole: SmallBook, junk: bytes) -> None:
    for name in ("content/quizzes/first.toml", "notebooks/01_first.ipynb", "content/pictures/cup.svg"):
        (whole.root / name).write_bytes(junk)
    assert [problem for problem in whole.check() if not sound(problem, whole.root)] == []


@pytest.mark.parametrize("name", ["content/quizzes/folder.toml", "notebooks/02_folder.ipynb", "content/pictures/x.svg"])
def test_a_folder_that_is_named_like_a_file_is_named(whole: SmallBook, name: str) -> None:
    (whole.root / name).mkdir()
    [problem] = whole.check()
    assert (problem.file, problem.line) == (name, 1)
