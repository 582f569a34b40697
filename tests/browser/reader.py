"""Exercises as a reader meets them: everything is found by its role and its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content
from mio_widgets.content.models import Deck, Utterance

Press = Callable[[Locator], None]


@dataclass(frozen=True)
class Given:
    """An answer as the reader gives it: a label and a sureness, or neither."""

    label: str | None
    sureness: str | None = None


BLANK = Given(None)


class Exercise:
    """What the exercises have in common: a named region and the words in it."""

    def __init__(self, page: Page, content: Content, title: str, press: Press = Locator.click) -> None:
        self.page = page
        self.content = content
        self.press = press
        self.region = page.get_by_role("region", name=title, exact=True)

    def say(self, key: str, /, **values: str | int) -> str:
        """The words for `key`, in the singular or plural that {n} asks for."""
        form = f"{key}.{'one' if values.get('n') == 1 else 'other'}"
        return self.content.words.get(form if "n" in values else key, self.content.words.get(key, "")).format(**values)

    def button(self, key: str) -> Locator:
        """The button that carries the words for `key`."""
        return self.region.get_by_role("button", name=self.say(key), exact=True)

    def press_button(self, key: str) -> None:
        """Presses the button that carries the words for `key`."""
        self.press(self.button(key))

    @property
    def note(self) -> Locator:
        """What is said about storage, when something is to be said."""
        return self.region.get_by_role("note")


class Classify(Exercise):
    """The classification exercise on one deck."""

    def __init__(self, page: Page, content: Content, deck_id: str, press: Press = Locator.click) -> None:
        self.deck: Deck = content.decks[deck_id]
        self.labels = {label.id: label for label in content.codebook_of(self.deck).labels}
        super().__init__(page, content, self.deck.title, press)
        self.heading = self.region.get_by_role("heading", level=3)
        self.verdict = self.region.get_by_role("heading", level=4)
        self.status = self.region.get_by_role("status")
        self.question = self.content.codebook_of(self.deck).question

    @property
    def items(self) -> list[Utterance]:
        """The deck's items in their order."""
        return self.deck.utterances

    def short(self, label: str) -> str:
        """The label's name on its button."""
        return self.labels[label].short

    def radio(self, label: str) -> Locator:
        """The choice of a label."""
        group = self.region.get_by_role("group", name=self.question)
        return group.get_by_role("radio", name=self.short(label), exact=True)

    def sureness(self, sureness: str) -> Locator:
        """The button by which the reader says how sure they are."""
        group = self.region.get_by_role("group", name=self.say("classify.sure"))
        return group.get_by_role("button", name=self.say(f"classify.sure.{sureness}"), exact=True)

    def begin(self) -> None:
        """Leaves the worked examples for the first open item."""
        self.press_button("classify.worked.skip")

    def expect_at(self, number: int, of: int | None = None) -> None:
        """Waits until item `number` is shown."""
        expect(self.heading).to_contain_text(self.say("classify.progress", at=number, of=of or len(self.items)))

    def expect_summary(self) -> None:
        """Waits until the summary is shown."""
        expect(self.heading).to_contain_text(self.say("summary.title"))

    def answer(self, given: Given) -> None:
        """Answers the item that is shown, and waits for the feedback."""
        if given.label is None or given.sureness is None:
            self.press_button("classify.blank")
        else:
            self.press(self.radio(given.label))
            self.press(self.sureness(given.sureness))
        expect(self.verdict).to_have_count(1)

    def work(self, answers: Iterable[Given]) -> None:
        """Answers the items one after the other, and goes on after each; after the last item to the summary."""
        for given in answers:
            self.answer(given)
            self.onward()

    def leave_blank_until(self, number: int) -> None:
        """Leaves blank what comes before item `number`."""
        self.work([BLANK] * (number - 1))
        self.expect_at(number)

    def onward(self) -> None:
        """Goes on from the feedback, to the next item if there is one."""
        following = self.button("classify.next")
        self.press(following if following.count() else self.button("classify.summary"))


class Quiz(Exercise):
    """The questionnaire at a chapter's end."""

    def __init__(self, page: Page, content: Content, quiz_id: str, press: Press = Locator.click) -> None:
        self.quiz = content.quizzes[quiz_id]
        super().__init__(page, content, self.quiz.title, press)

    def text(self, number: int) -> Locator:
        """Where the answer to question `number` is written."""
        return self.region.get_by_role("textbox", name=self.quiz.questions[number].prompt, exact=True)

    def question(self, number: int) -> Locator:
        """All that belongs to question `number`."""
        return self.region.get_by_role("listitem").filter(has_text=self.quiz.questions[number].prompt)

    @property
    def recall(self) -> list[int]:
        """The numbers of the questions that are answered in the reader's own words."""
        return [number for number, question in enumerate(self.quiz.questions) if question.answer]

    def complete(self) -> None:
        """Answers every question, without caring how."""
        for number in range(len(self.quiz.questions)):
            if number in self.recall:
                self.reveal(number)
            else:
                self.press(self.question(number).get_by_role("radio").first)
                self.press(self.question(number).get_by_role("button", name=self.say("quiz.compare"), exact=True))

    def reveal(self, number: int) -> None:
        """Shows the workbook's answer to question `number`."""
        self.press(self.question(number).get_by_role("button", name=self.say("quiz.reveal"), exact=True))

    def rating(self, number: int, rating: str) -> Locator:
        """The button that says how near the reader's answer came."""
        group = self.question(number).get_by_role("group", name=self.say("quiz.rating"))
        return group.get_by_role("button", name=self.say(f"quiz.rating.{rating}"), exact=True)


def all_right(items: Iterable[Utterance], sureness: str = "sure") -> list[Given]:
    """Answers that agree with every key."""
    return [Given(item.key, sureness) for item in items]


def hears(page: Page, text: str) -> None:
    """Says something, and waits for Python's answer."""
    page.get_by_label("Said").fill(text)
    page.get_by_label("Said").press("Tab")
    expect(page.get_by_text(f"Heard: {text.upper()}")).to_be_visible()
