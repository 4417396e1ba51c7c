"""Read the child's age from a Dutch sentence, in years. Plain rules, no Rasa: the component around it is components/age_extractor.py.

First everything is blanked that looks like an age and is none: durations ("al 3 jaar"), times, counts, grades, the writer's own age, the
age of a friend or a dog. What is left is read. Exact ages win from school years, those from words such as *peuter*, and those from kinds
of school; several children give one range over all of them. The words are in age_words.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import age_words as w

OLDEST = 23.0
YOUNGEST_WRITER, GROWN_UP = 8.0, 18.0


def _compile(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


# Several numbers: "4, 7 en 9", "3 of 4"; where they may begin and end; what may stand around them.
_START = r"(?:(?<![\w.,:;/€-])(?<!€ )|(?<=\bvan)|(?<=\bis))"
_ANY = w.NUMBER
_BARE = rf"(?!(?:een|één|nul)\b){_ANY}"
_AND = r"(?:\s*[,&+/–-]\s*(?:en\s+)?|\s+(?:en|of|and|tot|tot en met|t/m)\s+|(?<=\d)\s+(?=\d))(?:van\s+|bijna\s+)?"
_END = rf"(?![\w½%€°+]|\s*[%€+]|[.,:;/-]\d|,-|\s+en\s+(?:een\s+)?half|\s*(?:{w.COUNTED})(?!\w)|\s*-?(?:e klas|{w.LEVEL})(?!\w)|\s+\w+\s+(?:{w.CHILDREN})(?!\w))"
_LIST = rf"{_START}(?P<ages>{_BARE}(?:{_AND}{_BARE}){{0,5}}){_END}"
_STOP = r"(?=\s*(?:$|[,.!?;:)]|(?:en|maar|dus|and|but|hoor|nu|geworden|oud|of zo|want|toch|he|hè)\b))"

# Small words between who it is about and the age.
_SMALL = (
    r"nu|nou|alweer|intussen|ondertussen|zelf|circa|ca|al|pas|net|bijna|haast|nog|maar|nog maar|ongeveer|inmiddels|vandaag|gisteren|morgen|binnenkort|straks|onlangs|zojuist|sinds kort|ruim|dus|ja|eh|uh|uhm|toch|eigenlijk|ook|"
    r"now|only|almost|just|turning|about|rond de|(?:deze|vorige|volgende|komende|over een|over twee) (?:week|maand)|dit jaar|amper|krap|ineens|opeens|in \w+"
)
_FILL = rf"(?:(?:{_SMALL})\s+){{0,4}}"
_LINK = r"(?:\s*(?:[(,:]|(?:van mij|van|v[as]n|vn|v\.?|die|dat|is|ia|in|nu|al|net|bijna|pas|haast|ruim|ongeveer|hij|zij|ze|met leeftijd|leeftijd|oud|m|j|zelf)(?![a-zà-ÿ]))){0,4}\s*"
_NAME = r"(?:\s+(?-i:[A-Z][a-zà-ÿ]+))?"
_NOT_LASTING = rf"(?!\s*(?:{w.DURATIVE})(?!\w))"
_UNITS = rf"{_START}(?P<ages>(?!een\b){_ANY}(?:{_AND}{_ANY}){{0,5}})\s*-?\s*"
_IN_LIFE = rf"(?:^|\b{w.CHILD}{_NAME}\s|\b(?:van|met|heeft|leeftijd)\s+(?:{_FILL})|\b(?:is|wordt|word|zijn)\s+{_FILL}|[(,:]\s*)"
_OLD = r"\s*-?(?:oude?|old|jonge?)(?!\w)"
_ONE = rf"(?P<ages>(?:een\s+)?half|een|één)\s*(?P<unit>{w.YEAR}|{w.MONTH}|week)(?!\w)"

YEARS_AND_MONTHS = _compile(rf"{_START}(?P<years>{_ANY})\s*-?(?:{w.YEAR})\.?\s*(?:en|,)?\s*(?P<months>{_ANY})\s*(?:{w.MONTH}|m)(?!\w)")
FEW_OLD = _compile(rf"(?:een )?(?:paar|enkele)\s+(?P<unit>{w.MONTH}|{w.WEEK}|{w.DAY}){_OLD}")
EXACT = [
    _compile(pattern)
    for pattern in (
        rf"{_UNITS}(?P<unit>{w.YEAR})(?!\w)\.?{_NOT_LASTING}",  # 3 jaar, 3 en 5 jaar, 7jarige
        rf"{_UNITS}(?P<unit>{w.MONTH}|{w.WEEK}|{w.DAY})(?!\w){_OLD}",  # 8 maanden oud
        rf"{_IN_LIFE}{_UNITS}(?P<unit>{w.MONTH}|{w.WEEK})(?!\w)\.?{_NOT_LASTING}",  # baby van 8 maanden
        rf"\b(?:van|is|wordt|word|bijna|net|pas|ruim|baby|zoontje|dochtertje)\s+{_ONE}{_NOT_LASTING}(?!\s+of\b)",  # van een jaar
        rf"{_START}{_ONE}{_OLD}",  # een half jaar oud
        rf"\btussen\s+(?:de\s+)?(?P<ages>{_BARE}\s*(?:en|-)\s*(?:de\s+)?{_BARE}){_END}",  # tussen 4 en 6
        rf"\b{w.CHILD}{_NAME}(?!\w){_LINK}{_LIST}",  # zoon 6, dochter Lisa (7), kids van 4 6 en 9
        rf"\bjaar(?:tje)? of {_LIST}",  # een jaar of 8
        rf"\b(?:van|vsn|vna|vn|leeftijd(?:\s+is|\s+van|:)?|age(?:d)?)\s*{_FILL}{_LIST}",  # een wijsneus van 9
        rf"\(\s*(?:[mvj]\s*[,/]?\s*)?{_FILL}{_LIST}(?=\s*[,)])",  # (7), (bijna 4), (m, 15)
        rf"[a-zà-ÿ·]\)?,\s*{_FILL}{_LIST}(?=\s*(?:,|\.?$))",  # Daan, 7, durft niet
        rf"[a-zà-ÿ]\s*[.?!;]+\s*{_FILL}{_LIST}\s*[.!]?$",  # Hij slaapt niet. 4
        rf"(?:\b(?:is|ia|iz|wordt|word|werd|worden|turned|turns|become)|\w's)\s+{_FILL}{_LIST}",  # ze is 8
        rf"\b(?:is|wordt)\s+{_FILL}(?P<ages>één|een)(?!\w){_STOP}",  # ze is net één
        rf"(?<!groep )(?<!klas )(?<!grp ){_LIST}\s+is\s+(?:hij|zij|ze|ie|die){_STOP}",  # zeventien is ze
        rf"\bmet\s+{_LIST}\s+(?:is|heeft|kan|wil|gaat|moet|wordt)\s+(?:hij|zij|ze|ie)(?!\w)",  # met dertien heeft hij opeens
        rf"\b(?:zijn|waren|are)\s+{_FILL}{_LIST}{_STOP}",  # ze zijn 3 en 5
        rf"\b(?:bijna|net|pas|haast|binnenkort|onlangs|zojuist)\s+{_LIST}{_STOP}",  # net 12 geworden
        rf"\b(?:hij|zij|ze|die|kind)\s+{_FILL}{_LIST}(?=\s*(?:$|[,.!?)]|(?:is|wordt|geworden|en)\b))",  # nu hij 12 is
        rf"^(?:(?:hoi|hey|hallo|hi|nee|ja)\W+)?{_FILL}{_LIST}(?=\s*(?:$|[,.]|en\b))",  # 14 en alleen maar gamen
    )
]
_AGED = rf"(?P<aged>{_BARE})\s*(?:{w.YEAR})(?!\w){_NOT_LASTING}"
YOUNG_WRITER = _compile(
    rf"(?:\b(?:ik\s+(?:ben|bn|word)|'?k\s?ben|i'?m|i am)|(?:^|[,.?!;]\s?)(?:(?:hoi|hey|hallo|hi)\W+)?ben|(?<=[a-zà-ÿ] )ben(?=\s+(?:\w+\s+)?\d\d\s*[.!]?$))\s+{_FILL}(?:een\s+(?:\w+\s)?(?:jongen|meisje|meid|gast|kind|puber|tiener)\s+van\s+)?(?:{_LIST}|{_AGED})|(?<!\w)(?:[mvjf]\s?/?\s?|ik\s?[(,]?\s?)(?P<self>1[0-9])(?![\w.,:]\d|\w)"
)

# What looks like an age and is none. A part named `keep` is an age after all; only `drop`, or else the whole, is blanked.
NO_AGE = [
    _compile(pattern)
    for pattern in (
        rf"(?P<keep>(?<!het )(?<!dit )(?<!dat )\b(?:is|ben|wordt)\s+(?:nu\s+)?al\s+{_ANY}\s*(?:{w.YEAR}|{w.MONTH}|{w.WEEK})(?!\w)(?=\s*(?:$|[,.!?;)]|(?:en|maar|oud|dus|hoor|toch)\b)))|"
        r"\b(?:al|sinds|na|over|in|elke|iedere|om de|per|binnen|tijdens|gedurende|(?:de )?(?:afgelopen|laatste|komende|eerste)|meer dan|langer dan)\s+"
        rf"(?:(?:meer dan|ruim|bijna|zo'n|ongeveer|minstens|een|de laatste)\s+)?(?:{_ANY}|half|paar)\s*-?\s*(?:jaar|jr|jaren|maand\w*|mnd|weken|week|wk)(?!\w)(?!\s+oud)",
        rf"\b(?:{w.DURATION_VERB})\s+(?:(?:nu|al|hier|ruim|bijna|er|nog|toch)\s+){{0,3}}{_ANY}\s*-?\s*(?:jaar|jr|jaren|maand\w*|mnd|weken|week)(?!\w)(?!\s+oud)",
        rf"\b(?:(?:als|wanneer|zodra)\s+(?:hij|zij|ze|ie|we|ik)(?!\s+al\b)|(?:toen|tot|totdat|tot dat|voordat|nadat)\s+(?:\w+\s)?\w+)\s+{_FILL}{_ANY}(?:\s*(?:{w.YEAR}))?\s+(?:oud\s+)?(?:is|was|wordt|werd|word|ben|zijn|waren)(?!\w)",
        rf"(?P<keep>\b(?:{w.CHILD}|leeftijd|jeugd)\s+van\s+{_ANY}\s+tot\s)|\bvan\s+{_ANY}\s+tot\s+{_ANY}(?!\w)(?!\s*-?(?:{w.YEAR}|{w.MONTH})(?!\w))",  # van 6 tot 9
        rf"\b24\s*/\s*7\b|\bin geen {_ANY}\s*(?:{w.YEAR}|{w.MONTH}|weken)|\bwacht\w*\s[^.,;]{{0,40}}?{_ANY}\s*(?:{w.YEAR}|{w.MONTH}|weken|week)(?!\w)",
        rf"(?:achterstand|voorsprong|verschil)\s+(?:van|is)\s+(?:ongeveer\s+)?{_ANY}",
        rf"\b(?:met|op)\s+{_ANY}(?:\s*(?:{w.YEAR}))?\s+(?:las|kon|was|had|ging|liep|sprak|zei|vroeg|kwam|kreeg|schreef|begon|deed|wist|at|sliep|\w+[dt]e)\s+(?:hij|zij|ze|ie)(?!\w)",  # met 3 las hij al
        rf"\b(?:geboren|bevallen)\s+(?:met|bij|op|na)\s+{_ANY}",
        rf"(?P<keep>(?:{_ANY}\s+tot\s+|tussen\s+){_ANY}|\b(?:{w.NUMBERED})\s+(?:de\s+)?{_ANY}\s*-?\s*(?:jarig\w*|jaar\s+oude?))(?!\w)|"
        rf"\b(?:{w.NUMBERED})\s+(?:(?:van|is|voor|vanaf|met|de)\s+)?(?:boven de\s+)?(?P<drop>{_BARE}(?!\s*(?:{w.MONTH}|{w.WEEK}))(?:\s*(?:{w.YEAR}))?)(?!\w)",
        rf"(?P<drop>{_ANY}(?:\s*jaar)?\s*(?:\+|plus|en ouder|jaar en ouder))(?!\s*\d)",
        rf"\b{_ANY}\s+(?:op|van)\s+de\s+{_ANY}(?!\w)",
        rf"\b(?:een|n|'n)\s+{_ANY}(?!\w)(?!\s*-?\s*(?:{w.YEAR}|{w.MONTH}|{w.WEEK}|half)(?!\w))",  # een 4 voor wiskunde
        rf"\b(?:{w.OTHERS})(?!\w){_LINK}(?P<drop>{_START}{_ANY}(?!\w))",
        rf"(?<!kleine )\b(?:{w.PARENT})(?!\w){_LINK}(?P<drop>{_START}(?:(?:1[6-9]|2\d)(?!\d)|{_ANY}(?!\s*-?\s*(?:{w.YEAR}|{w.MONTH})(?!\w))(?!\w)))(?!\s*-?\s*jarig)",
        r"\bgroep\s?8[\s-]?(?:musical|kamp|afscheid)|\bmusical van groep 8",
        r"\bals een (?:kleine |echte )?(?:baby|peuter|kleuter|puber|tiener)\b(?!\s+(?:niet|wil|van))",
        r"\b(?:een|tweede|derde|nieuwe) baby (?:op komst|verwacht|gepland)|\bbaby (?:op komst|in (?:de|mijn) buik)",
    )
]
OWN_AGE = _compile(
    rf"(?:\bik(?:zelf)?|(?:^|[,.?!]\s?)ben(?=\s))(?:\s*(?:[(,]|(?:ben|word|bn|zelf|nu|pas|net|een|jonge|moeder|vader|mama|van|al)(?!\w))){{0,5}}\s*(?P<drop>{_ANY})(?!\w)"
)
_MINE = r"mijne?n?|m'n|mn|men|me|m|onze?|my"
PARENT_WRITES = _compile(
    rf"\b(?:{_MINE})\s+(?:\w+\s+)?(?!broer|zus|neef|nicht|ouders|andere?\b|jong\b)(?:{w.CHILD})(?!\w)(?!\s+(?:broer|zus|neef|nicht))|\b(?:als (?:moeder|vader|oma|opa|ouder)|(?:jonge|alleenstaande|tiener|kersverse)\s?(?:moeder|vader|mama|papa))\b|"
    r"\b(?:mama|moeder|vader|papa|oma|opa)\s+(?:van|hier)\b|\bik ben (?:een |de )?(?:mama|moeder|vader|papa|oma|opa)\b|"
    r"\b(?:heb|met) (?:\w+ )?(?:\w+ )?(?:baby|peuter|kleuter|kindje|zoontje|dochtertje|zoon|dochter|tweeling)\b"
)
PERHAPS_PARENT = _compile(
    r"\b(?:zwanger|alleenstaande?|kind|kinderen|moeder geworden|vader geworden|ouder|gescheiden|baby|peuter|kleuter)\b"
)
# Ages that count only when no other age is told.
GROWN_SIBLING = _compile(rf"\b(?:half|stief)?(?:broer|zus)(?!\w){_LINK}(?P<drop>(?:1[89]|2\d)(?!\d))")
SIBLING = _compile(rf"\b(?:half|stief)?(?:broer|zus)(?:tje|je)?(?!\w){_LINK}(?P<drop>{_START}{_ANY})(?!\w)")
BYSTANDER = _compile(
    rf"\b(?:buur(?:jongen|meisje|kind)|klasgenoot(?:je)?|neef(?:je)?|nicht(?:je)?|(?:met|op|door|aan|van|voor) een (?:oudere )?(?:jongen|man|meisje|gast|vent)){_LINK}(?P<drop>{_START}{_ANY})(?!\w)"
)

# "op zijn 4e": counts when nothing tells the age of now.
NTH_AGE = _compile(rf"\bop\s+(?:zijn|z'?n|haar|d'?r|hun|je|jouw)\s+(?P<nth>{w.NTH_AGE})(?!\w)(?!\s+(?:{w.NTH_OF})(?!\w))")
STILL = _compile(rf"\b(?:nu|nou) nog (?:maar |pas )?{_LIST}{_STOP}")

_NTH = rf"(?P<nth>{'|'.join(w.ORDINALS)}|[1-6](?:\s?(?:e|de|ste|ste))?)"
_DIGIT = rf"(?:[1-8]|{'|'.join(list(w.NUMBERS)[1:9])})"
GROUP = _compile(
    rf"(?<![-\w])(?:groep|groepen|grp|gr)\.?\s*-?(?P<first>{_DIGIT})(?:\s*(?:/|-|en|of|naar)\s*(?:groep\s*)?(?P<last>{_DIGIT}))?(?!\w)"
)
CLASS = [
    (_compile(pattern), base)
    for pattern, base in (
        (rf"\b{_NTH}\s*(?:leerjaar|studiejaar)(?:\s+(?:lager\w*|basis\w*))?(?!\w)", 5),
        (rf"\b{_NTH}\s*kleuter(?:klas|school)?(?!\w)", 2),
        (rf"\b{_NTH}\s*(?:jaar\s+)?(?:van\s+)?(?:de\s+|het\s+)?(?:middelba(?:ar|re)|secundair|humaniora)(?!\w)", 11),
        (rf"\b{_NTH}\s*-?\s*(?:jaars?\s+|klas\s+)?(?:van\s+)?(?:de\s+|het\s+)?(?:{w.LEVEL})(?!\w)", 11),
        (rf"\b(?:klas|{w.LEVEL})\s*-?\s*(?:klas\s*)?(?P<nth>[1-6])(?!\w)", 11),
        (r"\bin\s+(?P<nth>[1-6])(?:h|v|m|t|k|b|g|a|gt|tl|kb|bb)[1-9a-e]?(?!\w)", 11),
        (rf"\b{_NTH}\s*-?klas(?:ser)?(?:\s+(?:van\s+)?(?:de\s+|het\s+)?(?:middelbare|{w.LEVEL}))?(?!\w)(?!\s+(?:van de )?basis)", 11),
    )
]


def _table(words: w.Ages) -> list[tuple["re.Pattern[str]", tuple[float, float]]]:
    return [(_compile(rf"(?<!\w)(?:{pattern})(?!\w)"), ages) for pattern, ages in words.items()]


PEUTERPUBERTEIT = _compile(r"\b(?:zit|midden|volop|volle|in de|in z'?n|in haar)\s+(?:\w+\s+){0,2}(?P<word>peuterpuberteit|puberteit)\b")
CLASSES, WORDS, SCHOOLS = _table(w.CLASSES), _table(w.WORDS), _table(w.SCHOOLS)
_NUMBER = _compile(rf"(?:een\s+)?half|(?<![a-zà-ÿ]){_ANY}")
_TURNING = _compile(rf"\b(?:wordt|word|worden)\s+{_FILL}$")
_ALMOST = _compile(r"\b(?:bijna|haast|almost|turning|nog net geen|nog geen)\s+(?:de\s+)?$")
_FILLER = _compile(
    rf"\b(?:{w.CHILD}|nee|ja|hij|zij|ze|is|wordt|zit|in|op|het|een|de|van|en|geworden|oud|old|{w.YEAR}|{w.MONTH}|{w.WEEK}|zijn|denk ik|ik|ben|mijn|m'n|mn|onze|ons|my|nu|al|pas|net|bijna|ongeveer|ruim|klas|hoor)\b"
)
_ALONE = _compile(rf"\s*{_FILL}{_LIST}\s*")


@dataclass(frozen=True)
class Found:
    """One mention of an age: where it stands in the text, and the range in years that it means."""

    start: int
    end: int
    low: float
    high: float


def _blank(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + "·" * (span[1] - span[0]) + text[span[1] :]


def _blank_all(text: str, pattern: "re.Pattern[str]") -> str:
    """The text without what the pattern finds: its part `drop` if it has one, nothing if it matched `keep`."""
    for match in pattern.finditer(text):
        groups = match.groupdict()
        if not groups.get("keep"):
            text = _blank(text, match.span("drop" if groups.get("drop") else 0))
    return text


def _scale(unit: str | None) -> float:
    first = (unit or "j").lower()[0]
    return {"m": 1 / 12, "w": 1 / 52, "d": 1 / 365}.get(first, 1.0)


def _short_of(text: str, start: int) -> float:
    """How many years an age can still be short of the number: a half after `bijna`, one after `wordt`."""
    before = text[max(0, start - 60) : start]
    return 0.5 if _ALMOST.search(before) else 1.0 if _TURNING.search(before) else 0.0


def _from_list(match: "re.Match[str]", text: str) -> Found | None:
    """The age or ages of a match, in years; None when they are all of grown-ups."""
    scale = _scale(match.groupdict().get("unit"))
    values = [value for value in (w.value(part) * scale for part in _NUMBER.findall(match["ages"])) if value <= OLDEST]
    if not values:
        return None
    low, high = min(values), max(values)
    if low == high and scale == 1 and low >= 1:
        low -= _short_of(text, match.start("ages"))
    return Found(*match.span("ages"), round(low, 2), round(high, 2))


def _without_no_age(text: str) -> str:
    """The text with everything blanked that looks like an age of a child and is none."""
    for pattern in NO_AGE:
        text = _blank_all(text, pattern)
    return _blank_all(text, OWN_AGE) if PARENT_WRITES.search(text) else text


def _writers_age(text: str) -> Found | None:
    """The age of a child or young person who writes about himself or herself."""
    match = YOUNG_WRITER.search(text)
    if not match:
        return None
    part = next(name for name in ("ages", "aged", "self") if match[name])
    years = w.value(match[part])
    age = Found(*match.span(part), years - _short_of(text, match.start(part)), years)
    too_old = age.low > OLDEST or (age.low >= GROWN_UP and PERHAPS_PARENT.search(text))
    return age if age.low >= YOUNGEST_WRITER and not too_old else None


def _exact(text: str) -> list[Found]:
    found = []
    for match in YEARS_AND_MONTHS.finditer(text):
        years = round(w.value(match["years"]) + w.value(match["months"]) / 12, 2)
        found.append(Found(*match.span(), years, years))
    for match in FEW_OLD.finditer(text):
        found.append(Found(*match.span(), 0.0, 0.5 if _scale(match["unit"]) > 0.05 else 0.15))
    for item in found:
        text = _blank(text, (item.start, item.end))
    for pattern in EXACT:
        for match in pattern.finditer(text):
            age = _from_list(match, text)
            if age:
                found.append(age)
                text = _blank(text, (age.start, age.end))
    return sorted(found, key=lambda item: item.start)


def _exact_of_children(text: str) -> list[Found]:
    """Exact ages: the one of now ("nu nog 6"), else of a young writer, else of the children; of a bystander only when there is no other."""
    still = STILL.search(text)
    now = _from_list(still, text) if still else None
    if now:
        return [now]
    writer = _writers_age(text)
    if writer:
        aside = _blank_all(_blank_all(text, SIBLING), BYSTANDER)
        return [writer, *_exact(_blank(aside, (writer.start, writer.end)))]
    text = _blank_all(text, OWN_AGE)
    return _exact(_blank_all(_blank_all(text, GROWN_SIBLING), BYSTANDER)) or _exact(text)


def _by_ordinal(text: str) -> list[Found]:
    found = []
    for match in NTH_AGE.finditer(text):
        nth = match["nth"].lower()
        years = float(w.NTH_AGES.get(nth) or re.sub(r"\D", "", nth))
        found.append(Found(*match.span("nth"), years, years))
    return found


def _classes(text: str) -> Iterator[Found]:
    for match in GROUP.finditer(text):
        first = w.value(match["first"])
        last = max(first, w.value(match["last"] or match["first"]))
        yield Found(*match.span(), first + 3, last + 4)
    for pattern, base in CLASS:
        for match in pattern.finditer(text):
            year = w.ORDINALS.get(match["nth"].lower()) or int(match["nth"][0])
            yield Found(*match.span(), float(base + year), float(base + year + 1))


def _named(text: str, table: list[tuple["re.Pattern[str]", tuple[float, float]]]) -> list[Found]:
    return [Found(*match.span(), *ages) for pattern, ages in table for match in pattern.finditer(text)]


def _described(text: str) -> list[Found]:
    found = _named(text, WORDS)
    for match in PEUTERPUBERTEIT.finditer(text):
        found.append(Found(*match.span("word"), *((1.5, 4) if match["word"].lower().startswith("peuter") else (10, 17))))
    return found


def _kind_of_school(text: str) -> list[Found]:
    return next((found for row in SCHOOLS if (found := _named(text, [row]))), [])


def find_ages(text: str) -> list[Found]:
    """Mentions of a child's age, of the most exact sort that the text has. Linear in the length of the text."""
    text = _without_no_age(text.replace("’", "'").replace("\xa0", " "))
    told = _exact_of_children(text) or _by_ordinal(text)
    return told or list(_classes(text)) or _named(text, CLASSES) or _described(text) or _kind_of_school(text)


def bare_age(text: str) -> Found | None:
    """The age when a whole answer is just that: '4', 'vier', 'bijna 5', '8 maanden', '3 en 6', 'hij is 4', 'groep 4'."""
    answer = text.strip(" .!?,")
    alone = _ALONE.fullmatch(answer)
    if alone:
        return _from_list(alone, answer)
    found = find_ages(answer)
    rest = answer
    for item in found:
        rest = _blank(rest, (item.start, item.end))
    if not found or re.search(r"\w", _FILLER.sub("", rest)):
        return None
    return Found(found[0].start, found[-1].end, min(item.low for item in found), max(item.high for item in found))


def age_range(text: str) -> tuple[float, float] | None:
    """The range in years over all children that the text mentions, or None."""
    found = find_ages(text)
    if not found:
        return None
    return min(item.low for item in found), max(item.high for item in found)
