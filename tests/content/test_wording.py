"""The lists of stigmatizing words: what they find, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mio_widgets.content.load import load
from mio_widgets.content.models import Wording
from mio_widgets.content.rules.texts import pattern_of

CONTENT = Path(__file__).parents[2] / "content"
LISTS = {lang: list(load(CONTENT, lang).wording.values()) for lang in ("en", "es")}

FOUND = {
    "An addict came in.": "addict",
    "addicted mothers": "addicted mothers",
    "opioid-addicted women": "opioid-addicted women",
    "a crack baby": "crack baby",
    "The drug babies": "drug babies",
    "he was born addicted": "born addicted",
    "methadone moms": "methadone moms",
    "Junkies": "Junkies",
    "a drug abuser": "drug abuser",
    "drug-abusing mothers": "drug-abusing",
    "years of drug abuse": "drug abuse",
    "substance abuse": "substance abuse",
    "IV drug users": "IV drug users",
    "substance-using mothers": "substance-using mothers",
    "drug-dependent women": "drug-dependent women",
    "an alcoholic.": "alcoholic",
    "a dirty urine": "dirty urine",
    "three clean drug tests": "clean drug tests",
    "her screen came back dirty": "screen came back dirty",
    "I tested clean": "tested clean",
    "I’ve been clean for a year": "I’ve been clean",
    "since she got clean.": "she got clean",
    "eight months clean": "months clean",
    "clean and sober": "clean and sober",
    "a heroin habit": "heroin habit",
    "she kicked the habit": "kicked the habit",
    "what a bad mother": "bad mother",
    "an unfit mother": "unfit mother",
    "unfit to parent": "unfit to parent",
    "a manipulative patient": "manipulative patient",
    "the client is being manipulative": "client is being manipulative",
    "the client is so manipulative": "client is so manipulative",
    "a noncompliant mother": "noncompliant mother",
    "hard-to-reach families": "hard-to-reach families",
    "high-risk mothers": "high-risk mothers",
    "she suffers from addiction": "suffers from addiction",
    "a chronic relapser": "relapser",
    "fell off the wagon": "fell off the wagon",
    "replacing one addiction with another": "replacing one addiction with another",
    "mentally ill\nmothers": "mentally ill\nmothers",
    "a borderline mother": "borderline mother",
    "from a broken home": "broken home",
    "committed suicide": "committed suicide",
    "an ex-con": "ex-con",
    "homeless mothers": "homeless mothers",
    "a handicapped child": "handicapped",
    "illegal immigrants": "illegal immigrants",
}

LEFT_ALONE = [
    "clean clothes",
    "She got clean sheets out of the dryer.",
    "Who gets clean hands first?",
    "We clean for a family on Elm Street.",
    "He came clean about the cookie.",
    "the kitchen is clean",
    "his hands were clean, his face was dirty",
    "Her diaper was dirty, and the test was at two.",
    "a bedtime habit",
    "She has a habit of humming.",
    "to support the habit of reading",
    "Alcoholics Anonymous",
    "an alcoholic drink",
    "the National Institute on Drug Abuse",
    "Substance Abuse and Mental Health Services Administration",
    "addiction counselors in treatment for drug addiction",
    "he is addicted to that song",
    "manipulation or force",
    "He’s being manipulative, I thought.",
    "a bad day for a mother",
    "a broken cup at home",
    "She relapsed in March.",
    "the borderline between play and fight",
    "at greater risk of losing custody",
    "the baby was exposed to opioids before birth",
    "the methadone clinic",
    "a difficult morning",
    "the homeless shelter, where she lived without a home",
    "psycho-education",
    "the junk drawer",
    "Anyone who uses drugs",
    "a substance use disorder",
]


ENCONTRADAS = {
    "una madre drogadicta": "drogadicta",
    "Los adictos": "adictos",
    "un bebé de la droga": "bebé de la droga",
    "nacido con adicción": "nacido con adicción",
    "Un yonqui": "yonqui",
    "pastillera": "pastillera",
    "consumidores de heroína": "consumidores de heroína",
    "las madres consumidoras": "madres consumidoras",
    "un padre alcohólico": "alcohólico",
    "años de abuso de sustancias": "abuso de sustancias",
    "abusaban de las drogas": "abusaban de las drogas",
    "tres meses limpia": "meses limpia",
    "una prueba sucia": "prueba sucia",
    "es una mala madre": "mala madre",
    "una madre desobligada": "madre desobligada",
    "una paciente manipuladora": "paciente manipuladora",
    "madres difíciles": "madres difíciles",
    "los enfermos mentales": "enfermos mentales",
    "es una bipolar.": "una bipolar",
    "de hogares rotos": "hogares rotos",
    "una hija ilegítima": "hija ilegítima",
    "los ilegales": "los ilegales",
    "una madre ilegal": "madre ilegal",
}

DEJADAS = [
    "ropa limpia, y las manos sucias",
    "la cocina está limpia",
    "es adicta al chocolate",
    "Alcohólicos Anónimos",
    "una bebida alcohólica",
    "el abuso infantil",
    "una mala mañana para una madre",
    "la tarea era difícil",
    "dos polos de la misma línea",
    "una madre en recuperación",
    "una mujer que consume heroína",
    "una taza rota en el hogar",
    "un vicio mío, comer de pie",
]

EXAMPLES = [*(("en", text, found) for text, found in FOUND.items()), *(("es", *pair) for pair in ENCONTRADAS.items())]


@pytest.mark.parametrize(("lang", "text", "words"), EXAMPLES)
def test_a_stigmatizing_word_is_found_once(lang: str, text: str, words: str) -> None:
    assert [match[0] for word in LISTS[lang] for match in pattern_of(word).finditer(text)] == [words]


@pytest.mark.parametrize(
    ("lang", "text"), [*(("en", text) for text in LEFT_ALONE), *(("es", text) for text in DEJADAS)]
)
def test_an_ordinary_use_is_left_alone(lang: str, text: str) -> None:
    assert [word.pattern for word in LISTS[lang] if pattern_of(word).search(text)] == []


@pytest.mark.parametrize(("lang", "word"), [(lang, word) for lang, found in LISTS.items() for word in found])
def test_every_pattern_has_an_example_and_its_advice_keeps_the_rules(lang: str, word: Wording) -> None:
    assert any(pattern_of(word).search(text) for own, text, _ in EXAMPLES if own == lang)
    assert not any(pattern_of(other).search(word.instead) for other in LISTS[lang])
    assert word.why.endswith(".")
