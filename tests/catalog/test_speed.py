"""A whole country fits: 50,000 offers, in the time and the memory that were promised."""

import json
import os
import subprocess
import sys
from pathlib import Path

P95_MS = 20
PEAK_MB = 400  # the encoder, the old snapshot, and the new one beside it
ROOT = Path(__file__).parents[2]


def _figures(count: int) -> dict[str, float]:
    """In a process of its own, with one thread for numpy, as the product runs: a second thread waits for other programs."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.catalog.synthetic", str(count)]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=140)
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def test_50000_offers_in_342_gemeenten() -> None:
    runs = [_figures(50_000) for _ in range(2)]
    assert max(run["peak_mb"] for run in runs) <= PEAK_MB
    assert min(run["p95_ms"] for run in runs) <= P95_MS
