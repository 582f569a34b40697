"""What a kernel loads: plotly only for `Finding.figure`, and nothing of the kind for a chapter without figures."""

from __future__ import annotations

import json
import subprocess
import sys

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
