"""The figure in which a reader moves the size of a trial and sees what such a trial can see."""

from __future__ import annotations

import traitlets

from mio_widgets.exercises import trial_table
from mio_widgets.exercises.assets import module
from mio_widgets.exercises.widget import Exercise

#: The sizes that have a button: those of the pilot in mental health services, of trial 1 and of trial 2.
MARKED = (17, 47, 87)


class TrialSize(Exercise):
    """Shows the interval around a difference, and the smallest difference seen, by the size of a trial.

    `table` is that of `trial_table`, `marked` holds the sizes with a button. Nothing is recorded: `answers`
    stays empty.
    """

    _esm = module("trial_size.js")
    word_sections = ("trial-size",)
    table = traitlets.Dict().tag(sync=True)
    marked = traitlets.List(traitlets.Int()).tag(sync=True)


def trial_size() -> TrialSize:
    """The question “What can a trial of this size see?”, with sizes from 10 to 400 mothers in two arms."""
    return TrialSize("trial_size()", table=trial_table.read(), marked=list(MARKED))
