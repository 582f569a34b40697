"""The rules of a room, tried with any order of moves."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mio_widgets.live import moves, views
from mio_widgets.live.moves import Command, RefusedError
from mio_widgets.live.receipt import votes_csv
from mio_widgets.live.reveal import agreement
from mio_widgets.live.rooms import KINDS, NAMES, Event, Opened, Room, Voted, apply, opened, replay
from tests.live.rooms import ITEMS, LABELS, SECRET, make, opening, room

PHONES = [f"p{n}" for n in range(8)]
LEADERS = ["begin", "open", "close", "reopen", "reveal", "next", "end"]


class AnyRoom(RuleBasedStateMachine):
    """Phones and a leader who do anything at any time; a plain record of votes says what must come out."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Event] = [opening()]
        self.room: Room = opened(opening())
        self.votes: dict[tuple[str, int], dict[str, str | None]] = {}
        self.nonce = 0

    def _make(self, events: list[Event]) -> None:
        for event in events:
            self.log.append(event)
            self.room = apply(self.room, event)

    @rule(who=st.sampled_from(PHONES))
    def join(self, who: str) -> None:
        try:
            self._make(moves.join(self.room, who))
        except RefusedError:
            assert self.room.phase == "ended"

    @rule(
        who=st.sampled_from(PHONES),
        item=st.sampled_from([*ITEMS, "other"]),
        round=st.integers(0, 3),
        label=st.sampled_from([*LABELS, None, "other"]),
        sureness=st.sampled_from(["sure", "fairly", "unsure", None]),
    )
    def vote_anywhere(self, who: str, item: str, round: int, label: str | None, sureness: Any) -> None:
        self._vote(Voted(who, item, round, label, sureness, self._nonce()))

    @precondition(lambda self: self.room.phase == "open")
    @rule(who=st.sampled_from(PHONES), label=st.sampled_from([*LABELS, None]), twice=st.booleans())
    def vote(self, who: str, label: str | None, twice: bool) -> None:
        given = Voted(who, self.room.item["id"], self.room.round, label, "sure" if label else None, self._nonce())
        self._vote(given)
        if twice and who in self.room.participants:
            assert moves.vote(self.room, given) == []

    @rule(what=st.sampled_from(LEADERS), item=st.sampled_from([None, *ITEMS]), round=st.sampled_from([None, 0, 1, 2]))
    def lead(self, what: str, item: str | None, round: int | None) -> None:
        before = self.room
        try:
            self._make(moves.do(self.room, Command(what, item, round)))
        except RefusedError:
            assert self.room is before
        else:
            assert what in moves.can(before)
            assert item in (None, before.item["id"])
            assert round in (None, before.round)
            if what == "reopen":
                assert (before.phase, self.room.phase) == ("closed", "open")
                assert before.item["id"] not in before.revealed
                # Nothing else has changed: neither the place, nor a vote, nor a hand.
                unseen = {"version": self.room.version, "public_version": self.room.public_version}
                assert replace(before, phase="open", **unseen) == self.room

    @rule(counts=st.dictionaries(st.sampled_from([*LABELS, "other"]), st.integers(-1, 3)))
    def hands(self, counts: dict[str, int]) -> None:
        try:
            self._make(moves.do(self.room, Command("hands", counts=counts)))
        except RefusedError:
            return
        assert set(counts) <= set(LABELS)
        assert min(counts.values(), default=0) >= 0

    def _nonce(self) -> str:
        self.nonce += 1
        return f"nonce-{self.nonce}"

    def _vote(self, given: Voted) -> None:
        room = self.room
        here = (given.item, given.round) == (room.item["id"], room.round)
        allowed = (
            room.phase == "open"
            and here
            and given.participant in room.participants
            and (given.label in LABELS or (given.label is None and given.sureness is None))
        )
        try:
            self._make(moves.vote(room, given))
        except RefusedError:
            assert not allowed
        else:
            assert allowed
            self.votes.setdefault((given.item, given.round), {})[given.participant] = given.label

    @invariant()
    def every_vote_counts_once(self) -> None:
        kept = {place: {who: vote.label for who, vote in votes.items()} for place, votes in self.room.votes.items()}
        assert kept == self.votes

    @invariant()
    def the_log_makes_the_same_room(self) -> None:
        stored = [(NAMES[type(event)], json.loads(json.dumps(vars(event)))) for event in self.log]
        assert replay(KINDS[kind](**body) for kind, body in stored) == self.room

    @invariant()
    def before_the_reveal_nothing_depends_on_how_others_voted(self) -> None:
        if self.room.item["id"] in self.room.revealed:
            return
        leader = views.leader(self.room)
        seen = [views.public(self.room, who) for who in (None, *PHONES)]
        assert SECRET not in json.dumps([leader, seen])
        other = _with_other_votes(self.room)
        assert views.leader(other) == leader
        # The phone's own votes are the only ones that it sees.
        assert [{**views.public(other, who), "own": {}} for who in (None, *PHONES)] == [
            {**view, "own": {}} for view in seen
        ]

    @invariant()
    def splits_are_what_was_voted(self) -> None:
        for revealed in views.revealed(self.room):
            for told in revealed["rounds"]:
                place = (revealed["item"]["id"], told["round"])
                given = self.votes.get(place, {})
                enough = len(given) >= views.FEWEST
                votes = Counter(given.values() if enough else ())
                hands = self.room.hands.get(place, {})
                assert told["left_out"] == (0 if enough else len(given))
                assert told["blank"] == (votes[None] if enough else None)
                if told["split"] is None:
                    assert not enough
                    assert sum(hands.values()) < views.FEWEST
                else:
                    assert told["split"] == {label: votes[label] + hands.get(label, 0) for label in LABELS}
            if revealed["flow"] is not None:
                assert sum(entry["n"] for entry in revealed["flow"]) == revealed["both"] >= views.FEWEST

    @invariant()
    def nothing_tells_how_fewer_than_five_phones_voted(self) -> None:
        other = _with_few_votes_turned(self.room)
        assert views.revealed(other) == views.revealed(self.room)
        assert views.leader(other) == views.leader(self.room)
        assert votes_csv(other) == votes_csv(self.room)
        assert agreement(other) == agreement(self.room)


