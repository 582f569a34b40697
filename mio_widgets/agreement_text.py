"""Agreement in words and tables, the same on the command line, on the leader's page and in the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from mio_widgets.agreement import MIN_ITEMS, Agreement
from mio_widgets.words import say


def meaning(found: Agreement) -> str:
    """What the figures mean, in one sentence without praise or blame."""
    percent, chance = _percent(found.percent), _percent(found.chance)
    ends = found.interval
    if found.ac1 < 0:
        ac1, low, high = _number(found.ac1), _number(ends.low), _number(ends.high)
        return say("agreement.meaning.below", percent=percent, chance=chance, ac1=ac1, low=low, high=high)
    ac1, low, high = _percent(found.ac1), _percent(ends.low), _percent(ends.high)
    return say("agreement.meaning", percent=percent, chance=chance, ac1=ac1, low=low, high=high)


def too_few(items: int) -> str:
    """Why nothing is shown yet, when `items` were labeled by two or more raters."""
    return say("agreement.few", least=MIN_ITEMS, n=items)


def figures(found: Agreement) -> list[tuple[str, str]]:
    """Names and figures, one row each, the details last."""
    low, high = _number(found.interval.low), _number(found.interval.high)
    alpha = say("agreement.alpha.none") if found.alpha is None else _number(found.alpha)
    return [
        (say("agreement.items"), str(found.items)),
        (say("agreement.raters"), str(found.raters)),
        (say("agreement.labels"), str(len(found.labels))),
        (say("agreement.percent"), _percent(found.percent)),
        (say("agreement.ac1"), say("agreement.interval", ac1=_number(found.ac1), low=low, high=high)),
        (say("agreement.chance"), _percent(found.chance)),
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
            _percent(pair.share),
        )
        for pair in found.confusions
    ]
    head = (say("agreement.confused"), say("agreement.confused.items"), say("agreement.confused.share"))
    return [head, *rows] if rows else []


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("-0%", "0%").replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")
