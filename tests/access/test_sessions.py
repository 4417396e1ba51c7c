"""A session lives on the server: it ends by itself, by signing out, by an admin, and at once when an account changes."""

import httpx
import pytest

from access import retention
from access.models import StaffSession
from access.pages import SESSION
from access.people import People
from access.schemas import Role
from access.service import Access
from tests.access.conftest import Clock, Log
from tests.access.factory import ADMIN, PASSWORD, Visitor, code, person, sign_in


class TestTheClock:
    async def test_half_an_hour_without_a_click(self, client: httpx.AsyncClient, time: Clock) -> None:
        staff = await sign_in(client)
        for _ in range(3):
            time.forward(minutes=29)
            assert (await staff.get("/beheer/")).status_code == 200, "a click keeps it open"
        time.forward(minutes=31)
        assert (await staff.get("/beheer/")).status_code == 303
        time.forward(minutes=-31)
        assert (await staff.get("/beheer/")).status_code == 303, "it is gone, not asleep"

    async def test_ten_hours_whatever_one_does(self, client: httpx.AsyncClient, time: Clock) -> None:
        staff = await sign_in(client)
        for _ in range(23):
            time.forward(minutes=26)
            assert (await staff.get("/beheer/")).status_code == 200
        time.forward(minutes=26)
        assert (await staff.get("/beheer/")).status_code == 303

    async def test_who_is_typing_can_say_so(self, client: httpx.AsyncClient, time: Clock) -> None:
        staff = await sign_in(client)
        time.forward(minutes=20)
        assert (await staff.post("/beheer/blijf")).status_code == 204
        time.forward(minutes=20)
        assert (await staff.get("/beheer/")).status_code == 200

    async def test_what_is_over_is_cleaned_up(self, client: httpx.AsyncClient, access: Access, time: Clock, log: Log) -> None:
        await sign_in(client)
        time.forward(days=366)
        await retention.clean(access.database, access.settings)
        async with access.database.session() as session:
            assert await session.get(StaffSession, "x") is None
            assert (await session.execute(StaffSession.__table__.select())).all() == []
        assert await log() == []


class TestSigningOut:
    async def test_here(self, client: httpx.AsyncClient, log: Log) -> None:
        staff = await sign_in(client)
        answer = await staff.post("/beheer/uitloggen")
        assert (answer.status_code, answer.headers["location"]) == (303, "/beheer/inloggen?uit=ja")
        assert f'{SESSION}=""' in answer.headers["set-cookie"]
        assert answer.headers["clear-site-data"] == '"cache"'
        assert (await staff.get("/beheer/")).status_code == 303
        assert (staff.staff.id, "uitgelogd", None, staff.staff.id) in await log()

    async def test_everywhere(self, client: httpx.AsyncClient, access: Access, visitor: Visitor) -> None:
        account, secret = await person(access)
        secrets = []
        for later in (0, 1):
            await visitor.password(account.email)
            await visitor.post("/beheer/inloggen/code", code=code(secret, later))
            secrets.append(visitor.cookies.pop(SESSION))
        visitor.cookies[SESSION] = secrets[1]
        await visitor.get("/beheer/account")
        await visitor.post("/beheer/uitloggen", overal="ja")
        assert [await access.current(found) for found in secrets] == [None, None]

    async def test_another_session_of_oneself_but_not_of_somebody_else(self, client: httpx.AsyncClient, access: Access) -> None:
        staff, stranger = await sign_in(client), await sign_in(client)
        current = await access.current(stranger.secret)
        assert current
        assert (await staff.post(f"/beheer/account/sessies/{current.number}")).status_code == 404
        assert await access.current(stranger.secret)
        own = await access.current(staff.secret)
        assert own
        assert (await staff.post(f"/beheer/account/sessies/{own.number}")).status_code == 303
        assert await access.current(staff.secret) is None

    async def test_get_does_not_sign_out(self, client: httpx.AsyncClient) -> None:
        staff = await sign_in(client)
        assert (await staff.get("/beheer/uitloggen")).status_code == 405


