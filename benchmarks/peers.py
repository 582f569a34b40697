"""The ways that are compared: how each is started, and the same question or figure as each way's users write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from mio_widgets.content.load import Content
from tests.browser import servers
from tests.serving import free_port

RENDERED = "rendered page"
OURS = "our Voila"
STOCK = "stock Voila, ipywidgets"
QUIZ = "stock Voila, jupyterquiz"
STOCK_FIGURES = ("stock Voila, FigureWidget", "stock Voila, fig.show()")
ROOM = "live room"

#: What starts a server at a port.
Command = Callable[[int], list[str]]

IPYWIDGETS = """
import ipywidgets as widgets
from IPython.display import display
text = widgets.HTML({text!r})
choice = widgets.RadioButtons(options={labels!r}, value=None, description="")
feedback = widgets.HTML("")
def answer(change):
    feedback.value = {reasons!r}[change["new"]]
choice.observe(answer, "value")
display(widgets.VBox([text, choice, feedback]))
"""

#: From a list, since questions from an address would be asked for over the network.
JUPYTERQUIZ = """
from jupyterquiz import display_quiz
display_quiz([{question!r}], shuffle_answers=False)
"""


def write_notebook(folder: Path, name: str, source: str, **metadata: Any) -> None:
    """Writes a notebook of a title and one cell."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_markdown_cell("# By comparison"), nbformat.v4.new_code_cell(source.strip())]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, **metadata})
    nbformat.write(notebook, folder / f"{name}.ipynb")


def write_questions(folder: Path, content: Content, deck_id: str) -> None:
    """Writes the deck's first question as `ipywidgets.ipynb` and as `jupyterquiz.ipynb`."""
    deck = content.decks[deck_id]
    item = deck.utterances[0]
    text = f"<p>{item.context}</p><blockquote>{item.text}</blockquote>"
    source = IPYWIDGETS.format(text=text, labels=deck.labels, reasons=item.reasons)
    write_notebook(folder, "ipywidgets", source)
    answers = [
        {"answer": label, "correct": label == item.key, "feedback": item.reasons[label]} for label in deck.labels
    ]
    question = {"question": text, "type": "multiple_choice", "answers": answers}
    write_notebook(folder, "jupyterquiz", JUPYTERQUIZ.format(question=question))


def stock_voila(notebooks: Path) -> Command:
    """Voila as it comes."""
    return lambda port: servers.stock_voila(notebooks, port)


def workbook(*arguments: str) -> Command:
    """`mio serve`."""
    return lambda port: servers.mio("serve", "--port", str(port), *arguments)


#: Our Voila with a place for every visitor of a benchmark, as the peers have.
ROOMY = workbook("--max-kernels", "400")


@contextmanager
def started(command: Command, home: Path, book: Path = servers.ROOT, **settings: str) -> Iterator[servers.Server]:
    """A server in a process of its own, at home in a folder of the benchmark's; it answers when this begins."""
    port = free_port()
    with servers.running(command(port), port, servers.environment(book, home) | settings, home) as server:
        yield server
