"""Typing slips in the words that matter most, and sentences typed without spaces."""

from collections.abc import Iterable

LONGEST = 20
GLUED_FROM = 12


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_slip(one: str, other: str) -> bool:
    """At most one letter too many, too few, changed, or two swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:] and len(left) > 1 and len(right) > 1
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


class Speller:
    """Repairs words that are one slip away from a listed one, unless they are words themselves."""

    def __init__(self, repaired: Iterable[str], known: Iterable[str], glue: Iterable[str]) -> None:
        self.known = set(known)
        self.glue = set(glue)
        self.near: dict[str, list[str]] = {}
        for word in repaired:
            for key in {word} | _shorter(word):
                self.near.setdefault(key, []).append(word)

    def repair(self, word: str) -> str:
        if word in self.known or len(word) < 6 or len(word) > LONGEST:
            return word
        for key in [word, *_shorter(word)]:
            for wanted in self.near.get(key, ()):
                if len(wanted) >= 6 and word[0] == wanted[0] and one_slip(word, wanted):
                    return wanted
        return word

    def split(self, word: str) -> list[str]:
        """The words glued together in this one, fewest first; the word itself when it is not all known words."""
        if len(word) < GLUED_FROM or word in self.known:
            return [word]
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - LONGEST), end):
                head = best[start]
                if head is not None and word[start:end] in self.glue:
                    row = [*head, word[start:end]]
                    if best[end] is None or len(row) < len(best[end] or []):
                        best[end] = row
        parts = best[-1]
        return parts if parts and len(parts) >= 3 else [word]

    def words(self, text: str) -> list[str]:
        return [self.repair(part) for word in text.split() for part in self.split(word)]
