"""The exercises of the later chapters as a reader meets them: everything by its role and its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Locator, Page, expect

from mio_widgets.content.load import Content
from mio_widgets.content.models import Card, Line, Turn, Utterance, Vignette

from .reader import Exercise, Press, Quiz

#: What may stand at the end of a phrase without being part of it.
MARKS = " ,.;:…!?”’—"


class Point(Exercise):
    """The pointing exercise on one deck."""

    def __init__(self, page: Page, content: Content, deck_id: str, press: Press = Locator.click) -> None:
        self.deck = content.decks[deck_id]
        super().__init__(page, content, self.deck.title, press)
        self.heading = self.region.get_by_role("heading", level=3)
        self.phrases = self.region.get_by_role("group", name=self.say("point.which"))

    @property
    def items(self) -> list[Utterance]:
        """The deck's items in their order."""
        return self.deck.utterances

    def phrase(self, text: str) -> Locator:
        """The phrase to be tapped, in a box with the marks that follow it."""
        return self.phrases.get_by_role("button", name=re.compile(rf"^{re.escape(text.strip())}[{MARKS}]*$"))

    def beside(self, item: Utterance) -> str:
        """A phrase of the item shown that is no evidence."""
        decisive = {evidence.phrase.strip(MARKS) for evidence in item.evidence}
        shown = (text.strip(MARKS) for text in self.phrases.get_by_role("button").all_inner_texts())
        return next(text for text in shown if text not in decisive)

    def expect_at(self, number: int) -> None:
        """Waits until item `number` is shown."""
        expect(self.heading).to_contain_text(self.say("classify.progress", at=number, of=len(self.items)))

    def answer(self, phrases: Iterable[str]) -> None:
        """Taps the phrases of the item that is shown, and compares."""
        for phrase in phrases:
            self.press(self.phrase(phrase))
        self.press_button("point.compare")
        expect(self.phrases).to_have_count(0)

    def compared(self, part: str) -> list[str]:
        """What is listed as found, missed or beside."""
        found = self.region.get_by_role("heading", name=self.say("point.found"), exact=True)
        # Where nothing was found, nothing is decisive besides.
        key = "classify.evidence" if part == "missed" and found.count() == 0 else f"point.{part}"
        title = self.page.get_by_role("heading", name=self.say(key), exact=True)
        return self.region.locator(".mio-compared").filter(has=title).get_by_role("listitem").all_inner_texts()


class Sort(Exercise):
    """Cards of a deck, to be sorted into its labels."""

    def __init__(self, page: Page, content: Content, deck_id: str, press: Press = Locator.click) -> None:
        self.deck = content.decks[deck_id]
        codebook = content.codebook_of(self.deck)
        self.labels = {label.id: label for label in codebook.labels}
        super().__init__(page, content, self.deck.title, press)
        self.heading = self.region.get_by_role("heading", level=3)
        self.groups = self.region.get_by_role("group", name=codebook.question)
        self.status = self.region.get_by_role("status")

    @property
    def cards(self) -> list[Utterance]:
        """The cards in the order in which they are dealt."""
        return self.deck.utterances

    def other(self, card: Utterance) -> str:
        """A label that is not the card's key."""
        return next(label for label in self.deck.labels if label != card.key)

    @property
    def in_hand(self) -> Locator:
        """The card to be placed next."""
        return self.region.get_by_role("figure")

    def group(self, label: str) -> Locator:
        """The button that places the card in hand."""
        return self.groups.get_by_role("button", name=self.labels[label].short, exact=True)

    def pile(self, label: str) -> Locator:
        """Where the cards of a group lie."""
        return self.region.get_by_role("region", name=self.labels[label].name, exact=True)

    def placed(self, card: Utterance) -> Locator:
        """The button by which a placed card is taken up again."""
        return self.region.get_by_role("button", name=self.say("sort.take", card=card.text), exact=True)

    def in_pile(self, card: Utterance, label: str) -> Locator:
        """The placed card, if it lies in that pile."""
        return self.pile(label).get_by_role("button", name=self.say("sort.take", card=card.text), exact=True)

    def place(self, labels: Sequence[str], already: int = 0) -> None:
        """Places the cards that wait, one after the other, after as many as were placed already."""
        for number, label in enumerate(labels, already + 1):
            self.press(self.group(label))
            expect(self.heading).to_contain_text(self.say("sort.progress", done=number, of=len(self.cards)))

    def result(self, card: Utterance) -> Locator:
        """What is said about a card once it is compared."""
        return self.region.get_by_role("listitem").filter(has_text=card.text)


