"""What each exercise keeps in the browser has a place of its own."""

from __future__ import annotations

from collections import Counter

from mio_widgets import journal
from mio_widgets.content.load import load
from mio_widgets.exercises.progress import progress


def test_no_two_exercises_keep_their_records_under_one_id() -> None:
    content = load()
    kept = [
        *content.decks,
        *(f"{id}.point" for id in content.decks),
        *content.orders,
        *content.vignettes,
        *content.quizzes,
        *(f"{id}.draft" for id in content.quizzes),
        *(journal(id).journal["id"] for id in content.journals),
    ]
    assert [id for id, n in Counter(kept).items() if n > 1] == []


def test_progress_reads_the_journals_where_they_are_kept() -> None:
    ids = {data["id"] for data in progress().book["journals"]}
    assert ids == {journal(id).journal["id"] for id in load().journals}
