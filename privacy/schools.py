"""Names of schools and day care: "basisschool De Regenboog", "obs de wegwijzer", "het Corderius College"."""

import re
from collections.abc import Iterator

from privacy.lexicon import Lexicon
from privacy.spans import Span
from privacy.tokens import Token, tokenize

PRIMARY = frozenset(
    "basisschool basischool bassischool obs cbs rkbs kbs pcbs pcb bs sbo so vso ikc kc kindcentrum kindercentrum montessorischool "
    "daltonschool jenaplanschool freinetschool vrijeschool "
    "brede-school kdv kinderdagverblijf peuterspeelzaal psz kinderopvang crèche creche speelschool school".split()
)
NOT_SPOKEN_PART = frozenset("kdv kinderdagverblijf school kinderopvang creche crèche psz".split())
WEAK = frozenset("bs so kc school kinderopvang crèche creche".split())
SECONDARY = frozenset(
    "college lyceum gymnasium scholengemeenschap csg rsg osg gsg mavo atheneum praktijkschool vakcollege kindcampus".split()
)
COMPOUND = re.compile(r"(?!het)[^\W\d_]{3,}(?:lyceum|college|gymnasium)")
KIND_OF_SCHOOL = re.compile(
    r"(?:basis|basi|bassi|middelbare|hoge|muziek|peuter|speel|zwem|montessori|dalton|jenaplan|freinet|vrije|avond|kunst|dans|vak|praktijk|buurt|dorps|rij|taal|week|zomer|voor|na|top|brede"
    r"|sport|kleuter|lagere|internaat|kost|thuis|moskee|koran|zondags|toneel|acteer|politie|mytyl|tyltyl|plus|nieuwkomers|schakel|bijzondere?|speciale|cluster\d?)-?school"
)
IS_SCHOOL = re.compile(r"\b((?:De|Het|'t) [A-Z][^\W\d_]{2,20}) is (?:de|zijn|haar|onze|mijn|hun) school\b")
ATTENDED_NOT = re.compile(
    r".*(?:club|vereniging|scouting|groep|team|training|opvang|school)|playstation|wii|switch|xbox|ipad|tablet|havo|mavo|vmbo|internationale|nederlandse|universiteit|bank|app|chat|markt"
)
ARTICLE = frozenset("de het 't 'n den die le la st sint prins prinses koningin pastoor dr rk".split())
ATTENDS = re.compile(r"\b(?:zit|zitten|zat|gaat|ging|gaan|school|groep \d|klas \d|brugklas|leerling|juf|meester)\b[^.!?]{0,12}$", re.I)
IS_CALLED = frozenset("heet heette is naam genaamd".split())
SMALL_WORDS = frozenset("op in aan onder ons onze bij over".split())
NO_NAME = frozenset(
    "laatste hele beste dag week eerste andere nieuwe juf meester kinderen boel stap overstap toets zelfde leraar docent directeur "
    "ouders klas grote tijd gang zaak rest schuld middag "
    "ochtend opvang buurt stad wijk hulp druk pauze pesters jongens meisjes dochter zoon leerkracht mentor plek lessen politie "
    "gemeente wc bus havo mavo vmbo vwo mbo hbo school tweede derde "
    "vierde vijfde zesde zevende vorige volgende enige oude stof les sfeer vakantie regels begeleiding afspraak afspraken dingen "
    "lijst wachtlijst telefoon tablet computer trap drukte".split()
)
TYPES = frozenset("rk openbare christelijk christelijke katholieke protestants islamitische rooms bijzondere vrije".split())


def find_school(text: str, lexicon: Lexicon) -> Iterator[Span]:
    tokens = tokenize(text)
    for i, token in enumerate(tokens):
        span = (
            _primary(tokens, i, text, lexicon) or _secondary(tokens, i, lexicon) or _attended(tokens, i, text, lexicon) or _roc(tokens, i)
        )
        if span:
            yield span
        elif token.title and (COMPOUND.fullmatch(token.low) or _own_school_word(token)):
            yield Span(token.start, token.end, "SCHOOL")
    for called in IS_SCHOOL.finditer(text):
        yield Span(*called.span(1), "SCHOOL")


def _own_school_word(token: Token) -> bool:
    """ "De Regenboogschool", but not "Basisschool" at the start of a sentence."""
    return token.low.endswith("school") and len(token.low) > 8 and not KIND_OF_SCHOOL.fullmatch(token.low)


def _primary(tokens: list[Token], i: int, text: str, lexicon: Lexicon) -> Span | None:
    word = tokens[i].low
    if word not in PRIMARY:
        return None
    at, called = i + 1, False
    while at < len(tokens) and tokens[at].low in IS_CALLED and _near(tokens[at]):
        at, called = at + 1, tokens[at].low != "is" or at > i + 1
    end = _name_end(tokens, at, lexicon, weak=word in WEAK and not called)
    if end is None:
        return None
    start = tokens[at].start if called or word in NOT_SPOKEN_PART else tokens[_type_start(tokens, i)].start
    return Span(start, tokens[end].end, "SCHOOL")


def _type_start(tokens: list[Token], i: int) -> int:
    while i > 0 and tokens[i - 1].low in TYPES and tokens[i].glue == " ":
        i -= 1
    return i


