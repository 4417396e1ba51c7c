"""The form over the API: proposed beside the team's card, filled from what was said, checked in words, sent once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from access.models import AuditEntry
from chat.handoff_form import CHOICE
from handoff.models import HandoffEvent, OutboxEntry
from kit import clock
from tests.conftest import FakeRasa, Talk, down
from tests.handoff.asking import CONTACT, at_rung_two, change_profile, choose_form, code_of, desk, form, receipt, rows, send

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


async def another_talk(talk: Talk) -> Talk:
    answer = await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})
    return Talk(talk.client, answer.json())


class TestProposal:
    async def test_a_button_beside_the_teams_card(self, talk: Talk, rasa: FakeRasa) -> None:
        answer = await at_rung_two(talk, rasa)
        assert answer[-1]["choices"] == [{"id": CHOICE, "label": "Laat het wijkteam mij bellen"}]

    async def test_it_joins_the_buttons_that_are_there(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([CONTACT, {"text": "Ook over school?", "buttons": [{"title": "Ja", "payload": '/keuze{"keuze": "verder:ja"}'}]}])
        answer = await talk.say("ik wil iemand spreken")
        assert [choice["id"] for choice in answer[-1]["choices"]] == ["verder:ja", CHOICE]

    async def test_nothing_where_no_team_is_shown(self, talk: Talk, rasa: FakeRasa) -> None:
        assert CHOICE not in str(await talk.say("hoi"))

    async def test_not_for_who_is_young(self, talk: Talk, rasa: FakeRasa) -> None:
        assert CHOICE not in str(await at_rung_two(talk, rasa, speaker="jongere"))

    async def test_not_beside_a_crisis_card(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([CONTACT])
        assert CHOICE not in str(await talk.say("mijn man slaat mij en de kinderen"))

    async def test_with_the_worry_that_brings_a_person(self, talk: Talk) -> None:
        answer = await talk.say("ik kan het echt niet meer aan, ik trek het niet meer")
        assert ("contact" in [message["type"] for message in answer]) == (CHOICE in str(answer))

    async def test_also_while_the_bot_is_down(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(down())
        assert CHOICE in str(await talk.say("ik wil iemand spreken"))
        rasa.enqueue(down())
        assert (await choose_form(talk))["type"] == "form"

    async def test_not_where_the_gemeente_takes_no_questions(self, talk: Talk, rasa: FakeRasa) -> None:
        await change_profile(talk.client, on=False)
        assert CHOICE not in str(await at_rung_two(talk, rasa))


class TestForm:
    async def test_is_filled_with_what_was_said(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        found = await choose_form(talk)
        assert found["prefill"] == {"question": "mijn zoon slaapt al weken niet"}
        assert {one["label"]: one["value"] for one in found["facts"]} == {
            "Waar het over gaat": "Slapen",
            "Leeftijd": "3 jaar",
            "Hoe zwaar het is": "Heel zwaar",
            "Waar je woont": "Centrum",
        }
        assert found["consentVersion"] == "1"
        assert "wijkteam" in found["text"]

    async def test_a_button_from_before_it_was_turned_off(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        await change_profile(talk.client, on=False)
        answer = (await talk.post(choice=CHOICE)).json()["messages"]
        assert [message["type"] for message in answer] == ["text", "contact"]

    async def test_can_be_asked_for_without_the_bot(self, talk: Talk) -> None:
        answer = await talk.client.get(f"/api/v1/conversations/{talk.id}/handoff", headers=talk.headers)
        assert answer.json()["type"] == "form"


class TestSummary:
    async def test_is_exactly_what_the_team_gets(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        given = {
            "question": "Pieter de Vries, 0612345678, slaapt niet",
            "name": "Noor",
            "phone": "+31 (0)20-1234567",
            "preferredTime": "ochtend",
        }
        shown = (await send(talk, "/summary", **given)).json()
        await receipt(talk, **given)
        row = (await rows(talk.client))[0]
        told = desk(talk.client).contents(row)
        assert shown["question"] == told.question
        assert "Pieter" not in told.question and "0612345678" not in told.question
        assert (shown["phone"], told.contact.phone) == ("020 123 4567", "+31201234567")
        assert (shown["name"], shown["preferredTime"]) == (told.contact.name, "'s ochtends")
        assert (row.topics, row.ages, row.wijk, row.weight, row.preferred_time) == (["slapen"], [[3, 3]], "Centrum", "zwaar", "ochtend")

    async def test_what_the_bot_knows_stays_behind_when_the_parent_says_so(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        assert (await send(talk, "/summary", shareFacts=False)).json()["facts"] == []
        await receipt(talk, shareFacts=False)
        row = (await rows(talk.client))[0]
        assert (row.topics, row.ages, row.wijk, row.weight) == ([], [], None, None)

    async def test_keeps_nothing(self, talk: Talk) -> None:
        assert (await send(talk, "/summary")).status_code == 200
        assert await rows(talk.client) == []


class TestMistakes:
    @pytest.mark.parametrize(
        ("change", "field", "word"),
        [
            ({"question": " \u200b\u202e "}, "question", "Typ in een paar woorden"),
            ({"question": "a" * 2001}, "question", "2001 tekens"),
            ({"phone": ""}, "phone", "telefoonnummer of je e-mailadres"),
            ({"phone": "06 1234"}, "phone", "06 12345678"),
            ({"phone": "O6l2345678"}, "phone", "06 12345678"),
            ({"phone": "0900 1234567"}, "phone", "gewoon nummer"),
            ({"phone": "", "email": "naam@voorbeeld"}, "email", "naam@voorbeeld.nl"),
            ({"email": "a@b.nl\r\nBcc: c@d.nl"}, "email", "naam@voorbeeld.nl"),
            ({"name": "n" * 101}, "name", "te lang"),
            ({"preferredTime": "middernacht"}, "preferredTime", "ochtend"),
        ],
    )
    @pytest.mark.parametrize("path", ["", "/summary"])
    async def test_words_next_to_the_field(self, talk: Talk, path: str, change: dict[str, str], field: str, word: str) -> None:
        answer = await send(talk, path, **change)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        found = {one["name"]: one["reason"] for one in answer.json()["invalidParams"]}
        assert list(found) == [field]
        assert word in found[field]
        assert await rows(talk.client) == []

    async def test_everything_at_once(self, talk: Talk) -> None:
        answer = await send(talk, question="", phone="12", email="x", preferredTime="nooit")
        assert {one["name"] for one in answer.json()["invalidParams"]} == {"question", "phone", "email", "preferredTime"}

    @pytest.mark.parametrize("field", ["question", "name", "phone", "email"])
    async def test_oversized_is_answered_in_words(self, talk: Talk, field: str) -> None:
        answer = await send(talk, **{field: "1" * 300_000})
        found = {one["name"]: one["reason"] for one in answer.json()["invalidParams"]}
        assert (answer.status_code, list(found), " " in found[field], len(answer.content) < 1000) == (422, [field], True, True)

    async def test_what_was_typed_is_never_in_the_answer(self, talk: Talk) -> None:
        answer = await send(talk, question=HOSTILE, phone="geheim 123", email="geheim@")
        assert "geheim" not in answer.text and "alert" not in answer.text


class TestConsent:
    async def test_an_older_text_is_told_with_the_new_one(self, talk: Talk) -> None:
        await change_profile(talk.client, consent_text="Ik geef mijn vraag aan het team.", consent_version="2")
        answer = await send(talk)
        assert answer.status_code == 409
        assert (answer.json()["consentVersion"], answer.json()["consentText"]) == ("2", "Ik geef mijn vraag aan het team.")
        assert await rows(talk.client) == []
        assert (await receipt(talk, consentVersion="2"))["reference"]

    async def test_none_given(self, talk: Talk) -> None:
        assert (await send(talk, consentVersion="")).status_code == 409

    async def test_version_moment_and_scope_are_kept(self, talk: Talk) -> None:
        await receipt(talk)
        row = (await rows(talk.client))[0]
        assert (row.consent_version, row.consent_scope, row.consent_at) == ("1", "vraag", row.created_at)

    async def test_a_gemeente_without_questions(self, talk: Talk) -> None:
        await change_profile(talk.client, on=False)
        answer = await send(talk)
        assert answer.status_code == 403
        assert "0800 000 00 01" in answer.json()["detail"]


class TestOnce:
    async def test_sent_twice_is_one_question(self, talk: Talk) -> None:
        first, second = await receipt(talk), await receipt(talk, phone="+31612345678")
        assert first == second
        assert len(await rows(talk.client)) == 1
        assert [message["type"] for message in await talk.read()].count("receipt") == 1

    async def test_many_at_once(self, talk: Talk) -> None:
        answers = await asyncio.gather(*(send(talk) for _ in range(8)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["statusUrl"] for answer in answers}) == 1
        assert len(await rows(talk.client)) == 1
        assert [message["type"] for message in await talk.read()].count("receipt") == 1

    async def test_another_question_is_another_one(self, talk: Talk) -> None:
        assert (await receipt(talk))["reference"] != (await receipt(talk, question="En hoe zit het met school?"))["reference"]

    async def test_the_same_form_in_another_conversation(self, talk: Talk) -> None:
        other = await another_talk(talk)
        assert (await receipt(talk))["reference"] != (await receipt(other))["reference"]

    async def test_after_it_was_withdrawn_the_same_may_be_asked_again(self, talk: Talk) -> None:
        first = await receipt(talk)
        await desk(talk.client).withdraw(first["reference"], code_of(first))
        assert (await receipt(talk))["reference"] != first["reference"]

    async def test_at_most_three_open(self, talk: Talk) -> None:
        given = [await receipt(talk, question=f"Vraag nummer {number}?") for number in range(3)]
        refused = await send(talk, question="En nog een?")
        assert refused.status_code == 429
        assert "drie vragen" in refused.json()["detail"]
        await desk(talk.client).withdraw(given[0]["reference"], code_of(given[0]))
        assert (await send(talk, question="En nog een?")).status_code == 201

    async def test_event_outbox_and_audit_line_come_with_it(self, talk: Talk) -> None:
        await receipt(talk)
        row = (await rows(talk.client))[0]
        async with desk(talk.client).database.session() as session:
            kinds = (await session.scalars(select(HandoffEvent.kind).where(HandoffEvent.handoff_id == row.id))).all()
            audited = (await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == row.id))).all()
            waiting = await session.scalar(select(func.count()).select_from(OutboxEntry))
        assert (list(kinds), list(audited), waiting) == (["gemaakt"], ["vraag doorgegeven"], 0)  # no address, no mail server


class TestWhoMay:
    async def test_another_token(self, talk: Talk) -> None:
        other = await another_talk(talk)
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/handoff", json=form(), headers=other.headers)
        assert (answer.status_code, answer.json()["detail"]) == (401, "Dit gesprek kan ik niet openen. Begin een nieuw gesprek.")

    async def test_no_token(self, talk: Talk) -> None:
        assert (await talk.client.post(f"/api/v1/conversations/{talk.id}/handoff", json=form())).status_code == 401

    async def test_an_expired_conversation(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        moment = clock.now() + timedelta(hours=25)
        monkeypatch.setattr(clock, "now", lambda: moment)
        answer = await send(talk)
        assert answer.status_code == 404
        assert "nieuw gesprek" in answer.json()["detail"]

    async def test_too_many_from_one_address(self, talk: Talk) -> None:
        object.__setattr__(talk.client.app.state.settings, "handoffs_per_hour", 2)  # type: ignore[attr-defined]
        assert [(await send(talk)).status_code for _ in range(3)] == [201, 201, 429]


class TestShared:
    async def test_not_without_a_yes(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        await receipt(talk)
        assert desk(talk.client).contents((await rows(talk.client))[0]).transcript is None

    async def test_what_was_said_without_the_form(self, talk: Talk, rasa: FakeRasa) -> None:
        await at_rung_two(talk, rasa)
        await choose_form(talk)
        await receipt(talk, question="Een eerste vraag")
        await receipt(talk, shareConversation=True)
        row = (await rows(talk.client))[1]
        told = desk(talk.client).contents(row).transcript
        assert row.consent_scope == "vraag_en_gesprek"
        assert told is not None
        assert "ik wil iemand spreken" in [message.get("text") for message in told]
        assert {"form", "receipt"} & {message["type"] for message in told} == set()


class TestDanger:
    QUESTION = "mijn man slaat mij en de kinderen, ik ben bang"

    async def test_the_card_comes_first_and_the_form_goes_on(self, talk: Talk) -> None:
        shown = (await send(talk, "/summary", question=self.QUESTION)).json()
        assert [message["type"] for message in shown["messages"]] == ["crisis"]
        given = await receipt(talk, question=self.QUESTION)
        assert [message["type"] for message in given["messages"]] == ["crisis", "receipt"]
        assert [message["type"] for message in await talk.read()][-2:] == ["crisis", "receipt"]
        assert (await rows(talk.client))[0].urgency == "spoed"

    @pytest.mark.parametrize("wrong", [{"phone": "12"}, {"consentVersion": "0"}])
    async def test_also_when_the_form_is_refused(self, talk: Talk, wrong: dict[str, str]) -> None:
        answer = await send(talk, question=self.QUESTION, **wrong)
        assert answer.json()["messages"][0]["type"] == "crisis"

    async def test_also_when_the_conversation_is_gone(self, talk: Talk) -> None:
        await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        answer = await send(talk, question=self.QUESTION)
        assert (answer.status_code, answer.json()["messages"][0]["type"]) == (404, "crisis")

    async def test_also_when_it_goes_too_fast(self, talk: Talk) -> None:
        object.__setattr__(talk.client.app.state.settings, "handoffs_per_hour", 1)  # type: ignore[attr-defined]
        await send(talk)
        answer = await send(talk, question=self.QUESTION)
        assert (answer.status_code, answer.json()["messages"][0]["type"]) == (429, "crisis")

    async def test_an_earlier_worry_counts(self, talk: Talk) -> None:
        await talk.say(self.QUESTION)
        await receipt(talk)
        assert (await rows(talk.client))[0].urgency == "spoed"

    async def test_a_heavy_time_is_no_danger(self, talk: Talk) -> None:
        """Most who ask for the team are tired: were that urgent, danger would not stand out."""
        await receipt(talk, question="mijn zoon van 8 luistert niet en ik ben op")
        assert (await rows(talk.client))[0].urgency == "normaal"

    async def test_otherwise_it_is_ordinary(self, talk: Talk) -> None:
        await receipt(talk)
        assert (await rows(talk.client))[0].urgency == "normaal"


class TestReceipt:
    async def test_says_what_happens_and_by_when(self, talk: Talk) -> None:
        given = await receipt(talk)
        message = given["messages"][0]
        assert given["expectedWithin"].startswith("uiterlijk ")
        assert given["expectedWithin"] in message["text"]
        assert "Bel dan zelf" in message["text"]
        assert (message["phone"], message["reference"]) == ("0800 000 00 01", given["reference"])
        assert given["statusUrl"] == f"/vraag/{given['reference']}#{code_of(given)}"

    async def test_stays_in_the_conversation_with_its_code(self, talk: Talk) -> None:
        given = await receipt(talk)
        assert (await talk.read())[-1]["statusUrl"] == given["statusUrl"]

    async def test_the_code_goes_with_the_question(self, talk: Talk) -> None:
        given = await receipt(talk)
        await desk(talk.client).delete(given["reference"], code_of(given))
        assert (await talk.read())[-1]["statusUrl"] is None


class TestSealed:
    async def test_nothing_personal_stands_open(self, talk: Talk, stored: Callable[[], bytes]) -> None:
        given = await receipt(talk, name="Quirine Zwaluw", email="quirine@voorbeeld.nl", question="Hij mompelt over blauwe olifanten")
        found = stored()
        for secret in ("Quirine", "612345678", "quirine@", "olifanten", code_of(given), code_of(given).replace("-", "")):
            assert secret.encode() not in found

    async def test_a_swapped_row_does_not_open(self, talk: Talk) -> None:
        from privacy.vault import CannotOpen

        await receipt(talk, question="Een")
        await receipt(talk, question="Twee")
        one, two = await rows(talk.client)
        one.contact = two.contact
        with pytest.raises(CannotOpen):
            desk(talk.client).contents(one)

    async def test_no_log_line_holds_it(self, talk: Talk, capfd: pytest.CaptureFixture[str]) -> None:
        given = await receipt(talk, name="Quirine Zwaluw", email="quirine@voorbeeld.nl", question="Hij mompelt over blauwe olifanten")
        await send(talk, phone="06 geheim")
        told = "".join(capfd.readouterr())
        assert "handoff_opened" in told
        for secret in ("Quirine", "12345678", "olifanten", "geheim", code_of(given)):
            assert secret not in told

    async def test_a_lost_key_loses_the_code_and_not_the_conversation(self, talk: Talk) -> None:
        given = await receipt(talk)
        (talk.client.app.state.settings.var / "handoff.keys").unlink()  # type: ignore[attr-defined]
        assert (await talk.read())[-1]["statusUrl"] == f"/vraag/{given['reference']}#"


class TestText:
    @pytest.mark.parametrize("field", ["question", "name"])
    async def test_signs_that_deceive_are_gone(self, talk: Talk, field: str) -> None:
        changed: dict[str, Any] = {field: "gewoon\u202etxt.exe\u200b\u2066 woord\x00"}
        shown = (await send(talk, "/summary", **changed)).json()
        assert shown[field] == "gewoontxt.exe woord"

    @pytest.mark.parametrize("typed", ["０６ １２３４５６７８", "٠٦١٢٣٤٥٦٧٨", "06\u200b12345678\u202c"])
    async def test_digits_of_another_script(self, talk: Talk, typed: str) -> None:
        assert (await send(talk, "/summary", phone=typed)).json()["phone"] == "06 12345678"