class Order(Exercise):
    """Cards to be put into order."""

    def __init__(self, page: Page, content: Content, order_id: str, press: Press = Locator.click) -> None:
        self.order = content.orders[order_id]
        super().__init__(page, content, self.order.title, press)
        self.rows = self.region.get_by_role("listitem")
        self.heading = self.region.get_by_role("heading", level=3)
        self.status = self.region.get_by_role("status")

    def row(self, card: Card) -> Locator:
        """The card in its list."""
        return self.rows.filter(has_text=card.text)

    def up(self, card: Card) -> Locator:
        """The button that moves the card toward the top."""
        return self.region.get_by_role("button", name=self.say("order.up", card=card.text), exact=True)

    def down(self, card: Card) -> Locator:
        """The button that moves the card toward the end."""
        return self.region.get_by_role("button", name=self.say("order.down", card=card.text), exact=True)

    @property
    def sequence(self) -> list[str]:
        """The ids of the cards as they lie now."""
        expect(self.rows).to_have_count(len(self.order.cards))
        texts = self.rows.all_text_contents()
        return [next(card.id for card in self.order.cards if card.text in text) for text in texts]

    def expect_sequence(self, ids: Sequence[str]) -> None:
        """Waits until the cards lie in that order."""
        texts = {card.id: card.text for card in self.order.cards}
        expect(self.rows).to_contain_text([texts[id] for id in ids])

    def solve(self) -> None:
        """Puts the cards into the key's order by the buttons."""
        for at, card in enumerate(self.order.cards):
            for _ in range(self.sequence.index(card.id) - at):
                self.press(self.up(card))
        self.expect_sequence([card.id for card in self.order.cards])


WEAK = frozenset({"closes", "too-early", "does-it-for-her", "directs", "waits"})
"""The moves that a reader of the article would not choose at that turn."""


def path(vignette: Vignette, *, weak: bool) -> list[Line]:
    """Lines from the opening to the end that are all good moves, or weak ones as often as the turns allow."""
    turns = {turn.id: turn for turn in vignette.turns}

    def onward(at: str, seen: frozenset[str]) -> list[Line] | None:
        if at == "end":
            return []
        lines = sorted(turns[at].choices, key=lambda line: (line.move in WEAK) != weak)
        for line in lines if weak else [line for line in lines if line.move not in WEAK]:
            rest = None if line.next in seen else onward(line.next, seen | {line.next})
            if rest is not None:
                return [line, *rest]
        return None

    found = onward(vignette.start, frozenset({vignette.start}))
    assert found, f"{vignette.id}: no such way to the end"
    return found


class Conversation(Exercise):
    """A conversation in which the reader is the therapist."""

    def __init__(self, page: Page, content: Content, vignette_id: str, press: Press = Locator.click) -> None:
        self.vignette = content.vignettes[vignette_id]
        self.turns: dict[str, Turn] = {turn.id: turn for turn in self.vignette.turns}
        super().__init__(page, content, self.vignette.title, press)
        self.heading = self.region.get_by_role("heading", level=3)
        self.lines = self.region.get_by_role("group", name=self.say("conversation.choose"))
        self.earlier = self.region.get_by_text(self.say("conversation.earlier"), exact=True)

    def line(self, line: Line) -> Locator:
        """The button with what the therapist might say."""
        return self.lines.get_by_role("button", name=line.text, exact=True)

    def begin(self) -> None:
        """Leaves the setting for the first turn."""
        self.press_button("conversation.begin")
        self.expect_turn(1)

    def expect_turn(self, number: int) -> None:
        """Waits until turn `number` is open."""
        expect(self.heading).to_have_text(self.say("conversation.turn", n=number))

    def expect_end(self) -> None:
        """Waits until the transcript is shown."""
        expect(self.heading).to_contain_text(self.say("conversation.transcript"))

    def walk(self, lines: Sequence[Line], already: int = 0) -> None:
        """Says the lines one after the other, after as many as were said already."""
        for number, line in enumerate(lines, already + 2):
            self.press(self.line(line))
            if line.next == "end":
                self.expect_end()
            else:
                self.expect_turn(number)

    def levels(self, turn: Turn) -> Locator:
        """The drawing of arousal and mentalizing, up to that turn."""
        name = self.say("conversation.levels.text", arousal=turn.arousal, mentalizing=turn.mentalizing)
        return self.region.get_by_role("img", name=name, exact=True)


class Choices(Quiz):
    """A questionnaire's multiple choice."""

    @property
    def choosing(self) -> list[int]:
        """The numbers of the questions that are answered by a choice."""
        return [number for number, question in enumerate(self.quiz.questions) if question.choices]

    def option(self, number: int, at: int) -> Locator:
        """One of the answers to question `number`."""
        text = self.quiz.questions[number].choices[at].text
        return self.question(number).get_by_role("radio", name=text, exact=True)

    def compare(self, number: int) -> Locator:
        """The button that shows what holds."""
        return self.question(number).get_by_role("button", name=self.say("quiz.compare"), exact=True)

    def choose(self, number: int, at: int) -> None:
        """Answers question `number` with a choice."""
        self.press(self.option(number, at))
        self.press(self.compare(number))
        expect(self.compare(number)).to_have_count(0)


