"""YAML, the same as in catalog/offers/."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from catalog.exchange.sheet import DEFAULTS, FIELDS, ID, MOST_ROWS, STATUS, Row, Sheet, put
from catalog.forms import Body, clean, flatten, nest
from catalog.schemas import PRIVATE
from kit.errors import Invalid

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 8
MOST_EVENTS = 500_000
LIST = "Hier hoort een lijst te staan: elk aanbod begint met een streepje."


def read(content: bytes) -> Sheet:
    """Rows are numbered by the line on which an offer begins. Raises Invalid when it is no YAML, or YAML with tricks."""
    try:
        text = content.decode("utf-8-sig")
        inspect(text)
        loader = Loader(text)
        node = loader.get_single_node()
        if node is not None and not isinstance(node, yaml.SequenceNode):
            raise Invalid(LIST)
        items = node.value if node is not None else []
        if len(items) > MOST_ROWS:
            raise Invalid(f"Er staat meer dan {MOST_ROWS} keer aanbod in dit bestand. Maak er kleinere bestanden van.")
        sheet = Sheet()
        for item in items:
            _read_item(sheet, loader, item)
    except UnicodeDecodeError:
        raise Invalid("Dit bestand is niet te lezen. Bewaar het als UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid(f"Dit is geen goede YAML.{_where(error)} Kijk naar inspringen en aanhalingstekens.") from None
    return sheet


def _where(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f" Het gaat mis op regel {mark.line + 1}." if mark else ""


def inspect(text: str) -> None:
    """Refuses references (a small file that grows without end), great depth and other types, before anything is built."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=Loader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Invalid("Verwijzingen (& en *) kunnen niet in dit bestand. Schrijf de tekst voluit.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or number > MOST_EVENTS:
            raise Invalid("Dit bestand is te groot of te diep ingesprongen.")


def _read_item(sheet: Sheet, loader: Any, node: yaml.Node) -> None:
    row = Row(int(node.start_mark.line) + 1)
    sheet.rows.append(row)
    if not isinstance(node, yaml.MappingNode):
        sheet.wrong(row.number, ID, "Hier horen velden met waarden te staan.")
        return
    doubled = [str(key.value) for key, _ in node.value]
    for name in sorted({name for name in doubled if doubled.count(name) > 1}):
        sheet.wrong(row.number, name, "Dit veld staat er twee keer.")
    body = loader.construct_document(node)
    row.id = clean(str(body.get(ID) or "")[:80])
    put(sheet, row, dict(_known(sheet, row, body)))


def _known(sheet: Sheet, row: Row, body: Mapping[Any, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        path = f"{above}{name}"
        if path in FIELDS:
            yield path, value
        elif isinstance(value, Mapping) and any(known.startswith(f"{path}.") for known in FIELDS):
            yield from _known(sheet, row, value, f"{path}.")
        elif path not in (ID, STATUS):
            sheet.wrong(row.number, path[:60], "Dit veld bestaat niet. Kijk of het een typefout is.")


def write(bodies: Iterable[tuple[Body, str]]) -> bytes:
    """Offers with their status, without what speaks for itself."""
    return yaml.safe_dump([_plain(*one) for one in bodies], allow_unicode=True, sort_keys=False, width=120).encode()


def _plain(body: Body, status: str) -> Body:
    flat = {path: value for path, value in flatten(body).items() if DEFAULTS.get(path) != value and path not in PRIVATE}
    if not flat.get("example"):
        flat.pop("example", None)
    return {**nest(flat), STATUS: status}
