"""What a picture of the content may hold. Pages take it in as it is, so it draws, and does nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

ELEMENTS = frozenset(
    "svg title desc g path rect circle ellipse line polyline polygon text tspan".split()  # noqa: SIM905 -- read as words
)
ATTRIBUTES = frozenset(
    "xmlns viewBox width height x y x1 y1 x2 y2 dx dy cx cy r rx ry d points transform opacity"  # noqa: SIM905
    " fill fill-opacity fill-rule stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity"
    " font-family font-size font-style font-weight text-anchor letter-spacing"
    " id role aria-label aria-labelledby aria-hidden".split()
)
#: Functions that name an address. A backslash hides one: u\72l( is url( to a browser.
_ADDRESS = re.compile(r"(?:url|src|image|image-set)\(|\\", re.IGNORECASE)


def faults(svg: str) -> list[tuple[int, str]]:
    """What a drawing may not hold, each with its line, counted from 1."""
    # A page reads it as HTML. Without these, HTML and XML read the same.
    found = [(svg.count("\n", 0, svg.index(mark)) + 1, f"`{mark}`") for mark in ("<!", "<?") if mark in svg]
    if found:
        return found
    parser = expat.ParserCreate()

    def look(name: str, attributes: dict[str, str]) -> None:
        found.extend((parser.CurrentLineNumber, what) for what in _unknown(name, attributes))

    parser.StartElementHandler = look
    try:
        parser.Parse(svg, True)
    except expat.ExpatError as error:
        found.append((error.lineno, expat.ErrorString(error.code)))
    return found


def _unknown(name: str, attributes: dict[str, str]) -> Iterator[str]:
    if name not in ELEMENTS:
        yield f"<{name}>"
    for attribute, value in attributes.items():
        if attribute not in ATTRIBUTES:
            yield f"the attribute `{attribute}`"
        elif _ADDRESS.search(value):
            yield f"an address in `{attribute}`"
