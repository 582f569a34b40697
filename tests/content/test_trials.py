"""What was read about trials: nothing lost, every row with its source, and the place for arm-level values guarded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mio_widgets.content.load import PACKAGE, load_trials
from mio_widgets.content.rules import check
from mio_widgets.content.trials import FindingRow
from tests.content.small_book import SmallBook

TRIALS = load_trials(PACKAGE.parent / "content")

#: Over the fields of all rows as they were taken down, sorted: a lost row, source or note changes it. In six fields
#: that a figure shows, the takers’ own words are spelled as readers write: → for an arrow, analyzed, not supported.
AS_TAKEN_DOWN = "674ccc5e759850b902c5a6b04330443096fdcb10014afc073839b8c5d3221952"

STUDIES = """\
[[studies]]
id = "t9"
name = "Trial 9"
scope = "MIO/MTP trial"
timepoints = ["baseline", "post-treatment"]

[[studies]]
id = "c9"
name = "Review 9"
scope = "context (not MIO)"
"""


def row(id: str, kind: str = "direction-only", more: str = "", study: str = "t9") -> str:
    return (
        f'[[findings]]\nid = "{id}"\nstudy = "{study}"\noutcome = "{id}"\n'
        f'value_kind = "{kind}"\nstatistic = "as said"\n'
        f'value = "as said"\nsays = "It says so."\nsource_url = "https://example.org/9"\nwhere_in_source = "abstract"\n'
        f"{more}\n"
    )


DESIGNS = row("size", "sample size", "number = 40") + row(
    "anchors", "scale anchor", 'instrument = "PDI-RF"\nlow = -1\nhigh = 9'
)
FINDINGS = row("rf", more='direction = "favours MTP/MIO"')
MAP = """\
[[outcomes]]
id = "rf"
name = "RF"

[[occasions]]
id = "post"
study = "t9"
name = "Trial 9"
when = "after"

