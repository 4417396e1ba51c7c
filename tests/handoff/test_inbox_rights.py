"""Who may see and do what with a question: every id, role, gemeente and route. What is not theirs does not exist."""

import httpx
import pytest
from fastapi.routing import APIRoute

from access.schemas import Role
from handoff import repository
from handoff.models import Handoff, TeamMember
from handoff.pages import router
from handoff.schemas import Wanted
from tests.access.conftest import no_name_lists_or_encoder as no_name_lists_or_encoder
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import StaffClient, sign_in
from tests.handoff.asking import desk
from tests.handoff.desk import HOME, QUESTION, events, now_in, question, two_teams, worker
from tests.pages.test_templates import parse

ROLES: dict[str, set[tuple[str, Role]]] = {
    "team": {("voorbeeldstad", Role.WIJKTEAM)},
    "elsewhere": {("zoetermeer", Role.WIJKTEAM)},
    "both": {("voorbeeldstad", Role.WIJKTEAM), ("zoetermeer", Role.WIJKTEAM)},
    "everywhere": {("*", Role.WIJKTEAM)},
    "editor": {("voorbeeldstad", Role.EDITOR), ("*", Role.EDITOR)},
    "admin": {("voorbeeldstad", Role.ADMIN)},
    "admin of all": {("*", Role.ADMIN)},
    "nothing": set(),
}
SEES = {
    "team": {"oost", "west"},
    "oost only": {"oost"},
    "gone team only": set(),
    "elsewhere": {"other"},
    "both": {"oost", "west", "other"},
    "everywhere": {"oost", "west", "other"},
    "editor": set(),
    "admin": set(),
    "admin of all": set(),
    "nothing": set(),
}
STRANGE = ("AAAAAAAAAAAAAAAAAAAAAA", "1", "%00", "' OR 1=1 --")
FORM = {"version": "1", "note": "x", "result": "bereikt", "team": "west", "outcome": "geholpen"}


def ways() -> list[tuple[str, str]]:
    """Method and path of every route about one question, as the server has them."""
    found = [(method, f"/beheer{route.path}") for route in router.routes if isinstance(route, APIRoute) for method in route.methods or ()]
    return [(method, path) for method, path in found if path.startswith(f"{HOME}/{{handoff_id}}")]


async def people(client: httpx.AsyncClient) -> dict[str, StaffClient]:
    found = {name: await sign_in(client, roles) for name, roles in ROLES.items()}
    found["oost only"] = await worker(client, "Oost", "voorbeeldstad", "oost")
    found["gone team only"] = await worker(client, "Weg", "voorbeeldstad", "opgeheven")
    return found


async def questions(client: httpx.AsyncClient) -> dict[str, Handoff]:
    await two_teams(client)
    return {
        "oost": await question(client, team="oost"),
        "west": await question(client, team="west"),
        "other": await question(client, gemeente="zoetermeer"),
    }


async def ask(who: StaffClient, method: str, path: str) -> httpx.Response:
    return await (who.get(path) if method == "GET" else who.post(path, FORM))


class TestMatrix:
    async def test_what_is_not_theirs_does_not_exist(self, client: httpx.AsyncClient) -> None:
        rows, who, routes = await questions(client), await people(client), ways()
        assert len(routes) >= 11
        wrong = [
            (name, key, method, path, status)
            for name, person in who.items()
            for key, row in rows.items()
            if key not in SEES[name]
            for method, path in routes
            if (status := (await ask(person, method, path.replace("{handoff_id}", row.id))).status_code) != 404
        ]
        assert wrong == []
        # then nothing happened, and nobody was told that something is there
        for row in rows.values():
            assert [one.kind for one in await events(client, row)] == ["gemaakt"]
            assert (await now_in(client, row)).version == 1

    async def test_what_is_theirs_can_be_read(self, client: httpx.AsyncClient) -> None:
        rows, who = await questions(client), await people(client)
        for name, person in who.items():
            for key in SEES[name]:
                for path in ("", "/print"):
                    answer = await person.get(f"{HOME}/{rows[key].id}{path}")
                    parse(answer.text)
                    assert (answer.status_code, QUESTION in answer.text) == (200, True), (name, key, path)

    async def test_the_list_and_a_search_show_no_more(self, client: httpx.AsyncClient) -> None:
        rows, who = await questions(client), await people(client)
        for name, person in who.items():
            for query in ("", "?status=alle", "?gemeente=zoetermeer", "?team=west", *(f"?zoek={row.reference}" for row in rows.values())):
                answer = await person.get(f"{HOME}{query}")
                assert answer.status_code == (200 if person.staff.has(Role.WIJKTEAM) else 404), (name, query)
                shown = {key for key, row in rows.items() if f'href="{HOME}/{row.id}"' in answer.text}
                assert shown <= SEES[name], (name, query)

    @pytest.mark.parametrize("strange", STRANGE)
    async def test_an_id_that_is_none_does_not_exist(self, client: httpx.AsyncClient, strange: str) -> None:
        person = await sign_in(client, ROLES["everywhere"])
        for method, path in ways():
            assert (await ask(person, method, path.replace("{handoff_id}", strange))).status_code == 404, (method, path)

    async def test_nobody_signed_in_sees_nothing(self, client: httpx.AsyncClient) -> None:
        row = await question(client)
        for method, path in ways():
            answer = await client.request(method, path.replace("{handoff_id}", row.id))
            assert answer.status_code in (303, 403), (method, path)
            assert row.reference not in answer.text

    async def test_a_form_from_another_site_does_nothing(self, client: httpx.AsyncClient) -> None:
        row, person = await question(client), await worker(client)
        answer = await client.post(
            f"{HOME}/{row.id}/pak", data={"version": "1"}, headers={**person.cookies, "Origin": "https://evil.example"}
        )
        assert answer.status_code == 403
        assert (await now_in(client, row)).assignee is None


class TestVisibleTo:
    async def test_a_team_is_left_the_moment_it_is_taken_away(self, client: httpx.AsyncClient) -> None:
        rows = await questions(client)
        person = await worker(client, "Oost", "voorbeeldstad", "oost")
        assert (await person.get(f"{HOME}/{rows['west'].id}")).status_code == 404
        async with desk(client).database.session() as session:
            await repository.put_teams(session, person.staff.id, "voorbeeldstad", ["west"])
        assert (await person.get(f"{HOME}/{rows['west'].id}")).status_code == 200
        assert (await person.get(f"{HOME}/{rows['oost'].id}")).status_code == 404

    async def test_a_team_in_another_gemeente_limits_nothing_here(self, client: httpx.AsyncClient) -> None:
        rows, person = await questions(client), await sign_in(client, ROLES["both"])
        async with desk(client).database.session() as session:
            session.add(TeamMember(staff_id=person.staff.id, gemeente="zoetermeer", team="geen"))
        async with desk(client).database.session() as session:
            found, total = await repository.listed(session, person.staff, Wanted())
        assert ({row.id for row in found}, total) == ({rows["oost"].id, rows["west"].id}, 2)

    async def test_a_list_cannot_hold_what_is_sealed(self, client: httpx.AsyncClient) -> None:
        await question(client)
        person = await worker(client)
        async with desk(client).database.session() as session:
            (row,), _ = await repository.listed(session, person.staff, Wanted())
            assert "question" not in row.__dict__ and "contact" not in row.__dict__
