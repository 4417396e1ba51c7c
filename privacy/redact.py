"""redact(text): the text without personal data, and where that stood.

Detectors run on the text with what was found hidden, until nothing new appears: so redacting the result again changes nothing.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from privacy.contact import find_email, find_url
from privacy.dates import find_birth_date
from privacy.deduced import open_deduce, source_folder
from privacy.lexicon import Lexicon, read_lexicon
from privacy.names import find_person
from privacy.numbers import find_bsn, find_iban, find_phone, find_spoken
from privacy.places import find_address, find_postcode
from privacy.schools import find_school
from privacy.spans import Span, plain, resolve

Detector = Callable[[str], Iterable[Span]]
ROUNDS = 6


class Redacted(NamedTuple):
    text: str
    spans: list[Span]


@dataclass(frozen=True)
class _Loaded:
    detectors: tuple[Detector, ...]


_lock = threading.Lock()
_loaded: _Loaded | None = None
# Names of detectors that failed, with how often: never a text. A failing one must not keep the others from working.
failures: Counter[str] = Counter()


def load() -> None:
    """Read the word lists; call it at start. Safe from several threads; the second call costs nothing."""
    _detectors()


def _detectors() -> tuple[Detector, ...]:
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _Loaded(_build())
    return _loaded.detectors


def _build() -> tuple[Detector, ...]:
    lexicon = read_lexicon(source_folder())
    _ = lexicon.first, lexicon.misspelt
    fixed: tuple[Detector, ...] = (find_email, find_url, find_iban, find_bsn, find_phone, find_spoken, find_birth_date, find_postcode)
    return (*fixed, _with(find_address, lexicon), _with(find_school, lexicon), _person_detector(lexicon))


def _with(find: Callable[[str, Lexicon], Iterable[Span]], lexicon: Lexicon) -> Detector:
    return lambda text: find(text, lexicon)


def _person_detector(lexicon: Lexicon) -> Detector:
    deduce = open_deduce()

    def find(text: str) -> Iterator[Span]:
        return find_person(text, lexicon, _safely("deduce", deduce, text))

    return find


def redact(text: str) -> Redacted:
    """Spans are positions in the original text, sorted and without overlap. Never raises."""
    spans: list[Span] = []
    for _ in range(ROUNDS):
        found = _find(text, spans)
        if not found:
            break
        spans = sorted([*spans, *found])
    return Redacted(_replace(text, spans), spans)


def _find(text: str, hidden: list[Span]) -> list[Span]:
    seen = plain(text, hidden)
    found = [span for detector in _detectors() for span in _safely("detector", detector, seen.text)]
    return [seen.original(span) for span in resolve(found)]


def _safely(name: str, detector: Detector, text: str) -> list[Span]:
    try:
        return list(detector(text))
    except Exception as error:
        failures[f"{name}:{type(error).__name__}"] += 1
        return []


def _replace(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += [text[at : span.start], f"[{span.type}]"]
        at = span.end
    return "".join([*parts, text[at:]])
