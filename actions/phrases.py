"""Reviewed phrases (phrases.yml): what a message says for certain, whatever the classifier makes of it."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("phrases.yml")
Group = tuple[tuple[str, tuple["re.Pattern[str]", ...]], ...]


def plain(text: str) -> str:
    """Small letters, no accents, no punctuation, single spaces."""
    flat = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]|_", " ", flat.replace("'", "").replace("’", "")).split())


@cache
def _groups() -> dict[str, Group]:
    """Each pattern holds for whole words; `{name}` in it stands for a list of `words`, a space for one space."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    words = {name: f"(?:{'|'.join(value.split())})" for name, value in raw.pop("words").items()}

    def compiled(pattern: str) -> "re.Pattern[str]":
        for name, alternatives in words.items():
            pattern = pattern.replace(f"{{{name}}}", alternatives)
        return re.compile(rf"\b(?:{pattern})\b")

    return {group: tuple((name, tuple(map(compiled, patterns))) for name, patterns in names.items()) for group, names in raw.items()}


def said(group: str, text: str) -> str | None:
    """The first name of the group of which a pattern is in the text."""
    spoken = plain(text)
    return next((name for name, patterns in _groups()[group] if any(pattern.search(spoken) for pattern in patterns)), None)


def names(group: str) -> tuple[str, ...]:
    """Every name of a group, in the order of the file."""
    return tuple(name for name, _ in _groups()[group])
