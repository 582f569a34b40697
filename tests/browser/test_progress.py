"""Progress over the whole book; export, import, deletion; the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content

from .exercises import Journal, Point, Progress, Report, stored
from .expected import Expected
from .expected_report import Done, in_chapters
from .reader import BLANK, Classify, Given
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

CHAPTER = "09_review_and_reflection"
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SCRIPT = "<script>globalThis.ran = true</script><img src=x onerror='globalThis.ran = true'>"
WRITTEN = f"Two lines,\nand {SCRIPT}"

Records = dict[str, str]


def record(space: str, number: int, fields: Mapping[str, object], when: datetime = NOON) -> Records:
    """A record as an exercise keeps it."""
    time = (when + timedelta(seconds=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {f"mio:1:record:{space}:{time}-{number}": json.dumps({"round": 1, "time": time, **fields})}


def answered(content: Content, deck: str, given: list[Given], when: datetime = NOON) -> Records:
    """A deck's records with these answers."""
    records: Records = {}
    items = content.decks[deck].utterances
    pairs = Expected(items, given).pairs
    for number, pair in enumerate(pairs):
        label, sureness = pair.given.label, pair.given.sureness
        correct = None if label is None else pair.agreed
        answer = {"kind": "answer", "item": pair.item.id, "label": label, "sureness": sureness, "correct": correct}
        records |= record(deck, number, answer, when)
    return records


def mixed(content: Content, deck: str) -> list[Given]:
    """Answers of every kind to a whole deck."""
    labels = content.decks[deck].labels
    return [
        BLANK
        if n % 7 == 3
        else Given(labels[n % len(labels)] if n % 3 == 0 else item.key, ("sure", "unsure", "fairly")[n % 3])
        for n, item in enumerate(content.decks[deck].utterances)
    ]


def a_week_of_work(content: Content) -> tuple[Done, Records]:
    """What a reader did in several chapters, and the records of it."""
    done = Done(content)
    records: Records = {}
    for deck, of in (("whose-mind-1", None), ("whose-mind-3", 20)):
        given = mixed(content, deck)[:of]
        done.answer(deck, content.decks[deck].utterances, given, DAY)
        records |= answered(content, deck, given)
    cards = content.decks["goals"].utterances
    sorted_cards = [Given(("short", "long")[n % 2]) for n in range(len(cards))]
    done.answer("goals", cards, sorted_cards, DAY)
    records |= answered(content, "goals", sorted_cards)

    question = content.quizzes["01-mentalizing"].questions[0]
    for number, text in enumerate(("A first try", "What I know of it")):
        fields = {"kind": "recall", "item": question.id, "text": text, "rating": None}
        records |= record("01-mentalizing", number, fields)
    done.write("recall", "01-mentalizing", question.id, "What I know of it")
    prompt = content.journals["09-reflection"].prompts[0]
    records |= record("09-reflection.journal", 0, {"kind": "journal", "item": prompt.id, "text": WRITTEN})
    done.write("journal", "09-reflection", prompt.id, WRITTEN)
    records["mio:1:place:whose-mind-1"] = '{"view":"summary","at":0}'
    records["mio:1:place:01-mentalizing.draft"] = '{"m2":"half a thought"}'
    return done, records


def put(page: Page, records: Mapping[str, str]) -> None:
    """Puts records into the storage, as if the reader had been here before, and reloads the page."""
    page.evaluate(
        "records => Object.entries(records).forEach(([key, text]) => localStorage.setItem(key, text))", records
    )
    page.reload()


def opened(rendered: Rendered, content: Content) -> Progress:
    """The progress of a new reader, at noon of a certain day."""
    context = rendered.readers.new(rendered.server.url, timezone_id="UTC", locale="en-US")
    context.clock.install(time=NOON + timedelta(hours=1))
    return Progress(rendered.show(context.new_page(), CHAPTER), content)


