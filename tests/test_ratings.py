"""Tables of ratings as spreadsheets write them, and what is said about broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mio_widgets.ratings import Ratings, Shape, read_ratings

SELF, CHILD = "self", "child"
ROWS = [[SELF, CHILD, "none"], [SELF, None, CHILD]]
LONG = "item,rater,label\na,x,self\na,y,self\nb,x,child\nb,y,\nc,x,none\nc,y,child\n"


def read(folder: Path, text: str, shape: Shape | None = None, **options: object) -> Ratings:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return read_ratings(path, shape, **options)  # type: ignore[arg-type]


def faults(ratings: Ratings) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.rule, problem.item) for problem in sorted(ratings.problems)]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "Label;Round;Participant;Item\nself;1;x;a\nself;1;y;a\nchild;1;x;b\n.;1;y;b\nnone;1;x;c\nchild;1;y;c\n",
        "item,x,y\na,self,self\nb,child,\nc,none,child\n",
        "\ufeffitem;x;y\r\na;self;self\r\nb;child;NA\r\nc;none;child\r\n",
        "item\tspeaker\ttext\tx\ty\na\tRosa\tHe sat.\tself\tself\nb\t\t\tchild\t\n\nc\t\t\tnone\tchild\n",
        'item,context,x,y\na,"rain, all\nSunday",self, self\nb,,child ,.\nc,,none,child\n',
        "rater,a,b,c\nx,self,child,none\ny,self,,child\n",
    ],
    ids=["long", "long, renamed", "wide", "spreadsheet", "coding sheet", "quoted", "a row a rater"],
)
def test_every_shape_gives_the_same_table(tmp_path: Path, text: str) -> None:
    ratings = read(tmp_path, text)
    assert ratings.problems == []
    assert (ratings.raters, ratings.items, ratings.rows()) == (["x", "y"], ["a", "b", "c"], ROWS)


def test_the_shape_can_be_said(tmp_path: Path) -> None:
    ratings = read(tmp_path, "who,a,b\nx,self,child\ny,self,none\n", "raters")
    assert (ratings.raters, ratings.items) == (["x", "y"], ["a", "b"])


def test_a_round_is_chosen(tmp_path: Path) -> None:
    votes = ("1,a,1,self,sure,self", "1,a,2,child,,self", "2,a,1,none,,self", "2,a,2,child,,self")
    text = "\n".join(("participant,item,round,label,sureness,key", *votes))
    assert read(tmp_path, text, of_round="2").rows() == [["child"], ["child"]]
    several = read(tmp_path, text)
    assert faults(several) == [(1, "several-rounds", "header")]
    assert "1 and 2" in several.problems[0].message
    assert faults(read(tmp_path, text, of_round="3")) == [(1, "unknown-round", "header")]


def test_the_label_none_is_a_label_and_no_missing_rating(tmp_path: Path) -> None:
    ratings = read(tmp_path, "item,x,y\na,none,None\n", labels=["none"])
    assert faults(ratings) == [(2, "label-spelling", "a")]
    assert ratings.rows() == [["none"], ["None"]]


BROKEN = [
    ("", [(1, "empty-table", "table")]),
    ("item,x,y\n\n", [(1, "empty-table", "table")]),
    ("item,x,y\na,self,child,none\nb,self\nc,self,self\n", [(2, "row-length", "a"), (3, "row-length", "b")]),
    ("item,x,x,\na,self,child,none\n", [(1, "duplicate-rater", "header"), (1, "missing-rater", "header")]),
    ("rater,a,a\nx,self,self\ny,self,self\n", [(1, "duplicate-item", "header")]),
    ("item,x,y\na,self,self\na,self,self\n,self,self\n", [(3, "duplicate-item", "a"), (4, "missing-item", "row")]),
    ("rater,a\nx,self\nx,self\n", [(3, "duplicate-rater", "x")]),
    ("item,x\na,self\nb,child\n", [(1, "too-few-raters", "table")]),
    ("item,x,y\na,self,Self\nb,self,SELF\n", [(2, "label-spelling", "a"), (3, "label-spelling", "b")]),
    ('item,x,y\na,"self,self\n', [(2, "csv-syntax", "table")]),
    ("item,x,y\na,self,self\nb,s\x1b[2Jelf,self\n", [(3, "hidden-character", "table")]),
    ("item,x\u202e,y\na,self,self\n", [(1, "hidden-character", "table")]),
    (
        LONG + 'a,x,child\n"b\n2",,self\n,y,\nd,x\n',
        [(8, "duplicate-rating", "a"), (9, "missing-rater", "row"),
         (11, "missing-item", "row"), (12, "row-length", "d")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[expected[-1][1] for _, expected in BROKEN])
def test_every_fault_is_named_with_its_line_and_rule(
    tmp_path: Path, text: str, expected: list[tuple[int, str, str]]
) -> None:
    assert faults(read(tmp_path, text)) == expected


def test_labels_outside_the_codebook_are_named_one_by_one(tmp_path: Path) -> None:
    ratings = read(tmp_path, "item,x,y\na,self,chlid\nb,Child,self\nc,chlid,self\n", labels=[SELF, CHILD])
    assert faults(ratings) == [(2, "unknown-label", "a"), (3, "label-spelling", "b"), (4, "unknown-label", "c")]
    assert [problem.field for problem in sorted(ratings.problems)] == ["y", "x", "x"]


@pytest.mark.parametrize("column", ["item", "rater", "label"])
def test_a_long_table_needs_its_columns(tmp_path: Path, column: str) -> None:
    ratings = read(tmp_path, LONG.replace(column, "other", 1), "long")
    assert [(problem.rule, problem.field) for problem in ratings.problems] == [("missing-column", column)]


def test_a_file_that_cannot_be_read_is_a_problem_too(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("item,x,y\na,s\xe9lf,self\n".encode("latin-1"))
    for name in ("latin.csv", "nowhere.csv", "."):
        assert faults(read_ratings(tmp_path / name)) == [(1, "unreadable", "table")]


@given(text=st.text(alphabet='item,rater,label\n;"\t .xNA\r\x0b\u2028é', max_size=80))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_it_fail(tmp_path: Path, text: str) -> None:
    ratings = read(tmp_path, text)
    assert ratings.problems or len(ratings.rows()) >= 2
    assert all(problem.line >= 1 and problem.message for problem in ratings.problems)
