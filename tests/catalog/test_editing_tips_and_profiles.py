"""Tips and profiles are edited as offers are: who may what, drafts, rows without JavaScript, conflicts, history, and when a profile is complete."""

from typing import Any

import httpx
import pytest

from access.schemas import Role
from catalog.filled import sent
from catalog.forms import TYPED
from catalog.profile_form import PROFILE_FORM
from catalog.tip_form import TIP_FORM
from tests.access.factory import StaffClient, sign_in
from tests.catalog.test_editing_pages import HOSTILE, LAND, STAD, filled, quick, save, tree

__all__ = ["quick"]

TIPS, PROFILES = "/beheer/tips", "/beheer/profiel"
TIP, OWN, OTHER = "slapen_0_1_1", "voorbeeldstad", "hillegom"
GETS = ("", "/bewerk", "/voorbeeld", "/geschiedenis", "/geschiedenis/1", "/melding")
HILLEGOM = frozenset({("hillegom", Role.EDITOR)})


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, STAD, name="Noor")


@pytest.fixture
async def lena(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, LAND, name="Lena")


async def read(client: httpx.AsyncClient, gemeente: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"/api/v1/gemeenten/{gemeente}")).json()
    return answer


class TestRights:
    @pytest.mark.parametrize(
        ("roles", "tip", "own", "other"),
        [
            (STAD, "sees", "edits", None),
            (LAND, "edits", "edits", "edits"),
            (frozenset({("voorbeeldstad", Role.ADMIN)}), "sees", "edits", None),
            (frozenset({("voorbeeldstad", Role.WIJKTEAM)}), None, None, None),
        ],
        ids=["stad", "land", "admin", "wijkteam"],
    )
    async def test_tips_are_national_and_a_profile_is_of_its_gemeente(
        self, client: httpx.AsyncClient, roles: Any, tip: str | None, own: str | None, other: str | None
    ) -> None:
        who = await sign_in(client, roles)
        for address, may in ((f"{TIPS}/{TIP}", tip), (f"{PROFILES}/{OWN}", own), (f"{PROFILES}/{OTHER}", other)):
            for path in (*GETS, *(["/chat"] if PROFILES in address else [])):
                allowed = may == "edits" if path in ("/bewerk", "/chat") else bool(may)
                assert (await who.get(address + path)).status_code == (200 if allowed else 404), (address, path)
            for path in ("/bewerk", "/publiceer", "/weg", "/geschiedenis/1", "/intrekken", "/chat"):
                status = (await who.post(address + path)).status_code
                assert (status != 404) == (may == "edits" and (path != "/chat" or PROFILES in address)), (address, path, status)
        for home in (TIPS, PROFILES):
            assert (await who.get(home)).status_code == (200 if who.staff.has(Role.EDITOR) else 404)
            for answer in (await who.get(f"{home}/nieuw"), await who.post(f"{home}/nieuw", {"text": "x"})):
                assert (answer.status_code == 404) == (roles != LAND)

    async def test_the_lists_show_what_is_theirs(self, noor: StaffClient) -> None:
        assert "Alleen kijken" in (await noor.get(TIPS)).text
        text = (await noor.get(PROFILES)).text
        assert "Voorbeeldstad" in text and "Hillegom" not in text and "/nieuw" not in text


