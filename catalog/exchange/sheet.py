"""What was read from a file, whatever kind of file it was: rows with values by the path of a field, and what is wrong in which cell."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from catalog.forms import DATES, YES_NO, Field, Flat, Problem, clean, clock
from catalog.offer_form import OFFER_FORM
from catalog.schemas import PRIVATE
from kit.clock import MONTHS
from kit.errors import Invalid

FIELDS: Mapping[str, Field] = {path: field for path, field in OFFER_FORM.fields.items() if path not in PRIVATE}
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_TEXT = 20 * 1024 * 1024  # of everything together, once unpacked
LONGEST_CELL = 5000
MOST_ROWS = 500  # more would keep others waiting for the database
PIECE = 900_000  # a form takes at most 1 MB in one field
WHOLE = "hele bestand"
ID, STATUS = "id", "status"
ID_LABEL, STATUS_LABEL = "Kenmerk", "Status"
DEFAULTS: Flat = {"languages": ["nl"], "source.confidence": "medium"}  # what an empty field means
TOO_LONG = f"Deze tekst is te lang. Gebruik hooguit {LONGEST_CELL} tekens."


@dataclass(frozen=True)
class CellProblem:
    """What is wrong where. `row`: the row or line as it stands in the file, 0 for the whole file. `column`: as people call it."""

    row: int
    column: str
    reason: str


@dataclass
class Row:
    """One offer. `flat` holds what was filled in, `notes` what an editor should know."""

    number: int
    id: str = ""
    flat: Flat = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A file. `present`: the fields that it speaks about; the others stay as they were. `foreign`: from somebody else's open data,
    so that what is not good yet becomes work for the editor and not a mistake in the file."""

    rows: list[Row] = field(default_factory=list)
    present: frozenset[str] = frozenset(FIELDS)
    problems: list[CellProblem] = field(default_factory=list)
    foreign: bool = False

    def wrong(self, row: int, path: str, reason: str) -> None:
        self.problems.append(CellProblem(row, label_of(path), reason))


def label_of(path: str) -> str:
    known = FIELDS.get(path)
    return known.label if known else {ID: ID_LABEL, STATUS: STATUS_LABEL}.get(path, path)


def day(text: str) -> str | None:
    """`22-11-2026`, `22 november 2026` or `2026-11-22` as the last of these; None for what is no day."""
    words = text.lower().replace(".", "-").split()
    if len(words) == 3 and words[1] in MONTHS:
        text = f"{words[0]}-{MONTHS.index(words[1]) + 1}-{words[2]}"
    for form in DATES:
        try:
            return datetime.strptime(text.replace(".", "-"), form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def decimal(text: str) -> float | None:
    try:
        number = float(text.lower().removesuffix("jaar").strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1000 else None


def typed(known: Field, value: Any) -> tuple[Any, str]:
    """A value of YAML or JSON as a form would keep it, or the reason why it cannot be. None, empty text and empty lists are nothing."""
    if value in (None, "", []):
        return None, ""
    match known.control:
        case "tick" | "yes_no":
            found = YES_NO.get(value.strip().lower()) if isinstance(value, str) else value
            return (found, "") if isinstance(found, bool) else (None, "Vul ja of nee in.")
        case "number":
            number = decimal(value) if isinstance(value, str) else value
            if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1000:
                return float(number), ""
            return None, known.wrong
        case "date":
            found = value.isoformat()[:10] if isinstance(value, date) else day(value) if isinstance(value, str) else None
            return found, "" if found else known.wrong
        case "time":
            found = clock(clean(str(value)))
            return found, "" if found else known.wrong
        case "many" | "lines":
            items = value if isinstance(value, list) else [value]
            return _texts(items)
        case _:
            return _text(value)


def _texts(items: list[Any]) -> tuple[Any, str]:
    found = [_text(item) for item in items]
    reason = next((reason for _, reason in found if reason), "")
    return list(dict.fromkeys(text for text, _ in found if text)) or None, reason


def _text(value: Any) -> tuple[Any, str]:
    if isinstance(value, bool | list | dict) or value is None:
        return None, "Hier hoort tekst te staan."
    if len(plain := str(value)) > LONGEST_CELL:
        return None, TOO_LONG
    return clean(plain) or None, ""


def normal(path: str, value: Any) -> Any:
    """The value as it counts when two texts are compared: what one cannot see or what means the same is the same."""
    if FIELDS[path].control == "tick":
        return bool(value)
    if isinstance(value, str):
        value = clean(value)
    if isinstance(value, list):
        value = [clean(one) if isinstance(one, str) else one for one in value]
    return DEFAULTS.get(path) if value in (None, "", []) else value


def packed(sheet: Sheet) -> list[str]:
    """The sheet in pieces of text, to carry it through a form. Raises Invalid when it is too large for that."""
    rows = [[row.number, row.id, row.flat, row.notes] for row in sheet.rows]
    whole = json.dumps({"rows": rows, "present": sorted(sheet.present), "foreign": sheet.foreign}, separators=(",", ":"))
    text = base64.urlsafe_b64encode(zlib.compress(whole.encode(), 9)).decode()
    if len(text) > LARGEST_FILE:
        raise Invalid("Er staat te veel in dit bestand. Maak er twee bestanden van.")
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]


def unpacked(pieces: list[str]) -> Sheet:
    """The opposite of `packed`. Raises Invalid for anything that it did not make; every value is checked like one from a file."""
    try:
        squeezed = base64.urlsafe_b64decode("".join(pieces))
        whole = zlib.decompressobj().decompress(squeezed, LARGEST_TEXT)
        found = json.loads(whole)
        sheet = Sheet(present=frozenset(found["present"]) & FIELDS.keys(), foreign=bool(found["foreign"]))
        for number, name, flat, notes in found["rows"][:MOST_ROWS]:
            row = Row(int(number), clean(str(name))[:80], notes=[str(note)[:300] for note in notes][:10])
            put(sheet, row, {path: value for path, value in flat.items() if path in FIELDS})
            sheet.rows.append(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error, zlib.error):
        raise Invalid("Dit formulier is niet goed aangekomen. Kies het bestand opnieuw.") from None
    return sheet


def put(sheet: Sheet, row: Row, values: Mapping[str, Any]) -> None:
    """Fills a row; what cannot be is told."""
    for path, value in values.items():
        found, reason = typed(FIELDS[path], value)
        if reason:
            sheet.wrong(row.number, path, reason)
        elif found is not None:
            row.flat[path] = found


def as_cell_problems(number: int, problems: list[Problem]) -> list[CellProblem]:
    return [CellProblem(number, label_of(problem.path), problem.reason) for problem in problems]
