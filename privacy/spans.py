"""The spans that every detector speaks, and the text as the detectors see it."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

# The order is the order in which types win when two spans overlap.
TYPES = ("EMAIL", "IBAN", "URL", "BSN", "TELEFOON", "GEBOORTEDATUM", "POSTCODE", "ADRES", "SCHOOL", "PERSOON")
FILLER = "\ufffc"
PLACEHOLDER = re.compile(r"\[(?:" + "|".join(TYPES) + r")\]")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
LOOKALIKE = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-"}
)


class Span(NamedTuple):
    start: int
    end: int
    type: str


class Plain(NamedTuple):
    """Text with plain digits, spaces and dashes, without invisible signs; origin maps each position back to the original."""

    text: str
    origin: list[int]

    def original(self, span: Span) -> Span:
        return Span(self.origin[span.start], self.origin[span.end - 1] + 1, span.type)


def plain(text: str, hidden: Iterable[Span] = ()) -> Plain:
    """Placeholders and hidden spans become one filler sign each, so that redacting twice sees what redacting once saw."""
    blocks = resolve([*hidden, *(Span(*m.span(), "PERSOON") for m in PLACEHOLDER.finditer(text))])
    chars: list[str] = []
    origin: list[int] = []
    at = 0
    for block in [*blocks, Span(len(text), len(text), "")]:
        if (part := text[at : block.start]).isascii():
            chars += part
            origin += range(at, block.start)
        else:
            for i in range(at, block.start):
                _add(text[i], i, chars, origin)
        if block.type:
            chars.append(FILLER)
            origin.append(block.start)
        at = block.end
    return Plain("".join(chars), origin)


def _add(char: str, i: int, chars: list[str], origin: list[int]) -> None:
    if char > "~":
        char = _fold(char)
    if char:
        chars.append(char)
        origin.append(i)


def _fold(char: str) -> str:
    if char.isdecimal():
        return str(int(char))
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return char.translate(INVISIBLE).translate(LOOKALIKE)


def resolve(spans: Iterable[Span]) -> list[Span]:
    """Sorted and without overlap: the stronger type wins, then the longer span."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (TYPES.index(s.type), s.start - s.end, s.start)):
        at = bisect_left(kept, span)
        free_left = at == 0 or kept[at - 1].end <= span.start
        free_right = at == len(kept) or span.end <= kept[at].start
        if span.start < span.end and free_left and free_right:
            kept.insert(at, span)
    return kept
