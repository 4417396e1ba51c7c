"""Words of a message with what stands between them."""

import re
from typing import NamedTuple

WORD = re.compile(r"['’`]t\b|[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?\n\r…]|^\s*[\-*]\s")


class Token(NamedTuple):
    start: int
    end: int
    text: str
    low: str
    title: bool
    opens: bool
    glue: str


def tokenize(text: str) -> list[Token]:
    """Title counts only in a text that is not all capitals; opens says that a sentence starts here."""
    shouting = text.isupper()
    tokens: list[Token] = []
    at = 0
    for found in WORD.finditer(text):
        glue = text[at : found.start()]
        word = found[0]
        opens = not tokens or (glue != " " and bool(SENTENCE_END.search(glue)) and not _abbreviation(tokens[-1], glue))
        tokens.append(
            Token(found.start(), found.end(), word, word.lower().replace("’", "'"), word[:1].isupper() and not shouting, opens, glue)
        )
        at = found.end()
    return tokens


def _abbreviation(before: Token, glue: str) -> bool:
    return glue.strip() == "." and (
        len(before.text) == 1 or before.low in {"dr", "drs", "dhr", "mevr", "mw", "mr", "prof", "fam", "st", "ing", "ir", "gr"}
    )
