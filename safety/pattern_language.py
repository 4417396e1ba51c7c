"""The small language of patterns.yml (explained at its top) read into atoms and gaps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from safety.matcher import Found, Phrase, Span, Table
from safety.normalise import normalise

GAPS = {"..": 3, "...": 8}
TOGETHER = 10
_TOKEN = re.compile(r"<\w+>|\.{2,3}|[()\[\]|]|[^\s()\[\]|<>]+")


class PatternError(ValueError):
    """A phrase in patterns.yml that cannot be read."""


@dataclass(frozen=True)
class Step:
    atom: int
    gap: int
    optional: bool


Sequence = tuple[Step, ...]


@dataclass(frozen=True)
class Pattern:
    """Parts that stand together in any order; each part is a row of steps."""

    source: str
    parts: tuple[Sequence, ...]
    required: frozenset[int]


Groups = dict[str, list[Phrase]]


def plain_phrase(text: str) -> Phrase:
    """A phrase spelled as `normalise` spells the message, wildcards kept."""
    return tuple(w if "*" in w else normalise(w) for w in text.split())


def read_groups(raw: dict[str, str]) -> Groups:
    """Comma-separated phrases per name; `=name` takes in another group."""

    def phrases(name: str, seen: tuple[str, ...] = ()) -> list[Phrase]:
        if name in seen:
            raise PatternError(f"groep {name} verwijst naar zichzelf")
        found: list[Phrase] = []
        for item in filter(None, (part.strip() for part in str(raw[name]).split(","))):
            found += phrases(item[1:], (*seen, name)) if item.startswith("=") else [plain_phrase(item)]
        return found

    return {name: phrases(name) for name in raw}


class Reader:
    """Reads one phrase; holds the tokens that are left."""

    def __init__(self, source: str, groups: Groups) -> None:
        self.source, self.groups = source, groups
        self.tokens: list[str] = _TOKEN.findall(source)

    def _next(self) -> str:
        if not self.tokens:
            raise PatternError(f"haakje niet gesloten: {self.source}")
        return self.tokens.pop(0)

    def _group(self, token: str) -> list[Phrase]:
        if token[1:-1] not in self.groups:
            raise PatternError(f"onbekende groep {token} in: {self.source}")
        return self.groups[token[1:-1]]

    def choices(self, closing: str) -> list[Phrase]:
        """Alternatives up to the closing bracket, each written out as a row of words."""
        done: list[Phrase] = []
        rows: list[Phrase] = [()]
        while (token := self._next()) != closing:
            if token == "|":
                done, rows = done + rows, [()]
            else:
                rows = [row + more for row in rows for more in self._words(token)]
        return [row for row in done + rows if row]

    def _words(self, token: str) -> list[Phrase]:
        if token in GAPS:
            return [("*",) * count for count in range(GAPS[".."])]
        if token == "(":
            return self.choices(")")
        if token == "[":
            return [*self.choices("]"), ()]
        return self._group(token) if token.startswith("<") else [plain_phrase(token)]

    def sequence(self, table: Table) -> Sequence:
        steps: list[Step] = []
        gap = 0
        while self.tokens:
            token = self._next()
            if token in GAPS:
                gap = max(gap, GAPS[token])
                continue
            phrases = [p for p in self._words(token) if p]
            steps.append(Step(table.atom(phrases), gap, token == "["))
            gap = 0
        if all(step.optional for step in steps):
            raise PatternError(f"niets verplichts in: {self.source}")
        return tuple(steps)


def read_pattern(source: str, groups: Groups, table: Table) -> Pattern:
    parts = tuple(Reader(part, groups).sequence(table) for part in source.split(" & "))
    return Pattern(source, parts, frozenset(step.atom for part in parts for step in part if not step.optional))


def _reach(steps: Sequence, at: int, found: Found, walls: list[int]) -> int | None:
    """End of the first way to lay these steps from this word on; gaps never cross a wall (a negation, a sentence end)."""
    if not steps:
        return at
    step, rest = steps[0], steps[1:]
    for start in range(at, min(at + step.gap, len(found.words) - 1) + 1):
        if walls[start] != walls[at]:
            break
        for end in found.places.get(step.atom, {}).get(start, ()):
            reached = _reach(rest, end, found, walls)
            if reached is not None:
                return reached
    return _reach(rest, at, found, walls) if step.optional else None


def sequence_spans(steps: Sequence, found: Found, walls: list[int]) -> list[Span]:
    lead = next(i for i, step in enumerate(steps) if not step.optional)
    spans = []
    for start, ends in found.places[steps[lead].atom].items():
        for end in ends:
            reached = _reach(steps[lead + 1 :], end, found, walls)
            if reached is not None:
                spans.append((start, reached))
    return spans


def _joined(used: list[Span], spans: list[Span], sentences: list[int]) -> Span | None:
    """The first span in the same sentence, close to the used ones and sharing no word with them."""
    first, last = min(start for start, _ in used), max(end for _, end in used)
    for start, end in spans:
        near = start - last <= TOGETHER and first - end <= TOGETHER
        if near and sentences[start] == sentences[first] and all(start >= e or end <= s for s, e in used):
            return start, end
    return None


def _ways(first: Span, parts: list[list[Span]], sentences: list[int]) -> list[Span] | None:
    used = [first]
    for spans in parts:
        span = _joined(used, spans, sentences)
        if span is None:
            return None
        used.append(span)
    return used


def pattern_spans(pattern: Pattern, found: Found, walls: list[int], sentences: list[int]) -> Iterator[list[Span]]:
    """Every way the pattern holds, as the spans of its parts; the last one is the hull of all."""
    parts = []
    for part in pattern.parts:
        parts.append(sequence_spans(part, found, walls))
        if not parts[-1]:
            return
    for first in parts[0]:
        used = _ways(first, parts[1:], sentences)
        if used:
            yield [*used, (min(start for start, _ in used), max(end for _, end in used))]
