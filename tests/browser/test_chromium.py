"""Finding the browser that these tests run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import chromium


def test_the_one_named_by_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "my-chromium"
    own.touch(mode=0o755)
    monkeypatch.setenv("MIO_CHROMIUM", str(own))
    assert chromium.find() == own


def test_a_wrong_name_in_the_environment_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MIO_CHROMIUM", str(tmp_path / "no-chromium"))
    with pytest.raises(chromium.NoChromiumError, match=r"MIO_CHROMIUM is .*no-chromium, which is not a program"):
        chromium.find()


def test_the_first_way_to_install_that_works_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = tmp_path / "chromium"
    found.write_text("#!/bin/sh\n", encoding="utf-8")
    found.chmod(0o755)
    monkeypatch.setattr(chromium, "find", lambda: found)
    monkeypatch.setattr(chromium, "_ways_to_install", lambda: iter([["false"], ["true"]]))
    assert chromium.install() == found


def test_when_nothing_can_be_installed_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "_ways_to_install", lambda: iter([["false"]]))
    with pytest.raises(chromium.NoChromiumError, match="set MIO_CHROMIUM"):
        chromium.install()
