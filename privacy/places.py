"""Where somebody lives: street with number, postcode with number. Towns and wijken stay."""

import re
from collections.abc import Iterator

from privacy.lexicon import Lexicon
from privacy.spans import Span
from privacy.tokens import WORD

HOUSE = r"\d{1,4}(?:(?:[ \-]?(?:bis|hs|huis|zw|rd|[IVX]{1,4}|[a-zA-Z])|[\-/]\d{1,3})(?!\w)|(?!\w))"
HOUSE_NUMBER = re.compile(rf"(?<![\w.,:/\-+€])(?:(?:nr\.?|nummer|huisnr\.?|huisnummer) ?)?{HOUSE}(?![.,:/\-]\d)", re.I)
AMOUNT = re.compile(
    r" ?(?:%|x\b|jaar|jr|jarige?|maand|week|weken|dag|uur|min|keer|kind|euro|km|meter|man\b|mensen|zoon|dochter|jongen|meisje|graden"
    r"|tot \d|en \d|a \d"
    r"|januari|februari|maart|april|mei\b|juni|juli|augustus|september|oktober|november|december)",
    re.I,
)
SUFFIX = re.compile(
    r"[^\W\d_'’\-]{2,}(?:straat|str|laan|weg|plein|pln|dreef|singel|gracht|kade|steeg|hof|park|dijk|pad|plantsoen|wal|baan|markt|gaarde|horst|brink|burg|veld|einde?|sloot)",
    re.I,
)
CLEAR_SUFFIX = re.compile(r"[^\W\d_]{3,}(?:straat|laan|plein|dreef|singel|gracht|kade|steeg|plantsoen|hofje)", re.I)
BARE = frozenset("straat laan weg plein dreef singel gracht kade steeg hof park dijk pad plantsoen wal markt baan brink".split())
PART = frozenset(
    "burgemeester burg prins prinses koningin koning pastoor dokter dr professor prof generaal van der den de het 't ter ten te oude "
    "nieuwe lange korte grote kleine hoge lage "
    "eerste tweede derde sint st jan johan willem karel piet anna maria jacob nicolaas "
    "1e 2e 3e noorder zuider ooster wester la le du".split()
)
NO_STREET = frozenset(
    "onderweg terugweg heenweg snelweg schoolplein speelplein supermarkt arbeidsmarkt huizenmarkt speelpark pretpark attractiepark "
    "dierenpark waterpark zwempark wildpark loopbaan "
    "glijbaan achtbaan ijsbaan tennisbaan renbaan fietspad voetpad zebrapad halverwege vanwege doorweg omweg middenweg rommelmarkt "
    "kerstmarkt vrijmarkt bijbaan voetbalveld speelveld "
    "sportveld huizenblok supermarkt vakantiepark pensioenpark skatepark banaan hiaat praat draad plaat staat straat laat maat gaat "
    "raad afwal".split()
)
LIVES = re.compile(
    r"\b(?:woon|woont|wonen|woonde|adres|verhuis\w*|langs ?komen|kom (?:maar )?langs|ik zit|thuis|bezoek\w*|straat ?[:=])\b", re.I
)
LIVES_AT = re.compile(
    r"\b(?:woont?|wonen|woonde|wonend|adres(?: is)?)[ :]{1,2}(?:wij |we |ik )?(?:nu )?(?:op|in|aan|bij)? ?(?:de|het)? ?", re.I
)
POSTCODE_BEHIND = re.compile(r",? ?[1-9]\d{3} ?[A-Za-z]{2}\b")
ON = re.compile(r"\b(?:op|aan)(?: (?:de|het|'t))? ?$")
TOWN = re.compile(r",? (?:in|te) [A-Z]|,? ?[1-9]\d{3} ?[A-Za-z]{2}\b|,? [A-Z][a-z]{3,}|, ?[a-z]")
STREET_WORD = re.compile(r"['’]?[\w\-]+\.?(?:['’][\w\-]+)*")
POST_BOX = re.compile(r"\b(?:postbus|plein (?:1[5-9]|20)\d\d,?(?: nr\.?| nummer)?) \d{1,6}[a-z]?\b", re.I)
POSTCODE = re.compile(r"(?<![\w.,\-/€+])([1-9]\d{3})([ \-]?)([A-Za-z]{2})(?!\w)")
POSTCODE_NUMBER = re.compile(r"(?: ?, ?| |-)\d{1,4}(?: ?[a-zA-Z]\b|-\d{1,3})?(?!\w|[.,:/\-]\d)")
POSTCODE_CUE = re.compile(r"\b(?:postcode|pc|woon|woont|wonen|adres)\b", re.I)
UNITS = frozenset("eu km kg mg ml gr cm mm kb mb gb cc pk kw uu dl cl hz ma".split())
LITTLE_WORDS = frozenset(
    "en is in of om op te ik je ze we me mn nu na al er ga wa da zo nee ja de het dat bij u ie un mo pa ma of ex oa tm vd st bn nl va "
    "aj hé he hi ha nr as af al er zn ze wo".split()
)


