"""The rendered book: what it holds, when it is made anew, and that nothing is lost when it cannot be."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from markupsafe import escape

from mio_widgets.cli import main
from mio_widgets.site import build as building
from mio_widgets.site.build import BuildError, build, is_current
from mio_widgets.site.cli import default_pages
from mio_widgets.site.pages import POLICY, hashed

CSS_URL = re.compile(r"url\(\s*['\"]?(?!data:)([^)'\"]+)|@import\s+['\"]([^'\"]+)")
LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=\"([^\"]+)\"")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(notebook: Path, cell: int, source: str) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"][cell] = {
        "cell_type": "code", "id": "broken", "metadata": {}, "outputs": [], "execution_count": None, "source": source,
    }  # fmt: skip
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.usefixtures("book")
def test_a_build_is_whole_hashed_packed_and_repeatable(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    out = tmp_path / "out"
    build(out, lambda *news: heard.append(news))
    built = files(out)
    assert {"index.html", "01_mentalizing.html", "404.html"} <= built.keys()
    assert heard[0] == ("", 0, 2)
    assert {slug for slug, _, _ in heard[1:]} == {"00_start_here", "01_mentalizing"}
    assert heard[-1][1:] == (2, 2)

    assets = {name: body for name, body in built.items() if name.startswith("assets/") and not name.endswith(".gz")}
    for name, body in assets.items():
        plain = re.sub(r"-[0-9a-f]{8}(?=\.)", "", Path(name).name)
        assert Path(name).name == hashed(plain, body.decode())
    for name, body in built.items():
        if name.endswith(".gz"):
            assert gzip.decompress(body) == built[name.removesuffix(".gz")]

    assert is_current(out)
    build(out)
    assert files(out) == built


@pytest.mark.usefixtures("book")
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    for page in out.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        loaded = LOADED.findall(html)
        assert loaded, page
        assert all(url.startswith(("assets/", "data:")) and (out / url).is_file() for url in loaded), loaded
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", html), page
        assert not re.search(r"\son\w+=\"|style=\"|<style", html), page
        # It says so itself, before it loads anything: a static host sends no such header.
        head = html.partition("</head>")[0]
        assert re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head) == [escape(POLICY)]
        assert head.index("http-equiv") < min(head.index("<link"), head.index("<script"))
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    for sheet in out.glob("assets/*.css"):
        assert not CSS_URL.findall(sheet.read_text(encoding="utf-8")), sheet


def test_a_failing_cell_is_named_and_the_earlier_build_stays(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    before = files(out)
    edit(book / "notebooks" / "01_mentalizing.ipynb", -1, "1 / 0")
    with pytest.raises(BuildError, match=r"01_mentalizing\.ipynb, cell broken: ZeroDivisionError"):
        build(out)
    assert files(out) == before
    assert not is_current(out)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


@pytest.mark.usefixtures("book")
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(BuildError, match="holds files that are not a build"):
        build(out)
    assert files(out) == {"thesis.txt": b"years of work"}


def test_a_changed_word_makes_the_build_stale(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    glossary = book / "content" / "glossary.toml"
    glossary.write_text(glossary.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert not is_current(out)


def test_each_language_has_a_build_of_its_own(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english, spanish = tmp_path / "out", tmp_path / "out-es"
    assert default_pages().name == f"site-{hashlib.sha256(str(book).encode()).hexdigest()[:8]}"
    build(english)
    monkeypatch.setenv("MIO_LANG", "es")
    assert default_pages().name.endswith("-es")
    assert not is_current(english)
    build(spanish)
    html = (spanish / "01_mentalizing.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in html
    assert html.count('<div class="book-prose"') == html.count('<div class="book-prose" lang="en"') > 0
    assert "espera todavía a alguien de lengua materna" in html
    assert ' lang="en"' not in (english / "01_mentalizing.html").read_text(encoding="utf-8").replace(
        '<html lang="en"', ""
    )

    # What is changed in one language leaves the other's pages as they are.
    words = book / "content" / "es" / "words.toml"
    words.write_text(words.read_text(encoding="utf-8") + "\n# una nota\n", encoding="utf-8")
    assert not is_current(spanish)
    monkeypatch.delenv("MIO_LANG")
    assert is_current(english)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("lang", "message"), [("fr", "no translation content/fr/; there are en, es"), ("../es", "is no language tag")]
)
def test_a_language_that_is_not_there_is_named(
    lang: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIO_LANG", "en")  # so that it is as before afterwards
    with pytest.raises(SystemExit, match=r"^1$"):
        main(["build", "--out", str(tmp_path / "out"), "--lang", lang])
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_text_that_would_end_the_script_element_does_not(book: Path, tmp_path: Path) -> None:
    quiz = book / "content" / "quizzes" / "01-mentalizing.toml"
    hostile = "</script><script>alert(1)</script><!--"
    text = re.sub(r'^prompt = ".*"$', f'prompt = "{hostile}"', quiz.read_text(encoding="utf-8"), count=1, flags=re.M)
    quiz.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    build(out)
    html = (out / "01_mentalizing.html").read_text(encoding="utf-8")
    assert "alert(1)" in html
    assert "</script><script>" not in html
    assert "<!--" not in html


#: A build without its slow part, which is killed at a moment.
KILLED = """
import os, pathlib, sys
from mio_widgets.site import build
def die(*_): os.kill(os.getpid(), 9)
build._write = lambda folder, *_: (folder / "index.html").write_text("new")
{moment}
build.build(pathlib.Path(sys.argv[1]))
"""
MOMENTS = {
    "while it is written": "build._compress = die",
    "before it is put in place": "build._put = die",
    "once the old one is put aside": "old = pathlib.Path.rename\n"
    "pathlib.Path.rename = lambda self, to: (old(self, to), die())",
}


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_build_that_is_killed_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(building, "_write", lambda folder, *_: (folder / "index.html").write_text("old"))
    build(out)
    before = files(out)
    # The process must have gone before its leavings are looked at: `run` waits for it.
    done = subprocess.run([sys.executable, "-c", KILLED.format(moment=moment), str(out)], check=False)
    assert done.returncode == -signal.SIGKILL
    # The next build finds it, even one that fails, and nothing is left lying about.
    monkeypatch.setattr(building, "_write", _fails)
    with pytest.raises(BuildError):
        build(out)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def _fails(*_: object) -> None:
    raise BuildError("a cell fails")


@pytest.mark.usefixtures("book")
def test_a_build_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(building, "_write", lambda folder, *_: (folder / "index.html").write_text("old"))
    build(out)
    before = files(out)
    rename = Path.rename

    def refuses(path: Path, to: Path) -> Path:
        if path.suffix == ".new":
            raise KeyboardInterrupt
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(KeyboardInterrupt):
        build(out)
    assert files(out) == before


@pytest.mark.usefixtures("book")
def test_what_another_process_is_building_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_write", lambda folder, *_: (folder / "index.html").write_text("new"))
    theirs = tmp_path / f".out.{os.getppid()}.new"
    others = tmp_path / ".out.x.1.old"
    for folder in (theirs, others):
        folder.mkdir()
    build(tmp_path / "out")
    assert theirs.is_dir()
    assert others.is_dir()
