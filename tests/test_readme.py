"""What the README tells a newcomer to do works."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

from mio_widgets.content.rules import check
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_utterance_of_the_readme_can_be_added_as_it_stands(tmp_path: Path) -> None:
    for name in ("content", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    found = re.search(r"Open a deck, say `(content/decks/[\w-]+\.toml)`.*?```toml\n(.*?)```", README, re.DOTALL)
    assert found
    deck = tmp_path / found[1]
    deck.write_text(deck.read_text(encoding="utf-8") + "\n" + textwrap.dedent(found[2]), encoding="utf-8")
    assert check(tmp_path / "content").problems == []
