"""No case of any evaluation set stands in the training data, not even nearly: a figure over learned sentences measures memory."""

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog import guess

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted((ROOT / "evaluation").glob("*/set.jsonl"))
ALIKE, LONG_ENOUGH = 0.85, 5
SHORT_TALK_AT_MOST = 2  # words

# Everybody says these in these words; a set without them would measure something else. Keep this short.
UNAVOIDABLE = frozenset({"ja", "nee", "ja graag", "hoi", "hallo", "goedenavond", "bedankt", "dankjewel", "doei", "tot ziens"})
UNAVOIDABLE_AT_MOST = 10


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands; `plain` is what is compared."""

    where: str
    text: str
    plain: str


def normalised(text: str) -> str:
    """Small letters, no accents, no punctuation, single spaces. What has no letters stays as it is."""
    flat = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]|_", " ", flat).split()) or text


def _sentence(where: str, text: str) -> Sentence:
    return Sentence(where, text, normalised(text))


def _spoken(case: dict[str, Any]) -> Iterator[str]:
    yield from (case[key] for key in ("text", "query") if isinstance(case.get(key), str))
    yield from (turn["user"] for turn in case.get("turns", []) if "user" in turn)


@cache
def cases(path: Path) -> list[Sentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        _sentence(f"{path.parent.name}:{number}", text) for number, line in enumerate(lines, start=1) for text in _spoken(json.loads(line))
    ]


def _without_marks(example: str) -> str:
    """An example as a parent would type it, without Rasa's marks for entities."""
    return re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example)


def _examples() -> Iterator[Sentence]:
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = block["examples"].splitlines() if "intent" in block else []
            yield from (
                _sentence(f"{path.name}/{block['intent']}", _without_marks(line.strip().removeprefix("- ")))
                for line in lines
                if line.strip()
            )


def _danger_sentences() -> Iterator[Sentence]:
    for path in sorted((ROOT / "safety" / "training").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            yield from (_sentence(f"{path.name}/{group['level']}", line) for line in group["sentences"].splitlines() if line.strip())


def _of_the_search() -> Iterator[Sentence]:
    yield from (_sentence("asked.yml", text) for text, _, _ in guess.asked())
    wanted = yaml.safe_load(guess.WANTED.read_text(encoding="utf-8"))
    yield from (_sentence("wanted.yml", line) for lines in wanted.values() for line in lines.splitlines())


@cache
def training() -> tuple[Sentence, ...]:
    return (*_examples(), *_danger_sentences(), *_of_the_search())


class Near:
    """Training sentences of which the words are almost the words of another sentence. Looks only where they share a rare word."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._words = [(frozenset(one.plain.split()), one) for one in sentences if len(one.plain.split()) >= LONG_ENOUGH]
        self._count = Counter(word for words, _ in self._words for word in words)
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, (words, _) in enumerate(self._words):
            for word in self._rare(words):
                self._places[word].append(at)

    def _rare(self, words: frozenset[str]) -> list[str]:
        """Two sets that are this much alike share at least one of these."""
        ordered = sorted(words, key=lambda word: (self._count[word], word))
        return ordered[: len(words) - math.ceil(ALIKE * len(words)) + 1]

    def of(self, sentence: Sentence) -> Iterator[Sentence]:
        words = frozenset(sentence.plain.split())
        if len(sentence.plain.split()) < LONG_ENOUGH:
            return
        for at in {at for word in self._rare(words) for at in self._places.get(word, [])}:
            others, found = self._words[at]
            if len(words & others) >= ALIKE * len(words | others):
                yield found


@cache
def _near() -> Near:
    return Near(training())


@cache
def _by_words() -> dict[str, Sentence]:
    return {sentence.plain: sentence for sentence in training()}


def _told(pairs: list[tuple[Sentence, Sentence]]) -> str:
    return "\n".join(f"{case.where}: {case.text!r} ~ {learned.where}: {learned.text!r}" for case, learned in pairs)


def test_there_is_something_to_compare() -> None:
    assert len(SETS) >= 5
    assert len(training()) > 2000
    assert all(cases(path) for path in SETS)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.parent.name)
def test_no_case_is_learned(path: Path) -> None:
    known = _by_words()
    leaks = [(case, known[case.plain]) for case in cases(path) if case.plain in known and case.plain not in UNAVOIDABLE]
    assert not leaks, _told(leaks)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.parent.name)
def test_no_case_is_nearly_learned(path: Path) -> None:
    leaks = [(case, learned) for case in cases(path) for learned in _near().of(case)]
    assert not leaks, _told(leaks)


def test_the_unavoidable_are_few_and_short() -> None:
    assert len(UNAVOIDABLE) <= UNAVOIDABLE_AT_MOST
    assert all(len(text.split()) <= SHORT_TALK_AT_MOST and normalised(text) == text for text in UNAVOIDABLE)


def test_near_duplicates_are_seen() -> None:
    learned = _sentence("training", "Mijn zoon van vier wil 's avonds niet gaan slapen")
    case = _sentence("set", "mijn zoon van vier wil s avonds niet gaan slapen!!")
    assert list(Near((learned,)).of(case)) == [learned]
    assert not list(Near((learned,)).of(_sentence("set", "mijn dochter van vijf wil s ochtends niet naar school")))
