"""The command `mio agreement`, and the words in which agreement is told."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mio_widgets.agreement import agreement
from mio_widgets.agreement_text import meaning
from mio_widgets.cli import main
from mio_widgets.content.load import load
from tests.conftest import ROOT

GIVEN = ("self,self,self", "child,child,self", "none,none,none", "both,,both", "self,self,self")
WIDE = "item,x,y,z\n" + "".join(f"i{at},{labels}\n" for at, labels in enumerate(GIVEN))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "panel.csv"
    path.write_text(WIDE, encoding="utf-8")
    return path


def test_one_sentence_and_two_small_tables(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(table), "--codebook", "whose-mind"]) == 0
    sentence, _, *lines = capsys.readouterr().out.splitlines()
    # Of the five items four agree wholly and one in a third of its pairs.
    assert sentence.startswith(
        "Two people picked at random gave an utterance the same label 87% of the time; starting from the 23% "
    )
    assert sentence.count(".") == 1
    figures = {line[:50].strip(): line[50:].strip() for line in lines}
    assert figures["Utterances labeled by two or more raters"] == "5"
    assert figures["Labels"] == "4"
    assert figures["Percent agreement"] == "87%"
    assert lines[-1].split() == ["self", "and", "child", "1", "100%"]


def test_the_same_as_json(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(table), "--labels", "self, child,both,none", "--seed", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = [["self", "child", "none", "both", "self"], ["self", "child", "none", None, "self"],
            ["self", "self", "none", "both", "self"]]  # fmt: skip
    expected = agreement(rows, ["self", "child", "both", "none"], seed=3)
    assert expected is not None
    assert (found["ac1"], found["alpha"], found["percent"]) == (expected.ac1, expected.alpha, expected.percent)
    assert found["interval"] == {"low": expected.interval.low, "high": expected.interval.high, "level": 0.95}
    assert found["confusions"] == [{"one": "self", "other": "child", "items": 1, "share": 1.0}]
    assert found["meaning"] == meaning(expected)


def test_every_problem_is_printed_and_nothing_computed(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(WIDE + "i0,self,self,self\ni9,slef,self\n", encoding="utf-8")
    assert main(["agreement", str(table)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{table}:7: i0: duplicate-item: it stands in line 2 already: keep one of the two rows",
        f"{table}:8: i9: row-length: 3 cells, where the first row has 4: a comma too many or too few?",
        "2 problems",
    ]
    assert main(["agreement", str(table), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(problem["line"], problem["rule"]) for problem in problems] == [(7, "duplicate-item"), (8, "row-length")]


def test_fewer_than_five_items_are_not_shown(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text("".join(WIDE.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert main(["agreement", str(table)]) == 1
    out = capsys.readouterr().out
    assert "too-few-items: Agreement is shown from 5 items on; so far 4 were labeled" in out
    assert "%" not in out


def test_an_unknown_codebook_names_those_there_are(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(table), "--codebook", "mine"]) == 1
    assert "no codebook 'mine'; there are" in capsys.readouterr().err


def test_a_coding_sheet_holds_the_utterances_and_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", "--sheet", "whose-mind-1"]) == 0
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    deck = load().decks["whose-mind-1"]
    assert [(row["item"], row["text"]) for row in found] == [(item.id, item.text) for item in deck.utterances]
    assert list(found[0]) == ["item", "speaker", "context", "text", "rater 1"]
    assert {row["rater 1"] for row in found} == {""}
    assert main(["agreement", "--sheet", "nothing"]) == 1
    assert "no deck 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("formula", ["=HYPERLINK(A1)", "+1", "-1+1", "@SUM(A1)"])
def test_no_cell_of_a_sheet_is_computed(book: Path, capsys: pytest.CaptureFixture[str], formula: str) -> None:
    deck = book / "content" / "decks" / "whose-mind-1.toml"
    text = deck.read_text(encoding="utf-8")
    deck.write_text(re.sub(r'^context = "', f'context = "{formula} ', text, flags=re.M), encoding="utf-8")
    assert main(["agreement", "--sheet", "whose-mind-1"]) == 0
    cells = [row["context"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert cells
    assert all(cell.startswith(f"'{formula}") for cell in cells)


def test_a_table_cannot_speak_to_the_terminal(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(WIDE + "i\x1b[2J,self,self,self\n", encoding="utf-8")
    assert main(["agreement", str(table)]) == 1
    table.write_text("item,x,x\na\u009b,self,self,self\n", encoding="utf-8")
    assert main(["agreement", str(table)]) == 1
    assert capsys.readouterr().out.replace("\n", "").isprintable()


def test_a_filled_sheet_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["agreement", "--sheet", "whose-mind-1"])
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    path = tmp_path / "filled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*head, "rater 2"], *([*row[:-1], "self", "child"] for row in rows)])
    assert main(["agreement", str(path), "--codebook", "whose-mind"]) == 0
    assert "0% of the time, which is less than the 17% to be expected by chance" in capsys.readouterr().out


def test_help_has_an_example_and_loads_no_numpy() -> None:
    code = (
        "import sys; from mio_widgets.cli import main\n"
        "try: main(['agreement', '--help'])\n"
        "except SystemExit: print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "$ mio agreement panel.csv" in done.stdout
    assert done.stdout.splitlines()[-1] == "False"


def test_the_example_of_the_page_on_agreement_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    [table] = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    [printed] = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    [command] = re.findall(r"`mio (agreement panel\.csv[^`]*)`", page)
    (tmp_path / "panel.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    assert capsys.readouterr().out == printed
