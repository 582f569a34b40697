"""All figures by name."""

from __future__ import annotations

from collections.abc import Callable

from mio_widgets.content.load import load_trials
from mio_widgets.findings import arms, context, outcomes, studies
from mio_widgets.findings.finding import Finding

FIGURES: dict[str, Callable[[], Finding]] = {
    "timeline": studies.timeline,
    "enrolment": studies.enrolment,
    "sample-sizes": studies.sample_sizes,
    "child-ages": studies.child_ages,
    "evidence-map": outcomes.evidence_map,
    "mechanism": outcomes.mechanism,
    "heroin": outcomes.heroin,
    "means": arms.means,
    "forest": arms.forest,
    "forest-barlow": context.forest_barlow,
    "forest-mcgovern": context.forest_mcgovern,
    "correlations": context.correlations,
    "designs": context.designs,
}
"""In the order in which a leader shows them: what the studies are, what they reported, what surrounds them."""

_NEED_ARMS = ("means", "forest")


def names() -> list[str]:
    """The figures there are: those of arm-level values only once somebody has entered some."""
    return [name for name in FIGURES if name not in _NEED_ARMS or load_trials().arms]


def finding(name: str) -> Finding:
    """The figure of this name, with its reading, its table and its sources.

    Raises:
        KeyError: there is no such figure, or what it would draw has not been read; the message names those there are.
    """
    if name not in names():
        raise KeyError(f"no figure {name!r}; there are {', '.join(names())}")
    return FIGURES[name]()
