"""Run one set-up step at a time: skipped when its inputs did not change, otherwise with progress and its duration.

Plain standard library, and syntax that an old `python3` understands: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Sequence, TextIO, Union

ROOT = Path(__file__).resolve().parents[2]
HEARTBEAT_SECONDS = 15
Command = Sequence[Union[str, Path]]


class StepFailed(SystemExit):
    """Ends the set-up with one sentence; the program's own words are in the log that it names."""


def var_dir() -> Path:
    """The folder for everything that is made here and can be thrown away (`WEGWIJS_VAR`)."""
    return Path(os.environ.get("WEGWIJS_VAR", ROOT / "var")).resolve()


def digest(*inputs: object) -> str:
    """One hash over texts, files and whole folders (without caches): what a step depends on."""
    total = hashlib.sha256()
    for item in inputs:
        if not isinstance(item, Path):
            total.update(str(item).encode())
            continue
        files = sorted(item.rglob("*")) if item.is_dir() else [item]
        for file in files:
            if file.is_file() and not {"__pycache__", "node_modules", "dist"} & set(file.parts):
                total.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return total.hexdigest()


class Step:
    """A named piece of set-up. `fingerprint` is the digest of its inputs, `result` a path that must exist afterwards."""

    def __init__(self, name: str, title: str, fingerprint: str, result: Path) -> None:
        self.name, self.title, self.fingerprint, self.result = name, title, fingerprint, Path(result)
        self.stamp = var_dir() / "stamps" / name
        self.log = var_dir() / "log" / ("setup-%s.log" % name)

    def is_fresh(self) -> bool:
        return self.result.exists() and self.stamp.exists() and self.stamp.read_text() == self.fingerprint

    def run(self, *commands: Command, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
        """Run the commands one after the other unless nothing changed. Raises StepFailed with the log's place."""
        if self.is_fresh():
            print("  %-22s unchanged" % self.title, flush=True)
            return
        for path in (self.stamp, self.log):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.unlink(missing_ok=True)
        started = time.monotonic()
        with self.log.open("w") as log:
            for command in commands:
                self._one(command, cwd, env, log, started)
        self.stamp.write_text(self.fingerprint)
        print("  %-22s done in %.0f s" % (self.title, time.monotonic() - started), flush=True)

    def _one(self, command: Command, cwd: Path, env: dict[str, str] | None, log: TextIO, started: float) -> None:
        print("  %-22s ..." % self.title, flush=True)
        words = [str(word) for word in command]
        with subprocess.Popen(words, cwd=str(cwd), env=env, stdout=log, stderr=subprocess.STDOUT) as process:
            while process.poll() is None:
                try:
                    process.wait(HEARTBEAT_SECONDS)
                except subprocess.TimeoutExpired:
                    print("  %-22s ... %.0f s" % (self.title, time.monotonic() - started), flush=True)
        if process.returncode:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            sys.stderr.write(tail + "\n")
            raise StepFailed("%s failed; the whole output is in %s" % (self.title, self.log))
