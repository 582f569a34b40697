"""What docs/security.md says is held by tests: each line names one or more, and each of them is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
#: The lines of its tables, without their heads.
LINES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.endswith("| test |")]


@cache
def _defined(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip()[:50])
def test_each_line_names_tests_that_are_there(line: str) -> None:
    _, threat, guard, named, _ = line.split("|")
    assert threat.strip()
    assert guard.strip()
    found = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", named)
    assert found
    assert " ".join(f"`{file}::{name}`" for file, name in found) == named.strip()
    for file, name in found:
        assert name in _defined(file), f"{file} has no {name}"


def test_the_page_has_tables() -> None:
    assert len(LINES) > 40
