"""Surface cues: how often a reader who does not read for meaning would still hit the key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mio_widgets.content.models import CueWords, Deck, Utterance

MIN_ITEMS = 12
"""Decks with fewer items are not judged: a single item weighs too much in them."""
MIN_FIRES = 5
"""A rule that applies to fewer items is shown, not judged."""
LIMIT = 0.6
"""A naive rule may be right in at most this share of the items it applies to."""


@dataclass(frozen=True)
class Cue:
    """One naive rule on one deck: where it applies, and where it is right."""

    rule: str
    guess: str
    """The label that the rule gives, or the best one for it."""
    fired: tuple[str, ...]
    """The ids of the items it applies to."""
    hits: tuple[str, ...]
    """Those of them whose key it guesses."""
    total: int

    @property
    def share(self) -> float:
        """The share of right guesses."""
        return len(self.hits) / len(self.fired) if self.fired else 0.0

    @property
    def judged(self) -> bool:
        """Whether deck and rule have enough items for the share to mean something."""
        return self.total >= MIN_ITEMS and len(self.fired) >= MIN_FIRES

    @property
    def too_good(self) -> bool:
        """Whether the key can be guessed by this rule too often."""
        return self.judged and self.share > LIMIT


def cues(deck: Deck, words: CueWords) -> Iterator[Cue]:
    """Try every naive rule on the utterances of a deck."""
    speaker, feelings = _matcher(words.speaker), _matcher(words.feelings)
    pronouns = _matcher(words.child)

    def says_i(item: Utterance) -> bool:
        return bool(speaker.search(item.text))

    def names_child(item: Utterance) -> bool:
        names = child_names(item.speaker)
        named = names and re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\b", item.text)
        return bool(pronouns.search(item.text) or named)

    def feels(item: Utterance) -> bool:
        return bool(feelings.search(item.text))

    found = deck.utterances
    mine, theirs = ", ".join(words.speaker[:3]), f"{', '.join(words.child[:3])}, the child by name"
    if "self" in deck.labels:
        yield _fixed(mine, "self", filter(says_i, found), found)
    if "child" in deck.labels:
        yield _fixed(theirs, "child", filter(names_child, found), found)
    if set(deck.labels) == {"self", "child"}:
        yield _strategy(f"{mine}: self, else child", says_i, "self", "child", found)
        yield _strategy(f"{theirs}: child, else self", names_child, "child", "self", found)
    by_length = sorted(found, key=lambda item: len(item.text))
    third = round(len(found) / 3)
    yield _best("the longest third", by_length[len(found) - third :], found)
    yield _best("the shortest third", by_length[:third], found)
    yield _best("a feeling word", filter(feels, found), found)
    yield _best("no feeling word", (item for item in found if not feels(item)), found)
    yield _best("a question mark", (item for item in found if "?" in item.text), found)
    firsts = Counter(first_word(item.text) for item in found)
    for word in sorted(word for word, count in firsts.items() if count >= 3):
        yield _best(f"begins with “{word}”", (item for item in found if first_word(item.text) == word), found)


def child_names(speaker: str) -> list[str]:
    """Names of children in a speaker's line, such as Teo in “Marisol, mother of Teo (3)”."""
    _, comma, tail = speaker.partition(",")
    if not comma:
        _, _, tail = re.sub(r"\b(?:of|for|to)\b", "\0", speaker, count=1).partition("\0")
    return re.findall(r"\b[A-ZÀ-Þ][\w-]+", tail)


def first_word(text: str) -> str:
    """The first word in small letters, with what an apostrophe joins to it left off."""
    match = re.search(r"[^\W\d_]+", text)
    return match[0].lower() if match else ""


def _matcher(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b", re.IGNORECASE)


def _fixed(rule: str, guess: str, fired: Iterable[Utterance], found: list[Utterance]) -> Cue:
    fired = list(fired)
    hits = tuple(item.id for item in fired if item.key == guess)
    return Cue(rule, guess, tuple(item.id for item in fired), hits, len(found))


def _best(rule: str, fired: Iterable[Utterance], found: list[Utterance]) -> Cue:
    fired = list(fired)
    keys = Counter(item.key for item in fired)
    guess = min(keys, key=lambda key: (-keys[key], key), default="")
    return _fixed(rule, guess, fired, found)


def _strategy(
    rule: str, applies: Callable[[Utterance], bool], then: str, otherwise: str, found: list[Utterance]
) -> Cue:
    hits = tuple(item.id for item in found if item.key == (then if applies(item) else otherwise))
    return Cue(rule, f"{then}/{otherwise}", tuple(item.id for item in found), hits, len(found))
