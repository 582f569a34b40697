"""The peer of `benchmarks/page.py`: the chapter's first question as a stock Voila notebook of ipywidgets."""

from __future__ import annotations

from pathlib import Path

import nbformat

from mio_widgets.content.load import load

CELL = """
import ipywidgets as widgets
from IPython.display import display
text = widgets.HTML("<p>{context}</p><blockquote>{text}</blockquote>")
choice = widgets.RadioButtons(options={labels!r}, value=None, description="")
feedback = widgets.HTML("")
def answer(change):
    feedback.value = {reasons!r}[change["new"]]
choice.observe(answer, "value")
display(widgets.VBox([text, choice, feedback]))
"""


def write(folder: Path, deck_id: str) -> str:
    """Writes the notebook into `folder` and gives its name."""
    deck = load().decks[deck_id]
    item = deck.utterances[0]
    source = CELL.format(context=item.context, text=item.text, labels=deck.labels, reasons=item.reasons)
    cells = [nbformat.v4.new_markdown_cell("# The same question"), nbformat.v4.new_code_cell(source.strip())]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "stock.ipynb")
    return "stock.ipynb"
