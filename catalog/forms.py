"""Forms for content: fields with help, what was typed as a body, and what is wrong with it in words. The fields stand in `offer_form`,
`tip_form` and `profile_form`."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog.schemas import Content

Body = dict[str, Any]
Flat = dict[str, Any]
Control = Literal["line", "text", "number", "date", "time", "one", "yes_no", "many", "lines", "commas", "tick", "rows", "key"]
TYPED = "typed"  # in a body: what was typed where a number or a date belongs, by path; in a row it stands in the place of the value
EMPTY: tuple[Any, ...] = (None, "", [])
NOT_TYPED_HERE = ("id", "status")
YES_NO = {"ja": True, "nee": False}
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
TIME = re.compile(r"([01]?\d|2[0-3])(?:[:.,u]([0-5]\d)(?::00)?)?\s*(?:uur)?", re.IGNORECASE)
ROUNDS = 12
MOST_ROWS = 300
LONGEST_ID = 70
MISSING = "missing"


class Typed(Protocol):
    """What a browser sent: more than one value a name."""

    def get(self, name: str) -> Any: ...
    def getlist(self, name: str) -> list[Any]: ...


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Field:
    """One question. `ask`: what is said when it is empty and may not be. `wrong`: what is said when it is not good.
    `first`: the label of the question which of the `many` weighs most. `rows` have `columns`, the questions of each row, and `row`, what one is called;
    a `key` is an id that nobody sees and that is made from the first column."""

    path: str
    label: str
    help: str
    control: Control
    ask: str = ""
    wrong: str = "Dit klopt niet."
    options: tuple[Option, ...] = ()
    first: str = ""
    columns: tuple["Field", ...] = ()
    row: str = ""


@dataclass(frozen=True)
class Fieldset:
    title: str
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a field cannot be published as it is."""

    path: str
    reason: str


@dataclass(frozen=True)
class Form:
    """All about writing one kind of content. `fillers`: by path, values that stand in for what is missing or wrong, to show a preview.
    `rules`: by a sentence of the schema, the field where it belongs and how people say it."""

    schema: type[Content]
    fieldsets: tuple[Fieldset, ...]
    fillers: Mapping[str, Flat]
    rules: Mapping[str, Problem]

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.path: field for part in self.fieldsets for field in part.fields}

    def cell(self, path: str) -> tuple[Field, int] | None:
        """The rows and the number of the row in which a path like `team.hours.1.opens` lies; None for anything else."""
        for rows in (field for field in self.fields.values() if field.control == "rows"):
            number = path.removeprefix(f"{rows.path}.").partition(".")[0]
            if path.startswith(f"{rows.path}.") and number.isdecimal():
                return rows, int(number)
        return None


def flatten(body: Mapping[str, Any], above: str = "") -> Flat:
    """`{"start": {"phone": "1"}}` as `{"start.phone": "1"}`. Lists stay whole, what is empty is left out, what was typed wins."""
    flat: Flat = {}
    for name, value in body.items():
        path = f"{above}{name}"
        if path == TYPED:
            continue
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{path}.")
        elif value not in EMPTY:
            flat[path] = [_filled(one) for one in value] if isinstance(value, list) else value
    return flat | dict(body.get(TYPED, {})) if not above else flat


def _filled(item: Any) -> Any:
    """An item of a list; a row without what is empty."""
    if not isinstance(item, Mapping):
        return item
    return {name: value for name, value in item.items() if value not in EMPTY}


def nest(flat: Flat) -> Body:
    """The opposite of `flatten`."""
    body: Body = {}
    for path, value in flat.items():
        *above, name = path.split(".")
        inner = body
        for part in above:
            inner = inner.setdefault(part, {})
        inner[name] = value
    return body


def clean(text: str) -> str:
    """One kind of line end and space; signs that nobody sees, and that a database may refuse, go."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " "))
    return "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()


def slug(text: str, otherwise: str = "aanbod") -> str:
    """A name as an id: `Rust & Regels` becomes `rust_regels`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("_") or otherwise


