"""Any file as a sheet, and offers as any file."""

from collections.abc import Callable, Sequence
from typing import Literal

from catalog.exchange import csv_file, hsds_file, xlsx_file, yaml_file
from catalog.exchange.cells import Names, cells_of
from catalog.exchange.sheet import LARGEST_FILE, Sheet
from catalog.forms import Body
from kit import public_http
from kit.errors import Invalid, TooLarge

Form = Literal["xlsx", "csv", "yaml"]
ZIP = b"PK\x03\x04"
ADDRESSES = ".txt"
KINDS = "Kies een bestand van Excel (.xlsx), CSV, YAML, JSON (open data) of tekst (.txt met webadressen)."


def read(name: str, content: bytes, names: Names) -> Sheet:
    """Raises Invalid or TooLarge for a file that is not what its name says, or that we do not dare to open."""
    if len(content) > LARGEST_FILE:
        raise TooLarge("Dit bestand is groter dan 5 MB. Maak er kleinere bestanden van.")
    kinds: dict[tuple[str, ...], Callable[[], Sheet]] = {
        (".xlsx",): lambda: xlsx_file.read(content, names),
        (".csv",): lambda: csv_file.read(content, names),
        (".yml", ".yaml"): lambda: yaml_file.read(content),
        (".json", ".ndjson", ".jsonl"): lambda: hsds_file.sheet_of(
            [("", service) for service in hsds_file.services_in(hsds_file.loaded(content))], names
        ),
    }
    found = next((read for endings, read in kinds.items() if name.lower().endswith(endings)), None)
    if found is None:
        raise Invalid(KINDS)
    if content.startswith(ZIP) != name.lower().endswith(".xlsx"):
        raise Invalid("De naam van dit bestand past niet bij wat erin zit. Bewaar het opnieuw.")
    return found()


async def fetch(addresses: list[str], names: Names) -> Sheet:
    """What stands behind these addresses, as a sheet. Raises Invalid."""
    budget = public_http.Budget()

    async def content(address: str) -> bytes:
        return (await public_http.read(address, budget))[1]

    return hsds_file.sheet_of(await hsds_file.fetched(addresses, content), names)


def write(kind: Form, offers: Sequence[tuple[Body, str]], names: Names) -> bytes:
    """Each offer with its status."""
    if kind == "yaml":
        return yaml_file.write(offers)
    rows = (cells_of(body, status, names) for body, status in offers)
    return csv_file.write(rows) if kind == "csv" else xlsx_file.write(rows)
