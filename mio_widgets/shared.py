"""What every chapter needs, loaded by importing this: before a reader comes, or once for all kernels that are forked.

No figure: only chapters that draw one load the plotting library.
"""

from __future__ import annotations

import mio_widgets.exercises.classify
import mio_widgets.fragments  # noqa: F401
from mio_widgets.content.load import load

load()
