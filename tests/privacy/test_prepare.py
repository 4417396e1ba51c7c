"""`python -m privacy prepare` builds once, beside the code and not in it."""

import logging
from pathlib import Path

import pytest

from privacy.__main__ import main
from privacy.deduced import is_prepared, open_deduce


def test_second_time_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WEGWIJS_VAR", str(tmp_path))
    assert main(["prepare"]) == 0
    assert is_prepared(tmp_path / "privacy")
    assert "building" in capsys.readouterr().out
    stamp = (tmp_path / "privacy" / "cache" / "lookup_structs.pickle").stat().st_mtime_ns
    assert main(["prepare"]) == 0
    assert "ready" in capsys.readouterr().out
    assert (tmp_path / "privacy" / "cache" / "lookup_structs.pickle").stat().st_mtime_ns == stamp


def test_other_arguments_explain_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "prepare" in capsys.readouterr().err


def test_an_unwritable_folder_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("WEGWIJS_VAR", str(blocked))
    assert [span.type for span in open_deduce()("Mijn zoon Jan de Vries")] == ["PERSOON"]


def test_deduce_leaves_logging_alone() -> None:
    assert logging.getLogger().level != logging.DEBUG
