"""Tips and profiles as YAML: out and in again is the same, nothing is written before somebody looked, and tricks are refused."""

from typing import Any

import httpx
import pytest
import yaml

from access.schemas import Role
from tests.access.factory import StaffClient, sign_in
from tests.catalog.test_editing_pages import LAND, STAD, quick, tree
from tests.catalog.test_editing_tips_and_profiles import read, seen, tips_of

__all__ = ["quick"]
HOME = "/beheer/invoer"
TIP = {"id": "nieuwe_tip", "topic": "slapen", "age_min": 2, "age_max": 3.99, "text": "Lees elke avond voor.", "source": {"url": "algemeen"}}


@pytest.fixture
async def lena(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, LAND, name="Lena")


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, STAD, name="Noor")


async def look(who: StaffClient, content: Any, name: str = "tips.yml") -> httpx.Response:
    text = content if isinstance(content, bytes) else yaml.safe_dump(content, allow_unicode=True).encode()
    return await who.post(f"{HOME}/teksten/bekijk", files={"tekstbestand": (name, text)})


async def take(who: StaffClient, page: httpx.Response, doe: str = "publiceer") -> httpx.Response:
    hidden = [(one.get("name"), one.get("value")) for one in tree(page).iter("input") if one.get("name") in ("stand", "inhoud")]
    return await who.post(f"{HOME}/teksten/inlezen", {**dict(hidden), "doe": doe})  # type: ignore[arg-type]


class TestRoundTrip:
    @pytest.mark.parametrize("what", ["tips", "profiel"])
    async def test_what_comes_out_goes_in_unchanged(self, lena: StaffClient, what: str) -> None:
        content = (await lena.get(f"{HOME}/teksten/{what}")).content
        page = await look(lena, content)
        assert page.status_code == 200 and "Alles in dit bestand is al zo." in page.text

    async def test_one_profile_is_a_file_as_in_the_folder(self, noor: StaffClient) -> None:
        answer = await noor.get(f"{HOME}/teksten/profiel")
        found = yaml.safe_load(answer.text)
        assert (found["id"], found["status"]) == ("voorbeeldstad", "compleet") and answer.headers["content-type"].startswith(
            "application/yaml"
        )
        assert yaml.safe_load((await noor.get(f"{HOME}/teksten/tips")).text) == []


class TestTips:
    async def test_a_new_one_is_shown_then_published(self, lena: StaffClient, client: httpx.AsyncClient) -> None:
        page = await look(lena, [TIP])
        assert "nieuwe_tip" in page.text and "Lees elke avond voor." not in await tips_of(client, "slapen", (3.0, 3.0), 99)
        assert (await take(lena, page)).status_code == 303
        assert "Lees elke avond voor." in await tips_of(client, "slapen", (3.0, 3.0), 99)
        assert "uit een bestand" in (await lena.get("/beheer/tips/nieuwe_tip/geschiedenis")).text

    async def test_as_a_draft_parents_see_nothing(self, lena: StaffClient, client: httpx.AsyncClient) -> None:
        await take(lena, await look(lena, [TIP]), "concept")
        assert "Lees elke avond voor." not in await tips_of(client, "slapen", (3.0, 3.0), 99)
        assert "Lees elke avond voor." in (await lena.get("/beheer/tips/nieuwe_tip/bewerk")).text

    async def test_all_or_nothing(self, lena: StaffClient) -> None:
        page = await look(lena, [TIP, {**TIP, "id": "andere_tip", "topic": "onzin", "source": {"url": "algemeen"}}])
        assert page.status_code == 422 and "andere_tip, veld topic" in page.text
        assert "<strong>0 gevonden</strong>" in (await lena.get("/beheer/tips?zoek=nieuwe_tip")).text

    async def test_something_changed_meanwhile(self, lena: StaffClient) -> None:
        page = await look(lena, [TIP])
        await take(lena, page)
        assert (await take(lena, page)).status_code == 409