@pytest.fixture
def progress(rendered: Rendered, content: Content) -> Progress:
    """The progress of a reader who has answered nothing."""
    return opened(rendered, content)


@pytest.fixture
def worked(progress: Progress, content: Content) -> tuple[Progress, Done]:
    """The progress of a reader who has done something in several chapters, and what that was."""
    done, records = a_week_of_work(content)
    put(progress.page, records)
    return progress, done


def chapter(progress: Progress, title: str) -> str:
    """What the table says of a chapter."""
    return next(share for name, share in progress.rows("progress.chapters") if name == title)


def test_nothing_done_is_called_so(progress: Progress) -> None:
    expect(progress.region).to_contain_text(progress.say("progress.empty"))
    expect(progress.region).to_contain_text(progress.say("progress.due.none"))
    assert {share.split()[0] for _, share in progress.rows("progress.chapters")} == {"0"}


def test_a_questionnaire_alone_is_something(progress: Progress, content: Content) -> None:
    question = content.quizzes["01-mentalizing"].questions[0]
    fields = {"kind": "recall", "item": question.id, "text": "", "rating": None}
    put(progress.page, record("01-mentalizing", 0, fields))
    expect(progress.region).not_to_contain_text(progress.say("progress.empty"))
    assert chapter(progress, "Mentalizing").startswith("1 ")


def test_chapters_and_decks_are_counted(worked: tuple[Progress, Done], content: Content) -> None:
    progress, done = worked
    decks = {id: content.decks[id].utterances for id in ("whose-mind-1", "whose-mind-2", "whose-mind-3")}
    of = sum(map(len, decks.values())) + len(content.quizzes["03-self-and-child"].questions)
    assert chapter(progress, "Self and child") == progress.share(len(decks["whose-mind-1"]) + 20, of)
    agreed = []
    for id in in_chapters(done.answers):
        deck = content.decks[id]
        given = [answer for answer, _ in done.answers[id].values()]
        total = Expected(deck.utterances, given).total
        agreed.append([deck.title, progress.share(total.part, total.whole)])
    assert progress.rows("progress.decks") == agreed


def test_sureness_and_confusions_over_all_decks(worked: tuple[Progress, Done], content: Content) -> None:
    progress, done = worked
    rounds = [
        (content.decks[id], Expected(content.decks[id].utterances, [answer for answer, _ in done.answers[id].values()]))
        for id in in_chapters(done.answers)
    ]
    for row, sureness in zip(progress.rows("summary.bysureness"), ("unsure", "fairly", "sure"), strict=True):
        shares = [expected.by_sureness(sureness) for _, expected in rounds]
        share = progress.share(sum(s.part for s in shares), sum(s.whole for s in shares))
        assert row == [progress.say(f"classify.sure.{sureness}"), share]
    found = [(n, key, label, deck) for deck, expected in rounds for (key, label), n in expected.confusions]
    for n, key, label, deck in sorted(found, key=lambda confusion: -confusion[0])[:5]:
        short = {own.id: own.short for own in content.codebooks[deck.codebook].labels}
        sentence = f"{short[label]} {progress.say('summary.confusion', n=n)} {short[key]}"
        expect(progress.region.get_by_role("listitem").filter(has_text=sentence).first).to_be_visible()


def test_a_finished_deck_comes_due_a_day_later(worked: tuple[Progress, Done], content: Content) -> None:
    progress, _ = worked
    title = content.decks["whose-mind-1"].title
    later = progress.say("progress.due.later", deck=title, n=3, when="Tuesday, March 3")
    expect(progress.region).to_contain_text(later)
    # An unfinished deck and one without a reserve are not due at all.
    for other in ("whose-mind-3", "goals"):
        expect(progress.region.get_by_role("listitem").filter(has_text=content.decks[other].title)).to_have_count(0)
    progress.page.clock.fast_forward("24:00:00")
    progress.page.reload()
    expect(progress.region).to_contain_text(progress.say("progress.due.now", deck=title, n=3))
    progress.region.get_by_role("link", name=title, exact=True).click()
    deck = Classify(progress.page, content, "whose-mind-1")
    expect(deck.heading).to_be_in_viewport()


