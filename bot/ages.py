"""Read the child's age from a Dutch sentence, in years. Plain rules, no Rasa: the component around it is components/age_extractor.py.

The parent's own age, years ago and durations ("al 3 jaar", "2 maanden geleden") are not ages of a child. Exact ages win from school
groups, and those from words such as *peuter*; several children give one range over all of them.
"""

import re
from dataclasses import dataclass

OLDEST = 24.0

UNITS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien"]
UNITS += ["zestien", "zeventien", "achttien", "negentien", "twintig", "eenentwintig", "tweeëntwintig", "drieëntwintig"]
NUMBERS = {word: float(value) for value, word in enumerate(UNITS)}
NUMBERS |= {"één": 1.0, "tweeentwintig": 22.0, "drieentwintig": 23.0, "anderhalf": 1.5, "anderhalve": 1.5, "half": 0.5, "halfjaar": 0.5}
HALVES = {"twee": 2.5, "drie": 3.5, "vier": 4.5, "vijf": 5.5}
NUMBERS |= {f"{word}{joint}half": value for word, value in HALVES.items() for joint in ("ën", "en", "-en-een-", " en een ", "ëneen")}
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "1e": 1, "2e": 2, "3e": 3, "4e": 4, "5e": 5, "6e": 6}

_NUMBER_WORDS = "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
N = rf"(?:\d{{1,2}}(?:[.,]\d{{1,2}}|½)?|{_NUMBER_WORDS})"
AND = r"\s*(?:,|en|&|\+|/|tot(?: en met)?|t/m|-|–|of)\s*(?:van\s+)?"
LIST = rf"(?P<list>{N}(?:{AND}{N}){{0,5}})"
CHILD = (
    r"(?:klein|pleeg|stief|bonus|buur)?(?:zoon(?:tje)?|zn|dochter(?:tje)?|kind(?:je|eren|jes)?|kids?|jongen|meisje|meid|jongetje|meiske|manneke|ventje|"
    r"baby|peuter|kleuter|puber|tiener|dreumes|broer(?:tje)?|zus(?:je)?|neefje|nichtje|leerling|tweeling|oudste|jongste|middelste|gast|knul|sohn|son)"
)
YEAR = r"\s*-?\s*(?:jaartjes|jaar|jaren|jarigen?|jr\.?|j)"

_NOT_BEFORE = r"(?<![\d.,:/-])(?<!\w)"
_AFTER_TIME = r"(?!\s*(?:lang\b|geleden|terug\b|samen|getrouwd|gescheiden|later|bezig|duur|uit elkaar|ervaring|weg\b|ouder\b|jonger\b|verschil))"

YEARS = re.compile(rf"{_NOT_BEFORE}{LIST}{YEAR}\b(?:\s+oud)?{_AFTER_TIME}")
MONTHS = re.compile(rf"{_NOT_BEFORE}(?P<list>{N}(?:{AND}{N})?)\s*-?\s*(?:maand(?:en|jes|je)?|mnd|mndn|mnden)\b(?:\s+oude?)?{_AFTER_TIME}")
WEEKS = re.compile(rf"{_NOT_BEFORE}(?P<list>{N}(?:{AND}{N})?)\s*-?\s*(?:weken|week|weekjes|wkn?)\b(?:\s+oude?)?{_AFTER_TIME}")
AND_MONTHS = re.compile(rf"{_NOT_BEFORE}(?P<years>{N}){YEAR}\s+en\s+(?P<months>{N})\s*(?:maand(?:en)?|mnd)\b")
AFTER_CHILD = re.compile(rf"\b{CHILD}\s*(?:\(|,|:|van|v\.?|die|is|nu|al|net|bijna|pas|\s)*\s*(?P<near>bijna|net|pas|ruim)?\s*{LIST}\b(?!\s*(?:keer|x\b|maal|uur|min|dag|week|weken|maand|mnd|wk|%|euro|graden|nacht|broer|zus|kinderen|ooms|vriend|weekend|:|\.\d))")
IS_AGE = re.compile(
    rf"\b(?:hij|zij|ze|die|het|is|zijn|word(?:t|en)?|werd|was|a's)\s+(?:nu\s+|al\s+|pas\s+|nog maar\s+|ongeveer\s+|inmiddels\s+)*"
    rf"(?P<near>bijna|net|ruim)?\s*{LIST}\b(?:\s+geworden)?(?=\s*(?:$|[,.!?);]|en\b|maar\b|dus\b|geworden|hoor|nu\b|oud\b|of zo))"
)
TURNED = re.compile(rf"\b(?P<near>bijna|net|pas|haast|binnenkort|onlangs)\s+{LIST}\b(?=\s*(?:$|[,.!?);]|geworden|word|en\b|is\b))")
I_AM = re.compile(rf"\bik\s+(?:ben|word|ben net|ben bijna)\s+(?:een\s+)?(?P<near>bijna|net)?\s*{LIST}\b(?!\s*(?:keer|x\b|uur|min|dag|week|weken|maand))(?:\s*jaar)?")
BETWEEN = re.compile(rf"\btussen\s+(?:de\s+)?(?P<list>{N}\s*(?:en|-)\s*(?:de\s+)?{N})\b(?!\s*(?:uur|u\b|euro))")

