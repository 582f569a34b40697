"""Every comparison, one after the other, in one run: the book's page, figures, live room, start, build, imports.

    python -m benchmarks [--runs 5] [--json FILE]

With small numbers it shows in ten minutes that everything works:

    python -m benchmarks --runs 1 --visitors 1 4 --phones 20 --within 2 --stock 2
"""

from __future__ import annotations

from benchmarks import building, findings, imports, page, room, startup
from benchmarks.report import command

if __name__ == "__main__":
    raise SystemExit(
        command(__doc__ or "", *(part.PART for part in (page, findings, room, startup, building, imports)))
    )
