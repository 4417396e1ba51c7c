"""The editor's pages: each role sees its own, every form works without JavaScript, and what a stranger typed stays text."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import httpx
import numpy as np
import pytest

import server
from access.schemas import Role
from catalog.offer_form import OFFER_FORM
from kit import embedding
from tests.access.factory import StaffClient, sign_in

STAD = frozenset({("voorbeeldstad", Role.EDITOR)})
LAND = frozenset({("*", Role.EDITOR)})
HOME = "/beheer/aanbod"
LOCAL, NATIONAL, ELSEWHERE = "voorbeeld_peutercursus", "opvoeden_en_zo", "voorbeeld_amersfoort_maatje"
HOSTILE = "<script>alert(1)</script>\"'"
GETS = ("", "/bewerk", "/voorbeeld", "/geschiedenis", "/geschiedenis/1", "/intrekken", "/melding")
POSTS = ("/bewerk", "/publiceer", "/samenvoegen", "/weg", "/geschiedenis/1", "/intrekken", "/melding")
TO_EDIT = {"/bewerk", "/intrekken", "/publiceer", "/samenvoegen", "/weg"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare", lambda tools: None)
    monkeypatch.setattr(embedding, "encode", lambda texts: np.full((len(texts), embedding.DIMENSIONS), 0.04, dtype=np.float32))


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, STAD, name="Noor")


def tree(answer: httpx.Response) -> Element:
    """The page, valid HTML with one h1, unique ids and every control labelled."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
    page: Element = parser.parse(answer.text)  # type: ignore[no-untyped-call]
    assert [error for error in parser.errors if "doctype" not in error[1]] == []
    assert len(page.findall(".//h1")) == 1 and (page.findtext(".//title") or "").strip()
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if one and ids.count(one) > 1)
    labels = {one.get("for") for one in page.iter("label")}
    inside = {id(control) for one in page.iter("label") for control in one.iter("input")}
    for control in [*page.iter("input"), *page.iter("select"), *page.iter("textarea")]:
        assert control.get("type") == "hidden" or control.get("id") in labels or id(control) in inside, control.attrib
    for one in page.iter():
        assert "style" not in one.attrib and not any(name.startswith("on") for name in one.attrib)
        for name in ("aria-describedby", "aria-labelledby"):
            assert set((one.get(name) or "").split()) <= set(ids), one.attrib
        if (one.get("href") or "").startswith("#"):
            assert (one.get("href") or "")[1:] in ids, one.attrib
    return page


def filled(answer: httpx.Response) -> dict[str, list[str]]:
    """What a browser would send of the longest form on a page, without pressing a particular button."""
    form = max(tree(answer).iter("form"), key=lambda one: len(list(one.iter())))
    sent: dict[str, list[str]] = {}
    for one in form.iter():
        name, kind = one.get("name"), one.get("type")
        if not name or one.tag == "button" or (kind in ("checkbox", "radio") and "checked" not in one.attrib):
            continue
        if one.tag == "select":
            options = list(one.iter("option"))
            value = next((option for option in options if "selected" in option.attrib), options[0]).get("value")
        else:
            value = (one.text or "").removeprefix("\n") if one.tag == "textarea" else one.get("value", "on")
        sent.setdefault(name, []).append(value or "")
    return sent


async def save(client: StaffClient, page: httpx.Response, action: str, **changed: Any) -> httpx.Response:
    data = {**filled(page), **{name.replace("__", "."): value for name, value in changed.items()}}
    return await client.post(action, data)