def clock(text: str) -> str | None:
    """`19:30:00` for a time as people and files write it; None for what is no time."""
    found = TIME.fullmatch(text)
    return f"{int(found[1]):02}:{found[2] or '00'}:00" if found else None


def day(text: str) -> str | None:
    """`2026-11-22` for a day as people write it; None for what is no day."""
    for form in DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _number(text: str) -> float | None:
    try:
        number = float(text.lower().removesuffix("jaar").strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1000 else None  # also refuses nan and inf


def _many(field: Field, typed: Typed, before: Iterable[str]) -> list[str]:
    """In the order that they had; what is new comes after; the one that weighs most comes first."""
    ticked = [clean(str(value)) for value in typed.getlist(field.path)]
    first = clean(str(typed.get(f"{field.path}.first") or "")) if field.first else ""
    ordered = [first, *(value for value in before if value in ticked), *ticked]
    return list(dict.fromkeys(value for value in ordered if value))


def _value(field: Field, typed: Typed, before: Any) -> tuple[Any, str]:
    """The value, or the text that is none. Both empty when nothing was typed."""
    if field.control == "many":
        return _many(field, typed, before if isinstance(before, list) else ()), ""
    if field.control == "rows":
        return _rows(field, typed, before if isinstance(before, list) else []), ""
    text = clean(str(typed.get(field.path) or ""))
    match field.control:
        case "tick":
            return text == "ja", ""
        case "yes_no":
            return YES_NO.get(text), ""
        case "lines":
            return [line.strip() for line in text.split("\n") if line.strip()], ""
        case "commas":
            return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()], ""
        case "number" | "date" | "time":
            value = {"number": _number, "date": day, "time": clock}[field.control](text)
            return value, "" if value is not None else text
        case _:
            return (text or None), ""


def _rows(field: Field, typed: Typed, before: list[Body]) -> list[Body]:
    """The rows in which something stands and that are not taken away, each with a key of its own."""
    found: list[Body] = []
    for number in range(MOST_ROWS):
        at = f"{field.path}.{number}"
        if all(typed.get(f"{at}.{column.path}") is None for column in field.columns):
            break
        row = _row(field, typed, at, before[number] if number < len(before) else {})
        if typed.get(f"{at}.weg") != "ja" and any(row.get(column.path) for column in field.columns if column.control != "key"):
            found.append(row)
    for column in field.columns:
        if column.control == "key":
            _give_keys(found, column.path, next(other.path for other in field.columns if other.control != "key"))
    return found


def _row(field: Field, typed: Typed, at: str, before: Body) -> Body:
    row: Body = {}
    for column in field.columns:
        value, text = _value(replace(column, path=f"{at}.{column.path}"), typed, before.get(column.path))
        if text or value not in EMPTY:
            row[column.path] = {TYPED: text} if text else value
    return row


def _give_keys(rows: list[Body], key: str, name: str) -> None:
    taken: set[str] = set()
    for row in rows:
        stem = candidate = slug(str(row.get(key) or row.get(name) or ""), key)
        while candidate in taken:
            candidate = f"{stem}_{len(taken) + 1}"
        row[key] = candidate
        taken.add(candidate)


def read(form: Form, typed: Typed, before: Body) -> Body:
    """What was typed as a body; what the form does not ask stays as it was in `before`."""
    fields = form.fields
    flat = {path: value for path, value in flatten(before).items() if path not in fields}
    wrong: dict[str, str] = {}
    for path, field in fields.items():
        value, text = _value(field, typed, flatten(before).get(path))
        if value not in EMPTY:
            flat[path] = value
        if text:
            wrong[path] = text
    return nest(flat) | ({TYPED: wrong} if wrong else {})


def _place(form: Form, error: ErrorDetails) -> str:
    """The field of an error: the longest path that its place begins with."""
    steps = [str(step) for step in error["loc"]]
    paths = [".".join(steps[:length]) for length in range(len(steps), 0, -1)]
    return next((path for path in paths if path in form.fields), paths[-1] if paths else "")


