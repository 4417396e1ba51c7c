"""How well is the topic understood? See CARD.md for the set, DESIGN.md §10 for the shape of a case and of the result."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = "buiten_domein"
# Not topics: what the bot does with a doubtful message, or with a bare answer to its own question.
NO_TOPIC = {"nlu_fallback", "antwoord"}
Case = dict[str, Any]


def predict(texts: Sequence[str], model: Path = ROOT / "models" / "wegwijs.tar.gz") -> list[dict[str, Any]]:
    """Ranking and entities per text, from the trained pipeline. Raises CalledProcessError when Rasa cannot be run."""
    command: list[str | Path] = [ROOT / ".venv-rasa" / "bin" / "python", "-W", "ignore", "-m", "evaluation.topics.predict", model]
    done = subprocess.run(
        command,
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
    )
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def _fold(name: str) -> str:
    return name.split("/")[0]


def _row(case: Case, found: dict[str, Any]) -> Case:
    ranking = [item for item in found["ranking"] if item["name"] not in NO_TOPIC]
    ages = [item["value"] for item in found["entities"] if item["entity"] == "leeftijd"]
    return {
        **case,
        "predicted": _fold(ranking[0]["name"]) if ranking else None,
        "confidence": round(ranking[0]["confidence"], 4) if ranking else 0.0,
        "ranking": [_fold(item["name"]) for item in ranking[:5]],
        "predictedAge": [min(age["min"] for age in ages), max(age["max"] for age in ages)] if ages else None,
        "clarified": found["ranking"][0]["name"] == "nlu_fallback" if found["ranking"] else True,
    }


def age_is_right(stated: Sequence[float] | None, predicted: Sequence[float] | None) -> bool:
    """The tolerance of CARD.md: ranges overlap and their middles lie close; of a wide range at least half is covered."""
    if stated is None or predicted is None:
        return stated is None and predicted is None
    overlap = min(stated[1], predicted[1]) - max(stated[0], predicted[0])
    if overlap < 0:
        return False
    width = stated[1] - stated[0]
    if width > 2 and overlap >= width / 2:
        return True
    close = 0.5 if stated[1] < 2 else 1.0
    return abs(sum(stated) - sum(predicted)) / 2 <= close


def _share(rows: Sequence[Case], right: Any) -> float | None:
    return round(sum(1 for row in rows if right(row)) / len(rows), 4) if rows else None


def _f1(rows: Sequence[Case], topic: str) -> float:
    hits = sum(row["predicted"] == topic == row["topic"] for row in rows)
    named = sum(row["predicted"] == topic for row in rows)
    true = sum(row["topic"] == topic for row in rows)
    return round(2 * hits / (named + true), 4) if named + true else 0.0


def _metrics(rows: Sequence[Case]) -> dict[str, Any]:
    topics = sorted({row["topic"] for row in rows})
    per_topic = {topic: _f1(rows, topic) for topic in topics}
    outside, said_outside = ([row for row in rows if row[key] == OUTSIDE] for key in ("topic", "predicted"))
    aged = [row for row in rows if "age" in row and row["age"] is not None]
    registers = defaultdict(list)
    for row in rows:
        registers[row.get("register", "?")].append(row)
    return {
        "accuracy": _share(rows, lambda row: row["predicted"] == row["topic"]),
        "top3": _share(rows, lambda row: row["topic"] in row["ranking"][:3]),
        "macro_f1": round(sum(per_topic.values()) / len(per_topic), 4) if per_topic else None,
        "f1": per_topic,
        "out_of_domain": {
            "precision": _share(said_outside, lambda row: row["topic"] == OUTSIDE),
            "recall": _share(outside, lambda row: row["predicted"] == OUTSIDE),
        },
        "age_accuracy": _share(aged, lambda row: age_is_right(row["age"], row["predictedAge"])),
        "age_found_where_none": _share([row for row in rows if row not in aged], lambda row: row["predictedAge"] is not None),
        "clarified": _share(rows, lambda row: row["clarified"]),
        "per_register": {name: _share(some, lambda row: row["predicted"] == row["topic"]) for name, some in sorted(registers.items())},
    }


def _as_range(case: Case) -> Case:
    age = case.get("age")
    return {**case, "age": [float(age)] * 2} if isinstance(age, int | float) else case


def evaluate(cases: Sequence[Case], model: Path = ROOT / "models" / "wegwijs.tar.gz") -> dict[str, Any]:
    """One result object; a row per case, in order."""
    found = predict([case["text"] for case in cases], model)
    rows = [_row(_as_range(case), item) for case, item in zip(cases, found, strict=True)]
    return {"suite": "topics", "n": len(rows), "metrics": _metrics(rows), "rows": rows}
