"""Agreement in words and tables, the same on the command line, on the leader's page and in the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from mio_widgets.agreement import MIN_ITEMS, Agreement
from mio_widgets.words import decimal, percent, say


def meaning(found: Agreement) -> str:
    """What the figures mean, in one sentence without praise or blame."""
    shared, chance = percent(found.percent), percent(found.chance)
    ends = found.interval
    if found.ac1 < 0:
        ac1, low, high = decimal(found.ac1), decimal(ends.low), decimal(ends.high)
        return say("agreement.meaning.below", percent=shared, chance=chance, ac1=ac1, low=low, high=high)
    ac1, low, high = percent(found.ac1), percent(ends.low), percent(ends.high)
    return say("agreement.meaning", percent=shared, chance=chance, ac1=ac1, low=low, high=high)


def too_few(items: int) -> str:
    """Why nothing is shown yet, when `items` were labeled by two or more raters."""
    return say("agreement.few", least=MIN_ITEMS, n=items)


def figures(found: Agreement) -> list[tuple[str, str]]:
    """Names and figures, one row each, the details last."""
    low, high = decimal(found.interval.low), decimal(found.interval.high)
    alpha = say("agreement.alpha.none") if found.alpha is None else decimal(found.alpha)
    return [
        (say("agreement.items"), str(found.items)),
        (say("agreement.raters"), str(found.raters)),
        (say("agreement.labels"), str(len(found.labels))),
        (say("agreement.percent"), percent(found.percent)),
        (say("agreement.ac1"), say("agreement.interval", ac1=decimal(found.ac1), low=low, high=high)),
        (say("agreement.chance"), percent(found.chance)),
        (say("agreement.alpha"), alpha),
    ]


def confused(found: Agreement, names: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Head and rows of the table of confused labels; empty where nobody disagreed.

    Args:
        found: the agreement.
        names: what a label is called, by its id; without it, its id.
    """
    called = names or {}
    rows = [
        (
            say("agreement.pair", one=called.get(pair.one, pair.one), other=called.get(pair.other, pair.other)),
            str(pair.items),
            percent(pair.share),
        )
        for pair in found.confusions
    ]
    head = (say("agreement.confused"), say("agreement.confused.items"), say("agreement.confused.share"))
    return [head, *rows] if rows else []
