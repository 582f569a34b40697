"""People who are not there: phones that vote as a mixed group would, so that a leader can practise alone."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from mio_widgets.content.load import load
from mio_widgets.live.client import Phone

#: How often a middling listener chooses the key at first, by the item's difficulty. Not measured: chosen so
#: that rooms disagree enough to talk and mostly come nearer to the key.
AT_FIRST = {1: 0.7, 2: 0.55, 3: 0.42}
#: How often talking moves somebody to the key, away from it, and how often somebody sits a round out.
CONVINCED, MISLED, SILENT = 0.5, 0.07, 0.04


@dataclass(frozen=True)
class Item:
    """What decides how people label an utterance."""

    key: str
    labels: list[str]
    difficulty: int = 2
    other: str | None = None
    """The other defensible label of a contested item."""


Opinion = tuple[str | None, str | None]
"""Label and sureness."""


def item_of(item: str, labels: list[str]) -> Item:
    """The item of that id in the content; one that is not there any more is labeled at random."""
    for deck in load().decks.values():
        for known in deck.utterances:
            if known.id == item:
                other = next((reading.label for reading in known.contested if reading.label != known.key), None)
                return Item(known.key, labels, known.difficulty, other if other in labels else None)
    return Item(labels[0], labels, 3)


def opinion(chance: random.Random, item: Item, ear: float, before: Opinion | None = None) -> Opinion | None:
    """What somebody votes: label and sureness, or None for somebody who sits the round out.

    Args:
        chance: where all that is random comes from.
        item: the utterance.
        ear: how much more often than a middling listener the key is chosen, from about -0.3 to 0.3.
        before: the vote in the first round, when this is the second.
    """
    if chance.random() < SILENT:
        return None
    if before is None or before[0] is None:
        label = _first(chance, item, ear)
    elif before[0] in (item.key, item.other):
        label = _tempting(chance, item) if chance.random() < MISLED else before[0]
    else:
        label = item.key if chance.random() < CONVINCED + ear else before[0]
    if chance.random() < 0.02:
        return None, None
    right = label in (item.key, item.other)
    weights = (2, 4, 4) if right else (4, 4, 2)
    return label, chance.choices(("unsure", "fairly", "sure"), weights)[0]


def _first(chance: random.Random, item: Item, ear: float) -> str:
    if chance.random() < AT_FIRST[item.difficulty] + ear:
        return item.other if item.other and chance.random() < 0.45 else item.key
    return _tempting(chance, item)


def _tempting(chance: random.Random, item: Item) -> str:
    """A label beside the key: on each item one of them tempts most."""
    wrong = [label for label in item.labels if label != item.key]
    favorite = sum(map(ord, item.key)) % len(wrong)
    return chance.choices(wrong, [4 if at == favorite else 1 for at in range(len(wrong))])[0]


@dataclass
class Participant:
    """Somebody with a phone.

    Args:
        phone: through which they vote.
        chance: their own.
        pace: how long they think, as a share of 2 to 14 seconds.
    """

    phone: Phone
    chance: random.Random
    pace: float = 1.0
    _said: dict[tuple[str, int], Opinion | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ear = self.chance.gauss(0, 0.12)
        self._voting: set[asyncio.Task[None]] = set()

    async def take_part(self) -> None:
        """Joins, and votes whenever a round opens, until the room ends."""
        try:
            await self.phone.join()
            await self.phone.follow(self._changed)
        finally:
            for task in self._voting:
                task.cancel()
            await self.phone.leave()

    async def _changed(self, phone: Phone) -> None:
        state = phone.state
        now = phone.place
        if state["phase"] != "open" or now in self._said:
            return
        labels = [label["id"] for label in state["labels"]]
        before = self._said.get((now[0], 1)) if now[1] == 2 else None
        self._said[now] = opinion(self.chance, item_of(now[0], labels), self._ear, before)
        # Thinking must not keep the phone from hearing that the round has closed.
        task = asyncio.ensure_future(self._vote(now))
        self._voting.add(task)
        task.add_done_callback(self._voting.discard)

    async def _vote(self, now: tuple[str, int]) -> None:
        said = self._said[now]
        await asyncio.sleep(self.pace * self.chance.uniform(2, 14))
        open = self.phone.state["phase"] == "open" and self.phone.place == now
        if said and not (open and await self.phone.vote(*said)):
            # Too late; the same round may be opened again.
            del self._said[now]


async def rehearse(root: str, code: str, phones: int, pace: float = 1.0, seed: int | None = None) -> None:
    """Lets `phones` simulated participants take part in a room until it ends.

    Args:
        root: the server's address, with a slash at the end.
        code: the room's.
        phones: how many.
        pace: how long they think, as a share of 2 to 14 seconds.
        seed: the same seed makes the same people.

    Raises:
        LookupError: there is no such room, or it has ended.
    """
    chance = random.Random(seed)  # noqa: S311 -- people, not secrets
    people = [
        Participant(Phone(root, code), random.Random(chance.random()), pace)  # noqa: S311 -- as above
        for _ in range(phones)
    ]

    async def arrive(at: int, person: Participant) -> None:
        await asyncio.sleep(pace * at * min(0.2, 6 / phones))
        await person.take_part()

    await asyncio.gather(*(arrive(at, person) for at, person in enumerate(people)))
