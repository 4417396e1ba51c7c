"""How easy are our texts? Words per sentence and Flesch-Douma for everything that a parent reads. See CARD.md for what the level means."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from catalog.files import read

ROOT = Path(__file__).resolve().parents[2]
MEAN_AT_MOST, LONGEST_AT_MOST, FLESCH_AT_LEAST = 12.0, 20, 55.0
B1, HARDER = "B1 of makkelijker", "moeilijker dan B1"
SHORTEST = 3  # words; below that a text is a label

# Vowel groups that sound as one syllable, longest first; a trema begins a new one.
SYLLABLE = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"')]*\s+|\n+")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
Texts = Iterator[tuple[str, str]]


def syllables(word: str) -> int:
    """At least one; good enough for averages, not for a dictionary."""
    return max(1, len(SYLLABLE.findall(word.casefold())))


def flesch_douma(words: Sequence[str], sentences: int) -> float:
    """206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence (Douma 1960); higher is easier."""
    return 206.84 - 77.0 * sum(map(syllables, words)) / len(words) - 0.93 * len(words) / sentences


def measure(text: str) -> dict[str, Any]:
    """Level, words per sentence, the longest sentence and the Flesch-Douma of one text."""
    sentences = [found for part in SENTENCE_END.split(PLACEHOLDER.sub("iets", text)) if (found := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return {"level": B1, "wordsPerSentence": 0.0, "longestSentence": 0, "fleschDouma": None}
    mean, longest, flesch = len(words) / len(sentences), max(map(len, sentences)), flesch_douma(words, len(sentences))
    easy = mean <= MEAN_AT_MOST and longest <= LONGEST_AT_MOST and flesch >= FLESCH_AT_LEAST
    return {
        "level": B1 if easy else HARDER,
        "wordsPerSentence": round(mean, 1),
        "longestSentence": longest,
        "fleschDouma": round(flesch, 1),
    }


def _responses() -> Texts:
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        found = yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}
        for name, variants in found.items():
            yield from ((f"{name}/{number}", variant["text"]) for number, variant in enumerate(variants, start=1) if variant.get("text"))


def _tips() -> Texts:
    yield from ((tip.id, tip.text) for tip in read(ROOT / "catalog").tips)


def _offers() -> Texts:
    for offer in read(ROOT / "catalog").offers:
        parts = {"summary": offer.summary, "start": offer.start.text, "cost": offer.cost, "waiting_time": offer.waiting_time}
        yield from ((f"{offer.id}/{name}", text) for name, text in parts.items() if text)


def _profiles() -> Texts:
    for profile in read(ROOT / "catalog").profiles:
        parts = {"greeting": profile.greeting, "approach": profile.approach, "find": profile.team.find}
        parts |= {f"people/{person.id}": person.text for person in profile.people}
        yield from ((f"{profile.id}/{name}", text) for name, text in parts.items() if text)


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "?", "!")) and " " in text.strip()


def _spoken(tree: ast.Module) -> Iterator[ast.Constant]:
    """Texts in code that are sentences for people: not docstrings, and ending as a sentence does."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation and _is_sentence(node.value):
            yield node


def _code() -> Texts:
    for path in sorted([*(ROOT / "chat").rglob("*.py"), ROOT / "kit" / "errors.py"]):
        for node in _spoken(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)


def _inside(value: object, name: str) -> Texts:
    if isinstance(value, str) and value.rstrip().endswith((".", "?", "!")):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in ("source", "sources", "review", "reason"):
                yield from _inside(item, f"{name}/{key}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, item in enumerate(value, start=1):
            yield from _inside(item, f"{name}/{number}")


def _cards() -> Texts:
    path = ROOT / "safety" / "cards.yml"
    if path.exists():
        yield from _inside(yaml.safe_load(path.read_text(encoding="utf-8")), "cards")


SOURCES = {"responses": _responses, "tips": _tips, "offers": _offers, "profiles": _profiles, "code": _code, "crisis cards": _cards}


def _rows() -> Iterator[dict[str, Any]]:
    for source, texts in SOURCES.items():
        for name, text in texts():
            if len(WORD.findall(text)) >= SHORTEST:
                yield {"id": name, "source": source, "text": text, **measure(text)}


def _share(rows: Sequence[Mapping[str, Any]]) -> float:
    return round(len([row for row in rows if row["level"] == B1]) / max(len(rows), 1), 4)


def evaluate() -> dict[str, Any]:
    """One result object; a row per text."""
    rows = list(_rows())
    groups = defaultdict(list)
    for row in rows:
        groups[row["source"]].append(row)
    metrics = {"share_b1": _share(rows), **{f"share_b1 {source}": _share(some) for source, some in groups.items()}}
    metrics["words_per_sentence"] = round(sum(row["wordsPerSentence"] for row in rows) / max(len(rows), 1), 1)
    return {"suite": "readability", "n": len(rows), "metrics": metrics, "rows": rows}