class TestPages:
    @pytest.mark.parametrize(
        "path",
        [
            TIPS,
            f"{TIPS}?zoek=licht&onderwerp=slapen&leeftijd=1&soort=tip&status=gepubliceerd&volgorde=gewijzigd&om=ja",
            f"{TIPS}?status=ingetrokken",
            f"{TIPS}/nieuw",
            f"{TIPS}/nieuw?van={TIP}",
            PROFILES,
            f"{PROFILES}?zoek=wijk&status=concept&onvolledig=ja",
            f"{PROFILES}/nieuw",
            f"{PROFILES}/{OWN}/chat",
            *(f"{TIPS}/{TIP}{path}" for path in (*GETS, "/intrekken")),
            *(f"{PROFILES}/{OWN}{path}" for path in GETS),
        ],
    )
    async def test_are_valid(self, lena: StaffClient, path: str) -> None:
        answer = await lena.get(path)
        assert answer.status_code == 200
        tree(answer)

    @pytest.mark.parametrize(("address", "form"), [(f"{TIPS}/{TIP}", TIP_FORM), (f"{PROFILES}/{OWN}", PROFILE_FORM)])
    async def test_what_a_stranger_typed_stays_text(self, lena: StaffClient, address: str, form: Any) -> None:
        data = filled(await lena.get(f"{address}/bewerk"))
        kept = {"csrf", "nummer", "begin"}
        hostile = {name: [HOSTILE] for name in data if name not in kept and not name.endswith(".id")}
        assert (await lena.post(f"{address}/bewerk", {**data, **hostile, "doe": "bewaar"})).status_code == 303
        for path in GETS:
            answer = await lena.get(address + path)
            assert HOSTILE not in answer.text
            assert [one for one in tree(answer).iter("script") if not one.get("src")] == []

    @pytest.mark.parametrize(("address", "form"), [(f"{TIPS}/{TIP}", TIP_FORM), (f"{PROFILES}/{OWN}", PROFILE_FORM)])
    async def test_a_form_sent_back_unchanged_changes_nothing(self, lena: StaffClient, address: str, form: Any) -> None:
        await save(lena, await lena.get(f"{address}/bewerk"), f"{address}/bewerk", doe="publiceer")
        text = (await lena.get(f"{address}/geschiedenis/2")).text
        assert "Alleen de datum of niets." in text or "Er is geen verschil" in text


class TestTip:
    async def test_from_new_to_withdrawn(self, lena: StaffClient, client: httpx.AsyncClient) -> None:
        answer = await save(lena, await lena.get(f"{TIPS}/nieuw"), f"{TIPS}/nieuw", doe="publiceer", topic="zindelijkheid", age_min="twee")
        assert answer.status_code == 422 and "Schrijf de tekst." in answer.text and 'value="twee"' in answer.text
        address = f"{TIPS}/zindelijkheid"
        changed = {
            "text": "Zet het potje klaar. U mag er iets leuks bij doen.",
            "age_min": "2",
            "age_max": "3,99",
            "source__url": "algemeen",
        }
        answer = await save(lena, answer, f"{address}/bewerk", doe="bewaar", **changed)
        page = await lena.get(f"{address}/bewerk")
        assert "Wegwijs zegt ‘je’." in page.text and "makkelijk te lezen" in page.text
        answer = await save(lena, page, f"{address}/bewerk", doe="voorbeeld", text="Zet het potje vast klaar in de badkamer.")
        preview = await lena.get(f"{address}/voorbeeld")
        assert "Tips over zindelijk worden" in preview.text and "Algemeen bekend" in preview.text
        assert (await save(lena, preview, f"{address}/publiceer")).headers["location"] == address
        assert "potje vast klaar" in await tips_of(client, "zindelijkheid", (3.0, 3.0), 99)
        await lena.post(f"{address}/intrekken", {"reden": "Klopt niet."})
        assert "potje vast klaar" not in await tips_of(client, "zindelijkheid", (3.0, 3.0), 99)
        await lena.post(f"{address}/geschiedenis/1")
        assert "potje vast klaar" in await tips_of(client, "zindelijkheid", (3.0, 3.0), 99)

    async def test_the_same_tip_twice_is_told(self, lena: StaffClient) -> None:
        page = await lena.get(f"{TIPS}/nieuw?van={TIP}")
        answer = await save(lena, page, f"{TIPS}/nieuw", doe="bewaar")
        assert "Bestaat dit al?" in (await lena.get(answer.headers["location"])).text

    async def test_has_no_day_on_which_it_is_looked_at(self, lena: StaffClient) -> None:
        assert (await lena.post(f"{TIPS}/nagekeken", {"gezien": f"{TIP}@1"})).status_code == 400

    async def test_two_editors_at_once(self, lena: StaffClient, client: httpx.AsyncClient) -> None:
        bas = await sign_in(client, LAND, name="Bas")
        address = f"{TIPS}/{TIP}/bewerk"
        hers, his = await lena.get(address), await bas.get(address)
        await save(lena, hers, address, doe="bewaar", text="Van Lena.")
        answer = await save(bas, his, address, doe="publiceer", age_max="2")
        assert answer.status_code == 409 and "Lena was je voor" in answer.text
        tree(answer)
        answer = await bas.post(
            f"{TIPS}/{TIP}/samenvoegen", {**filled(answer), "keuze.age_max": "mine", "keuze.text": "theirs", "doe": "kies"}
        )
        form = filled(await bas.get(address))
        assert (form["text"], form["age_max"]) == (["Van Lena."], ["2"])


