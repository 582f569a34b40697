"""The leader's guide names what is on the screen and in the content."""

from __future__ import annotations

import re

import pytest

from mio_widgets.content.load import load
from tests.conftest import ROOT
from tests.live.small_room import DECK

GUIDE = " ".join((ROOT / "docs" / "leading.md").read_text(encoding="utf-8").split())


def test_it_knows_which_utterances_are_contested() -> None:
    deck = load().decks[DECK]
    told = re.search(rf"Contested are numbers ([\d, and]+) of \*{re.escape(deck.title)}\*", GUIDE)
    assert told
    contested = [at for at, item in enumerate(deck.utterances, start=1) if item.contested]
    assert [int(number) for number in re.findall(r"\d+", told[1])] == contested


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("leader.create", "Open the room"),
        ("leader.early", "Reveal without a second vote"),
        ("leader.skip", "Skip this utterance"),
        ("leader.reopen", "Open this vote again"),
        ("leader.hands", "Show of hands"),
        ("leader.items.mark", "Mark those with two readings"),
        ("leader.more", "More"),
        ("leader.resume", "Take up"),
        ("leader.step.finish", "Look back on the whole"),
        ("leader.step.end", "End the room"),
        ("leader.join.other", "Phones cannot open it?"),
        ("leader.items.how", "about eight minutes each"),
        ("classify.meanings", "What the labels mean"),
        ("classify.worked.skip", "Skip to the first item"),
        ("leader.step.begin", "Start with the first utterance"),
    ],
)
def test_it_names_things_as_the_screen_does(key: str, name: str) -> None:
    assert name in GUIDE
    assert name.lower() in load().words[key].lower()