SAVED = """text => Object.keys(localStorage).filter((key) => key.startsWith("mio:1:record:"))
    .some((key) => JSON.parse(localStorage.getItem(key)).text === text)"""


class Journal(Exercise):
    """Prompts for reflection."""

    def __init__(self, page: Page, content: Content, journal_id: str, press: Press = Locator.click) -> None:
        self.journal = content.journals[journal_id]
        super().__init__(page, content, self.journal.title, press)

    def entry(self, number: int) -> Locator:
        """All that belongs to prompt `number`."""
        return self.region.get_by_role("listitem").filter(has_text=self.journal.prompts[number].prompt)

    def status(self, number: int) -> Locator:
        """What is said about the answer to prompt `number`."""
        return self.entry(number).get_by_role("status")

    def text(self, number: int) -> Locator:
        """Where prompt `number` is answered."""
        return self.region.get_by_role("textbox", name=self.journal.prompts[number].prompt, exact=True)

    def delete(self, number: int) -> Locator:
        """The button that deletes what was written to prompt `number`."""
        return self.entry(number).get_by_role("button", name=self.say("journal.delete"), exact=True)

    def delete_surely(self, number: int) -> None:
        """Deletes what was written to prompt `number`, and says so twice."""
        self.press(self.delete(number))
        self.press(self.entry(number).get_by_role("button", name=self.say("journal.delete.yes"), exact=True))

    def write(self, number: int, text: str) -> None:
        """Writes, and waits until it is saved."""
        # Chromium slows the timers of a tab that is not in front.
        self.page.bring_to_front()
        self.text(number).fill(text)
        self.page.wait_for_function(SAVED, arg=text)
        expect(self.status(number)).to_have_text(self.say("journal.saved"))


Block = tuple[Any, ...]
"""A heading, a paragraph, or a table with its caption and rows, as plain text."""

BLOCKS = """article => [...article.children].map((part) => part.tagName === "TABLE"
    ? ["table", part.caption.textContent, [...part.rows].map((row) => [...row.cells].map((cell) => cell.textContent))]
    : [part.tagName.toLowerCase(), part.textContent])"""


@dataclass(frozen=True)
class Report:
    """The report as it stands in a page."""

    article: Locator

    @property
    def blocks(self) -> list[Block]:
        """All that it says, in order."""
        return [tuple(block) for block in self.article.evaluate(BLOCKS)]


class Progress(Exercise):
    """The reader's progress, and everything saved."""

    def __init__(self, page: Page, content: Content, press: Press = Locator.click) -> None:
        super().__init__(page, content, content.words["progress.title"], press)
        self.status = self.region.get_by_role("status")
        self.heading = self.region.get_by_role("heading", level=3).first
        self.file = self.region.get_by_label(self.say("progress.import"))

    def rows(self, key: str) -> list[list[str]]:
        """The rows of a table: what stands in each, without the bar."""
        table = self.region.get_by_role("table", name=self.say(key), exact=True)
        rows: list[list[str]] = table.evaluate(
            "table => [...table.tBodies[0].rows].map("
            "  (row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent))"
        )
        return rows

    def share(self, part: int, whole: int) -> str:
        """So many of so many."""
        return self.say("summary.share", part=part, whole=whole)

    def report(self) -> Report:
        """The report, shown in the page."""
        self.press_button("progress.report.show")
        article = self.region.get_by_role("article", name=self.say("progress.report"))
        expect(article).to_be_visible()
        return Report(article)

    def downloaded(self, key: str) -> Download:
        """The file that a button hands over."""
        with self.page.expect_download() as download:
            self.press_button(key)
        return download.value

    def export(self, to: Path) -> Path:
        """Saves everything as a file."""
        self.downloaded("progress.export").save_as(to)
        return to

    def bring_in(self, file: Path) -> None:
        """Chooses a file to import."""
        self.file.set_input_files(file)

    def delete_everything(self) -> None:
        """Deletes everything, and says so twice."""
        self.press_button("progress.delete")
        self.press_button("progress.delete.yes")
        expect(self.status).to_have_text(self.say("progress.delete.done"))


def stored(page: Page) -> dict[str, str]:
    """All that the workbook keeps in the browser."""
    everything: dict[str, str] = page.evaluate("({ ...localStorage })")
    return everything