async def tips_of(client: httpx.AsyncClient, topic: str, age: tuple[float, float], limit: int = 3) -> str:
    """What parents get to read, as soon as this process looks again."""
    live = client.app.state.tools.catalogue  # type: ignore[attr-defined]
    live._looked = float("-inf")
    advice = (await live.current()).tips(topic, age, limit)
    return " ".join(tip.text for tip in (*advice.tips, *advice.normal))


class TestProfileRows:
    async def test_a_row_is_added_changed_and_taken_away_without_javascript(self, noor: StaffClient) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        data = filled(await noor.get(address))
        data |= {"team.hours.2.days": ["za"], "team.hours.2.opens": ["9.30"], "team.hours.2.closes": ["12 uur"], "team.hours.1.weg": ["ja"]}
        data |= {"wijken.0.name": ["Binnenstad"], "wijken.5.name": ["Zuid"], "wijken.5.postcodes": ["9185, 9186"]}
        assert (await noor.post(address, {**data, "doe": "bewaar"})).status_code == 303
        form = filled(await noor.get(address))
        assert [form[f"team.hours.{number}.opens"] for number in range(3)] == [["08:30"], ["09:30"], [""]]
        assert form["team.hours.1.closes"] == ["12:00"] and form["team.hours.1.days"] == ["za"]
        assert form["wijken.0.name"] == ["Binnenstad"] and form["wijken.5.postcodes"] == ["9185, 9186"]

    async def test_what_is_wrong_in_a_row_is_told_at_its_field_and_kept(self, noor: StaffClient) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        data = filled(await noor.get(address))
        data |= {
            "team.hours.0.opens": ["half negen"],
            "team.hours.1.closes": ["07:00"],
            "wijken.2.postcodes": ["12"],
            "people.0.text": [""],
        }
        answer = await noor.post(address, {**data, "doe": "publiceer"})
        assert answer.status_code == 422
        page = tree(answer)
        wanted = {
            "v-team-hours-0-opens": "Uren 1: Schrijf een tijd, zoals 8.30.",
            "v-team-hours-1-closes": "Uren 2: Deze tijd moet na de begintijd liggen.",
            "v-people-0-text": "Persoon 1: Schrijf op wat een ouder leest.",
            "v-wijken-2-postcodes": "Wijk 3: Een postcode is hier vier cijfers, zoals 3811. Zet er een komma tussen.",
        }
        summary = next(one for one in page.iter("div") if one.get("class") == "errors")
        assert {(link.get("href") or "")[1:]: link.text for link in summary.iter("a")} == wanted
        controls = {one.get("id"): one for one in page.iter() if one.get("id") in wanted}
        assert all(controls[name].get("aria-invalid") == "true" for name in wanted)
        assert controls["v-team-hours-0-opens"].get("value") == "half negen"

    async def test_two_people_of_the_same_name_have_their_own_id(self, noor: StaffClient) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        data = filled(await noor.get(address))
        data |= {"people.5.name": ["Opvoedconsulent"], "people.5.text": ["Voor Noord."], "doe": ["publiceer"]}
        assert (await noor.post(address, data)).headers["location"] == f"{PROFILES}/{OWN}"
        form = filled(await noor.get(address))
        ids = [form[f"people.{number}.id"][0] for number in range(6)]
        assert ids[1] == "opvoedconsulent" and ids[5].startswith("opvoedconsulent_")


