"""Translations: what they may not change, what is shown where they say nothing, and in which language it then is."""

from __future__ import annotations

import pytest

from mio_widgets.content.drafts import WORDS
from mio_widgets.content.load import deck_version, language, load
from mio_widgets.content.models import ORIGINAL
from mio_widgets.content.problems import ContentError
from mio_widgets.content.rules import check
from mio_widgets.content.rules.translations import lacking
from tests.conftest import ROOT
from tests.content.small_book import GLOSSARY, TWO, SmallBook, deck, item, words
from tests.content.test_rules import TURNS, Case, Edit, case

ES = "content/es"
DECK, QUIZ, ES_WORDS = f"{ES}/decks/one.toml", f"{ES}/quizzes/more.toml", f"{ES}/words.toml"

CHOICES = """\
id = "more"
title = "More"

[[questions]]
id = "more-1"
prompt = "Which?"

[[questions.choices]]
text = "This."
correct = true
reason = "It holds."

[[questions.choices]]
text = "That."
correct = false
reason = "It does not."
"""

ELEGIR = (
    CHOICES.replace('"More"', '"Más"')
    .replace("Which?", "¿Cuál?")
    .replace("This.", "Esta.")
    .replace("That.", "Esa.")
    .replace("It holds.", "Se sostiene.")
    .replace("It does not.", "No se sostiene.")
)

PALABRAS = """\
awaiting_native_reader = true

[language]
locale = "es-419"

[classify]
next = "Siguiente"
"open.one" = "Queda uno."
"open.other" = "Quedan {n}."

[page]
skip = "Ir al texto"
"""

UNO = deck(
    "one",
    item("one-w1", "self", words(21, 20), table="worked"),
    item("one-2", "child", words(23, 20), source='"suchman-2016"'),
    item("one-1", "self", words(22, 20)),
    item("one-3", "self", words(24, 20)),
    more='reserve = "two"\nawaiting_native_reader = true\n',
).replace('"A deck"', '"Una serie"')

LISTA = """\
[[words]]
pattern = 'yonquis?'
instead = "una persona que consume drogas"
why = "Es un insulto."
"""


@pytest.fixture
def translated(book: SmallBook) -> SmallBook:
    """The small book with a translation."""
    return translate(book)


def translate(book: SmallBook) -> SmallBook:
    """Translates some of it: one deck but for its last item, a quiz, a few words."""
    english = '[language]\nlocale = "en"\n\n' + (book.content / "words.toml").read_text(encoding="utf-8")
    book.write("content/words.toml", english.replace('end = "End"', 'end = "End"\nof = "{at} of {of}"'))
    book.write("mio_widgets/more.js", 'say("language.locale"); say("page.of", { at, of });\n')
    book.write("content/quizzes/more.toml", CHOICES)
    book.write(DECK, UNO)
    book.write(QUIZ, ELEGIR)
    book.write(ES_WORDS, PALABRAS)
    book.write(f"{ES}/wording.toml", LISTA)
    return book


FIRST = f'text = "{words(22, 20)}"\nkey = "self"\ndifficulty = 1\n'
"""How the item one-1 goes on after its context."""
LAST = f'phrase = "{words(24, 1)}", why = "It says so." }},\n]\n\n[utterances.reasons]\n'
"""How the item one-3 ends."""