def test_export_delete_import_brings_everything_back(worked: tuple[Progress, Done], tmp_path: Path) -> None:
    progress, done = worked
    before, report = stored(progress.page), progress.report().blocks
    file = progress.export(tmp_path / "mine.json")
    progress.delete_everything()
    expect(progress.heading).to_be_focused()
    assert not [key for key in stored(progress.page) if ":record:" in key]
    expect(progress.region).to_contain_text(progress.say("progress.empty"))
    progress.bring_in(file)
    expect(progress.status).to_have_text(progress.say("progress.imported", n=len(before), known=0))
    assert stored(progress.page) == before
    assert progress.report().blocks == report == done.report(DAY)
    progress.bring_in(file)
    expect(progress.status).to_have_text(progress.say("progress.imported", n=0, known=len(before)))


def test_what_is_deleted_stays_deleted_on_the_same_page(worked: tuple[Progress, Done], content: Content) -> None:
    progress, _ = worked
    journal = Journal(progress.page, content, "09-reflection")
    expect(journal.text(0)).to_have_value(WRITTEN)
    journal.text(1).fill("A last word")
    journal.text(1).blur()
    pointing = Point(progress.page, content, "whose-mind-2")
    pointing.answer([])
    progress.delete_everything()
    expect(journal.text(0)).to_have_value("")
    expect(journal.text(1)).to_have_value("")
    expect(pointing.phrases).to_be_visible()
    progress.page.reload()
    expect(journal.text(0)).to_have_value("")
    assert not [key for key in stored(progress.page) if ":record:" in key]


def test_deletion_is_asked_for_twice(worked: tuple[Progress, Done]) -> None:
    progress, _ = worked
    before = stored(progress.page)
    progress.press_button("progress.delete")
    question = progress.region.get_by_text(progress.say("progress.delete.ask"), exact=True)
    expect(question).to_be_focused()
    expect(question).to_be_in_viewport(ratio=1)
    progress.press_button("progress.delete.no")
    expect(progress.button("progress.delete")).to_be_focused()
    assert stored(progress.page) == before


def export_of(saved: object) -> bytes:
    return json.dumps({"format": "mio-workbook", "version": 1, "exported": "now", "saved": saved}).encode()


def written(folder: Path, file: bytes) -> Path:
    path = folder / "odd.json"
    path.write_bytes(file)
    return path


OTHERS = {
    "another-kind": (b'{"cells": [], "nbformat": 4}', "unknown"),
    "a-picture": (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "unknown"),
    "a-page-with-a-script": (f"<!doctype html>{SCRIPT}".encode(), "unknown"),
    "numbers-for-texts": (export_of({"mio:1:record:whose-mind-1:x": 5}), "unknown"),
    "a-key-of-somebody-else": (export_of({"mio:1:place:a": "{}", "theme": SCRIPT}), "unknown"),
    "huge": (b"[" + b" " * 12_500_000 + b"]", "large"),
}


@pytest.mark.parametrize(("file", "said"), OTHERS.values(), ids=OTHERS)
def test_a_file_that_is_no_export_changes_nothing(progress: Progress, tmp_path: Path, file: bytes, said: str) -> None:
    put(progress.page, record("whose-mind-1", 0, {"kind": "start-over"}))
    expect(progress.region).to_be_visible()
    before = stored(progress.page)
    progress.bring_in(written(tmp_path, file))
    expect(progress.status).to_have_text(progress.say(f"progress.import.{said}"))
    expect(progress.status).to_be_in_viewport()
    assert stored(progress.page) == before
    assert progress.page.evaluate("globalThis.ran") is None


