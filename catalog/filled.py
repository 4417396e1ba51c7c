"""A text as it stands in a form, and as people read it."""

import re
from collections.abc import Mapping
from typing import Any

from catalog.forms import EMPTY, TYPED, Body, Field, Form, day, flatten
from pages.shell import dutch_date

LISTED = ("many", "rows")
ELSEWHERE = {"status": "Status", "chat.on": "De chat staat aan", "chat.reason": "Reden", "chat.message": "Bericht aan ouders"}
JOINED: Mapping[str, str] = {"lines": "\n", "commas": ", "}


def shown(form: Form, body: Body) -> dict[str, Any]:
    """What stands in each control: text, or a list of the ticked values."""
    flat = flatten(body)
    return {path: _control(field, flat.get(path)) for path, field in form.fields.items()}


def row_values(field: Field, row: Body) -> dict[str, str | list[str]]:
    """What stands in each control of one row, by column."""
    return {column.path: _control(column, row.get(column.path)) for column in field.columns}


def _control(field: Field, value: Any) -> Any:
    if isinstance(value, dict) and TYPED in value:
        return str(value[TYPED])
    if field.control in LISTED:
        return [one if isinstance(one, dict) else str(one) for one in value or []]
    if field.control in JOINED:
        return JOINED[field.control].join(str(one) for one in value or [])
    if field.control == "time":
        return re.sub(r"^(\d\d:\d\d):00$", r"\1", str(value or ""))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)


def sent(form: Form, body: Body) -> list[tuple[str, str]]:
    """What a browser would send of the whole form, filled in with this text."""
    found: list[tuple[str, str]] = []
    for path, value in shown(form, body).items():
        field = form.fields[path]
        if field.control == "rows":
            for number, row in enumerate(value):
                cells = row_values(field, row)
                found += [one for name in cells for one in _sent(f"{path}.{number}.{name}", cells[name])]
        elif value != "nee" or field.control != "tick":
            found += _sent(path, value)
            if field.first and value:
                found.append((f"{path}.first", value[0]))
    return found


def _sent(name: str, value: str | list[str]) -> list[tuple[str, str]]:
    return [(name, one) for one in ([value] if isinstance(value, str) else value)]


def words(form: Form, path: str, value: Any) -> str:
    """A value as people read it, to compare two texts."""
    return _words(form.fields.get(path), value)


def _words(field: Field | None, value: Any) -> str:
    if value in EMPTY:
        return ""
    if isinstance(value, dict):
        return _row_words(field, value)
    if isinstance(value, list):
        return ("\n" if field and field.control == "rows" else ", ").join(_words(field, one) for one in value)
    return _one(field, value)


def _one(field: Field | None, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if field and field.control == "many" and not field.options:
        return str(value).replace("_", " ").title()
    if field and field.control == "date" and day(str(value)):
        return dutch_date(value)
    if field and field.control == "time":
        return str(value)[:5]
    labels = {option.value: option.label for option in field.options} if field else {}
    return labels.get(str(value), str(value))


def _row_words(field: Field | None, row: Body) -> str:
    if TYPED in row:
        return str(row[TYPED])
    cells = [(column, _words(column, row.get(column.path))) for column in field.columns if column.control != "key"] if field else []
    said = [(column.label.lower() if column.control == "tick" else told) for column, told in cells if _counts(column, told)]
    return "; ".join(said)


def _counts(column: Field, told: str) -> bool:
    """Whether this is worth saying: what is empty or not ticked is not."""
    return told == "ja" if column.control == "tick" else bool(told)


def label(form: Form, path: str) -> str:
    field = form.fields.get(path)
    return field.label if field else ELSEWHERE.get(path, path)
