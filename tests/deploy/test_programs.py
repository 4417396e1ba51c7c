"""Finding what is needed, and saying in one sentence what is missing."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from settings import ROOT


def load(name: str) -> ModuleType:
    """The set-up scripts are no package: they run before anything is installed."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / "local" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


programs, steps = load("programs"), load("steps")


def fake_python(folder: Path, version: str) -> Path:
    path = folder / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


class TestFindPython:
    def test_under_a_pyenv_root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        wanted = fake_python(tmp_path / "versions" / "3.10.99", "3.10")
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
        assert wanted.exists()
        assert str(programs.find_python(("3.10",))).endswith("/bin/python")

    def test_a_shim_that_does_not_run_is_passed_over(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shim = tmp_path / "python9.9"
        shim.write_text("#!/bin/sh\nexit 127\n")
        shim.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(
            SystemExit, match=r"^Python 9\.9 not found: looked on the PATH, under .* and with uv; get it with `uv python install 9\.9`"
        ):
            programs.find_python(("9.9",))


class TestFindNode:
    def test_says_what_it_found(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(SystemExit, match=r"^Node 20 or newer with npm not found: looked on the PATH and found nothing"):
            programs.find_node()


class TestStep:
    def make(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: str) -> object:
        monkeypatch.setenv("WEGWIJS_VAR", str(tmp_path))
        return steps.Step("probe", "probe", steps.digest(inputs), tmp_path / "result")

    def test_runs_once_and_again_when_the_inputs_change(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = ["sh", "-c", f"echo x >> {tmp_path}/result"]
        for inputs in ("a", "a", "b"):
            self.make(tmp_path, monkeypatch, inputs).run(command)  # type: ignore[attr-defined]
        assert (tmp_path / "result").read_text() == "x\nx\n"
        assert "unchanged" in capsys.readouterr().out

    def test_a_failure_names_the_log_and_is_tried_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        step = self.make(tmp_path, monkeypatch, "a")
        with pytest.raises(SystemExit, match="setup-probe.log"):
            step.run(["sh", "-c", "echo broken; exit 3"])  # type: ignore[attr-defined]
        assert not step.is_fresh()  # type: ignore[attr-defined]
