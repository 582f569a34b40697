from __future__ import annotations

from small_book import SmallBook


def test_the_small_book_has_no_problem(book: SmallBook) -> None:
    assert list(map(str, book.check())) == []
