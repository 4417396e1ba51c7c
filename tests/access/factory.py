"""Staff for tests: an account of any kind, and a client that is signed in as one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import httpx
import pyotp

from access import csrf, passwords, repository, totp
from access.models import Account
from access.pages import SESSION
from access.schemas import Role, Staff
from access.service import Access, Visit, open_session
from kit import clock
from kit.ids import new_id

PASSWORD = "vier paarse lampen dansen"
ORIGIN = "http://test"
SAME_SITE = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
EDITOR = frozenset({("voorbeeldstad", Role.EDITOR)})
ADMIN = frozenset({("*", Role.ADMIN)})
VISIT = Visit("192.0.2.1", None, "Firefox op Linux")
Pairs = Iterable[tuple[str, Role]]


def access_of(client: httpx.AsyncClient) -> Access:
    return client.app.state.access  # type: ignore[attr-defined, no-any-return]


async def person(access: Access, roles: Pairs = EDITOR, email: str = "", password: str = PASSWORD, **more: Any) -> tuple[Account, str]:
    """An account that somebody uses, and the secret of its codes."""
    staff_id, secret = new_id(), totp.new_secret()
    values = {"name": "Noor de Tester", "active": True, "demo": False, "totp_step": 0, "totp_sealed": access.seal.close(secret), **more}
    account = Account(id=staff_id, email=email or f"{staff_id.lower()}@gemeente.example", created_at=clock.now(), **values)
    account.password_hash = await passwords.hashed(password)
    async with access.database.session() as session:
        session.add(account)
        await session.flush()
        await repository.put_roles(session, staff_id, roles)
    return account, secret


def code(secret: str, later: int = 0) -> str:
    """What the app shows now, or `later` half minutes later."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + later)


class StaffClient:
    """A browser of somebody who is signed in: cookie, Origin and token go along by themselves."""

    def __init__(self, client: httpx.AsyncClient, staff: Staff, secret: str) -> None:
        self.client, self.staff, self.secret = client, staff, secret

    @property
    def cookies(self) -> dict[str, str]:
        return {"Cookie": f"{SESSION}={self.secret}"}

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(path, headers=self.cookies, **more)

    async def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """`data` with lists for fields that come more than once."""
        whole = {"csrf": csrf.token(self.secret), **(data or {})}
        return await self.client.post(path, data=whole, headers={**self.cookies, **SAME_SITE}, **more)


async def sign_in(client: httpx.AsyncClient, roles: Pairs = EDITOR, **more: Any) -> StaffClient:
    """Somebody new with these roles, signed in. `client` is the fixture of tests/conftest.py."""
    access = access_of(client)
    account, _ = await person(access, roles, **more)
    async with access.database.session() as session:
        opened = await open_session(session, await session.get_one(Account, account.id), VISIT)
    return StaffClient(client, opened.staff, opened.secret)


class Visitor:
    """A browser that is not signed in yet: it keeps its own cookies and takes the token out of the page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.page = client, ""
        self.cookies: dict[str, str] = {}

    async def _done(self, answer: httpx.Response) -> httpx.Response:
        for header in answer.headers.get_list("set-cookie"):
            name, _, value = header.split(";")[0].partition("=")
            self.cookies = {**self.cookies, name: value.strip('"')}
            if "Max-Age=0" in header:
                del self.cookies[name]
        self.client.cookies.clear()
        self.page = answer.text
        return answer

    @property
    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def get(self, path: str) -> httpx.Response:
        return await self._done(await self.client.get(path, headers=self._cookie))

    async def post(self, path: str, **fields: str) -> httpx.Response:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page)
        data = {"csrf": found.group(1) if found else "", **fields}
        return await self._done(await self.client.post(path, data=data, headers={**self._cookie, **SAME_SITE}))

    async def password(self, email: str, password: str = PASSWORD, terug: str = "") -> httpx.Response:
        await self.get("/beheer/inloggen")
        return await self.post("/beheer/inloggen", email=email, password=password, terug=terug)