class TestRights:
    async def test_an_editor_of_one_gemeente_takes_in_no_tips_and_no_other_profile(self, noor: StaffClient) -> None:
        page = await look(noor, [TIP])
        assert page.status_code == 422 and "Tips zijn voor alle gemeenten." in page.text
        other = {
            "id": "hillegom",
            "name": "H",
            "province": "X",
            "status": "concept",
            "approach": "Y.",
            "team": {"name": "T", "article": "het team", "find": "Z."},
            "checked_on": "2026-11-22",
        }
        page = await look(noor, other)
        assert page.status_code == 422 and "alleen het profiel van je eigen gemeente" in page.text

    async def test_a_wijkteammedewerker_finds_nothing(self, client: httpx.AsyncClient) -> None:
        who = await sign_in(client, frozenset({("voorbeeldstad", Role.WIJKTEAM)}))
        assert (await who.get(f"{HOME}/teksten/profiel")).status_code == 404
        assert (await look(who, [TIP])).status_code == 404


class TestProfile:
    async def test_a_file_never_turns_the_chat_on_or_off_nor_says_that_it_is_complete(
        self, noor: StaffClient, client: httpx.AsyncClient
    ) -> None:
        found = yaml.safe_load((await noor.get(f"{HOME}/teksten/profiel")).text)
        found |= {"chat": {"on": False, "reason": "Uit een bestand."}, "approach": "We kijken samen."}
        del found["team"]["hours"]
        page = await look(noor, {**found, "status": "concept"})
        assert "We kijken samen." in page.text
        await take(noor, page)
        await seen(client)
        told = await read(client, "voorbeeldstad")
        assert (told["status"], told["chat"]["on"], told["wijkteam"]["hours"]) == ("concept", True, "")

    async def test_another_text_of_consent_needs_another_number(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        found = yaml.safe_load((await noor.get(f"{HOME}/teksten/profiel")).text)
        page = await look(noor, {**found, "handoff": {"consent_text": "Iets anders."}})
        assert "Geef haar een nieuw nummer" in page.text and "nog niet compleet" in page.text

    async def test_a_bare_on_is_a_name(self, noor: StaffClient) -> None:
        found = yaml.safe_load((await noor.get(f"{HOME}/teksten/profiel")).text)
        text = yaml.safe_dump(found, allow_unicode=True) + "handoff:\n  on: false\n"
        page = await look(noor, text.encode())
        assert page.status_code == 200 and "Ouders kunnen hun vraag doorgeven" in page.text


class TestTricks:
    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"a: &x [1]\nteam: *x\n", "Verwijzingen"),
            (b"- {id: a, topic: " + b"[" * 50 + b"]" * 50 + b"}", "te diep"),
            (b"- !!python/object/apply:os.system [ls]\n", "Ik zie geen tips en geen profiel"),
            (b"team: !!python/object/apply:os.system [ls]\n", "niet te lezen"),
            (b"\xff\xfe\x00", "UTF-8"),
            (b"a: [", "geen goede YAML"),
            (b"- name: x\n  provider: y\n", "Ik zie geen tips en geen profiel"),
            (b"", "Ik zie geen tips en geen profiel"),
            (b"- 1\n- 2\n", "Ik zie geen tips en geen profiel"),
            (b"- {id: a, topic: slapen, topic: slapen}\n", "twee keer"),
        ],
    )
    async def test_are_refused_in_words(self, lena: StaffClient, content: bytes, told: str) -> None:
        page = await look(lena, content)
        assert page.status_code in (400, 422) and told in page.text
        tree(page)

    async def test_another_kind_of_file(self, lena: StaffClient) -> None:
        assert "Kies een bestand met YAML" in (await look(lena, b"x", "tips.xlsx")).text

    async def test_a_form_that_was_tampered_with(self, lena: StaffClient) -> None:
        for content in ("onzin", "eJw="):
            assert (await lena.post(f"{HOME}/teksten/inlezen", {"inhoud": content, "doe": "publiceer"})).status_code == 400
