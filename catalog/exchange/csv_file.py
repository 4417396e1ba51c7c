"""CSV as Dutch spreadsheets write it and read it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from catalog.exchange.cells import MOST_COLUMNS, Cell, Names, guarded, head, help_row, read_table
from catalog.exchange.sheet import LARGEST_TEXT, Sheet
from kit.errors import Invalid

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ";,\t"


def decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or as Windows writes it. Raises Invalid for anything else."""
    encodings = [encoding for mark, encoding in MARKS if content.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid("Dit bestand is niet te lezen als tekst. Bewaar het als CSV (UTF-8) of als Excel-bestand.")


def read(content: bytes, names: Names) -> Sheet:
    """Rows are numbered as a spreadsheet shows them, so a cell with several lines counts once. Raises Invalid when it is no such file."""
    text = decoded(content)
    if len(text) > LARGEST_TEXT:
        raise Invalid("Dit bestand is te groot.")
    try:
        return read_table(_rows(text), names)
    except csv.Error:
        raise Invalid("Dit is geen goed CSV-bestand. Kijk of elk aanhalingsteken ook weer sluit.") from None


def _rows(text: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1):
        yield number, row[: MOST_COLUMNS + 1] or [None]


def write(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a mark that tells Excel that this is UTF-8; text that begins like a formula is made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head())
    writer.writerow(help_row())
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return guarded(str(cell or ""))
