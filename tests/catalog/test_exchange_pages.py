"""The pages for in and out, through the whole server, as an editor without JavaScript uses them."""

import html
import re
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

import server
from access.schemas import Role
from catalog.models import CatalogueDraft
from kit import public_http
from tests.access.factory import StaffClient, sign_in

PAGE = "/beheer/invoer"
WIDE = frozenset({("*", Role.EDITOR)})


@pytest.fixture(autouse=True)
def no_name_lists_or_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare", lambda tools: None)


async def upload(editor: StaffClient, name: str, content: bytes) -> httpx.Response:
    return await editor.post(f"{PAGE}/bekijk", files={"bestand": (name, content)})


def hidden(answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text):
        found.setdefault(name, []).append(html.unescape(value))
    return {name: values for name, values in found.items() if name != "csrf"}


async def drafts(client: httpx.AsyncClient) -> int:
    async with client.app.state.tools.database.session() as session:  # type: ignore[attr-defined]
        return int(await session.scalar(select(func.count()).select_from(CatalogueDraft)) or 0)


class TestDoor:
    async def test_strangers_sign_in_first_and_others_find_nothing(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(PAGE)).status_code == 303
        wijkteam = await sign_in(client, frozenset({("voorbeeldstad", Role.WIJKTEAM)}))
        for path in ("", "/aanbod"):
            assert (await wijkteam.get(f"{PAGE}{path}")).status_code == 404
        assert (await upload(wijkteam, "a.csv", b"name\nA")).status_code == 404
        for path in ("inlezen", "ophalen"):
            assert (await wijkteam.post(f"{PAGE}/{path}")).status_code == 404

    async def test_the_menu_leads_here(self, client: httpx.AsyncClient) -> None:
        page = await (await sign_in(client)).get(PAGE)
        assert page.status_code == 200
        assert 'href="/beheer/invoer" aria-current="page"' in page.text


class TestOut:
    async def test_what_an_editor_downloads_changes_nothing_when_it_comes_back(self, client: httpx.AsyncClient) -> None:
        editor = await sign_in(client)
        for kind, ending in (("csv", "csv"), ("xlsx", "xlsx"), ("yaml", "yml")):
            got = await editor.get(f"{PAGE}/aanbod?vorm={kind}")
            assert got.status_code == 200
            assert re.fullmatch(rf'attachment; filename="wegwijs-aanbod-[\d-]+\.{ending}"', got.headers["content-disposition"])
            shown = await upload(editor, f"a.{ending}", got.content)
            assert "Alles in dit bestand is al zo" in shown.text, kind

    async def test_an_empty_example(self, client: httpx.AsyncClient) -> None:
        got = await (await sign_in(client)).get(f"{PAGE}/aanbod?vorm=csv&leeg=true")
        assert len(got.text.splitlines()) == 2

    async def test_another_kind_is_refused(self, client: httpx.AsyncClient) -> None:
        assert (await (await sign_in(client)).get(f"{PAGE}/aanbod?vorm=pdf")).status_code == 422


class TestIn:
    async def test_from_file_to_draft(self, client: httpx.AsyncClient) -> None:
        editor = await sign_in(client)
        shown = await upload(editor, "a.csv", b"Naam van het aanbod;Gemeenten;Waar is het?\nKlets & <b>Zo</b>;Voorbeeldstad;lokaal")
        assert shown.status_code == 200
        assert "Klets &amp; &lt;b&gt;Zo&lt;/b&gt;" in shown.text
        assert await drafts(client) == 0
        done = await editor.post(f"{PAGE}/inlezen", {**hidden(shown), "doe": "concept"})
        assert (done.status_code, await drafts(client)) == (303, 1)
        assert "Ingelezen: 1 als concept" in (await editor.get(done.headers["location"])).text

    async def test_mistakes_are_shown_in_a_table_and_nothing_is_kept(self, client: httpx.AsyncClient) -> None:
        editor = await sign_in(client)
        shown = await upload(editor, "a.csv", b"name;age_min\nA;veel")
        assert shown.status_code == 422
        assert "Vanaf leeftijd van het kind" in shown.text
        assert "inhoud" not in hidden(shown)

    async def test_a_large_file_fits_through_the_form(self, client: httpx.AsyncClient) -> None:
        editor = await sign_in(client)
        rows = "\n".join(f"Aanbod {number};lokaal;Voorbeeldstad;{number * 7919**60}" for number in range(1, 500))
        shown = await upload(editor, "a.csv", f"name;places.scope;places.gemeenten;summary\n{rows}".encode())
        done = await editor.post(f"{PAGE}/inlezen", {**hidden(shown), "doe": "concept"})
        assert (done.status_code, await drafts(client)) == (303, 499)

    async def test_a_page_that_is_too_old_is_shown_again(self, client: httpx.AsyncClient) -> None:
        editor = await sign_in(client)
        shown = await upload(editor, "a.csv", b"name;places.scope;places.gemeenten\nA;lokaal;voorbeeldstad")
        again = await editor.post(f"{PAGE}/inlezen", {**hidden(shown), "stand": "x", "doe": "publiceer"})
        assert again.status_code == 409
        assert "Intussen is er iets veranderd" in again.text
        assert await drafts(client) == 0

    @pytest.mark.parametrize(
        ("name", "content", "status"),
        [("a.pdf", b"x", 400), ("a.xlsx", b"x", 400), ("a.csv", b"x" * (5 * 1024 * 1024 + 1), 413), ("", b"", 400)],
    )
    async def test_what_cannot_be_read_is_told_at_the_field(
        self, client: httpx.AsyncClient, name: str, content: bytes, status: int
    ) -> None:
        shown = await upload(await sign_in(client), name, content)
        assert shown.status_code == status
        assert 'id="bestand-fout"' in shown.text

    async def test_a_form_of_somebody_elses_making_is_refused(self, client: httpx.AsyncClient) -> None:
        shown = await (await sign_in(client)).post(f"{PAGE}/inlezen", {"inhoud": "abc", "doe": "publiceer"})
        assert shown.status_code == 400
        assert "Kies het bestand opnieuw" in shown.text


class TestOthers:
    async def test_addresses_are_shown_before_anything_is_fetched(self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []

        async def read(url: str, budget: public_http.Budget) -> tuple[str, bytes]:
            asked.append(url)
            return url, b'{"id": "1", "name": "Cursus van elders"}'

        monkeypatch.setattr(public_http, "read", read)
        editor = await sign_in(client)
        shown = await upload(editor, "a.txt", b"https://feed.example/services/1\n")
        assert (shown.status_code, asked) == (200, [])
        found = await editor.post(f"{PAGE}/ophalen", hidden(shown))
        assert asked == ["https://feed.example/services/1"]
        assert "De bron zegt niet of er een verwijzing nodig is" in found.text
        assert "publiceer" not in found.text.replace("gepubliceerde", "").replace("dit publiceert", "")
        done = await editor.post(f"{PAGE}/inlezen", {**hidden(found), "doe": "publiceer"})
        assert (done.status_code, await drafts(client)) == (303, 1)

    async def test_our_own_network_is_not_fetched(self, client: httpx.AsyncClient) -> None:
        found = await (await sign_in(client)).post(f"{PAGE}/ophalen", {"adres": "http://127.0.0.1:5055/"})
        assert found.status_code == 422
        assert "niet openbaar" in found.text
