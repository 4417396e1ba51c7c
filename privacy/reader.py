"""A message as the name rules read it: words, lists, and the phrases that stay ("Harry Potter", "Anna Paulowna")."""

from collections.abc import Iterator
from dataclasses import dataclass

from privacy.lexicon import Lexicon
from privacy.tokens import Token


@dataclass(frozen=True)
class Reader:
    """One message on its way: its words, the lists, and the words that belong to a phrase that stays."""

    tokens: list[Token]
    lexicon: Lexicon
    stay: frozenset[int]

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""


def staying(tokens: list[Token], lexicon: Lexicon) -> Iterator[int]:
    for i, token in enumerate(tokens):
        parts = token.low.split("-")
        if parts[0] not in lexicon.stay_heads:
            continue
        words = [part for t in tokens[i : i + 4] for part in t.low.split("-")]
        length = max((n for n in range(1, 5) if tuple(words[:n]) in lexicon.stay), default=0)
        taken = 0
        for at in range(i, min(i + 4, len(tokens))):
            if taken >= length:
                break
            taken += len(tokens[at].low.split("-"))
            yield at
