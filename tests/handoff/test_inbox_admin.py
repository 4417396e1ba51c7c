"""What the admin sees and does: post that could not be sent, and who works for which team. Never what a parent asked."""

import httpx
import pytest
from sqlalchemy import select

from access.models import AuditEntry
from access.schemas import Role
from handoff.models import OutboxEntry, TeamMember
from kit import clock
from tests.access.conftest import no_name_lists_or_encoder as no_name_lists_or_encoder
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import StaffClient, sign_in
from tests.handoff.asking import desk
from tests.handoff.desk import NAME, QUESTION, question, two_teams, worker
from tests.pages.test_templates import parse

HOME = "/beheer/teams"


async def admin(client: httpx.AsyncClient, gemeente: str = "voorbeeldstad") -> StaffClient:
    return await sign_in(client, {(gemeente, Role.ADMIN)})


async def stuck(client: httpx.AsyncClient, gemeente: str = "voorbeeldstad", state: str = "opgegeven") -> OutboxEntry:
    row = await question(client, gemeente=gemeente)
    values = {"tries": 20, "next_at": clock.now(), "error": "SMTPConnectError", "state": state}
    entry = OutboxEntry(handoff_id=row.id, channel="mail", occasion="nieuw", **values)
    async with desk(client).database.session() as session:
        session.add(entry)
    return entry


async def state_of(client: httpx.AsyncClient, entry: OutboxEntry) -> tuple[str, int]:
    async with desk(client).database.session() as session:
        found = await session.get_one(OutboxEntry, entry.id)
        return found.state, found.tries


class TestPost:
    async def test_what_was_given_up_is_shown_and_tried_again(self, client: httpx.AsyncClient) -> None:
        entry, boss = await stuck(client), await admin(client)
        text = (await boss.get(HOME)).text
        assert "SMTPConnectError" in text and "20 keer" in text and QUESTION not in text and NAME not in text
        assert (await boss.post(f"{HOME}/post/{entry.id}")).status_code == 303
        assert await state_of(client, entry) == ("wacht", 0)
        async with desk(client).database.session() as session:
            told = await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == entry.handoff_id))
            assert list(told) == ["post opnieuw geprobeerd"]
        assert "SMTPConnectError" not in (await boss.get(HOME)).text
        assert (await boss.post(f"{HOME}/post/{entry.id}")).status_code == 404

    async def test_what_must_still_go_elsewhere_after_a_deletion(self, client: httpx.AsyncClient) -> None:
        data = {"handoff": "weg", "reference": "K7MP-4RXT", "gemeente": "voorbeeldstad"}
        values = {"tries": 20, "next_at": clock.now(), "state": "opgegeven", "data": data}
        async with desk(client).database.session() as session:
            session.add(OutboxEntry(handoff_id=None, channel="klantinteracties", occasion="verwijderen", **values))
        text = (await (await admin(client)).get(HOME)).text
        assert "K7MP-4RXT" in text and "Verwijderen uit Open Klant" in text
        assert "K7MP-4RXT" not in (await (await admin(client, "zoetermeer")).get(HOME)).text

    @pytest.mark.parametrize("state", ["wacht", "verstuurd"])
    async def test_nothing_else_can_be_sent_again(self, client: httpx.AsyncClient, state: str) -> None:
        entry = await stuck(client, state=state)
        assert (await (await admin(client)).post(f"{HOME}/post/{entry.id}")).status_code == 404

    async def test_only_in_their_own_gemeente(self, client: httpx.AsyncClient) -> None:
        entry, other = await stuck(client), await admin(client, "zoetermeer")
        assert "SMTPConnectError" not in (await other.get(HOME)).text
        for who in (other, await worker(client), await sign_in(client, {("*", Role.EDITOR)})):
            assert (await who.post(f"{HOME}/post/{entry.id}")).status_code == 404
        assert await state_of(client, entry) == ("opgegeven", 20)


class TestTeams:
    async def test_who_works_for_one_team_sees_that_team(self, client: httpx.AsyncClient) -> None:
        await two_teams(client)
        east, west, noor, boss = (
            await question(client, team="oost"),
            await question(client, team="west"),
            await worker(client),
            await admin(client),
        )
        text = (await boss.get(HOME)).text
        parse(text)
        assert "Noor" in text
        answer = await boss.post(f"{HOME}/wie/voorbeeldstad/{noor.staff.id}", {"team": ["oost"]})
        assert answer.status_code == 303
        assert [(await noor.get(f"/beheer/vragen/{row.id}")).status_code for row in (east, west)] == [200, 404]
        # when no team is ticked any more
        await boss.post(f"{HOME}/wie/voorbeeldstad/{noor.staff.id}")
        assert (await noor.get(f"/beheer/vragen/{west.id}")).status_code == 200

    async def test_not_for_others(self, client: httpx.AsyncClient) -> None:
        await two_teams(client)
        noor, boss = await worker(client), await admin(client)
        path = f"{HOME}/wie/voorbeeldstad/{noor.staff.id}"
        for who in (noor, await admin(client, "zoetermeer"), await sign_in(client, {("voorbeeldstad", Role.EDITOR)})):
            assert (await who.post(path, {"team": ["oost"]})).status_code == 404
        # nor with a team that is none, nor for somebody who works elsewhere, nor for nobody
        assert (await boss.post(path, {"team": ["zuid"]})).status_code == 404
        for staff_id in ((await worker(client, "Zoe", "zoetermeer")).staff.id, boss.staff.id, "niemand"):
            assert (await boss.post(f"{HOME}/wie/voorbeeldstad/{staff_id}", {"team": ["oost"]})).status_code == 404
        async with desk(client).database.session() as session:
            assert list(await session.scalars(select(TeamMember))) == []
