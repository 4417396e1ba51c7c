"""One spelling for what people type: case, accents, look-alikes, zero-width characters, stretched letters."""

import re
import unicodedata

# Cyrillic and Greek twins of Latin letters.
LOOK_ALIKES = str.maketrans("авеіјкмнорстухѕԁԛɡαεικνορτυχ", "abeijkmhopctyxsdqgaeiknoptux")
LEET = str.maketrans("013457@$€", "oieastase")
WORD_LIMIT = 40
TEXT_LIMIT = 2000

_INVISIBLE = {"Cf", "Cc", "Mn", "Me"}
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_LEET = re.compile(r"[a-z][013457@$€]+[a-z]")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9])(?:[a-z][ .\-_*]{1,2}){2,40}[a-z](?![a-z0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9' ,.!?;\n]+")
_APOSTROPHE = re.compile(r"'(?=[a-z])|(?<=[a-z])'")
_SPACES = re.compile(r"[ \t]+")
_NUMBER_END = re.compile(r"(?<=\d)[.,](?=\d)")
CLAUSE_END = re.compile(r"[.!?;\n]+")


def visible(text: str) -> str:
    """Letters as letters: decomposed accents dropped, invisible characters removed, other scripts' twins replaced."""
    spaced = text[: TEXT_LIMIT * 2].replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\u0133", "ij")
    decomposed = unicodedata.normalize("NFKD", spaced)
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in _INVISIBLE)
    return kept.casefold().replace("’", "'").replace("‘", "'").replace("`", "'").replace("´", "'").translate(LOOK_ALIKES)


def _plain_leet(word: str) -> str:
    return word.translate(LEET) if _LEET.search(word) else word


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[ .\-_*]", "", match.group())


def normalise(text: str, stretched: int = 2) -> str:
    """The text as patterns see it: lower case, a-z, single spaces, punctuation kept as its own token."""
    plain = visible(text)[:TEXT_LIMIT]
    plain = " ".join(map(_plain_leet, plain.split()))
    plain = _SPELLED_OUT.sub(_joined, plain)
    plain = re.sub(r"(?<=[a-z])[-_*]+(?=[a-z])", "", plain)
    plain = _APOSTROPHE.sub("", _NOT_WORD.sub(" ", plain))
    plain = _STRETCHED.sub(lambda m: m.group(1) * stretched, plain)
    plain = re.sub(r"([,.!?;])", r" \1 ", _NUMBER_END.sub("", plain))
    words = (word[:WORD_LIMIT] for word in plain.split())
    return " ".join(words)


def variants(text: str) -> list[str]:
    """The text, and once more with stretched letters fully closed ("hellllp" is help, "slaaaat" is slaat)."""
    usual = normalise(text)
    closed = normalise(text, stretched=1)
    return [usual] if usual == closed else [usual, closed]
