"""Starting the workbook, JupyterLab and stock Voila as a user would, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil

from tests.serving import is_kernel, kernels_of, wait_for

ROOT = Path(__file__).resolve().parents[2]

#: The chapters that the tests open.
CHAPTERS = (
    "00_start_here",
    "01_mentalizing",
    "02_why_it_matters",
    "03_self_and_child",
    "04_mio_goals_and_approach",
    "05_the_stance",
    "06_the_session",
    "07_what_the_trials_found",
    "08_how_change_happens",
    "09_review_and_reflection",
)

#: What the leader's link carries.
TOKEN = "a-leader's-token-for-tests"

#: A notebook that shows what arrives in Python. No chapter: its name has no number.
ANSWERS = """\
import json
import ipywidgets
from mio_widgets import classify
exercise = classify("whose-mind-1")
shown = ipywidgets.Textarea(description="In Python")
exercise.observe(lambda change: setattr(shown, "value", json.dumps(exercise.answers)), "answers")
ipywidgets.VBox([shown, exercise])
"""


#: One that imports nothing but the book's package, with a widget that Python answers.
ECHO = """\
from mio_widgets.exercises.widget import Exercise, traitlets

class Echo(Exercise):
    _esm = '''
    function render({ model, el }) {
      el.innerHTML = "<label>Said <input></label> <p>Heard: <output></output></p>";
      el.querySelector("input").onchange = ({ target }) => { model.set("said", target.value); model.save_changes(); };
      model.on("change:heard", () => { el.querySelector("output").textContent = model.get("heard"); });
    }
    export default { render };
    '''
    said = traitlets.Unicode().tag(sync=True)
    heard = traitlets.Unicode().tag(sync=True)

echo = Echo("Echo()")
echo.observe(lambda change: setattr(echo, "heard", change["new"].upper()), "said")
echo
"""


def copy_book(to: Path, chapters: Sequence[str] = CHAPTERS) -> Path:
    """A book of these chapters with the real content, the leader's notebook, and two that Python answers."""
    book = Path(os.environ.get("MIO_BOOK") or ROOT)
    shutil.copytree(book / "content", to / "content")
    (to / "notebooks").mkdir()
    for slug in chapters:
        shutil.copy(book / "notebooks" / f"{slug}.ipynb", to / "notebooks")
    shutil.copytree(book / "notebooks" / "leader", to / "notebooks" / "leader")
    for name, source in (("answers", ANSWERS), ("echo", ECHO)):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, to / "notebooks" / f"{name}.ipynb")
    return to


def environment(book: Path, home: Path) -> dict[str, str]:
    """Settings by which nothing is read from, or left in, the home of the person who runs the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    folders = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    return own | folders | {"MIO_BOOK": str(book), "MIO_LEADER_TOKEN": TOKEN}


def quiet_lab(home: Path) -> Path:
    """Switches off what JupyterLab does unasked in a home folder, and gives the folder of these settings."""
    settings = home / ".jupyter" / "labconfig"
    settings.mkdir(parents=True)
    # One asks each new browser whether news is wanted; the other asks the kernel, and complains when the page closes.
    unused = ["@jupyterlab/apputils-extension:announcements", "@jupyterlab/debugger-extension"]
    config = {"disabledExtensions": dict.fromkeys(unused, True)}
    (settings / "page_config.json").write_text(json.dumps(config), encoding="utf-8")
    return settings


@dataclass(frozen=True)
class Server:
    """A server that answers at `url`."""

    url: str
    process: psutil.Process

    def kernel(self, kernel_id: str) -> psutil.Process:
        """The process of a kernel that this server started."""
        found = [process for process in kernels_of(self.process.pid) if is_kernel(process, kernel_id)]
        if len(found) != 1:
            raise LookupError(kernel_id)
        return found[0]


def mio(*arguments: str) -> list[str]:
    """The command `mio`, run by the Python of the tests."""
    return [sys.executable, "-m", "mio_widgets.cli", *arguments]


def lab(notebooks: Path, port: int) -> list[str]:
    """JupyterLab over `notebooks`, asking nobody else for news or updates."""
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"),
        *("--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={notebooks}"),
        *("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
        "--LabApp.extension_manager=readonly",
    ]


def stock_voila(notebooks: Path, port: int) -> list[str]:
    """Voila as it comes, over `notebooks`."""
    return [sys.executable, "-m", "voila", str(notebooks), "--no-browser", f"--port={port}"]


@contextmanager
def running(command: list[str], port: int, env: Mapping[str, str], cwd: Path) -> Iterator[Server]:
    """Starts a server, waits until its port answers, and stops it with every process that it started."""
    log = cwd / f"server-{port}.log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=cwd, text=True) as process,
    ):
        try:
            try:
                wait_for(port, process)
            except (AssertionError, TimeoutError) as error:
                error.add_note(log.read_text(encoding="utf-8")[-2000:])
                raise
            yield Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
    _, left = psutil.wait_procs(children, timeout=3)
    for child in left:
        child.kill()