class TestRights:
    @pytest.mark.parametrize(
        "roles",
        [STAD, LAND, frozenset({("voorbeeldstad", Role.ADMIN)}), frozenset({("voorbeeldstad", Role.WIJKTEAM)})],
        ids=["stad", "land", "admin", "wijkteam"],
    )
    async def test_every_page_is_there_or_is_not(self, client: httpx.AsyncClient, roles: Any) -> None:
        who = await sign_in(client, roles)
        edits = {LOCAL: not who.staff.has(Role.WIJKTEAM), NATIONAL: roles == LAND, ELSEWHERE: roles == LAND}
        sees = {LOCAL: edits[LOCAL], NATIONAL: edits[LOCAL], ELSEWHERE: roles == LAND}
        for offer_id in edits:
            for path in GETS:
                allowed = (edits if path in TO_EDIT else sees)[offer_id]
                assert (await who.get(f"{HOME}/{offer_id}{path}")).status_code == (200 if allowed else 404), (offer_id, path)
            for path in POSTS:
                allowed = (sees if path == "/melding" else edits)[offer_id]
                answer = await who.post(f"{HOME}/{offer_id}{path}")
                assert (answer.status_code != 404) == allowed and answer.status_code not in (403, 500), (offer_id, path, answer.status_code)
        for path in ("", "/nieuw"):
            assert (await who.get(HOME + path)).status_code == (200 if edits[LOCAL] else 404)

    async def test_nobody_without_signing_in_or_token(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        for path in GETS:
            answer = await client.get(f"{HOME}/{LOCAL}{path}")
            assert answer.status_code == 303 and "/beheer/inloggen" in answer.headers["location"]
        for path in POSTS:
            answer = await client.post(f"{HOME}/{LOCAL}{path}", data={}, headers=noor.cookies)
            assert answer.status_code == 403

    async def test_the_list_shows_what_is_theirs(self, noor: StaffClient) -> None:
        text = (await noor.get(f"{HOME}?zoek=maatje")).text
        assert f"{HOME}/voorbeeld_" in text
        assert ELSEWHERE not in text and "Amersfoort" not in text

    async def test_an_editor_of_several_gemeenten_can_choose_one(self, client: httpx.AsyncClient) -> None:
        both = await sign_in(client, frozenset({("amersfoort", Role.EDITOR), ("baarn", Role.EDITOR)}))
        text = (await both.get(f"{HOME}?gemeente=baarn&zoek=voorbeeld_")).text
        assert "Te zien in gemeente" in text and "voorbeeld_baarn_" in text and "voorbeeld_amersfoort_" not in text


class TestPages:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "?zoek=zzz",
            "?leeftijd=3&volgorde=gewijzigd&om=ja&pagina=2",
            "?leeftijd=abc&pagina=-1&soort=onzin&status=x",
            "/nieuw",
            f"/nieuw?van={NATIONAL}",
            *(f"/{LOCAL}{path}" for path in GETS),
        ],
    )
    async def test_are_valid(self, noor: StaffClient, path: str) -> None:
        answer = await noor.get(HOME + path)
        assert answer.status_code == 200
        tree(answer)

    async def test_what_a_stranger_typed_stays_text(self, noor: StaffClient) -> None:
        page = await noor.get(f"{HOME}/{LOCAL}/bewerk")
        texts = {
            path.replace(".", "__"): HOSTILE
            for path, field in OFFER_FORM.fields.items()
            if field.control in ("line", "text", "lines", "number", "date")
        }
        assert (await save(noor, page, f"{HOME}/{LOCAL}/bewerk", doe="bewaar", **texts)).status_code == 303
        for path in ("", *(f"/{LOCAL}{path}" for path in GETS)):
            answer = await noor.get(HOME + path)
            assert HOSTILE not in answer.text
            assert [one for one in tree(answer).iter("script") if not one.get("src")] == []

    @pytest.mark.parametrize("begin", ["{", "[1]", '"x"', "[" * 100_000, '{"a":' * 5000 + "1" + "}" * 5000])
    async def test_a_page_that_was_tampered_with(self, noor: StaffClient, begin: str) -> None:
        answer = await noor.post(f"{HOME}/{LOCAL}/bewerk", {"begin": begin, "nummer": "x", "doe": "bewaar"})
        assert answer.status_code in (400, 409)

    async def test_an_absurd_text_is_refused(self, noor: StaffClient) -> None:
        page = await noor.get(f"{HOME}/{LOCAL}/bewerk")
        assert (await save(noor, page, f"{HOME}/{LOCAL}/bewerk", summary="x" * 60_000)).status_code == 413


