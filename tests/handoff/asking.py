"""A parent at the handoff form, for tests: over the API and on the pages."""

import re
from html import unescape
from typing import Any

import httpx
from sqlalchemy import select

import catalog.repository
from chat.handoff_form import CHOICE
from handoff.models import Handoff
from handoff.service import Handoffs
from tests.conftest import Body, FakeRasa, Talk

CONTACT: Body = {
    "custom": {
        "type": "contact",
        "name": "Wijkteam Voorbeeldstad",
        "phone": "0800 000 00 01",
        "hours": "",
        "openNow": None,
        "address": None,
        "url": None,
    }
}
STATE: Body = {
    "topic": "slapen",
    "waiting": [],
    "ages": {},
    "text": "mijn zoon slaapt al weken niet",
    "age": [3, 3],
    "weight": "zwaar",
    "wijk": "Centrum",
    "shown": [],
}
SAME_SITE = {"Origin": "http://test", "Sec-Fetch-Site": "same-origin"}


def form(**changes: Any) -> Body:
    """A form in which everything is right."""
    return {"question": "Wie kan met ons meedenken over slapen?", "phone": "06 12345678", "consentVersion": "1", **changes}


async def at_rung_two(talk: Talk, rasa: FakeRasa, **state: Any) -> list[Body]:
    """The bot shows the team's card, and knows what STATE says."""
    rasa.enqueue([CONTACT, {"custom": {"type": "state", "state": {**STATE, **state}}}])
    return await talk.say("ik wil iemand spreken")


async def choose_form(talk: Talk) -> Body:
    """The form, after a tap on the button."""
    answer = await talk.post(choice=CHOICE)
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()["messages"][0]
    return found


async def send(talk: Talk, path: str = "", **changes: Any) -> httpx.Response:
    return await talk.client.post(f"/api/v1/conversations/{talk.id}/handoff{path}", json=form(**changes), headers=talk.headers)


async def receipt(talk: Talk, **changes: Any) -> Body:
    answer = await send(talk, **changes)
    assert answer.status_code == 201, answer.text
    found: Body = answer.json()
    return found


def code_of(found: Body) -> str:
    return str(found["statusUrl"].partition("#")[2])


def desk(client: httpx.AsyncClient) -> Handoffs:
    return client.app.state.handoffs  # type: ignore[attr-defined, no-any-return]


async def rows(client: httpx.AsyncClient) -> list[Handoff]:
    """Every handoff there is, the oldest first."""
    async with desk(client).database.session() as session:
        return list(await session.scalars(select(Handoff).order_by(Handoff.created_at, Handoff.id)))


async def change_profile(client: httpx.AsyncClient, **handoff: Any) -> None:
    """Voorbeeldstad decides otherwise about questions, from now on."""
    known = desk(client).catalogue
    profile = await desk(client).profile("voorbeeldstad")
    changed = profile.model_copy(update={"handoff": profile.handoff.model_copy(update=handoff)})
    async with desk(client).database.session() as session:
        await catalog.repository.put(session, changed)
    known._looked = float("-inf")


class Browser:
    """A browser without JavaScript: it keeps its cookie, and posts the form that it got with what is filled in."""

    def __init__(self, client: httpx.AsyncClient, gemeente: str = "voorbeeldstad") -> None:
        self.client, self.at, self.cookie = client, f"/chat/{gemeente}", ""
        self.page = ""

    async def _done(self, answer: httpx.Response) -> httpx.Response:
        for header in answer.headers.get_list("set-cookie"):
            self.cookie = header.split(";")[0]
        self.client.cookies.clear()
        self.page = answer.text
        return answer

    async def get(self, path: str) -> httpx.Response:
        return await self._done(await self.client.get(path, headers={"Cookie": self.cookie}))

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self._done(await self.client.post(path, data=fields, headers={"Cookie": self.cookie, **SAME_SITE}))

    async def begin(self) -> None:
        await self.post(f"{self.at}/begin")
        await self.get(self.at)

    async def say(self, text: str) -> None:
        found = re.search(r'name="client_message_id" value="([^"]+)">\n<label', self.page)
        assert found
        await self.post(f"{self.at}/bericht", client_message_id=found.group(1), text=text)
        await self.get(self.at)

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page, as a browser reads them."""
        return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', self.page)}
