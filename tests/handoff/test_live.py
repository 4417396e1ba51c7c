"""A parent and a worker in one conversation: when it is offered, who reads what, who is silent, and how it ends."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from access.models import AuditEntry
from access.schemas import Role
from chat import live_words as words
from chat.handoff_form import CHOICE
from handoff import live_service
from handoff.live_service import GONE, REASONS
from handoff.models import TeamMember
from kit import clock
from tests.access.factory import StaffClient, sign_in
from tests.conftest import FakeRasa, Talk
from tests.handoff.asking import at_rung_two
from tests.handoff.live import (
    LIST,
    TEAM,
    WORKER,
    YES,
    YES_ALL,
    asked,
    chats,
    choose,
    connected,
    content_url,  # noqa: F401
    labels,
    live,
    say,
    switch_on,
    texts,
    worker,
)
from tests.handoff.mailbox import Clock

DANGER = "mijn man slaat mij en de kinderen, ik ben bang"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found


@pytest.fixture
async def staff(talk: Talk) -> StaffClient:
    await switch_on(talk.client)
    return await worker(talk.client)


class TestOffered:
    async def test_when_the_team_is_open_and_somebody_is_there(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        found = labels(await at_rung_two(talk, rasa))
        assert found.index(words.ASK) < found.index(CHOICE)
        assert {YES, YES_ALL, words.NO} == set(labels(await choose(talk, words.ASK)))

    async def test_not_without_anybody(self, talk: Talk, rasa: FakeRasa) -> None:
        await switch_on(talk.client)
        assert words.ASK not in labels(await at_rung_two(talk, rasa))

    async def test_not_where_it_is_off(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await switch_on(talk.client, on=False)
        assert words.ASK not in labels(await at_rung_two(talk, rasa))

    async def test_not_after_somebody_left(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await staff.post(f"{LIST}/weg")
        assert words.ASK not in labels(await at_rung_two(talk, rasa))

    async def test_not_when_nobody_was_seen_lately(self, talk: Talk, rasa: FakeRasa, moved: Clock) -> None:
        await switch_on(talk.client)
        await worker(talk.client)
        moved.on(seconds=46)
        assert words.ASK not in labels(await at_rung_two(talk, rasa))

    async def test_not_for_more_parents_than_they_can_take(self, talk: Talk, rasa: FakeRasa) -> None:
        await switch_on(talk.client)
        staff = await worker(talk.client, at_most=1)
        await connected(talk, rasa, staff)
        other = Talk(talk.client, (await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})).json())
        assert words.ASK not in labels(await at_rung_two(other, rasa))

    async def test_not_for_who_is_young(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        assert words.ASK not in labels(await at_rung_two(talk, rasa, speaker="jongere"))

    async def test_not_on_a_channel_that_hears_nothing_between_turns(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        from tests.handoff.asking import CONTACT

        rasa.enqueue([CONTACT])
        answer = await talk.client.post("/webhooks/rest/webhook", json={"sender": "ouder", "message": "ik wil iemand spreken"})
        assert CHOICE in answer.text and words.ASK not in answer.text

    @pytest.mark.parametrize(
        ("moment", "there"),
        [
            (MONDAY, True),
            (MONDAY.replace(hour=7, minute=29), False),  # 8.29 here
            (MONDAY.replace(hour=7, minute=30), True),
            (MONDAY.replace(hour=16, minute=0), False),  # 17.00 here
            (MONDAY + timedelta(days=4, hours=3), False),  # Friday afternoon
            (datetime(2026, 12, 25, 9, 0, tzinfo=UTC), False),  # Christmas, a Friday
        ],
    )
    async def test_only_in_the_real_hours(self, talk: Talk, rasa: FakeRasa, moved: Clock, moment: datetime, there: bool) -> None:
        moved.moment = moment
        await switch_on(talk.client, hours="real")
        fresh = Talk(talk.client, (await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})).json())
        await worker(talk.client)
        assert (words.ASK in labels(await at_rung_two(fresh, rasa))) is there


class TestConsent:
    async def test_from_now_on(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        page = (await staff.get(f"{LIST}/{chat.id}")).text
        assert "ik wil iemand spreken" not in page and "Ja, lees mee vanaf nu" in page
        assert chat.consent_version == words.VERSION

    async def test_everything(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff, YES_ALL)
        assert "ik wil iemand spreken" in (await staff.get(f"{LIST}/{chat.id}")).text
        assert chat.shared_from == 0

    async def test_no(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa, words.NO)
        assert await chats(talk.client) == []
        assert await talk.say("hallo") and rasa.asked[-1][1] == "hallo"

    async def test_nothing_can_be_read_before_somebody_is_in(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        await talk.say("dit is voor het team")
        chat = (await chats(talk.client))[0]
        assert (await staff.get(f"{LIST}/{chat.id}")).status_code == 404
        assert "dit is voor het team" not in (await staff.get(LIST)).text

    async def test_another_text_is_read_first(
        self, talk: Talk, rasa: FakeRasa, staff: StaffClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await at_rung_two(talk, rasa)
        await choose(talk, words.ASK)
        monkeypatch.setattr(words, "VERSION", "2")
        again = await choose(talk, YES)
        assert words.CHANGED in texts(again) and f"{words.FROM_NOW}:2" in labels(again)
        assert await chats(talk.client) == []

    async def test_it_closed_meanwhile(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await at_rung_two(talk, rasa)
        await choose(talk, words.ASK)
        await staff.post(f"{LIST}/weg")
        told = await choose(talk, YES)
        assert "niemand van het wijkteam vrij" in texts(told) and "0800 000 00 01" in texts(told) and CHOICE in labels(told)
        await switch_on(talk.client, hours="closed")
        closed = texts(await choose(talk, words.ASK))
        assert "Het wijkteam is nu gesloten" in closed and "weer open: " in closed


class TestWaiting:
    async def test_the_queue_is_true(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        assert "Je bent als eerste aan de beurt. Binnen 2 minuten" in texts(await asked(talk, rasa))
        other = Talk(talk.client, (await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})).json())
        assert "Er is 1 ouder voor je." in texts(await asked(other, rasa))
        assert "Er wachten 2 ouders." in (await staff.get(LIST)).text

    async def test_yes_twice_is_one_chat(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        assert "al gevraagd" in texts(await choose(talk, YES))
        assert len(await chats(talk.client)) == 1

    async def test_the_bot_keeps_what_is_typed_for_the_team(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        before = len(rasa.asked)
        assert "staat klaar" in texts(await talk.say("mijn dochter wil niet naar school"))
        assert len(rasa.asked) == before
        chat = (await chats(talk.client))[0]
        await staff.post(f"{LIST}/{chat.id}/neem")
        assert "mijn dochter wil niet naar school" in (await staff.get(f"{LIST}/{chat.id}")).text

    async def test_stop(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        assert "Je wacht niet meer" in texts(await choose(talk, words.STOP))
        assert (await chats(talk.client))[0].state == "gestopt"
        await talk.say("hallo")
        assert rasa.asked[-1][1] == "hallo"

    async def test_nobody_comes(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, moved: Clock) -> None:
        await switch_on(talk.client, wait_seconds=60)
        await asked(talk, rasa)
        await talk.say("mijn dochter wil niet naar school")
        moved.on(seconds=59)
        await live(talk.client).sweep()
        assert (await chats(talk.client))[0].state == "gevraagd"
        moved.on(seconds=1)
        await live(talk.client).sweep()
        await live(talk.client).sweep()
        told = (await talk.read())[-2:]
        assert "er was niemand van het wijkteam vrij" in texts(told)
        assert told[1]["type"] == "form" and told[1]["prefill"]["question"] == "mijn dochter wil niet naar school"
        assert (await chats(talk.client))[0].state == "gemist"
        assert (await staff.post(f"{LIST}/{(await chats(talk.client))[0].id}/neem")).headers["location"] == LIST


class TestTalking:
    async def test_the_bot_is_silent(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        before = len(rasa.asked)
        answer = await talk.post(text="hallo, bent u daar?")
        assert answer.json() == {"messages": [], "live": "verbonden"}
        assert await choose(talk, words.ASK) == []
        assert len(rasa.asked) == before
        assert (await say(staff, chat, "Hallo, ik lees mee.")).status_code == 303
        last = (await talk.read())[-1]
        assert (last["from"], last["text"]) == ("wijkteam", "Hallo, ik lees mee.")

    async def test_no_name_of_a_worker(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await say(staff, chat, "Hallo")
        answer = await talk.client.get(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        assert staff.staff.name not in answer.text and staff.staff.id not in answer.text

    async def test_personal_data_of_the_parent_is_redacted(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, stored: Any) -> None:
        chat = await connected(talk, rasa, staff)
        await talk.say("mijn nummer is 06 12345678")
        assert "12345678" not in (await staff.get(f"{LIST}/{chat.id}")).text
        assert b"12345678" not in stored()

    async def test_said_twice_is_said_once(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await asyncio.gather(*(say(staff, chat, "Hallo", "zelfde") for _ in range(4)))
        assert [one["text"] for one in await talk.read() if one["from"] == "wijkteam"] == ["Hallo"]

    @pytest.mark.parametrize("text", ["", "  \u200b ", "a" * 2001])
    async def test_what_cannot_be_said_is_not_lost(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, text: str) -> None:
        chat = await connected(talk, rasa, staff)
        answer = await say(staff, chat, text)
        assert answer.status_code == 400 and text.strip() in answer.text

    async def test_markup_is_text(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await talk.say("<script>alert(1)</script><img src=x onerror=alert(2)>")
        page = (await staff.get(f"{LIST}/{chat.id}")).text
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page

    async def test_two_workers_at_once(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        chat, other = (await chats(talk.client))[0], await worker(talk.client)
        answers = await asyncio.gather(staff.post(f"{LIST}/{chat.id}/neem"), other.post(f"{LIST}/{chat.id}/neem"))
        assert sorted(answer.headers["location"] for answer in answers) == [LIST, f"{LIST}/{chat.id}#laatste"]
        late = staff if answers[0].headers["location"] == LIST else other
        assert "Een collega is al in dit gesprek" in (await late.get(LIST)).text
        assert (await late.get(f"{LIST}/{chat.id}")).status_code == 404
        assert texts(await talk.read()).count("Je praat nu met iemand van het wijkteam") == 1

    async def test_unread_in_words(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await staff.get(f"{LIST}/{chat.id}")
        assert "Geen nieuwe berichten" in (await staff.get(LIST)).text
        await talk.say("hallo")
        assert "1 nieuw bericht" in (await staff.get(LIST)).text
        await talk.say("bent u daar?")
        assert "2 nieuwe berichten" in (await staff.get(LIST)).text
        await staff.get(f"{LIST}/{chat.id}")
        assert "Geen nieuwe berichten" in (await staff.get(LIST)).text

    async def test_several_parents(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        first = await connected(talk, rasa, staff)
        other = Talk(talk.client, (await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})).json())
        second = await connected(other, rasa, staff)
        await other.say("ik ben de tweede")
        page = (await staff.get(f"{LIST}/{first.id}")).text
        assert f"{LIST}/{second.id}" in page and "2 nieuwe berichten" in page or "1 nieuw bericht" in page
        assert "ik ben de tweede" not in page

    async def test_the_form_stays_in_reach(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await connected(talk, rasa, staff)
        assert (await choose(talk, CHOICE))[0]["type"] == "form"


class TestTyping:
    async def test_both_ways_and_only_for_a_while(
        self, talk: Talk, rasa: FakeRasa, staff: StaffClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chat, found = await connected(talk, rasa, staff), live(talk.client)
        address = f"/api/v1/conversations/{talk.id}/typing"
        assert (await talk.client.post(address, headers=talk.headers)).status_code == 204
        assert (await staff.post(f"{LIST}/{chat.id}/typt")).status_code == 204
        assert found.is_typing(talk.id, "user") and found.is_typing(talk.id, "wijkteam")
        real = time.monotonic
        monkeypatch.setattr(live_service, "monotonic", lambda: real() + live_service.TYPING_SECONDS)
        assert not found.is_typing(talk.id, "user") and not found.is_typing(talk.id, "wijkteam")
        assert found._typing == {}

    async def test_it_ends_with_the_message(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat, found = await connected(talk, rasa, staff), live(talk.client)
        await found.typing(talk.id, "user")
        await found.typing(talk.id, "wijkteam")
        await talk.say("hallo")
        await say(staff, chat, "Hallo")
        assert found._typing == {}

    async def test_nobody_sees_it_before_somebody_is_in(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        await talk.client.post(f"/api/v1/conversations/{talk.id}/typing", headers=talk.headers)
        assert live(talk.client)._typing == {}

    async def test_only_with_the_token(self, talk: Talk) -> None:
        for headers, status in ({}, 401), ({"Authorization": "Bearer x"}, 401):
            assert (await talk.client.post(f"/api/v1/conversations/{talk.id}/typing", headers=headers)).status_code == status


class TestDanger:
    async def test_card_at_once_and_the_worker_is_told(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        answer = await talk.say(DANGER)
        assert [one["type"] for one in answer] == ["crisis", "notice"] and "ziet dit bericht ook" in answer[1]["text"]
        for path in (LIST, f"{LIST}/{chat.id}"):
            page = (await staff.get(path)).text
            assert 'role="alert"' in page and "Mogelijk" in page and "Gezien" in page
        row = (await chats(talk.client))[0]
        assert row.danger in ("acuut", "crisis")
        await staff.post(f"{LIST}/{chat.id}/gezien", {"tot": str(row.danger_at), "naar": chat.id})
        assert "Mogelijk" not in (await staff.get(LIST)).text

    async def test_what_came_after_what_was_seen_stands(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await talk.say(DANGER)
        first = (await chats(talk.client))[0].danger_at
        await talk.say("hij heeft een mes en hij komt eraan")
        await staff.post(f"{LIST}/{chat.id}/gezien", {"tot": str(first)})
        row = (await chats(talk.client))[0]
        assert row.danger is not None and row.danger_at != first

    async def test_while_waiting(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await asked(talk, rasa)
        assert (await talk.say(DANGER))[0]["type"] == "crisis"
        assert "Let op: gevaar</span>" in (await staff.get(LIST)).text and "Mogelijk" in (await staff.get(LIST)).text

    async def test_a_tapped_button_is_no_danger(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        await connected(talk, rasa, staff)
        await choose(talk, words.NO)
        assert (await chats(talk.client))[0].danger is None


class TestEnd:
    @pytest.mark.parametrize("reason", REASONS)
    async def test_back_to_the_bot(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, reason: str) -> None:
        chat = await connected(talk, rasa, staff)
        assert (await staff.post(f"{LIST}/{chat.id}/terug", {"reden": reason})).headers["location"] == LIST
        row = (await chats(talk.client))[0]
        assert (row.state, row.reason) == ("terug", reason)
        told = await talk.read()
        assert words.told(words.HAPPENED[reason], await profile_of(talk)) in texts(told)
        await talk.say("mijn zoon slaapt niet")
        assert rasa.asked[-1][1] == "mijn zoon slaapt niet"
        page = (await staff.get(f"{LIST}/{chat.id}")).text
        assert "mijn zoon slaapt niet" not in page and "Ja, lees mee" not in page

    async def test_a_reason_is_needed(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        assert (await staff.post(f"{LIST}/{chat.id}/terug", {"reden": "zomaar"})).status_code == 400
        assert (await chats(talk.client))[0].state == "verbonden"

    async def test_by_the_parent(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        assert "leest niet meer mee" in texts(await choose(talk, words.STOP))
        answer = await say(staff, chat, "Nog één ding")
        assert (answer.status_code, "Nog één ding" in answer.text, "al gestopt" in answer.text) == (409, True, True)
        assert "Nog één ding" not in texts(await talk.read())

    async def test_wiped(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        assert await chats(talk.client) == []
        assert (await staff.get(f"{LIST}/{chat.id}")).status_code == 404
        assert (await say(staff, chat, "hallo")).status_code == 404

    async def test_expired(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, moved: Clock) -> None:
        from chat.retention import clean

        await connected(talk, rasa, staff)
        moved.on(hours=25)
        await clean(live(talk.client).database)
        assert await chats(talk.client) == []

    async def test_a_worker_whose_connection_stays_away(
        self, talk: Talk, rasa: FakeRasa, staff: StaffClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await connected(talk, rasa, staff)
        real = time.monotonic
        monkeypatch.setattr(live_service, "monotonic", lambda: real() + live_service.GONE_SECONDS - 5)
        await live(talk.client).sweep()
        assert (await chats(talk.client))[0].state == "verbonden"
        monkeypatch.setattr(live_service, "monotonic", lambda: real() + live_service.GONE_SECONDS + 5)
        await live(talk.client).sweep()
        row = (await chats(talk.client))[0]
        assert (row.state, row.reason) == ("terug", GONE)
        told = (await talk.read())[-2:]
        assert "weggevallen" in texts(told) and told[1]["type"] == "form"

    def test_every_end_has_words_for_the_parent(self) -> None:
        assert {*REASONS, GONE, "gemist", "verbonden"} == set(words.HAPPENED)


async def profile_of(talk: Talk) -> Any:
    found = (await live(talk.client).catalogue.current()).profile("voorbeeldstad")
    assert found is not None
    return found


OTHERS = {
    "nobody's": frozenset({("voorbeeldstad", Role.EDITOR)}),
    "admin": frozenset({("voorbeeldstad", Role.ADMIN), ("*", Role.ADMIN)}),
    "another gemeente": frozenset({("soest", Role.WIJKTEAM)}),
}
ROUTES = [
    ("get", ""),
    ("get", "/stroom"),
    ("post", "/neem"),
    ("post", "/zeg"),
    ("post", "/typt"),
    ("post", "/gezien"),
    ("post", "/terug"),
]
FIELDS = {"text": "hallo", "once": "een", "tot": "1", "reden": "beantwoord"}


class TestRights:
    @pytest.mark.parametrize("who", [*OTHERS, "another team", "a colleague"])
    @pytest.mark.parametrize("state", ["gevraagd", "verbonden"])
    async def test_for_others_it_does_not_exist(self, talk: Talk, rasa: FakeRasa, staff: StaffClient, who: str, state: str) -> None:
        await (connected(talk, rasa, staff) if state == "verbonden" else asked(talk, rasa))
        chat = (await chats(talk.client))[0]
        other = await sign_in(talk.client, roles=OTHERS.get(who, WORKER))
        if who == "another team":
            async with live(talk.client).database.session() as session:
                session.add(TeamMember(staff_id=other.staff.id, gemeente="voorbeeldstad", team="noord"))
        if who == "a colleague" and state == "gevraagd":
            return
        for method, path in ROUTES:
            address = f"{LIST}/{chat.id}{path}"
            answer = await (other.get(address) if method == "get" else other.post(address, FIELDS))
            taken = (who, path) == ("a colleague", "/neem")
            assert answer.status_code == (303 if taken else 404), (method, path)
        row = (await chats(talk.client))[0]
        assert (row.state, row.staff_id) == (chat.state, chat.staff_id)
        page = await other.get(LIST)
        assert page.status_code == (404 if who in ("nobody's", "admin") else 200) and chat.id not in page.text

    async def test_not_there_for_a_team_of_others(self, talk: Talk, staff: StaffClient) -> None:
        other = await sign_in(talk.client, roles=OTHERS["another gemeente"])
        assert (await other.post(f"{LIST}/aanwezig", {"plek": [TEAM], "at_most": "3"})).status_code == 404

    async def test_audited(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        chat = await connected(talk, rasa, staff)
        await staff.post(f"{LIST}/{chat.id}/terug", {"reden": "beantwoord"})
        async with live(talk.client).database.session() as session:
            rows = await session.scalars(select(AuditEntry).where(AuditEntry.subject == chat.id).order_by(AuditEntry.id))
            told = [(row.action, row.staff_id) for row in rows]
        me = staff.staff.id
        assert told == [("live gesprek gevraagd", None), ("live gesprek begonnen", me), ("live gesprek teruggegeven", me)]


class TestPlainParent:
    async def test_the_same_way_with_reloads(self, talk: Talk, rasa: FakeRasa, staff: StaffClient) -> None:
        from tests.handoff.asking import CONTACT, Browser

        browser = Browser(talk.client)
        await browser.begin()
        rasa.enqueue([CONTACT])
        await browser.say("ik wil iemand spreken")
        await press(browser, words.ASK)
        await press(browser, YES)
        assert "Je wacht op het wijkteam" in browser.page
        chat = (await chats(talk.client))[0]
        await staff.post(f"{LIST}/{chat.id}/neem")
        await say(staff, chat, "Hallo ouder")
        await browser.get(browser.at)
        assert "Je praat nu met het wijkteam" in browser.page and "Hallo ouder" in browser.page
        await browser.say("fijn dat u er bent")
        assert "fijn dat u er bent" in (await staff.get(f"{LIST}/{chat.id}")).text
        await press(browser, words.STOP)
        assert "leest niet meer mee" in browser.page and "Je praat nu met het wijkteam" not in browser.page


async def press(browser: Any, choice: str) -> None:
    assert f'value="{choice}"' in browser.page
    await browser.post(f"{browser.at}/bericht", client_message_id=f"druk-{choice.replace(':', '-')}", choice=choice)
    await browser.get(browser.at)