class TestJourney:
    async def test_from_new_to_published_to_withdrawn(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        page = await noor.get(f"{HOME}/nieuw")
        answer = await save(noor, page, f"{HOME}/nieuw", doe="publiceer", name="Nieuwe slaapgroep", age_min="drie")
        assert answer.status_code == 422
        shown = tree(answer)
        errors = [one for one in shown.iter("div") if one.get("class") == "errors"]
        assert len(errors) == 1 and "autofocus" in errors[0].attrib
        assert (
            "Schrijf op wat een ouder krijgt." in answer.text
            and 'value="drie"' in answer.text
            and 'value="Nieuwe slaapgroep"' in answer.text
        )
        address = f"{HOME}/nieuwe_slaapgroep"
        values: dict[str, Any] = {
            "provider": "CJG", "kind": "training", "topics": ["slapen"], "age_min": "3", "audience": ["ouder"], "delivery": ["in_de_buurt"],
            "summary": "Je praat met andere ouders over slapen.", "start.text": "Bel het CJG.", "start.phone": "030 123 45 67", "cost": "Gratis.", "free": "ja",
            "no_referral.needed": "nee", "no_referral.evidence": "Staat op de site.", "no_referral.strength": "expliciet", "source.url": "algemeen",
            "source.confidence": "medium", "checked_on": "2026-11-22", "check_again": "2027-05-22",
        }  # fmt: skip
        answer = await save(
            noor, answer, f"{address}/bewerk", doe="voorbeeld", **{name.replace(".", "__"): value for name, value in values.items()}
        )
        assert answer.status_code == 303 and answer.headers["location"] == f"{address}/voorbeeld"
        preview = await noor.get(f"{address}/voorbeeld")
        assert (
            "Je praat met andere ouders over slapen." in preview.text
            and "Waarom dit past" in preview.text
            and "Gaat over slapen" in preview.text
        )
        answer = await save(noor, preview, f"{address}/publiceer")
        assert answer.headers["location"] == address
        look = await noor.get(address)
        assert "Gepubliceerd. Ouders zien dit binnen twee seconden." in look.text
        answer = await noor.post(f"{address}/intrekken", {"reden": " "})
        assert answer.status_code == 400 and "Schrijf op waarom" in answer.text
        await noor.post(f"{address}/intrekken", {"reden": "De groep is gestopt."})
        assert "De groep is gestopt." in (await noor.get(f"{address}/geschiedenis")).text
        await noor.post(f"{address}/geschiedenis/1")
        assert "Tekst 1 is teruggezet." in (await noor.get(address)).text

    async def test_the_preview_is_the_card_of_the_chat(self, noor: StaffClient) -> None:
        preview = tree(await noor.get(f"{HOME}/{LOCAL}/voorbeeld"))
        card = next(one for one in preview.iter("li") if one.get("class") == "card offer")
        assert [one.get("href") for one in preview.iter("link") if one.get("rel") == "stylesheet"] == ["/static/wegwijs.css"]
        told = re.sub(r"\s+", " ", "".join(card.itertext()))
        for words in (
            "Cursus of training",
            "Peutercursus Rust en Regels",
            "1 tot en met 4 jaar",
            "Bel 0800 000 00 01",
            "Nagekeken op 22 november 2026",
        ):
            assert words in told

    async def test_two_editors_at_once(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        bas = await sign_in(client, LAND, name="Bas")
        address = f"{HOME}/{LOCAL}/bewerk"
        hers, his = await noor.get(address), await bas.get(address)
        assert (await save(noor, hers, address, doe="bewaar", name="Van Noor", cost="€ 5")).status_code == 303
        answer = await save(bas, his, address, doe="bewaar", name="Van Bas", age_min="drie", provider="Bas (voorbeeld)")
        assert answer.status_code == 409 and "Noor was je voor" in answer.text
        tree(answer)
        chosen = {"keuze.name": "mine", "keuze.cost": "theirs", "keuze.age_min": "mine", "keuze.provider": "mine"}
        answer = await bas.post(f"{HOME}/{LOCAL}/samenvoegen", {**filled(answer), **chosen, "doe": "kies"})
        assert answer.status_code == 303
        form = filled(await noor.get(address))
        assert (form["name"], form["cost"], form["provider"], form["age_min"]) == (["Van Bas"], ["€ 5"], ["Bas (voorbeeld)"], ["drie"])

    async def test_overwriting_knowingly(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        bas = await sign_in(client, LAND, name="Bas")
        address = f"{HOME}/{LOCAL}/bewerk"
        hers, his = await noor.get(address), await bas.get(address)
        await save(noor, hers, address, doe="bewaar", name="Van Noor", cost="€ 5")
        answer = await save(bas, his, address, doe="publiceer", name="Van Bas")
        assert answer.status_code == 409
        await bas.post(f"{HOME}/{LOCAL}/samenvoegen", {**filled(answer), "doe": "alles"})
        form = filled(await noor.get(address))
        assert (form["name"], form["cost"]) == (["Van Bas"], ["Gratis."])

    async def test_a_preview_of_an_older_text_publishes_nothing(self, noor: StaffClient, client: httpx.AsyncClient) -> None:
        address = f"{HOME}/{LOCAL}"
        await save(noor, await noor.get(f"{address}/bewerk"), f"{address}/bewerk", doe="bewaar", cost="€ 5")
        preview = await noor.get(f"{address}/voorbeeld")
        await save(noor, await noor.get(f"{address}/bewerk"), f"{address}/bewerk", doe="bewaar", cost="€ 500")
        answer = await save(noor, preview, f"{address}/publiceer")
        assert answer.headers["location"] == f"{address}/voorbeeld"
        assert "De tekst is intussen veranderd" in (await noor.get(address)).text
        assert "Tekst 2" not in (await noor.get(f"{address}/geschiedenis")).text

    async def test_bulk_check(self, noor: StaffClient) -> None:
        page = await noor.get(f"{HOME}?zoek=voorbeeld&status=gepubliceerd")
        boxes = [one.get("value") or "" for one in tree(page).iter("input") if one.get("name") == "gezien"]
        assert len(boxes) > 3
        stale = f"{boxes[2].rpartition('@')[0]}@0"
        assert (await noor.post(f"{HOME}/nagekeken", {"gezien": [*boxes[:2], stale]})).status_code == 303
        text = (await noor.get(HOME)).text
        assert "2 keer nagekeken" in text and "1 overgeslagen" in text
        assert "Vink eerst aan" in (await follow(noor, await noor.post(f"{HOME}/nagekeken", {}))).text
        assert (await noor.post(f"{HOME}/nagekeken", {"gezien": [f"{ELSEWHERE}@1"]})).status_code == 404

    async def test_a_copy_begins_in_their_own_gemeente(self, noor: StaffClient) -> None:
        form = filled(await noor.get(f"{HOME}/nieuw?van={NATIONAL}"))
        assert (
            form["name"] == ["Opvoeden & Zo (kopie)"]
            and form["places.gemeenten"] == ["voorbeeldstad"]
            and form["places.scope"] == ["lokaal"]
        )
        assert form["check_again"] == [""]

    async def test_a_report_about_a_national_offer(self, noor: StaffClient) -> None:
        assert (await noor.post(f"{HOME}/{NATIONAL}/melding", {"tekst": ""})).status_code == 400
        assert "Gemeld." in (await follow(noor, await noor.post(f"{HOME}/{NATIONAL}/melding", {"tekst": "Het nummer klopt niet."}))).text

    async def test_throwing_away_a_new_draft(self, noor: StaffClient) -> None:
        answer = await save(noor, await noor.get(f"{HOME}/nieuw"), f"{HOME}/nieuw", doe="bewaar", name="Toch niet")
        assert answer.headers["location"] == f"{HOME}/toch_niet/bewerk"
        await noor.post(f"{HOME}/toch_niet/weg")
        assert (await noor.get(f"{HOME}/toch_niet")).status_code == 404

    async def test_help_marks_the_sentence_with_the_reason(self, noor: StaffClient) -> None:
        address = f"{HOME}/{LOCAL}/bewerk"
        hard = "De multidisciplinaire interventie wordt door de gedragswetenschapper laagdrempelig vormgegeven."
        await save(noor, await noor.get(address), address, doe="bewaar", summary=hard, cost="€ 5")
        page = await noor.get(address)
        assert f"<mark>{hard}</mark>" in page.text and "multidisciplinaire’ is een moeilijk woord" in page.text
        assert "Je koos ‘gratis’, maar bij de kosten staat een bedrag." in page.text


async def follow(client: StaffClient, answer: httpx.Response) -> httpx.Response:
    return await client.get(answer.headers["location"])
