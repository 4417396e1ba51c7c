"""A short message that holds the answer to our open question is that answer, whatever the classifier makes of its words: 'ja lastig, heel zwaar', 'cntrum'."""

from rapidfuzz import fuzz, process

from actions.phrases import plain, said
from actions.state import State, Turn
from catalog.search import Profile

MOST_WORDS = 8
MOST_WORDS_OF_A_PLACE = 6
LONGEST_NAME = 3
SHORTEST_MISSPELT = 5
ALIKE = 85


def _runs(words: list[str]) -> list[str]:
    """Every run of at most three words that is long enough to be a misspelt name."""
    runs = [" ".join(words[start : start + length]) for length in range(1, LONGEST_NAME + 1) for start in range(len(words) - length + 1)]
    return [run for run in runs if len(run) >= SHORTEST_MISSPELT]


def misspelt_wijk(turn: Turn, profile: Profile | None) -> str | None:
    """The wijk whose name is nearly what a short message says."""
    words = plain(turn.text).split()
    if profile is None or len(words) > MOST_WORDS_OF_A_PLACE:
        return None
    names = {plain(name): wijk.name for wijk in profile.wijken for name in (wijk.name, *wijk.aliases)}
    found = [process.extractOne(run, list(names), scorer=fuzz.ratio, score_cutoff=ALIKE) for run in _runs(words)]
    best = max((match for match in found if match), key=lambda match: match[1], default=None)
    return names[best[0]] if best else None


def weight(turn: Turn) -> str | None:
    """How heavy it is, in a few words around the answer; only after our question."""
    short = turn.state.open == "zwaarte" and len(turn.text.split()) <= MOST_WORDS
    return said("weight", turn.text) if short else None


def brings_fact(before: State, after: State) -> bool:
    """Whether what was asked is known now."""
    known = {"leeftijd": "age", "zwaarte": "weight", "plek": "wijk"}.get(before.open or "")
    return known is not None and getattr(before, known) is None and getattr(after, known) is not None
