"""Suite pii (DESIGN §10): recall and precision of privacy.redact by type and in all."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import privacy

SUITE = "pii"
SET = Path(__file__).parent / "set.jsonl"
Mark = tuple[int, int, str]


def evaluate(cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [_row(case) for case in cases]
    by_type: dict[str, Counter[str]] = {}
    by_kind: dict[str, Counter[str]] = {}
    for row in rows:
        for name, counts in _count(row).items():
            by_type.setdefault(name, Counter()).update(counts)
            by_kind.setdefault(str(row.get("kind", "")), Counter()).update(counts)
    total = sum(by_type.values(), Counter())
    metrics = _scores(total) | {"by_type": _table(by_type), "by_kind": _table(by_kind)}
    return {"suite": SUITE, "n": len(rows), "metrics": metrics, "rows": rows}


def _row(case: Mapping[str, Any]) -> dict[str, Any]:
    redacted = privacy.redact(case["text"])
    return {**case, "found": [list(span) for span in redacted.spans], "redacted": redacted.text}


def matches(found: Mark, true: Mark) -> bool:
    """Same type, and the overlap is at least half of both lengths."""
    overlap = min(found[1], true[1]) - max(found[0], true[0])
    return found[2] == true[2] and 2 * overlap >= max(found[1] - found[0], true[1] - true[0])


def pair(found: list[Mark], true: list[Mark]) -> set[tuple[int, int]]:
    """Each found span with at most one true span."""
    pairs: set[tuple[int, int]] = set()
    free = set(range(len(true)))
    for i, mark in enumerate(found):
        hit = next((j for j in sorted(free) if matches(mark, true[j])), None)
        if hit is not None:
            free.discard(hit)
            pairs.add((i, hit))
    return pairs


def _count(row: Mapping[str, Any]) -> dict[str, Counter[str]]:
    found: list[Mark] = [(s[0], s[1], s[2]) for s in row["found"]]
    true: list[Mark] = [(s[0], s[1], s[2]) for s in row["spans"]]
    counts: dict[str, Counter[str]] = {}
    for mark, key in [*((m, "found") for m in found), *((m, "true") for m in true), *((true[j], "right") for _, j in pair(found, true))]:
        counts.setdefault(mark[2], Counter())[key] += 1
    return counts


def _table(groups: Mapping[str, Counter[str]]) -> dict[str, Any]:
    return {name: _scores(counts) for name, counts in sorted(groups.items())}


def _scores(counts: Counter[str]) -> dict[str, Any]:
    def share(whole: str) -> float | None:
        return round(counts["right"] / counts[whole], 4) if counts[whole] else None

    return {
        "recall": share("true"),
        "precision": share("found"),
        "true": counts["true"],
        "found": counts["found"],
        "right": counts["right"],
    }
