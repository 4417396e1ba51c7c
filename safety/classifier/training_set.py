"""The sentences of training/, ordinary questions beside them, and their fingerprint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "safety" / "training"
QUESTIONS = ROOT / "data" / "nlu"


@dataclass(frozen=True)
class Example:
    text: str
    level: str
    category: str | None
    ordinary: bool = False


def examples() -> list[Example]:
    return [
        Example(line.strip(), group["level"], group["category"])
        for file in sorted(FOLDER.glob("*.yml"))
        for group in yaml.safe_load(file.read_text("utf-8"))["groups"]
        for line in group["sentences"].splitlines()
        if line.strip()
    ]


def ordinary() -> list[Example]:
    """What parents ask on any day, so that the classifier knows what is no danger. What is worrying all the same stands in training/ too, with its level."""
    blocks = (block for file in sorted(QUESTIONS.glob("*.yml")) for block in yaml.safe_load(file.read_text("utf-8"))["nlu"])
    lines = (line for block in blocks if "intent" in block for line in block["examples"].splitlines())
    texts = {line.strip().removeprefix("- ").lower() for line in lines}
    judged = {example.text.lower() for example in examples()}
    return [Example(text, "geen", None, ordinary=True) for text in sorted(texts - judged) if text]


def fingerprint(rows: list[Example]) -> str:
    """Of the sentences of training/ only: a new question of parents does not make the weights stale."""
    lines = "\n".join(f"{row.level}\t{row.category}\t{row.text}" for row in rows if not row.ordinary)
    return hashlib.sha256(lines.encode()).hexdigest()
