"""Joins ES modules of this package into one, without a JavaScript build."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)


@cache
def bundle(path: Path) -> str:
    """The ES module at `path` with every module it imports placed before it, once.

    anywidget loads a widget's code from a blob, where relative imports do not resolve. The modules
    of this package keep their top-level names unique, so joining them and dropping the imports and
    the inner exports is enough; a test loads every bundle in a browser.
    """
    parts: dict[Path, str] = {}

    def visit(part: Path) -> None:
        source = part.read_text(encoding="utf-8")
        for needed in _IMPORT.findall(source):
            target = (part.parent / needed).resolve()
            if target not in parts:
                visit(target)
        parts[part] = _IMPORT.sub("", source)

    visit(path.resolve())
    *inner, own = parts.values()
    return "\n".join([*(_EXPORT.sub("", part) for part in inner), own])