AnyRoom.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
test_any_room = AnyRoom.TestCase


def _with_other_votes(before: Room) -> Room:
    """The same room, in which everybody chose another label on the present item, and hands were others."""
    turned = {"self": "child", "child": "none", "none": "self", None: None}
    item = before.item["id"]
    changed = before
    for round in (1, 2):
        for who, vote in before.votes_in(item, round).items():
            changed = apply(changed, Voted(who, item, round, turned[vote.label], vote.sureness, "other"))
    hands = {
        place: {turned[label]: n for label, n in counts.items()} if place[0] == item else counts
        for place, counts in before.hands.items()
    }
    return replace(changed, hands=hands, version=before.version)


def _with_few_votes_turned(before: Room) -> Room:
    """The same room, in which everybody chose another label wherever fewer than five phones voted."""
    turned = {"self": "child", "child": "none", "none": "self", None: None}
    votes = {
        place: {who: replace(vote, label=turned[vote.label]) for who, vote in given.items()}
        if len(given) < 5
        else given
        for place, given in before.votes.items()
    }
    return replace(before, votes=votes)


def test_the_leak_property_would_notice_a_leak() -> None:
    """The property above can fail: views after the reveal do depend on the votes."""
    voted = make(room(), *[("join", who) for who in PHONES], ("open",), *[("vote", who, "self") for who in PHONES])
    shown = make(voted, ("close",), ("reveal",))
    assert views.leader(_with_other_votes(shown)) != views.leader(shown)
    assert SECRET in json.dumps(views.leader(shown))


def test_a_room_goes_through_two_rounds_and_on() -> None:
    assert moves.can(room()) == ["begin", "open", "end"]
    read = make(room(), ("begin",))
    assert (read.phase, read.place, moves.can(read)) == ("waiting", ("i1", 0), ["open", "next", "end"])
    first = make(read, ("open",))
    assert moves.can(first) == ["close", "hands", "end"]
    closed = make(first, ("close",))
    assert moves.can(closed) == ["open", "reopen", "reveal", "next", "hands", "end"]
    second = make(closed, ("open",), ("close",))
    assert "open" not in moves.can(second)
    shown = make(second, ("reveal",), ("show", None, None, None, 2))
    assert (shown.pane, moves.can(shown)) == (2, ["show", "next", "end"])
    following = make(shown, ("next",))
    assert (following.at, following.round, following.phase, following.pane) == (1, 0, "waiting", 0)
    assert "next" not in moves.can(make(following, ("next",)))


