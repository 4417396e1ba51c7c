"""What the reviewed phrases of patterns.yml find in a message, after all that lowers has been weighed."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from safety.levels import Level, worst
from safety.matcher import Phrase, Span, Table
from safety.normalise import variants
from safety.pattern_language import Pattern, pattern_spans, plain_phrase, read_groups, read_pattern
from safety.spelling import Speller

FILE = Path(__file__).parent / "patterns.yml"
AFTER_FILLER = {"zich", "mij", "me", "hem", "haar", "ons", "zichzelf", "mezelf", "dus", "ook", "echt"}
# "huil maar niet als ik er straks niet meer ben": a negation before these belongs to what went before.
CLAUSE_START = frozenset("als wanneer toen omdat want dat maar en ik hij ze zij we mijn mn ons onze hem haar mij me er wil wie".split())
HIDDEN = "~"
SENTENCE_END = {".", "!", "?", ";"}
NEAR = 12


@dataclass(frozen=True)
class Rule:
    id: str
    level: Level
    category: str | None
    reason: str
    weak: bool
    now: bool
    small: bool
    patterns: tuple[Pattern, ...]
    soft: tuple[Pattern, ...]


@dataclass(frozen=True)
class Finding:
    """One rule that holds. `sure` is false for phrases that ordinary questions hold too: somebody else must agree."""

    rule: str
    level: Level
    category: str | None
    sure: bool = True


@dataclass(frozen=True)
class Reading:
    """What the phrases made of one message, and the words as they were read (figures of speech taken out)."""

    findings: tuple[Finding, ...]
    lowered: bool
    text: str
    marks: tuple[str, ...]


def _phrases(text: str) -> list[Phrase]:
    return [plain_phrase(item) for item in text.split(",") if item.strip()]


class Book:
    """patterns.yml, read once."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.table = Table()
        self.groups = read_groups(raw["groups"])
        self.group_atoms = {name: self.table.atom(phrases) for name, phrases in self.groups.items()}
        self.lowering = {name: self._atom(text) for name, text in raw["lowering"].items() if name != "figures"}
        self.figures = Table()
        self.figures.atom(_phrases(raw["lowering"]["figures"]))
        self.rules = [self._rule(entry) for entry in raw["patterns"]]
        self.follow_up = [self._rule(entry) for entry in raw["follow_up"]]
        self.fillers = {word for phrase in _phrases(raw["fillers"]) if len(phrase) == 1 for word in phrase}
        self.speller = self._speller(raw["spelling"])

    def _atom(self, text: str) -> int:
        return self.table.atom(_phrases(text))

    def _rule(self, entry: dict[str, Any]) -> Rule:
        patterns, soft = (
            tuple(read_pattern(source, self.groups, self.table) for source in entry.get(key, [])) for key in ("phrases", "zacht")
        )
        return Rule(
            entry["id"], Level(entry["level"]), entry["category"], entry["reason"],
            bool(entry.get("zwak")), bool(entry.get("nu")), bool(entry.get("klein")), patterns, soft,
        )  # fmt: skip

    def _speller(self, raw: dict[str, str]) -> Speller:
        listed = {name: [w.strip() for w in text.split(",")] for name, text in raw.items()}
        used = {word for phrases in self.table.atoms for phrase in phrases for word in phrase if "*" not in word}
        glue = {word for word in listed["words"] + listed["repaired"]} | {w for w in used if len(w) > 3}
        return Speller(listed["repaired"], used | set(listed["never"]) | set(listed["words"]), glue)

    def read(self, text: str, after_danger: bool = False) -> Reading:
        """All rules that hold in any spelling variant; `after_danger` also tries the short follow-ups."""
        rows = [self.speller.words(variant) for variant in variants(text)]
        readings = [Page(self, row).reading(after_danger) for row in rows]
        bare = [word for word in rows[0] if word not in self.fillers]
        if len(bare) < len(rows[0]):
            readings.append(_with_text_of(readings[0], Page(self, bare).reading(after_danger)))
        return max(readings, key=_weight)


def _weight(reading: Reading) -> tuple[int, int]:
    """The worst of a reading; of two that are as bad, the one that is sure."""
    return tuple(worst(f.level for f in reading.findings if f.sure or not sure).weight for sure in (False, True))  # type: ignore[return-value]


def _with_text_of(full: Reading, bare: Reading) -> Reading:
    """The classifier and the question who writes need the sentence as it was, fillers included; what lowered it lowers both."""
    kept = bare.findings if not full.lowered else tuple(f for f in bare.findings if any(f.rule == g.rule for g in full.findings))
    return Reading(kept + tuple(f for f in full.findings if f not in kept), full.lowered or bare.lowered, full.text, full.marks)


