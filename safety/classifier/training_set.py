"""The sentences of training.yml, ordinary questions beside them, and their fingerprint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent.parent / "training.yml"
ORDINARY = Path(__file__).parent.parent / "ordinary.txt"


@dataclass(frozen=True)
class Example:
    text: str
    level: str
    category: str | None
    ordinary: bool = False


def examples() -> list[Example]:
    groups = yaml.safe_load(FILE.read_text("utf-8"))["groups"]
    return [
        Example(line.strip(), group["level"], group["category"])
        for group in groups
        for line in group["sentences"].splitlines()
        if line.strip()
    ]


def ordinary() -> list[Example]:
    """What parents ask on any day, so that the classifier knows what is no danger. Some of it is worrying all the same."""
    return [Example(line, "geen", None, ordinary=True) for line in ORDINARY.read_text("utf-8").splitlines() if line]


def fingerprint(rows: list[Example]) -> str:
    lines = "\n".join(f"{row.level}\t{row.category}\t{row.text}" for row in rows)
    return hashlib.sha256(lines.encode()).hexdigest()
