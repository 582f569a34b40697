from __future__ import annotations

import json
from pathlib import Path

from mio_widgets.content.schema import schemas, write_schemas
from tests.content.small_book import SmallBook

CONTENT = Path(__file__).parents[2] / "content"


def test_the_exported_schemas_are_in_step_with_the_models() -> None:
    exported = {path.name: path.read_text(encoding="utf-8") for path in (CONTENT / "schemas").iterdir()}
    assert exported == schemas(), "run `mio schema`"


def test_the_schemas_say_what_a_deck_may_hold() -> None:
    deck = json.loads(schemas()["deck.schema.json"])
    assert deck["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert deck["additionalProperties"] is False
    assert {"id", "codebook", "labels", "utterances"} <= {*deck["required"]}
    assert deck["$defs"]["Utterance"]["properties"]["difficulty"]["enum"] == [1, 2, 3]


def test_the_schemas_that_files_name_exist() -> None:
    firsts = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in CONTENT.rglob("*.toml")}
    named = {path.parent / first.removeprefix("#:schema ") for path, first in firsts.items() if "schema" in first}
    assert named
    assert [path for path in named if not path.is_file()] == []


def test_the_schemas_are_written_into_the_content_folder(book: SmallBook) -> None:
    written = write_schemas(book.content)
    assert {path.name for path in written} == {*schemas()}
    assert {path.parent for path in written} == {book.content / "schemas"}
    assert (book.content / "schemas" / "quiz.schema.json").read_text(encoding="utf-8") == schemas()["quiz.schema.json"]
