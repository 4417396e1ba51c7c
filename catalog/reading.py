"""How easy a Dutch text reads: the whole by Flesch-Douma, and each sentence that is hard with the reason in plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from textstat.textstat import textstatistics
from wordfreq import zipf_frequency

from catalog.vocabulary import KIND_WORDS, TOPIC_LABELS, TOPIC_WORDS

MEAN_AT_MOST, LONGEST_AT_MOST, FLESCH_AT_LEAST = 12.0, 20, 55.0  # the level that evaluation/readability counts as B1
SHORTEST = 5  # words; below that one long word decides the score
KNOWN = 3.0  # zipf: at least once in a million words
KNOWN_PART = 3.6
SHORT_WORD, SHORT_PART = 5, 3
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"')’]*\s+|\n+")
PASSIVE = re.compile(
    r"\b(?:word|wordt|worden|werd|werden)\b[^,;:]*?\b(?:ge|be|ver|ont|her|aange|opge|uitge|afge|inge|mee?ge|bijge)\w{2,}(?:d|t|en)\b"
)
FILLER_ENDINGS = ("", "s", "en", "e", "n")
ENDINGS = ("en", "s", "e", "n", "je", "jes", "tje", "tjes", "de", "te", "den", "ten", "t", "d")
OF_PARENTS = {
    word.lower() for text in (*TOPIC_WORDS.values(), *KIND_WORDS.values(), *TOPIC_LABELS.values()) for word in WORD.findall(text)
} | {"consultatiebureau", "dreumes", "moeder", "vader"}

# Words of offices and care, and what a neighbour would say.
PLAINER = {
    "aanvang": "begin",
    "adequaat": "goed",
    "ambulant": "bij je thuis of in de buurt",
    "begeleidingstraject": "begeleiding",
    "betreffende": "over",
    "bevorderen": "helpen",
    "conform": "volgens",
    "continueren": "doorgaan",
    "cliënt": "ouder of kind",
    "deelnemer": "wie meedoet",
    "diverse": "verschillende",
    "doelgroep": "voor wie het is",
    "expertise": "kennis",
    "faciliteren": "mogelijk maken",
    "gedragsproblematiek": "moeilijk gedrag",
    "handvatten": "tips",
    "hulpvraag": "vraag",
    "implementeren": "gaan gebruiken",
    "indicatie": "besluit van de gemeente",
    "initiatief": "plan",
    "inzichtelijk": "duidelijk",
    "interventie": "hulp",
    "laagdrempelig": "makkelijk, zonder gedoe",
    "methodiek": "manier",
    "middels": "met",
    "multidisciplinair": "met verschillende hulpverleners",
    "normaliseren": "zien wat gewoon is",
    "omtrent": "over",
    "ondersteuningsbehoefte": "hulp die je nodig hebt",
    "pedagogisch": "over opvoeden",
    "preventief": "op tijd",
    "problematiek": "problemen",
    "psycho-educatie": "uitleg",
    "signaleren": "zien",
    "stagneren": "stilstaan",
    "stimuleren": "aanmoedigen",
    "systeemgericht": "met het hele gezin",
    "tevens": "ook",
    "traject": "hulp",
    "vraaggericht": "passend bij je vraag",
    "zelfredzaamheid": "zelf kunnen",
}


@dataclass(frozen=True)
class Sentence:
    """`reasons`: why it is hard, each a sentence to the writer; empty when it is fine."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """`flesch` is the Flesch-Douma score: higher is easier, about 55 and up is B1. `easy`: all of the text is at that level."""

    flesch: float
    words_per_sentence: float
    easy: bool
    sentences: tuple[Sentence, ...]

    @property
    def hard(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.sentences if sentence.reasons)


@cache
def _dutch() -> textstatistics:
    counter = textstatistics()  # type: ignore[no-untyped-call]
    counter.set_lang("nl")
    return counter


def read(text: str) -> Reading | None:
    """None for a text without words."""
    parts = [part.strip() for part in SENTENCE_END.split(text) if WORD.search(part)]
    if not parts:
        return None
    counts = [len(WORD.findall(part)) for part in parts]
    mean, flesch = sum(counts) / len(counts), _flesch(text, sum(counts), len(counts))
    easy = mean <= MEAN_AT_MOST and max(counts) <= LONGEST_AT_MOST and (flesch >= FLESCH_AT_LEAST or sum(counts) < SHORTEST)
    sentences = tuple(Sentence(part, tuple(_reasons(part))) for part in parts)
    return Reading(round(flesch, 1), round(mean, 1), easy, sentences)


def _flesch(text: str, words: int, sentences: int) -> float:
    """Douma 1960. Syllables by textstat; words and sentences by our own count, since textstat leaves out sentences of two words."""
    return 206.84 - 77.0 * _dutch().syllable_count(text) / words - 0.93 * words / sentences


def _reasons(sentence: str) -> Iterator[str]:
    words = WORD.findall(sentence)
    if len(words) > LONGEST_AT_MOST:
        yield f"Deze zin heeft {len(words)} woorden. Maak er twee zinnen van."
    for word in dict.fromkeys(_rare(words)):
        plainer = PLAINER.get(_stem(word))
        yield (
            f"‘{word}’ is een moeilijk woord. Schrijf liever: {plainer}."
            if plainer
            else f"‘{word}’ komt weinig voor. Weet je een gewoner woord?"
        )
    if PASSIVE.search(sentence.lower()):
        yield "Zeg wie het doet: ‘we bellen je’ in plaats van ‘je wordt gebeld’."


def _stem(word: str) -> str:
    low = word.lower()
    return next((low.removesuffix(end) for end in ("", "en", "e", "s", "ën") if low.removesuffix(end) in PLAINER), low)


def _rare(words: list[str]) -> Iterator[str]:
    for position, word in enumerate(words):
        name = position > 0 and word[0].isupper() or any(letter.isupper() for letter in word[1:])
        if len(word) >= SHORT_WORD and word[0].isalpha() and (_stem(word) in PLAINER or not (name or _common(word.lower()))):
            yield word


def _seen(word: str, least: float = KNOWN) -> bool:
    return word in OF_PARENTS or zipf_frequency(word, "nl", wordlist="small") >= least


@cache
def _common(word: str) -> bool:
    """Known as it is, without its ending, or as two known words in one: `peutercursus`."""
    if _seen(word) or any(word.endswith(end) and _seen(word.removesuffix(end)) for end in ENDINGS):
        return True
    if "-" in word:
        return all(len(part) < SHORT_PART or _common(part) for part in word.split("-"))
    return any(_whole(word[:at]) and _last(word[at:]) for at in range(SHORT_PART, len(word) - SHORT_PART + 1))


def _whole(part: str) -> bool:
    return any(
        part.endswith(end) and len(part) - len(end) >= SHORT_PART and _seen(part[: len(part) - len(end)], KNOWN_PART)
        for end in FILLER_ENDINGS
    )


def _last(part: str) -> bool:
    return any(
        part.endswith(end) and len(part) - len(end) >= SHORT_PART and _seen(part[: len(part) - len(end)], KNOWN_PART)
        for end in ("", *ENDINGS)
    )
