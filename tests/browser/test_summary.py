"""The summary says what was answered, and practice offers what is unseen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .expected import Expected, Share
from .reader import BLANK, Classify, Given
from .ways import Rendered

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"


@pytest.fixture
def exercise(rendered: Rendered, content: Content) -> Classify:
    """The exercise at its first item."""
    exercise = Classify(rendered(CHAPTER), content, DECK)
    exercise.begin()
    return exercise


def other_label(exercise: Classify, key: str) -> str:
    return next(label for label in exercise.deck.labels if label != key)


def mixed(exercise: Classify) -> list[Given]:
    """Answers of every kind: another label than the key wherever unsure, two items left blank."""
    answers = [
        Given(item.key if n % 3 else other_label(exercise, item.key), ("unsure", "fairly", "sure")[n % 3])
        for n, item in enumerate(exercise.items)
    ]
    return [BLANK if n in (4, 9) else given for n, given in enumerate(answers)]


def shown(exercise: Classify, share: Share) -> str:
    return exercise.say("summary.share", part=share.part, whole=share.whole) if share.whole else "–"


def rows(exercise: Classify, caption: str) -> Locator:
    return exercise.region.get_by_role("table", name=exercise.say(caption)).get_by_role("row")


def test_total_blanks_and_open_items(exercise: Classify) -> None:
    answers = mixed(exercise)[:6]
    expected = Expected(exercise.items, answers)
    exercise.work(answers)
    exercise.press_button("classify.pause")
    lead = exercise.region.get_by_role("paragraph").first
    expect(lead).to_have_text(
        " ".join(
            [
                exercise.say("summary.total", correct=expected.total.part, n=expected.total.whole),
                exercise.say("summary.blank", n=expected.blank),
                exercise.say("summary.open", n=expected.open),
            ]
        )
    )
    exercise.press_button("summary.resume")
    exercise.expect_at(7)


def test_tables_confusions_and_items_to_look_at_again(exercise: Classify) -> None:
    answers = mixed(exercise)
    expected = Expected(exercise.items, answers)
    assert expected.confusions
    assert expected.blank == 2
    exercise.work(answers)
    exercise.expect_summary()

    by_label = {exercise.short(label): expected.by_label(label) for label in exercise.deck.labels}
    for row, (name, share) in zip(rows(exercise, "summary.bylabel").all()[1:], by_label.items(), strict=True):
        assert share is not None
        expect(row.get_by_role("rowheader")).to_have_text(name)
        expect(row.get_by_role("cell").first).to_have_text(shown(exercise, share))

    for row, sureness in zip(rows(exercise, "summary.bysureness").all()[1:], ("unsure", "fairly", "sure"), strict=True):
        expect(row.get_by_role("rowheader")).to_have_text(exercise.say(f"classify.sure.{sureness}"))
        expect(row.get_by_role("cell").first).to_have_text(shown(exercise, expected.by_sureness(sureness)))

    for (key, label), n in expected.confusions:
        sentence = f"{exercise.short(label)} {exercise.say('summary.confusion', n=n)} {exercise.short(key)}"
        expect(exercise.region.get_by_role("listitem").filter(has_text=sentence)).to_have_count(1)

    for item in expected.again:
        expect(exercise.region.get_by_role("button", name=item.text, exact=True)).to_be_visible()
    agreed = [item.text for item in exercise.items if item not in expected.again]
    assert not set(agreed) & set(exercise.region.get_by_role("button").all_inner_texts())


@pytest.mark.parametrize(
    ("sure", "unsure", "outcome"),
    [
        ((2, 2), (0, 0), "few"),
        ((2, 3), (0, 0), "overconfident"),
        ((3, 3), (3, 3), "modest"),
        ((3, 3), (1, 3), "tracks"),
        ((3, 4), (2, 3), "flat"),
    ],
)
def test_calibration_in_a_sentence(
    exercise: Classify, sure: tuple[int, int], unsure: tuple[int, int], outcome: str
) -> None:
    kinds = [
        (sureness, n < part) for sureness, (part, whole) in (("sure", sure), ("unsure", unsure)) for n in range(whole)
    ]
    for item, (sureness, agrees) in zip(exercise.items, kinds, strict=False):
        other = next(label for label in exercise.deck.labels if label != item.key)
        exercise.work([Given(item.key if agrees else other, sureness)])
    exercise.press_button("classify.pause")
    expect(exercise.region.get_by_text(exercise.say(f"summary.calibration.{outcome}"), exact=True)).to_be_visible()


def test_all_answered_an_item_can_be_looked_at_and_left(exercise: Classify) -> None:
    answers = mixed(exercise)
    exercise.work(answers)
    item = Expected(exercise.items, answers).again[0]
    exercise.region.get_by_role("button", name=item.text, exact=True).click()
    exercise.expect_at(exercise.items.index(item) + 1)
    exercise.press_button("classify.summary")
    exercise.expect_summary()


def test_practice_offers_unseen_items_of_the_confused_labels(exercise: Classify, content: Content) -> None:
    one, other = exercise.deck.labels
    first = exercise.items[0]
    exercise.work([Given(other_label(exercise, first.key), "sure")])
    exercise.press_button("classify.pause")
    reserve = content.decks[exercise.deck.reserve or ""].utterances
    unseen = [item for item in reserve if item.key in (one, other)]
    seen: set[str] = set()

    while len(seen) < len(unseen):
        exercise.press_button("summary.practice.go")
        of = min(4, len(unseen) - len(seen))
        for number in range(1, of + 1):
            exercise.expect_at(number, of=of)
            text = exercise.region.locator("blockquote").inner_text()
            item = next(item for item in unseen if item.text == text)
            assert item.id not in seen
            seen.add(item.id)
            exercise.answer(Given(item.key, "sure"))
            exercise.onward()
        exercise.expect_summary()

    names = {"one": exercise.short(first.key), "other": exercise.short(other_label(exercise, first.key))}
    said = exercise.say("summary.practice.seen", **names)
    expect(exercise.region).to_contain_text(said)
    expect(exercise.button("summary.practice.go")).to_have_count(0)


def test_practice_leaves_the_rounds_counts_alone(exercise: Classify) -> None:
    exercise.work([Given(other_label(exercise, exercise.items[0].key), "sure")])
    exercise.press_button("classify.pause")
    exercise.press_button("summary.practice.go")
    exercise.answer(Given(exercise.deck.labels[0], "sure"))
    exercise.press_button("classify.summary")
    expect(exercise.region).to_contain_text(exercise.say("summary.total", correct=0, n=1))
