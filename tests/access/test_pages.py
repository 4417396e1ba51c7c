"""Every staff page: valid, with its headers, never what a stranger typed as markup; and the rights of an admin."""

import html5lib
import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI

from access.nav import ENTRIES, entries
from access.pages import needs
from access.people import LastAdmin, People
from access.schemas import Role, Staff
from access.service import Access
from tests.access.conftest import Log
from tests.access.factory import ADMIN, EDITOR, person, sign_in

HOSTILE = "<script>alert(1)</script>\"'"
PAGES = ["/beheer/inloggen", "/beheer/", "/beheer/account", "/beheer/account/code", "/beheer/toegang", "/beheer/bestaat-niet"]


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    async def test_valid_labelled_and_escaped(self, client: httpx.AsyncClient, path: str) -> None:
        admin = await sign_in(client, ADMIN, name=HOSTILE)
        text = (await (client.get(path) if "inloggen" in path else admin.get(path))).text
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)  # type: ignore[no-untyped-call]
        assert tree.attrib["lang"] == "nl"
        assert len(tree.findall(".//h1")) == 1
        assert tree.findtext(".//title", "").endswith("Wegwijs beheer")
        ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids))
        labels = {label.attrib.get("for") for label in tree.iter("label")}
        typed = [
            field
            for field in tree.iter("input")
            if field.attrib.get("type", "text") in ("text", "email", "password") and "hidden" not in field.attrib
        ]
        assert all(field.attrib["id"] in labels for field in typed)
        assert not any({"style", "onclick"} & set(element.attrib) for element in tree.iter())
        assert "<script>alert" not in text

    @pytest.mark.parametrize("path", PAGES)
    async def test_headers(self, client: httpx.AsyncClient, path: str) -> None:
        headers = (await client.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"] and "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert "max-age=31536000" in headers["strict-transport-security"]
        assert "location" in headers or headers["content-type"] == "text/html; charset=utf-8"


class TestNav:
    def test_shows_what_a_role_may_see(self) -> None:
        def seen(*roles: Role) -> set[str]:
            return {entry.label for entry in entries(Staff("1", "n", "e", frozenset(("baarn", role) for role in roles)))}

        assert seen(Role.ADMIN) >= {"Aanbod", "Toegang"}
        assert "Toegang" not in seen(Role.EDITOR) and "Aanbod" in seen(Role.EDITOR)
        assert not {"Aanbod", "Toegang"} & seen(Role.WIJKTEAM)
        assert len({entry.path for entry in ENTRIES}) == len(ENTRIES)

    async def test_every_line_of_the_menu_leads_somewhere(self, client: httpx.AsyncClient) -> None:
        admin = await sign_in(client, ADMIN | {("*", Role.WIJKTEAM)})
        assert {entry.path: (await admin.get(entry.path)).status_code for entry in ENTRIES} == {entry.path: 200 for entry in ENTRIES}


class TestStaff:
    def test_an_admin_may_what_an_editor_may_and_no_more(self) -> None:
        staff = Staff("1", "n", "e", frozenset({("baarn", Role.ADMIN), ("soest", Role.EDITOR), ("*", Role.WIJKTEAM)}))
        assert staff.gemeenten(Role.EDITOR) == {"baarn", "soest"}
        may = {(role.value, place) for role in Role for place in ("baarn", "soest", "leusden", "*") if staff.may(role, place)}
        everywhere = {("wijkteam", place) for place in ("baarn", "soest", "leusden", "*")}
        assert may == {("editor", "baarn"), ("editor", "soest"), ("admin", "baarn")} | everywhere


class TestNeeds:
    @pytest.mark.parametrize(
        ("pairs", "found"),
        [
            (EDITOR, [200, 200, 404]),
            ({("baarn", Role.EDITOR)}, [200, 404, 200]),
            ({("baarn", Role.ADMIN)}, [200, 404, 200]),
            ({("*", Role.EDITOR)}, [200, 200, 200]),
            ({("voorbeeldstad", Role.WIJKTEAM)}, [404, 404, 404]),
            (set(), [404, 404, 404]),
        ],
    )
    async def test_what_is_not_theirs_does_not_exist(
        self, client: httpx.AsyncClient, pairs: set[tuple[str, Role]], found: list[int]
    ) -> None:
        app: FastAPI = client.app  # type: ignore[attr-defined]
        router = APIRouter(prefix="/beheer/proef", dependencies=[needs(Role.EDITOR)])
        for path in ("", "/{gemeente}"):
            router.add_api_route(path, lambda: "ok", dependencies=[Depends(lambda: None)])
        app.include_router(router)
        staff = await sign_in(client, pairs)
        paths = ("", "/voorbeeldstad", "/baarn")
        assert [(await staff.get(f"/beheer/proef{path}")).status_code for path in paths] == found


class TestAdmin:
    @pytest.mark.parametrize("pairs", [EDITOR, {("*", Role.EDITOR)}, {("voorbeeldstad", Role.WIJKTEAM)}, set()])
    async def test_only_an_admin_sees_who_may_come_in(
        self, client: httpx.AsyncClient, access: Access, pairs: set[tuple[str, Role]]
    ) -> None:
        staff, (victim, _) = await sign_in(client, pairs), await person(access)
        for path in ("/beheer/toegang", f"/beheer/toegang/{victim.id}"):
            assert (await staff.get(path)).status_code == 404
        for action in ("rollen", "uit", "aan", "link", "sessies"):
            assert (await staff.post(f"/beheer/toegang/{victim.id}/{action}")).status_code == 404
        assert (await staff.post("/beheer/toegang", {"email": "x@y.nl", "gemeente": "*", "extra": "admin"})).status_code == 404

    async def test_an_admin_of_one_gemeente_reaches_no_further(self, client: httpx.AsyncClient, access: Access, log: Log) -> None:
        admin = await sign_in(client, {("baarn", Role.ADMIN)})
        elsewhere, _ = await person(access, {("soest", Role.EDITOR)}, name="Elders Werkt")
        both, _ = await person(access, {("soest", Role.EDITOR), ("baarn", Role.EDITOR)}, name="Beide Werkt")
        page = (await admin.get("/beheer/toegang")).text
        assert "Beide Werkt" in page and "Elders Werkt" not in page
        for action in ("rollen", "uit", "aan", "link", "sessies"):
            assert (await admin.post(f"/beheer/toegang/{elsewhere.id}/{action}")).status_code == 404
        for action in ("uit", "aan", "link"):
            assert (await admin.post(f"/beheer/toegang/{both.id}/{action}")).status_code == 404
        assert (await admin.post(f"/beheer/toegang/{both.id}/rollen", {"kept": "soest:admin"})).status_code == 404
        assert (await admin.post(f"/beheer/toegang/{both.id}/rollen")).status_code == 303
        left = [
            pair
            for pair in (("soest", Role.EDITOR), ("baarn", Role.EDITOR))
            if pair in (await People(access).person(await _boss(access), both.id)).roles
        ]
        assert left == [("soest", Role.EDITOR)], "what is elsewhere stays"
        assert (admin.staff.id, "rol eraf: editor", "baarn", both.id) in await log()

    async def test_the_last_admin_stays(self, client: httpx.AsyncClient, access: Access) -> None:
        admin = await sign_in(client, ADMIN)
        answer = await admin.post(f"/beheer/toegang/{admin.staff.id}/uit")
        assert answer.status_code == 409
        assert "laatste beheerder" in answer.text
        assert (await admin.post(f"/beheer/toegang/{admin.staff.id}/rollen")).status_code == 409
        assert (await admin.get("/beheer/")).status_code == 200, "nothing happened"
        await person(access, ADMIN, active=False)
        await person(access, ADMIN, demo=True)
        await People(access).invite(None, "komt.nog@gemeente.example", ADMIN)
        with pytest.raises(LastAdmin):
            await People(access).switch(admin.staff, admin.staff.id, on=False)
        await person(access, ADMIN)
        assert (await admin.post(f"/beheer/toegang/{admin.staff.id}/rollen")).status_code == 303

    async def test_everything_is_written_down(self, client: httpx.AsyncClient, access: Access, log: Log) -> None:
        admin, (other, _) = await sign_in(client, ADMIN), await person(access)
        for action, data in (
            ("rollen", {"kept": "voorbeeldstad:editor", "gemeente": "baarn", "extra": "wijkteam"}),
            ("link", {}),
            ("sessies", {}),
            ("uit", {}),
            ("aan", {}),
        ):
            assert (await admin.post(f"/beheer/toegang/{other.id}/{action}", data)).status_code in (200, 303)
        written = [(action, gemeente) for who, action, gemeente, subject in await log() if (who, subject) == (admin.staff.id, other.id)]
        assert written == [
            ("rol erbij: wijkteam", "baarn"),
            ("uitgenodigd", None),
            ("sessies beëindigd", None),
            ("uitgezet", None),
            ("aangezet", None),
        ]


async def _boss(access: Access) -> Staff:
    account, _ = await person(access, ADMIN)
    return Staff(account.id, account.name, account.email, ADMIN)


class TestAudit:
    async def test_a_row_that_is_changed_or_taken_out_is_noticed(self, access: Access) -> None:
        from sqlalchemy import delete, update

        from access import audit
        from access.models import AuditEntry

        async with access.database.session() as session:
            for number in range(5):
                await audit.record(session, None, "proef", "baarn", str(number))
        async with access.database.session() as session:
            assert await audit.broken(session) is None
            ids = [entry for entry in await session.scalars(AuditEntry.__table__.select().order_by(AuditEntry.id))]
        for change in (
            update(AuditEntry).where(AuditEntry.id == ids[2]).values(subject="x"),
            delete(AuditEntry).where(AuditEntry.id == ids[2]),
        ):
            async with access.database.session() as session:
                await session.execute(change)
                assert await audit.broken(session) in (ids[2], ids[3])
