"""Bring a fresh clone to a state that can run (`setup.py run`) or be tested (`setup.py test`); a second call does only what changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import programs
from steps import ROOT, Step, digest, var_dir

VENV, VENV_RASA = ROOT / ".venv", ROOT / ".venv-rasa"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")
SPACY_URL = "https://github.com/explosion/spacy-models/releases/download/nl_core_news_sm-3.8.0/nl_core_news_sm-3.8.0-py3-none-any.whl"
SPACY_SHA256 = "a76978477821f213ca76a46c686df1b1d41462905d4868bc53eac086adca8b7e"
SPACY_STAND_IN = ROOT / "bot" / "spacy" / "nl_dep_lassy_sm-0.1.0-py3-none-any.whl"


def rasa_environment() -> dict[str, str]:
    """What every `rasa` command gets: telemetry off, library chatter kept out of the logs, and one thread for the sentence encoder.

    With two it waits at every layer for the other thread: ten times longer when another program holds that core.
    """
    return dict(
        os.environ, RASA_TELEMETRY_ENABLED="false", SQLALCHEMY_SILENCE_UBER_WARNING="1", TF_CPP_MIN_LOG_LEVEL="2", OMP_NUM_THREADS="1"
    )


def environment(name: str, title: str, python: Path, venv: Path, locks: list[Path]) -> None:
    commands: list[list[str | Path]] = [[python, "-m", "venv", "--clear", venv]]
    commands += [[venv / "bin" / "python", *PIP, "--require-hashes", "-r", lock] for lock in locks]
    Step(name, title, digest(str(python), *locks), venv / "bin" / "python").run(*commands)


def server_environment(with_tests: bool) -> None:
    locks = [ROOT / "requirements.lock"] + ([ROOT / "requirements-dev.lock"] if with_tests else [])
    ready = Step(
        "server-environment-test",
        "",
        digest(str(programs.find_python(programs.MODERN)), ROOT / "requirements.lock", ROOT / "requirements-dev.lock"),
        VENV,
    )
    if not with_tests and ready.is_fresh():
        return
    name = "server-environment-test" if with_tests else "server-environment"
    environment(name, "server environment", programs.find_python(programs.MODERN), VENV, locks)


def spacy_wheel() -> Path:
    """The real nl_core_news_sm where its wheel can be fetched, else the stand-in that comes with the project."""
    wheel = var_dir() / "download" / SPACY_URL.rsplit("/", 1)[1]
    if wheel.exists():
        return wheel
    wheel.parent.mkdir(parents=True, exist_ok=True)
    part = wheel.with_suffix(".part")
    try:
        with urllib.request.urlopen(SPACY_URL, timeout=10) as answer, part.open("wb") as file:
            shutil.copyfileobj(answer, file)
    except OSError as error:
        print("  %-22s nl_core_news_sm can not be fetched here (%s): nl_dep_lassy_sm serves" % ("spaCy pipeline", error))
        return SPACY_STAND_IN
    if hashlib.sha256(part.read_bytes()).hexdigest() != SPACY_SHA256:
        raise SystemExit("The fetched nl_core_news_sm has another hash than %s: refused." % SPACY_SHA256)
    return part.rename(wheel)


def spacy_pipeline() -> None:
    done = [VENV_RASA / "lib" / "python3.10" / "site-packages" / name for name in ("nl_core_news_sm", "nl_dep_lassy_sm")]
    if any(path.exists() for path in done):
        print("  %-22s unchanged" % "spaCy pipeline", flush=True)
        return
    wheel = spacy_wheel()
    step = Step("spacy", "spaCy pipeline", digest(wheel.name), done[0] if "nl_core" in wheel.name else done[1])
    step.run([VENV_RASA / "bin" / "python", *PIP, "--no-deps", "--no-index", wheel])


def widget() -> None:
    inputs = [path for path in sorted((ROOT / "widget").iterdir()) if path.name not in ("node_modules", "dist")]
    npm = programs.find_node()
    step = Step("widget", "widget", digest(*inputs), ROOT / "widget" / "dist" / "wegwijs-chat.js")
    step.run([npm, "ci", "--no-audit", "--no-fund"], [npm, "run", "build"], cwd=ROOT / "widget")


def prism() -> None:
    """For the tests of Klantinteracties: a server out of its OpenAPI. No script of a package runs, so nothing reports its installation."""
    source, folder = ROOT / "tests" / "handoff" / "prism", var_dir() / "prism"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(str(source / name), str(folder / name))
    step = Step("prism", "Prism", digest(source), folder / "node_modules" / ".bin" / "prism")
    step.run([programs.find_node(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)


def encoder() -> None:
    """Put the sentence encoder together from the weights of its package and our adapter."""
    step = Step(
        "encoder", "sentence encoder", digest(ROOT / "encoder", ROOT / "requirements.lock"), ROOT / "models" / "encoder" / "encoder.onnx"
    )
    step.run([VENV / "bin" / "python", "-m", "encoder", "build"])


def model() -> None:
    """Train Rasa when its configuration, data or components changed."""
    encoder()
    read = ("data/nlu", "data/rules")
    inputs = [ROOT / name for name in ("config.yml", "bot", *read, "encoder")]
    spacy = sorted((VENV_RASA / "lib" / "python3.10" / "site-packages").glob("nl_*-*.dist-info"))
    step = Step("model", "Rasa model", digest(*inputs, *(path.name for path in spacy)), ROOT / "models" / "wegwijs.tar.gz")
    command: list[str | Path] = [VENV_RASA / "bin" / "python", "-m", "rasa", "train", "--config", "config.yml", "--domain", "bot/domain"]
    command += ["--data", *read, "--out", "models", "--fixed-model-name", "wegwijs"]
    step.run(command, env=dict(rasa_environment(), PYTHONPATH=str(ROOT)))


def database() -> None:
    """Bring the database up to date, and load the content of catalog/ on first start."""
    python = VENV / "bin" / "python"
    subprocess.run([str(python), "-m", "catalog", "setup"], cwd=str(ROOT), check=True)


def prepare_privacy() -> None:
    step = Step("privacy", "name lists", digest(ROOT / "requirements.lock", ROOT / "privacy"), var_dir() / "stamps" / "privacy")
    step.run([VENV / "bin" / "python", "-m", "privacy", "prepare"])


def chromium() -> None:
    """For the browser tests: by apt where that may be used, otherwise they skip and say so."""
    if programs.find_chromium():
        print("  %-22s found" % "Chromium", flush=True)
    elif os.getuid() == 0 and shutil.which("apt-get"):
        step = Step("chromium", "Chromium", digest("apt"), Path("/usr/bin/chromium"))
        step.run(["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    else:
        print("  %-22s not found on the PATH: the browser tests skip; get it with `apt install chromium`" % "Chromium", flush=True)


def main(target: str) -> None:
    started = time.monotonic()
    print("Wegwijs: setting up (%s)" % target, flush=True)
    python310 = programs.find_python(programs.RASA)
    programs.find_node()
    server_environment(with_tests=target == "test")
    environment("rasa-environment", "Rasa environment", python310, VENV_RASA, [ROOT / "bot" / "requirements.lock"])
    spacy_pipeline()
    widget()
    if target == "test":
        prism()
        chromium()
    prepare_privacy()
    model()
    database()
    print("Wegwijs: set up in %.0f s" % (time.monotonic() - started), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["model"]:
        model()
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
