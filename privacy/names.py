"""Names of people, from deduce and from what Dutch says around a name ("mijn zoon daan", "juf marieke", "groetjes petra")."""

import re
from collections.abc import Iterable, Iterator

from privacy.cues import (
    AGE,
    AGE_WORDS,
    ARTICLE,
    CALLED,
    FILLERS,
    FORMAL,
    INTERFIX,
    JOINT,
    KIN,
    LOOSE_INTERFIX,
    NAME_WORD,
    NO_PERSON_AFTER,
    NO_PERSON_BEFORE,
    NOT_ANIMATE,
    NOT_CALLED_AFTER,
    OF_WHOM,
    ONLY_CAPITAL,
    PERSON_VERBS,
    PLACE_BEFORE,
    ROLE,
    SEAM,
    SIGN_OFF,
)
from privacy.lexicon import NO_NAME, Lexicon
from privacy.reader import Reader, staying
from privacy.spans import Span
from privacy.tokens import Token, tokenize


def find_person(text: str, lexicon: Lexicon, deduced: Iterable[Span]) -> Iterator[Span]:
    tokens = tokenize(text)
    reader = Reader(tokens, lexicon, frozenset(staying(tokens, lexicon)))
    names = {i for i in range(len(tokens)) if _is_name(reader, i)}
    names |= _formal_names(reader)
    names |= {i for span in deduced for i in _from_deduce(reader, span)}
    for i in sorted(names):
        names |= _joined(reader, i, names)
    for i in sorted(names):
        names |= _surname(reader, i)
    names |= {i - 1 for i in names if i and _is_initial(reader, i - 1)}
    yield from _groups(tokens, sorted(names))


