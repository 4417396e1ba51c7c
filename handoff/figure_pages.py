"""Figures for the team lead, under `/beheer/vragen/cijfers`, and the same as CSV."""

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from access.pages import SignedIn, page
from access.schemas import EVERYWHERE, Role, Staff
from handoff import inbox as words
from handoff.figures import SMALLEST, Report, of_gemeente
from handoff.service import Handoffs
from insights.pages import guarded
from kit.errors import NotFound

HOME = "/beheer/vragen/cijfers"
HIDDEN = f"minder dan {SMALLEST}, of niet te tonen"
router = APIRouter(prefix="/vragen/cijfers")
Word = Annotated[str, Query(max_length=80)]


async def _asked(request: Request, staff: Staff, gemeente: str, kwartaal: str) -> dict[str, Any]:
    """For the team and for the admin: there is no word of a parent in it. Raises NotFound for a gemeente that is not theirs."""
    handoffs: Handoffs = request.app.state.handoffs
    known = await handoffs.catalogue.current()
    own = staff.gemeenten(Role.WIJKTEAM) | staff.gemeenten(Role.ADMIN)
    ids = {*known.profiles} if EVERYWHERE in own else own
    places = sorted(((one, words.gemeente_name(known, one)) for one in ids), key=lambda pair: pair[1])
    if not places or (gemeente and gemeente not in ids):
        raise NotFound()
    chosen = gemeente or places[0][0]
    profile = known.profile(chosen)
    teams = {team.id: team.name for team in profile.handoff.teams} if profile else {}
    async with handoffs.database.session() as session:
        quarters, found = await of_gemeente(session, chosen, kwartaal, teams)
    return {"home": HOME, "places": places, "gemeente": chosen, "quarters": quarters, "found": found, "smallest": SMALLEST}


@router.get("")
async def overview(request: Request, staff: SignedIn, gemeente: Word = "", kwartaal: Word = "") -> Response:
    return page(request, staff, "vraag_cijfers.html", **await _asked(request, staff, gemeente, kwartaal))


@router.get("/csv")
async def download(request: Request, staff: SignedIn, gemeente: Word = "", kwartaal: Word = "") -> Response:
    """What the page shows, for a spreadsheet: semicolons and a mark, as Dutch Excel expects."""
    found = await _asked(request, staff, gemeente, kwartaal)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Gemeente", "Periode", "Wat", "Groep", "Aantal"])
    names = dict(found["places"])
    for cells in _cells(found["found"]):
        told = [names[found["gemeente"]], *cells]
        writer.writerow([guarded(cell) if isinstance(cell, str) else HIDDEN if cell is None else cell for cell in told])
    headers = {"Content-Disposition": f'attachment; filename="wegwijs-cijfers-{found["gemeente"]}.csv"'}
    return Response(f"\ufeff{out.getvalue()}", media_type="text/csv; charset=utf-8", headers=headers)


def _cells(found: Report | None) -> list[tuple[str, str, str, int | None]]:
    if found is None:
        return []
    whole = {"Vragen": found.total, "Uren tot eerste contact, de middelste": found.hours, "Vragen per 100 onderwerpen": found.per_hundred}
    told = [(found.quarter, "Alles samen", name, count) for name, count in whole.items()]
    return told + [(found.quarter, table.title, row.label, row.count) for table in found.tables for row in table.rows]
