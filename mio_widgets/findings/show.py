"""The figures for a room: one at a time, with filters, for a leader's projector."""

from __future__ import annotations

import json
from html import escape

from mio_widgets.content.load import load_trials
from mio_widgets.content.models import ORIGINAL
from mio_widgets.findings.catalog import finding, names
from mio_widgets.findings.finding import Finding
from mio_widgets.fragments import Fragment
from mio_widgets.words import lang_of, say


def show_findings() -> Fragment:
    """Every figure there is, for the page's script to show one at a time: arrow keys, swipes, two filters."""
    found = [finding(name) for name in names()]
    studies = list(dict.fromkeys(study for one in found for study in _studies(one)))
    outcomes = {outcome.id: outcome.name.replace("\u00ad", "") for outcome in load_trials().map.outcomes}
    slides = "".join(
        f'<section class="mio-slide" data-studies="{escape(json.dumps(_studies(one)))}"'
        f' data-outcomes="{escape(json.dumps(load_trials().figures[one.name].outcomes))}"'
        f' aria-labelledby="finding-{one.name}-title">{one.picture_html()}{one.words_html()}</section>'
        for one in found
    )
    return Fragment(
        "show_findings()",
        f'<div class="mio-show" data-position="{escape(say("show.position", at="{at}", of="{of}"))}"'
        f' data-none="{escape(say("show.none"))}">'
        f'<div class="mio-show-bar">'
        f'<button type="button" data-step="-1">{escape(say("show.previous"))}</button>'
        f'<button type="button" data-step="1">{escape(say("show.next"))}</button>'
        f'<p role="status"></p>'
        f"{_filter('studies', say('show.study'), {study: study for study in studies})}"
        f"{_filter('outcomes', say('show.outcome'), outcomes)}"
        f'<a href="workshop.ipynb">{escape(say("leader.title"))}</a>'
        f'</div>{slides}<p class="mio-show-keys">{escape(say("show.keys"))}</p></div>',
    )


def _studies(one: Finding) -> list[str]:
    """The studies that a figure draws, a trial's papers and registry record under one name."""
    studies = load_trials().studies
    named = (studies[row.study].short or studies[row.study].name for row in one.rows)
    return list(dict.fromkeys(name.partition(",")[0] for name in named))


def _filter(name: str, label: str, options: dict[str, str]) -> str:
    written = lang_of(ORIGINAL)
    choices = "".join(
        f'<option value="{escape(key)}"{written}>{escape(text)}</option>' for key, text in options.items()
    )
    return (
        f'<label>{escape(label)} <select data-filter="{name}">'
        f'<option value="">{escape(say("show.all"))}</option>{choices}</select></label>'
    )
