"""Working on a question: what can be done, what stands afterwards, who is told, and what is never seen."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection

from handoff.desk import LONGEST_NOTE
from handoff.models import Handoff, HandoffEvent, MeldcodeStep, OutboxEntry
from kit import clock
from settings import Settings
from tests.access.conftest import no_name_lists_or_encoder as no_name_lists_or_encoder
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import StaffClient, sign_in
from tests.conftest import Talk
from tests.handoff.asking import desk, receipt, rows
from tests.handoff.desk import EMAIL, HOME, NAME, QUESTION, WIJKTEAM, audited, events, kinds, now_in, question, two_teams, worker
from tests.handoff.test_status import look
from tests.pages.test_templates import HOSTILE, parse, words

SECRET = "notitie over de broer van Fatima"


async def do(who: StaffClient, row: Handoff, action: str, **data: str) -> httpx.Response:
    """The form of the page, with the version that stands in it now."""
    version = str((await now_in(who.client, row)).version)
    return await who.post(f"{HOME}/{row.id}/{action}", {"version": version, **data})


async def done(who: StaffClient, row: Handoff, action: str, **data: str) -> Handoff:
    answer = await do(who, row, action, **data)
    assert answer.status_code == 303, words(parse(answer.text))
    return await now_in(who.client, row)


class TestOpen:
    async def test_shows_what_the_parent_handed_over(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client, tried=["voorbeeld_peutercursus", "weg"]), await worker(client)
        text = words(parse((await noor.get(f"{HOME}/{row.id}")).text))
        for told in (QUESTION, NAME, "06 12345678", EMAIL, "'s ochtends", "Slapen, 3 jaar", "hij slaapt al weken niet", "Centrum", "zwaar"):
            assert told in text, told

    async def test_every_read_is_written_down(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        await noor.get(f"{HOME}/{row.id}")
        await noor.get(f"{HOME}/{row.id}/print")
        await do(noor, row, "notitie", note="")  # shows the page again
        assert [one.kind for one in await events(client, row)] == ["gemaakt", "geopend", "geopend", "geopend"]
        mine = noor.staff.id
        assert await audited(client, row) == [(mine, "vraag geopend"), (mine, "vraag afgedrukt"), (mine, "vraag geopend")]

    @pytest.mark.parametrize(
        ("error", "status", "words"),
        [
            (RuntimeError(), 500, "Er ging iets mis"),
            (IntegrityError("", None, Exception()), 500, "Er ging iets mis"),
            (DBAPIError("", None, Exception("lock timeout")), 503, "er is niets veranderd"),
            (NoConnection(), 503, "er is niets veranderd"),
        ],
        ids=["ours", "asked wrongly", "held too long", "no connection"],
    )
    async def test_without_that_line_nobody_reads_it(
        self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
    ) -> None:
        row, noor = await question(client), await worker(client)

        async def broken(*_: Any) -> None:
            raise error

        monkeypatch.setattr("handoff.desk.audit.record", broken)
        answer = await noor.get(f"{HOME}/{row.id}")
        assert answer.status_code == status and words in answer.text and QUESTION not in answer.text

    async def test_strange_words_are_shown_as_words(self, client: httpx.AsyncClient) -> None:
        talk = [{"from": "user", "type": "text", "text": HOSTILE}, {"from": HOSTILE, "type": "offers", "offers": [{"name": HOSTILE}]}]
        row = await question(client, question=HOSTILE, transcript=talk, wijk=HOSTILE, weight=HOSTILE[:40], tried=[HOSTILE])
        noor = await worker(client)
        await done(noor, row, "notitie", note=HOSTILE)
        for path in ("", "/print"):
            text = (await noor.get(f"{HOME}/{row.id}{path}")).text
            assert "<img" not in text and "<script>" not in text and "&lt;img" in text

    async def test_what_the_parent_took_back_is_not_shown(self, client: httpx.AsyncClient) -> None:
        now = clock.now()
        row = await question(client, status="afgerond", withdrawn_at=now, closed_at=now, outcome="ingetrokken", delete_after=now)
        noor = await worker(client)
        for path in ("", "/print"):
            text = (await noor.get(f"{HOME}/{row.id}{path}")).text
            assert "De ouder heeft deze vraag ingetrokken" in text and QUESTION not in text and NAME not in text
        assert (await do(noor, row, "heropenen")).status_code == 409

    async def test_without_the_key_the_page_is_there_and_says_so(self, client: httpx.AsyncClient, settings: Settings) -> None:
        row, noor = await question(client), await worker(client)
        (settings.var / "handoff.keys").write_text("andere " + "A" * 43 + "=\n")
        answer = await noor.get(f"{HOME}/{row.id}")
        assert answer.status_code == 200 and "De sleutel ontbreekt" in answer.text

    async def test_the_contents_of_two_rows_cannot_be_swapped(self, client: httpx.AsyncClient) -> None:
        one, two, noor = await question(client), await question(client, question="van een ander"), await worker(client)
        async with desk(client).database.session() as session:
            await session.execute(update(Handoff).where(Handoff.id == one.id).values(question=two.question))
        text = (await noor.get(f"{HOME}/{one.id}")).text
        assert "van een ander" not in text and "De sleutel ontbreekt" in text


class TestTake:
    async def test_it_is_theirs(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        now = await done(noor, row, "pak")
        assert (now.assignee, now.status, now.version) == (noor.staff.id, "opgepakt", 2) and now.taken_at is not None
        assert await kinds(client, row) == ["gemaakt", "opgepakt"]
        assert (noor.staff.id, "vraag opgepakt") in await audited(client, row)

    async def test_of_two_at_once_one_wins_and_the_other_is_told(self, client: httpx.AsyncClient) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        answers = await asyncio.gather(*(who.post(f"{HOME}/{row.id}/pak", {"version": "1"}) for who in (noor, bas)))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        winner = "Noor" if answers[0].status_code == 303 else "Bas"
        (told,) = [answer.text for answer in answers if answer.status_code == 409]
        assert f"{winner} heeft deze vraag opgepakt." in told
        assert await kinds(client, row) == ["gemaakt", "opgepakt"]

    async def test_five_at_once(self, client: httpx.AsyncClient) -> None:
        row, team = await question(client), [await worker(client, f"Collega {number}") for number in range(5)]
        answers = await asyncio.gather(*(who.post(f"{HOME}/{row.id}/pak", {"version": "1"}) for who in team))
        assert sorted(answer.status_code for answer in answers) == [303, *[409] * 4]

    async def test_a_colleague_may_take_over_and_the_moment_stays(self, client: httpx.AsyncClient) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        first = (await done(noor, row, "pak")).taken_at
        now = await done(bas, row, "pak")
        assert (now.assignee, now.taken_at) == (bas.staff.id, first)

    async def test_and_let_go(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        await done(noor, row, "pak")
        now = await done(noor, row, "los")
        assert (now.assignee, now.status) == (None, "nieuw")
        assert await kinds(client, row) == ["gemaakt", "opgepakt", "losgelaten"]

    @pytest.mark.parametrize("version", ["", "0", "x", "-1", "2", "9" * 30, "1.0", "１"])
    async def test_a_wrong_version_changes_nothing(self, client: httpx.AsyncClient, version: str) -> None:
        row, noor = await question(client), await worker(client)
        assert (await noor.post(f"{HOME}/{row.id}/pak", {"version": version})).status_code == 409
        assert (await now_in(client, row)).assignee is None

    async def test_after_the_parent_took_it_back_it_cannot_be_taken(self, client: httpx.AsyncClient, talk: Talk) -> None:
        given = await receipt(talk)
        (row,) = await rows(client)
        noor = await worker(client)
        page = (await noor.get(f"{HOME}/{row.id}")).text
        assert "Pak op" in page
        await look(talk, given, method="POST", path="/withdraw")
        answer = await noor.post(f"{HOME}/{row.id}/pak", {"version": str(row.version)})
        assert answer.status_code == 409 and "De ouder heeft deze vraag net ingetrokken." in answer.text

    async def test_after_the_parent_deleted_it_the_page_says_that_this_happens(self, client: httpx.AsyncClient, talk: Talk) -> None:
        given = await receipt(talk)
        (row,) = await rows(client)
        noor = await worker(client)
        await look(talk, given, method="DELETE")
        for answer in (await noor.get(f"{HOME}/{row.id}"), await noor.post(f"{HOME}/{row.id}/pak", {"version": str(row.version)})):
            assert answer.status_code == 404 and "Een ouder kan een vraag altijd verwijderen" in words(parse(answer.text))


class TestWhatHappened:
    async def test_a_note_is_sealed_and_shown_to_the_team(self, client: httpx.AsyncClient, stored: Callable[[], bytes]) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        await done(noor, row, "notitie", note=SECRET)
        text = words(parse((await bas.get(f"{HOME}/{row.id}")).text))
        assert SECRET in text and "Noor schreef een notitie" in text
        assert SECRET.encode() not in stored()

    async def test_a_note_waits_for_nobody(self, client: httpx.AsyncClient) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        await done(bas, row, "pak")
        assert (await noor.post(f"{HOME}/{row.id}/notitie", {"version": "1", "note": "x1"})).status_code == 303

    @pytest.mark.parametrize("note", ["", "  ", "\u200b\u202e", "x" * (LONGEST_NOTE + 1)])
    async def test_an_empty_or_endless_note_is_refused_and_stays_on_the_page(self, client: httpx.AsyncClient, note: str) -> None:
        row, noor = await question(client), await worker(client)
        answer = await do(noor, row, "notitie", note=note)
        assert answer.status_code == 422 and "Dit klopt nog niet" in answer.text
        if note.strip():
            assert note in answer.text
        assert await kinds(client, row) == ["gemaakt"]

    @pytest.mark.parametrize("result", ["bereikt", "geen_gehoor", "voicemail", "gemaild"])
    async def test_an_attempt(self, client: httpx.AsyncClient, result: str, talk: Talk) -> None:
        given = await receipt(talk)
        (row,) = await rows(client)
        noor = await worker(client)
        now = await done(noor, row, "poging", result=result, note=SECRET)
        assert now.tried_to_reach_at is not None and (now.assignee, now.status) == (noor.staff.id, "opgepakt")
        (event,) = [one for one in await events(client, row) if one.kind == "poging"]
        assert event.data == {"result": result}
        # then the parent sees that, and not the note nor who
        told = (await look(talk, given)).json()
        assert told["step"] == "geprobeerd" and SECRET not in str(told) and "Noor" not in str(told)

    async def test_the_first_attempt_counts(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        first = (await done(noor, row, "poging", result="geen_gehoor")).tried_to_reach_at
        assert (await done(noor, row, "poging", result="bereikt")).tried_to_reach_at == first

    async def test_an_attempt_without_result_keeps_what_was_typed(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        answer = await do(noor, row, "poging", result="zomaar", note=SECRET)
        assert answer.status_code == 422 and "Kies wat er gebeurde." in answer.text and SECRET in answer.text
        assert (await now_in(client, row)).tried_to_reach_at is None

    async def test_waiting_and_going_on(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        assert (await done(noor, row, "wacht", note="belt vrijdag")).status == "wacht_op_ouder"
        assert (await done(noor, row, "pak")).status == "opgepakt"
        assert await kinds(client, row) == ["gemaakt", "wacht_op_ouder", "opgepakt"]


class TestTransfer:
    async def test_to_another_team_that_is_told(self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
        await two_teams(client, email="team@voorbeeldstad.example")
        monkeypatch.setattr(desk(client), "settings", desk(client).settings.model_copy(update={"smtp_host": "mail.example"}))
        row = await question(client, team="oost")
        noor, west = await worker(client, "Noor", "voorbeeldstad", "oost"), await worker(client, "Wim", "voorbeeldstad", "west")
        await done(noor, row, "pak")
        answer = await do(noor, row, "overdragen", team="west", note=SECRET)
        assert (answer.status_code, answer.headers["location"]) == (303, HOME)
        now = await now_in(client, row)
        assert (now.team, now.assignee, now.status) == ("west", None, "nieuw")
        async with desk(client).database.session() as session:
            (entry,) = await session.scalars(select(OutboxEntry))
        assert (entry.channel, entry.state, entry.data) == ("mail", "wacht", {})
        # then the one team no longer sees it, and the other sees why
        assert (await noor.get(f"{HOME}/{row.id}")).status_code == 404
        text = words(parse((await west.get(f"{HOME}/{row.id}")).text))
        assert "droeg de vraag over van Team Oost naar Team West" in text and SECRET in text

    @pytest.mark.parametrize("team", ["", "oost", "wijkteam", "zoetermeer", "<b>"])
    async def test_only_to_another_team_of_the_gemeente(self, client: httpx.AsyncClient, team: str) -> None:
        await two_teams(client)
        row, noor = await question(client, team="oost"), await worker(client)
        answer = await do(noor, row, "overdragen", team=team, note=SECRET)
        assert answer.status_code == 422 and SECRET in answer.text
        assert (await now_in(client, row)).team == "oost"


class TestClose:
    @pytest.mark.parametrize("outcome", ["geholpen", "verwezen_naar_aanbod", "vervolg_wijkteam", "andere_organisatie", "geen_contact"])
    async def test_with_an_outcome(self, client: httpx.AsyncClient, outcome: str) -> None:
        row, noor = await question(client), await worker(client)
        now = await done(noor, row, "afronden", outcome=outcome)
        assert (now.status, now.outcome) == ("afgerond", outcome)
        assert now.closed_at is not None and now.delete_after == now.closed_at + timedelta(days=90)

    async def test_not_without_and_not_of_an_old_page(self, client: httpx.AsyncClient) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        answer = await do(noor, row, "afronden", outcome="klaar", note=SECRET)
        assert answer.status_code == 422 and SECRET in answer.text
        await done(bas, row, "pak")
        answer = await noor.post(f"{HOME}/{row.id}/afronden", {"version": "1", "outcome": "geholpen", "note": SECRET})
        assert answer.status_code == 409 and SECRET in answer.text and "Bas heeft deze vraag opgepakt." in answer.text

    async def test_and_open_again(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        await done(noor, row, "afronden", outcome="geen_contact")
        assert (await do(noor, row, "poging", result="bereikt")).status_code == 409
        now = await done(noor, row, "heropenen")
        assert (now.status, now.closed_at, now.delete_after, now.outcome) == ("opgepakt", None, None, None)
        assert await kinds(client, row) == ["gemaakt", "afgerond", "heropend"]

    async def test_a_mail_that_was_not_sent_yet_need_not_go(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        async with desk(client).database.session() as session:
            session.add(OutboxEntry(handoff_id=row.id, channel="mail", occasion="nieuw", state="wacht", tries=0, next_at=clock.now()))
        await done(noor, row, "afronden", outcome="geholpen")
        async with desk(client).database.session() as session:
            assert list(await session.scalars(select(OutboxEntry))) == []


STEPS = {"day-1": "2026-01-05", "note-1": SECRET, "day-2": "06-01-2026", "note-2": "", "day-3": "", "note-3": "later"}


class TestMeldcode:
    async def test_is_kept_sealed_with_dates(self, client: httpx.AsyncClient, stored: Callable[[], bytes]) -> None:
        row, noor = await question(client), await worker(client)
        await done(noor, row, "pak")
        await done(noor, row, "meldcode", **STEPS)
        async with desk(client).database.session() as session:
            found = {one.step: str(one.done_on) for one in await session.scalars(select(MeldcodeStep))}
        assert found == {1: "2026-01-05", 2: "2026-01-06", 3: "None"}
        assert SECRET.encode() not in stored()
        text = (await noor.get(f"{HOME}/{row.id}")).text
        assert SECRET in text and 'value="2026-01-05"' in text
        # when a step is emptied, then it is
        await done(noor, row, "meldcode", **{**STEPS, "day-1": "", "note-1": ""})
        assert SECRET not in (await noor.get(f"{HOME}/{row.id}")).text

    async def test_only_for_who_has_the_question(self, client: httpx.AsyncClient) -> None:
        row, noor, bas = await question(client), await worker(client, "Noor"), await worker(client, "Bas")
        assert (await do(noor, row, "meldcode", **STEPS)).status_code == 404
        await done(noor, row, "pak")
        await done(noor, row, "meldcode", **STEPS)
        page = (await bas.get(f"{HOME}/{row.id}")).text
        assert SECRET not in page and "Meldcode" not in page
        assert "Meldcode" not in (await bas.get(f"{HOME}/{row.id}/print?meldcode=ja")).text
        assert (await do(bas, row, "meldcode", **STEPS)).status_code == 404

    async def test_on_paper_only_when_asked(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await worker(client)
        await done(noor, row, "pak")
        await done(noor, row, "meldcode", **STEPS)
        plain = (await noor.get(f"{HOME}/{row.id}/print")).text
        assert "Meldcode" not in plain and SECRET not in plain
        assert SECRET in (await noor.get(f"{HOME}/{row.id}/print?meldcode=ja")).text

    async def test_tells_nobody_and_decides_nothing(self, client: httpx.AsyncClient, talk: Talk) -> None:
        given = await receipt(talk)
        (row,) = await rows(client)
        noor = await worker(client)
        before = await done(noor, row, "pak")
        seen = (await look(talk, given)).json()
        after = await done(noor, row, "meldcode", **STEPS)
        assert (await look(talk, given)).json() == seen
        assert (before.version, before.status, before.outcome) == (after.version, after.status, after.outcome)
        assert await kinds(client, row) == ["gemaakt", "opgepakt"]
        async with desk(client).database.session() as session:
            assert [one for one in await session.scalars(select(OutboxEntry)) if one.occasion != "nieuw"] == []

    @pytest.mark.parametrize("day", ["2099-01-01", "gisteren", "31-02-2026", "1" * 500])
    async def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(self, client: httpx.AsyncClient, day: str) -> None:
        row, noor = await question(client), await worker(client)
        await done(noor, row, "pak")
        answer = await do(noor, row, "meldcode", **{**STEPS, "day-2": day})
        assert answer.status_code == 422 and SECRET in answer.text and f'value="{day}"' in answer.text


class TestWithoutWords:
    async def test_no_text_of_anybody_stands_in_events_or_audit(self, client: httpx.AsyncClient) -> None:
        row, noor = await question(client), await sign_in(client, WIJKTEAM)
        for action, data in (
            ("pak", {}),
            ("poging", {"result": "bereikt", "note": SECRET}),
            ("wacht", {"note": SECRET}),
            ("afronden", {"outcome": "geholpen", "note": SECRET}),
        ):
            await done(noor, row, action, **data)
        async with desk(client).database.session() as session:
            told = [(one.kind, one.data, one.text) for one in await session.scalars(select(HandoffEvent))]
        assert SECRET not in str(told) + str(await audited(client, row))
