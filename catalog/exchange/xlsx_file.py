"""Excel. The file is a zip of XML that somebody else made: it is measured before it is opened."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalog.exchange.cells import MOST_COLUMNS, Cell, Formula, Names, guarded, head, help_row, read_table
from catalog.exchange.sheet import LARGEST_TEXT, Sheet
from kit.errors import Invalid

MOST_PARTS = 200
MOST_TIMES_LARGER = 200
ALWAYS_FINE = 100_000  # a small part may be squeezed as much as it likes
MOST_LINES = 20_000  # with the empty ones
CHUNK = 65_536
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
REFUSED_PARTS = {
    "xl/externallinks/": "Dit bestand haalt gegevens uit andere bestanden. Plak de waarden in een nieuw bestand.",
    "xl/connections.xml": "Dit bestand haalt gegevens ergens anders vandaan. Plak de waarden in een nieuw bestand.",
    "xl/vbaproject.bin": "In dit bestand zit een macro. Bewaar het als gewoon Excel-bestand (.xlsx).",
    "xl/embeddings/": "In dit bestand zit een ander bestand. Plak de tekst in een nieuw Excel-bestand.",
}
TOO_LARGE = "Dit bestand is uitgepakt te groot. Maak er kleinere bestanden van."
NO_EXCEL = "Dit is geen goed Excel-bestand. Bewaar het opnieuw als .xlsx, of als CSV."


def read(content: bytes, names: Names) -> Sheet:
    """The first sheet. Raises Invalid when this is no Excel file, or not one that we dare to open."""
    inspect(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            return read_table(_rows(book.worksheets[0]), names)
        finally:
            book.close()
    except Invalid:
        raise
    except Exception:  # the library stumbles in many ways over a part that is not what it says
        raise Invalid(NO_EXCEL) from None


def inspect(content: bytes) -> None:
    """Raises Invalid for a zip that is no workbook, unpacks to too much, links elsewhere or declares entities. What a part says about its
    size is not believed: each is unpacked and counted, and nothing of it is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _look_at_list(parts)
            left = LARGEST_TEXT
            for part in parts:
                left -= _measured(package, part, left)
    except Invalid:
        raise
    except Exception:  # zip, zlib, lzma and bz2 each have errors of their own
        raise Invalid(NO_EXCEL) from None


def _look_at_list(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower().replace("\\", "/").lstrip("/") for part in parts]
    for begin, reason in REFUSED_PARTS.items():
        if any(name.startswith(begin) for name in names):
            raise Invalid(reason)
    if "xl/workbook.xml" not in names or len(set(names)) != len(names):
        raise Invalid(NO_EXCEL)
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("Er zit een wachtwoord op dit bestand. Haal dat er eerst af.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_TEXT:
        raise Invalid(TOO_LARGE)


def _measured(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, tail = 0, b""
    with package.open(part) as opened:
        while chunk := opened.read(CHUNK):
            size += len(chunk)
            if size > left or (size > ALWAYS_FINE and size > MOST_TIMES_LARGER * max(1, part.compress_size)):
                raise Invalid(TOO_LARGE)
            if part.filename.lower().endswith((".xml", ".rels")):
                tail = _plain_xml(tail + chunk)
    return size


def _plain_xml(text: bytes) -> bytes:
    """Refuses what no spreadsheet program writes: entities, and an encoding in which they could hide. Gives the end, to look at it again."""
    if DECLARES.search(text) or b"\0" in text:
        raise Invalid(NO_EXCEL)
    return text[-16:]


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Cell | Formula]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > MOST_LINES:
            raise Invalid(f"Dit blad heeft meer dan {MOST_LINES} regels. Haal de lege regels onderaan weg.")
        cells = [_cell(one) for one in row]
        if number == 1:
            while cells and cells[-1] is None:
                cells.pop()
        yield number, cells or [None]


def _cell(cell: Any) -> Cell | Formula:
    value = cell.value
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return None
    if isinstance(value, str | bool | int | float | datetime | date) or value is None:
        return value
    return str(value)


def write(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Days are dates and ages numbers; everything else is text, also when it looks like a number or a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Aanbod")
    sheet.freeze_panes = "B3"
    for at in range(1, len(head()) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 28
    sheet.append([_styled(sheet, text, Font(bold=True)) for text in head()])
    sheet.append([_styled(sheet, text, Font(italic=True, color="4E5B59")) for text in help_row()])
    for row in rows:
        sheet.append([_written(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styled(sheet: Any, text: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    return cell


def _written(sheet: Any, value: Cell) -> Any:
    if isinstance(value, str):
        value = guarded(ILLEGAL_CHARACTERS_RE.sub("", value))
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "DD-MM-YYYY"
    elif isinstance(value, str):
        cell.number_format = "@"
        cell.data_type = "s"
    return cell
