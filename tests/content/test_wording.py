"""The list of stigmatizing words: what it finds, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mio_widgets.content.load import load
from mio_widgets.content.models import Wording
from mio_widgets.content.rules.texts import pattern_of

LIST = list(load(Path(__file__).parents[2] / "content").wording.values())

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


@pytest.mark.parametrize(("text", "words"), FOUND.items())
def test_a_stigmatizing_word_is_found_once(text: str, words: str) -> None:
    assert [match[0] for word in LIST for match in pattern_of(word).finditer(text)] == [words]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_an_ordinary_use_is_left_alone(text: str) -> None:
    assert [word.pattern for word in LIST if pattern_of(word).search(text)] == []


@pytest.mark.parametrize("word", LIST, ids=lambda word: word.pattern[:30])
def test_every_pattern_has_an_example_and_its_advice_keeps_the_rules(word: Wording) -> None:
    assert any(pattern_of(word).search(text) for text in FOUND)
    assert not any(pattern_of(other).search(word.instead) for other in LIST)
    assert word.why.endswith(".")
