"""Dutch words made comparable: lower case, stemmed, without filler; compounds taken apart by the words of the catalogue itself."""

import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import snowballstemmer

SHORTEST_PART = 3
SHORTEST_KNOWN_HALF = 4
LINKS = ("", "s", "e", "en", "n", "er")
_FILLER = """
    aan al alle alleen allemaal als altijd ander andere anders anderen ben bent bij bijna daar daarom dan dat de der deze die
    dit doe doen doet door dus echt een eens eigenlijk elk elke en er erg even ga gaan gaat gaf gedaan geen geef geven geweest
    gewoon graag had heb hebben hebt heeft heel help helpen helpt hem hen het hier hij hoe hoeveel hoi hulp hun iemand iets ik
    in is ja je jij jou jouw jullie jaar jaren kan keer kind kinderen komen komt kun kunnen kunt laat maar maand maanden maken
    maakt me mee meer meisje men met mij mijn moet moeten mn na naar nee niet niets nog nodig nou nu of om omdat onder ons onze
    ook op oud over samen soms steeds te tegen toch toen tot tussen u uit uw van vaak vanaf vanuit veel vind vinden voor vraag
    vragen waar waarom wat we weer weet wel welke werd weten wie wij wil willen wilt word worden wordt zal ze zegt zei zeggen
    zelf zich zichzelf zijn zo zoals zoek zoeken zoekt zodat zonder zoon zoontje dochter dochtertje zou zouden ff hoor zon mam
    mama papa moeder vader ouder ouders jongen
"""
FILLER = frozenset(_FILLER.split())
_WORD = re.compile(r"[a-z]+")
_DOUBLED = re.compile(r"([aeou])\1")
_stemmer = snowballstemmer.stemmer("dutch")
_one_at_a_time = threading.Lock()  # the stemmer keeps its word in itself, and an index is built in a thread


def _evened(form: str) -> str:
    """Verb endings and spelling pairs that the stemmer leaves apart: huilt/huilen, boze/boos, slaap/slapen."""
    form = _DOUBLED.sub(r"\1", form)
    if len(form) > 3 and form[-1] == "e":
        form = form[:-1]
    if len(form) > 3 and form[-1] == "t" and form[-2] not in "aeiouy":
        form = form[:-1]
    return form[:-1] + {"v": "f", "z": "s"}.get(form[-1], form[-1])


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The form under which a lower-case word is compared. `gepest` and `pesten` meet, `slaap` and `slapen` too."""
    if word.startswith("ge") and len(word) > 5 and word[-1] in "td":
        word = word[2:]
    with _one_at_a_time:
        form: str = _stemmer.stemWord(word)
    return _evened(form or word)


def plain(text: str) -> str:
    """Lower case, without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))


def stems(text: str) -> list[str]:
    """The words that carry meaning, in order, as they are compared."""
    return [stem(word) for word in _WORD.findall(plain(text)) if len(word) > 1 and word not in FILLER]


def _cut(form: str, at: int, known: Mapping[str, int]) -> tuple[str, str] | None:
    right = form[at:]
    if right not in known:
        return None
    for link in LINKS:
        left = form[: at - len(link)]
        if form[:at].endswith(link) and len(left) >= SHORTEST_PART and left in known:
            return left, right
    return None


def compound_parts(form: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The two known words that a compound is made of, `slaapproblemen` → slaap, probleem; the most even cut wins."""
    cuts = (_cut(form, at, known) for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1))
    return max((cut for cut in cuts if cut), key=lambda cut: min(len(cut[0]), len(cut[1])), default=())


def known_half(form: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """For a compound of which the catalogue knows one half only: that half, the longest first letter run or end."""
    for size in range(len(form) - SHORTEST_PART, SHORTEST_KNOWN_HALF - 1, -1):
        for half in (form[:size], form[-size:]):
            if half in known:
                return (half,)
    return ()
