"""The exercises: each is one anywidget, a `.py` and a `.js` side by side."""
