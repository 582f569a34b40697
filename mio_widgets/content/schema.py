"""JSON Schemas of the content files, for editors that complete and check TOML.

An editor with Taplo (Even Better TOML in VS Code) finds the schema by a file's first line,
such as `#:schema ../schemas/deck.schema.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

from mio_widgets.content.drafts import FOLDERS, SINGLES


def schemas() -> dict[str, str]:
    """The text of every schema file, by the file's name."""
    # The files of a folder may share a model, and then its schema.
    shared = {"trials/designs": "trials/findings", "trials/context": "trials/findings"}
    single = {shared.get(key, key).rpartition("/")[2]: model for key, model in SINGLES.items()}
    models = {model.__name__.lower(): model for model in FOLDERS.values()} | single
    found = {}
    for name, model in models.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        found[f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return found


def write_schemas(content: Path) -> list[Path]:
    """Write the schemas into a content folder; the result is the files written."""
    folder = content / "schemas"
    folder.mkdir(exist_ok=True)
    written = []
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    return written
