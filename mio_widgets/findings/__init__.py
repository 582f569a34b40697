"""Figures of what the trials found: each with its one-sentence reading, its table and its sources.

A figure draws rows of content/trials and nothing else. Nothing here imports plotly until somebody asks for
`Finding.figure`: what a page and JupyterLab are given is plain data.
"""
