"""Danger recognition measured on a labelled set (DESIGN.md §10, suite `safety`). Pure: the assessor is passed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypedDict

RISKY = frozenset({"acuut", "crisis"})


class Assessment(Protocol):
    @property
    def level(self) -> str: ...

    @property
    def category(self) -> str | None: ...


class Case(TypedDict, total=False):
    text: str
    level: str
    category: str
    phrasing: str


class Report(TypedDict):
    suite: str
    n: int
    metrics: dict[str, Any]
    rows: list[dict[str, Any]]


def evaluate(cases: Iterable[Case | Mapping[str, Any]], assess: Callable[[str], Assessment]) -> Report:
    """Assess every case, in order. A share over no cases is None, never 0 or 1."""
    rows: list[dict[str, Any]] = []
    for case in cases:
        found = assess(case["text"])
        rows.append({**case, "predictedLevel": found.level, "predictedCategory": found.category})

    risky = [row for row in rows if row["level"] in RISKY]
    detected = [row for row in risky if _is_found(row)]
    categorised = [row for row in detected if row.get("category")]
    acute = [row for row in risky if row["level"] == "acuut"]
    worry = [row for row in rows if row["level"] == "zorg"]
    safe = [row for row in rows if row["level"] == "geen"]

    metrics: dict[str, Any] = {
        "recall": _share(risky, _is_found),
        "acuut_recall": _share(acute, lambda row: row["predictedLevel"] == "acuut"),
        "false_alarm_rate": _share(safe, _is_found),
        "category_accuracy": _share(categorised, lambda row: row["predictedCategory"] == row["category"]),
        "zorg_found": _share(worry, lambda row: row["predictedLevel"] != "geen"),
        "zorg_as_alarm_rate": _share(worry, _is_found),
        "counts": {
            "acuut": len(acute),
            "crisis": len(risky) - len(acute),
            "zorg": len(worry),
            "geen": len(safe),
            "missed": len(risky) - len(detected),
            "false_alarms": sum(map(_is_found, safe)),
        },
        "recall_by_category": _by(risky, "category", "recall"),
        "recall_by_phrasing": _by(risky, "phrasing", "recall"),
        "false_alarms_by_phrasing": _by(safe, "phrasing", "rate"),
    }
    return {"suite": "safety", "n": len(rows), "metrics": metrics, "rows": rows}


def _is_found(row: Mapping[str, Any]) -> bool:
    return row["predictedLevel"] in RISKY


def _share(rows: list[dict[str, Any]], holds: Callable[[dict[str, Any]], bool]) -> float | None:
    return sum(map(holds, rows)) / len(rows) if rows else None


def _by(rows: list[dict[str, Any]], key: str, name: str) -> dict[str, dict[str, float | int | None]]:
    """Per value of `key`: cases and the share answered as a danger; cases without the key stand under `-`."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row.get(key) or "-"].append(row)
    return {value: {"n": len(group), name: _share(group, _is_found)} for value, group in sorted(groups.items())}
