"""Inviting, and the first visit: a link that works once, and an account that nobody else chose anything for."""

import re
import subprocess
import sys

import httpx
import pytest

from access import passwords
from access.pages import SESSION
from access.people import People
from access.schemas import Role
from access.service import Access
from kit.errors import FormMistakes, NotFound
from settings import ROOT
from tests.access.conftest import Clock, Log
from tests.access.factory import ADMIN, EDITOR, PASSWORD, Visitor, code, person, sign_in

NEW = "groene fietsen slapen nooit"


async def invited(access: Access, email: str = "nieuw@gemeente.example") -> str:
    made = await People(access).invite(None, email, EDITOR)
    assert made.secret
    return made.secret


def secret_in(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found.group(1).replace(" ", "")


def sealed_in(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    return found.group(1)


class TestFirstVisit:
    async def test_name_password_and_code_open_an_account(self, visitor: Visitor, access: Access, log: Log) -> None:
        secret = await invited(access, " Nieuw@Gemeente.Example ")
        page = await visitor.get(f"/beheer/uitnodiging/{secret}")
        assert "nieuw@gemeente.example" in page.text and "<svg" in page.text
        fields = {"name": "  Sam   de Vries ", "password": NEW, "again": NEW, "sealed": sealed_in(page.text)}
        answer = await visitor.post(f"/beheer/uitnodiging/{secret}", code=code(secret_in(page.text)), **fields)
        assert answer.status_code == 200
        codes = re.findall(r"<li><code>([a-z2-9-]{24})</code>", answer.text)
        assert len(set(codes)) == 10
        current = await access.current(visitor.cookies[SESSION])
        assert current
        assert (current.staff.name, current.staff.roles) == ("Sam de Vries", EDITOR)
        actions = [(who, action) for who, action, _, subject in await log() if subject == current.staff.id]
        assert actions == [(None, "rol erbij: editor"), (None, "uitgenodigd"), (current.staff.id, "uitnodiging gebruikt")]
        # and from then on the ordinary way in works, with a recovery code too
        visitor.cookies.clear()
        assert (await visitor.password("nieuw@gemeente.example", NEW)).status_code == 200
        assert (await visitor.post("/beheer/inloggen/code", code=codes[0])).status_code == 303

    async def test_the_link_works_once(self, visitor: Visitor, access: Access) -> None:
        secret = await invited(access)
        page = await visitor.get(f"/beheer/uitnodiging/{secret}")
        fields = {"name": "Sam", "password": NEW, "again": NEW, "sealed": sealed_in(page.text), "code": code(secret_in(page.text))}
        assert (await visitor.post(f"/beheer/uitnodiging/{secret}", **fields)).status_code == 200
        await visitor.get("/beheer/")
        assert (await visitor.post(f"/beheer/uitnodiging/{secret}", **fields)).status_code == 404
        assert (await visitor.get(f"/beheer/uitnodiging/{secret}")).status_code == 404

    async def test_three_days_long(self, visitor: Visitor, access: Access, time: Clock) -> None:
        secret = await invited(access)
        time.forward(days=2, hours=23)
        assert (await visitor.get(f"/beheer/uitnodiging/{secret}")).status_code == 200
        time.forward(hours=2)
        answer = await visitor.get(f"/beheer/uitnodiging/{secret}")
        assert answer.status_code == 404
        assert "werkt niet meer" in answer.text

    async def test_a_new_link_ends_the_earlier_one(self, visitor: Visitor, access: Access) -> None:
        first, second = await invited(access), await invited(access)
        assert (await visitor.get(f"/beheer/uitnodiging/{first}")).status_code == 404
        assert (await visitor.get(f"/beheer/uitnodiging/{second}")).status_code == 200

    async def test_what_is_wrong_is_said_next_to_the_field_and_the_code_stays_the_same(self, visitor: Visitor, access: Access) -> None:
        secret = await invited(access)
        page = await visitor.get(f"/beheer/uitnodiging/{secret}")
        sealed = sealed_in(page.text)
        answer = await visitor.post(f"/beheer/uitnodiging/{secret}", name=" ", password="nieuw", again="x", sealed=sealed, code="1")
        assert answer.status_code == 422
        for field in ("name", "password", "again", "code"):
            assert f'href="#{field}"' in answer.text and f'id="{field}-fout"' in answer.text
        assert sealed_in(answer.text) == sealed
        assert secret_in(answer.text) == secret_in(page.text), "the app was set up already"

    async def test_a_code_made_for_another_person_does_not_count(self, visitor: Visitor, access: Access) -> None:
        secret = await invited(access)
        await visitor.get(f"/beheer/uitnodiging/{secret}")
        shown, of_another = People(access).offer_code("another")
        for sealed in (of_another, "", "gAAAA", shown):
            answer = await visitor.post(f"/beheer/uitnodiging/{secret}", name="S", password=NEW, again=NEW, sealed=sealed, code=code(shown))
            assert answer.status_code == 422

    async def test_the_link_is_not_kept(self, access: Access) -> None:
        secret = await invited(access)
        async with access.database.session() as session:
            from access.models import Invitation

            rows = str((await session.execute(Invitation.__table__.select())).all())
        assert secret not in rows

    async def test_lost_phone_the_new_way_in_replaces_the_old(self, visitor: Visitor, access: Access) -> None:
        account, old_secret = await person(access)
        await visitor.password(account.email)
        await visitor.post("/beheer/inloggen/code", code=code(old_secret))
        old_session = visitor.cookies.pop(SESSION)
        secret = await invited(access, account.email)
        page = await visitor.get(f"/beheer/uitnodiging/{secret}")
        fields = {"name": "Sam", "password": NEW, "again": NEW, "sealed": sealed_in(page.text), "code": code(secret_in(page.text))}
        await visitor.post(f"/beheer/uitnodiging/{secret}", **fields)
        assert await access.current(old_session) is None
        visitor.cookies.clear()
        assert (await visitor.password(account.email, PASSWORD)).status_code == 401


class TestWhoMayInvite:
    @pytest.mark.parametrize("email", ["", "geen adres", "a@b", "a b@c.nl", "<x>@c.nl", "a@c.nl\r\nBcc: x@y.nl", "x" * 250 + "@c.nl"])
    async def test_an_address_that_is_none(self, access: Access, email: str) -> None:
        with pytest.raises(FormMistakes):
            await People(access).invite(None, email, EDITOR)

    async def test_an_admin_of_one_gemeente_gives_roles_there_only(self, client: httpx.AsyncClient, access: Access) -> None:
        admin = await sign_in(client, {("baarn", Role.ADMIN)})
        for pair in (("soest", Role.EDITOR), ("*", Role.EDITOR)):
            with pytest.raises(NotFound):
                await People(access).invite(admin.staff, "x@gemeente.example", frozenset({pair}))
            answer = await admin.post("/beheer/toegang", {"email": "x@gemeente.example", "gemeente": pair[0], "extra": pair[1].value})
            assert answer.status_code == 404
        answer = await admin.post("/beheer/toegang", {"email": "x@gemeente.example", "gemeente": "baarn", "extra": ["editor", "admin"]})
        assert "Geef deze link aan" in answer.text

    async def test_an_admin_gets_no_link_into_an_account_that_is_in_use(self, client: httpx.AsyncClient, access: Access) -> None:
        admin = await sign_in(client, {("baarn", Role.ADMIN)})
        boss, _ = await person(access, ADMIN)
        made = await People(access).invite(admin.staff, boss.email, frozenset({("baarn", Role.EDITOR)}))
        assert made.secret is None
        with pytest.raises(NotFound):
            await People(access).new_link(admin.staff, boss.id)

    async def test_nothing_ticked(self, client: httpx.AsyncClient) -> None:
        admin = await sign_in(client, ADMIN)
        answer = await admin.post("/beheer/toegang", {"email": "x@gemeente.example", "gemeente": "baarn"})
        assert answer.status_code == 422
        assert "Kies wat deze persoon mag" in answer.text and 'value="x@gemeente.example"' in answer.text


class TestCommand:
    def _run(self, access: Access, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            "WEGWIJS_DATABASE_URL": access.settings.database_url,
            "WEGWIJS_VAR": str(access.settings.var),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-W", "error", "-m", "access", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    async def test_prints_a_link_that_works(self, visitor: Visitor, access: Access) -> None:
        done = self._run(
            access, "invite", "nieuw@gemeente.example", "--role", "editor", "--role", "wijkteam", "--gemeente", "voorbeeldstad"
        )
        assert done.returncode == 0, done.stderr
        link = done.stdout.splitlines()[0]
        assert link.startswith("http://localhost:8000/beheer/uitnodiging/")
        assert (await visitor.get(link.removeprefix("http://localhost:8000"))).status_code == 200

    async def test_says_what_is_wrong(self, access: Access) -> None:
        assert self._run(access, "invite", "geen adres", "--role", "editor", "--gemeente", "baarn").returncode == 1
        assert self._run(access, "invite", "a@b.nl", "--role", "baas", "--gemeente", "baarn").returncode == 2
        assert self._run(access, "invite", "a@b.nl", "--role", "editor", "--gemeente", "Baarn; drop").returncode == 2

    async def test_demo_accounts_are_made_once_with_random_passwords(self, access: Access) -> None:
        first = self._run(access, "demo").stdout
        made = dict(line.split() for line in first.splitlines())
        assert list(made) == ["redacteur@demo.example", "wijkteam@demo.example", "beheerder@demo.example"]
        assert len(set(made.values())) == 3 and all(len(password) >= 16 for password in made.values())
        again = self._run(access, "demo").stdout
        assert not any(password in again for password in made.values())
        third = dict(line.split() for line in self._run(access, "demo", "--again").stdout.splitlines())
        assert set(third.values()).isdisjoint(made.values())
        async with access.database.session() as session:
            from access import repository

            accounts = await repository.demo_accounts(session)
            roles = await repository.roles(session, [account.id for account in accounts])
        assert sorted(next(iter(pairs)) for pairs in roles.values()) == [
            ("*", Role.ADMIN),
            ("voorbeeldstad", Role.EDITOR),
            ("voorbeeldstad", Role.WIJKTEAM),
        ]
        account = next(found for found in accounts if found.email == "redacteur@demo.example")
        assert await passwords.right(account.password_hash, third["redacteur@demo.example"])
