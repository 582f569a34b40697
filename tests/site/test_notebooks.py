"""`mio notebooks`: the chapters in a folder of the reader's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mio_widgets.cli import main


def test_chapters_are_copied_and_a_readers_own_are_kept(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "notebooks" / "leader").mkdir()
    (book / "notebooks" / "leader" / "workshop.ipynb").write_text("for the leader", encoding="utf-8")
    own = tmp_path / "own"
    assert main(["notebooks", str(own)]) == 0
    names = ["00_start_here.ipynb", "01_mentalizing.ipynb"]
    assert sorted(path.name for path in own.iterdir()) == names
    assert capsys.readouterr().out.splitlines() == [str(own / name) for name in names]

    (own / names[1]).write_text("changed", encoding="utf-8")
    (own / names[0]).unlink()
    assert main(["notebooks", str(own)]) == 0
    assert (own / names[1]).read_text(encoding="utf-8") == "changed"
    assert (own / names[0]).read_bytes() == (book / "notebooks" / names[0]).read_bytes()


@pytest.mark.usefixtures("book")
def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["notebooks", str(tmp_path / "file" / "own")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err
