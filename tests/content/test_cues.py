from __future__ import annotations

import pytest

from mio_widgets.content.cues import Cue, child_names, cues, first_word
from mio_widgets.content.models import CueWords, Deck

WORDS = CueWords(speaker=["I", "my"], child=["he", "her"], feelings=["sad", "fed up"])


def deck(*items: tuple[str, str], labels: tuple[str, ...] = ("self", "child")) -> Deck:
    """A deck from keys and texts; everyone who speaks is a mother of Teo."""
    utterances = [
        {
            "id": f"x-{n}", "speaker": "Ana Ruiz, mother of Teo (3)", "context": "Morning.", "text": text, "key": key,
            "reasons": dict.fromkeys(labels, "So."), "evidence": [{"phrase": text, "why": "So."}], "difficulty": 1,
        }
        for n, (key, text) in enumerate(items, start=1)
    ]  # fmt: skip
    return Deck.model_validate(
        {"id": "x", "title": "X", "summary": "X", "codebook": "x", "labels": labels, "utterances": utterances}
    )


def found(deck: Deck, rule: str) -> Cue:
    [cue] = [cue for cue in cues(deck, WORDS) if cue.rule == rule]
    return cue


ITEMS = deck(
    ("self", "I’m worn out by it"),
    ("self", "MY head hurts, and Teo’s too"),
    ("child", "Thinking of it, I laughed"),
    ("child", "he was sad?"),
    ("child", "The hero stood there"),
    ("self", "Fed up was the word for Ana"),
)


@pytest.mark.parametrize(
    ("rule", "guess", "fired", "hits"),
    [
        ("I, my", "self", "123", "12"),
        ("he, her, the child by name", "child", "24", "4"),
        ("I, my: self, else child", "self/child", "123456", "1245"),
        ("he, her, the child by name: child, else self", "child/self", "123456", "146"),
        ("the longest third", "self", "62", "62"),
        ("the shortest third", "child", "41", "4"),
        ("a feeling word", "child", "46", "4"),
        ("no feeling word", "child", "1235", "35"),
        ("a question mark", "child", "4", "4"),
    ],
)
def test_each_naive_rule(rule: str, guess: str, fired: str, hits: str) -> None:
    cue = found(ITEMS, rule)
    assert cue.guess == guess
    assert cue.fired == tuple(f"x-{n}" for n in fired)
    assert cue.hits == tuple(f"x-{n}" for n in hits)
    assert cue.total == 6


def test_a_first_word_is_a_rule_from_its_third_use() -> None:
    so = deck(("self", "So it is"), ("child", "“So,” he said"), ("child", "Soon"), ("self", "SO"), ("self", "And so"))
    cue = found(so, "begins with “so”")
    assert (cue.guess, cue.fired, cue.hits) == ("self", ("x-1", "x-2", "x-4"), ("x-1", "x-4"))
    assert not [cue.rule for cue in cues(ITEMS, WORDS) if cue.rule.startswith("begins")]


def test_complete_strategies_are_for_decks_of_these_two_labels() -> None:
    three = deck(("self", "I"), ("child", "he"), ("none", "it"), labels=("self", "child", "none"))
    assert [cue.rule for cue in cues(three, WORDS) if "else" in cue.rule] == []
    other = deck(("ask", "I"), ("tell", "he"), labels=("ask", "tell"))
    assert [cue.rule for cue in cues(other, WORDS) if cue.rule.startswith(("I, my", "he, her"))] == []


@pytest.mark.parametrize(
    ("total", "fired", "hits", "too_good"),
    [
        (12, 5, 3, False),
        (12, 5, 4, True),
        (12, 4, 4, False),
        (11, 5, 5, False),
        (30, 20, 12, False),
        (30, 20, 13, True),
    ],
)
def test_a_rule_is_too_good_above_60_percent_of_enough_items(total: int, fired: int, hits: int, too_good: bool) -> None:
    ids = tuple(map(str, range(total)))
    assert Cue("rule", "self", ids[:fired], ids[:hits], total).too_good is too_good


@pytest.mark.parametrize(
    ("speaker", "names"),
    [
        ("Marisol, mother of Teo (3)", ["Teo"]),
        ("Marisol Vega, mother of Teo and Ana-Lucía", ["Teo", "Ana-Lucía"]),
        ("Grandmother of Émile", ["Émile"]),
        ("A foster carer", []),
    ],
)
def test_names_of_children_come_from_the_speaker_s_line(speaker: str, names: list[str]) -> None:
    assert child_names(speaker) == names


@pytest.mark.parametrize(
    ("text", "word"), [("“I’d go,” she said", "i"), ("… And then", "and"), ("Él vino", "él"), ("…", "")]
)
def test_first_word(text: str, word: str) -> None:
    assert first_word(text) == word
