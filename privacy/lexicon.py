"""Word lists: our own in lists/, and those that come with deduce (names, places, streets), read from where it is installed."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

OWN = Path(__file__).parent / "lists"
DOUBLED = re.compile(r"(.)\1+")
NO_NAME = re.compile(
    r"(?:ge[^\W\d_]{3,}[dt]|[^\W\d_]{3,}(?:lijke?|ingen|ing|heid|isch|ische|tjes|elijk|baar|zaam|loos|tie|ties|achtig|vol))"
)
STREET_SUFFIX = re.compile(r".*(?:straat|laan|weg|plein|dreef|singel|gracht|kade|steeg|hof|park|dijk|pad|plantsoen|wal|markt)")


def _own(name: str) -> frozenset[str]:
    lines = (OWN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _phrases(name: str) -> frozenset[str]:
    lines = (OWN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))


def _deduce(source: Path, *names: str) -> frozenset[str]:
    words = (line.strip().lower() for name in names for line in (source / name / "items.txt").read_text(encoding="utf-8").splitlines())
    return frozenset(word for word in words if len(word) > 1)


@dataclass(frozen=True)
class Lexicon:
    """Every list lower-case. `sure` names count anywhere, `safe` ones with a capital or a cue, `also` and `common` ones need more."""

    sure: frozenset[str]
    safe: frozenset[str]
    also: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    ordinary: frozenset[str]
    surnames: frozenset[str]
    interfix_surnames: frozenset[str]
    places: frozenset[str]
    streets: frozenset[str]
    schools: frozenset[str]
    stay: frozenset[tuple[str, ...]]
    stay_heads: frozenset[str]

    @cached_property
    def first(self) -> frozenset[str]:
        return self.sure | self.safe | self.also | self.common

    @cached_property
    def misspelt(self) -> frozenset[str]:
        """Every sure name of five letters or more with one letter left out, and all with doubled letters made single."""
        short = {name[:i] + name[i + 1 :] for name in self.sure if len(name) > 4 for i in range(len(name))}
        return frozenset(short) | {DOUBLED.sub(r"\1", name) for name in self.sure if len(name) > 3}

    def resembles_name(self, word: str) -> bool:
        if len(word) < 4 or word in self.ordinary or NO_NAME.fullmatch(word):
            return False
        if DOUBLED.sub(r"\1", word) in self.misspelt and DOUBLED.search(word):
            return True
        if len(word) < 5 or word.endswith(("t", "d", "en", "de", "te")):
            return False
        return word in self.misspelt or any(
            word[:i] + word[i + 1 :] in self.sure or word[:i] + word[i + 1 :] in self.misspelt for i in range(len(word))
        )


def read_lexicon(source: Path) -> Lexicon:
    """source: the folder of deduce's raw lists."""
    sure, also, common, never = _own("first_names"), _own("also_words"), _own("common_forms"), _own("never")
    places = _deduce(
        source, "locations/lst_placename/lst_residence", "locations/lst_placename/lst_municipality", "locations/lst_placename/lst_region"
    )
    frequent = _deduce(source, "whitelist/lst_common_word", "whitelist/lst_stop_word")
    stay = frozenset(tuple(p.replace("-", " ").split()) for p in _phrases("stay")) | {
        tuple(p.split()) for p in places if " " in p and p.split()[0] in sure
    }
    return Lexicon(
        sure=sure - also,
        safe=_deduce(source, "names/lst_first_name") - also - common - never - sure,
        also=also,
        common=common,
        never=never,
        ordinary=never | (frequent - sure - also) | (_own("words") - sure - also),
        surnames=_deduce(source, "names/lst_surname") - never,
        interfix_surnames=_deduce(source, "names/lst_interfix_surname"),
        places=places,
        streets=frozenset(s for s in _deduce(source, "locations/lst_street") if len(s) > 3 and not STREET_SUFFIX.fullmatch(s)),
        schools=_own("schools"),
        stay=stay,
        stay_heads=frozenset(phrase[0] for phrase in stay),
    )
