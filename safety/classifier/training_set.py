"""The sentences of training.yml and their fingerprint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent.parent / "training.yml"


@dataclass(frozen=True)
class Example:
    text: str
    level: str
    category: str | None


def examples() -> list[Example]:
    groups = yaml.safe_load(FILE.read_text("utf-8"))["groups"]
    return [
        Example(line.strip(), group["level"], group["category"])
        for group in groups
        for line in group["sentences"].splitlines()
        if line.strip()
    ]


def fingerprint(rows: list[Example]) -> str:
    lines = "\n".join(f"{row.level}\t{row.category}\t{row.text}" for row in rows)
    return hashlib.sha256(lines.encode()).hexdigest()