CASES = [
    Case("unknown-file", Edit(f"{ES}/decks/two.toml", "", TWO),
         Edit(f"{ES}/decks/three.toml", "", TWO.replace('"two"', '"three"')),
         'id = "three"', "three", "there is no content/decks/three.toml"),
    Case("unknown-file", Edit(f"{ES}/glossary.toml", "", GLOSSARY), Edit(f"{ES}/retired.toml", "", "ids = []\n"),
         "ids =", "retired", "a translation is read from codebooks/"),
    case("not-as-original", DECK, FIRST, FIRST.replace('"\n', ' y"\n', 1), FIRST.replace("self", "child"),
         f'key = "child"\ndifficulty = 1\nevidence = [\n  {{ phrase = "{words(22, 1)}"', "one-1.key",
         "the original has `self`: only texts are translated (content/decks/one.toml)"),
    case("not-as-original", DECK, 'reserve = "two"\n', 'reserve = "two" # ours\n', "", 'id = "one"\n', "one.reserve",
         "the original has `two`"),
    case("not-as-original", DECK, FIRST, f"{FIRST}# ours\n", f'{FIRST}source = "allen-2008"\n', "allen-2008",
         "one-1.source", "the original has no `source`"),
    case("not-as-original", QUIZ, '"¿Cuál?"', '"¿Cuál de las dos?"', '"¿Cuál?"\ncites = ["allen-2008"]', "cites =",
         "more-1.cites", "the original has no `cites`"),
    case("not-as-original", QUIZ, '"No se sostiene."\n', '"No."\n',
         '"No."\n\n[[questions.choices]]\ntext = "Eso."\ncorrect = false\nreason = "Tampoco."\n',
         '[[questions.choices]]\ntext = "Esta."', "more-1.choices", "the original has 2 of these, not 3"),
    case("not-as-original", DECK, FIRST, f"{FIRST}contested = []\n",
         f'{FIRST}contested = [{{ label = "self", text = "Una." }}, {{ label = "child", text = "Otra." }}]\n',
         "contested =", "one-1.contested", "the original has 0 of these, not 2"),
    case("unknown-id", DECK, 'id = "one-3"', 'id = "one-3" # ours', 'id = "one-9"', 'id = "one-9"', "one-9.id",
         "the original has no such item"),
    case("duplicate-id", DECK, 'id = "one-3"', 'id = "one-3" # ours', 'id = "one-1"',
         'id = "one-1"\nspeaker = "Ana, mother of Teo (3)"\ncontext = "Teo is 3; it is morning."\n'
         f'text = "{words(24, 1)}', "one-1.id", "content/es/decks/one.toml:"),
    case("evidence-not-in-text", DECK, f'phrase = "{words(22, 1)}"', f'phrase = "{words(22, 2)}"',
         'phrase = "she said so"', "she said so", "one-1.evidence.1.phrase", "is not in the text"),
    case("missing-reason", DECK, LAST + 'self = "She looks at herself."\n', LAST + 'self = "Se mira."\n', LAST,
         '[utterances.reasons]\nchild', "one-3.reasons.self", "why it fits"),
    case("stigmatizing-word", DECK, '"Una serie"', '"Una serie de yoga"', '"Un yonqui"', "yonqui", "one.title",
         "Write instead: una persona que consume drogas"),
    case("straight-quote", DECK, '"Una serie"', '"Una “serie”"', "'Una \"serie\"'", "title =", "one.title",
         "a straight quote"),
    case("hidden-character", DECK, '"Una serie"', '"Una\\u00ad serie"', '"Una\\u202E serie"', "title =", "one.title",
         "U+202E"),
    case("field-value", ES_WORDS, '"es-419"', '"es"', '"../es"', "locale =", "words.language.locale", "a language tag"),
    case("field-value", f"{ES}/wording.toml", "'yonquis?'", "'yonquis'", "'yonqui('", "yonqui(",
         "wording.words.1.pattern", "not a regular expression"),
    case("field-value", DECK, "awaiting_native_reader = true", "awaiting_native_reader = false",
         'awaiting_native_reader = "not yet"', "not yet", "one.awaiting_native_reader", "not 'not yet'"),
    case("field-value", ES_WORDS, "awaiting_native_reader = true", "awaiting_native_reader = false",
         'awaiting_native_reader = "yes"', "awaiting", "words.awaiting_native_reader", "write true, or remove"),
    case("unknown-word", ES_WORDS, 'skip = "Ir al texto"', 'end = "Fin"', 'salto = "Ir al texto"', "salto",
         "words.page.salto", "no word `page.salto` in content/words.toml"),
    case("unknown-word", ES_WORDS, '"open.one"', '"open.many"', '"open.pair"', '"open.pair"',
         "words.classify.open.pair", "no word `classify.open.pair`"),
    case("placeholder", ES_WORDS, 'skip = "Ir al texto"', 'of = "{at} de {of}"', 'of = "{at} de {of}, {off}"', "of =",
         "words.page.of", "`off` is filled in by nothing; the placeholders here are {at}, {of}"),
    case("placeholder", ES_WORDS, 'skip = "Ir al texto"', 'of = "{of}: {at}"', 'of = "{at}"', "of =",
         "words.page.of", "say {of} too"),
    case("placeholder", ES_WORDS, '"Queda uno."', '"Queda {n}."', '"Queda {m}."', "{m}", "words.classify.open.one",
         "`m` is filled in by nothing; the placeholders here are {n}"),
    case("placeholder", ES_WORDS, '"Quedan {n}."', '"{n} quedan."', '"Quedan algunos."', "algunos",
         "words.classify.open.other", "say {n} too"),
    case("placeholder", ES_WORDS, '"Ir al texto"', '"Ir [al] texto"', '"Ir al {texto"', "skip =", "words.page.skip",
         "`{` is filled in by nothing; the placeholders here are none"),
]  # fmt: skip
NUMBERED = [pytest.param(found, id=f"{found.rule}-{number}") for number, found in enumerate(CASES)]


@pytest.mark.parametrize("case", NUMBERED)
def test_what_keeps_the_rule_passes(translated: SmallBook, case: Case) -> None:
    translated.edit(*case.good)
    assert list(map(str, translated.check())) == []


@pytest.mark.parametrize("case", NUMBERED)
def test_what_breaks_the_rule_is_named_in_its_place(translated: SmallBook, case: Case) -> None:
    translated.edit(*case.bad)
    [problem] = translated.check()
    assert (problem.file, problem.rule) == (case.bad.file, case.rule)
    assert case.place == (f"{problem.item}.{problem.field}" if problem.field else problem.item)
    assert problem.line == translated.line(case.bad.file, case.at)
    assert case.message in problem.message


