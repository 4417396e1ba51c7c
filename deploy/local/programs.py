"""Find the programs that Wegwijs needs on this machine, or say in one sentence where was looked and how to get them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

MODERN = ("3.11", "3.12", "3.13")
RASA = ("3.10",)
NODE_MAJOR = 20


def _version(program: Path) -> str | None:
    """(major, minor) that a Python prints of itself, or None: a pyenv shim exists for versions that do not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(program), "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _pyenv_root() -> Path:
    return Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))


def _from_uv(version: str) -> list[Path]:
    uv = shutil.which("uv")
    if not uv:
        return []
    command = [uv, "python", "find", "--no-python-downloads", version]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [Path(line) for line in done.stdout.decode().split("\n") if line]


def _candidates(version: str) -> Iterator[Path]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        yield from (Path(folder) / name for name in ("python" + version, "python3", "python"))
    roots = {_pyenv_root(), Path("/root/.pyenv"), Path("/opt/pyenv")}
    for root in sorted(roots):
        if os.access(str(root), os.R_OK | os.X_OK):
            yield from sorted(root.glob("versions/%s.*/bin/python" % version), reverse=True)
    yield from _from_uv(version)


def find_python(versions: tuple[str, ...]) -> Path:
    """Path of the first Python of one of `versions` that really runs. Ends with one sentence when there is none."""
    for version in versions:
        for candidate in _candidates(version):
            if candidate.exists() and _version(candidate) == version:
                return candidate
    raise SystemExit(
        "Python %s not found: looked on the PATH, under %s and with uv; get it with `uv python install %s` or `pyenv install %s`."
        % (" or ".join(versions), _pyenv_root(), versions[0], versions[0])
    )


def find_node() -> str:
    """Path of npm, when Node is new enough. Ends with one sentence otherwise."""
    node, npm = shutil.which("node"), shutil.which("npm")
    found = subprocess.run([node, "--version"], stdout=subprocess.PIPE).stdout.decode().strip() if node else "nothing"
    major = re.match(r"v(\d+)", found)
    if node and npm and major and int(major.group(1)) >= NODE_MAJOR:
        return npm
    raise SystemExit(
        "Node %d or newer with npm not found: looked on the PATH and found %s; get it from your package manager or https://nodejs.org."
        % (NODE_MAJOR, found)
    )


def find_chromium() -> str | None:
    """Path of a Chromium or Chrome for the browser tests, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        path = shutil.which(name)
        if path:
            return path
    return None
