"""Word phrases found in a row of words: one lookup table for all of them, so that the time grows with the text only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Phrase = tuple[str, ...]
Span = tuple[int, int]
Places = dict[int, dict[int, list[int]]]

LONGEST_WORD = 24


def word_fits(shape: str, word: str) -> bool:
    if shape == "*":
        return True
    if shape.endswith("*"):
        return word.startswith(shape[:-1])
    if shape.startswith("*"):
        return word.endswith(shape[1:])
    return shape == word


@dataclass
class Shelf:
    """Phrases with the same first word: those of one word, those by a plain second word, and the rest."""

    single: list[int] = field(default_factory=list)
    by_second: dict[str, list[tuple[Phrase, list[int]]]] = field(default_factory=dict)
    loose: list[tuple[Phrase, list[int]]] = field(default_factory=list)

    def put(self, phrase: Phrase, atom: int) -> None:
        if len(phrase) == 1:
            self.single.append(atom)
            return
        row = self.loose if "*" in phrase[1] else self.by_second.setdefault(phrase[1], [])
        for known, atoms in row:
            if known == phrase:
                atoms.append(atom)
                return
        row.append((phrase, [atom]))

    def fitting(self, words: list[str], at: int) -> Iterator[tuple[int, list[int]]]:
        """(end, atoms) of what starts here."""
        if self.single:
            yield at + 1, self.single
        if at + 1 == len(words):
            return
        for row in (self.by_second.get(words[at + 1], ()), self.loose):
            for phrase, atoms in row:
                if _rest_fits(phrase, words, at):
                    yield at + len(phrase), atoms


def _rest_fits(phrase: Phrase, words: list[str], at: int) -> bool:
    if at + len(phrase) > len(words):
        return False
    for shape, word in zip(phrase[1:], words[at + 1 :], strict=False):
        if shape != word and ("*" not in shape or not word_fits(shape, word)):
            return False
    return True


@dataclass
class Table:
    """Phrases by their first word; each belongs to one or more atoms (a group, or the alternatives at one place in a pattern)."""

    atoms: dict[frozenset[Phrase], int] = field(default_factory=dict)
    exact: dict[str, Shelf] = field(default_factory=dict)
    starts: dict[str, Shelf] = field(default_factory=dict)
    ends: dict[str, Shelf] = field(default_factory=dict)

    def atom(self, phrases: Iterable[Phrase]) -> int:
        """The number of this set of phrases; the same set gets the same number."""
        key = frozenset(phrases)
        if key not in self.atoms:
            self.atoms[key] = len(self.atoms)
            for phrase in key:
                self._shelf(phrase[0]).put(phrase, self.atoms[key])
        return self.atoms[key]

    def _shelf(self, first: str) -> Shelf:
        if first.endswith("*"):
            return self.starts.setdefault(first[:-1], Shelf())
        if first.startswith("*"):
            return self.ends.setdefault(first[1:], Shelf())
        return self.exact.setdefault(first, Shelf())

    def _shelves(self, word: str) -> Iterator[Shelf]:
        if word in self.exact:
            yield self.exact[word]
        for size in range(2, min(len(word), LONGEST_WORD) + 1):
            if word[:size] in self.starts:
                yield self.starts[word[:size]]
            if word[-size:] in self.ends:
                yield self.ends[word[-size:]]

    def find(self, words: list[str]) -> "Found":
        places: Places = {}
        for at, word in enumerate(words):
            for shelf in self._shelves(word):
                for end, atoms in shelf.fitting(words, at):
                    for atom in atoms:
                        if atom in places:
                            places[atom].setdefault(at, []).append(end)
                        else:
                            places[atom] = {at: [end]}
        return Found(words, places)


@dataclass(frozen=True)
class Found:
    """Where each atom stands in these words: atom -> start -> ends."""

    words: list[str]
    places: Places

    def spans(self, atom: int) -> list[Span]:
        return [(start, end) for start, ends in self.places.get(atom, {}).items() for end in ends]
