"""The figure that shows why kappa falls when one label dominates."""

from __future__ import annotations

import traitlets

from mio_widgets.content.load import load
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.widget import Exercise

ITEMS = 100
AGREED = 90


class Kappa(Exercise):
    """Two raters, two labels, and a slider for how often the first label is given.

    The raters agree on the same number of items whatever the slider says. The figure keeps no `answers`.
    """

    _esm = module("kappa.js")
    word_sections = ("kappa",)
    figure = traitlets.Dict().tag(sync=True)


def kappa() -> Kappa:
    """The figure of two raters who always agree on 90 of 100 items, while one label grows more frequent.

    Cohen's kappa expects chance to bring p(1)p(1) + p(2)p(2), for the labels' shares p, so that it falls as one of
    them grows; AC1 expects 2 p(1) p(2), and does not. Feinstein & Cicchetti (1990), High agreement but low kappa;
    Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement.
    """
    codebook = load().codebooks["whose-mind"]
    labels = [label for label in codebook.labels if label.id in ("self", "child")]
    shown = [label.with_lang(include={"id", "name", "short", "shape"}) for label in labels]
    return Kappa("kappa()", figure={"items": ITEMS, "agreed": AGREED, "labels": shown})
