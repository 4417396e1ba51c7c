"""Numbers that point to a person: BSN, IBAN and phone numbers, also written in words."""

import re
from collections.abc import Iterator

from privacy.spans import Span

SEP = r"[ .\-/_()]{0,3}"
BSN_CUE = re.compile(r"b\.?s\.?n\b\.?|bsn|burger ?service|sofi-?(?:nummer|nr)", re.I)
BSN_ANY = re.compile(r"(?<!\d)\d(?:[ .\-/]{0,2}\d){7,8}(?![\d])")
BSN_FREE = re.compile(r"(?<![\w+])\d(?:[ .\-/]{0,2}\d){8}(?!\w)")
IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ .\-]{0,2}(\d{2})(?=[ .\-]{0,2}[A-Za-z0-9])")
IBAN_LENGTH = {
    "NL": 18, "BE": 16, "DE": 22, "FR": 27, "ES": 24, "IT": 27, "PL": 28, "PT": 25, "AT": 20, "CH": 21, "GB": 22, "IE": 22, "LU": 20,
    "TR": 26, "RO": 24, "BG": 22, "HU": 28, "CZ": 24, "SK": 24, "GR": 27, "SE": 24, "DK": 18, "NO": 15, "FI": 18, "LT": 20, "LV": 21,
    "EE": 20, "UA": 29, "HR": 21, "SI": 19,
}  # fmt: skip
DUTCH_IBAN = re.compile(r"NL\d{2}[A-Z]{4}\d{10}")
ACCOUNT = re.compile(
    r"(?:rekening(?:nummer|nr)?|bankrek(?:ening)?|giro(?:nummer)?|iban)\W{1,3}(?:(?:is|nr|nummer)\W{1,2})?(\d(?:[ .\-]?\d){6,9})(?!\d)",
    re.I,
)
PHONES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w+])\(?(?:\+{SEP}|00 ?)31(?:{SEP}0)?(?:{SEP}[1-9])(?:{SEP}\d){{8}}(?!\d)",
        rf"(?<![\w+])\(?[0oO]{SEP}6(?:{SEP}[0-9]){{7,9}}(?![\d])",
        rf"(?<![\w+])\(?0[1-9](?:{SEP}\d){{8}}(?!\d)",
        rf"(?<![\w+])\+{SEP}(?!31)[1-9](?:{SEP}\d){{8,13}}(?!\d)",
        rf"(?<![\w+])00(?!31)[1-9](?:{SEP}\d){{8,13}}(?!\d)",
        r"(?<![\w+.,])31[ \-]?6(?:[ \-]?\d){8}(?!\w)",
        r"(?<![\w+.,])6[ \-]?\d{8}(?!\w)",
    )
)
PHONE_CUE = re.compile(
    r"(?:\b(?:tel|telefoon|telefoonnummer|telnr|mobiel|gsm|bel|bellen|app|appen|nummer|nr|thuisnummer|whatsapp)\b|☎)"
    r"[ .:=]{0,3}(?:(?:is|me|mij|op|naar|maar|even)[ :]){0,3}(0?[1-9](?:[ .\-]?\d){5,8})(?!\w)",
    re.I,
)
# A date with something behind it has as many digits as a phone number: 01-02-2019 10.30.
DATE_AND_MORE = re.compile(r"(?:0[1-9]|[12]\d|3[01])[-/.](?:0[1-9]|1[0-2])[-/.](?:19|20)\d\d(?!\d)")
PUBLIC_LINES = frozenset({"0202615275", "0302299800", "0850471571", "0880767000", "0885551000"})
DIGIT_WORDS = {
    "nul": "0",
    "een": "1",
    "één": "1",
    "twee": "2",
    "drie": "3",
    "vier": "4",
    "vijf": "5",
    "zes": "6",
    "zeven": "7",
    "acht": "8",
    "negen": "9",
}
TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
NUMBER_TOKEN = re.compile(r"\d+|[^\W\d_]+")
GAP = re.compile(r"[ ,.\-/]{1,3}")


def _number_words() -> dict[str, str]:
    words = dict(DIGIT_WORDS) | {word: str(10 + i) for i, word in enumerate(TEENS)}
    for i, ten in enumerate(TENS):
        words[ten] = str(20 + 10 * i)
        for unit, digit in DIGIT_WORDS.items():
            joint = "ën" if unit.endswith("e") else "en"
            words[unit + joint + ten] = words[unit + "en" + ten] = str(20 + 10 * i + int(digit))
    return words


