from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mio_widgets.cli import main
from mio_widgets.content.schema import schemas
from tests.content.small_book import SmallBook, deck, item, words

LOUD = deck("zz", *(item(f"zz-{n}", key, f"{words(100 + n, 20)}{'?' * (n in {0, 1, 3, 4, 7})}")
                    for n, key in enumerate(("self", "child", "child", "self") * 3)))  # fmt: skip


@pytest.fixture
def book(book: SmallBook) -> SmallBook:
    """A sound book without interface words, which the command compares with the code of the package."""
    (book.content / "words.toml").unlink()
    return book


def test_a_sound_book_is_counted(book: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(book.content)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "No problems found in"
    for count in (
        "1 codebook, 2 labels", "2 decks, 6 utterances, 1 worked example, 0 contested items",
        "14 reasons, 7 evidence phrases", "1 quiz, 2 questions", "2 references, 1 glossary term, 1 picture",
        "1 notebook, 5 cells", "0 interface words, 1 stigmatizing wording",
    ):  # fmt: skip
        assert count in out


def test_problems_are_printed_one_a_line_then_counted(book: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    book.edit("content/decks/two.toml", '"minds"', '"hearts"')
    book.edit("content/decks/one.toml", 'reserve = "two"', 'reserve = "three"')
    assert main(["check", str(book.content)]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first == (
        f"{book.content}/decks/one.toml:6: one.reserve: unknown-reserve: no other deck `three`; there is `two`"
    )
    assert second.startswith(f"{book.content}/decks/two.toml:4: two.codebook: unknown-codebook: ")
    assert last == "2 problems"


def test_files_are_named_as_seen_from_the_current_folder(
    book: SmallBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book.edit("content/decks/two.toml", '"minds"', '"hearts"')
    monkeypatch.chdir(book.root)
    monkeypatch.setenv("MIO_BOOK", str(book.root))
    assert main(["check"]) == 1
    assert "content/decks/two.toml:4: two.codebook" in capsys.readouterr().out.splitlines()[0]
    monkeypatch.chdir(book.content)
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("decks/two.toml:4:")


def test_the_table_of_cues(book: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    book.write("content/decks/zz.toml", LOUD)
    assert main(["check", "--cues", str(book.content)]) == 1
    out = capsys.readouterr().out
    table = out[out.index("zz (en): 12 utterances") :].splitlines()
    [asking] = [line.split() for line in table if "a question mark" in line]
    assert " ".join(asking) == "a question mark 5 of 12 self 4 of 5 80% above 60%"
    [feeling] = [line.split() for line in table if "no feeling word" in line]
    assert " ".join(feeling) == "no feeling word 12 of 12 child 6 of 12 50%"
    [happy] = [line.split() for line in table if line.startswith("  a feeling word")]
    assert " ".join(happy) == "a feeling word 0 of 12 0 of 0 0% too few to judge"


def test_without_the_option_there_is_no_table(book: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(book.content)])
    assert "naive rule" not in capsys.readouterr().out


def test_schemas_are_written_and_named(book: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", str(book.content)]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {path.name for path in written} == {*schemas()}
    assert all(path.is_file() for path in written)


@pytest.mark.parametrize("command", ["check", "schema"])
def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path, command: str) -> None:
    with pytest.raises(SystemExit, match=r"no folder .*nowhere: give the folder"):
        main([command, str(tmp_path / "nowhere")])


def test_no_book_at_all_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_BOOK", str(tmp_path))
    with pytest.raises(SystemExit, match="no content/ in"):
        main(["check"])


@pytest.mark.parametrize("command", ["check", "schema"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"$ mio {command}" in capsys.readouterr().out


def test_help_loads_neither_models_nor_widgets() -> None:
    code = (
        "import sys; from mio_widgets.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print({'pydantic', 'anywidget', 'voila', 'nbconvert'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_who_reads_may_stop_before_the_end(book: SmallBook) -> None:
    command = [sys.executable, "-u", "-m", "mio_widgets.cli", "check", str(book.content)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 1
