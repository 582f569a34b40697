"""What is kept of a room: totals only, everything escaped, nothing loaded, nothing run."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html.parser import HTMLParser

from mio_widgets.live.receipt import marked, receipt, share, shortened, votes_csv
from mio_widgets.live.reveal import agreement
from mio_widgets.live.rooms import Ended, Event, Joined, MovedOn, Revealed, RoundClosed, RoundOpened, Voted, replay

from .small_room import SKIP, deck_items, opened, played

SIX = ["self", "self", "self", "child", "both", None]
THEN = ["both", "self", "both", "both", "both", "child"]
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """The elements of a page, its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_it_says_the_splits_of_both_rounds_and_who_moved() -> None:
    page = Page(receipt(played(deck_items(1), SIX, THEN)))
    assert "6 people took part" in page.text
    assert "○ Neither 0 (0%) 0 (0%)" in page.text
    assert "● Self 3 (60%) 1 (17%)" in page.text
    assert "◆ Both Key 1 (20%) 4 (67%)" in page.text
    assert "4 of 6 changed their label between the votes." in page.text
    assert "Before talking: 1 left blank, not in the table." in page.text


def test_fewer_than_five_votes_are_not_told() -> None:
    page = Page(receipt(played(deck_items(1), SIX[:4], THEN[:4])))
    # Two rounds of four labels.
    assert page.text.count("too few to show") == 2 * 4
    assert "%" not in page.text
    assert "changed their label" not in page.text


def test_hands_count_and_are_named() -> None:
    page = Page(receipt(played(deck_items(1), SIX, THEN, hands={"child": 4})))
    assert "After talking: 4 by show of hands, in the table." in page.text
    assert "■ Child 1 (20%) 5 (50%)" in page.text


def test_votes_of_fewer_than_five_phones_are_neither_in_it_nor_in_the_file() -> None:
    few = [SKIP, SKIP, "self", "self", "self", "none"]
    room = played(deck_items(1), SIX, few, hands={"child": 4, "both": 1})
    page = Page(receipt(room))
    # Of the second round only the hands that everybody saw.
    assert "● Self 3 (60%) 0 (0%)" in page.text
    assert "■ Child 1 (20%) 4 (80%)" in page.text
    assert "○ Neither 0 (0%) 0 (0%)" in page.text
    assert (
        "After talking: 5 by show of hands, in the table; the votes of fewer than five phones are left out."
        in page.text
    )
    rows = list(csv.DictReader(io.StringIO(votes_csv(room))))
    assert [row["round"] for row in rows] == ["1"] * 6
    assert "too few to show" in Page(receipt(played(deck_items(1), SIX, few, hands={"child": 4}))).text


def test_it_says_which_workbook_it_is_from_and_what_each_label_means() -> None:
    room = played(deck_items(1), SIX)
    page = Page(receipt(room))
    assert "From the workbook “Learning to hear mentalizing”." in page.text
    for label in room.labels:
        assert f"{label['short']} {label['name']}. {label['test']}" in page.text


def test_a_rehearsal_does_not_pass_for_a_room() -> None:
    page = Page(receipt(played(deck_items(1), SIX), rehearsal=True))
    assert "This was a rehearsal, with simulated people: 6 took part." in page.text
    assert "took part on their phones" not in page.text


def test_a_contested_utterance_is_marked_at_a_glance_and_its_other_reading_printed_once() -> None:
    [item] = [item for item in deck_items(18) if item["contested"]]
    page = Page(receipt(played([item], ["both", "both", "self", "self", "self", "self"])))
    assert page.text.count("● Self can be argued as well") == 1
    [other] = [reading["text"] for reading in item["contested"] if reading["label"] == "self"]
    assert page.text.count(other) == 1
    assert "so that only Both or only Self is left?" in page.text


def test_an_utterances_beginning_ends_with_a_word() -> None:
    assert shortened("We’re no good at Sundays, Jamal and me.") == "We’re no good at Sundays, Jamal and me."
    assert shortened("On Mondays and on Wednesdays, he is late", 32) == "On Mondays and on Wednesdays…"


def test_every_pair_that_was_confused_is_listed() -> None:
    rooms = played(deck_items(5), ["self", "child", "both", "none", "self", "child"])
    pairs = agreement(rooms)["rounds"][0]["confused"][1:]
    assert len(pairs) == 6
    page = Page(receipt(rooms))
    for pair, items, part in pairs:
        assert f"{pair} {items} {part}" in page.text


def test_it_says_which_room_it_was_and_when() -> None:
    assert (
        "Room C7KM4X, opened on November 23, 2026."
        in Page(receipt(played(deck_items(1), SIX), date(2026, 11, 23))).text
    )
    assert "Room C7KM4X" in Page(receipt(played(deck_items(1), SIX))).text


def test_a_skipped_second_vote_leaves_one_column() -> None:
    page = Page(receipt(played(deck_items(1), SIX)))
    assert "Label Votes" in page.text
    assert "● Self 3 (60%)" in page.text


def test_agreement_is_told_from_five_items_on() -> None:
    assert "from 5 utterances on" in Page(receipt(played(deck_items(4), SIX, THEN))).text
    told = Page(receipt(played(deck_items(5), SIX, THEN)))
    assert "Gwet’s AC1" in told.text
    assert "Krippendorff’s alpha" in told.text


def test_an_item_with_too_few_votes_is_no_item_of_the_agreement() -> None:
    few = [SKIP, SKIP, "self", "child", "both", "both"]
    assert "Gwet’s AC1" not in Page(receipt(played(deck_items(5), few, few))).text


