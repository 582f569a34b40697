"""The numbers behind `trial_size()`, computed with SciPy.

`python -m mio_widgets.exercises.trial_table` writes them to `trial_table.json`; a test computes them anew and
compares. So a kernel that shows the figure, and a page that was rendered once, need no SciPy.

All differences are standardized: in standard deviations, 0 meaning none. A trial of n mothers has two arms as
equal as can be, n1 = n // 2 and n2 = n - n1. An observed difference d belongs to t = d * sqrt(n1 * n2 / n) with
n - 2 degrees of freedom, and a true one to the noncentrality of that t.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("trial_table.json")
SMALLEST, LARGEST = 10, 400
"""The sizes of trials: mothers in both arms together."""
FOUND = (0.0, 0.2, 0.5, 0.8)
"""The differences that the reader may let a trial find."""
CONFIDENCE = 0.95
ALPHA = 0.05
"""The level of the two-sided test."""
POWER = 0.8


def compute() -> dict[str, Any]:
    """The whole table, rounded to four digits behind the point.

    Returns:
        `first`, the size to which the first entry of each list belongs; `smallest`, by size, the true difference
        that a two-sided t test at 5 % notices with a probability of 80 %; and `intervals`, for each of `found`
        and by size, the two limits of the 95 % confidence interval around it.

    Both invert the distribution function F of the noncentral t in its noncentrality. The limits are those at
    which F(t) is 0.975 and 0.025 (Cumming & Finch 2001, Educational and Psychological Measurement 61, 532-574),
    so an interval leaves zero out exactly if the t test is significant. The smallest difference is the one at
    which F(critical t) is 0.2 (Cohen 1988, Statistical power analysis, chapter 2); the chance of a significant
    result in the wrong direction, below one in a million here, is left aside.
    """
    import numpy as np  # noqa: PLC0415 -- only who computes the table anew needs SciPy and NumPy
    from scipy.special import nctdtrinc, stdtrit  # noqa: PLC0415

    n = np.arange(SMALLEST, LARGEST + 1)
    freedom, scale = n - 2, np.sqrt((n // 2) * (n - n // 2) / n)
    tail = (1 - CONFIDENCE) / 2
    limits = [[nctdtrinc(freedom, p, d * scale) / scale for p in (1 - tail, tail)] for d in FOUND]
    critical = stdtrit(freedom, 1 - ALPHA / 2)
    return {
        "first": SMALLEST,
        "found": list(FOUND),
        "smallest": np.round(nctdtrinc(freedom, 1 - POWER, critical) / scale, 4).tolist(),
        "intervals": [np.round(np.transpose(pair), 4).tolist() for pair in limits],
    }


def read() -> dict[str, Any]:
    """The table as it was written last."""
    table: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return table


if __name__ == "__main__":
    FILE.write_text(json.dumps(compute(), separators=(",", ":")) + "\n", encoding="utf-8")
