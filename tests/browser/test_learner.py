"""A learner goes through the whole book, and the report says exactly what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from mio_widgets.book import chapters
from mio_widgets.content.load import Content
from mio_widgets.content.models import Utterance

from .exercises import Choices, Conversation, Journal, Order, Point, Progress, Report, Sort, path
from .expected_report import Done
from .reader import BLANK, Classify, Given
from .ways import Rendered

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


class Learner:
    """Reads in the browser, and keeps a list of what was done."""

    def __init__(self, rendered: Rendered, content: Content) -> None:
        self.rendered = rendered
        self.content = content
        self.done = Done(content)
        self.day = MORNING.date()
        self.reader: BrowserContext = rendered.readers.new(rendered.server.url, timezone_id="UTC", locale="en-US")
        self.reader.clock.install(time=MORNING)
        self.page: Page = self.reader.new_page()

    def opens(self, slug: str) -> None:
        """Goes to a chapter."""
        self.rendered.show(self.page, slug)

    def mixed(self, items: Sequence[Utterance], labels: Sequence[str]) -> Iterator[Given]:
        """Right answers, wrong ones and blanks, as sure as it comes."""
        for number, item in enumerate(items):
            other = next(label for label in labels if label != item.key)
            label = other if number % 5 == 2 else item.key
            yield BLANK if number % 9 == 4 else Given(label, ("unsure", "fairly", "sure")[number % 3])

    def classifies(self, deck: str, of: int | None = None, reload_at: int | None = None) -> Classify:
        """Works through a deck, or its first items; perhaps the page is reloaded on the way."""
        exercise = Classify(self.page, self.content, deck)
        answers = list(self.mixed(exercise.items, exercise.deck.labels))[:of]
        exercise.begin()
        exercise.work(answers[:reload_at])
        if reload_at is not None:
            self.page.reload()
            exercise.expect_at(reload_at + 1)
            exercise.work(answers[reload_at:])
        self.done.answer(deck, exercise.items, answers, self.day)
        return exercise

    def classifies_in_two_tabs(self, deck: str) -> None:
        """Answers every item in the one tab or the other, three at a time."""
        tabs = [Classify(page, self.content, deck) for page in (self.page, self.reader.new_page())]
        exercise, other = tabs
        answers = list(self.mixed(exercise.items, exercise.deck.labels))
        exercise.begin()
        for number, given in enumerate(answers):
            here = tabs[number // 3 % 2]
            if number % 3 == 0:
                here.page.goto(self.page.url)
                here.page.bring_to_front()
            here.expect_at(number + 1)
            here.work([given])
        other.page.close()
        self.done.answer(deck, exercise.items, answers, self.day)

    def recalls(self, quiz_id: str) -> None:
        """Answers a questionnaire, but leaves the second question for recall blank."""
        quiz = Choices(self.page, self.content, quiz_id)
        for number in quiz.recall:
            text = "" if number == quiz.recall[1] else f"What I remember of “{quiz.quiz.questions[number].id}”."
            quiz.text(number).fill(text)
            quiz.reveal(number)
            if text:
                quiz.rating(number, "partly").click()
                self.done.write("recall", quiz_id, quiz.quiz.questions[number].id, text)
        for number in quiz.choosing:
            quiz.choose(number, number % 2)
            question = quiz.quiz.questions[number]
            self.done.write("recall", quiz_id, question.id, question.choices[number % 2].text)

    def writes(self, journal_id: str, *texts: str) -> None:
        """Writes to the first prompts of a journal."""
        journal = Journal(self.page, self.content, journal_id)
        for number, text in enumerate(texts):
            journal.write(number, text)
            self.done.write("journal", journal_id, journal.journal.prompts[number].id, text)

    def piles(self, exercise: Sort, cards: Sequence[Utterance]) -> list[str]:
        """Where the cards are put: one in four into another group."""
        return [exercise.other(card) if n % 4 == 1 else card.key for n, card in enumerate(cards)]

    def sorts(self, deck: str) -> None:
        """Sorts the cards, and reloads before comparing."""
        exercise = Sort(self.page, self.content, deck)
        labels = self.piles(exercise, exercise.cards)
        exercise.place(labels[:9])
        self.page.reload()
        exercise.place(labels[9:], already=9)
        exercise.press_button("sort.compare")
        self.done.answer(deck, exercise.cards, [Given(label) for label in labels], self.day)

    def converses(self, vignette: str, *, weak: bool) -> None:
        """Has a conversation, from its beginning to its end."""
        talk = Conversation(self.page, self.content, vignette)
        talk.begin()
        talk.walk(path(talk.vignette, weak=weak))

    def unseen(self, deck: str) -> list[Utterance]:
        """The items of a first return visit."""
        own = self.content.decks[deck]
        return [item for item in self.content.decks[own.reserve or ""].utterances if item.key in own.labels][:6]

    def returns_to_cards(self, deck: str) -> None:
        """Makes the visit that is due in a deck of cards."""
        exercise = Sort(self.page, self.content, deck)
        exercise.press_button("summary.visit.go")
        reserve = self.unseen(deck)
        labels = self.piles(exercise, reserve)
        for label in labels:
            exercise.press(exercise.group(label))
        exercise.press_button("sort.compare")
        exercise.press_button("sort.back")
        self.done.practise(deck, reserve, [Given(label) for label in labels], self.day)

    def returns(self, deck: str) -> None:
        """Makes the visit that is due in a deck's summary."""
        exercise = Classify(self.page, self.content, deck)
        exercise.expect_summary()
        exercise.press_button("summary.visit.go")
        reserve = self.unseen(deck)
        answers = list(self.mixed(reserve, exercise.deck.labels))
        for number, given in enumerate(answers, 1):
            exercise.expect_at(number, of=len(reserve))
            exercise.work([given])
        exercise.expect_summary()
        self.done.practise(deck, reserve, answers, self.day)

    def lets_pass(self, time: timedelta) -> None:
        """Comes back later."""
        self.reader.clock.fast_forward(int(time.total_seconds() * 1000))
        self.day += time


