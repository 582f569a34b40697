"""What arrives in Python while a kernel is there."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from mio_widgets.content.load import Content

from .reader import BLANK, Classify, Given
from .ways import Way


@pytest.mark.parametrize("way", ["voila", "lab"])
def test_answers_are_plain_records(request: pytest.FixtureRequest, content: Content, way: str) -> None:
    shown_in: Way = request.getfixturevalue(way)
    page = shown_in("answers")
    exercise = Classify(page, content, "whose-mind-1")
    first, second, third = exercise.items[:3]
    other = next(label for label in exercise.deck.labels if label != second.key)
    exercise.begin()
    exercise.work([Given(first.key, "sure"), Given(other, "unsure"), BLANK])

    in_python = page.get_by_label("In Python")
    expect(in_python).to_have_value(re.compile(third.id))
    records = json.loads(in_python.input_value())
    times = [datetime.fromisoformat(record.pop("time")) for record in records]
    assert records == [
        {"item": first.id, "label": first.key, "sureness": "sure", "correct": True},
        {"item": second.id, "label": other, "sureness": "unsure", "correct": False},
        {"item": third.id, "label": None, "sureness": None, "correct": None},
    ]
    assert times == sorted(times)
    assert timedelta(0) <= datetime.now(UTC) - times[-1] < timedelta(minutes=1)