class TestConflict:
    async def test_rows_of_both_are_side_by_side_and_nothing_is_lost(self, noor: StaffClient, lena: StaffClient) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        hers, his = filled(await noor.get(address)), filled(await lena.get(address))
        await noor.post(address, {**hers, "team.hours.0.opens": ["09:00"], "doe": "bewaar"})
        answer = await lena.post(
            address, {**his, "team.hours.0.opens": ["elf"], "people.0.name": ["Praktijkondersteuner"], "doe": "bewaar"}
        )
        assert answer.status_code == 409 and "Noor was je voor" in answer.text
        tree(answer)
        chosen = {"keuze.team.hours": "mine", "keuze.people": "mine", "doe": "kies"}
        assert (await lena.post(f"{PROFILES}/{OWN}/samenvoegen", {**filled(answer), **chosen})).status_code == 303
        form = filled(await noor.get(address))
        assert form["team.hours.0.opens"] == ["elf"] and form["people.0.name"] == ["Praktijkondersteuner"]
        assert form["people.0.topics"] == hers["people.0.topics"]


class TestComplete:
    async def test_a_concept_says_what_is_missing_and_becomes_complete_when_it_is_there(self, client: httpx.AsyncClient) -> None:
        jan = await sign_in(client, HILLEGOM, name="Jan")
        address = f"{PROFILES}/hillegom"
        for path in ("", "/bewerk"):
            text = (await jan.get(address + path)).text
            assert "Dit profiel is nog een concept." in text and "Het telefoonnummer van het team mist nog." in text
        assert "heeft deze gegevens nog niet nagekeken" in (await client.get("/chat/hillegom")).text
        data = filled(await jan.get(f"{address}/bewerk"))
        data |= {
            "team.phone": ["0252 12 34 56"],
            "team.hours.0.days": ["ma", "di"],
            "team.hours.0.opens": ["9"],
            "team.hours.0.closes": ["17.00"],
        }
        assert (await jan.post(f"{address}/bewerk", {**data, "doe": "publiceer"})).status_code == 303
        assert "Er mist nog een bron" in (await jan.get(address)).text and (await read(client, "hillegom"))["status"] == "concept"
        data = filled(await jan.get(f"{address}/bewerk")) | {"sources.0.url": ["https://www.hillegom.nl/cjg"]}
        await jan.post(f"{address}/bewerk", {**data, "doe": "publiceer"})
        assert "nog een concept" not in (await jan.get(address)).text
        await seen(client)
        assert (await read(client, "hillegom"))["status"] == "compleet"
        assert "nog niet nagekeken" not in (await client.get("/chat/hillegom")).text

    async def test_a_complete_profile_that_loses_its_number_is_a_concept_again(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        address = f"{PROFILES}/{OWN}"
        data = filled(await noor.get(f"{address}/bewerk")) | {"team.phone": [""]}
        assert (await noor.post(f"{address}/bewerk", {**data, "doe": "publiceer"})).status_code == 303
        await seen(client)
        assert (await read(client, OWN))["status"] == "concept"
        await noor.post(f"{address}/geschiedenis/1")
        await seen(client)
        assert (await read(client, OWN))["status"] == "compleet"

    async def test_looked_at_again(self, noor: StaffClient) -> None:
        page = await noor.get(f"{PROFILES}/{OWN}")
        answer = await noor.post(f"{PROFILES}/nagekeken", {"gezien": filled_of(page, "gezien")})
        assert answer.status_code == 303 and "Bevestigd" in (await noor.get(f"{PROFILES}/{OWN}/geschiedenis")).text

    async def test_a_whole_new_profile(self, lena: StaffClient, client: httpx.AsyncClient) -> None:
        page = await lena.get(f"{PROFILES}/nieuw")
        given = {
            "name": "Nieuw Dorp",
            "province": "Utrecht",
            "approach": "We kijken samen.",
            "team__name": "Dorpsteam",
            "team__article": "het dorpsteam",
            "team__find": "Kijk op de site.",
        }
        answer = await save(lena, page, f"{PROFILES}/nieuw", doe="publiceer", **given)
        assert answer.headers["location"] == f"{PROFILES}/nieuw_dorp"
        await seen(client)
        told = await read(client, "nieuw_dorp")
        assert (told["status"], told["wijkteam"]["phone"], told["chat"]["on"]) == ("concept", None, True)


class TestThemeAndConsent:
    @pytest.mark.parametrize(
        ("token", "value", "reason"),
        [
            ("--wegwijs-accent-color", "rood", "Schrijf een kleur als #"),
            ("--wegwijs-accent-color", "#ffcc00", "moet 4,5 of meer zijn"),
            ("--wegwijs-font-family", "x; } body { display: none", "Hier mogen alleen letters"),
            ("--wegwijs-font-family", "url(https://elders.example)", "Hier mogen alleen letters"),
        ],
    )
    async def test_a_theme_that_cannot_be_used_is_refused(self, noor: StaffClient, token: str, value: str, reason: str) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        data = filled(await noor.get(address)) | {f"theme.{token}": [value]}
        answer = await noor.post(address, {**data, "doe": "publiceer"})
        assert answer.status_code == 422 and reason in answer.text

    async def test_the_preview_says_the_contrast(self, noor: StaffClient) -> None:
        assert "contrast 6,8" in (await noor.get(f"{PROFILES}/{OWN}/voorbeeld")).text

    async def test_another_text_of_consent_needs_another_number(self, noor: StaffClient) -> None:
        address = f"{PROFILES}/{OWN}/bewerk"
        data = filled(await noor.get(address)) | {"handoff.consent_text": ["Het team mag mij bellen."], "doe": ["publiceer"]}
        answer = await noor.post(address, data)
        assert answer.status_code == 422 and "Geef haar een nieuw nummer" in answer.text
        data = filled(answer) | {"handoff.consent_version": ["2"], "doe": ["publiceer"]}
        assert (await noor.post(address, data)).status_code == 303
        back = filled(await noor.get(address)) | {
            "handoff.consent_text": ["Nog iets anders."],
            "handoff.consent_version": ["1"],
            "doe": ["publiceer"],
        }
        assert (await noor.post(address, back)).status_code == 422


def filled_of(page: httpx.Response, name: str) -> str:
    return next(one.get("value", "") for one in tree(page).iter("input") if one.get("name") == name)


async def seen(client: httpx.AsyncClient) -> None:
    """This process looks again at once; the others within a second."""
    client.app.state.tools.catalogue._looked = float("-inf")  # type: ignore[attr-defined]


class TestForms:
    def test_every_field_has_help_and_a_place(self) -> None:
        for form in (TIP_FORM, PROFILE_FORM):
            assert all(len(field.help) > 12 for field in form.fields.values() if not field.path.startswith("team.closed_on."))
            assert all(column.help == "" for field in form.fields.values() for column in field.columns)

    def test_what_a_browser_sends_of_a_row(self) -> None:
        body = {"team": {"hours": [{"days": ["ma", "wo"], "opens": {TYPED: "negen"}, "closes": "17:00:00"}]}}
        told = [one for one in sent(PROFILE_FORM, body) if one[0].startswith("team.hours")]
        assert told == [
            ("team.hours.0.days", "ma"),
            ("team.hours.0.days", "wo"),
            ("team.hours.0.opens", "negen"),
            ("team.hours.0.closes", "17:00"),
        ]
