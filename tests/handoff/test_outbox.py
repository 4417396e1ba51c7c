"""What must leave leaves: real mail servers that are there, not there, and there again."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff import outbox
from handoff.models import HandoffEvent, OutboxEntry
from handoff.outbox import run_once, wait_after
from tests.conftest import Talk
from tests.handoff.asking import code_of, desk, receipt, rows
from tests.handoff.mailbox import TEAM, Clock, Mailbox, senders


async def entries(talk: Talk) -> list[OutboxEntry]:
    async with desk(talk.client).database.session() as session:
        return list(await session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)))


async def kinds(talk: Talk) -> list[str]:
    async with desk(talk.client).database.session() as session:
        return list(await session.scalars(select(HandoffEvent.kind).order_by(HandoffEvent.id)))


class TestMail:
    async def test_says_that_there_is_a_question_and_not_whose(self, talk: Talk, mailbox: Mailbox) -> None:
        mailbox.controller.start()
        given = await receipt(talk, name="Quirine\r\nBcc: x@y.nl", question="<b>olifanten</b>", email="quirine@voorbeeld.nl")
        assert await run_once(desk(talk.client).database, senders(talk)) == 1
        (to, message), row = mailbox.taken[0], (await rows(talk.client))[0]
        text = message.get_content()
        assert to == [TEAM]
        assert message["Subject"] == f"Vraag {given['reference']} in Wegwijs"
        assert f"/beheer/vragen/{row.id}" in text
        assert "uiterlijk" in text
        whole = message.as_string() + str(to)
        for secret in ("Quirine", "olifanten", "quirine@", "12345678", code_of(given), "Bcc"):
            assert secret not in whole
        assert await kinds(talk) == ["gemaakt", "gemaild"]

    async def test_urgency_is_said(self, talk: Talk, mailbox: Mailbox) -> None:
        mailbox.controller.start()
        await receipt(talk, question="mijn man slaat mij en de kinderen, ik ben bang")
        await run_once(desk(talk.client).database, senders(talk))
        assert mailbox.taken[0][1]["Subject"].endswith("(spoed)")

    async def test_goes_once(self, talk: Talk, mailbox: Mailbox) -> None:
        mailbox.controller.start()
        await receipt(talk)
        done = await asyncio.gather(*(run_once(desk(talk.client).database, senders(talk)) for _ in range(4)))
        assert (sum(done), len(mailbox.taken)) == (1, 1)
        assert await run_once(desk(talk.client).database, senders(talk)) == 0

    async def test_not_for_what_was_withdrawn(self, talk: Talk, mailbox: Mailbox) -> None:
        mailbox.controller.start()
        given = await receipt(talk)
        await desk(talk.client).withdraw(given["reference"], code_of(given))
        assert await run_once(desk(talk.client).database, senders(talk)) == 0

    async def test_the_parent_gets_none(self, talk: Talk, mailbox: Mailbox) -> None:
        mailbox.controller.start()
        await receipt(talk, email="ouder@voorbeeld.nl")
        await run_once(desk(talk.client).database, senders(talk))
        assert [to for to, _ in mailbox.taken] == [[TEAM]]


class TestAgain:
    async def test_a_server_that_is_down_and_comes_back(self, talk: Talk, mailbox: Mailbox, moved: Clock) -> None:
        await receipt(talk)
        database = desk(talk.client).database
        assert await run_once(database, senders(talk)) == 0
        entry = (await entries(talk))[0]
        assert (entry.state, entry.tries, entry.busy_until) == ("wacht", 1, None)
        assert entry.error == "SMTPConnectError"
        mailbox.controller.start()
        mailbox.refuse = True
        moved.on(minutes=1)
        assert await run_once(database, senders(talk)) == 0
        mailbox.refuse = False
        assert await run_once(database, senders(talk)) == 0  # not yet due
        moved.on(minutes=2)
        assert await run_once(database, senders(talk)) == 1
        assert len(mailbox.taken) == 1

    async def test_given_up_after_twenty_tries_and_tried_again_by_hand(self, talk: Talk, mailbox: Mailbox, moved: Clock) -> None:
        await receipt(talk)
        database = desk(talk.client).database
        for _ in range(25):
            await run_once(database, senders(talk))
            moved.on(hours=6)
        entry = (await entries(talk))[0]
        assert (entry.state, entry.tries) == ("opgegeven", 20)
        assert await kinds(talk) == ["gemaakt", "mislukt"]
        mailbox.controller.start()
        async with database.session() as session:
            assert await outbox.again(session, entry.id)
        assert await run_once(database, senders(talk)) == 1

    async def test_a_sender_that_died_in_the_middle(self, talk: Talk, mailbox: Mailbox, moved: Clock) -> None:
        await receipt(talk)
        database = desk(talk.client).database

        async def dies(entry: OutboxEntry) -> None:
            raise asyncio.CancelledError()

        with pytest.raises(asyncio.CancelledError):
            await run_once(database, {"mail": dies})
        mailbox.controller.start()
        assert await run_once(database, senders(talk)) == 0
        moved.on(minutes=6)
        assert await run_once(database, senders(talk)) == 1

    async def test_a_question_that_goes_while_it_is_sent(self, talk: Talk, mailbox: Mailbox) -> None:
        given = await receipt(talk)

        async def slow(entry: OutboxEntry) -> None:
            await desk(talk.client).delete(given["reference"], code_of(given))

        assert await run_once(desk(talk.client).database, {"mail": slow}) == 1
        assert await entries(talk) == []

    def test_waits_longer_each_time(self) -> None:
        waits = [wait_after(tries) for tries in range(1, 21)]
        assert waits[0] == timedelta(minutes=1)
        assert waits == sorted(waits)
        assert max(waits) == timedelta(hours=6)
        assert sum(waits, timedelta()) > timedelta(days=2)


class TestServer:
    async def test_sends_by_itself(self, talk: Talk, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outbox, "LOOK_EVERY_SECONDS", 0.01)
        mailbox.controller.start()
        running = asyncio.create_task(outbox.keep_sending(desk(talk.client).database, senders(talk)))
        await receipt(talk)
        async with asyncio.timeout(10):
            while not mailbox.taken:
                await asyncio.sleep(0.02)
        running.cancel()
