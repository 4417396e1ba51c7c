"""Birth dates. A date with its year is one, unless the words before it say that it is something else; a mere year never is."""

import re
from collections.abc import Iterator
from datetime import date

from privacy.numbers import NUMBER_WORDS
from privacy.spans import Span

MONTHS = (
    "januari|jan", "februari|febr|feb", "maart|mrt|mar", "april|apr", "mei", "juni|jun", "juli|jul",
    "augustus|aug", "september|sept|sep", "oktober|okt|oct", "november|nov", "december|dec",
)  # fmt: skip
MONTH = "(?:" + "|".join(MONTHS) + r")(?![^\W\d_])\.?"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:(?:19|20)\d\d|['’`]?\d\d)"
SEP = r"(?: ?[\-/.] ?| )"
NUMERIC = re.compile(rf"(?<![\d.,/\-])({DAY})({SEP})(0?[1-9]|1[0-2])({SEP})({YEAR})(?![\w]|[\-/.,]\d)")
ISO = re.compile(rf"(?<![\d\-/])((?:19|20)\d\d)([\-/.])(0?[1-9]|1[0-2])\2({DAY})(?!\d)")
WRITTEN = re.compile(rf"(?<![\d.,])({DAY})(?:e|ste|de)?(?: van)? ?-?({MONTH})[ ,\-]{{0,3}}(?:van )?({YEAR})(?![\d:]|[.,]\d)", re.I)
NO_YEAR = re.compile(rf"(?<![\d.,])({DAY})(?:e|ste|de)? ?({MONTH})", re.I)
NO_YEAR_NUMERIC = re.compile(rf"(?<![\d.,/\-])({DAY})[\-/](0?[1-9]|1[0-2])(?![\d\-/])")
COMPACT = re.compile(
    r"(?<!\d)((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)?\d\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
MONTH_YEAR = re.compile(rf"(?<!\w)({MONTH}) ?((?:19|20)\d\d)(?!\d)", re.I)
WORD = re.compile(r"[^\W\d_]+|\d+")
MONTH_WORD = re.compile(MONTH.replace(r"\.?", ""), re.I)
BIRTH = re.compile(r"\b(?:gebo+ren|geb|gebdatum|geboor\w*|gebortedatum|gebore|dob|birthday|born|jarig|verjaar\w*|ter wereld)\b", re.I)
OTHER = re.compile(
    r"\b(?:afspraak|sinds|vanaf|per|tot|start\w*|begin\w*|begon|gescheiden|getrouwd|verhuisd|overleden|overleed|gestopt|intake|brief|gesprek|training|cursus"
    r"|vakantie|toets|deadline|versie|wet|ingang|geldig|opname|onderzoek|diagnose|ongeluk|uitspraak|rechtszaak|zitting"
    r"|datum van|factuur)\b",
    re.I,
)


def find_birth_date(text: str) -> Iterator[Span]:
    for found in (*NUMERIC.finditer(text), *WRITTEN.finditer(text), *ISO.finditer(text)):
        if _plausible(found) and (_cued(text, *found.span()) or not _other_date(text, found)):
            yield Span(*found.span(), "GEBOORTEDATUM")
    for pattern in (NO_YEAR, NO_YEAR_NUMERIC, COMPACT, MONTH_YEAR):
        for found in pattern.finditer(text):
            if _cued(text, *found.span()):
                yield Span(*found.span(), "GEBOORTEDATUM")
    yield from _in_words(text)


def _plausible(found: re.Match[str]) -> bool:
    """A numeric date uses one separator throughout; with bare spaces or a short year both day and month have two digits or a cue helps."""
    if found.re is NUMERIC:
        day, sep, month, sep2, year = found.groups()
        if sep.strip() != sep2.strip():
            return False
        if not sep.strip():
            return len(year) == 4 or _cued(found.string, *found.span())
    return True


def _cued(text: str, start: int, end: int) -> bool:
    """A birth word close before, or right behind ("op 11 sept 2015 geboren")."""
    return bool(BIRTH.search(text, max(0, start - 40), start) or BIRTH.search(text, end, min(len(text), end + 16)))


def _other_date(text: str, found: re.Match[str]) -> bool:
    years = re.findall(r"(?:19|20)\d\d", found[0])
    if years and int(years[-1]) >= date.today().year:  # noqa: DTZ011 - a day off at midnight does not matter
        return True
    return bool(OTHER.search(text, max(0, found.start() - 45), found.start()))


def _in_words(text: str) -> Iterator[Span]:
    """ "twaalf maart tweeduizend vijftien", "de derde mei negentien negentig"."""
    words = list(WORD.finditer(text))
    for i, month in enumerate(words[1:], start=1):
        if not MONTH_WORD.fullmatch(month[0]) or not _day_word(words[i - 1][0].lower()):
            continue
        end = _year_end(words, i + 1)
        if words[i - 1][0].isdigit() and end is not None and words[i + 1][0].isdigit():
            continue
        if end is not None or _cued(text, words[i - 1].start(), month.end()):
            yield Span(words[i - 1].start(), month.end() if end is None else end, "GEBOORTEDATUM")


def _day_word(word: str) -> bool:
    stem = {"eerste": "een", "derde": "drie", "achtste": "acht"}.get(word) or word.removesuffix("ste")
    value = NUMBER_WORDS.get(stem) or NUMBER_WORDS.get(stem.removesuffix("de")) or (word if word.isdigit() else "0")
    return len(value) <= 2 and 1 <= int(value) <= 31


def _year_end(words: list[re.Match[str]], at: int) -> int | None:
    """The end of a spoken year that starts at this word."""
    if at >= len(words):
        return None
    first = words[at][0].lower()
    rest = first.removeprefix("tweeduizend").removeprefix("negentienhonderd").removeprefix("en").removeprefix("negentien")
    if first == rest:
        return words[at].end() if re.fullmatch(r"(?:19|20)\d\d", first) else None
    if rest in NUMBER_WORDS:
        return words[at].end()
    follow = [w for w in words[at + 1 : at + 3] if w[0].lower() != "en"]
    return follow[0].end() if follow and follow[0][0].lower() in NUMBER_WORDS else words[at].end()
