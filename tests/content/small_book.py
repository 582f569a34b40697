"""A small sound book for the tests of the rules, to be broken in one place at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mio_widgets.content.problems import Problem
from mio_widgets.content.rules import check

CODEBOOK = """\
id = "minds"
title = "Minds"
question = "Whose?"
provenance = "Written for a test."

[[labels]]
id = "self"
name = "Self-focused"
short = "Self"
shape = "circle"
definition = "Her own mind."
test = "Hers?"
confusion = "The child is named."
example = "I was worn thin."

[labels.near_miss]
text = "I ran."
why = "No mind is open."

[[labels]]
id = "child"
name = "Child-focused"
short = "Child"
shape = "square"
definition = "The mind of the child."
test = "The child’s?"
confusion = "The speaker says I."
example = "He hoped for rain."

[labels.near_miss]
text = "He ran."
why = "No mind is open."
"""

REFERENCES = """\
[[references]]
id = "suchman-2016"
authors = "Suchman NE"
year = "2016"
text = "On the drug abusing mothers of a title that is not ours."

[[references]]
id = "allen-2008"
authors = "Allen JG"
year = "2008"
text = "Mentalizing."
"""

GLOSSARY = """\
[[terms]]
id = "mentalizing"
term = "mentalizing"
definition = "Making sense of what people do."
cites = ["suchman-2016"]
"""

QUIZ = """\
id = "first"
title = "Looking back"

[[questions]]
id = "first-1"
prompt = "What is it?"
answer = "Making sense."
cites = [
  "allen-2008",
  "suchman-2016",
]

[[questions]]
id = "first-2"
prompt = "And why?"
answer = "To understand."
"""

WORDING = """\
[[words]]
pattern = 'junkies?'
instead = "a person who uses drugs"
why = "It is an insult."
"""

CUES = """\
speaker = ["I", "me", "my"]
child = ["he", "she", "him", "her", "they"]
feelings = ["sad", "happy"]
"""

WORDS = """\
[classify]
next = "Next"
sure = "How sure?"
"sure.yes" = "Sure"
"sure.no" = "Unsure"
"open.one" = "One is open."
"open.other" = "{n} are open."

[page]
skip = "Skip"
end = "End"
"""

CODE = {
    "classify.js": "export function say(key) {}\n"
    "// a comment\n"
    'say("classify.next"); say(`classify.sure.${level}`, { n: say("classify.open", { n }) });\n'
    'say(level === "yes" ? "classify.sure" : "classify.next");\n',
    "page.html.j2": "<a>{{ book.say('page.skip') }}</a>\n",
    "pages.py": '"""Not a use: say("page.nothing")."""\n\nend = say("page.end")\n',
}

CELLS = [
    ("markdown", "# A title\n\nSaid before [(Suchman, 2016)](#ref-suchman-2016).\n"),
    ("code", '%matplotlib inline\nfrom mio_widgets import *\n\nclassify("one")'),
    ("code", 'quiz("first")'),
    ("code", 'picture("cup")'),
    ("code", 'sources(\n    "suchman-2016",\n    "allen-2008",\n)'),
]

REASONS = {"self": "She looks at herself.", "child": "She looks at the child."}


def words(seed: int, count: int) -> str:
    """Made-up words that no other seed gives, none of them a cue."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(seed))
    return " ".join(f"qu{letters}z{chr(ord('a') + index % 26) * (1 + index // 26)}" for index in range(count))


def item(id: str, key: str, text: str, *, table: str = "utterances", **fields: str) -> str:
    """One item as it stands in a deck; `fields` are TOML values that replace or add lines."""
    lines = {
        "id": f'"{id}"',
        "speaker": '"Ana, mother of Teo (3)"',
        "context": '"Teo is 3; it is morning."',
        "text": f'"{text}"',
        "key": f'"{key}"',
        "difficulty": "1",
        "evidence": f'[\n  {{ phrase = "{text.split(maxsplit=1)[0]}", why = "It says so." }},\n]',
    } | fields
    if table == "worked":
        lines["thinking"] = '["Look.", "Decide."]'
    body = "\n".join(f"{name} = {value}" for name, value in lines.items())
    reasons = "\n".join(f'{label} = "{reason}"' for label, reason in REASONS.items())
    return f"\n[[{table}]]\n{body}\n\n[{table}.reasons]\n{reasons}\n"


def deck(id: str, *items: str, codebook: str = "minds", labels: str = '["self", "child"]', more: str = "") -> str:
    """A deck file."""
    head = f'id = "{id}"\ntitle = "A deck"\nsummary = "A test."\ncodebook = "{codebook}"\nlabels = {labels}\n{more}'
    return head + "".join(items)


def notebook(*cells: tuple[str, str]) -> str:
    """A notebook file as Jupyter writes it."""
    written: list[dict[str, object]] = [
        {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for kind, source in cells
    ]
    whole = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


ONE = deck(
    "one",
    item("one-w1", "self", words(1, 20), table="worked"),
    item("one-1", "self", words(2, 20)),
    item("one-2", "child", words(3, 20), source='"suchman-2016"'),
    item("one-3", "self", words(4, 20)),
    item("one-4", "child", words(5, 20)),
    more='reserve = "two"\n',
)
TWO = deck("two", item("two-1", "self", words(6, 20)), item("two-2", "child", words(7, 20)))


@dataclass(frozen=True)
class SmallBook:
    """A book in a folder of its own."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in the file exactly once; an empty one stands for a new file."""
        if old:
            text = (self.root / name).read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            new = text.replace(old, new)
        self.write(name, new)

    def line(self, name: str, needle: str) -> int:
        """The line on which a text stands that is in the file exactly once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(needle) == 1, f"{needle!r} stands {text.count(needle)} times in {name}"
        return text[: text.index(needle)].count("\n") + 1

    def check(self) -> list[Problem]:
        return check(self.content, self.root / "mio_widgets").problems


def small_book(root: Path) -> SmallBook:
    """Write the sound book into a folder."""
    book = SmallBook(root)
    for name, text in {
        "codebooks/minds": CODEBOOK,
        "decks/one": ONE,
        "decks/two": TWO,
        "quizzes/first": QUIZ,
        "references": REFERENCES,
        "glossary": GLOSSARY,
        "wording": WORDING,
        "cues": CUES,
        "retired": "ids = []\n",
        "words": WORDS,
    }.items():
        book.write(f"content/{name}.toml", text)
    book.write("content/pictures/cup.svg", "<svg/>")
    book.write("notebooks/01_first.ipynb", notebook(*CELLS))
    for name, text in CODE.items():
        book.write(f"mio_widgets/{name}", text)
    return book
