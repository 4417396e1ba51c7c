"""Asking a provider: a mail with a signed link, one page about one offer, and an answer that changes nothing by itself."""

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

import server as server_module
from access.schemas import Role
from access.seal import Seal
from catalog.models import CatalogueDocument, CatalogueDraft, CatalogueMail, CatalogueProposal, CatalogueReport, ProviderLink
from catalog.upkeep import mail, rounds
from catalog.upkeep.mail import GIVEN_UP, SENT, WAITING, Post
from catalog.upkeep.providers import VALID, Providers
from catalog.upkeep.rounds import Upkeep
from kit import clock
from kit.database import Database
from settings import Settings
from tests.access.factory import StaffClient, access_of, person, sign_in
from tests.catalog.test_editing_pages import filled, quick, tree  # noqa: F401 - a fixture that is used by itself
from tests.catalog.upkeep import LATE

OFFER = "voorbeeld_peutercursus"
EMAIL = "aanbieder@voorbeeld.nl"
LINK = re.compile(r"http://localhost:8000(/aanbieder/\S+)")


class Mailbox:
    """What a real SMTP server took. `refuse`: how it answers instead."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.refuse = ""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        self.taken.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"

    def text(self, at: int = -1) -> str:
        return str(self.taken[at][1].get_content())

    def link(self) -> str:
        found = LINK.search(self.text().replace("\r\n", "\n"))
        assert found
        return found[1]


@pytest.fixture
def mailbox(unused_tcp_port: int) -> Any:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
async def upkeep(client: httpx.AsyncClient, mailbox: Mailbox, unused_tcp_port: int) -> Upkeep:
    """The server's own, with a mail server; the offer has the address of its provider and must be looked at again soon."""
    app = client.app  # type: ignore[attr-defined]
    post = Post("127.0.0.1", unused_tcp_port, "wegwijs@stad.example", "http://localhost:8000", LATE)
    app.state.upkeep = Upkeep(app.state.tools.database, post, app.state.upkeep.providers, False)
    await change(app.state.tools.database, provider_email=EMAIL, check_again=soon(), checked_on="2026-01-01")
    found: Upkeep = app.state.upkeep
    return found


def soon() -> str:
    return (clock.local(clock.now()).date() + timedelta(days=10)).isoformat()


async def change(database: Database, **fields: Any) -> None:
    async with database.session() as session:
        row = await session.get_one(CatalogueDocument, ("offer", OFFER))
        row.body = {**row.body, **fields}


async def published(database: Database) -> dict[str, Any]:
    async with database.session() as session:
        return (await session.get_one(CatalogueDocument, ("offer", OFFER))).body


async def mails(database: Database, sort: str = "aanbieder") -> list[CatalogueMail]:
    async with database.session() as session:
        return list(await session.scalars(select(CatalogueMail).where(CatalogueMail.sort == sort)))


@pytest.fixture
async def link(upkeep: Upkeep, mailbox: Mailbox) -> str:
    await rounds.round_once(upkeep)
    return mailbox.link()


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, name="Noor")