def first_week(learner: Learner) -> None:
    learner.opens("01_mentalizing")
    learner.sorts("mental-states")
    learner.recalls("01-mentalizing")

    learner.opens("02_why_it_matters")
    learner.classifies("when-it-stops", reload_at=7)
    learner.writes("02-why-it-matters", "On Tuesday.\nI had not slept.", "Control, I think.")
    learner.recalls("02-why-it-matters")

    learner.opens("03_self_and_child")
    learner.classifies("whose-mind-1")
    learner.classifies_in_two_tabs("whose-mind-2")
    learner.classifies("whose-mind-3", of=10)

    learner.opens("04_mio_goals_and_approach")
    for order in ("objectives", "slow-down"):
        exercise = Order(learner.page, learner.content, order)
        exercise.solve()
        exercise.press_button("sort.compare")
    learner.sorts("goals")
    learner.recalls("04-goals-and-approach")


def second_week(learner: Learner) -> None:
    learner.opens("05_the_stance")
    learner.classifies("stance", of=12, reload_at=5)
    learner.recalls("05-the-stance")

    learner.opens("06_the_session")
    learner.converses("theresa-anna", weak=False)
    learner.converses("four-year-old", weak=True)
    learner.writes("06-the-session", "The rules, and myself.")

    learner.opens("09_review_and_reflection")
    pointing = Point(learner.page, learner.content, "whose-mind-2")
    for item in pointing.items[:3]:
        pointing.answer([item.evidence[0].phrase])
        pointing.press_button("classify.next")
    learner.writes("09-reflection", "I heard a complaint; now I might hear a fear.")


def expect_progress(progress: Progress, learner: Learner, due: Sequence[tuple[str, str, str]]) -> None:
    """Asserts what is due, by deck, and that what was done is counted."""
    for deck, key, when in due:
        title = learner.content.decks[deck].title
        chapter = next(chapter.number for chapter in chapters() if deck in chapter.exercises)
        said = progress.say(f"progress.due.{key}", deck=title, n=chapter, when=when)
        expect(progress.region).to_contain_text(said)
    done = dict(progress.rows("progress.chapters"))
    assert done["The session"].startswith("2 ")
    for title in ("Why it matters", "Goals and approach"):
        part, whole = done[title].split(" of ")
        assert part == whole


def test_the_report_says_exactly_what_a_learner_did(rendered: Rendered, content: Content, tmp_path: Path) -> None:
    learner = Learner(rendered, content)
    first_week(learner)
    learner.lets_pass(WEEK)
    second_week(learner)

    learner.opens("09_review_and_reflection")
    progress = Progress(learner.page, content)
    finished = ("mental-states", "when-it-stops", "whose-mind-1", "whose-mind-2")
    expect_progress(progress, learner, [(deck, "now", "") for deck in finished])

    learner.opens("01_mentalizing")
    learner.returns_to_cards("mental-states")
    learner.opens("02_why_it_matters")
    learner.returns("when-it-stops")
    learner.opens("03_self_and_child")
    learner.returns("whose-mind-1")

    learner.opens("09_review_and_reflection")
    later = [(deck, "later", "Thursday, March 12") for deck in ("mental-states", "when-it-stops", "whose-mind-1")]
    expect_progress(progress, learner, [*later, ("whose-mind-2", "now", "")])
    assert learner.day == date(2026, 3, 9)
    expected = learner.done.report(learner.day)
    assert progress.report().blocks == expected

    file = tmp_path / "report.html"
    progress.downloaded("progress.report.save").save_as(file)
    page = rendered.readers.browser.new_page()
    page.goto(file.as_uri())
    assert Report(page.get_by_role("article")).blocks == expected
    page.close()