OWN_CHILD = re.compile(r"\b(?:mijn|mn|m'n|me|onze|ons|m)\s+(?:\w+\s+)?(?:" + CHILD + r")\b")
PARENT = re.compile(
    rf"\b(?:ik(?:zelf| zelf)?|moeder|vader|mama|papa|oma|opa|man|vrouw|partner|vriend|ex|juf|meester)\s*(?:\(|ben|is|van|,|zelf|nu|al)?\s*(?:ben\s+)?(?P<list>{N})\b(?:{YEAR})?"
)
DURATION = re.compile(rf"\b(?:al|sinds|na|over|voor|ruim|afgelopen|laatste|per|elke|binnen|duurt|tijdens|de eerste|om de)\s+(?:meer dan\s+|ruim\s+|bijna\s+|zo'n\s+|de\s+laatste\s+)?{N}\s*-?\s*(?:jaar|jr|maand\w*|mnd|weken|week|wk)\b(?!\s+oud)")

GROUP = re.compile(r"\b(?:groep|grp?\.?|gr)\s*(?P<first>[1-8])(?:\s*(?:/|-|en|of)\s*(?P<last>[1-8]))?\b")
CLASS = re.compile(
    r"\b(?:klas\s*(?P<a>[1-6])|(?P<b>[1-6])\s*-?\s*(?:havo|vwo|vmbo|mavo|gymnasium|atheneum|gym)|(?:havo|vwo|vmbo|mavo)\s*-?\s*(?P<d>[1-6])|"
    r"(?P<c>eerste|tweede|derde|vierde|vijfde|zesde|[1-6]e)\s+(?:klas(?!\s+van de basis)|jaar (?:van de )?middelbare)(?:\s+van de middelbare)?)\b"
)
BELGIAN = re.compile(r"\b(?P<nth>eerste|tweede|derde|vierde|vijfde|zesde|[1-6]e)\s+(?P<school>leerjaar|middelbaar|kleuterklas|kleuter)\b")

SCHOOLS = {
    r"brug(?:klas\w*|pieper|er)": (12, 13),
    r"kleuterklas|kleuterschool|kleuters?(?:groep)?": (4, 6),
    r"eindexamen\w*|examenjaar": (15, 18),
    r"mbo(?:-?er)?": (16, 20),
    r"hbo|universiteit|studenten(?:kamer|huis)": (18, 23),
    r"(?:de\s+)?middelbare(?:\s+school)?": (12, 18),
    r"eindtoets|cito(?:toets)?|doorstroomtoets|musical van groep": (11, 12),
}
WORDS = {
    r"pasgeboren(?:e)?|newborn": (0, 0.25),
    r"(?:huil)?baby(?:'?tje)?": (0, 1),
    r"zuigeling": (0, 1),
    r"dreumes(?:je)?": (1, 2),
    r"peuters?|peutertje|peutermeisje|peuterjongen|toddler": (1.5, 4),
    r"kleutertje": (4, 6),
    r"(?:jonge\s+)?pubers?|pubermeisje|puberzoon|puberdochter|puberjongen": (10, 17),
    r"tieners?|tienerdochter|tienerzoon|tienermeisje|teenager|adolescent": (12, 18),
    r"jongvolwassene?n?": (18, 23),
}
_SCHOOLS = [(re.compile(rf"\b(?:{pattern})\b"), ages) for pattern, ages in SCHOOLS.items()]
_WORDS = [(re.compile(rf"\b(?:{pattern})\b"), ages) for pattern, ages in WORDS.items()]
_SPLIT = re.compile(rf"{N}")


@dataclass(frozen=True)
class Found:
    """One mention of an age: where it stands in the text, and the range in years that it means."""

    start: int
    end: int
    low: float
    high: float