class TestMail:
    async def test_goes_once_with_a_link(self, upkeep: Upkeep, mailbox: Mailbox) -> None:
        for _ in range(3):
            await rounds.round_once(upkeep)
        ((to, message),) = mailbox.taken
        assert to == [EMAIL]
        assert message["Subject"].startswith("Klopt dit nog? ") and "\n" not in message["Subject"]
        assert mailbox.link().startswith("/aanbieder/")

    async def test_again_for_the_next_date(self, upkeep: Upkeep, mailbox: Mailbox) -> None:
        await rounds.round_once(upkeep)
        await change(upkeep.database, check_again=(clock.now().date() + timedelta(days=9)).isoformat())
        await rounds.round_once(upkeep)
        assert len(mailbox.taken) == 2

    @pytest.mark.parametrize("fields", [{"check_again": "2027-12-01"}, {"provider_email": None}, {"status": "ingetrokken"}])
    async def test_not_without_a_reason(self, upkeep: Upkeep, mailbox: Mailbox, fields: dict[str, Any]) -> None:
        await change(upkeep.database, **fields)
        await rounds.round_once(upkeep)
        assert mailbox.taken == []

    async def test_not_when_the_reason_is_gone_before_it_goes(self, upkeep: Upkeep, mailbox: Mailbox) -> None:
        await mail.plan(upkeep.database, upkeep.post)
        await change(upkeep.database, status="ingetrokken")
        assert await mail.send_due(upkeep.database, upkeep.post, upkeep.providers) == 0
        assert mailbox.taken == [] and [row.state for row in await mails(upkeep.database)] == ["vervallen"]

    async def test_is_tried_again_and_given_up_at_last(self, upkeep: Upkeep, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        mailbox.refuse = "451 Later"
        began = clock.now()
        states = []
        for hours in range(0, 96, 12):
            monkeypatch.setattr(clock, "now", lambda hours=hours: began + timedelta(hours=hours))
            await rounds.round_once(upkeep)
            states.append((await mails(upkeep.database))[0].state)
        assert states[0] == WAITING and states[-1] == GIVEN_UP

    async def test_a_second_try_arrives(self, upkeep: Upkeep, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        mailbox.refuse = "451 Later"
        await rounds.round_once(upkeep)
        mailbox.refuse = ""
        await rounds.round_once(upkeep)
        assert mailbox.taken == []
        began = clock.now()
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=6))
        await rounds.round_once(upkeep)
        assert [row.state for row in await mails(upkeep.database)] == [SENT] and len(mailbox.taken) == 1

    async def test_the_database_has_no_token(self, link: str, stored: Any) -> None:
        assert link.rsplit("/", 1)[1].encode() not in stored()

    async def test_a_hostile_name_is_no_header(self, upkeep: Upkeep, mailbox: Mailbox) -> None:
        await change(upkeep.database, name="Cursus\r\nBcc: ander@voorbeeld.nl")
        await rounds.round_once(upkeep)
        ((to, message),) = mailbox.taken
        assert to == [EMAIL] and message["Bcc"] is None

    async def test_without_a_mail_server_nothing_waits(self, client: httpx.AsyncClient) -> None:
        app = client.app  # type: ignore[attr-defined]
        await rounds.round_once(Upkeep(app.state.tools.database, Post("", 25, "a@b.nl", "", LATE), app.state.upkeep.providers, False))
        assert await mails(app.state.tools.database) == []