def _problems(form: Form, error: ErrorDetails) -> list[Problem]:
    """What is wrong in words. An error that names `fields` is as many problems."""
    steps = ".".join(str(step) for step in error["loc"])
    if named := error.get("ctx", {}).get("fields"):
        return [Problem(f"{steps}.{name}", reason) for name, reason in named.items()]
    rule = form.rules.get(error["msg"].removeprefix("Value error, "))
    if (cell := form.cell(f"{steps}.")) is not None:
        rows, number = cell
        name = steps.removeprefix(f"{rows.path}.{number}").lstrip(".").partition(".")[0]
        column = next((column for column in rows.columns if column.path == name), rows.columns[0])
        told = rule or _told(column, column.path, error)
        return [Problem(f"{rows.path}.{number}.{told.path}", f"{rows.row} {number + 1}: {told.reason}")]
    if rule is not None:
        return [rule]
    path = _place(form, error)
    return [_told(form.fields.get(path), path, error)]


def _told(field: Field | None, path: str, error: ErrorDetails) -> Problem:
    if field is None:
        return Problem(path, "Dit veld klopt niet.")
    if error["type"] in (MISSING, "too_short"):
        return Problem(path, field.ask)
    if error["type"] == "string_too_long":
        return Problem(path, f"‘{field.label}’ is te lang. Gebruik hooguit {error['ctx']['max_length']} tekens.")
    return Problem(path, field.wrong)


def completed(form: Form, body: Body) -> tuple[Content, list[Problem]]:
    """The document as far as it is good, with fillers for the rest, and everything that is wrong. Without problems it may be published."""
    typed = dict(body.get(TYPED, {}))
    problems = [Problem(path, form.fields[path].wrong) for path in typed if path in form.fields]
    flat = {path: value for path, value in flatten({**body, TYPED: {}}).items() if path not in typed}
    for path in typed:
        _fill(form, flat, path)
    for _ in range(ROUNDS):
        try:
            return form.schema.model_validate(_parts(form) | nest(flat)), _in_order(form, problems)
        except ValidationError as error:
            found = [problem for one in error.errors(include_url=False) for problem in _problems(form, one)]
            problems += found
            _mend(form, flat, [problem.path for problem in found])
    raise ValueError(f"no filler makes this {form.schema.__name__} whole: {problems}")


def _parts(form: Form) -> Body:
    """Empty parts, so that each field in them is missed by its own name."""
    return {path.partition(".")[0]: {} for path in form.fields if "." in path}


def _mend(form: Form, flat: Flat, paths: list[str]) -> None:
    """Rows in which something is wrong go; any other field gets its filler."""
    wrong: dict[str, set[int]] = {}
    for path in paths:
        if (cell := form.cell(path)) is not None:
            wrong.setdefault(cell[0].path, set()).add(cell[1])
        else:
            _fill(form, flat, path)
    for path, numbers in wrong.items():
        if isinstance(flat.get(path), list):
            flat[path] = [row for number, row in enumerate(flat[path]) if number not in numbers]


def _fill(form: Form, flat: Flat, path: str) -> None:
    for old in [known for known in flat if known == path or known.startswith(f"{path}.")]:
        del flat[old]
    flat |= form.fillers.get(path, {})


def _in_order(form: Form, problems: list[Problem]) -> list[Problem]:
    """One a field, as the fields stand on the page."""
    first = {problem.path: problem for problem in reversed(problems)}
    order = {path: number for number, path in enumerate(form.fields)}

    def place(problem: Problem) -> tuple[int, int, int]:
        if (cell := form.cell(problem.path)) is None:
            return order.get(problem.path, len(order)), 0, 0
        columns = [column.path for column in cell[0].columns]
        return order[cell[0].path], cell[1], columns.index(problem.path.rpartition(".")[2])

    return sorted(first.values(), key=place)
