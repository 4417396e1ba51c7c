"""Every way to change something under /beheer, whoever made it: only from our own page, with this session's own token."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from access import csrf
from tests.access.factory import ADMIN, SAME_SITE, StaffClient, sign_in

OPEN = (
    "/beheer/inloggen",
    "/beheer/inloggen/code",
    "/beheer/inloggen/werkaccount",
    "/beheer/inloggen/terug",
    "/beheer/uitnodiging/{secret}",
)
# Asked by a page itself: nobody would see the sign-in page, and nobody stays signed in by it.
BY_THE_PAGE = ("/beheer/gesprekken/stand", "/beheer/gesprekken/stroom", "/beheer/gesprekken/{chat_id}/stroom")
CHANGES = ("POST", "PUT", "PATCH", "DELETE")


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of everything under /beheer."""
    found = [route for route in iter_route_contexts(app.routes) if (route.path or "").startswith("/beheer")]
    return sorted((method, route.path or "") for route in found for method in route.methods or ())


def filled(path: str) -> str:
    return path.replace("{", "").replace("}", "")


@pytest.fixture
def app(client: httpx.AsyncClient) -> FastAPI:
    return client.app  # type: ignore[attr-defined, no-any-return]


class TestEveryRoute:
    async def test_there_are_routes(self, app: FastAPI) -> None:
        assert ("POST", "/beheer/toegang/{staff_id}/uit") in routes(app)

    async def test_a_stranger_is_sent_to_sign_in(self, client: httpx.AsyncClient, app: FastAPI) -> None:
        for method, path in routes(app):
            if method == "GET" and path not in OPEN:
                answer = await client.get(filled(path))
                if path in BY_THE_PAGE:
                    assert answer.status_code == 404, path
                    continue
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/beheer/inloggen"), path

    async def test_a_change_without_the_token_is_refused(self, client: httpx.AsyncClient, app: FastAPI) -> None:
        admin = await sign_in(client, ADMIN)
        changes = [(method, path) for method, path in routes(app) if method in CHANGES]
        assert len(changes) > 10
        for method, path in changes:
            for token in ({}, {"csrf": "x" * 64}, {"csrf": ""}):
                answer = await client.request(method, filled(path), data=token, headers={**admin.cookies, **SAME_SITE})
                assert answer.status_code == 403, (method, path)

    async def test_a_change_from_elsewhere_is_refused_even_with_the_token(self, client: httpx.AsyncClient, app: FastAPI) -> None:
        admin = await sign_in(client, ADMIN)
        for method, path in routes(app):
            if method in CHANGES:
                headers = {**admin.cookies, "Origin": "https://kwaad.example", "Sec-Fetch-Site": "cross-site"}
                answer = await client.request(method, filled(path), data={"csrf": csrf.token(admin.secret)}, headers=headers)
                assert answer.status_code == 403, (method, path)
                assert "andere site" in answer.text


@pytest.fixture
async def staff(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client)


class TestWhereItComesFrom:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://test", "Sec-Fetch-Site": "same-origin"},
            {"Origin": "http://test"},
            {"Sec-Fetch-Site": "same-origin"},
            {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        ],
    )
    async def test_our_own_page(self, client: httpx.AsyncClient, staff: StaffClient, headers: dict[str, str]) -> None:
        answer = await client.post("/beheer/blijf", data={"csrf": csrf.token(staff.secret)}, headers={**staff.cookies, **headers})
        assert answer.status_code == 204

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "null"},
            {"Origin": "https://kwaad.example"},
            {"Origin": "http://test.kwaad.example"},
            {"Origin": "http://kwaad.example", "Sec-Fetch-Site": "same-origin"},
            {"Origin": "http://test:81"},
            {"Origin": "http://test", "Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "", "Sec-Fetch-Site": ""},
        ],
    )
    async def test_anywhere_else(self, client: httpx.AsyncClient, staff: StaffClient, headers: dict[str, str]) -> None:
        answer = await client.post("/beheer/blijf", data={"csrf": csrf.token(staff.secret)}, headers={**staff.cookies, **headers})
        assert answer.status_code == 403

    async def test_behind_a_proxy_the_setting_says_who_we_are(self, client: httpx.AsyncClient, staff: StaffClient, app: FastAPI) -> None:
        object.__setattr__(app.state.settings, "public_url", "https://wegwijs.gemeente.example")
        data = {"csrf": csrf.token(staff.secret)}
        for origin, status in (("https://wegwijs.gemeente.example", 204), ("http://wegwijs.gemeente.example", 403), ("http://test", 403)):
            answer = await client.post("/beheer/blijf", data=data, headers={**staff.cookies, "Origin": origin})
            assert answer.status_code == status, origin


class TestToken:
    async def test_in_a_header(self, client: httpx.AsyncClient, staff: StaffClient) -> None:
        headers = {**staff.cookies, **SAME_SITE, "X-CSRF-Token": csrf.token(staff.secret)}
        assert (await client.post("/beheer/blijf", headers=headers)).status_code == 204

    async def test_of_another_session(self, client: httpx.AsyncClient, staff: StaffClient) -> None:
        other = await sign_in(client)
        headers = {**staff.cookies, **SAME_SITE, "X-CSRF-Token": csrf.token(other.secret)}
        assert (await client.post("/beheer/blijf", headers=headers)).status_code == 403

    async def test_does_not_give_the_cookie_away(self, staff: StaffClient) -> None:
        assert staff.secret not in (await staff.get("/beheer/account")).text

    async def test_signing_in_needs_one_too(self, client: httpx.AsyncClient) -> None:
        """Else another site could sign somebody in as the attacker."""
        answer = await client.post("/beheer/inloggen", data={"email": "a@b.nl", "password": "x"}, headers=SAME_SITE)
        assert answer.status_code == 403

    async def test_a_form_that_is_no_form(self, client: httpx.AsyncClient, staff: StaffClient) -> None:
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
            answer = await client.post(
                "/beheer/blijf", content=b"\xff{[--x\r\n", headers={**staff.cookies, **SAME_SITE, "Content-Type": kind}
            )
            assert answer.status_code in (400, 403), kind


class TestSize:
    @pytest.mark.parametrize("said", [True, False])
    async def test_a_body_of_more_than_6_mb_is_refused(self, client: httpx.AsyncClient, staff: StaffClient, said: bool) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(14):
                yield b"a" * 512 * 1024 + b"&"

        content = b"a" * 7 * 1024 * 1024 if said else parts()
        headers = {**staff.cookies, **SAME_SITE, "Content-Type": "application/x-www-form-urlencoded"}
        answer = await client.post("/beheer/inloggen", content=content, headers=headers)
        assert answer.status_code == 413
        assert "te groot" in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
