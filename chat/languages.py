"""Is this message in another language than Dutch? Careful on purpose: a Dutch parent who is greeted in German feels not heard at all.

The letters decide first, then Dutch words, and only then a library that knows twelve languages. A few words are never judged.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from catalog.search import Profile

FILE = Path(__file__).with_name("languages.yml")
# The last four have no line of their own: they are there so that their speakers are not taken for another's.
KNOWN = (
    *(Language.DUTCH, Language.ENGLISH, Language.TURKISH, Language.ARABIC, Language.POLISH, Language.UKRAINIAN, Language.RUSSIAN),
    *(Language.GERMAN, Language.FRENCH, Language.SPANISH, Language.PERSIAN, Language.SOMALI),
    *(Language.PORTUGUESE, Language.ITALIAN, Language.ROMANIAN, Language.BULGARIAN),
)
ONE_LANGUAGE = {"ETHIOPIC": "ti"}
SEVERAL_LANGUAGES = {"ARABIC", "CYRILLIC"}
WORDS_AT_LEAST = 3
SURE = 0.9
PAPIAMENTO_SHARE = 0.5
TYPICAL_AT_LEAST = 2
DUTCH = "nl"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
ISOLATED = "\u2066{}\u2069"


def _words(value: Any) -> Any:
    """Lists of words as sets, at any depth but the lines."""
    return {name: _words(one) for name, one in value.items()} if isinstance(value, dict) else frozenset(value.split())


@cache
def _known() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return {name: value if name in ("lines", "fallback") else _words(value) for name, value in raw.items()}


@cache
def _detector() -> LanguageDetector:
    """About 25 MB: the small models of these languages only."""
    return LanguageDetectorBuilder.from_languages(*KNOWN).with_low_accuracy_mode().build()


def _alphabet(text: str) -> str | None:
    """The script of most letters, as Unicode names it: LATIN, ARABIC, ETHIOPIC; None without letters."""
    letters = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    found = Counter(letters).most_common(1)
    return found[0][0] if found else None


def _likeliest(text: str) -> tuple[str, float]:
    best = _detector().compute_language_confidence_values(text)[0]
    return best.language.iso_code_639_1.name.lower(), best.value


def _is_papiamento(words: list[str]) -> bool:
    typical = [word for word in words if word in _known()["papiamento_words"]]
    return len(typical) >= PAPIAMENTO_SHARE * len(words) and not _known()["papiamento_only"].isdisjoint(words)


def _in_our_alphabet(text: str) -> str | None:
    known, words = _known(), WORD.findall(text.lower().replace("’", "'"))
    if len(words) < WORDS_AT_LEAST or not known["dutch_words"].isdisjoint(words):
        return None
    if _is_papiamento(words):
        return "pap"
    language, sure = _likeliest(text)
    if language == DUTCH or sure < SURE or not known["not_in"].get(language, frozenset()).isdisjoint(words):
        return None
    return language if sum(word in known["typical"][language] for word in words) >= TYPICAL_AT_LEAST else None


def foreign_language(text: str) -> str | None:
    """Code of the language (`tr`, `pap`) when the text is surely not Dutch, else None; a code without a line of ours is possible."""
    alphabet = _alphabet(text)
    if alphabet is None or alphabet == "LATIN":
        return _in_our_alphabet(text) if alphabet else None
    if alphabet in SEVERAL_LANGUAGES:
        return _likeliest(text)[0]
    return ONE_LANGUAGE.get(alphabet) or str(_known()["fallback"])


def line(language: str, profile: Profile) -> dict[str, Any]:
    """The message for a speaker of this language: the team and its number, or the gemeente where no number is known yet."""
    code = language if language in _known()["lines"] else _known()["fallback"]
    told, team = _known()["lines"][code], profile.team
    frame = ISOLATED if told.get("rtl") else "{}"
    gaps = {"team": team.name, "gemeente": profile.name, "phone": team.phone or ""}
    text = told["phone" if team.phone else "elsewhere"].format(**{name: frame.format(value) for name, value in gaps.items()})
    return {"type": "text", "text": text, "lang": code}
