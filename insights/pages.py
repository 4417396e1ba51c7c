"""What was asked, for editors: a table per quarter and the same as CSV, under `/beheer/inzicht`. Works without JavaScript."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from access.pages import needs, page
from access.schemas import EVERYWHERE, Role, Staff
from catalog.search import KIND_LABELS, TOPIC_LABELS, Catalogue, Kind, Topic
from insights import repository
from insights.service import REST, SMALLEST, WAYS, Group, Period, Report, known_periods, report
from kit.errors import NotFound

HOME = "/beheer/inzicht"
WAY_LABELS = {"onderwerp": "Onderwerp", "leeftijd": "Onderwerp en leeftijd", "wijk": "Onderwerp en wijk"}
PART_LABELS = {"leeftijd": "Leeftijd van het kind", "wijk": "Wijk"}
HEADS = ("Gevraagd", "Niets paste", "Niets van hier", "Kwam bij een mens", "Hielp", "Hielp niet")
HIDDEN = f"minder dan {SMALLEST}, of niet te tonen"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
router = APIRouter(prefix="/inzicht")
Word = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True)
class Chosen:
    """What is shown. Without `period` nothing was counted yet in a week that is over."""

    gemeente: str
    gemeenten: list[tuple[str, str]]
    period: Period | None
    periods: list[Period]
    way: str
    found: Report


async def _chosen(session: AsyncSession, staff: Staff, known: Catalogue, gemeente: str, periode: str, per: str) -> Chosen:
    """Raises NotFound for a gemeente that is not theirs."""
    own = staff.gemeenten(Role.EDITOR)
    ids = set(await repository.gemeenten(session)) | set(known.profiles) if EVERYWHERE in own else set(own)
    names = sorted(((one, name_of(known, one)) for one in ids), key=lambda pair: pair[1])
    if gemeente and gemeente not in ids:
        raise NotFound()
    where = gemeente or (names[0][0] if names else "")
    periods = await known_periods(session, where)
    period = next((one for one in periods if one.name == periode), periods[0] if periods else None)
    way = per if per in WAYS else "onderwerp"
    found = await report(session, where, period, way) if period else Report([], False)
    return Chosen(where, names, period, periods, way, found)


def name_of(known: Catalogue, gemeente: str) -> str:
    profile = known.profile(gemeente)
    return profile.name if profile else gemeente.replace("_", " ").title()


def topic_label(topic: str) -> str:
    kind = topic.removeprefix("vorm:")
    if topic.startswith("vorm:") and kind in set(Kind):
        return f"Zocht: {KIND_LABELS[Kind(kind)].lower()}"
    return TOPIC_LABELS[Topic(topic)] if topic in set(Topic) else topic


def part_label(group: Group, way: str) -> str:
    if group.rest or group.part == REST:
        return "Overige samen"
    if not group.part:
        return "Niet bekend"
    return f"{group.part.replace('-', ' tot ').replace('+', ' en ouder')} jaar" if way == "leeftijd" else group.part


async def _asked(request: Request, staff: Staff, gemeente: str, periode: str, per: str) -> Chosen:
    tools = request.app.state.tools
    known = await tools.catalogue.current()
    async with tools.database.session() as session:
        return await _chosen(session, staff, known, gemeente, periode, per)


@router.get("")
async def overview(
    request: Request, staff: Annotated[Staff, needs(Role.EDITOR)], gemeente: Word = "", periode: Word = "", per: Word = ""
) -> Response:
    chosen = await _asked(request, staff, gemeente, periode, per)
    labels: dict[str, Any] = {"ways": WAY_LABELS, "part": PART_LABELS.get(chosen.way), "heads": HEADS, "smallest": SMALLEST}
    return page(request, staff, "insights/overview.html", home=HOME, chosen=chosen, rows=table(chosen), **labels)


@router.get("/csv")
async def download(
    request: Request, staff: Annotated[Staff, needs(Role.EDITOR)], gemeente: Word = "", periode: Word = "", per: Word = ""
) -> Response:
    """The table as it is on the page, for a spreadsheet: semicolons and a mark, as Dutch Excel expects."""
    chosen = await _asked(request, staff, gemeente, periode, per)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Gemeente", "Periode", "Onderwerp", *([PART_LABELS[chosen.way]] if chosen.way in PART_LABELS else []), *HEADS])
    for cells in table(chosen):
        told = [chosen.gemeente, chosen.period.name if chosen.period else "", *cells]
        writer.writerow([guarded(cell) if isinstance(cell, str) else HIDDEN if cell is None else cell for cell in told])
    name = f"wegwijs-vragen-{chosen.gemeente}-{chosen.way}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(f"\ufeff{out.getvalue()}", media_type="text/csv; charset=utf-8", headers=headers)


def table(chosen: Chosen) -> list[Sequence[str | int | None]]:
    """The rows with their labels; None for what is too small to show."""
    return [
        (
            topic_label(group.topic),
            *([part_label(group, chosen.way)] if chosen.way in PART_LABELS else []),
            *(group.asked, group.unmet, group.distant, group.person, group.helped, group.not_helped),
        )
        for group in chosen.found.groups
    ]


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
