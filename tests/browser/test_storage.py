"""Storage that is forbidden, full or damaged, and records of an older deck."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify, Exercise, Given, Quiz, all_right
from .ways import Rendered, Way

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"
RECORD = f"mio:1:record:{DECK}:"

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Access is denied.", "SecurityError"); },
})"""
FULL = """Storage.prototype.setItem = function () {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
}"""

FULL_FOR_NOW = f"""const setItem = Storage.prototype.setItem;
{FULL}
globalThis.makeRoom = () => {{ Storage.prototype.setItem = setItem; }}"""


def open_with(way: Way, script: str, slug: str) -> Page:
    """A chapter in a browser in which the script runs before anything else."""
    context = way.readers.new(way.server.url)
    context.add_init_script(script)
    return way.show(context.new_page(), slug)


def put(page: Page, records: dict[str, str]) -> None:
    """Puts raw texts into the storage, and reloads the page."""
    page.evaluate(
        "records => Object.entries(records).forEach(([key, text]) => localStorage.setItem(key, text))", records
    )
    page.reload()


def stored(page: Page) -> dict[str, str]:
    """All that is in the storage."""
    everything: dict[str, str] = page.evaluate("({ ...localStorage })")
    return everything


def record(item: str, time: str, **fields: object) -> str:
    """An answer as it is saved."""
    plain = {"kind": "answer", "item": item, "label": None, "sureness": None, "correct": None, "round": 1, "time": time}
    return json.dumps(plain | fields)


def say(exercise: Exercise, key: str, **values: str | int) -> str:
    return exercise.say(f"store.{key}", **values)


@pytest.mark.parametrize(("script", "note"), [(FORBIDDEN, "forbidden"), (FULL, "full")], ids=["forbidden", "full"])
def test_the_exercise_works_without_storage(rendered: Rendered, content: Content, script: str, note: str) -> None:
    exercise = Classify(open_with(rendered, script, CHAPTER), content, DECK)
    exercise.begin()
    exercise.work(all_right(exercise.items))
    exercise.expect_summary()
    count = len(exercise.items)
    expect(exercise.region).to_contain_text(exercise.say("summary.total", correct=count, n=count))
    expect(exercise.note.first).to_have_text(say(exercise, note))
    expect(exercise.note.first).to_be_visible()


def test_forbidden_storage_is_said_at_once(rendered: Rendered, content: Content) -> None:
    exercise = Classify(open_with(rendered, FORBIDDEN, CHAPTER), content, DECK)
    expect(exercise.note).to_have_text(say(exercise, "forbidden"))


@pytest.mark.parametrize(("script", "note"), [(FORBIDDEN, "forbidden"), (FULL, "full")], ids=["forbidden", "full"])
def test_the_questionnaire_works_without_storage(rendered: Rendered, content: Content, script: str, note: str) -> None:
    quiz = Quiz(open_with(rendered, script, "01_mentalizing"), content, "01-mentalizing")
    number = quiz.recall[0]
    quiz.text(number).fill("What I remember")
    quiz.reveal(number)
    expect(quiz.question(number)).to_contain_text("What I remember")
    expect(quiz.note).to_have_text(say(quiz, note))


def test_the_exercise_works_through_voila_without_storage(request: pytest.FixtureRequest, content: Content) -> None:
    exercise = Classify(open_with(request.getfixturevalue("voila"), FORBIDDEN, CHAPTER), content, DECK)
    exercise.begin()
    exercise.work([BLANK, BLANK])
    exercise.expect_at(3)
    expect(exercise.note).to_have_text(say(exercise, "forbidden"))


def test_once_there_is_room_what_waited_is_saved(rendered: Rendered, content: Content) -> None:
    exercise = Classify(open_with(rendered, FULL_FOR_NOW, CHAPTER), content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    expect(exercise.note).to_have_text(say(exercise, "full"))
    exercise.page.evaluate("makeRoom()")
    exercise.answer(BLANK)
    expect(exercise.note).to_have_count(0)
    assert sum(key.startswith(RECORD) for key in stored(exercise.page)) == 2


def test_damaged_records_are_set_aside(rendered: Rendered, content: Content) -> None:
    exercise = Classify(rendered(CHAPTER), content, DECK)
    exercise.begin()
    exercise.work([Given(exercise.items[0].key, "sure")])
    exercise.expect_at(2)
    cut_off = '{"kind":"answer","item":"wm1-'
    not_an_answer = record(exercise.items[1].id, "2026-01-05T10:00:00.000Z", correct="perhaps")
    damaged = {f"{RECORD}2026-01-05T09:00:00.000Z-a": cut_off, f"{RECORD}2026-01-05T10:00:00.000Z-b": not_an_answer}
    put(exercise.page, damaged)

    exercise.expect_at(2)
    expect(exercise.note).to_have_text(say(exercise, "damaged", n=2))
    expect(exercise.region.get_by_role("radio")).to_have_count(len(exercise.deck.labels))
    after = stored(exercise.page)
    assert not damaged.keys() & after.keys()
    assert {key.replace("mio:1:", "mio:1:aside:"): text for key, text in damaged.items()}.items() <= after.items()
    exercise.press_button("classify.back")
    name = exercise.short(exercise.items[0].key)
    expect(exercise.verdict).to_have_text(exercise.say("classify.verdict.agreed", key=name))


def test_damaged_records_that_cannot_be_moved_are_counted_once(rendered: Rendered, content: Content) -> None:
    exercise = Classify(rendered(CHAPTER), content, DECK)
    key = f"{RECORD}2026-01-05T09:00:00.000Z-a"
    expect(exercise.button("classify.worked.next")).to_be_visible()
    # An init script runs before a page that is opened from now on.
    exercise.page.context.add_init_script(FULL)
    exercise.page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [f"{RECORD}2026-01-05T09:00:00.000Z-a", "{"]
    )
    exercise.page.reload()
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    expect(exercise.note).to_contain_text(say(exercise, "damaged", n=1))
    assert stored(exercise.page)[key] == "{"


def test_a_damaged_place_is_no_obstacle(rendered: Rendered, content: Content) -> None:
    exercise = Classify(rendered(CHAPTER), content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    put(exercise.page, {f"mio:1:place:{DECK}": '{"view":"item","at":99}'})
    exercise.expect_at(2)
    put(exercise.page, {f"mio:1:place:{DECK}": "{"})
    exercise.expect_at(2)


def test_answers_to_items_that_are_gone_are_kept_and_mentioned(rendered: Rendered, content: Content) -> None:
    exercise = Classify(rendered(CHAPTER), content, DECK)
    exercise.begin()
    gone = {f"{RECORD}2026-01-05T09:00:00.000Z-a": record("wm1-gone", "2026-01-05T09:00:00.000Z", version="00000000")}
    put(exercise.page, gone)
    exercise.expect_at(1)
    exercise.work([BLANK])
    exercise.press_button("classify.pause")
    exercise.expect_summary()
    expect(exercise.region).to_contain_text(exercise.say("summary.aside", n=1))
    expect(exercise.region).to_contain_text(exercise.say("summary.blank", n=1))
    assert gone.items() <= stored(exercise.page).items()
