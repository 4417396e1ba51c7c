"""One offer as the cells of a table, and back: Dutch words in the head and in the cells, several values in one cell, no formulas."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catalog.exchange.sheet import (
    FIELDS,
    ID,
    LONGEST_CELL,
    MOST_ROWS,
    STATUS,
    TOO_LONG,
    CellProblem,
    Row,
    Sheet,
    label_of,
    typed,
)
from catalog.forms import Body, Field, clean, flatten
from kit.errors import Invalid

Cell = str | float | date | bool | None
COLUMNS = (ID, STATUS, *FIELDS)
HELP_MARK = "Uitleg:"
HELP = {
    ID: f"{HELP_MARK} laat leeg bij nieuw aanbod. Deze regel wordt niet ingelezen.",
    STATUS: "Alleen om te lezen. Publiceren doe je bij het inlezen.",
}
SEVERAL = "Zet een streepje | tussen twee antwoorden."
FORMULA = "Hier staat een formule. Plak de waarde in de cel."
MOST_COLUMNS = 100
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_PARTS = re.compile(r"(?:\\[\s\S]|[^\\|;\n]|\\$)+")
_WRITTEN = re.compile(r"([\\|;\n])")
_READ = re.compile(r"\\([\\|;\n])")


@dataclass(frozen=True)
class Formula:
    """A cell that computes something. Its outcome may be old, so it is refused."""


@dataclass(frozen=True)
class Names:
    """Names of gemeenten by id, to write them and to read them."""

    by_id: Mapping[str, str]

    def shown(self, gemeente: str) -> str:
        name = self.by_id.get(gemeente, gemeente)
        return name if list(self.by_id.values()).count(name) == 1 else gemeente

    def read(self, text: str) -> str:
        if text in self.by_id:
            return text
        same = [gemeente for gemeente, name in self.by_id.items() if name.lower() == text.lower()]
        return same[0] if len(same) == 1 else text


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula. `unguarded` gives it back."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def head() -> list[str]:
    return [label_of(path) for path in COLUMNS]


def help_row() -> list[str]:
    return [HELP.get(path) or _help(FIELDS[path]) for path in COLUMNS]


def _help(known: Field) -> str:
    return f"{known.help} {SEVERAL}" if known.control in ("many", "lines") else known.help


def cells_of(body: Body, status: str, names: Names) -> list[Cell]:
    """In the order of COLUMNS. Days are dates and ages numbers, so that a spreadsheet can sort them."""
    flat = flatten(body)
    return [str(body.get(ID, "")), status, *(_cell(path, flat.get(path), names) for path in FIELDS)]


def _cell(path: str, value: Any, names: Names) -> Cell:
    known = FIELDS[path]
    if known.control == "tick":
        return "ja" if value else "nee"
    if value in (None, [], ""):
        return None
    if isinstance(value, list):
        return "|".join(_WRITTEN.sub(r"\\\1", _shown(known, str(one), names)) for one in value)
    if known.control == "date":
        return _day_of(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return float(value)
    return _shown(known, str(value), names)


def _day_of(value: Any) -> Cell:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def _shown(known: Field, value: str, names: Names) -> str:
    if known.path == "places.gemeenten":
        return names.shown(value)
    labels = {option.value: option.label for option in known.options}
    return labels.get(value, value)


def read_table(rows: Iterable[tuple[int, Sequence[Cell | Formula]]], names: Names) -> Sheet:
    """A sheet from rows with their numbers, the head first. Raises Invalid when there is no head that we know, or when there is too much."""
    numbered = iter(rows)
    columns, problems = _head(next(numbered, None))
    sheet = Sheet(present=frozenset(columns.values()) - {ID, STATUS}, problems=problems)
    for number, cells in numbered:
        filled = [(at, cell) for at, cell in enumerate(cells) if not (cell is None or (isinstance(cell, str) and not cell.strip()))]
        if not filled or (isinstance(cells[0], str) and cells[0].startswith(HELP_MARK)):
            continue
        if len(sheet.rows) == MOST_ROWS:
            raise Invalid(f"Er staan meer dan {MOST_ROWS} regels in dit bestand. Maak er kleinere bestanden van.")
        sheet.rows.append(_row(sheet, number, filled, columns, names))
    return sheet


def _head(first: tuple[int, Sequence[Cell | Formula]] | None) -> tuple[dict[int, str], list[CellProblem]]:
    known = {label_of(path).lower(): path for path in COLUMNS} | {path: path for path in COLUMNS}
    number, cells = first or (1, [])
    if len(cells) > MOST_COLUMNS:
        raise Invalid(f"Er staan meer dan {MOST_COLUMNS} kolommen in dit bestand.")
    columns: dict[int, str] = {}
    problems = []
    for at, cell in enumerate(cells):
        text = clean(str(cell or ""))
        path = known.get(text.lower())
        if text and (path is None or path in columns.values()):
            reason = "Deze kolom ken ik niet." if path is None else "Deze kolom staat er twee keer."
            problems.append(CellProblem(number, text[:60], reason))
        elif path:
            columns[at] = path
    if not columns:
        raise Invalid("Ik zie geen kolommen die ik ken. Begin met een voorbeeldbestand: daar staan de namen van de kolommen in.")
    return columns, problems


def _row(sheet: Sheet, number: int, filled: Sequence[tuple[int, Cell | Formula]], columns: Mapping[int, str], names: Names) -> Row:
    row = Row(number)
    for at, cell in filled:
        path = columns.get(at)
        if path is None:
            sheet.problems.append(CellProblem(number, f"kolom {at + 1}", "Hier staat iets onder een kolom zonder naam."))
        elif isinstance(cell, Formula):
            sheet.wrong(number, path, FORMULA)
        elif isinstance(cell, str) and len(cell) > LONGEST_CELL:
            sheet.wrong(number, path, TOO_LONG)
        elif path == ID:
            row.id = clean(unguarded(_plain(cell)))
        elif path != STATUS:
            _fill(sheet, row, path, cell, names)
    return row


def _fill(sheet: Sheet, row: Row, path: str, cell: Cell, names: Names) -> None:
    found, reason = typed(FIELDS[path], _meant(FIELDS[path], cell, names))
    if reason:
        sheet.wrong(row.number, path, reason)
    elif found is not None:
        row.flat[path] = found


def _meant(known: Field, cell: Cell, names: Names) -> Any:
    """What somebody meant by this cell: ids for words, a list for several."""
    if known.control == "date" and isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if known.control in ("number", "tick", "yes_no") and isinstance(cell, bool | float | int):
        return cell
    text = unguarded(_plain(cell))
    if known.control in ("many", "lines"):
        return [_value(known, clean(_READ.sub(r"\1", part)), names) for part in _PARTS.findall(text.replace("\r\n", "\n"))]
    return _value(known, clean(text), names) if known.control in ("one", "yes_no") else clean(text)


def _value(known: Field, text: str, names: Names) -> str:
    if known.path == "places.gemeenten":
        return names.read(text)
    by_label = {option.label.lower(): option.value for option in known.options}
    values = {option.value for option in known.options}
    return text if text in values else by_label.get(text.lower(), text)


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float | int):
        return f"{cell:.0f}" if float(cell).is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return cell or ""