def _near(token: Token) -> bool:
    return token.glue.strip(" ,:\"'“(") == "" and len(token.glue) <= 4 and "\n" not in token.glue


def _name_end(tokens: list[Token], at: int, lexicon: Lexicon, weak: bool) -> int | None:
    """The last word of a school name that starts at this word: with an article any fitting word, without one a capital or a known name."""
    if at >= len(tokens) or not _near(tokens[at]):
        return None
    first = at
    while at < len(tokens) and tokens[at].low in ARTICLE and _near(tokens[at]):
        at += 1
    if (
        not weak
        and at + 1 < len(tokens)
        and tokens[at].title
        and tokens[at].low in SMALL_WORDS
        and tokens[at + 1].title
        and tokens[at + 1].glue == " "
    ):
        return _capitals(tokens, at + 1)
    if at >= len(tokens) or not (_near(tokens[at]) or tokens[at].glue == ". "):
        return None
    if not _fits(tokens[at], at > first, tokens[first], lexicon, weak):
        return None
    return _capitals(tokens, at)


def _fits(token: Token, article: bool, first: Token, lexicon: Lexicon, weak: bool) -> bool:
    if token.low in NO_NAME or token.low in lexicon.never:
        return False
    if token.low in lexicon.schools:
        return article or not weak or token.title
    if weak:
        return token.title and (article and first.title) and token.low not in lexicon.places
    if token.title:
        return token.low not in lexicon.places or article
    return (
        article
        and token.low not in lexicon.ordinary
        or (article and token.low in {"vlinder", "boom", "brug", "zon", "ster", "bloem", "berg", "bron"})
    )


def _capitals(tokens: list[Token], at: int) -> int:
    """Take in the capitals that follow ("De Kleine Prins", "Beyers Naudé"), for lower case one more word after an adjective."""
    if tokens[at].low in {"kleine", "grote", "wijde", "blauwe", "groene", "gouden", "rode", "witte"} and at + 1 < len(tokens):
        return at + 1
    while at + 1 < len(tokens) and tokens[at + 1].title and tokens[at + 1].glue == " " and tokens[at].title:
        at += 1
    return at


def _secondary(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    if tokens[i].low not in SECONDARY:
        return None
    first = i
    while (
        first > 0
        and tokens[first].glue == " "
        and tokens[first - 1].title
        and (tokens[first - 1].low not in lexicon.never)
        and not _plain_opening(tokens, first - 1)
    ):
        first -= 1
    if first == i and tokens[i].low != "college" and i + 1 < len(tokens) and tokens[i + 1].title and tokens[i + 1].glue == " ":
        return Span(tokens[_type_start(tokens, i)].start, tokens[_capitals(tokens, i + 1)].end, "SCHOOL")
    if (
        first == i
        and i > 1
        and tokens[i].low in {"college", "lyceum"}
        and tokens[i - 2].low in {"het", "'t"}
        and _lower_name(tokens[i - 1], lexicon)
    ):
        first = i - 1
    if first == i:
        return None
    return Span(tokens[first].start, tokens[_capitals(tokens, i)].end, "SCHOOL")


def _lower_name(token: Token, lexicon: Lexicon) -> bool:
    return token.low not in lexicon.ordinary and token.low not in NO_NAME and not token.low.endswith("se")


def _plain_opening(tokens: list[Token], at: int) -> bool:
    return tokens[at].opens and tokens[at].low in {"het", "de", "op", "mijn", "onze", "zijn", "haar", "dit", "dat", "een"}


def _attended(tokens: list[Token], i: int, text: str, lexicon: Lexicon) -> Span | None:
    """ "zit in groep 5 van De Kameleon", "gaat naar De Wijzer", "zijn school, De Windroos"."""
    article, name = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        article.text not in {"De", "Het", "'t", "’t", "het", "de"}
        or name is None
        or not name.title
        or name.glue != " "
        or name.text.isupper()
    ):
        return None
    if ATTENDED_NOT.fullmatch(name.low) or name.low in lexicon.stay_heads | lexicon.ordinary and article.text in {"het", "de"}:
        return None
    if article.opens or not _attends(tokens, i, text) or name.low in lexicon.never or f"{article.low} {name.low}" in lexicon.places:
        return None
    return Span(article.start, tokens[_capitals(tokens, i + 1)].end, "SCHOOL")


def _attends(tokens: list[Token], i: int, text: str) -> bool:
    before = text[max(0, tokens[i].start - 40) : tokens[i].start]
    return bool(ATTENDS.search(before)) and bool(re.search(r"(?:\b(?:op|naar|van|bij|heet|is)|school[,:(]) ?$", before, re.I))


def _roc(tokens: list[Token], i: int) -> Span | None:
    if tokens[i].text not in {"ROC", "Roc", "roc", "AOC"} or i + 1 >= len(tokens):
        return None
    at = i + 2 if tokens[i + 1].low in {"van", "de"} and i + 2 < len(tokens) else i + 1
    if not tokens[at].title or tokens[at].glue != " " or tokens[at].text.isupper():
        return None
    return Span(tokens[i].start, tokens[_capitals(tokens, at)].end, "SCHOOL")