def find_postcode(text: str) -> Iterator[Span]:
    for found in POSTCODE.finditer(text):
        if not _is_postcode(text, found):
            continue
        end = found.end()
        number = POSTCODE_NUMBER.match(text, end)
        if number and not AMOUNT.match(text, number.end()):
            end = number.end()
        yield Span(found.start(), end, "POSTCODE")


def _is_postcode(text: str, found: re.Match[str]) -> bool:
    digits, gap, letters = found.groups()
    low = letters.lower()
    if low in UNITS or low in {"ss", "sd", "sa"}:
        return False
    if gap and letters.islower() and low in LITTLE_WORDS:
        return False
    if gap and letters != letters.upper() and not letters.islower():
        return False
    if digits.startswith(("19", "20")) and gap:
        return bool(POSTCODE_CUE.search(text, max(0, found.start() - 20), found.start())) or not re.match(
            r" [a-z]", text[found.end() :][:2]
        )
    return True


def find_address(text: str, lexicon: Lexicon) -> Iterator[Span]:
    for box in POST_BOX.finditer(text):
        yield Span(*box.span(), "ADRES")
    for number in HOUSE_NUMBER.finditer(text):
        start = None if AMOUNT.match(text, number.end()) else _street_start(text, number, lexicon)
        if start is not None:
            yield Span(start, number.end(), "ADRES")
    for lives in LIVES_AT.finditer(text):
        street = WORD.match(text, lives.end())
        if street and CLEAR_SUFFIX.fullmatch(street[0]) and street[0].lower() not in NO_STREET | lexicon.places:
            yield Span(*street.span(), "ADRES")


def _street_start(text: str, number: re.Match[str], lexicon: Lexicon) -> int | None:
    """Where the street begins that ends right before this house number."""
    edge = number.start()
    while edge > 0 and number.start() - edge < 2 and text[edge - 1] in " ,":
        edge -= 1
    window = max(0, edge - 100)
    before = text[window:edge]
    words = [m for m in STREET_WORD.finditer(before, max(0, len(before) - 60))][-6:]
    if not words or words[-1].end() != len(before):
        return None
    words = _after_last_break(words)
    known = _known_street(words, lexicon, before, text[number.end() : number.end() + 12])
    if known is None and _suffixed(words[-1][0]):
        known = _with_parts(words)
    return None if known is None else window + words[known].start()


def _after_last_break(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """A street does not run across a comma or a full stop ("Petra, Kerkstraat 12")."""
    first = len(words) - 1
    while first > 0 and not _breaks(words[first - 1], words[first]):
        first -= 1
    return words[first:]


def _breaks(left: re.Match[str], right: re.Match[str]) -> bool:
    """Anything but a space, or a full stop after what is no abbreviation ("Burg. Visserlaan")."""
    stop = left[0].endswith(".") and len(left[0]) > 5 and left[0][:-1].lower() not in PART
    return stop or left.string[left.end() : right.start()] != " "


def _suffixed(word: str) -> bool:
    low = word.lower().rstrip(".")
    return bool(SUFFIX.fullmatch(low.rpartition("-")[2])) and low not in NO_STREET


def _known_street(words: list[re.Match[str]], lexicon: Lexicon, before: str, behind: str) -> int | None:
    """The longest run of words that is a street in the list; one word alone needs a sign that somebody lives there."""
    for first in range(max(0, len(words) - 5), len(words)):
        run = words[first:]
        if _split_street(run) or (
            run[0][0].title() == run[0][0] and run[0][0].lower() in BARE and len(run) == 1 and POSTCODE_BEHIND.match(behind)
        ):
            return first
        name = " ".join(w[0].lower().replace("’", "'") for w in run)
        if (name in lexicon.streets or name.replace("'", "") in lexicon.streets) and _lived_in(
            run, name, lexicon, before[: run[0].start()], behind
        ):
            return first
    return None


def _lived_in(run: list[re.Match[str]], name: str, lexicon: Lexicon, before: str, behind: str) -> bool:
    title = run[-1][0][:1].isupper()
    lives = bool(LIVES.search(before, max(0, len(before) - 30)))
    if len(run) > 1 and not all(w[0].lower() in lexicon.ordinary for w in run) and (title or lives):
        return True
    return name not in lexicon.ordinary and (lives or (title and bool(TOWN.match(behind) or ON.search(before))))


def _split_street(run: list[re.Match[str]]) -> bool:
    """ "Hoge Naarder weg", "Prins Hendrik laan": the last word is bare and the one before it starts with a capital."""
    return (
        len(run) == 2
        and run[-1][0].lower() in BARE
        and run[0][0][:1].isupper()
        and run[0][0].lower() not in {"de", "het", "een", "op", "mijn"}
    )


def _with_parts(words: list[re.Match[str]]) -> int:
    """Take in the words before the last one that belong to a street name: capitals, ranks, "oude", "van der"."""
    first = len(words) - 1
    for at in range(len(words) - 2, -1, -1):
        word = words[at][0]
        if word.lower().rstrip(".") in PART or (word[:1].isupper() and at > 0 and word.lower() not in {"in", "op", "wij", "ik", "aan"}):
            first = at
        else:
            break
    while first < len(words) - 1 and words[first][0].lower() in {"de", "het", "te"}:
        first += 1
    return first