class TestAtOnce:
    async def test_switched_off(self, client: httpx.AsyncClient, access: Access) -> None:
        staff, admin = await sign_in(client), await sign_in(client, ADMIN)
        assert (await staff.get("/beheer/")).status_code == 200
        await admin.post(f"/beheer/toegang/{staff.staff.id}/uit")
        assert (await staff.get("/beheer/")).status_code == 303

    async def test_roles_changed(self, client: httpx.AsyncClient, access: Access) -> None:
        staff, admin = await sign_in(client), await sign_in(client, ADMIN)
        await People(access).set_roles(admin.staff, staff.staff.id, frozenset({("baarn", Role.EDITOR)}))
        assert (await staff.get("/beheer/")).status_code == 303

    async def test_the_same_roles_again_end_nothing(self, client: httpx.AsyncClient, access: Access) -> None:
        staff, admin = await sign_in(client), await sign_in(client, ADMIN)
        await People(access).set_roles(admin.staff, staff.staff.id, staff.staff.roles)
        assert (await staff.get("/beheer/")).status_code == 200

    async def test_an_admin_ends_sessions(self, client: httpx.AsyncClient) -> None:
        staff, admin = await sign_in(client), await sign_in(client, ADMIN)
        await admin.post(f"/beheer/toegang/{staff.staff.id}/sessies")
        assert (await staff.get("/beheer/")).status_code == 303

    @pytest.mark.parametrize("made_up", ["", "x", "a" * 43, "é", "' OR 1=1 --"])
    async def test_a_made_up_cookie(self, client: httpx.AsyncClient, made_up: str) -> None:
        answer = await client.get("/beheer/", headers=[(b"cookie", f"{SESSION}={made_up}".encode())])
        assert answer.status_code == 303


class TestNothingTypedIsLost:
    """Somebody fills in a long form, goes for lunch, and saves."""

    async def test_the_form_comes_back_and_can_be_sent_after_signing_in(
        self, client: httpx.AsyncClient, visitor: Visitor, access: Access, time: Clock
    ) -> None:
        account, secret = await person(access, ADMIN)
        await visitor.password(account.email)
        await visitor.post("/beheer/inloggen/code", code=code(secret))
        await visitor.get("/beheer/toegang")
        time.forward(hours=1)
        form = {"email": "lang.werk@gemeente.example", "gemeente": "baarn", "extra": "editor"}
        answer = await visitor.post("/beheer/toegang", **form)
        assert answer.status_code == 403
        assert "Je was even weg" in answer.text and "lang.werk@gemeente.example" in answer.text and "nieuw tabblad" in answer.text
        kept = visitor.page
        await visitor.password(account.email)
        await visitor.post("/beheer/inloggen/code", code=code(secret))
        visitor.page = kept
        answer = await visitor.post("/beheer/toegang", **form)
        assert "Wat je had ingevuld, is er nog" in answer.text
        answer = await visitor.post("/beheer/toegang", **form)
        assert answer.status_code == 200
        assert "Geef deze link aan" in answer.text

    async def test_a_password_is_not_put_in_a_page(self, client: httpx.AsyncClient, time: Clock) -> None:
        staff = await sign_in(client)
        time.forward(hours=1)
        answer = await staff.post("/beheer/account/wachtwoord", {"old": "geheim woord", "password": "b", "again": "b"})
        assert answer.status_code == 303
        assert "geheim woord" not in answer.text


class TestFlash:
    async def test_is_shown_once_and_only_to_its_owner(self, client: httpx.AsyncClient, access: Access) -> None:
        staff, other = await sign_in(client), await sign_in(client)
        await access.keep_flashes(staff.secret, ["Eerste.", "<b>Tweede</b>"])
        assert "Eerste" not in (await other.get("/beheer/")).text
        page = (await staff.get("/beheer/")).text
        assert "Eerste." in page and "&lt;b&gt;Tweede" in page
        assert "Eerste" not in (await staff.get("/beheer/")).text

    async def test_survives_the_redirect_of_a_form(self, client: httpx.AsyncClient) -> None:
        staff, admin = await sign_in(client), await sign_in(client, ADMIN)
        await admin.post(f"/beheer/toegang/{staff.staff.id}/sessies")
        assert "overal uitgelogd" in (await admin.get("/beheer/")).text


