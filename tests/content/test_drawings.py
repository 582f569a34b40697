"""Pictures of the content may draw, and do nothing else."""

from __future__ import annotations

import pytest

from mio_widgets.content.drawings import faults
from mio_widgets.content.problems import ContentError
from mio_widgets.fragments import picture
from tests.content.small_book import SmallBook


def drawn(inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n{inner}\n</svg>'


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", "<SCRIPT>"),
        ('<path d="M0 0" onload="alert(1)"/>', "`onload`"),
        ('<image width="9"/>', "<image>"),
        ('<use x="1"/>', "<use>"),
        ('<a x="1">x</a>', "<a>"),
        ("<foreignObject><p>x</p></foreignObject>", "<foreignObject>"),
        ('<animate x="1"/>', "<animate>"),
        ("<style>* { color: red }</style>", "<style>"),
        ('<g style="position: fixed"/>', "`style`"),
        ('<rect fill="url(https://evil.example/x)"/>', "`fill`"),
        ('<rect fill="URL(//evil.example/x)"/>', "`fill`"),
        (r'<rect fill="u\72l(https://evil.example/x)"/>', "`fill`"),
        ("<rect fill='src(\"https://evil.example/x\")'/>", "`fill`"),
        ("<!-- --><script>alert(1)</script>", "`<!`"),
        ("<![CDATA[<script>alert(1)</script>]]>", "`<!`"),
        ("<?xml-stylesheet href='//evil.example/x'?>", "`<?`"),
        ("<title></svg><script>alert(1)</script>", "mismatched tag"),
        ("<text>&nothing;</text>", "undefined entity"),
    ],
)
def test_what_is_no_drawing_is_named_with_its_line(inner: str, named: str) -> None:
    found = faults(drawn(inner))
    assert named in found[0][1]
    assert found[0][0] == 2


def test_a_bomb_of_entities_does_not_go_off() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<svg><text>&b;</text></svg>'
    assert faults(bomb) == [(1, "`<!`")]


def test_no_page_takes_in_what_is_no_drawing(book: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIO_BOOK", str(book.root))
    book.write("content/pictures/cup.svg", drawn("<script>alert(1)</script>"))
    with pytest.raises(ContentError, match=r"content/pictures/cup\.svg:2: <script> is no part of a drawing"):
        picture("cup")
