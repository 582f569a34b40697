"""Who moved where between the two votes, as the leader's page shows it; and not where it could name somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .room import Dashboard, Phone
from .servers import Server
from .ways import Readers

LABELS = ("Self", "Child", "Both", "Neither")


def opened(
    readers: Readers, content: Content, server: Server, people: int, items: int
) -> tuple[Dashboard, list[Phone]]:
    """A room in which so many phones wait for the first vote."""
    board = Dashboard(readers.new(server.url, viewport={"width": 1280, "height": 720}).new_page(), content, server)
    board.visit()
    code = board.open(items)
    phones = [Phone(readers.new(server.url).new_page(), content, server, code) for _ in range(people)]
    expect(board.region.get_by_text(board.say("leader.joined.other", n=people))).to_be_visible()
    board.begin()
    return board, phones


def vote(board: Dashboard, phones: Sequence[Phone], labels: Sequence[str | None]) -> None:
    """A vote from its opening to its close; None sits it out."""
    board.expect_voted(0, len(phones))
    for phone, label in zip(phones, labels, strict=True):
        if label:
            phone.vote(label)
    board.expect_voted(sum(label is not None for label in labels), len(phones))


def flow(board: Dashboard) -> Locator:
    """The picture of who moved where, with its sentence and its numbers."""
    table = board.page.get_by_role("table", name=board.say("leader.flow.table"), include_hidden=True)
    return board.region.get_by_role("figure").filter(has=table)


def test_who_moved_where_is_a_picture_a_sentence_and_a_table(
    readers: Readers, content: Content, workbook: Server
) -> None:
    board, phones = opened(readers, content, workbook, people=6, items=1)
    # The last one votes only once, and so has not moved.
    vote(board, phones, ("Self", "Self", "Self", "Child", "Neither", None))
    board.step("close")
    board.step("open.2")
    vote(board, phones, ("Child", "Child", "Self", "Both", "Neither", "Self"))
    board.step("close")
    board.step("reveal")
    moved = {"n": 3, "of": 5, "from": "Self", "to": "Child", "most": 2}
    sentence = board.words["leader.moved.most"].format(**moved)
    figure = flow(board)
    expect(figure.get_by_text(sentence, exact=True)).to_be_visible()
    picture = figure.get_by_role("img", name=sentence, exact=True)
    expect(picture).to_be_in_viewport(ratio=0.999)
    for end in ("Self 3", "Child 1", "Neither 1", "Self 1", "Child 2", "Both 1"):
        # Where letters end between two pixels the browser counts a millionth of them as outside.
        expect(picture.get_by_text(end, exact=True).first).to_be_in_viewport(ratio=0.999)
    expect(board.region.get_by_text(board.say("leader.moved.few"))).to_have_count(0)
    figure.get_by_text(board.say("leader.numbers"), exact=True).click()
    table = figure.get_by_role("table", name=board.say("leader.flow.table"))
    expect(table.get_by_role("columnheader")).to_have_text([board.say("leader.flow.from"), *LABELS])
    moves = {"Self": "1200", "Child": "0010", "Both": "0000", "Neither": "0001"}
    for label, numbers in moves.items():
        row = table.get_by_role("row").filter(has=board.page.get_by_role("rowheader", name=label, exact=True))
        expect(row.get_by_role("cell")).to_have_text(list(numbers))


def test_where_four_moved_is_not_shown_and_the_screen_says_why(
    readers: Readers, content: Content, workbook: Server
) -> None:
    board, phones = opened(readers, content, workbook, people=4, items=2)
    first, second = ("Self", "Self", "Child", "Neither"), ("Child", "Child", "Child", "Both")
    vote(board, phones, first)
    board.step("close")
    board.step("open.2")
    vote(board, phones, second)
    board.step("close")
    board.step("reveal")
    few = re.compile(re.escape(board.words["leader.says.few"].partition("{key}")[2]))
    expect(board.region.get_by_role("heading", name=few)).to_be_visible()
    expect(board.region.get_by_role("figure")).to_have_count(0)
    board.step("pane.1")
    board.step("pane.2")
    board.step("next")
    board.step("open.1")
    # With five hands in each vote there are bars of the hands; the phones are still too few for any.
    vote(board, phones, first)
    board.raise_hands({"Self": 5})
    board.step("close")
    board.step("open.2")
    vote(board, phones, second)
    board.raise_hands({"Child": 3, "Both": 2})
    board.step("close")
    board.step("reveal")
    expect(board.region.get_by_text(board.say("leader.moved.few"))).to_be_visible()
    expect(board.row("child")).to_contain_text("3 · 60%")
    expect(board.region.get_by_role("figure")).to_have_count(0)