def asking(seed: int) -> str:
    """A deck of twelve, in which every text keyed `self` ends with a question mark."""
    texts = [words(seed + n, 20) + "?" * (key == "self") for n, key in enumerate(TURNS)]
    return deck("zz", *(item(f"zz-{n}", key, text) for n, (key, text) in enumerate(zip(TURNS, texts, strict=True))))


def test_a_translation_may_give_the_key_away_where_the_original_does_not(translated: SmallBook) -> None:
    translated.write("content/decks/zz.toml", asking(100).replace("?", ""))
    translated.write(f"{ES}/decks/zz.toml", asking(200))
    assert list(map(str, translated.check())) == []  # cues are for languages that list them
    translated.write(f"{ES}/cues.toml", 'speaker = ["yo"]\nchild = ["ella"]\nfeelings = ["miedo"]\n')
    assert {(problem.file, problem.rule) for problem in translated.check()} == {(f"{ES}/decks/zz.toml", "cue")}
    translated.edit(f"{ES}/decks/zz.toml", 'id = "zz-0"', 'id = "zz-12"')
    assert {problem.rule for problem in translated.check()} == {"unknown-id"}  # and for decks that are all there


def test_what_is_lacking_is_counted_and_no_problem(translated: SmallBook) -> None:
    assert translated.check() == []
    (translated.content / "es" / "wording.toml").unlink()
    report = check(translated.content, translated.root / "mio_widgets")
    assert report.problems == []
    assert report.counts()[-4:] == [
        "  es: 5 of 10 interface words, 1 of 2 decks, 1 of 2 quizzes",
        "      decks/one lacks one-4",
        "      words lacks classify.sure, classify.sure.yes, classify.sure.no, page.end, page.of",
        "      awaiting a native reader: decks/one, words",
    ]


def test_what_has_no_translation_is_the_original_s_and_says_so(translated: SmallBook) -> None:
    content = load(translated.content, "es")
    assert (content.lang, content.awaiting) == ("es", True)
    assert content.words["classify.next"] == "Siguiente"
    assert content.words["page.end"] == "End"
    one = content.decks["one"]
    assert (one.title, one.lang) == ("Una serie", "es")
    # In the original's order, and an item of its own where there is no other.
    assert [(found.id, found.lang) for found in one.utterances] == [
        ("one-1", "es"), ("one-2", "es"), ("one-3", "es"), ("one-4", "en"),
    ]  # fmt: skip
    assert {found.lang for found in one.worked} == {"es"}
    assert content.decks["two"].lang == content.quizzes["first"].lang == content.glossary["mentalizing"].lang == "en"
    assert load(translated.content).lang == "en"


def test_the_labels_speak_the_language_of_their_deck(translated: SmallBook) -> None:
    spanish = (translated.content / "codebooks" / "minds.toml").read_text(encoding="utf-8").replace("Whose?", "¿Quién?")
    translated.write(f"{ES}/codebooks/minds.toml", spanish)
    content = load(translated.content, "es")
    assert content.codebook_of(content.decks["one"]).question == "¿Quién?"
    assert content.codebook_of(content.decks["two"]).question == "Whose?"
    assert content.codebooks["minds"].question == "¿Quién?"


def test_the_language_is_the_one_that_the_environment_names(
    translated: SmallBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIO_LANG", raising=False)
    assert language() == ORIGINAL
    monkeypatch.setenv("MIO_LANG", "es")
    assert load(translated.content).lang == language() == "es"
    assert load(translated.content).decks["two"].lang == "en"


def test_a_language_that_is_not_there_is_named(translated: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContentError, match=r"no translation content/fr/; there are en, es"):
        load(translated.content, "fr")
    monkeypatch.setenv("MIO_LANG", "../es")
    with pytest.raises(ContentError, match=r"'\.\./es' is no language tag"):
        load(translated.content)


def test_a_fault_in_one_language_leaves_the_others(translated: SmallBook) -> None:
    translated.write(DECK, "broken = ")
    assert load(translated.content).decks["one"].lang == "en"
    with pytest.raises(ContentError, match=r"content/es/decks/one\.toml:1: one: toml-syntax"):
        load(translated.content, "es")


def test_a_deck_s_version_does_not_follow_the_mark(translated: SmallBook) -> None:
    found = load(translated.content, "es").decks["one"]
    assert found.awaiting_native_reader
    assert deck_version(found) == deck_version(found.model_copy(update={"awaiting_native_reader": False}))
    assert deck_version(found) != deck_version(load(translated.content).decks["one"])


def test_spanish_has_every_word_and_all_of_what_it_translates() -> None:
    book = check(ROOT / "content").book
    [spanish] = [drafts for drafts in book.translations if drafts.lang == "es"]
    assert {WORDS, "codebooks/whose-mind", "decks/whose-mind-1"} <= spanish.files.keys()
    assert lacking(book, spanish) == {}