class TestOwnAccount:
    async def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
        self, client: httpx.AsyncClient, visitor: Visitor, access: Access
    ) -> None:
        account, secret = await person(access)
        await visitor.password(account.email)
        await visitor.post("/beheer/inloggen/code", code=code(secret))
        first = visitor.cookies[SESSION]
        new = "groene fietsen slapen nooit"
        await visitor.get("/beheer/account")
        answer = await visitor.post("/beheer/account/wachtwoord", old="fout", password=new, again=new)
        assert answer.status_code == 422
        assert "Dit is niet je wachtwoord van nu" in answer.text
        answer = await visitor.post("/beheer/account/wachtwoord", old=PASSWORD, password=new, again=new)
        assert answer.status_code == 303
        assert await access.current(first) is None
        assert "Je wachtwoord is veranderd" in (await visitor.get("/beheer/account")).text
        await visitor.post("/beheer/uitloggen")
        assert (await visitor.password(account.email)).status_code == 401
        assert (await visitor.password(account.email, new)).status_code == 200

    @pytest.mark.parametrize(
        ("new", "reason"),
        [
            ("kort", "12 tekens of meer"),
            ("wachtwoord123", "makkelijk te raden"),
            ("Welkom2026!!", "makkelijk te raden"),
            ("aaaaaaaaaaaaaaaa", "makkelijk te raden"),
            ("x" * 201, "200 tekens of minder"),
        ],
    )
    async def test_an_easy_password_is_refused(self, client: httpx.AsyncClient, new: str, reason: str) -> None:
        staff = await sign_in(client)
        answer = await staff.post("/beheer/account/wachtwoord", {"old": PASSWORD, "password": new, "again": new})
        assert answer.status_code == 422
        assert reason in answer.text

    async def test_guessing_the_old_password_is_slowed_down(self, client: httpx.AsyncClient) -> None:
        staff = await sign_in(client)
        new = {"password": "groene fietsen slapen nooit", "again": "groene fietsen slapen nooit"}
        for _ in range(5):
            await staff.post("/beheer/account/wachtwoord", {"old": "fout", **new})
        assert "te vaak" in (await staff.post("/beheer/account/wachtwoord", {"old": PASSWORD, **new})).text

    async def test_a_new_app_replaces_the_old_one(self, client: httpx.AsyncClient, visitor: Visitor, access: Access) -> None:
        account, secret = await person(access)
        await visitor.password(account.email)
        await visitor.post("/beheer/inloggen/code", code=code(secret))
        shown, sealed = People(access).offer_code(account.id)
        _, of_another = People(access).offer_code("another")
        await visitor.get("/beheer/account/code")
        assert "<svg" in visitor.page
        assert (await visitor.post("/beheer/account/code", old=PASSWORD, sealed=of_another, code=code(shown))).status_code == 422
        assert (await visitor.post("/beheer/account/code", old=PASSWORD, sealed=sealed, code="123456")).status_code == 422
        assert (await visitor.post("/beheer/account/code", old="fout", sealed=sealed, code=code(shown))).status_code == 422
        answer = await visitor.post("/beheer/account/code", old=PASSWORD, sealed=sealed, code=code(shown))
        assert answer.status_code == 200
        assert answer.text.count("<li><code>") == 10
        del visitor.cookies[SESSION]
        await visitor.password(account.email)
        assert (await visitor.post("/beheer/inloggen/code", code=code(secret, later=1))).status_code == 401
        assert (await visitor.post("/beheer/inloggen/code", code=code(shown, later=1))).status_code == 303
