"""What was read about trials: studies, findings with their sources, and the place for arm-level values.

A finding is one number or one word that stands in a public source, with where it was read. Figures draw
findings and nothing else.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mio_widgets.content.models import Link, Model, Prose, Slug

Number = Annotated[float, Field(allow_inf_nan=False)] | int
Scope = Literal[
    "MIO/MTP trial",
    "MIO registry",
    "MIO-team correlational",
    "MIO implementation",
    "review 2016",
    "context (not MIO)",
]
ValueKind = Literal[
    "effect statistic",
    "sample size",
    "design number",
    "count",
    "date",
    "scale anchor",
    "design fact",
    "direction-only",
    "no value",
]
Verdict = Literal["better", "mixed", "not supported", "weaker", "uncontrolled"]
Arm = Literal["MIO", "PE"]

CONTEXT: Scope = "context (not MIO)"
WORDS_ONLY = ("direction-only", "design fact", "no value")


class Study(Model):
    """A trial, a registry record, a review: what findings are findings of."""

    id: Slug
    name: Prose
    short: str = Field(default="", description="The name beside a mark in a figure.")
    scope: Scope = Field(description="Keeps MIO apart from its context, which never shares an axis with it.")
    doi: str = ""
    pmcid: str = ""
    n_total: str = Field(default="", description="As the source puts it, such as '521 (6 studies)'.")
    population: str = ""
    child_age: str = ""
    timepoints: list[Prose] = Field(
        default_factory=list, description="In order; arm-level values may be entered for these."
    )

    @property
    def record(self) -> str:
        """The address of the paper of record, in PubMed Central if it is there, else by its DOI; "" without either."""
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        return f"https://doi.org/{self.doi}" if self.doi else ""


class FindingRow(Model):
    """One value or one direction, as it was read in one source."""

    id: Slug
    study: Slug
    outcome: Prose
    instrument: str = ""
    timepoint: str = ""
    value_kind: ValueKind = Field(description="What kind of value this is; a direction is a word, never a number.")
    statistic: Prose = Field(description="What the number is, such as 'SMD [95% CI]'.")
    value: Prose = Field(description="The value as the source prints it.")
    number: Number | None = Field(default=None, description="The value as a number, where it is one.")
    low: Number | None = Field(default=None, description="The lower end of an interval or a range.")
    high: Number | None = Field(default=None, description="The upper end of an interval or a range.")
    direction: str = ""
    comparison: str = ""
    says: Prose = Field(description="What the source says, in a few words.")
    source_url: Link
    where_in_source: Prose
    note: str = ""
    n_total: str = Field(default="", description="Only where this source differs from the study's entry.")
    child_age: str = Field(default="", description="Only where this source differs from the study's entry.")
    may_be_drawn: bool = Field(default=True, description="False where the printed value cannot be trusted.")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.value_kind in WORDS_ONLY and (self.number, self.low, self.high) != (None, None, None):
            raise ValueError(f"a {self.value_kind} finding holds words: remove its numbers, or correct its kind")
        if (self.low is None) != (self.high is None):
            raise ValueError("give both `low` and `high`, or neither")
        if self.low is not None and self.high is not None and not self.low <= self._middle(self.low) <= self.high:
            raise ValueError("`low`, `number` and `high` are not in this order")
        return self

    def _middle(self, low: float) -> float:
        return low if self.number is None else self.number

    @property
    def numbers(self) -> tuple[float, ...]:
        """Every number of the row that may be drawn."""
        return tuple(value for value in (self.number, self.low, self.high) if value is not None)


class ArmValue(Model):
    """The mean of one arm at one timepoint, from a results table that somebody has read."""

    study: Slug
    outcome: Prose
    instrument: Prose = Field(description="As in the scale anchors of designs.toml, so that the range can be checked.")
    timepoint: Prose = Field(description="One of the study's timepoints.")
    arm: Arm = Field(description="MIO (or MTP, its first name), or PE, the comparison.")
    n: int = Field(ge=1)
    mean: float = Field(allow_inf_nan=False)
    sd: float = Field(gt=0, allow_inf_nan=False)
    source_url: Link
    source_table: Prose = Field(description="Where in the source: 'Table 2, row 3'.")
    note: str = ""

    @property
    def occasion(self) -> tuple[str, str, str, str]:
        """What both arms are compared on."""
        return self.study, self.outcome, self.instrument, self.timepoint


class Occasion(Model):
    """A row of the evidence map: a study at a timepoint."""

    id: Slug
    study: Slug
    name: Prose
    when: Prose


class MapOutcome(Model):
    """A column of the evidence map."""

    id: Slug
    name: Prose


class MapCell(Model):
    """What was reported on one outcome on one occasion; a cell that is not listed was not reported."""

    occasion: Slug
    outcome: Slug
    verdict: Verdict
    findings: list[Slug] = Field(min_length=1)


class FigureText(Model):
    """The words of one figure. Its numbers have to be those of the findings it draws."""

    id: Slug
    title: Prose
    reading: Prose = Field(description="One sentence: what the picture says.")
    alternative: Prose = Field(description="What a reader who does not see the picture needs to know.")
    outcomes: list[Slug] = Field(
        default_factory=list, description="The outcomes of map.toml that it is about, for a leader's filter."
    )
    labels: dict[str, Prose] = Field(default_factory=dict, description="The words beside the marks.")


class Studies(Model):
    """The file trials/studies.toml."""

    studies: list[Study]


class FindingRows(Model):
    """The files trials/designs.toml, trials/findings.toml and trials/context.toml."""

    findings: list[FindingRow]


class Arms(Model):
    """The file trials/arms.toml."""

    values: list[ArmValue]


class EvidenceMap(Model):
    """The file trials/map.toml."""

    occasions: list[Occasion]
    outcomes: list[MapOutcome]
    cells: list[MapCell]


class FigureTexts(Model):
    """The file trials/figures.toml."""

    figures: list[FigureText]
