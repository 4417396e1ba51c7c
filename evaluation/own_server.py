"""The whole of Wegwijs for the length of a `with`: free ports, its own folder and database, and nothing left afterwards."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN_SECONDS = 120.0
STOP_WITHIN_SECONDS = 30.0
PORTS = ("WEGWIJS_PORT", "WEGWIJS_RASA_PORT", "WEGWIJS_ACTIONS_PORT")
NEEDED = {".venv-rasa/bin/python": "the Rasa environment is not there", "models/wegwijs.tar.gz": "the model is not trained"}


class ServerFailed(Exception):
    """The programs did not come up; the message holds the end of their logs."""


def missing() -> str | None:
    """Why the server cannot run here, or None."""
    reasons = [f"{reason} ({path}); run `make setup`" for path, reason in NEEDED.items() if not (ROOT / path).exists()]
    return "; ".join(reasons) or None


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on at this moment."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _environment(var: Path, ports: list[int]) -> dict[str, str]:
    """Settings of this run only: limits out of the way, since one address holds all conversations."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")},
        **{name: str(port) for name, port in zip(PORTS, ports, strict=True)},
        "PYTHONPATH": str(ROOT),
        "WEGWIJS_VAR": str(var),
        "WEGWIJS_DATABASE_URL": f"sqlite:///{var / 'wegwijs.db'}",
        "WEGWIJS_CONVERSATIONS_PER_MINUTE": "100000",
        "WEGWIJS_TURNS_PER_MINUTE": "100000",
    }


def _logs(var: Path) -> str:
    tails = [f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}" for path in sorted((var / "log").glob("*.log"))]
    return "\n".join(tails)


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]", var: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    with httpx.Client(base_url=url, timeout=5, trust_env=False) as http:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise ServerFailed(f"stopped with {process.returncode}\n{_logs(var)}")
            with contextlib.suppress(httpx.HTTPError):
                if http.get("/api/v1/health/ready").status_code == httpx.codes.OK:
                    return
            time.sleep(0.5)
    raise ServerFailed(f"not ready within {READY_WITHIN_SECONDS:.0f} s\n{_logs(var)}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def running(more: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a server that is ready; `more` is added to its environment. Raises ServerFailed."""
    with tempfile.TemporaryDirectory(prefix="wegwijs-", ignore_cleanup_errors=True) as folder:
        var, ports = Path(folder), free_ports(len(PORTS))
        environment = {**_environment(var, ports), **(more or {})}
        prepared = subprocess.run([sys.executable, "-m", "catalog", "setup"], cwd=ROOT, env=environment, capture_output=True, text=True)
        if prepared.returncode:
            raise ServerFailed(f"the database could not be made\n{prepared.stderr[-1500:]}")
        command = [sys.executable, "deploy/local/run.py"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{ports[0]}"
            _wait_until_ready(url, process, var)
            yield url
        finally:
            _stop(process)


@contextlib.contextmanager
def address() -> Iterator[str]:
    """The running server that WEGWIJS_URL names, else one of our own."""
    given = os.environ.get("WEGWIJS_URL")
    if given:
        yield given.rstrip("/")
        return
    with running() as url:
        yield url
