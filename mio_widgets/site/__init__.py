"""The book as pages: run once, rendered, and shared with Voila's template."""
