"""One fault of each kind is planted in a copy of the workbook's content: each is named in its place, and nothing else.

Faults within existing files are made without adding lines before others, so that the places are known when planting.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mio_widgets.content.problems import Problem
from mio_widgets.content.rules import check
from tests.content.small_book import deck, item, notebook, words
from tests.content.test_rules import CASES, TURNS

ROOT = Path(__file__).parents[2]
FIRST, SECOND = "content/decks/whose-mind-1.toml", "content/decks/whose-mind-2.toml"

Place = tuple[str, int, str, str, str]


def places(problems: list[Problem]) -> set[Place]:
    return {(found.file, found.line, found.item, found.field, found.rule) for found in problems}


@dataclass
class Copy:
    """The workbook in another folder, with the places of what was planted there."""

    root: Path
    planted: set[Place] = field(default_factory=set)

    def check(self) -> set[Place]:
        return places(check(self.root / "content", self.root / "mio_widgets").problems)

    def lines(self, file: str) -> list[str]:
        return (self.root / file).read_text(encoding="utf-8").splitlines()

    def find(self, file: str, pattern: str, after: str = "", nth: int = 1) -> int:
        """The number of the first line that matches, below the nth line that matches `after`."""
        lines = self.lines(file)
        starts = [number for number, line in enumerate(lines, start=1) if re.match(after, line)]
        return next(n for n in range(starts[nth - 1], len(lines) + 1) if re.search(pattern, lines[n - 1]))

    def id_at(self, file: str, line: int) -> str:
        """The last id that stands above a line."""
        return next(found[1] for text in reversed(self.lines(file)[:line]) if (found := re.match(r'id = "(.*)"', text)))

    def swap(self, file: str, line: int, pattern: str, new: str) -> None:
        """Replace the first match in a line."""
        lines = self.lines(file)
        lines[line - 1], count = re.subn(pattern, new, lines[line - 1], count=1)
        assert count == 1, f"{pattern} is not in {file}:{line}"
        (self.root / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def new(self, file: str, text: str) -> None:
        (self.root / file).write_text(text, encoding="utf-8")

    def plant(self, file: str, line: int, item: str, field: str, rule: str) -> None:
        self.planted.add((file, line, item, field, rule))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    for name in ("content", "notebooks", "mio_widgets"):
        # A translation would differ from an original in which a fault is planted.
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "_book", "es")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return Copy(tmp_path)


def plant_in_items(copy: Copy) -> None:
    start = r"\[\[utterances\]\]"
    line = copy.find(FIRST, r"^\[utterances\.reasons\]", start, 3)
    reason = copy.find(FIRST, "^child = ", start, 3)
    copy.swap(FIRST, reason, ".*", "#")
    copy.plant(FIRST, line, copy.id_at(FIRST, line), "reasons.child", "missing-reason")

    line = copy.find(FIRST, "phrase = ", start, 4)
    copy.swap(FIRST, line, 'phrase = ".*?"', 'phrase = "nothing of the kind"')
    copy.plant(FIRST, line, copy.id_at(FIRST, line), "evidence.1.phrase", "evidence-not-in-text")

    line = copy.find(FIRST, "^key = ", start, 5)
    copy.swap(FIRST, line, '".*"', '"zz"')
    copy.plant(FIRST, line, copy.id_at(FIRST, line), "key", "unknown-key")

    line = copy.find(FIRST, "^id = ", start, 6)
    retired = copy.id_at(FIRST, line)
    copy.new("content/retired.toml", f'ids = ["{retired}"]\n')
    copy.plant(FIRST, line, retired, "id", "retired-id")

    line = copy.find(SECOND, "^difficulty = ", start, 2)
    copy.swap(SECOND, line, r"\d", "7")
    copy.plant(SECOND, line, copy.id_at(SECOND, line), "difficulty", "field-value")

    line = copy.find(SECOND, start, start, 4)
    copy.swap(SECOND, copy.find(SECOND, "^speaker = ", start, 4), ".*", "#")
    copy.plant(SECOND, line, copy.id_at(SECOND, copy.find(SECOND, "^id = ", start, 4)), "speaker", "field-missing")

    line = copy.find(SECOND, "^id = ", start, 6)
    taken = copy.id_at(FIRST, copy.find(FIRST, "^id = ", start, 1))
    copy.swap(SECOND, line, '".*"', f'"{taken}"')
    copy.plant(SECOND, line, taken, "id", "duplicate-id")


def plant_decks(copy: Copy) -> None:
    """Decks of made-up words, each with one fault of its own."""
    line = copy.find(FIRST, "^text = ", r"\[\[utterances\]\]", 8)
    said = copy.lines(FIRST)[line - 1].removeprefix('text = "').removesuffix('"')
    asking = tuple("?" * (n in {0, 1, 3, 4, 7}) for n in range(12))
    decks = {
        "codebook": (TURNS, {}, "codebook", "unknown-codebook", 'codebook = "whose-mind"', 'codebook = "zz"'),
        "label": (TURNS[:4], {}, "labels.2", "unknown-label", '"child"]', '"zz"]'),
        "reserve": (TURNS, {}, "reserve", "unknown-reserve", "labels", 'reserve = "zz"\nlabels'),
        "reasons": (("self", "child"), {}, "", "extra-reason", "", ""),
        "contested": (("self", "child"), {}, "", "contested", "", ""),
        "alike": (("self", "child"), {0: said}, "", "near-duplicate", "", ""),
        "balance": (("self", "self", "child", "self"), {}, "labels", "label-balance", "", ""),
        "run": (("self",) * 4 + ("child",) * 3, {}, "", "key-run", "", ""),
        "length": (TURNS, {}, "labels", "length-by-label", "", ""),
        "cue": (TURNS, {n: f"{words(900 + n, 20)}{mark}" for n, mark in enumerate(asking)}, "", "cue", "", ""),
    }
    for number, (name, (keys, texts, at, rule, old, new)) in enumerate(decks.items(), start=1):
        file, id = f"content/decks/zz-{name}.toml", f"zz-{name}"
        longer = {"self": 20, "child": 30 if name == "length" else 20}
        items = [
            item(
                f"{id}-{n}",
                key,
                texts.get(n, words(1000 + 20 * number + n, longer[key])),
                **({"contested": '[{ label = "self", text = "So." }]'} if name == "contested" and n == 0 else {}),
            )
            for n, key in enumerate(keys)
        ]
        whole = deck(id, *items, codebook="whose-mind").replace(old, new, 1)
        if name == "label":
            whole = whole.replace("child =", "zz =").replace('key = "child"', 'key = "zz"')
        if name == "reasons":
            whole += 'zz = "So."\n'
        copy.new(file, whole)
        fields = {"contested": "contested", "alike": "text", "run": "key", "reasons": "zz"}
        if name in fields:
            which = {"run": 3, "reasons": 1}.get(name, 0)
            line = copy.find(file, f"^{fields[name]} = ", r"\[\[utterances\]\]", which + 1)
            place = f"reasons.{fields[name]}" if name == "reasons" else fields[name]
            copy.plant(file, line, f"{id}-{which}", place, rule)
        else:
            line = copy.find(file, f"^{at.partition('.')[0] or 'id'} = ")
            copy.plant(file, line, id, at, rule)


def plant_elsewhere(copy: Copy) -> None:
    file = "content/quizzes/01-mentalizing.toml"
    line = copy.find(file, "^answer = .*’")
    copy.swap(file, line, "’", "'")
    copy.plant(file, line, copy.id_at(file, line), "answer", "straight-quote")

    file = "content/quizzes/03-self-and-child.toml"
    line = copy.find(file, r'^cites = \["')
    copy.swap(file, line, '".*?"', '"zz-1999"')
    copy.plant(file, line, copy.id_at(file, line), "cites.1", "unknown-reference")

    file = "content/glossary.toml"
    line = copy.find(file, "^definition = ")
    copy.swap(file, line, '"', '"Junkies. ')
    copy.plant(file, line, copy.id_at(file, line), "definition", "stigmatizing-word")

    file = "content/quizzes/01-mentalizing.toml"
    line = copy.find(file, "^prompt = ")
    copy.swap(file, line, '"', '"\\\\u202e')
    copy.plant(file, line, copy.id_at(file, line), "prompt", "hidden-character")

    file = "content/pictures/arousal.svg"
    line = copy.find(file, "<path ")
    copy.swap(file, line, "<path ", '<path onclick="alert(1)" ')
    copy.plant(file, line, "arousal", "", "unsafe-picture")

    file = "content/references.toml"
    line = len(copy.lines(file)) + 1
    copy.new(file, "\n".join([*copy.lines(file), 'surprise = "x"', ""]))
    copy.plant(file, line, copy.id_at(file, line), "surprise", "field-unknown")

    copy.new("content/decks/zz-syntax.toml", 'id = "zz-syntax"\ntitle = "x"\nsummary =\n')
    copy.plant("content/decks/zz-syntax.toml", 3, "zz-syntax", "", "toml-syntax")
    copy.new("content/zz.toml", "x = 1\n")
    copy.plant("content/zz.toml", 1, "zz", "", "unknown-file")
    question = '[[questions]]\nid = "zz-1"\nprompt = "Why?"\nanswer = "So."\n'
    copy.new("content/quizzes/zz.toml", f'title = "x"\nid = "zz-named"\n{question}')
    copy.plant("content/quizzes/zz.toml", 2, "zz-named", "id", "file-name")

    file = "content/words.toml"
    section = next(line[1:-1] for line in reversed(copy.lines(file)) if line.startswith("["))
    line = len(copy.lines(file)) + 1
    copy.new(file, "\n".join([*copy.lines(file), 'zz = "x"', ""]))
    copy.plant(file, line, "words", f"{section}.zz", "unused-word")
    copy.new("mio_widgets/exercises/zz.js", '// a comment\nsay("zz.none");\nsay(name);\n')
    copy.plant("mio_widgets/exercises/zz.js", 2, "say", "zz.none", "missing-word")
    copy.plant("mio_widgets/exercises/zz.js", 3, "say", "", "word-not-literal")

    file = "notebooks/03_self_and_child.ipynb"
    for pattern, new, name, rule in (
        (r'classify\(\\"[\w-]+', r'classify(\\"zz', "classify", "unknown-exercise"),
        (r"#ref-[\w-]+", "#ref-zz", "#ref-zz", "unknown-reference"),
        (r"\. ", ". Junkies. ", "", "stigmatizing-word"),
    ):
        line = copy.find(file, pattern)
        number = sum('"cell_type":' in text for text in copy.lines(file)[:line])
        copy.swap(file, line, pattern, new)
        copy.plant(file, line, f"cell-{number}", name, rule)
    copy.new("notebooks/zz.ipynb", notebook(("markdown", "# x"), ("code", "x = 1\ndef (")))
    line = copy.find("notebooks/zz.ipynb", "def ")
    copy.plant("notebooks/zz.ipynb", line, "cell-2", "", "notebook-syntax")


def test_every_planted_fault_is_named_in_its_place_and_nothing_else(copy: Copy) -> None:
    before = copy.check()
    plant_in_items(copy)
    plant_decks(copy)
    plant_elsewhere(copy)
    assert copy.check() - before == copy.planted
    assert {rule for *_, rule in copy.planted} == {case.rule for case in CASES}


@pytest.mark.parametrize("name", ["cues", "wording"])
def test_a_missing_list_is_named(copy: Copy, name: str) -> None:
    before = copy.check()
    (copy.root / "content" / f"{name}.toml").unlink()
    assert copy.check() - before == {(f"content/{name}.toml", 1, name, "", "missing-file")}
