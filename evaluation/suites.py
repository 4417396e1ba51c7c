"""The suites: where the cases of each stand, what a case must hold, and how it is run. Each is imported only when it is asked for."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Case = dict[str, Any]
Result = dict[str, Any]


class DataError(Exception):
    """A file of cases that cannot be used; the message names file, line and field."""


class SuiteFailed(Exception):
    """A suite that could not run, with the reason."""


def _is_age(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    pair = isinstance(value, list) and len(value) == 2 and all(isinstance(end, int | float) for end in value)
    return value is None or number or pair


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_spans(value: object) -> bool:
    shapes = [[int, int, str]]
    return isinstance(value, list) and all(isinstance(span, list) and [type(part) for part in span] in shapes for span in value)


def _is_turns(value: object) -> bool:
    sorts = {"user", "choice", "handoff"}
    return isinstance(value, list) and bool(value) and all(isinstance(turn, Mapping) and sorts & turn.keys() for turn in value)


Check = tuple[Callable[[object], bool], str]
TEXT: Check = (_is_text, "a text that is not empty")
TEXTS: Check = (_is_texts, "a list of texts")
AGE: Check = (_is_age, "a number of years or [from, to]")
TYPED: Check = (lambda value: isinstance(value, str), "a text")
NUMBER: Check = (lambda value: isinstance(value, int) and value > 0, "a whole number from 1")
SPANS: Check = (_is_spans, 'a list of [start, end, "TYPE"]')
TURNS: Check = (_is_turns, "a list of turns, each with user, choice or handoff")
ENTRIES: Check = (lambda value: value is None or isinstance(value, list), "a list")
LEVEL: Check = (lambda value: value in ("acuut", "crisis", "zorg", "geen"), "acuut, crisis, zorg or geen")


def _topics(cases: Sequence[Case]) -> Result:
    from evaluation.topics.evaluate import evaluate

    try:
        return evaluate(cases)
    except subprocess.CalledProcessError as error:
        raise SuiteFailed(f"Rasa could not read the sentences: {(error.stderr or '').strip()[-500:]}") from error
    except FileNotFoundError as error:
        raise SuiteFailed(f"{error.filename} is not there; run `make setup`") from error


def _safety(cases: Sequence[Case]) -> Result:
    from evaluation.safety.evaluate import evaluate
    from kit.embedding import encode
    from safety import Assessor

    return dict(evaluate(cases, Assessor(encode).assess))


def _pii(cases: Sequence[Case]) -> Result:
    from evaluation.pii.evaluate import evaluate

    return evaluate(cases)


def _offers(cases: Sequence[Case]) -> Result:
    from catalog.files import read
    from catalog.search import Catalogue
    from evaluation.offers.evaluate import evaluate

    found = read(FOLDER.parent / "catalog")
    return evaluate(cases, Catalogue.from_documents(found.offers, found.tips, found.profiles))


def _over_http(evaluate: Callable[[Sequence[Case], str], Result], cases: Sequence[Case]) -> Result:
    from evaluation.own_server import ServerFailed, address

    try:
        with address() as url:
            return evaluate(cases, url)
    except ServerFailed as error:
        raise SuiteFailed(f"the server: {error}") from error


def _dialogues(cases: Sequence[Case]) -> Result:
    from evaluation.dialogues.evaluate import evaluate

    return _over_http(evaluate, cases)


def _redteam(cases: Sequence[Case]) -> Result:
    from evaluation.redteam.evaluate import evaluate

    return _over_http(evaluate, cases)


def _readability(_: Sequence[Case]) -> Result:
    from evaluation.readability.evaluate import evaluate

    return evaluate()


@dataclass(frozen=True)
class Suite:
    """`required` and `optional`: what the fields of a case must be. Other fields are carried along unread."""

    run: Callable[[Sequence[Case]], Result]
    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    has_cases: bool = True


SUITES: dict[str, Suite] = {
    "topics": Suite(_topics, {"text": TEXT, "topic": TEXT}, {"age": AGE}),
    "safety": Suite(_safety, {"text": TEXT, "level": LEVEL}, {}),
    "pii": Suite(_pii, {"text": TEXT, "spans": SPANS}, {}),
    "offers": Suite(_offers, {"query": TEXT, "gemeente": TEXT, "relevant": TEXTS}, {"age": AGE}),
    "dialogues": Suite(_dialogues, {"turns": TURNS}, {"must": ENTRIES, "must_not": ENTRIES}),
    "redteam": Suite(
        _redteam,
        {"text": TYPED, "kind": TEXT},
        {"must": ENTRIES, "must_not": ENTRIES, "repeat": NUMBER, "before": TEXTS, "via": TEXTS, "hidden": TEXTS},
    ),
    "readability": Suite(_readability, {}, {}, has_cases=False),
}


def read_cases(path: Path, suite: Suite) -> list[Case]:
    """The cases of a JSONL file, empty lines left out. Raises DataError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    cases = [_case(line, suite, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not cases:
        raise DataError(f"{path}: there is no case in it")
    return cases


def _case(line: str, suite: Suite, where: str) -> Case:
    try:
        case = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}: this is no JSON: {error.msg} (column {error.colno})") from error
    if not isinstance(case, dict):
        raise DataError(f"{where}: a case is a JSON object, not {type(case).__name__}")
    for problem in _problems(case, suite):
        raise DataError(f"{where}, {problem}")
    return case


def _problems(case: Case, suite: Suite) -> Iterator[str]:
    for name, (fits, shape) in suite.required.items():
        if name not in case:
            yield f"field {name}: is missing; it must be {shape}"
        elif not fits(case[name]):
            yield f"field {name}: must be {shape}"
    for name, (fits, shape) in suite.optional.items():
        if name in case and not fits(case[name]):
            yield f"field {name}: must be {shape}"


def run(name: str, data: Path | None = None) -> Result:
    """One suite on its own set or on `data`. Raises DataError and SuiteFailed."""
    suite = SUITES[name]
    if not suite.has_cases:
        if data:
            raise DataError(f"{name} reads the product's own texts and takes no data file")
        return suite.run([])
    cases = read_cases(data or FOLDER / name / "set.jsonl", suite)
    try:
        return suite.run(cases)
    except ImportError as error:
        raise SuiteFailed(f"a part is not there: {error}") from error
