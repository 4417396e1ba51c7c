"""Signing in at the identity provider of a gemeente, against a real provider in a process of its own."""

import os
import subprocess
import sys
import time as stopwatch
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from access.pages import HALF, SESSION
from access.people import People
from access.service import Access
from evaluation.own_server import free_ports
from server import create_app
from settings import Settings
from tests.access.conftest import Clock, Log
from tests.access.factory import EDITOR, Visitor, access_of, person
from tests.conftest import FakeRasa


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    (port,) = free_ports(1)
    program = str(Path(__file__).with_name("provider.py"))
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen([sys.executable, program, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = stopwatch.monotonic() + 60
        while stopwatch.monotonic() < deadline:
            try:
                httpx.get(f"{url}/.well-known/openid-configuration", trust_env=False)
                break
            except httpx.HTTPError:
                stopwatch.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def settings(settings: Settings, issuer: str) -> Settings:
    httpx.post(f"{issuer}/misbehave", json={}, trust_env=False)
    return settings.model_copy(
        update={"oidc_issuer": issuer, "oidc_client_id": "wegwijs", "oidc_client_secret": "s", "public_url": "http://test"}
    )


async def at_provider(visitor: Visitor, sub: str = "noor-1", terug: str = "") -> httpx.URL:
    """What a browser does: to the provider, sign in there, and the address that the provider sends it back to."""
    answer = await visitor.get(f"/beheer/inloggen/werkaccount?terug={terug}")
    assert answer.status_code == 303, answer.text
    async with httpx.AsyncClient(trust_env=False) as browser:
        back = await browser.post(answer.headers["location"], data={"sub": sub})
    assert back.status_code == 302, back.text
    return httpx.URL(back.headers["location"])


async def come_back(visitor: Visitor, url: httpx.URL) -> httpx.Response:
    return await visitor.get(f"{url.path}?{url.query.decode()}")


async def invite(access: Access, email: str = "noor@gemeente.example") -> str:
    return (await People(access).invite(None, email, EDITOR)).staff_id


class TestWayIn:
    async def test_who_was_invited_comes_in_and_is_bound(self, visitor: Visitor, access: Access, log: Log) -> None:
        staff_id = await invite(access)
        page = await visitor.get("/beheer/inloggen")
        assert "Log in met je werkaccount" in page.text
        answer = await come_back(visitor, await at_provider(visitor, terug="/beheer/account"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/beheer/account")
        current = await access.current(visitor.cookies[SESSION])
        assert current
        assert (current.staff.id, current.staff.name, current.staff.roles) == (staff_id, "Noor van Dam", EDITOR)
        assert HALF not in visitor.cookies
        assert [action for _, action, _, _ in await log()][-2:] == ["werkaccount verbonden", "ingelogd"]
        # the second time by the provider's id, whatever the address
        async with access.database.session() as session:
            from access.models import Account

            (await session.get_one(Account, staff_id)).email = "anders@gemeente.example"
        visitor.cookies.clear()
        assert (await come_back(visitor, await at_provider(visitor))).status_code == 303

    async def test_the_question_has_pkce_state_and_nonce(self, visitor: Visitor, issuer: str) -> None:
        answer = await visitor.get("/beheer/inloggen/werkaccount")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
        assert answer.headers["location"].startswith(f"{issuer}/oauth2/authorize?")
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        assert len(asked["state"]) >= 20 and len(asked["nonce"]) >= 20
        assert (asked["response_type"], asked["redirect_uri"]) == ("code", "http://test/beheer/inloggen/terug")

    async def test_a_local_account_may_use_it_too(self, visitor: Visitor, access: Access) -> None:
        account, _ = await person(access, email="noor@gemeente.example")
        assert (await come_back(visitor, await at_provider(visitor))).status_code == 303
        current = await access.current(visitor.cookies[SESSION])
        assert current and current.staff.id == account.id


class TestRefused:
    async def _refused(self, visitor: Visitor, sub: str = "noor-1") -> str:
        answer = await come_back(visitor, await at_provider(visitor, sub))
        assert answer.status_code == 401
        assert SESSION not in visitor.cookies
        return answer.text

    async def test_who_was_not_invited(self, visitor: Visitor) -> None:
        assert "nog geen account" in await self._refused(visitor, "stranger")

    async def test_an_address_that_the_provider_did_not_check(self, visitor: Visitor, access: Access) -> None:
        await invite(access, "los@gemeente.example")
        assert "niet nagekeken" in await self._refused(visitor, "loose")

    async def test_an_invitation_that_is_over(self, visitor: Visitor, access: Access, time: Clock) -> None:
        await invite(access)
        async with access.database.session() as session:
            from access import repository

            account = await repository.by_email(session, "noor@gemeente.example")
            assert account
            await repository.end_invitations(session, account.id)
        await self._refused(visitor)

    async def test_another_person_with_the_same_address(self, visitor: Visitor, access: Access) -> None:
        await invite(access)
        await come_back(visitor, await at_provider(visitor))
        visitor.cookies.clear()
        await self._refused(visitor, "noor-2")

    async def test_switched_off(self, visitor: Visitor, access: Access) -> None:
        staff_id = await invite(access)
        await come_back(visitor, await at_provider(visitor))
        async with access.database.session() as session:
            from access.models import Account

            (await session.get_one(Account, staff_id)).active = False
        visitor.cookies.clear()
        await self._refused(visitor)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"nonce": "another"},
            {"iss": "https://kwaad.example"},
            {"aud": "another"},
            {"exp": "past"},
            {"key": "foreign"},
            {"key": "tampered", "email": "noor@gemeente.example"},
            {"alg": "none"},
            {"missing": True},
            {"sub": None},
        ],
        ids=str,
    )
    async def test_an_id_token_that_is_not_right(self, visitor: Visitor, access: Access, issuer: str, wrong: dict[str, Any]) -> None:
        await invite(access)
        httpx.post(f"{issuer}/misbehave", json=wrong, trust_env=False)
        await self._refused(visitor)

    async def test_an_answer_for_another_browser(self, visitor: Visitor, access: Access, client: httpx.AsyncClient) -> None:
        """Else one could sign somebody in with one's own account."""
        await invite(access)
        url = await at_provider(visitor)
        other = Visitor(client)
        await at_provider(other)
        assert (await come_back(other, url)).status_code == 401
        assert (await come_back(Visitor(client), url)).status_code == 401

    async def test_the_same_answer_twice(self, visitor: Visitor, access: Access) -> None:
        await invite(access)
        url = await at_provider(visitor)
        half = visitor.cookies[HALF]
        assert (await come_back(visitor, url)).status_code == 303
        visitor.cookies = {HALF: half}
        assert (await come_back(visitor, url)).status_code == 401

    async def test_another_state_or_no_code(self, visitor: Visitor, access: Access) -> None:
        await invite(access)
        for query in ("state=x&code=y", "error=access_denied&state=x", ""):
            await at_provider(visitor)
            assert (await visitor.get(f"/beheer/inloggen/terug?{query}")).status_code == 401

    async def test_a_level_of_certainty_that_the_provider_does_not_state(self, settings: Settings, issuer: str) -> None:
        settings = settings.model_copy(update={"oidc_acr": "two-factors"})
        async for client in _client(settings):
            await invite(access_of(client))
            await self._refused(Visitor(client))
            httpx.post(f"{issuer}/misbehave", json={"acr": "two-factors"}, trust_env=False)
            visitor = Visitor(client)
            assert (await come_back(visitor, await at_provider(visitor))).status_code == 303

    async def test_a_provider_that_is_down_or_names_itself_otherwise(self, settings: Settings, issuer: str) -> None:
        port = issuer.rsplit(":", 1)[1]
        for wrong in ("http://127.0.0.1:9", f"http://localhost:{port}/elsewhere"):
            async for client in _client(settings.model_copy(update={"oidc_issuer": wrong})):
                answer = await Visitor(client).get("/beheer/inloggen/werkaccount")
                assert answer.status_code == 503
                assert "antwoordt nu niet" in answer.text and "Wachtwoord" in answer.text

    async def test_without_a_provider(self, settings: Settings) -> None:
        async for client in _client(settings.model_copy(update={"oidc_issuer": ""})):
            assert (await Visitor(client).get("/beheer/inloggen/werkaccount")).status_code == 401
            assert "werkaccount" not in (await Visitor(client).get("/beheer/inloggen")).text


async def _client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings, FakeRasa())
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as found:
        found.app = app  # type: ignore[attr-defined]
        yield found
