"""`python -m evaluation.bench [--out file.json] [--only turns,widget]`: the performance table (DESIGN.md §11), all of it in one run on one machine.

Not in it: the comparison with a stock `rasa run`, and training time.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from evaluation import own_server

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = (1, 8, 32)
TURNS = 320
OFFERS = (200, 5_000, 50_000)
LONG = 100
Figures = dict[str, Any]
# Made up for this table, and in no evaluation set.
SAID = (
    "onze kleuter gooit met alles als hij moe is",
    "ze wil niet meer naar de sportclub",
    "hoe krijg ik hem 's avonds van de tablet af",
    "ik slaap zelf ook slecht",
    "wie kan met ons meedenken",
    "de juf zegt dat hij stil is in de klas",
    "9",
    "kost dat iets",
    "mijn dochter van 14 liegt over waar ze is",
    "is er een cursus in de buurt",
    "dank je",
    "mijn twee jongens vechten de hele dag",
)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of all lies, rounded; in the unit of the values."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


class Talker:
    """One conversation over the API, as a browser holds it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http, self._said = http, 0

    async def begin(self) -> None:
        answer = await self._http.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})
        begun = answer.raise_for_status().json()
        self._path, self._headers = f"/api/v1/conversations/{begun['id']}", {"Authorization": f"Bearer {begun['token']}"}

    async def turn(self) -> float:
        """Says the next thing; milliseconds until the whole answer was there."""
        text, self._said = SAID[self._said % len(SAID)], self._said + 1
        began = time.perf_counter()
        body = {"text": text, "clientMessageId": f"m{self._said}"}
        (await self._http.post(f"{self._path}/messages", json=body, headers=self._headers)).raise_for_status()
        return (time.perf_counter() - began) * 1000

    async def turns(self, count: int) -> list[float]:
        return [await self.turn() for _ in range(count)]

    async def wipe(self) -> None:
        await self._http.delete(self._path, headers=self._headers)


async def _together(url: str, talkers: int) -> Figures:
    async with httpx.AsyncClient(base_url=url, timeout=120, trust_env=False, limits=httpx.Limits(max_connections=talkers)) as http:
        all_of_them = [Talker(http) for _ in range(talkers)]
        for talker in all_of_them:
            await talker.begin()
            await talker.turn()
        began = time.perf_counter()
        taken = [ms for part in await asyncio.gather(*(talker.turns(max(5, TURNS // talkers)) for talker in all_of_them)) for ms in part]
        took = time.perf_counter() - began
        for talker in all_of_them:
            await talker.wipe()
    figures = {"turns": len(taken), "turns_per_s": round(len(taken) / took, 1)}
    return {**figures, "p50_ms": quantile(taken, 0.5), "p95_ms": quantile(taken, 0.95)}


async def _first_and_last(url: str) -> Figures:
    """A conversation of a hundred turns: its first and its last ten."""
    async with httpx.AsyncClient(base_url=url, timeout=120, trust_env=False) as http:
        talker = Talker(http)
        await talker.begin()
        taken = await talker.turns(LONG)
        await talker.wipe()
    return {"first_10_p50_ms": quantile(taken[:10], 0.5), "last_10_p50_ms": quantile(taken[-10:], 0.5)}


def _memory(port: str) -> Iterator[tuple[str, float]]:
    """Name and megabytes (proportional, so that what is shared counts once) of each process of the server on this port."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"WEGWIJS_PORT={port}".encode() not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            kilobytes = next(int(line.split()[1]) for line in (folder / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
        known = {"server.py": "server", "rasa_sdk": "actions", "quiet_rasa": "rasa", "supervisord": "supervisord"}
        yield next((name for part, name in known.items() if part in command), "other"), round(kilobytes / 1024, 1)


def turns() -> Figures:
    """The whole product: HTTP in, messages out."""
    began = time.perf_counter()
    with own_server.running() as url:
        figures: Figures = {"cold_start_s": round(time.perf_counter() - began, 1)}
        for talkers in PARALLEL:
            figures[f"{talkers} in parallel"] = asyncio.run(_together(url, talkers))
        figures["one conversation of 100 turns"] = asyncio.run(_first_and_last(url))
        memory: dict[str, float] = {}
        for name, megabytes in _memory(url.rsplit(":", 1)[1]):
            memory[name] = round(memory.get(name, 0) + megabytes, 1)
        figures["memory_mb"] = memory
    return figures


def nlu() -> Figures:
    """Understanding alone, in the Rasa environment: the floor under every turn."""
    command = [ROOT / ".venv-rasa" / "bin" / "python", ROOT / "evaluation" / "bench_nlu.py", ROOT / "models" / "wegwijs.tar.gz"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = json.dumps(list(SAID) * 10)
    answer = subprocess.run(command, cwd=ROOT, env=environment, input=said, capture_output=True, check=True, text=True)
    taken: list[float] = json.loads(answer.stdout.splitlines()[-1])
    return {"messages": len(taken), "p50_ms": quantile(taken, 0.5), "p95_ms": quantile(taken, 0.95)}


def search() -> Figures:
    """One thread for numpy, as the product runs."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    figures = {}
    for count in OFFERS:
        command = [sys.executable, "-m", "tests.catalog.synthetic", str(count)]
        answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
        figures[f"{count} offers"] = json.loads(answer.stdout)
    return figures


def widget() -> Figures:
    """In Chromium, beside deep-chat and rasa-webchat from npm; without a network ours alone."""
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("google-chrome")
    if not node or not chromium:
        return {"skipped": "node or Chromium is not there"}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "widget.json"
        subprocess.run(
            [node, "bench/bench.mjs", out], cwd=ROOT / "widget", env={**os.environ, "CHROMIUM": chromium}, check=True, stdout=sys.stderr
        )
        figures: Figures = json.loads(out.read_text())
    return figures


PARTS: dict[str, Callable[[], Figures]] = {"turns": turns, "nlu": nlu, "search": search, "widget": widget}


def _lines(figures: Figures, indent: str = "  ") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, dict) and any(isinstance(inside, dict) for inside in value.values()):
            yield f"{indent}{name}"
            yield from _lines(value, indent + "  ")
        else:
            told = " ".join(f"{key}={inside}" for key, inside in value.items()) if isinstance(value, dict) else value
            yield f"{indent}{name:<30} {told}"


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench", description=__doc__)
    parser.add_argument("--out", type=Path, help="where the result goes, as one JSON object")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    asked = parser.parse_args(given)
    result: Figures = {"suite": "bench", "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 2), "failed": {}}
    for name in asked.only.split(","):
        try:
            result[name] = PARTS[name]()
            print("\n".join((name, *_lines(result[name]))), flush=True)
        except (subprocess.CalledProcessError, own_server.ServerFailed, OSError, httpx.HTTPError) as error:
            result["failed"][name] = f"{type(error).__name__}: {getattr(error, 'stderr', None) or error}"[-600:]
            print(f"{name}: not measured, {result['failed'][name]}", file=sys.stderr)
    result["load_after"] = round(os.getloadavg()[0], 2)
    print(
        f"load {result['load_before']} to {result['load_after']} on {result['cores']} cores; stock `rasa run` and training time are not measured"
    )
    if asked.out:
        asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if result["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