class TestWeeklyMail:
    @pytest.fixture
    def monday(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = clock.now()
        morning = (now - timedelta(days=now.weekday())).replace(hour=9)
        monkeypatch.setattr(clock, "now", lambda: morning)

    async def test_says_how_much_there_is_and_no_more(
        self, upkeep: Upkeep, mailbox: Mailbox, monday: None, client: httpx.AsyncClient
    ) -> None:
        await change(upkeep.database, provider_email=None)
        account, _ = await person(access_of(client), email="noor@gemeente.example", name="Noor")
        for _ in range(2):
            await rounds.round_once(upkeep)
        ((to, message),) = mailbox.taken
        text = str(message.get_content())
        assert to == [account.email] and "/beheer/werklijst" in text and "- Nakijken: 1" in text
        assert "Peuter" not in text

    async def test_not_to_who_is_no_editor_or_switched_off_or_a_demo(
        self, upkeep: Upkeep, mailbox: Mailbox, monday: None, client: httpx.AsyncClient
    ) -> None:
        await change(upkeep.database, provider_email=None)
        await person(access_of(client), roles=[("voorbeeldstad", Role.WIJKTEAM)])
        await person(access_of(client), active=False)
        await person(access_of(client), demo=True)
        await rounds.round_once(upkeep)
        assert mailbox.taken == []

    async def test_only_on_monday(
        self, upkeep: Upkeep, mailbox: Mailbox, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await change(upkeep.database, provider_email=None)
        await person(access_of(client))
        now = clock.now()
        tuesday = now + timedelta(days=1 - now.weekday())
        monkeypatch.setattr(clock, "now", lambda: tuesday)
        await rounds.round_once(upkeep)
        assert mailbox.taken == []


class TestLink:
    async def test_opens_one_offer_without_signing_in(self, client: httpx.AsyncClient, link: str) -> None:
        page = await client.get(link)
        assert page.status_code == 200 and "Klopt dit nog?" in page.text
        assert "noindex" in page.text and page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
        assert EMAIL not in page.text and "Waaruit blijkt dat" not in page.text
        tree(page)

    async def test_looking_changes_nothing(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str) -> None:
        await client.get(link)
        await client.head(link)
        async with upkeep.database.session() as session:
            assert list(await session.scalars(select(CatalogueProposal))) == []

    @pytest.mark.parametrize("token", ["x", "x" * 600, "gAAAAABn", "é", "%00"])
    async def test_another_token_opens_nothing(self, client: httpx.AsyncClient, link: str, token: str) -> None:
        assert (await client.get(f"/aanbieder/{token}")).status_code == 404
        assert (await client.post(f"/aanbieder/{token}", data={"doe": "klopt"})).status_code in (404, 405)

    async def test_a_changed_token_opens_nothing(self, client: httpx.AsyncClient, link: str) -> None:
        assert (await client.get(link[:-8] + "AAAAAA==")).status_code == 404

    async def test_one_of_another_purpose_opens_nothing(self, client: httpx.AsyncClient, link: str, settings: Settings) -> None:
        other = Seal(settings.var / "providers.key").close('{"for": "iets anders", "link": "x"}')
        assert (await client.get(f"/aanbieder/{other}")).status_code == 404

    async def test_one_of_another_server_opens_nothing(self, client: httpx.AsyncClient, upkeep: Upkeep, tmp_path: Path) -> None:
        stranger = Providers(upkeep.database, Seal(tmp_path / "other.key"))
        async with upkeep.database.session() as session:
            token = await stranger.link(session, OFFER, EMAIL)
        assert (await client.get(f"/aanbieder/{token}")).status_code == 404

    async def test_it_expires(self, client: httpx.AsyncClient, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
        began = clock.now()
        monkeypatch.setattr(clock, "now", lambda: began + VALID)
        answer = await client.get(link)
        assert answer.status_code == 404 and "Vraag de gemeente om een nieuwe mail." in answer.text

    @pytest.mark.parametrize("fields", [{"provider_email": "ander@voorbeeld.nl"}, {"provider_email": None}, {"status": "ingetrokken"}])
    async def test_it_ends_with_the_address_or_the_offer(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, fields: Any) -> None:
        await change(upkeep.database, **fields)
        assert (await client.get(link)).status_code == 404


class TestAnswer:
    async def propose(self, client: httpx.AsyncClient, link: str, **changed: Any) -> httpx.Response:
        data = {**filled(await client.get(link)), "doe": "anders", **{name.replace("__", "."): value for name, value in changed.items()}}
        return await client.post(link, data=data)

    async def test_still_right_waits_for_the_editor(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, noor: StaffClient) -> None:
        before = await published(upkeep.database)
        answer = await client.post(link, data={"doe": "klopt"})
        assert answer.status_code == 303 and "Bedankt" in (await client.get(answer.headers["location"])).text
        assert await published(upkeep.database) == before
        # when the editor agrees, then it was looked at today
        page = await noor.get(f"/beheer/werklijst/voorstel/offer/{OFFER}")
        assert "De aanbieder zegt dat alles nog klopt." in page.text
        mark = re.search(r'name="merk" value="(\d+)"', page.text)
        done = await noor.post(f"/beheer/werklijst/voorstel/offer/{OFFER}/overnemen", {"merk": mark[1] if mark else ""})
        assert done.status_code == 303
        assert (await published(upkeep.database))["checked_on"] == clock.local(clock.now()).date().isoformat()
        assert "voorstel" not in (await noor.get("/beheer/werklijst?soort=voorstel")).text.split("<main")[1].split("<table")[-1][:50]

    async def test_a_change_becomes_a_draft(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, noor: StaffClient) -> None:
        before = await published(upkeep.database)
        answer = await self.propose(client, link, cost="€ 10 per keer.", age_max="6", toelichting="Vanaf januari.")
        assert answer.status_code == 303
        assert await published(upkeep.database) == before
        page = await noor.get(f"/beheer/werklijst/voorstel/offer/{OFFER}")
        assert "€ 10 per keer." in page.text and "Vanaf januari." in page.text
        tree(page)
        mark = re.search(r'name="merk" value="(\d+)"', page.text)
        await noor.post(f"/beheer/werklijst/voorstel/offer/{OFFER}/overnemen", {"merk": mark[1] if mark else ""})
        assert await published(upkeep.database) == before
        async with upkeep.database.session() as session:
            draft = await session.get_one(CatalogueDraft, ("offer", OFFER))
            proposal = (await session.scalars(select(CatalogueProposal))).one()
        assert (draft.body["cost"], draft.body["age_max"], draft.body["provider_email"]) == ("€ 10 per keer.", 6.0, EMAIL)
        assert proposal.closed_at is not None and proposal.outcome == "overgenomen"

    async def test_another_evening_and_address_become_a_draft(
        self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, noor: StaffClient
    ) -> None:
        day = soon()
        moved = {"moment.day": day, "moment.begins": "19.30", "moment.ends": "21:00", "start.address": "Kade 1, Stad"}
        assert (await self.propose(client, link, **moved)).status_code == 303
        page = await noor.get(f"/beheer/werklijst/voorstel/offer/{OFFER}")
        tree(page)
        mark = re.search(r'name="merk" value="(\d+)"', page.text)
        await noor.post(f"/beheer/werklijst/voorstel/offer/{OFFER}/overnemen", {"merk": mark[1] if mark else ""})
        async with upkeep.database.session() as session:
            draft = await session.get_one(CatalogueDraft, ("offer", OFFER))
        assert draft.body["moment"] == {"day": day, "begins": "19:30:00", "ends": "21:00:00"}
        assert draft.body["start"]["address"] == "Kade 1, Stad"

    async def test_an_evening_that_ends_before_it_begins_is_told(self, client: httpx.AsyncClient, link: str) -> None:
        answer = await self.propose(client, link, **{"moment.day": soon(), "moment.begins": "21:00", "moment.ends": "19:30"})
        assert answer.status_code == 422 and "later zijn dan de begintijd" in answer.text

    async def test_that_it_stopped(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, noor: StaffClient) -> None:
        await client.post(link, data={"doe": "gestopt"})
        assert (await published(upkeep.database))["status"] == "gepubliceerd"
        assert "De aanbieder zegt dat dit gestopt is." in (await noor.get("/beheer/werklijst")).text

    async def test_the_last_answer_counts(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str) -> None:
        for said in ("gestopt", "klopt"):
            await client.post(link, data={"doe": said})
        async with upkeep.database.session() as session:
            assert [row.answer for row in await session.scalars(select(CatalogueProposal))] == ["klopt"]

    async def test_what_is_not_asked_cannot_be_changed(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str) -> None:
        hidden = {
            "provider_email": "x@y.nl",
            "status": "ingetrokken",
            "places.scope": "landelijk",
            "no_referral.needed": "ja",
            "check_again": "2030-01-01",
        }
        await self.propose(client, link, cost="Gratis!", **hidden)
        async with upkeep.database.session() as session:
            assert set((await session.scalars(select(CatalogueProposal))).one().proposed) == {"cost"}

    @pytest.mark.parametrize(
        ("field", "typed"), [("age_min", "jong"), ("start.phone", "bel ons"), ("start.url", "javascript:alert(1)"), ("name", "")]
    )
    async def test_what_is_no_good_is_told(self, client: httpx.AsyncClient, upkeep: Upkeep, link: str, field: str, typed: str) -> None:
        answer = await self.propose(client, link, **{field: typed})
        assert answer.status_code == 422 and "Dit klopt nog niet" in answer.text
        tree(answer)
        async with upkeep.database.session() as session:
            assert list(await session.scalars(select(CatalogueProposal))) == []

    async def test_nothing_at_all_is_told_too(self, client: httpx.AsyncClient, link: str) -> None:
        assert (await self.propose(client, link)).status_code == 422

    async def test_only_words_are_enough(self, client: httpx.AsyncClient, link: str) -> None:
        assert (await self.propose(client, link, toelichting="Bel mij even.")).status_code == 303

    async def test_hostile_words_stay_words(self, client: httpx.AsyncClient, link: str, noor: StaffClient) -> None:
        await self.propose(client, link, summary="<script>alert(1)</script>", toelichting="<img src=x onerror=alert(1)>")
        page = await noor.get(f"/beheer/werklijst/voorstel/offer/{OFFER}")
        assert "<script>alert" not in page.text and "<img src=x" not in page.text and "&lt;script&gt;" in page.text

    async def test_much_text_is_refused(self, client: httpx.AsyncClient, link: str) -> None:
        assert (await self.propose(client, link, summary="x" * 30_000)).status_code == 413


class TestForgotten:
    async def test_links_that_are_over_go(self, upkeep: Upkeep, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
        began = clock.now()
        monkeypatch.setattr(clock, "now", lambda: began + VALID + timedelta(days=1))
        await rounds.clean(upkeep.database)
        async with upkeep.database.session() as session:
            assert list(await session.scalars(select(ProviderLink))) == []

    async def test_words_of_parents_go_after_three_months(self, upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch) -> None:
        async with upkeep.database.session() as session:
            session.add(CatalogueReport(kind="offer", document_id=OFFER, text="De prijs.", by="", gemeente="voorbeeldstad", at=clock.now()))
            session.add(CatalogueReport(kind="offer", document_id=OFFER, text="Van mij.", by="noor", at=clock.now()))
        began = clock.now()
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=91))
        await rounds.clean(upkeep.database)
        async with upkeep.database.session() as session:
            assert [row.text for row in await session.scalars(select(CatalogueReport).order_by(CatalogueReport.id))] == ["", "Van mij."]


class TestAskNow:
    async def test_an_editor_can_ask_once_a_day(self, upkeep: Upkeep, mailbox: Mailbox, noor: StaffClient) -> None:
        await change(upkeep.database, check_again="2027-12-01")
        page = await noor.get(f"/beheer/werklijst/aanbieder/{OFFER}")
        assert EMAIL in page.text
        for _ in range(2):
            assert (await noor.post(f"/beheer/werklijst/aanbieder/{OFFER}")).status_code == 303
        await rounds.round_once(upkeep)
        assert len(mailbox.taken) == 1
        assert "Gemaild op" in (await noor.get(f"/beheer/werklijst/aanbieder/{OFFER}")).text

    async def test_not_for_anothers_offer(self, upkeep: Upkeep, client: httpx.AsyncClient) -> None:
        other = await sign_in(client, frozenset({("amersfoort", Role.EDITOR)}))
        assert (await other.get(f"/beheer/werklijst/aanbieder/{OFFER}")).status_code == 404
        assert (await other.post(f"/beheer/werklijst/aanbieder/{OFFER}")).status_code == 404


def test_the_server_hands_over_what_is_overdue_in_safety(settings: Settings) -> None:
    made = server_module.upkeep(Database(settings.database_url), settings)
    assert made.post.reviews is not None and made.post.late == settings.offer_late and made.check_links
