"""What may stand in the body of a call."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mio_widgets.live.rooms import Sureness

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Round = Annotated[int, Field(ge=0, le=2)]


class Body(BaseModel):
    """A JSON object with these fields and no others, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OpenBody(Body):
    """A room to be opened."""

    deck: Name
    items: Annotated[list[Name], Field(min_length=1, max_length=60)] | None = None
    days: Annotated[int, Field(ge=1, le=365)] = 30


class DoBody(Body):
    """The leader's move."""

    do: Literal["begin", "open", "close", "reopen", "reveal", "show", "next", "hands", "end"]
    item: Name | None = None
    round: Round | None = None
    counts: Annotated[dict[Name, int], Field(max_length=20)] | None = None
    pane: Annotated[int, Field(ge=0, le=20)] | None = None


class JoinBody(Body):
    """A phone that enters; it says nothing of itself."""


class VoteBody(Body):
    """A phone's vote."""

    item: Name
    round: Round
    label: Name | None
    sureness: Sureness | None
    nonce: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,40}$")]
