"""What the report should say, worked out from what a test did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mio_widgets.book import chapters
from mio_widgets.content.load import Content
from mio_widgets.content.models import Deck, Utterance

from .exercises import Block
from .expected import Expected, Share, share
from .reader import Given


def in_chapters(decks: Iterable[str]) -> list[str]:
    """The ids of decks in the order in which the book has them."""
    order = [id for chapter in chapters() for id in chapter.exercises]
    return sorted(decks, key=order.index)


@dataclass
class Done:
    """What a reader did, as the test that plays the reader keeps it."""

    content: Content
    answers: dict[str, dict[str, tuple[Given, date]]] = field(default_factory=dict)
    """By deck: by item, the answer and its day."""
    practised: dict[str, dict[str, tuple[Given, date]]] = field(default_factory=dict)
    """By the deck for which it was practised: by the reserve's item, the answer and its day."""
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    """By questionnaire or journal: by question or prompt, the text."""

    def answer(self, deck: str, items: Iterable[Utterance], answers: Iterable[Given], day: date) -> None:
        """Keeps answers to a deck's items."""
        own = self.answers.setdefault(deck, {})
        own |= {item.id: (given, day) for item, given in zip(items, answers, strict=False)}

    def practise(self, deck: str, items: Iterable[Utterance], answers: Iterable[Given], day: date) -> None:
        """Keeps answers to a reserve's items."""
        own = self.practised.setdefault(deck, {})
        own |= {item.id: (given, day) for item, given in zip(items, answers, strict=True)}

    def write(self, kind: str, id: str, prompt: str, text: str) -> None:
        """Keeps what was written in a questionnaire ("recall") or a journal ("journal")."""
        self.written.setdefault(f"{kind}:{id}", {})[prompt] = text

    def say(self, key: str, **values: str | int) -> str:
        """The words for `key`."""
        return self.content.words[key].format(**values)

    def report(self, made: date) -> list[Block]:
        """The report's headings, paragraphs and tables."""
        blocks: list[Block] = [
            ("h1", self.say("progress.report")),
            ("p", self.say("progress.report.made", when=f"{made:%B} {made.day}, {made.year}")),
            ("p", self.say("progress.report.not")),
        ]
        if self.answers:
            totals = [self._total(self.content.decks[id]) for id in in_chapters(self.answers)]
            heads = self._heads("progress.deck", "summary.agreed")
            blocks.append(("table", self.say("progress.decks"), [heads, *totals]))
        for id in in_chapters(self.answers):
            blocks += self._deck(self.content.decks[id])
        for id, quiz in sorted(self.content.quizzes.items()):
            questions = [(question.id, question.prompt) for question in quiz.questions]
            blocks += self._written("recall", id, quiz.title, questions)
        for id, journal in sorted(self.content.journals.items()):
            prompts = [(prompt.id, prompt.prompt) for prompt in journal.prompts]
            blocks += self._written("journal", id, journal.title, prompts)
        return blocks

    def _total(self, deck: Deck) -> list[str]:
        given = self.answers[deck.id]
        answered = [item for item in deck.utterances if item.id in given]
        return [deck.title, self._share(Expected(answered, [given[item.id][0] for item in answered]).total)]

    def _deck(self, deck: Deck) -> list[Block]:
        short = {label.id: label.short for label in self.content.codebooks[deck.codebook].labels}
        given = self.answers[deck.id]
        answered = [item for item in deck.utterances if item.id in given]
        expected = Expected(answered, [given[item.id][0] for item in answered])
        by_label = [(label, expected.by_label(label)) for label in deck.labels]
        labels = [[short[label], self._share(agreed)] for label, agreed in by_label if agreed is not None]
        sureness = {
            level: share(pair for pair in expected.labeled if pair.given.sureness == level)
            for level in ("unsure", "fairly", "sure")
        }
        blocks: list[Block] = [
            ("h2", deck.title),
            ("table", self.say("progress.report.answers"), [self._heads("summary.label", "summary.agreed"), *labels]),
        ]
        if any(agreed.whole for agreed in sureness.values()):
            levels = [[self.say(f"classify.sure.{level}"), self._share(agreed)] for level, agreed in sureness.items()]
            heads = self._heads("summary.sureness", "summary.agreed")
            blocks.append(("table", self.say("summary.bysureness"), [heads, *levels]))
        blocks.append(("table", deck.title, self._rows(short, answered, given)))
        practised = self.practised.get(deck.id, {})
        if practised:
            reserve = self.content.decks[deck.reserve or ""].utterances
            again = [item for item in reserve if item.id in practised]
            blocks.append(("table", self.say("progress.report.practice"), self._rows(short, again, practised)))
        return blocks

    def _rows(
        self, short: dict[str, str], items: list[Utterance], given: dict[str, tuple[Given, date]]
    ) -> list[list[str]]:
        parts = ("progress.report.item", "progress.report.you", "progress.report.key")
        rows = [self._heads(*parts, "summary.sureness", "progress.report.day")]
        for item in items:
            answer, day = given[item.id]
            label = self.say("progress.report.blank") if answer.label is None else short[answer.label]
            sureness = self.say(f"classify.sure.{answer.sureness}") if answer.sureness else "–"
            rows.append([item.text, label, short[item.key], sureness, f"{day:%b} {day.day}"])
        return rows

    def _written(self, kind: str, id: str, title: str, prompts: list[tuple[str, str]]) -> list[Block]:
        texts = self.written.get(f"{kind}:{id}", {})
        parts = [(prompt, texts[own]) for own, prompt in prompts if texts.get(own)]
        if not parts:
            return []
        said = [block for prompt, text in parts for block in (("h3", prompt), ("p", text))]
        return [("h2", f"{self.say(f'progress.report.{kind}')}: {title}"), *said]

    def _heads(self, *keys: str) -> list[str]:
        return [self.say(key) for key in keys]

    def _share(self, agreed: Share) -> str:
        return self.say("summary.share", part=agreed.part, whole=agreed.whole) if agreed.whole else "–"
