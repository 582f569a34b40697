"""Before the reveal nothing that a screen is sent, or shows, tells who chose what, or what the key is.

Two proofs. What was sent is searched for everything that the content says of the key, and its numbers are known by
name. And two rooms that vote differently, as often, look the same until the reveal, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content
from mio_widgets.content.models import Utterance

from .room import DECK, Dashboard, Everything, Phone
from .servers import Server
from .ways import Readers

ITEMS = 2
#: Everything that the leader's state may say before the reveal. Of its numbers none is a count by label.
KNOWN = {"code", "version", "phase", "deck", "labels", "at", "of", "round", "item", "joined", "voted", "hands", "can"}
EMPTY = {"pane": 0, "revealed": [], "reveal": None}
#: As JSON writes what only a reveal holds.
NAMED = re.compile(r'"(?:key|split|flow|reasons?|evidence|contested|sure_elsewhere|own_reason|points)"\s*:\s*(?!null)')


def told_by_the_key(item: Utterance) -> Iterator[str]:
    """What the content says of an item that gives its key away."""
    yield from item.reasons.values()
    yield from (evidence.why for evidence in item.evidence)
    yield from (reading.text for reading in item.contested)


def shown(page: Page, code: str) -> str:
    """Everything that is in the page now, the texts of its fields included, without what differs from room to room."""
    html: str = page.evaluate(
        """() => document.documentElement.outerHTML
            + [...document.querySelectorAll('input,textarea,select')].map((e) => e.value).join('|')"""
    )
    return re.sub(r'src="data:image/svg[^"]*"', 'src="QR"', html).replace(code, "CODE")


def board_only(page: Page, code: str) -> str:
    """The dashboard as it is in the page, without what differs from room to room."""
    html: str = page.evaluate("document.querySelector('.mio-workshop').outerHTML")
    return re.sub(r'src="data:image/svg[^"]*"', 'src="QR"', html).replace(code, "CODE")


def play(board: Dashboard, phones: list[Phone], code: str, first: list[str], second: list[str]) -> list[str]:
    """One item up to the moment before its reveal; what the dashboard showed at every step."""
    seen = [board_only(board.page, code)]

    def votes(labels: list[str]) -> None:
        for number, (phone, label) in enumerate(zip(phones, labels, strict=True), start=1):
            phone.vote(label)
            board.expect_voted(number, len(phones))
            seen.append(board_only(board.page, code))

    votes(first)
    # As many hands as there are, for the label that the first phone chose.
    board.raise_hands({first[0]: 4})
    seen.append(board_only(board.page, code))
    board.step("close")
    board.step("open.2")
    board.expect_voted(0, len(phones))
    votes(second)
    board.step("close")
    expect(board.button("leader.step.reveal")).to_be_visible()
    seen.append(board_only(board.page, code))
    return seen


def test_nothing_sent_before_the_reveal_tells_of_the_votes_or_the_key(
    readers: Readers, content: Content, workbook: Server
) -> None:
    items = content.decks[DECK].utterances[:ITEMS]
    # What every reader of the deck could be told beforehand, and what belongs to items still to come.
    secrets = [secret for item in items for secret in told_by_the_key(item)]
    projector = readers.new(workbook.url).new_page()
    onlooker = readers.new(workbook.url).new_page()
    everything = {page: Everything() for page in (projector, onlooker)}
    for page, record in everything.items():
        record.over(page)
    board = Dashboard(projector, content, workbook)
    board.visit()
    code = board.open(items=ITEMS)
    Phone(onlooker, content, workbook, code)
    phones = [Phone(readers.new(workbook.url).new_page(), content, workbook, code) for _ in range(2)]
    expect(board.region.get_by_text(board.say("leader.joined.other", n=3))).to_be_visible()
    board.begin()
    for number, phone in enumerate(phones, start=1):
        phone.vote("Self")
        board.expect_voted(number, 3)
    board.raise_hands({"Self": 4})
    board.step("close")
    board.step("open.2")
    board.expect_voted(0, 3)
    phones[0].vote("Both")
    board.expect_voted(1, 3)
    board.step("close")
    expect(board.button("leader.step.reveal")).to_be_visible()

    for page, record in everything.items():
        assert record.holding(secrets) == []
        assert not [secret for secret in secrets if secret in shown(page, code)]
        assert [text for text in record.sent() if NAMED.search(text)] == []
        assert record.states()
    for state in everything[projector].states():
        assert state.keys() == KNOWN | EMPTY.keys()
        assert {name: state[name] for name in EMPTY} == EMPTY
        assert state["item"].keys() == {"id", "lang", "speaker", "context", "text"}
        assert state["voted"] <= state["joined"] <= 3
        assert state["hands"] in (0, 4)

    # The very same search finds the first item's secrets once they are out, and still none of the second's.
    board.step("reveal")
    expect(board.button("leader.step.pane.1")).to_be_visible()
    record = everything[projector]
    assert record.holding(told_by_the_key(items[0])) == list(told_by_the_key(items[0]))
    assert any(NAMED.search(text) for text in record.sent())
    for each in everything.values():
        assert each.holding(told_by_the_key(items[1])) == []


def test_two_rooms_that_vote_differently_look_the_same_until_the_reveal(
    readers: Readers, content: Content, workbook: Server
) -> None:
    looks: list[list[str]] = []
    after: list[str] = []
    for first, second in (
        (["Self", "Self", "Child", "Child", "Self"], ["Both"] * 5),
        (["Child", "Both", "Both", "Self", "Child"], ["Self", "Child", "Self", "Self", "Both"]),
    ):
        board = Dashboard(readers.new(workbook.url).new_page(), content, workbook)
        board.visit()
        code = board.open(items=1)
        phones = [Phone(readers.new(workbook.url).new_page(), content, workbook, code) for _ in first]
        expect(board.region.get_by_text(board.say("leader.joined.other", n=5))).to_be_visible()
        board.begin()
        board.expect_voted(0, 5)
        looks.append(play(board, phones, code, first, second))
        board.step("reveal")
        expect(board.button("leader.step.pane.1")).to_be_visible()
        after.append(board_only(board.page, code))
    assert looks[0] == looks[1]
    assert after[0] != after[1]


def test_what_only_a_reveal_holds_is_known_by_name() -> None:
    assert NAMED.search('{"key":"both"}')
    assert NAMED.search('{"reason": "…"}')
    assert not NAMED.search('{"reveal":null,"flow":null}')