[[cells]]
occasion = "post"
outcome = "rf"
verdict = "better"
findings = ["rf"]
"""


FIGURES = """\
[[figures]]
id = "sizes"
title = "Sizes"
outcomes = ["rf"]
reading = "It is small."
alternative = "A bar."
"""


def value(arm: str, **fields: str) -> str:
    lines = {
        "study": '"t9"', "outcome": '"rf"', "instrument": '"PDI-RF"', "timepoint": '"post-treatment"',
        "arm": f'"{arm}"', "n": "20", "mean": "4.2", "sd": "1.1", "source_url": '"https://example.org/9"',
        "source_table": '"Table 2"',
    } | fields  # fmt: skip
    return "[[values]]\n" + "\n".join(f"{name} = {text}" for name, text in lines.items()) + "\n"


@pytest.fixture
def trials(book: SmallBook) -> SmallBook:
    """The small book with a small trial in it."""
    for name, text in {
        "studies": STUDIES, "designs": DESIGNS, "findings": FINDINGS, "map": MAP, "arms": value("MIO") + value("PE"),
        "figures": FIGURES,
    }.items():  # fmt: skip
        book.write(f"content/trials/{name}.toml", text)
    return book


def as_taken_down(found: FindingRow) -> list[str]:
    study = TRIALS.studies[found.study]
    number, low, high = ("" if value is None else str(value) for value in (found.number, found.low, found.high))
    return [
        study.id.upper().replace("-", "_"), study.name, study.doi, study.pmcid, found.n_total or study.n_total,
        study.population, found.child_age or study.child_age, found.outcome, found.instrument, found.timepoint,
        study.scope, found.value_kind, found.statistic, found.value, number, low, high, found.direction,
        found.comparison, found.says, found.source_url, found.where_in_source, found.note,
    ]  # fmt: skip


def test_nothing_was_lost_on_the_way_from_the_notes() -> None:
    rows = sorted(json.dumps(as_taken_down(found), ensure_ascii=False) for found in TRIALS.findings.values())
    assert len(rows) == 178
    assert hashlib.sha256("\n".join(rows).encode()).hexdigest() == AS_TAKEN_DOWN


def test_every_finding_has_a_source_and_a_place_in_it() -> None:
    for found in TRIALS.findings.values():
        assert found.source_url.startswith("http"), found.id
        assert found.where_in_source.strip(), found.id


def test_no_direction_carries_a_number() -> None:
    assert [
        found.id for found in TRIALS.findings.values() if found.value_kind == "direction-only" and found.numbers
    ] == []


def test_no_effect_statistic_of_mio_itself_has_been_read() -> None:
    effects = {found.study for found in TRIALS.findings.values() if found.value_kind == "effect statistic"}
    assert {TRIALS.studies[study].scope for study in effects} == {"context (not MIO)"}


def test_the_place_for_arm_level_values_is_empty() -> None:
    assert TRIALS.arms == ()


def test_the_small_trial_is_sound(trials: SmallBook) -> None:
    assert list(map(str, trials.check())) == []


FAULTS = [
    ("findings", 'study = "t9"', 'study = "t8"', "unknown-study", "no study `t8`"),
    ("findings", 'study = "t9"', 'study = "c9"', "mixed-scope", "context has a file of its own"),
    ("findings", 'source_url = "https://example.org/9"\n', "", "field-missing", "add the field `source_url`"),
    ("findings", 'where_in_source = "abstract"\n', "", "field-missing", "add the field `where_in_source`"),
    ("findings", 'direction = "fav', 'number = 0.5\ndirection = "fav', "field-value", "remove its numbers"),
    ("designs", "low = -1\n", "low = 10\n", "field-value", "not in this order"),
    ("designs", "low = -1\n", "", "field-value", "both `low` and `high`"),
    ("map", 'findings = ["rf"]', 'findings = ["fr"]', "unknown-finding", "no finding `fr`"),
    ("map", 'verdict = "better"', 'verdict = "weaker"', "verdict-not-borne-out", "its findings say favours MTP/MIO"),
    ("map", 'outcome = "rf"', 'outcome = "fr"', "unknown-cell", "no outcome `fr`"),
    ("figures", 'outcomes = ["rf"]', 'outcomes = ["fr"]', "unknown-cell", "no outcome `fr` in map.toml"),
    ("arms", 'arm = "PE"\nn = 20', 'arm = "PE"\nn = 0', "field-value", "greater than or equal to 1"),
    ("arms", 'arm = "PE"\nn = 20', 'arm = "PE"\nn = 21', "too-many-mothers", "41 mothers in the arms so far"),
    ("arms", 'arm = "PE"', 'arm = "MIO"', "duplicate-arm", "stands here twice"),
    ("arms", 'timepoint = "post-treatment"\narm = "PE"', 'timepoint = "later"\narm = "PE"', "unknown-timepoint",
     "`t9` has baseline, post-treatment"),
    ("arms", 'arm = "PE"\nn = 20\nmean = 4.2', 'arm = "PE"\nn = 20\nmean = 9.1', "mean-off-scale", "-1 to 9"),
    ("arms", 'arm = "PE"\nn = 20\nmean = 4.2\nsd = 1.1', 'arm = "PE"\nn = 20\nmean = 4.2\nsd = 0', "field-value",
     "greater than 0"),
    ("arms", 'arm = "PE"\nn = 20\nmean = 4.2', 'arm = "PE"\nn = 20\nmean = nan', "field-value", "finite number"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "rule", "message"), FAULTS, ids=[f"{f[0]}-{f[3]}" for f in FAULTS])
def test_a_fault_is_named_once_with_what_to_do(  # noqa: PLR0917 -- a row of the table above
    trials: SmallBook, file: str, old: str, new: str, rule: str, message: str
) -> None:
    name = f"content/trials/{file}.toml"
    trials.edit(name, old, new)
    (found, *more) = [problem for problem in trials.check() if problem.file == name]
    assert not more
    assert (found.rule, message in found.message) == (rule, True), str(found)


def test_without_the_map_the_content_says_what_to_do(trials: SmallBook) -> None:
    (trials.content / "trials" / "map.toml").unlink()
    with pytest.raises(Exception, match=r"map\.toml: restore it"):
        load_trials(trials.content)


def test_the_book_s_own_trials_are_sound() -> None:
    found = check(Path(PACKAGE.parent / "content")).problems
    assert [str(problem) for problem in found if "/trials/" in problem.file] == []