def _value(text: str) -> float:
    number = NUMBERS.get(text)
    return number if number is not None else float(text.replace("½", ".5").replace(",", "."))


def _near(value: float, word: str | None) -> tuple[float, float]:
    return (max(0.0, value - 0.5), value) if word in ("bijna", "haast", "binnenkort") else (value, value)


def _from_list(match: "re.Match[str]", scale: float = 1.0) -> Found | None:
    values = [_value(part) * scale for part in _SPLIT.findall(match["list"])]
    values = [value for value in values if value <= OLDEST]
    if not values:
        return None
    near = match.groupdict().get("near")
    low, high = (_near(values[0], near)) if len(values) == 1 else (min(values), max(values))
    return Found(*match.span("list"), round(low, 2), round(high, 2))


def _blocked(text: str) -> list[tuple[int, int]]:
    """Spans that look like ages but are durations, or the age of a grown-up."""
    spans = [match.span() for match in DURATION.finditer(text)]
    about_own_child = bool(OWN_CHILD.search(text))
    for match in PARENT.finditer(text):
        grown_up = any(_value(part) >= (18 if about_own_child else 24) for part in _SPLIT.findall(match["list"]))
        if grown_up:
            spans.append(match.span("list"))
    return spans


def _exact(text: str) -> list[Found]:
    found = [Found(*match.span(), *[round(_value(match["years"]) + _value(match["months"]) / 12, 2)] * 2) for match in AND_MONTHS.finditer(text)]
    taken = _blocked(text) + [(item.start, item.end) for item in found]
    sources = [(MONTHS, 1 / 12), (WEEKS, 1 / 52), (YEARS, 1.0), (BETWEEN, 1.0), (AFTER_CHILD, 1.0), (TURNED, 1.0), (IS_AGE, 1.0)]
    if not OWN_CHILD.search(text):
        sources.append((I_AM, 1.0))
    for pattern, scale in sources:
        for match in pattern.finditer(text):
            item = _from_list(match, scale)
            if item and not any(item.start < end and start < item.end for start, end in taken):
                found.append(_with_almost(text, item))
                taken.append((item.start, item.end))
    return found


def _with_almost(text: str, item: Found) -> Found:
    """`bijna 4 jaar` is between three and a half and four."""
    before = text[: item.start].rstrip()
    if item.low == item.high and before.endswith(("bijna", "haast")) and item.high >= 1:
        return Found(item.start, item.end, item.high - 0.5, item.high)
    return item


def _school(text: str) -> list[Found]:
    found = []
    for match in GROUP.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        found.append(Found(*match.span(), first + 3, last + 4))
    for match in CLASS.finditer(text):
        year = ORDINALS.get(match["c"] or "") or int(match["a"] or match["b"] or match["d"])
        found.append(Found(*match.span(), year + 11, year + 12))
    for match in BELGIAN.finditer(text):
        base = {"leerjaar": 5.0, "middelbaar": 11.0}.get(match["school"], 1.5)
        year = ORDINALS[match["nth"]]
        found.append(Found(*match.span(), base + year, base + year + 1))
    if found:
        return found
    return [Found(*match.span(), *ages) for pattern, ages in _SCHOOLS for match in pattern.finditer(text)]


def _described(text: str) -> list[Found]:
    return [Found(*match.span(), *ages) for pattern, ages in _WORDS for match in pattern.finditer(text)]


def find_ages(text: str) -> list[Found]:
    """Mentions of a child's age, of the most exact sort that the text has. Linear in the length of the text."""
    lowered = text.lower()
    return _exact(lowered) or _school(lowered) or _described(lowered)


def bare_age(text: str) -> Found | None:
    """The age when a whole answer is just that: '4', 'vier', 'bijna 5', '8 maanden', '3 en 6', 'hij is 4'."""
    answer = text.lower().strip(" .!?,")
    match = re.fullmatch(rf"(?:(?:nee|ja|hij|zij|ze|is|wordt|van|de|jongste|oudste|ongeveer|denk ik|nu|mijn zoon|mijn dochter),?\s+)*(?P<near>bijna|net|pas|ruim)?\s*{LIST}(?:{YEAR})?(?:\s+oud)?", answer)
    return _from_list(match) if match else None


def age_range(text: str) -> tuple[float, float] | None:
    """The range in years over all children that the text mentions, or None."""
    found = find_ages(text)
    if not found:
        return None
    return min(item.low for item in found), max(item.high for item in found)