def _known(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.first or ("-" in word and all(part in lexicon.first for part in word.split("-")))


def _sure(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.sure or (
        "-" in word and word.split("-")[0] in lexicon.sure and all(part in lexicon.first for part in word.split("-"))
    )


def _genitive(lexicon: Lexicon, word: str) -> bool:
    """ "Daans kamer", "Lisa's juf"."""
    bare = word[:-2] if word.endswith("'s") else word[:-1] if word.endswith("s") and len(word) > 5 else ""
    return bare in lexicon.sure and word not in lexicon.ordinary


def _is_name(reader: Reader, i: int) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    if i in reader.stay or reader.low(i + 1) in NO_PERSON_AFTER or reader.low(i - 1) in NO_PERSON_BEFORE or token.low in INTERFIX:
        return False
    cue = _cue(reader, i)
    if token.low in lexicon.never:
        return token.title and token.low in ONLY_CAPITAL and (cue == "role" or (reader.low(i - 1) == "van" and not token.opens))
    if reader.low(i - 1) in PLACE_BEFORE and token.low in lexicon.places and cue == "":
        return False
    if _sure(lexicon, token.low) or (
        token.title and (token.low in lexicon.safe or _known_double(lexicon, token)) and token.low not in lexicon.ordinary
    ):
        return True
    if token.title and _genitive(lexicon, token.low):
        return True
    return _cued_name(reader, i, cue) if cue else token.title and _ambiguous_name(reader, i)


def _known_double(lexicon: Lexicon, token: Token) -> bool:
    return "-" in token.low and _known(lexicon, token.low) and all(part not in lexicon.ordinary for part in token.low.split("-"))


def _cued_name(reader: Reader, i: int, cue: str) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    word = token.low
    if word in ONLY_CAPITAL and not token.title:
        return False
    if _known(lexicon, word) and word not in lexicon.ordinary:
        return token.title or word not in lexicon.common or cue in ("called", "sign", "named")
    if cue == "aged" or word in lexicon.ordinary or word in lexicon.places or (NO_NAME.fullmatch(word) and not token.title):
        return False
    return _unknown_name(reader, i, cue)


def _unknown_name(reader: Reader, i: int, cue: str) -> bool:
    """A word in no list, where a name is expected."""
    token, lexicon = reader.tokens[i], reader.lexicon
    likely = lexicon.resembles_name(token.low)
    if cue == "called":
        return len(token.low) > 1
    if cue == "sign":
        return likely or token.title or i + 1 == len(reader.tokens)
    if cue == "role" and token.low in lexicon.surnames:
        return True
    capital = token.title and not token.opens and _fresh(reader, i)
    return likely or (capital and not (cue == "self" and token.low.endswith(("er", "se", "isch"))))


def _fresh(reader: Reader, i: int) -> bool:
    """A word with a capital that is no abbreviation."""
    token = reader.tokens[i]
    return len(token.text) > 2 and not token.text[1:2].isupper()


def _ambiguous_name(reader: Reader, i: int) -> bool:
    """No cue: a capital inside a sentence, or a sentence that goes on as one about a person does."""
    token, lexicon = reader.tokens[i], reader.lexicon
    if not (token.low in lexicon.also or token.low in lexicon.common) or token.low in lexicon.ordinary or len(token.text) < 2:
        return False
    if token.text.isupper() or (token.low in lexicon.places and token.low not in lexicon.also):
        return False
    if token.low == "dirk" and reader.low(i - 1) in {"bij", "naar", "van", "de", "in"}:
        return False
    if not token.opens:
        return reader.low(i - 1) not in ARTICLE and "#" not in token.glue
    if token.low in NOT_ANIMATE and reader.low(i + 1) in {"gaat", "komt", "wordt", "heeft", "kan", "maken", "zijn", "is", "blijft", "doet"}:
        return reader.low(i + 1) == "heeft" and reader.low(i + 2) in {"moeite", "last", "adhd", "autisme", "vaak", "elke", "geen", "altijd"}
    if token.low in ONLY_CAPITAL or token.low not in lexicon.also:
        return False
    return reader.low(i + 1) in PERSON_VERBS or _has_age(reader, i) or _before_surname(reader, i)


def _before_surname(reader: Reader, i: int) -> bool:
    following = reader.tokens[i + 1 : i + 2]
    return bool(following) and following[0].title and following[0].glue == " " and following[0].low in reader.lexicon.surnames


def _has_age(reader: Reader, i: int) -> bool:
    """ "Sterre is 9", "Roos (8)"."""
    after = reader.tokens[i + 1 : i + 3]
    if after and after[0].low == "is" and len(after) > 1:
        return bool(re.search(r"\d", after[1].glue)) or after[1].low in AGE_WORDS
    return bool(after) and bool(re.match(r" \(\d", after[0].glue))


def _cue(reader: Reader, i: int) -> str:
    """What stands before this word says that a name follows: called, sign, kin, role, self, whose or nothing."""
    if i == 0 or not SEAM.fullmatch(reader.tokens[i].glue):
        return _cue_after_stop(reader, i) if i else ""
    at = i - 1
    while at > 0 and reader.low(at) in FILLERS and i - at < 3:
        at -= 1
    before, earlier = reader.low(at), reader.low(at - 1)
    if before in CALLED and earlier not in NOT_CALLED_AFTER and at > 0 or before == "genaamd":
        return "called"
    if _after_name_word(reader, at):
        return "called"
    if before in SIGN_OFF or (before == "van" and earlier in SIGN_OFF):
        return "sign" if len(reader.tokens) - i <= 4 else ""
    if (before == "ben" and earlier == "ik") or (before == "ik" and earlier == "ben") or (before == "am" and earlier == "i"):
        return "self"
    return _cue_of_person(reader, at, before, earlier)


def _after_name_word(reader: Reader, at: int) -> bool:
    before, earlier, first = reader.low(at), reader.low(at - 1), reader.low(at - 2)
    if before in NAME_WORD:
        return reader.low(at - 1) not in {"de", "een", "goede", "met", "op", "in"} or before == "contactpersoon"
    if earlier in NAME_WORD and before == "is":
        return first not in {"de", "een"}
    return earlier in NAME_WORD and before in {"kind", "zoon", "dochter", "moeder", "vader", "ouder"}


def _cue_of_person(reader: Reader, at: int, before: str, earlier: str) -> str:
    if before in FORMAL or before in ROLE:
        return "role"
    if before in KIN:
        return "kin"
    if before == "van" and earlier in OF_WHOM:
        return "whose"
    if before in {"we", "hem", "haar", "ze", "wij"} and earlier in {"noemen", "noem"}:
        return "named"
    return ""


def _cue_after_stop(reader: Reader, i: int) -> str:
    """ "Dhr. Smit", "Groetjes! Petra" at the end, "dochter van 3 yuna"."""
    before, glue = reader.low(i - 1), reader.tokens[i].glue
    if before == "van" and reader.low(i - 2) in KIN and AGE.fullmatch(glue):
        return "aged"
    if before in FORMAL and glue in (". ", "."):
        return "role"
    last = len(reader.tokens) - i <= 3 and len(glue) <= 5
    return "sign" if before in SIGN_OFF and last and reader.tokens[i].title else ""


def _formal_names(reader: Reader) -> set[int]:
    """ "meneer de wit", "Huisarts De Boer", "fam. Kowalski"."""
    found: set[int] = set()
    for i, token in enumerate(reader.tokens[:-1]):
        if token.low in SIGN_OFF and _initial_signs(reader, i + 1):
            found |= {i + 1, i + 2}
        if token.low not in FORMAL or not re.fullmatch(r"\.? ", reader.tokens[i + 1].glue):
            continue
        at = i + 1
        while at < i + 4 and reader.low(at) in INTERFIX:
            at += 1
        if at < len(reader.tokens) and reader.tokens[at].glue in (" ", ". ") and _formal_surname(reader, at, at > i + 1):
            found |= set(range(i + 1, at + 1))
    return found


def _initial_signs(reader: Reader, i: int) -> bool:
    """ "mvg r. hoekstra" at the end."""
    if i + 1 >= len(reader.tokens) or i + 3 < len(reader.tokens) or len(reader.low(i)) != 1:
        return False
    return reader.tokens[i + 1].glue in (".", ". ", " ") and reader.low(i + 1) not in reader.lexicon.ordinary


def _formal_surname(reader: Reader, i: int, interfix: bool) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    if token.low in lexicon.interfix_surnames and interfix and token.low not in lexicon.never:
        return True
    if token.low in lexicon.never or i in reader.stay or len(token.text) < 3:
        return False
    if interfix and token.low in lexicon.places:
        return False
    return (
        token.title or token.low in lexicon.surnames or (token.low in lexicon.first and not interfix and token.low not in lexicon.ordinary)
    )


def _from_deduce(reader: Reader, span: Span) -> list[int]:
    """deduce's words without titles, opening words and what stays; nothing when no given name, initial or title is left."""
    inside = [i for i, t in enumerate(reader.tokens) if span.start <= t.start and t.end <= span.end]
    formal = False
    while inside and _leads(reader, inside[0]):
        formal |= reader.low(inside.pop(0)) in FORMAL
    while inside and (reader.low(inside[-1]) in reader.lexicon.never or inside[-1] in reader.stay or reader.low(inside[-1]) in INTERFIX):
        inside.pop()
    if not inside or any(i in reader.stay for i in inside):
        return []
    if len(inside) == 1:
        return inside if formal and len(reader.tokens[inside[0]].text) > 2 or _is_name(reader, inside[0]) else []
    return inside if _personal(reader, inside, formal) else []


def _leads(reader: Reader, i: int) -> bool:
    token = reader.tokens[i]
    if token.low in FORMAL or token.low in reader.lexicon.never or token.low in ROLE | KIN:
        return True
    return (
        token.opens
        and not _known(reader.lexicon, token.low)
        and len(token.text) > 1
        and token.low not in INTERFIX
        and token.low not in reader.lexicon.surnames
    )


def _personal(reader: Reader, inside: list[int], formal: bool) -> bool:
    first, last = reader.tokens[inside[0]], reader.tokens[inside[-1]]
    if last.low in reader.lexicon.places and first.low in INTERFIX:
        return formal
    if first.low in INTERFIX:
        return formal or bool(LOOSE_INTERFIX & {reader.low(i) for i in inside})
    if reader.low(inside[0] - 1) in ARTICLE and not formal:
        return False
    return (
        _is_initial(reader, inside[0])
        or any(_is_name(reader, i) for i in inside)
        or (_known(reader.lexicon, first.low) and not first.opens)
    )


def _is_initial(reader: Reader, i: int) -> bool:
    token = reader.tokens[i]
    return (
        token.title
        and len(token.text) == 1
        and i + 1 < len(reader.tokens)
        and reader.tokens[i + 1].glue in (".", ". ", " ")
        and token.text != "I"
    )


def _joined(reader: Reader, i: int, names: set[int]) -> set[int]:
    """Names in a row: "Tess, Luuk en Fleur", "roos en sterre"; forwards and backwards."""
    found: set[int] = set()
    for step in (1, -1):
        at = i
        while (following := _next_in_row(reader, at, step)) is not None and following not in names and _row_name(reader, following):
            found.add(following)
            at = following
    return found


def _next_in_row(reader: Reader, i: int, step: int) -> int | None:
    at = i + step
    if not 0 <= at < len(reader.tokens):
        return None
    glue = reader.tokens[max(i, at)].glue
    if reader.low(at) in {"en", "of", "and", "plus", "met"} and glue in (" ", ", "):
        at += step
        return at if 0 <= at < len(reader.tokens) and reader.tokens[max(at, at - step)].glue == " " else None
    return at if JOINT.fullmatch(glue) else None


def _row_name(reader: Reader, i: int) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    if i in reader.stay or token.low in lexicon.ordinary or (token.low in lexicon.places and token.low not in lexicon.also):
        return token.title and token.low in ONLY_CAPITAL
    return (
        _known(lexicon, token.low) and (token.title or token.low not in lexicon.common) and (token.title or token.low not in ONLY_CAPITAL)
    )


def _surname(reader: Reader, i: int) -> set[int]:
    """What follows a given name: more given names, "van der", a surname."""
    found: set[int] = set()
    at = i + 1
    while at < len(reader.tokens) and reader.tokens[at].glue in (" ", ". " if _is_initial(reader, at - 1) else " "):
        stop = at
        while stop < len(reader.tokens) and stop < at + 3 and reader.low(stop) in INTERFIX and reader.tokens[stop].glue == " ":
            stop += 1
        if stop >= len(reader.tokens) or reader.tokens[stop].glue not in (" ", ". ") or not _follows_name(reader, stop, at):
            break
        found |= set(range(at, stop + 1))
        at = stop + 1
        if len(found) > 6:
            break
    return found


def _follows_name(reader: Reader, i: int, first: int) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    if i in reader.stay or token.opens:
        return False
    if i > first:
        return _after_interfix(reader, i, {reader.low(at) for at in range(first, i)})
    if token.low in lexicon.ordinary or token.low in KIN | ROLE | FORMAL or (token.low in lexicon.places and not token.title):
        return token.title and token.low in lexicon.surnames and token.low not in lexicon.never
    if token.title:
        return not token.text.isupper() or len(token.text) == 1
    return token.low in lexicon.surnames and token.low not in lexicon.common or _sure(lexicon, token.low)


def _after_interfix(reader: Reader, i: int, interfix: set[str]) -> bool:
    token, lexicon = reader.tokens[i], reader.lexicon
    if token.low in lexicon.never or len(token.text) < 2 or token.text[1:].isupper():
        return False
    if interfix <= {"van", "in", "op", "te"}:
        return (
            token.low in lexicon.interfix_surnames | lexicon.surnames and token.low not in lexicon.places and not _known(lexicon, token.low)
        )
    if interfix <= {"de", "het"}:
        return (token.low in lexicon.interfix_surnames and (token.title or token.low not in {"hond", "school", "hele"})) or (
            token.title and token.low not in lexicon.ordinary
        )
    return (
        token.title
        or token.low in lexicon.interfix_surnames
        or token.low not in lexicon.ordinary
        and bool(interfix & {"el", "der", "den", "al", "ait", "bin", "ben"})
    )


def _groups(tokens: list[Token], names: list[int]) -> Iterator[Span]:
    """Words of one name become one span; a comma or "en" between two names keeps them apart."""
    start = end = -1
    for i in names:
        if end >= 0 and i == end + 1 and tokens[i].glue in (" ", ". ", "."):
            end = i
            continue
        if end >= 0:
            yield Span(tokens[start].start, tokens[end].end, "PERSOON")
        start = end = i
    if end >= 0:
        yield Span(tokens[start].start, tokens[end].end, "PERSOON")
