"""Each rule with an example that keeps it and one that breaks it.

The two differ in one place. The first leaves the book without any problem. The second is named once, by file,
line, item, field and rule, and nothing else is.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.content.small_book import SmallBook, deck, item, words

ONE, TWO, NEW_DECK = "content/decks/one.toml", "content/decks/two.toml", "content/decks/zz.toml"
QUIZ, NEW_QUIZ = "content/quizzes/first.toml", "content/quizzes/extra.toml"
GLOSSARY, REFERENCES = "content/glossary.toml", "content/references.toml"
WORDING, RETIRED = "content/wording.toml", "content/retired.toml"
WORDS, NOTEBOOK = "content/words.toml", "notebooks/01_first.ipynb"
CUP = "content/pictures/cup.svg"
JS, TEMPLATE, PYTHON = "mio_widgets/classify.js", "mio_widgets/page.html.j2", "mio_widgets/pages.py"


class Edit(NamedTuple):
    """Replaces a text that stands once in a file; an empty one stands for a new file."""

    file: str
    old: str
    new: str


class Case(NamedTuple):
    rule: str
    good: Edit
    bad: Edit
    at: str
    """A text that stands once in the file named, and begins on the line named."""
    place: str
    """The item and its field."""
    message: str
    """A part of the message."""
    file: str = ""
    """The file named, if it is another than the one edited."""


def case(  # noqa: PLR0917 -- a row of a table, its columns as in Case
    rule: str, file: str, old: str, good: str, bad: str, at: str, place: str, message: str, named: str = ""
) -> Case:
    return Case(rule, Edit(file, old, good), Edit(file, old, bad), at, place, message, named)


def quiz(id: str) -> str:
    return f'id = "{id}"\ntitle = "More"\n\n[[questions]]\nid = "extra-1"\nprompt = "Why?"\nanswer = "So."\n'


def keyed(*keys: str, texts: tuple[str, ...] = ()) -> str:
    """A new deck with these keys, and made-up texts of equal length where none are given."""
    found = texts or tuple(words(100 + index, 20) for index in range(len(keys)))
    items = (item(f"zz-{n}", key, text) for n, (key, text) in enumerate(zip(keys, found, strict=True), start=1))
    return deck("zz", *items)


def pair(**fields: str) -> str:
    """A new deck of two items, with these fields in the first."""
    return deck("zz", item("zz-1", "self", words(100, 20), **fields), item("zz-2", "child", words(101, 20)))


def read_as(*labels: str) -> str:
    """The two items, the first with these contested readings."""
    readings = ", ".join(f'{{ label = "{label}", text = "A reading." }}' for label in labels)
    return pair(contested=f"[{readings}]")


TURNS = ("self", "child", "child", "self") * 3


def long(self_words: int, child_words: int) -> str:
    """A deck whose texts have so many words by label."""
    counts = {"self": self_words, "child": child_words}
    return keyed(*TURNS, texts=tuple(words(100 + n, counts[key]) for n, key in enumerate(TURNS)))


def asking(*numbers: int) -> str:
    """A deck in which the texts of these items end with a question mark."""
    return keyed(*TURNS, texts=tuple(words(100 + n, 20) + "?" * (n in numbers) for n in range(12)))


def sharing(count: int) -> str:
    """A deck of one text more, which shares so many of its 20 words with the text of one-1."""
    text = " ".join([*words(2, 20).split()[:count], *words(102, 20 - count).split()])
    return deck("zz", item("zz-1", "self", text), item("zz-2", "child", words(101, 20)))


FORM = [
    case("toml-syntax", QUIZ, '"And why?"', '"And so?"', '"And why?', '"And why?', "first", "a quote or a bracket"),
    case("toml-syntax", WORDS, '"sure.yes" =', '"sure.sure" =', "sure.yes =", "sure.yes", "words", "twice"),
    case(
        "field-missing", QUIZ, 'prompt = "What is it?"\n', 'prompt = "What?"\n', "",
        '[[questions]]\nid = "first-1"', "first-1.prompt", "add the field `prompt`",
    ),
    case(
        "field-value", QUIZ, 'answer = "Making sense."\n', 'answer = "Sense."\n', "",
        '[[questions]]\nid = "first-1"', "first-1", "give a question either `answer` or `choices`",
    ),
    case(
        "field-missing", QUIZ, 'title = "Looking back"\n', 'title = "Back"\n', "",
        'id = "first"\n', "first.title", "add the field `title`",
    ),
    case(
        "field-unknown", ONE, 'id = "one-2"', 'id = "one-2b"', 'id = "one-2"\nmood = "calm"',
        'mood = "calm"', "one-2.mood", "no field `mood`",
    ),
    case("field-value", ONE, 'id = "one-2"', 'id = "one-2b"', 'id = "One 2"', "One 2", "One 2.id", "small letters"),
    case(
        "field-value", GLOSSARY, '"Making sense of what people do."', '"Sense."', '" "',
        "definition =", "mentalizing.definition", "it is empty",
    ),
    case("field-value", WORDS, 'next = "Next"', 'next = "On"', "next = 3", "next = 3", "words.classify.next",
         "not 3"),
    case(
        "field-value", WORDING, "'junkies?'", "'junk(y|ies)'", "'junk(y'",
        "junk(y", "wording.words.1.pattern", "not a regular expression",
    ),
]  # fmt: skip

NAMES = [
    case("file-name", NEW_QUIZ, "", quiz("extra"), quiz("other"), 'id = "other"', "other.id", "other.toml"),
    Case(
        "unknown-file", Edit(NEW_QUIZ, "", quiz("extra")), Edit("content/extra.toml", "", quiz("extra")),
        'id = "extra"\n', "extra", "nothing reads this file",
    ),
    case(
        "duplicate-id", TWO, 'id = "two-1"', 'id = "two-1b"', 'id = "one-1"',
        'id = "one-1"', "one-1.id", "content/decks/one.toml:",
    ),
    case("duplicate-id", ONE, 'id = "one-4"', 'id = "one-5"', 'id = "one-w1"',
         'id = "one-w1"\nspeaker = "Ana, mother of Teo (3)"\ncontext = "Teo is 3; it is morning."\ntext = "quf',
         "one-w1.id", "never used twice"),
    case("duplicate-id", QUIZ, 'id = "first-2"', 'id = "first-3"', 'id = "first-1"',
         'id = "first-1"\nprompt = "And', "first-1.id", "never used twice"),
    case("duplicate-id", GLOSSARY, "[[terms]]", '[[terms]]\nid = "mind"\nterm = "mind"\ndefinition = "A."\n\n[[terms]]',
         '[[terms]]\nid = "mentalizing"\nterm = "mind"\ndefinition = "A."\n\n[[terms]]',
         'id = "mentalizing"\nterm = "mentalizing"', "mentalizing.id", "content/glossary.toml:2"),
    case("duplicate-id", REFERENCES, 'id = "allen-2008"', 'id = "allen-2008" # the book',
         'id = "allen-2008"\nauthors = "A B"\nyear = "1999"\ntext = "A."\n\n[[references]]\nid = "allen-2008"',
         'id = "allen-2008"\nauthors = "Allen', "allen-2008.id", "content/references.toml:"),
    case("retired-id", RETIRED, "[]", '["one-9"]', '["one-3"]', 'id = "one-3"', "one-3.id", "is retired", ONE),
]  # fmt: skip

DECKS = [
    case("unknown-codebook", TWO, '"minds"', '"minds" # ours', '"hearts"', '"hearts"', "two.codebook",
         "no codebook `hearts`"),
    case("unknown-label", NEW_DECK, "", keyed("self", "child"), keyed("self", "child").replace("child", "pet"),
         "labels =", "zz.labels.2", "no label `pet`; it has `child`, `self`"),
    case("unknown-reserve", ONE, 'reserve = "two"', "", 'reserve = "three"', "reserve =", "one.reserve",
         "no other deck `three`"),
    case("unknown-reserve", ONE, 'reserve = "two"', "", 'reserve = "one"', "reserve =", "one.reserve",
         "no other deck `one`"),
    case("unknown-key", NEW_DECK, "", keyed("self", "child"), keyed("self", "child", "pet"),
         'key = "pet"', "zz-3.key", "choose among `self`, `child`"),
    case("missing-reason", NEW_DECK, "", pair(), pair().replace('child = "She looks at the child."\n', "", 1),
         '[utterances.reasons]\nself = "She looks at herself."\n\n', "zz-1.reasons.child", "why it tempts"),
    case("missing-reason", NEW_DECK, "", pair(), pair().replace('self = "She looks at herself."\n', "", 1),
         '[utterances.reasons]\nchild', "zz-1.reasons.self", "why it fits"),
    case("extra-reason", NEW_DECK, "", pair(), pair() + 'none = "No mind is open."\n',
         "none =", "zz-2.reasons.none", "no label of this deck"),
    case("evidence-not-in-text", NEW_DECK, "", pair(),
         pair(evidence=f'[{{ phrase = "{words(100, 2)}", why = "A." }},\n  {{ phrase = "absent", why = "B." }}]'),
         '{ phrase = "absent"', "zz-1.evidence.2.phrase", "“absent” is not in the text"),
    case("contested", NEW_DECK, "", read_as("self", "child"), read_as("self"),
         "contested =", "zz-1.contested", "exactly two readings, not 1"),
    case("contested", NEW_DECK, "", read_as("self", "child"), read_as("self", "child", "self"),
         "contested =", "zz-1.contested", "exactly two readings, not 3"),
    case("contested", NEW_DECK, "", read_as("self", "child"), read_as("self", "pet"),
         "contested =", "zz-1.contested.2.label", "`pet` is no label of this deck"),
    case("contested", NEW_DECK, "", read_as("self", "child"), read_as("child", "self"),
         "contested =", "zz-1.contested.1.label", "should be `self`, not `child`"),
    case("contested", NEW_DECK, "", read_as("self", "child"), read_as("self", "self"),
         "contested =", "zz-1.contested.2.label", "the same label"),
]  # fmt: skip

BALANCE = [
    case("label-balance", NEW_DECK, "", keyed("self", "self", "child", "child", "self"),
         keyed("self", "self", "child", "child", "self", "self", "child", "self"), "labels =", "zz.labels",
         "(self 5, child 3)"),
    case("key-run", NEW_DECK, "", keyed("self", "child", "child", "child", "self"),
         keyed("self", "child", "child", "child", "child", "self", "self"),
         f'key = "child"\ndifficulty = 1\nevidence = [\n  {{ phrase = "{words(104, 1)}"', "zz-5.key",
         "4 items in a row have the key `child`"),
    case("length-by-label", NEW_DECK, "", long(20, 25), long(20, 26), "labels =", "zz.labels",
         "texts keyed `child` have 26.0 words"),
    case("cue", NEW_DECK, "", asking(0, 3, 4, 1, 2), asking(0, 3, 4, 7, 2), 'id = "zz"', "zz",
         "“a question mark” guesses `self` rightly in 4 of 5 items (80%, at most 60%): rewrite some of zz-1, zz-4,"),
]  # fmt: skip

PROSE = [
    case("near-duplicate", NEW_DECK, "", sharing(9), sharing(10), f'text = "{words(2, 10)}', "zz-1.text",
         "almost the same text as one-1"),
    case("stigmatizing-word", GLOSSARY, "people do", "is done in junkyards", "a Junkie does", "definition =",
         "mentalizing.definition", "“Junkie”: It is an insult. Write instead: a person who uses drugs"),
    case("stigmatizing-word", NOTEBOOK, "Said before", "Said by many", "Said by a junkie", "Said by", "cell-1",
         "a person who uses drugs"),
    case("hidden-character", QUIZ, "To understand.", "To see\\tit.", "To \\u202Esee it.", "To ", "first-2.answer",
         "U+202E is a character that hides or turns around"),
    case("hidden-character", NOTEBOOK, "Said before", "Said\u00adbefore", "Said\u200bbefore", "Said", "cell-1",
         "U+200B"),
    case("straight-quote", QUIZ, "To understand.", "To see what’s there.", "To see what's there.", "To see",
         "first-2.answer", "for an apostrophe"),
    case("straight-quote", NOTEBOOK, "Said before", "Said <b title='x'>`'once'`</b> [so](x 'y')", "Said 'once'",
         "Said", "cell-1", "a straight quote"),
]  # fmt: skip

LINKS = [
    case("unknown-reference", QUIZ, '"suchman-2016"', '"allen-2008"', '"nobody-1999"', '"nobody-1999"',
         "first-1.cites.2", "no reference `nobody-1999`"),
    case("unknown-reference", GLOSSARY, '["suchman-2016"]', '["allen-2008"]', '["nobody-1999"]', "cites =",
         "mentalizing.cites.1", "no reference `nobody-1999`"),
    case("unknown-reference", ONE, '"suchman-2016"', '"allen-2008"', '"nobody-1999"', "source =",
         "one-2.source", "no reference `nobody-1999`"),
    case("unknown-reference", NOTEBOOK, "#ref-suchman-2016", "#ref-allen-2008", "#ref-nobody-1999", "Said before",
         "cell-1.#ref-nobody-1999", "no reference `nobody-1999`"),
    case("unknown-reference", NOTEBOOK, '\\"allen-2008\\"', '\\"suchman-2016\\"', '\\"nobody-1999\\"', "nobody-1999",
         "cell-5.sources", "no reference `nobody-1999`"),
    case("field-value", REFERENCES, 'year = "2008"', 'year = "2008"\nurl = "https://example.org/a"',
         'year = "2008"\nurl = "javascript:alert(1)"', "url =", "allen-2008.url", "begins with https://"),
    case("unsafe-picture", CUP, "<svg/>", '<svg viewBox="0 0 1 1">\n<path d="M0 0"/></svg>',
         '<svg viewBox="0 0 1 1">\n<script>alert(1)</script></svg>', "<script", "cup", "<script> is no part"),
    case("unknown-exercise", NOTEBOOK, '\\"one\\"', '\\"two\\"', '\\"three\\"', "classify(", "cell-2.classify",
         "no deck “three”; there is one, two"),
    case("unknown-exercise", NOTEBOOK, 'quiz(\\"first\\")', 'quiz(quiz_id=\\"first\\")', 'quiz(\\"last\\")', "quiz(",
         "cell-3.quiz", "no quiz “last”; there is first"),
    case("unknown-exercise", NOTEBOOK, 'picture(\\"cup\\")', "picture(name)", 'picture(\\"jug\\")', "picture(",
         "cell-4.picture", "no picture “jug”; there is cup"),
    case("unknown-exercise", NOTEBOOK, 'classify(\\"one', 'point(\\"one', 'point(\\"three', "point(", "cell-2.point",
         "no deck “three”; there is one, two"),
    case("unknown-exercise", NOTEBOOK, 'quiz(\\"first\\")', 'journals(\\"diary\\")', 'journal(\\"diary\\")',
         "journal(", "cell-3.journal", "no journal “diary”; there is none"),
    case("notebook-syntax", NOTEBOOK, 'classify(\\"one\\")', 'classify(\\"one\\") #', 'classify(\\"one\\"', "classify(",
         "cell-2", "correct the Python"),
    case("notebook-syntax", NOTEBOOK, 'quiz(\\"first\\")', "!ls", 'quiz(\\"first\\"', "quiz(", "cell-3",
         "correct the Python"),
    case("notebook-syntax", NOTEBOOK, '"nbformat": 4,', '"nbformat":  4,', '"nbformat": 4', '"nbformat_minor"',
         "01_first", "not a notebook"),
]  # fmt: skip

INTERFACE = [
    case("missing-word", JS, "// a comment", "// essay('x')", "say('classify.nxt');", "say('classify.nxt')",
         "say.classify.nxt", "no word `classify.nxt` in content/words.toml"),
    case("missing-word", JS, "// a comment", "say(`page.${x}`)", "say(`pages.${x}`)", "say(`pages.",
         "say.pages.", "no word `pages.`"),
    case("missing-word", JS, "// a comment", 'say(a?.b === "x" ? "page.end" : "page.skip")',
         'say(a?.b === "x" ? "page.end" : "page.x")', '"page.x"', "say.page.x", "no word `page.x`"),
    case("missing-word", TEMPLATE, "</a>", "</a>{{ say('page.end' if a else 'page.skip') }}",
         "</a>{{ say('page.end' if a else 'page.x') }}", "page.x", "say.page.x", "no word `page.x`"),
    case("missing-word", PYTHON, "end =", 'end = book.say("page.skip") if a else ',
         'end = book.say("page.x") if a else ', '"page.x"', "say.page.x", "no word `page.x`"),
    case("missing-word", PYTHON, 'say("page.end")', 'say("page.end" if a else "page.skip")',
         'say("page.end" if a else f"pages.{a}")', "pages.{", "say.pages.", "no word `pages.`"),
    case("unused-word", WORDS, 'end = "End"', 'end = "End"\n"end.one" = "End"', 'end = "End"\nlast = "Last"', "last =",
         "words.page.last", "no code says `page.last`"),
    case("word-not-literal", JS, "// a comment", "function say(key) {}", "say(key);", "say(key);", "say",
         "begin literally"),
    case("word-not-literal", JS, "// a comment", "say(`page.${x}`)", "say(`${x}.end`)", "say(`${x}", "say",
         "begin literally"),
    case("word-not-literal", PYTHON, "end =", "end = unsay(key) or", "end = say(key) or", "end = say(key)", "say",
         "begin literally"),
    case("word-not-literal", PYTHON, "end =", "def say(key):\n    return page.say(key)\n\n\nend =",
         "def tell(key):\n    return page.say(key)\n\n\nend =", "return page.say", "say", "begin literally"),
]  # fmt: skip

CASES = [*FORM, *NAMES, *DECKS, *BALANCE, *PROSE, *LINKS, *INTERFACE]
NUMBERED = [pytest.param(found, id=f"{found.rule}-{number}") for number, found in enumerate(CASES)]


@pytest.mark.parametrize("case", NUMBERED)
def test_what_keeps_the_rule_passes(book: SmallBook, case: Case) -> None:
    book.edit(*case.good)
    assert list(map(str, book.check())) == []


@pytest.mark.parametrize("case", NUMBERED)
def test_what_breaks_the_rule_is_named_in_its_place(book: SmallBook, case: Case) -> None:
    book.edit(*case.bad)
    [problem] = book.check()
    file = case.file or case.bad.file
    assert (problem.file, problem.rule) == (file, case.rule)
    assert case.place == (f"{problem.item}.{problem.field}" if problem.field else problem.item)
    assert problem.line == book.line(file, case.at)
    assert case.message in problem.message
