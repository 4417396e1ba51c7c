"""`make run`: the three programs of Wegwijs under supervisord, which restarts one that dies and stops all on Ctrl-C."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from settings import Settings  # noqa: E402

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
PAGE_WITHIN_SECONDS = 120

CONFIG = """\
[supervisord]
nodaemon=true
silent=true
logfile={var}/log/supervisord.log
pidfile={var}/supervisord.pid
childlogdir={var}/log
{user}

[program:server]
command={python} server.py
{common}

[program:actions]
command={python} -m actions
{common}

[program:rasa]
command=/usr/bin/env -u WEGWIJS_DATABASE_URL {rasa_python} -m bot.quiet_rasa run --interface 127.0.0.1 --port {rasa_port} --model models/wegwijs.tar.gz --endpoints bot/endpoints.yml --credentials bot/credentials.yml
{common}
"""
COMMON = """\
directory={root}
autorestart=true
startsecs=3
startretries=1000
stopwaitsecs=8
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile={var}/log/%(program_name)s.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=1"""


def refuse_taken_ports(settings: Settings) -> None:
    for name, host, port in (
        ("WEGWIJS_PORT", settings.host, settings.port),
        ("WEGWIJS_RASA_PORT", "127.0.0.1", settings.rasa_port),
        ("WEGWIJS_ACTIONS_PORT", "127.0.0.1", settings.actions_port),
    ):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise SystemExit(f"Port {port} is taken by another program: stop that, or choose another with {name}=...") from None


def spacy_pipeline() -> str:
    """Name and version of the pipeline in the Rasa environment, read from its package folder."""
    found = sorted((RASA_PYTHON.parent.parent / "lib" / "python3.10" / "site-packages").glob("nl_*.dist-info"))
    return found[0].stem.replace("-", " ") if found else "none"


def write_config(settings: Settings) -> Path:
    var = settings.var
    (var / "log").mkdir(parents=True, exist_ok=True)
    values = {"root": ROOT, "var": var, "python": sys.executable, "rasa_python": RASA_PYTHON}
    values |= {"rasa_port": settings.rasa_port, "user": "user=root" if os.getuid() == 0 else ""}
    path = var / "supervisord.conf"
    path.write_text(CONFIG.format(common=COMMON.format(**values), **values))
    return path


def environment(settings: Settings) -> dict[str, str]:
    """What the programs get: no telemetry, no library chatter, and where the others are."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": "1",  # the sentence encoder waits ten times longer for a second thread that another program holds
        "MALLOC_ARENA_MAX": "2",  # these two: what an old snapshot of a large catalogue took goes back to the system (glibc)
        "MALLOC_MMAP_THRESHOLD_": "131072",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "WEGWIJS_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "WEGWIJS_SPACY_PIPELINE": spacy_pipeline(),
    }


def demo_accounts(settings: Settings) -> str:
    """Staff to try Wegwijs with, in the words for the terminal; their passwords are in no file. Only where nobody else can connect."""
    if os.environ.get("WEGWIJS_DEMO_ACCOUNTS", "") == "":
        os.environ["WEGWIJS_DEMO_ACCOUNTS"] = str(settings.host in ("127.0.0.1", "::1", "localhost")).lower()
    if not Settings().demo_accounts:
        return "Staff pages: no demo accounts here; use `python -m access invite`"
    made = subprocess.run([sys.executable, "-m", "access", "demo"], cwd=ROOT, capture_output=True, text=True)
    if made.returncode:
        return f"The demo accounts could not be made:\n{made.stderr[-1500:]}"
    return f"Demo accounts for /beheer/ (they sign in without a code, on this computer only):\n{made.stdout.rstrip()}"


def wait_for_page(settings: Settings, supervisor: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + PAGE_WITHIN_SECONDS
    while time.monotonic() < deadline and supervisor.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((settings.host, settings.port)) == 0:
                return True
        time.sleep(0.2)
    return False


def main() -> int:
    settings = Settings()
    if importlib.util.find_spec("supervisor") is None:
        raise SystemExit("supervisor is not installed here; run `make setup` first")
    refuse_taken_ports(settings)
    accounts = demo_accounts(settings)
    command = [sys.executable, "-m", "supervisor.supervisord", "--configuration", str(write_config(settings))]
    supervisor = subprocess.Popen(command, cwd=ROOT, env=environment(settings))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: supervisor.terminate())
    if wait_for_page(settings, supervisor):
        host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host
        print(f"Wegwijs: http://{host}:{settings.port}/  (stop with Ctrl-C)\n{accounts}", flush=True)
    else:
        print(f"Wegwijs did not start; see {settings.var}/log", flush=True)
        supervisor.terminate()
    return supervisor.wait()


if __name__ == "__main__":
    sys.exit(main())
