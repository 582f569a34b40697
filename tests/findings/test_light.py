"""What a kernel loads: plotly only for `Finding.figure`, and nothing of the kind for a chapter without figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from mio_widgets.findings.catalog import finding, names
from mio_widgets.site.pages import plotly_text

WATCHED = ("plotly", "scipy", "numpy", "narwhals")


def loaded_after(code: str) -> set[str]:
    report = f"{code}\nimport json, sys\nprint(json.dumps([name for name in {WATCHED!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_kernel_that_draws_no_figure_loads_nothing_for_figures() -> None:
    assert loaded_after("from mio_widgets import *\nclassify('whose-mind-1')") == set()


def test_a_figure_that_is_shown_does_not_load_plotly() -> None:
    assert loaded_after("from mio_widgets import finding\nfinding('timeline')._ipython_display_()") == set()


def test_plotly_s_own_object_is_there_for_who_asks() -> None:
    assert "plotly" in loaded_after("from mio_widgets import finding\nfinding('timeline').figure")


def test_the_pages_library_is_the_one_that_plotly_for_python_brings() -> None:
    found = find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    own = (Path(found.origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    version = re.compile(r"plotly\.js (?:\(basic - minified\) )?(v[\d.]+)")
    ours, theirs = version.search(plotly_text()), version.search(own)
    assert ours is not None
    assert theirs is not None
    assert ours[1] == theirs[1]


def test_the_pages_library_draws_every_kind_of_trace() -> None:
    kinds = {
        trace["type"]
        for name in names()
        for spec in (finding(name).wide, finding(name).narrow)
        for trace in spec["data"]
    }
    assert kinds <= {"scatter", "bar", "pie"}
