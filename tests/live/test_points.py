"""Two things to talk about, for every item of the book and every way a room may vote."""

from __future__ import annotations

import pytest

from mio_widgets.content.load import load
from mio_widgets.exercises.deck import deck_data
from mio_widgets.live.points import talking_points

DECKS = sorted(load().decks)


def data(deck_id: str) -> dict[str, object]:
    content = load()
    deck = deck_data(content, content.decks[deck_id])
    book = content.codebooks[content.decks[deck_id].codebook]
    near = {label.id: label.near_miss.model_dump() for label in book.labels}
    deck["labels"] = [{**label, "near_miss": near[label["id"]]} for label in deck["labels"]]
    return deck


@pytest.mark.parametrize("deck_id", DECKS)
def test_every_item_has_two_points_whatever_the_room_chose(deck_id: str) -> None:
    deck = data(deck_id)
    labels = deck["labels"]
    for item in deck["items"]:  # type: ignore[attr-defined]
        for chosen in (None, *item["reasons"]):
            split = chosen and {label["id"]: 9 if label["id"] == chosen else 0 for label in labels}  # type: ignore[attr-defined]
            points = talking_points(item, labels, split)  # type: ignore[arg-type]
            assert len(points) == 2
            assert all(point["text"] and point["question"] for point in points)
            assert points[0] != points[1]


def test_the_label_chosen_most_beside_the_key_comes_first_with_its_reason_and_its_question() -> None:
    deck = data("whose-mind-3")
    item = deck["items"][0]  # type: ignore[index]
    assert item["key"] == "both"
    point = talking_points(item, deck["labels"], {"self": 4, "child": 6, "both": 20, "none": 1})[0]  # type: ignore[arg-type]
    child = next(label for label in deck["labels"] if label["id"] == "child")  # type: ignore[attr-defined]
    assert point["label"] == "child"
    assert item["reasons"]["child"] in str(point["text"])
    assert child["test"] in str(point["question"])


@pytest.mark.parametrize("split", [{"self": 1, "child": 1}, {"self": 4, "child": 4}, {"self": 1, "child": 0}])
def test_no_label_is_said_to_have_drawn_most_where_several_did_or_one_person(split: dict[str, int]) -> None:
    deck = data("whose-mind-3")
    item = deck["items"][0]  # type: ignore[index]
    point = talking_points(item, deck["labels"], {**split, "both": 4, "none": 0})[0]  # type: ignore[arg-type]
    near = next(label for label in deck["labels"] if label["id"] == "both")["near_miss"]  # type: ignore[attr-defined]
    assert near["text"] in str(point["text"])


def test_when_everyone_chose_the_key_a_near_miss_is_set_beside_it() -> None:
    deck = data("whose-mind-3")
    item = deck["items"][0]  # type: ignore[index]
    point = talking_points(item, deck["labels"], {"self": 0, "child": 0, "both": 31, "none": 0})[0]  # type: ignore[arg-type]
    near = next(label for label in deck["labels"] if label["id"] == "both")["near_miss"]  # type: ignore[attr-defined]
    assert near["text"] in str(point["text"])


def test_a_contested_items_other_reading_is_argued() -> None:
    deck = data("whose-mind-3")
    item = next(item for item in deck["items"] if item["contested"])  # type: ignore[attr-defined]
    key, other = item["contested"][0]["label"], item["contested"][1]
    elsewhere = next(label for label in item["reasons"] if label not in (key, other["label"]))
    points = talking_points(item, deck["labels"], {key: 9, elsewhere: 5})  # type: ignore[arg-type]
    assert [point["label"] for point in points] == [elsewhere, other["label"]]
    # The readings that hold are set aside by name, since the chart beside it may show more votes for one of them.
    short = {label["id"]: label["short"] for label in deck["labels"]}  # type: ignore[attr-defined]
    assert str(points[0]["text"]).startswith(f"{short[key]} and {short[other['label']]} can both be argued.")
    assert other["text"] in str(points[1]["text"])


def test_a_reading_that_can_be_argued_is_never_the_tempting_one() -> None:
    deck = data("whose-mind-3")
    item = next(item for item in deck["items"] if item["contested"])  # type: ignore[attr-defined]
    own, other = (reading["label"] for reading in item["contested"])
    points = talking_points(item, deck["labels"], {own: 9, other: 20})  # type: ignore[arg-type]
    assert item["contested"][1]["text"] in str(points[0]["text"])
    assert item["reasons"][other] not in str(points)
