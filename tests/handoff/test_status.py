"""What a parent sees of a question, with the code and not without: over the API and on the page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from access.models import AuditEntry
from handoff import repository
from handoff.models import Handoff, HandoffEvent, HandoffFact, MeldcodeStep, OutboxEntry
from handoff.references import new_code, new_reference
from kit import clock
from tests.conftest import Body, Talk
from tests.handoff.asking import Browser, code_of, desk, receipt, rows

NOTE = "notitie van Marieke over het gezin"


async def look(talk: Talk, given: Body, code: str = "", method: str = "GET", path: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {code or code_of(given)}"}
    return await talk.client.request(method, f"/api/v1/handoffs/{given['reference']}{path}", headers=headers)


async def becomes(talk: Talk, **values: Any) -> None:
    """What the desk does to the only question."""
    async with desk(talk.client).database.session() as session:
        await session.execute(update(Handoff).values(**values))


class TestStatus:
    @pytest.mark.parametrize(
        ("values", "step"),
        [
            ({"version": 1}, "ontvangen"),
            ({"status": "opgepakt", "assignee": "medewerker-een", "taken_at": clock.now()}, "opgepakt"),
            ({"status": "wacht_op_ouder", "taken_at": clock.now(), "tried_to_reach_at": clock.now()}, "geprobeerd"),
            ({"status": "afgerond", "closed_at": clock.now(), "outcome": "geholpen"}, "klaar"),
        ],
    )
    async def test_each_step(self, talk: Talk, values: Body, step: str) -> None:
        given = await receipt(talk)
        await becomes(talk, **values)
        found = (await look(talk, given)).json()
        assert (found["step"], found["reference"], found["late"]) == (step, given["reference"], False)
        assert "medewerker" not in str(found)

    async def test_no_worker_no_notes_no_contact(self, talk: Talk) -> None:
        given = await receipt(talk, name="Noor", question="olifanten")
        await becomes(talk, status="opgepakt", assignee="medewerker-een", taken_at=clock.now())
        row, vault = (await rows(talk.client))[0], desk(talk.client).vault
        async with desk(talk.client).database.session() as session:
            await repository.add_event(session, row.id, "notitie", "medewerker-een", vault.seal(NOTE, f"event/{row.id}"))
        page = Browser(talk.client)
        await page.post("/vraag", nummer=given["reference"], code=code_of(given))
        assert given["reference"] in page.page
        for text in (page.page, (await look(talk, given)).text):
            for secret in ("medewerker-een", "Marieke", "Noor", "12345678", "olifanten"):
                assert secret not in text

    async def test_late_is_said_honestly(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        given = await receipt(talk)
        moment = clock.now() + timedelta(days=9)
        monkeypatch.setattr(clock, "now", lambda: moment)
        assert (await look(talk, given)).json()["late"] is True
        page = Browser(talk.client)
        await page.post("/vraag", nummer=given["reference"], code=code_of(given))
        assert "langer dan beloofd" in page.page


class TestGuessing:
    async def test_a_wrong_code_and_an_unknown_number_are_the_same(self, talk: Talk) -> None:
        given = await receipt(talk)
        unknown = {**given, "reference": new_reference()}
        answers = [
            await look(talk, given, new_code()),
            await look(talk, unknown),
            await look(talk, given, "x"),
            await look(talk, unknown, "x"),
        ]
        assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
        page = Browser(talk.client)
        told = set()
        for number in (given["reference"], unknown["reference"]):
            answer = await page.post("/vraag", nummer=number, code=new_code())
            told.add((answer.status_code, answer.text.replace(number, "")))
        assert len(told) == 1

    async def test_without_a_code(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert (await talk.client.get(f"/api/v1/handoffs/{given['reference']}")).status_code == 404

    async def test_who_guesses_has_to_wait(self, talk: Talk) -> None:
        given = await receipt(talk)
        answers = [(await look(talk, given, new_code())).status_code for _ in range(22)]
        assert (answers[:20], answers[20:]) == ([404] * 20, [429] * 2)
        page = Browser(talk.client)
        answer = await page.post("/vraag", nummer=given["reference"], code=code_of(given))
        assert (answer.status_code, "Wacht" in answer.text, "Retry-After" in answer.headers) == (429, True, True)

    async def test_who_knows_it_may_look_often(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert {(await look(talk, given)).status_code for _ in range(40)} == {200}


class TestWithdraw:
    async def test_the_team_sees_so_and_it_is_finished(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert (await look(talk, given, method="POST", path="/withdraw")).json()["step"] == "ingetrokken"
        assert (await look(talk, given, method="POST", path="/withdraw")).json()["step"] == "ingetrokken"
        row = (await rows(talk.client))[0]
        assert (row.status, row.outcome, row.version) == ("afgerond", "ingetrokken", 2)
        assert row.delete_after == row.closed_at + timedelta(days=90)  # type: ignore[operator]
        async with desk(talk.client).database.session() as session:
            kinds = (await session.scalars(select(HandoffEvent.kind))).all()
            audited = (await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all()
        assert (list(kinds), list(audited)) == (["gemaakt", "ingetrokken"], ["vraag doorgegeven", "vraag ingetrokken"])

    async def test_not_with_another_code(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert (await look(talk, given, new_code(), "POST", "/withdraw")).status_code == 404
        assert (await rows(talk.client))[0].status == "nieuw"


class TestDelete:
    async def test_gone_everywhere_but_counted(self, talk: Talk, stored: Callable[[], bytes]) -> None:
        given = await receipt(talk, name="Quirine")
        row, vault = (await rows(talk.client))[0], desk(talk.client).vault
        sealed = vault.seal(NOTE, f"event/{row.id}")
        async with desk(talk.client).database.session() as session:
            await repository.add_event(session, row.id, "notitie", "medewerker-een", sealed)
            repository.add_to_outbox(session, row.id, "mail", "nieuw")
            session.add(MeldcodeStep(handoff_id=row.id, step=1, done_on=None, staff_id="x", note=sealed))
        assert (await look(talk, given, method="DELETE")).status_code == 204
        assert (await look(talk, given)).status_code == 404
        async with desk(talk.client).database.session() as session:
            for table in (Handoff, HandoffEvent, OutboxEntry, MeldcodeStep):
                assert (await session.scalars(select(table))).all() == []
            fact = (await session.scalars(select(HandoffFact))).one()
        assert (fact.gemeente, fact.outcome, fact.within_norm) == ("voorbeeldstad", "ingetrokken", None)
        found = stored()
        for secret in (row.contact, row.question, row.code, row.code_hash, sealed, row.form_hash):
            assert (secret or "").encode() not in found

    async def test_not_with_another_code(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert (await look(talk, given, new_code(), "DELETE")).status_code == 404
        assert len(await rows(talk.client)) == 1


class TestPage:
    async def test_the_whole_way_without_javascript(self, talk: Talk) -> None:
        given = await receipt(talk)
        page = Browser(talk.client)
        answer = await page.get(f"/vraag/{given['reference']}")
        assert answer.status_code == 200 and given["reference"] in page.page
        fields = {"nummer": given["reference"].lower(), "code": code_of(given).lower().replace("-", " ")}
        await page.post("/vraag", **fields)
        assert "Je vraag is bij het team" in page.page and "0800 000 00 01" in page.page
        await page.post("/vraag", **page.hidden(), stap="intrekken")
        assert "ingetrokken" in page.page
        await page.post("/vraag", **page.hidden(), stap="verwijderen")
        assert "niet terughalen" in page.page and len(await rows(talk.client)) == 1
        await page.post("/vraag", **page.hidden(), stap="verwijder_nu")
        assert "Je vraag is verwijderd" in page.page and await rows(talk.client) == []
        assert (await page.post("/vraag", **fields)).status_code == 404

    async def test_a_number_with_a_mistake_is_told_before_anything_is_looked_up(self, talk: Talk) -> None:
        answer = await Browser(talk.client).post("/vraag", nummer="K7MP-4RXA", code="x")
        assert (answer.status_code, "Dit nummer klopt niet" in answer.text) == (422, True)

    async def test_strange_numbers_are_text(self, talk: Talk) -> None:
        answer = await Browser(talk.client).get("/vraag/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        assert "<script>alert" not in answer.text
        answer = await Browser(talk.client).post("/vraag", nummer='"><script>alert(1)</script>', code='"><b>')
        assert "<script>alert" not in answer.text

    async def test_the_page_says_the_moment_on_a_dutch_clock(self, talk: Talk) -> None:
        given = await receipt(talk)
        await becomes(talk, created_at=datetime(2026, 7, 1, 10, 5, tzinfo=clock.UTC))
        page = Browser(talk.client)
        await page.post("/vraag", nummer=given["reference"], code=code_of(given))
        assert "1 juli 2026, 12.05 uur" in page.page