def test_records_of_the_wrong_type_in_an_export_are_set_aside(
    progress: Progress, content: Content, tmp_path: Path
) -> None:
    items = content.decks["whose-mind-1"].utterances
    good = answered(content, "whose-mind-1", [Given(items[0].key, "sure")])
    wrong = {"kind": "answer", "item": items[1].id, "label": SCRIPT, "sureness": "very", "correct": "yes"}
    bad = record("whose-mind-1", 9, wrong) | {"mio:1:record:whose-mind-1:z": SCRIPT}
    progress.bring_in(written(tmp_path, export_of(good | bad)))
    expect(progress.status).to_have_text(progress.say("progress.imported", n=3, known=0))
    done = Done(content)
    done.answer("whose-mind-1", items, [Given(items[0].key, "sure")], DAY)
    assert progress.report().blocks == done.report(DAY)
    assert progress.page.evaluate("globalThis.ran") is None


def expect_no_script(article: Locator) -> None:
    """Asserts that nothing in the page that holds the report could run, or ask for anything."""
    page = article.page
    assert page.evaluate("globalThis.ran") is None
    assert article.locator("script, img, link, iframe, object, form, a, [src], [onerror], [onclick]").count() == 0


def test_the_report_in_the_page_holds_exactly_what_was_answered(worked: tuple[Progress, Done]) -> None:
    progress, done = worked
    report = progress.report()
    assert report.blocks == done.report(DAY)
    expect(report.article).to_be_focused()
    expect(report.article).to_contain_text(progress.say("progress.report.not"))
    expect_no_script(report.article)


def test_the_report_as_a_page_stands_alone(worked: tuple[Progress, Done], tmp_path: Path) -> None:
    progress, done = worked
    progress.report()
    file = tmp_path / "report.html"
    progress.downloaded("progress.report.save").save_as(file)
    page = progress.page.context.browser.new_page()  # type: ignore[union-attr]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    article = page.get_by_role("article", name=progress.say("progress.report"))
    assert Report(article).blocks == done.report(DAY)
    expect_no_script(article)
    assert page.locator("script, link, img, [src]").count() == 0
    assert asked == [file.as_uri()]
    expect(page).to_have_title(progress.say("progress.report"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.close()


def test_on_a_screen_there_are_the_totals_until_it_is_closed(worked: tuple[Progress, Done]) -> None:
    progress, done = worked
    article = progress.report().article
    shown = article.get_by_role("table")
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("row")).to_have_count(len(done.answers) + 1)
    progress.press_button("progress.report.close")
    expect(article).to_have_count(0)
    expect(progress.button("progress.report.show")).to_be_focused()


def test_on_paper_there_is_the_report_and_nothing_else(worked: tuple[Progress, Done]) -> None:
    progress, _ = worked
    report = progress.report()
    progress.page.emulate_media(media="print")
    expect(report.article).to_be_visible()
    expect(report.article.get_by_role("table").last).to_be_visible()
    expect(report.article.get_by_text("Two lines,")).to_be_visible()
    expect(progress.button("progress.export")).to_be_hidden()
    expect(progress.page.get_by_role("banner")).to_be_hidden()


def test_by_keyboard_alone(worked: tuple[Progress, Done]) -> None:
    progress, _ = worked
    keys = Keys(progress.page)
    progress.button("progress.report.show").focus()
    keys.press("Enter")
    expect(progress.region.get_by_role("article")).to_be_focused()
    with progress.page.expect_download() as download:
        keys.push(progress.button("progress.export"))
    assert download.value.suggested_filename == "mio-workbook.json"
    keys.tab_to(progress.file)
    keys.push(progress.button("progress.delete"))
    keys.push(progress.button("progress.delete.yes"))
    expect(progress.status).to_have_text(progress.say("progress.delete.done"))
    expect(progress.heading).to_be_focused()


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    put(page, a_week_of_work(content)[1])
    progress = Progress(page, content, Locator.tap)
    progress.report()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    progress.delete_everything()
    expect(progress.status).to_be_in_viewport()