class Page:
    """One message laid over the book."""

    def __init__(self, book: Book, words: list[str]) -> None:
        self.book = book
        figures = _covered(book.figures.find(words).spans(0))
        self.words = [HIDDEN if i in figures else word for i, word in enumerate(words)] + ["."]
        self.found = book.table.find(self.words)
        # Without this, "niet meer leven" would be hidden by a negation that it contains itself.
        harmless = _covered(self.found.spans(book.lowering["not_negation"]))
        self.negation = _covered(self.found.spans(book.lowering["negation"])) - harmless
        ends = [word in SENTENCE_END for word in self.words]
        self.sentences = [0, *accumulate(ends)]
        self.walls = [0, *accumulate(e or i in self.negation for i, e in enumerate(ends))]
        self.lowered = bool(figures or self.found.spans(book.lowering["contexts"]))

    def reading(self, after_danger: bool) -> Reading:
        rules = self.book.rules + (self.book.follow_up if after_danger else [])
        findings = [found for rule in rules for found in self._both(rule)]
        shown = [word for word in self.words[:-1] if word != HIDDEN]
        return Reading(tuple(findings), self.lowered, " ".join(shown), tuple(self.marks()))

    def marks(self) -> list[str]:
        """Which groups stand in the text, in order: the classifier learns from these too."""
        by_place = [(s[0], name) for name, atom in self.book.group_atoms.items() for s in self.found.spans(atom)]
        named = [(name, atom) for name, atom in self.book.lowering.items() if name != "negation_filler"]
        lowering = [(s[0], "-" + name) for name, atom in named for s in self.found.spans(atom)]
        negation = [(i, "-not") for i in self.negation]
        return [name for _, name in sorted(by_place + lowering + negation)]

    def _both(self, rule: Rule) -> list[Finding]:
        """What the sure phrases find, and the soft ones where they say more."""
        sure, soft = self._try(rule, True), self._try(rule, False)
        if sure and soft and soft.level <= sure.level:
            return [sure]
        return [found for found in (sure, soft) if found]

    def _try(self, rule: Rule, sure: bool) -> Finding | None:
        best: Finding | None = None
        present = self.found.places.keys()
        for pattern in rule.patterns if sure else rule.soft:
            if not pattern.required <= present:
                continue
            for way in pattern_spans(pattern, self.found, self.walls, self.sentences):
                finding = self._weigh(rule, way, sure)
                if finding and (best is None or (finding.level.weight, finding.sure) > (best.level.weight, best.sure)):
                    best = finding
                if best and best.sure == sure and best.level == max(rule.level, Level.ACUUT if rule.now else rule.level):
                    return best
        return best

    def _weigh(self, rule: Rule, way: list[Span], sure: bool) -> Finding | None:
        if self._negated(way) or self._harmless(rule, way[-1]):
            self.lowered = True
            return None
        doubted = self._near("doubt", way[-1])
        if doubted and not sure:
            return None
        sure = sure and not doubted and not self._near("contexts", way[-1])
        past = self._says("past", way[-1]) and not self._says("present", way[-1])
        if past and rule.level > Level.ZORG:
            self.lowered = True
            return Finding(rule.id, Level.ZORG, rule.category, sure)
        return Finding(rule.id, Level.ACUUT if rule.now and self._now(way[-1]) else rule.level, rule.category, sure)

    def _harmless(self, rule: Rule, hull: Span) -> bool:
        in_context = rule.weak and self._says("contexts", hull, anywhere=True)
        in_story = self._near("story", hull) and not self._says("real", hull)
        return in_context or in_story or (rule.small and self._says("toddler", hull, anywhere=True) and not self._by_adult(hull))

    def _by_adult(self, hull: Span) -> bool:
        """A parent hits, or the message names a partner: that it names a small child too makes it no less."""
        partner, parent = (self.found.spans(self.book.group_atoms[name]) for name in ("partner", "ouder"))
        return bool(partner) or any(hull[0] <= start < hull[1] for start, _ in parent)

    def _negated(self, way: list[Span]) -> bool:
        return any(self._negation_before(start) for start, _ in way[:-1] or way) or self._negation_after(way[-1][1])

    def _negation_after(self, end: int) -> bool:
        if end < len(self.words) and self.words[end] in AFTER_FILLER:
            end += 1
        return end in self.negation

    def _negation_before(self, start: int) -> bool:
        fillers = self.book.lowering["negation_filler"]
        if self.words[start] in CLAUSE_START:
            return False
        at, steps = start - 1, 0
        while at >= 0 and steps < 3 and at in self.found.places.get(fillers, {}) and at not in self.negation:
            at, steps = at - 1, steps + 1
        return at in self.negation

    def _says(self, name: str, hull: Span, anywhere: bool = False) -> bool:
        sentence = self.sentences[hull[0]]
        return any(anywhere or self.sentences[start] == sentence for start, _ in self.found.spans(self.book.lowering[name]))

    def _near(self, name: str, hull: Span) -> bool:
        """In the same sentence and close by: in a long story without full stops a film says little about what stands far from it."""
        spans = [(s, e) for s, e in self.found.spans(self.book.lowering[name]) if self.sentences[s] == self.sentences[hull[0]]]
        return any(start - hull[1] <= NEAR and hull[0] - end <= NEAR for start, end in spans)

    def _now(self, hull: Span) -> bool:
        masked = _covered(self.found.spans(self.book.lowering["not_now"]))
        atoms = [self.book.group_atoms["nu"], self.book.group_atoms["levensgevaar"]]
        spans = [span for atom in atoms for span in self.found.spans(atom)]
        sentence = self.sentences[hull[0]]
        return any(self.sentences[s] == sentence and masked.isdisjoint(range(s, e)) and not self._negation_before(s) for s, e in spans)


def _covered(spans: list[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


@cache
def book() -> Book:
    return Book(yaml.safe_load(FILE.read_text("utf-8")))


__all__ = ["Book", "Finding", "Reading", "Rule", "book"]
