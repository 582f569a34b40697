"""The phones' page: a few kilobytes of HTML, script and style, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from mio_widgets.bundle import bundle
from mio_widgets.content.load import language, load
from mio_widgets.exercises.assets import style
from mio_widgets.site.pages import shared_assets
from mio_widgets.words import say

HERE = Path(__file__).parent / "phone"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


_WORDS = "live.phone."
"""The words that the script says begin so, in the content and in the script; on the way it is left out."""
_AIR = re.compile(
    r" (=>|>=|===|!==|&&|\|\||\?\?|=|\?|:|<|>|\+|-|\*\*?) |(?<=,) |(?<=\{) (?=\S)|(?<=\S) (?=\})"
    r"|(?<=\w:) |(?<=\":) |(?<=[\w)]) (?=\{)|(?<=[)}]) (?=\w)|(?<=\b(?:if|or)) (?=\()|[,;](?=\s*[\])}])"
)
_NOTES = re.compile(r"/\*.*?\*/|^\s*//[^\n]*\n|^\s+|\s+$", re.DOTALL | re.MULTILINE)
"""Blanks, comments and indents that the script and the style can do without; no string of theirs looks like them."""
_BREAKS = re.compile(r"(?<=[{}(\[,;>\n])\n|\n(?=[})\]])|(?<=[.=>(]) (?=\()")
"""What these leave: ends of lines at which no statement ends, and the blank before what a comment told the type of."""


@dataclass(frozen=True)
class File:
    """A file of the page, as it is and packed."""

    kind: str
    plain: bytes
    packed: bytes


def files() -> dict[str, File]:
    """The script and the style by names that hold their hashes."""
    return {_name(name, language()): _file(name, language()) for name in ("phone.js", "phone.css")}


def html(base_url: str, code: str, message: str = "", typed: str = "") -> str:
    """The page of a room, or without a code the page on which one is typed.

    Args:
        base_url: the path below which the server stands.
        code: the room's, or "".
        message: why there is no room.
        typed: the code that was typed instead of a room's, to be corrected.
    """
    return (
        _filled(
            "phone.html",
            {
                "base": f"{base_url}live/",
                "code": code,
                "lang": language(),
                "style": f"{base_url}live/files/{_name('phone.css', language())}",
                "script": f"{base_url}live/files/{_name('phone.js', language())}",
                "icon": f"{base_url}assets/{shared_assets()['icon'][0]}",
                "title": say("live.room", code=code) if code else say("live.title"),
                "status": say("live.loading") if code else message,
                "noscript": say("live.noscript"),
            },
        )
        .replace("{{ form }}", "" if code else _form(base_url, typed))
        .replace("{{ awaiting }}", _awaiting())
    )


def _form(base_url: str, typed: str) -> str:
    words = {"type": say("live.code"), "go": say("live.go")}
    return _filled("form.html", {"base": f"{base_url}live/", "typed": typed, **words})


def _awaiting() -> str:
    """What is said of a translation that no native reader has read yet."""
    return f"<p>{escape(say('language.page'))}</p>" if load().awaiting else ""


def _filled(name: str, values: dict[str, str]) -> str:
    text = _text(name)
    for key, value in values.items():
        text = text.replace(f"{{{{ {key} }}}}", escape(value))
    return text


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _file(name: str, lang: str) -> File:
    if name.endswith(".js"):
        kind = "text/javascript; charset=utf-8"
        words = {key: word for key, word in load(lang=lang).words.items() if key.startswith(_WORDS)}
        text = _AIR.sub(r"\1", bundle(HERE / name))
        text = text.replace("/** WORDS */ {}", json.dumps(words, ensure_ascii=False, separators=(",", ":")))
        text = text.replace(_WORDS, "")
    else:
        kind = "text/css; charset=utf-8"
        # The colors of labels and page, which the exercises' stylesheet begins with.
        text = style().partition("\n.mio {")[0] + _text(name)
        text = re.sub(r".*data-jp-theme.*", "", text)
        # Beside other pages' variables they need a name of the workbook's own; here there are none.
        text = text.replace("--mio-", "--").replace(":root,\n.mio {", ":root {").replace(":root, .mio {", ":root {")
        text = re.sub(r"\s*([{}:;,>])\s+", r"\1", text).replace(";}", "}")
        text = re.sub(r'="([a-z]+)"(?=\])', r"=\1", text)
    plain = _BREAKS.sub("", _NOTES.sub("", text)).encode()
    return File(kind, plain, gzip.compress(plain, 9, mtime=0))


@cache
def _name(name: str, lang: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(_file(name, lang).plain).hexdigest()[:8]}.{ending}"