def test_a_room_stored_before_there_was_a_lobby_is_where_it_was() -> None:
    def stored(*events: tuple[str, dict[str, Any]]) -> Room:
        return replay([opening(), *(KINDS[kind](**body) for kind, body in events)])

    vote = {"participant": "p", "item": "i1", "round": 1, "label": "self", "sureness": None, "nonce": "n"}
    begun = [("joined", {"participant": "p"}), ("round-opened", {"item": "i1", "round": 1}), ("voted", vote)]
    voting = stored(*begun)
    assert (voting.phase, voting.place, voting.votes_in("i1", 1)["p"].label) == ("open", ("i1", 1), "self")
    assert moves.can(voting) == ["close", "hands", "end"]
    assert stored(*begun, ("round-closed", {}), ("moved-on", {})).phase == "waiting"
    assert stored(("moved-on", {})).place == ("i2", 0)
    assert stored(*begun[:1]).phase == "lobby"


@pytest.mark.parametrize("round", [1, 2])
def test_a_vote_closed_too_early_goes_on_where_it_was(round: int) -> None:
    opens = [("open",), ("close",)] * round
    early = make(room(), ("join", "p"), ("join", "q"), *opens[:-1], ("vote", "p", "self"), ("close",))
    again = make(early, ("reopen", "i1", round), ("vote", "p", "child"), ("vote", "q", "none"))
    votes = {who: vote.label for who, vote in again.votes_in("i1", round).items()}
    assert (again.phase, again.round, votes) == ("open", round, {"p": "child", "q": "none"})
    assert again.public_version > early.public_version
    for elsewhere in (make(again, ("close",), ("reveal",)), again, make(early, ("next",))):
        with pytest.raises(RefusedError, match="not-now"):
            make(elsewhere, ("reopen",))


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (Command("hands"), "malformed"),
        (Command("open", counts={"self": 1}), "malformed"),
        (Command("dance"), "malformed"),
        (Command("show", pane=1), "not-now"),
        (Command("hands", counts={"other": 1}), "not-now"),
        (Command("close"), "not-now"),
        (Command("open", item="i2"), "not-now"),
        (Command("open", round=1), "not-now"),
    ],
)
def test_moves_that_make_no_sense_are_refused(command: Command, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        moves.do(room(), command)
    assert refused.value.reason == reason


def test_a_vote_cannot_be_changed_without_end() -> None:
    joined = make(room(), ("join", "p"), ("open",))
    labels = ["self", "child"]
    changed = make(joined, *[("vote", "p", labels[n % 2], None, f"n{n}") for n in range(51)])
    with pytest.raises(RefusedError, match="changed-often"):
        make(changed, ("vote", "p", "child", None, "last"))


def test_a_full_room_takes_nobody_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "MOST_PARTICIPANTS", 1)
    full = make(room(), ("join", "p"))
    with pytest.raises(RefusedError, match="crowded"):
        make(full, ("join", "q"))
    assert moves.join(full, "p") == []


def test_sureness_is_crossed_with_the_key_and_blanks_left_aside() -> None:
    steps = [("join", who) for who in PHONES] + [("open",)]
    votes = [("vote", who, "self", "sure") for who in PHONES[:4]]
    votes += [("vote", PHONES[4], "child", "sure"), ("vote", PHONES[5], "none", "unsure"), ("vote", PHONES[6], None)]
    shown = views.leader(make(room(), *steps, *votes, ("close",), ("reveal",)))["reveal"]
    assert shown["sureness"] == [
        {"sureness": "sure", "agree": 4, "differ": 1},
        {"sureness": "fairly", "agree": 0, "differ": 0},
        {"sureness": "unsure", "agree": 0, "differ": 1},
        {"sureness": None, "agree": 0, "differ": 0},
    ]
    assert shown["sure_elsewhere"] == {"child": 1}
    assert shown["rounds"][0]["blank"] == 1


def test_ratings_hold_revealed_items_only() -> None:
    steps = [("join", "p"), ("join", "q"), ("open",), ("vote", "p", "self"), ("vote", "q", None), ("close",)]
    unseen = make(room(), *steps)
    assert views.ratings(unseen, 1) == ([], [])
    shown = make(unseen, ("reveal",), ("next",), ("open",), ("vote", "q", "child"))
    assert views.ratings(shown, 1) == (["i1"], [["self"]])


@given(st.lists(st.sampled_from(PHONES)))
def test_joining_is_counted_once(who: list[str]) -> None:
    joined = make(room(), *[("join", one) for one in who])
    assert views.leader(joined)["joined"] == len(set(who))
    assert views.public(joined, None) == views.public(room(), None)


def test_a_room_is_opened_once_and_first() -> None:
    with pytest.raises(ValueError, match="open already"):
        apply(room(), opening())
    with pytest.raises(ValueError, match="begins with its opening"):
        replay([KINDS["ended"]()])
    assert isinstance(opening(), Opened)
