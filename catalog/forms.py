"""Forms for content: fields with help, what was typed as a body, and what is wrong with it in words. `offer_form` has the fields of offers."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog.schemas import Content
from pages.shell import dutch_date

Body = dict[str, Any]
Flat = dict[str, Any]
Control = Literal["line", "text", "number", "date", "one", "yes_no", "many", "lines", "tick"]
TYPED = "typed"  # in a body: what was typed where a number or a date belongs, by path
NOT_TYPED_HERE = ("id", "status")
YES_NO = {"ja": True, "nee": False}
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
ROUNDS = 12
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
    `first`: the label of the question which of the `many` weighs most."""

    path: str
    label: str
    help: str
    control: Control
    ask: str = ""
    wrong: str = "Dit klopt niet."
    options: tuple[Option, ...] = ()
    first: str = ""


@dataclass(frozen=True)
class Fieldset:
    title: str
    fields: tuple[Field, ...]


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

    @property
    def fields(self) -> dict[str, Field]:
        return {field.path: field for part in self.fieldsets for field in part.fields}


def flatten(body: Mapping[str, Any], above: str = "") -> Flat:
    """`{"start": {"phone": "1"}}` as `{"start.phone": "1"}`. Lists stay whole, what is empty is left out, what was typed wins."""
    flat: Flat = {}
    for name, value in body.items():
        path = f"{above}{name}"
        if path == TYPED:
            continue
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{path}.")
        elif value not in (None, "", []):
            flat[path] = value
    return flat | dict(body.get(TYPED, {})) if not above else flat


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


def _day(text: str) -> str | None:
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
    text = clean(str(typed.get(field.path) or ""))
    match field.control:
        case "tick":
            return text == "ja", ""
        case "yes_no":
            return YES_NO.get(text), ""
        case "lines":
            return [line.strip() for line in text.split("\n") if line.strip()], ""
        case "number":
            return (number := _number(text)), "" if number is not None else text
        case "date":
            return (day := _day(text)), "" if day else text
        case "one":
            return (text or None), ""
        case _:
            return (text or None), ""


def read(form: Form, typed: Typed, before: Body) -> Body:
    """What was typed as a body; what the form does not ask stays as it was in `before`."""
    fields = form.fields
    flat = {path: value for path, value in flatten(before).items() if path not in fields}
    wrong: dict[str, str] = {}
    for path, field in fields.items():
        value, text = _value(field, typed, flatten(before).get(path))
        if value not in (None, [], ""):
            flat[path] = value
        if text:
            wrong[path] = text
    return nest(flat) | ({TYPED: wrong} if wrong else {})


def shown(form: Form, body: Body) -> dict[str, Any]:
    """What stands in each control: text, or a list of the ticked values."""
    flat = flatten(body)
    return {path: _control(field, flat.get(path)) for path, field in form.fields.items()}


def _control(field: Field, value: Any) -> str | list[str]:
    if field.control == "many":
        return [str(one) for one in value or []]
    if field.control == "lines":
        return "\n".join(value or [])
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)


def words(form: Form, path: str, value: Any) -> str:
    """A value as people read it, to compare two texts."""
    if value in (None, "", []):
        return ""
    field = form.fields.get(path)
    if isinstance(value, list):
        return ", ".join(words(form, path, one) for one in value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if field and field.control == "many" and not field.options:
        return str(value).replace("_", " ").title()
    if field and field.control == "date" and _day(str(value)):
        return dutch_date(value)
    labels = {option.value: option.label for option in field.options} if field else {}
    return labels.get(str(value), str(value))


def label(form: Form, path: str) -> str:
    field = form.fields.get(path)
    return field.label if field else {"status": "Status"}.get(path, path)


def _place(form: Form, error: ErrorDetails) -> str:
    """The field of an error: the longest path that its place begins with."""
    steps = [str(step) for step in error["loc"]]
    paths = [".".join(steps[:length]) for length in range(len(steps), 0, -1)]
    return next((path for path in paths if path in form.fields), paths[-1] if paths else "")


def _problem(form: Form, error: ErrorDetails) -> Problem:
    if (rule := form.rules.get(error["msg"].removeprefix("Value error, "))) is not None:
        return rule
    path = _place(form, error)
    field = form.fields.get(path)
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
            for one in error.errors(include_url=False):
                problem = _problem(form, one)
                problems.append(problem)
                _fill(form, flat, problem.path)
    raise ValueError(f"no filler makes this {form.schema.__name__} whole: {problems}")


def _parts(form: Form) -> Body:
    """Empty parts, so that each field in them is missed by its own name."""
    return {path.partition(".")[0]: {} for path in form.fields if "." in path}


def _fill(form: Form, flat: Flat, path: str) -> None:
    for old in [known for known in flat if known == path or known.startswith(f"{path}.")]:
        del flat[old]
    flat |= form.fillers.get(path, {})


def _in_order(form: Form, problems: list[Problem]) -> list[Problem]:
    """One a field, as the fields stand on the page."""
    first = {problem.path: problem for problem in reversed(problems)}
    order = {path: number for number, path in enumerate(form.fields)}
    return sorted(first.values(), key=lambda problem: order.get(problem.path, len(order)))
