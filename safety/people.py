"""Who writes, and whom it is about: a child needs other words and other lines."""

from typing import Literal

from safety.patterns import Reading

Speaker = Literal["kind", "ouder", "ander"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OWN = _set("mijn mn ons onze m my our mij me mjn")
_CHILD = _set(
    "zoon zoontje dochter dochtertje kind kinderen kindje kids peuter kleuter puber baby kleine oudste jongste tweeling stiefzoon"
    " stiefdochter son daughter dogter jongens meiden"
)
_PARTNER = _set("man ex exman partner echtgenoot vrouw verloofde husband wife")
_PARENT = _set(
    "vader moeder papa mama pa ma stiefvader stiefmoeder stiefpa stiefma ouders dad mom mum pap mam stepdad pleegvader pleegmoeder"
    " parents nonkel oom"
)
_THEIRS = _set("zijn haar hun zn dr")
_SCHOOL = _set("brugklas mavo havo vwo vmbo mentor toetsen huiswerk klas tweede derde groep klasgenoot bff")
_YOUNG = frozenset(str(age) for age in range(8, 18))
_NOT_YEARS = _set("maanden weken dagen uur kilo jarige minuten keer")
_OTHERS_CHILD = _set("kleinkind kleinzoon kleindochter kleinkinderen leerling oppaskind petekind")
_MINORS = (
    _CHILD
    | _OTHERS_CHILD
    | _set("klasgenoot zusje broertje meisje jongen tiener buurmeisje buurjongen nichtje neefje pleegdochter pleegzoon kadee meid teen")
)
_ADULTS = _PARTNER | _PARENT | _set("vriend vriendin zus broer collega buurvrouw buurman schoonzus vent zwager boyfriend girlfriend lief")
_SOMEONE = _set("hij ze zij hem haar ie he she zichzelf zich")
_WRITER = _set("ik kheb kben k i mezelf kzie mij kwil")
_AT_RISK_SELF = (
    "zonder mij", "ik wil", "ik niet meer wil", "mezelf", "ik er niet meer", "ik ben het leven", "ik wou", "ik zie het", "ik heb alle",
    "ik heb genoeg", "ik maak", "ik ga er", "ik denk", "denk ik", "ik zou", "ik sta op", "ik stap", "kill myself", "end my life",
)  # fmt: skip


def _says_own_age(words: list[str]) -> bool:
    """ "ik ben 14", "ben 14 jaar", "i am 14"."""
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _YOUNG and after not in _NOT_YEARS and at and words[at - 1] in {"ben", "kben", "im", "am"}:
            return True
    return False


def _has_own(words: list[str], wanted: frozenset[str]) -> bool:
    """ "mijn zoon", "mijn lieve dochter"."""
    return any(word in wanted and not _OWN.isdisjoint(words[max(0, at - 2) : at]) for at, word in enumerate(words))


def _speaks_of_parents(words: list[str]) -> bool:
    """ "mijn vader", "papa"; not "hij is bij zijn vader", which the other parent says."""
    told = any(word in _PARENT and _THEIRS.isdisjoint(words[max(0, at - 1) : at]) for at, word in enumerate(words)) and bool(
        {"mij", "me", "ik", "mama", "papa", "ons", "my", "k", "mijn"} & set(words)
    )
    return told and not {"vroeger", "jeugd", "schoonmoeder", "bejaarde", "dementie"} & set(words)


def speaker(reading: Reading) -> Speaker:
    """The writer, by the people that the message names; a parent when nothing says otherwise."""
    words = reading.text.split()
    seen = set(words)
    if _says_own_age(words):
        return "kind"
    if _has_own(words, _CHILD) or _has_own(words, _PARTNER) or _CHILD & seen:
        return "ouder"
    if _OTHERS_CHILD & seen or ("-other" in reading.marks and not {"vader", "moeder", "papa", "mama"} & seen):
        return "ander"
    if _speaks_of_parents(words) or len(_SCHOOL & seen) > 1:
        return "kind"
    return "ouder"


def names_a_minor(reading: Reading) -> bool:
    return not _MINORS.isdisjoint(reading.text.split())


def about_child(reading: Reading, who: Speaker) -> bool:
    """Is it a child or teenager whose life is at risk? For `ik` that depends on who writes; a partner or parent is not a child."""
    words = reading.text.split()
    seen = set(words)
    if who == "kind":
        adults = {"mama", "papa", "moeder", "vader"} & seen
        return not (adults and {"ze", "hij", "haar", "zich", "zichzelf"} & seen and "ik" not in seen) and not _adult_says(words)
    if _first_person_risk(words):
        return False
    named = next((word in _MINORS for word in words if word in _MINORS | _ADULTS), None)
    if named is not None:
        return named
    return bool(seen & {"gevonden", "vond", "vonden"}) or (bool(seen & _SOMEONE) and not seen & _WRITER)


def _adult_says(words: list[str]) -> bool:
    """ "mijn moeder zegt dat ze dood wil": the parent of a writing child is at risk."""
    at = next((i for i, word in enumerate(words) if word in {"moeder", "vader", "mama", "papa"}), None)
    if at is None:
        return False
    about = _set("wil ze hij slikt geslikt heeft praat")
    return not about.isdisjoint(words[at + 1 : at + 5]) and {"ik", "k"}.isdisjoint(words[at + 1 : at + 9])


def _first_person_risk(words: list[str]) -> bool:
    """ "ik wil dood maar wie zorgt voor mijn kinderen", "mijn kinderen zijn beter af zonder mij"."""
    text = " ".join(words)
    return {"zegt", "zei", "roept"}.isdisjoint(words) and any(cue in text for cue in _AT_RISK_SELF)