NUMBER_WORDS = _number_words()


def digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def is_bsn(digits: str) -> bool:
    """The eleven test: nine digits, weights 9 to 2 and minus 1."""
    if len(digits) != 9 or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0


def is_iban(code: str) -> bool:
    """Length of the country and the remainder of 97."""
    if IBAN_LENGTH.get(code[:2]) != len(code):
        return False
    return int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1


def find_bsn(text: str) -> Iterator[Span]:
    for cue in BSN_CUE.finditer(text):
        found = BSN_ANY.search(text, cue.end(), cue.end() + 45)
        if found and len(digits_of(found[0])) in (8, 9):
            yield Span(*found.span(), "BSN")
    for found in BSN_FREE.finditer(text):
        if is_bsn(digits_of(found[0])) and len(re.split(r"\D+", found[0])) <= 5:
            yield Span(*found.span(), "BSN")


def find_iban(text: str) -> Iterator[Span]:
    for head in IBAN_HEAD.finditer(text):
        length = IBAN_LENGTH.get(head[1].upper())
        end = _collect(text, head.end(), length - 4) if length else None
        if end is None:
            continue
        code = "".join(filter(str.isalnum, text[head.start() : end])).upper()
        if code.isascii() and (is_iban(code) or DUTCH_IBAN.fullmatch(code)):
            yield Span(head.start(), end, "IBAN")
    for account in ACCOUNT.finditer(text):
        yield Span(*account.span(1), "IBAN")


def _collect(text: str, at: int, wanted: int) -> int | None:
    """The end of the next wanted letters and digits, at most two separators between them; None when there are not so many."""
    gap = 0
    while wanted and at < len(text) and gap <= 2:
        if text[at].isalnum():
            wanted, gap = wanted - 1, 0
        elif text[at] in " .-":
            gap += 1
        else:
            return None
        at += 1
    whole = at >= len(text) or not text[at].isalnum()
    return at if not wanted and whole else None


def find_phone(text: str) -> Iterator[Span]:
    for pattern in PHONES:
        for found in pattern.finditer(text):
            if not _public(digits_of(found[0])) and not DATE_AND_MORE.match(found[0]):
                yield Span(_inside(found), found.end(), "TELEFOON")
    for cued in PHONE_CUE.finditer(text):
        digits = digits_of(cued[1])
        if not _public(digits) and not re.fullmatch(r"0?(?:19|20)\d\d.?\d*", digits) and len(digits) >= 7:
            yield Span(*cued.span(1), "TELEFOON")


def _inside(found: re.Match[str]) -> int:
    """Leave out an opening bracket that is never closed inside the number."""
    return found.start() + (found[0].startswith("(") and ")" not in found[0])


def _public(digits: str) -> bool:
    """Free and paid service lines and the lines we show ourselves point to nobody."""
    return digits in PUBLIC_LINES or digits.startswith(("0800", "0900", "0906", "0909", "14033", "140")) or digits in "01234567890"


def find_spoken(text: str) -> Iterator[Span]:
    for run in _runs(text):
        yield from _spoken(run)


def _runs(text: str) -> Iterator[list[tuple[int, int, str]]]:
    """Runs of numbers of which at least one is a word: (start, end, digits)."""
    run: list[tuple[int, int, str]] = []
    double = spoken = False
    for found in NUMBER_TOKEN.finditer(text):
        word = found[0].lower()
        digits = word if word.isdigit() else NUMBER_WORDS.get(word, "")
        if word in ("dubbel", "dubbele"):
            double = True
            continue
        if not digits or (run and not double and not GAP.fullmatch(text, run[-1][1], found.start())):
            yield from [run] if spoken else []
            run, spoken = [], False
        if digits:
            spoken = spoken or double or not word.isdigit()
            run.append((found.start(), found.end(), digits * 2 if double and len(digits) == 1 else digits))
        double = False
    yield from [run] if spoken else []


def _spoken(run: list[tuple[int, int, str]]) -> Iterator[Span]:
    zero = next((i for i, (_, _, digits) in enumerate(run) if digits.startswith("0")), None)
    if zero is not None and 9 <= sum(len(d) for _, _, d in run[zero:]) <= 13 and not _public("".join(d for _, _, d in run[zero:])):
        yield Span(run[zero][0], run[-1][1], "TELEFOON")
    if is_bsn("".join(d for _, _, d in run)) and len(run) > 2:
        yield Span(run[0][0], run[-1][1], "BSN")
