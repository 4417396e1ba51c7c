"""`python -m evaluation SUITE [--data file.jsonl] [--out file.json]`: measure, write the whole result, print a short table."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluation.suites import SUITES, DataError, Result, SuiteFailed, run

ALL = "all"
LONGEST_VALUE = 60


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description="Measured quality (DESIGN.md §10).")
    parser.add_argument("suite", help=f"one of {', '.join(SUITES)} or {ALL}")
    parser.add_argument("--data", type=Path, help="JSONL, one case a line; without it the suite's own set")
    parser.add_argument("--out", type=Path, help="where the result goes, as one JSON object")
    found = parser.parse_args(given)
    if found.suite not in (*SUITES, ALL):
        parser.error(f"there is no suite {found.suite!r}; choose one of {', '.join(SUITES)} or {ALL}")
    if found.suite == ALL and found.data:
        parser.error(f"--data goes with one suite, not with {ALL}")
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _figures(metrics: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """What fits in a table: single figures, and small groups of them. The rest stands in the result."""
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            inside = " ".join(f"{key}={item}" for key, item in value.items() if not isinstance(item, Mapping))
            if inside and len(inside) <= LONGEST_VALUE:
                yield name, inside
        else:
            yield name, round(value, 4) if isinstance(value, float) else value


def _show(result: Result) -> None:
    _say(f"{result['suite']}: {result['n']} cases")
    for name, value in _figures(result["metrics"]):
        _say(f"  {name:<28} {value}")


def _all() -> tuple[Result, list[str]]:
    results: dict[str, Result] = {}
    failed = []
    for name in SUITES:
        try:
            results[name] = run(name)
            _show(results[name])
        except (DataError, SuiteFailed) as error:
            failed.append(f"{name}: {error}")
    metrics = {name: result["metrics"] for name, result in results.items()}
    whole = {"suite": ALL, "n": sum(result["n"] for result in results.values()), "metrics": metrics, "rows": [], "suites": results}
    return whole, failed


def main(given: list[str] | None = None) -> int:
    """The exit code: 0 when everything could be measured, whatever the figures."""
    asked = _arguments(given)
    failed: list[str] = []
    try:
        if asked.suite == ALL:
            result, failed = _all()
        else:
            result = run(asked.suite, asked.data)
            _show(result)
        if asked.out:
            asked.out.parent.mkdir(parents=True, exist_ok=True)
            asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except (DataError, SuiteFailed, OSError) as error:
        failed = [str(error)]
    for line in failed:
        sys.stderr.write(f"evaluation: {line}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