def test_it_says_which_utterances_count_by_their_place_in_the_room_and_why_others_do_not() -> None:
    items = deck_items(7)
    people = [f"p{n}" for n in range(6)]
    events: list[Event] = [opened(items), *map(Joined, people)]
    # The third is skipped, the fifth revealed after one vote, the sixth’s second vote cut short, the last not reached.
    for item, second in zip(items[:6], (6, 6, None, 6, 0, 4), strict=True):
        for round, voting in ((1, 6), (2, second or 0)) if second is not None else ():
            if voting:
                votes = [Voted(who, item["id"], round, "self", None, f"{who}{round}") for who in people[:voting]]
                events += [RoundOpened(item["id"], round), *votes, RoundClosed()]
        events += [*([Revealed()] if second is not None else []), *([MovedOn()] if item != items[5] else [])]
    page = Page(receipt(replay(events)))
    counted = "These utterances count, since five or more phones labeled them in the"
    assert f"{counted} first vote: 1, 2, 4, 5, 6; these do not: 3 (not revealed)." in page.text
    assert "Agreement is shown from 5 utterances on. " + counted in page.text
    because = "3 (not revealed), 5 (no votes), 6 (fewer than five phones)."
    assert f"{counted} second vote: 1, 2, 4; these do not: {because}" in page.text
    # The numbers are those that stood on the screen.
    assert f"6. {items[5]['speaker']}" in page.text
    assert f"3. {items[2]['speaker']}" not in page.text


def test_hostile_text_stays_text() -> None:
    item = {
        **deck_items(1)[0],
        "id": "x-1",
        "text": f"{HOSTILE} and more",
        "speaker": HOSTILE,
        "context": HOSTILE,
        "evidence": [{"phrase": "<script>alert(1)</script>", "why": HOSTILE}],
        "reasons": dict.fromkeys(("self", "child", "both", "none"), HOSTILE),
        "contested": [{"label": "both", "text": HOSTILE}, {"label": "self", "text": HOSTILE}],
    }
    html = receipt(played([item], SIX, THEN))
    page = Page(html)
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "onerror=alert(1)" in page.text
    assert "<mark>&lt;script&gt;" in html


def test_it_stands_alone() -> None:
    html = receipt(played(deck_items(6), SIX, THEN))
    page = Page(html)
    assert not {"script", "link", "iframe", "object", "form", "base"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in ("src", "srcset", "style", "action")]
    assert all(str(value).startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in html
    assert "@import" not in html


def test_it_names_no_participant() -> None:
    html = receipt(played(deck_items(2), SIX, THEN))
    assert not re.search(r"p0\d", html)


def test_what_was_not_revealed_is_not_in_it() -> None:
    item, other = deck_items(2)
    room = replay([opened([item, other]), Joined("p00"), RoundOpened(item["id"], 1), Ended()])
    html = receipt(room)
    assert "No utterance was revealed" in html
    assert item["reasons"][item["key"]] not in html
    assert votes_csv(room).splitlines() == ["participant,item,round,label,sureness,key"]


def test_the_votes_are_numbered_without_names_or_hands() -> None:
    room = played(deck_items(2), SIX, THEN, hands={"child": 4})
    rows = list(csv.DictReader(io.StringIO(votes_csv(room))))
    assert len(rows) == 2 * 2 * 6
    assert {row["participant"] for row in rows} == {"1", "2", "3", "4", "5", "6"}
    first = [row for row in rows if row["participant"] == "6" and row["item"] == deck_items(1)[0]["id"]]
    assert [(row["round"], row["label"], row["sureness"]) for row in first] == [("1", "", ""), ("2", "child", "sure")]
    assert "p0" not in votes_csv(room)


def test_the_numbers_do_not_tell_who_came_or_voted_first() -> None:
    [item] = deck_items(1)
    labels = {"z": "self", "m": "child", "a": "none", "y": "both", "b": "self"}
    events: list[Event] = [opened([item]), *map(Joined, labels), RoundOpened(item["id"], 1)]
    events += [Voted(who, item["id"], 1, label, None, who) for who, label in labels.items()]
    rows = csv.DictReader(io.StringIO(votes_csv(replay([*events, RoundClosed(), Revealed()]))))
    assert [(row["participant"], row["label"]) for row in rows] == [
        ("1", "none"),
        ("2", "self"),
        ("3", "child"),
        ("4", "both"),
        ("5", "self"),
    ]


def test_a_vote_on_an_item_that_was_not_revealed_is_not_among_them() -> None:
    item, other = deck_items(2)
    events = [
        opened([item, other]),
        Joined("p00"),
        RoundOpened(item["id"], 1),
        Voted("p00", item["id"], 1, "self", None, "n"),
    ]
    assert "p00" not in votes_csv(replay(events))
    assert len(votes_csv(replay(events)).splitlines()) == 1


def test_phrases_are_marked_once_each_and_never_within_one_another() -> None:
    assert marked("one two three", ["two three", "two", "absent"]) == "one <mark>two</mark> three"
    assert marked("a < b", ["<"]) == "a <mark>&lt;</mark> b"


def test_half_a_percent_is_rounded_up_as_on_the_leaders_page() -> None:
    assert [share({"self": n, "child": 8 - n}, "self") for n in (1, 5, 0)] == ["1 (13%)", "5 (63%)", "0 (0%)"]
    assert share({"self": 0}, "self") == "0 (0%)"
