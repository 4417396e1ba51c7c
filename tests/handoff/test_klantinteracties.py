"""Questions in Open Klant: what goes there, once, through every crash; how it stands; and that it goes there when it goes here."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog.search import Topic
from handoff import klantinteracties, klantobjects, outbox, repository
from handoff.klantinteracties import follow_once, state_of
from handoff.klantobjects import MORE, cut, number_of
from handoff.models import Handoff
from handoff.open_klant import NotReached, OpenKlant, Refused
from handoff.references import new_reference
from handoff.schemas import Contact, Intake
from handoff.service import Handoffs
from kit import clock
from server import create_app
from settings import Settings
from tests.conftest import FakeRasa
from tests.handoff import desk
from tests.handoff.house import House, house
from tests.handoff.mailbox import Clock
from tests.handoff.open_klant import ADDRESS, TOKEN, Killed, OpenKlantServer, served

ONE_OF_EACH = {"klantcontacten": 1, "betrokkenen": 1, "digitaleadressen": 2, "internetaken": 1}
NOTHING = dict.fromkeys(ONE_OF_EACH, 0)


@pytest.fixture
async def at(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found


async def words(at: House, row: Handoff) -> str:
    async with at.database.session() as session:
        found = await state_of(session, row.id)
    assert found
    return found.words


class TestPosting:
    async def test_what_goes_there(self, at: House) -> None:
        team = at.server.add_actor("Wijkteam")
        at.server.add_actor("Burgerzaken")
        row = await at.posted(urgency="spoed")
        assert await at.send() == 1
        assert at.server.counts() == ONE_OF_EACH
        contact = at.server.all("klantcontacten")[0]
        assert (contact["inhoud"], contact["onderwerp"]) == (desk.QUESTION, "Vraag van een ouder: Slapen, 3 jaar")
        assert (contact["kanaal"], contact["taal"], contact["vertrouwelijk"]) == ("Chat", "nld", True)
        assert contact["referentienummer"] == number_of(row.reference)
        person = at.server.all("betrokkenen")[0]
        assert (person["rol"], person["initiator"], person["contactnaam"]["voornaam"]) == ("klant", True, desk.NAME)
        addresses = {one["soortDigitaalAdres"]: one["adres"] for one in at.server.all("digitaleadressen")}
        assert addresses == {"telefoonnummer": desk.PHONE, "email": desk.EMAIL}
        task = at.server.all("internetaken")[0]
        assert (task["gevraagdeHandeling"], task["status"]) == ("Spoed: neem contact op met de ouder", "te_verwerken")
        assert [actor["uuid"] for actor in task["toegewezenAanActoren"]] == [team]
        for part in (row.reference, "uiterlijk", "'s ochtends", f"/beheer/vragen/{row.id}"):
            assert part in task["toelichting"]

    async def test_never_the_conversation_nor_the_code(self, at: House) -> None:
        row = await at.posted()
        await at.send()
        told = json.dumps(at.server.asked, ensure_ascii=False)
        assert "slaapt al weken niet" not in told
        assert at.vault.open(row.code, f"handoff/{row.id}/code") not in told
        assert "De ouder deelt het gesprek" in told

    async def test_no_word_of_it_in_our_outbox(self, at: House) -> None:
        await at.posted()
        await at.send()
        kept = json.dumps([entry.data for entry in await at.entries()])
        for secret in (desk.NAME, desk.PHONE, desk.EMAIL, desk.QUESTION):
            assert secret not in kept

    async def test_without_a_name_and_a_team_that_is_unknown_there(self, at: House) -> None:
        at.server.add_actor("Een heel ander team")
        row = await at.question()
        sealed = at.vault.seal(json.dumps({"name": None, "phone": desk.PHONE, "email": None}), f"handoff/{row.id}/contact")
        await at.change(row, contact=sealed)
        async with at.database.session() as session:
            repository.add_to_outbox(session, row.id, klantinteracties.CHANNEL, "nieuw")
        assert await at.send() == 1
        assert at.server.counts() == {**ONE_OF_EACH, "digitaleadressen": 1}
        assert at.server.all("internetaken")[0]["toegewezenAanActoren"] == []
        assert at.server.all("betrokkenen")[0]["contactnaam"] is None

    async def test_once_only(self, at: House) -> None:
        row = await at.posted()
        await at.send()
        asked = len(at.server.asked)
        assert await at.send() == 0
        assert len(at.server.asked) == asked
        assert await at.kinds(row) == ["gemaakt", "gepost"]

    async def test_not_what_was_finished_before(self, at: House) -> None:
        row = await at.posted()
        await at.close_question(row)
        await at.send()
        assert (at.server.counts(), await at.entries(), await at.kinds(row)) == (NOTHING, [], ["gemaakt"])

    async def test_not_another_with_our_number(self, at: House) -> None:
        """Somebody else took the number: nothing is added to theirs, and the admin gets to see it in the end."""
        row = await at.posted()
        other = {"kanaal": "Balie", "onderwerp": "x", "taal": "nld", "vertrouwelijk": False, "referentienummer": number_of(row.reference)}
        await at.open_klant.make("klantcontacten", other)
        assert await at.send() == 0
        assert at.server.counts() == {**NOTHING, "klantcontacten": 1}
        assert (await at.entries())[0].error == "Refused"


class TestLimits:
    """Every text that a form lets through fits there, or is said to be here."""

    @pytest.mark.parametrize("sign", ["a", "é", "👩‍👧", "Ω", "a "])
    async def test_a_long_question_is_cut_and_says_so(self, at: House, sign: str) -> None:
        await at.posted(question=(sign * 2000)[:2000])
        assert await at.send() == 1
        text = at.server.all("klantcontacten")[0]["inhoud"]
        assert len(text) <= 1000
        assert text.endswith("… zie het Wegwijs-postvak")

    def test_what_fits_is_not_touched(self) -> None:
        assert cut("a" * 1000, 1000) == "a" * 1000
        assert cut("a" * 1001, 1000) == "a" * (1000 - len(MORE)) + MORE

    async def test_many_topics_and_a_long_name_fit(self, at: House) -> None:
        topics = [str(topic) for topic in Topic]
        await at.posted(topics=topics, ages=[[float(age), age + 0.99] for age in range(18)])
        assert await at.send() == 1
        assert at.server.all("klantcontacten")[0]["onderwerp"].endswith(MORE)

    @pytest.mark.parametrize("email", ["a" * 64 + "@" + "b" * 60 + ".nl", "josé@voorbeeld.nl"])
    async def test_an_address_that_does_not_fit_is_said_to_be_here(self, at: House, email: str) -> None:
        row = await at.posted()
        contact = json.dumps({"name": "Noor", "phone": desk.PHONE, "email": email})
        await at.change(row, contact=at.vault.seal(contact, f"handoff/{row.id}/contact"))
        assert await at.send() == 1
        assert at.server.counts()["digitaleadressen"] == 1
        assert "Het e-mailadres past niet in Open Klant." in at.server.all("internetaken")[0]["toelichting"]

    @pytest.mark.parametrize("phone", ["+31612345678", "+31201234567", "+32470123456", "+4915112345678"])
    async def test_phones_of_the_form(self, at: House, phone: str) -> None:
        row = await at.posted()
        await at.change(row, contact=at.vault.seal(json.dumps({"name": None, "phone": phone, "email": None}), f"handoff/{row.id}/contact"))
        assert await at.send() == 1
        assert at.server.all("digitaleadressen")[0]["adres"] == phone

    async def test_never_a_standard_address(self, at: House) -> None:
        await at.posted()
        await at.send()
        assert not [body for method, path, body in at.server.asked if method == "POST" and "isStandaardAdres" in body]

    def test_every_reference_has_its_own_number(self) -> None:
        references = {new_reference() for _ in range(20_000)} | {"2222-2222", "YYYY-YYYY"}
        numbers = {number_of(reference) for reference in references}
        assert len(numbers) == len(references)
        assert all(number.isdigit() and len(number) == 10 for number in numbers)

    def test_a_phone_that_does_not_fit(self) -> None:
        fitting, left_out = klantobjects.digital_addresses(Handoff(reference="2222-2222"), "x", Contact(None, "1400", None))
        assert (fitting, left_out) == ({}, ["Het telefoonnummer past niet in Open Klant."])


REQUESTS = 11  # of one question with everything: five looks, five makings, and one for the team


class TestFaults:
    """Whatever fails and whenever: in the end everything is there once."""

    async def test_how_many_requests_there_are(self, at: House) -> None:
        await at.posted()
        await at.send()
        assert at.wire.count == REQUESTS

    @pytest.mark.parametrize("fault", ["not reached", "answer lost", "killed before", "killed after", "broken"])
    async def test_at_each_request(self, at: House, moved: Clock, fault: str) -> None:
        for number in range(1, REQUESTS + 1):
            row = await at.posted()
            at.wire.count = 0
            await self._fails_at(at, number, fault)
            at.wire.before = at.wire.after = lambda number: None
            moved.on(minutes=6)
            assert await at.send() == 1, (fault, number)
            assert at.server.counts() == ONE_OF_EACH, (fault, number)
            assert (await at.kinds(row)).count("gepost") == 1
            await at.remove(row)
            await at.send()
            assert (at.server.counts(), await at.entries()) == (NOTHING, [])

    @staticmethod
    async def _fails_at(at: House, number: int, fault: str) -> None:
        error: BaseException = {"not reached": httpx.ConnectError("x"), "answer lost": httpx.ReadTimeout("x")}.get(fault, Killed())

        def fails(now: int) -> None:
            if now == number:
                raise error

        if fault == "broken":
            answer = at.server._answer

            async def broken(request: Any) -> Any:
                return httpx_500() if at.wire.count == number else await answer(request)

            at.server.app.routes[0].app = _as_app(broken)  # type: ignore[attr-defined]
            assert await at.send() == 0
            at.server.app.routes[0].app = _as_app(answer)  # type: ignore[attr-defined]
            return
        at.wire.before, at.wire.after = (fails, at.wire.after) if fault in ("not reached", "killed before") else (at.wire.before, fails)
        if isinstance(error, Killed):
            with pytest.raises(Killed):
                await at.send()
        else:
            assert await at.send() == 0

    async def test_killed_between_making_and_remembering(self, at: House, moved: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        remember = klantinteracties._Posting._remember
        for number in range(1, 7):
            calls: list[int] = []

            async def dies(self: Any, calls: list[int] = calls, number: int = number, **made: str) -> None:
                calls.append(1)
                if len(calls) == number:
                    raise Killed()
                await remember(self, **made)

            row = await at.posted()
            monkeypatch.setattr(klantinteracties._Posting, "_remember", dies)
            with pytest.raises(Killed):
                await at.send()
            monkeypatch.setattr(klantinteracties._Posting, "_remember", remember)
            moved.on(minutes=6)
            assert await at.send() == 1
            assert at.server.counts() == ONE_OF_EACH
            await at.remove(row)
            await at.send()

    async def test_a_wrong_token_is_seen_and_mended(self, at: House, moved: Clock) -> None:
        row = await at.posted()
        at.open_klant._http.headers["Authorization"] = "Token anders"
        assert await at.send() == 0
        assert (await at.entries())[0].error == "NotAllowed"
        assert await words(at, row) == "Nog niet in Open Klant. 1 keer geprobeerd; het wordt opnieuw geprobeerd."
        at.open_klant._http.headers["Authorization"] = f"Token {TOKEN}"
        moved.on(minutes=1)
        assert await at.send() == 1

    async def test_given_up_in_sight(self, at: House, moved: Clock) -> None:
        row = await at.posted()

        def down(number: int) -> None:
            raise httpx.ConnectError("x")

        at.wire.before = down
        for _ in range(outbox.MOST_TRIES):
            await at.send()
            moved.on(hours=6)
        assert await words(at, row) == "Niet in Open Klant gekomen. Een beheerder kan het opnieuw proberen."
        assert await at.kinds(row) == ["gemaakt", "mislukt"]


def httpx_500() -> Any:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("oeps", 500)


def _as_app(endpoint: Any) -> Any:
    from starlette.routing import request_response

    return request_response(endpoint)


class TestState:
    async def test_words(self, at: House) -> None:
        row = await at.posted()
        assert await words(at, row) == "Nog niet in Open Klant."
        await at.send()
        assert await words(at, row) == "Staat in Open Klant. De taak is daar nog niet verwerkt."

    async def test_nothing_for_who_is_not_posted(self, at: House) -> None:
        row = await at.question()
        async with at.database.session() as session:
            assert await state_of(session, row.id) is None

    async def test_done_there_is_told_and_closes_nothing(self, at: House) -> None:
        row = await at.posted()
        await at.send()
        assert await follow_once(at.database, at.open_klant) == 0
        task = at.server.all("internetaken")[0]
        task["status"] = "verwerkt"
        assert await follow_once(at.database, at.open_klant) == 1
        assert await follow_once(at.database, at.open_klant) == 0
        assert "De taak is daar verwerkt." in await words(at, row)
        assert await at.kinds(row) == ["gemaakt", "gepost", "open_klant"]
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
        assert found and found.status == "nieuw"

    async def test_removed_there_is_told(self, at: House) -> None:
        row = await at.posted()
        await at.send()
        at.server._remove("klantcontacten", at.server.all("klantcontacten")[0]["uuid"])
        await follow_once(at.database, at.open_klant)
        assert "Daar is de taak nu verwijderd." in await words(at, row)

    async def test_finished_here_is_done_there(self, at: House) -> None:
        row = await at.posted()
        await at.send()
        await at.close_question(row)
        assert await follow_once(at.database, at.open_klant) == 1
        task = at.server.all("internetaken")[0]
        assert task["status"] == "verwerkt"
        assert datetime.fromisoformat(task["afgehandeldOp"]) <= clock.now()
        assert await at.kinds(row) == ["gemaakt", "gepost", "open_klant"]

    @pytest.mark.parametrize("done_there", [False, True])
    async def test_taken_back_by_the_parent_is_gone_there(self, at: House, done_there: bool) -> None:
        """With the question the yes is taken back."""
        row = await at.posted()
        await at.send()
        if done_there:
            at.server.all("internetaken")[0]["status"] = "verwerkt"
            await follow_once(at.database, at.open_klant)
        await at.close_question(row)
        await at.change(row, withdrawn_at=clock.now())
        assert await follow_once(at.database, at.open_klant) == 1
        assert at.server.counts() == NOTHING
        assert await follow_once(at.database, at.open_klant) == 0

    async def test_down_while_following(self, at: House) -> None:
        await at.posted()
        await at.send()

        def down(number: int) -> None:
            raise httpx.ConnectError("x")

        at.wire.before = down
        with pytest.raises(NotReached):
            await follow_once(at.database, at.open_klant)


class TestRemoval:
    async def test_what_goes_here_goes_there(self, at: House) -> None:
        first, second = await at.posted(), await at.posted()
        await at.send()
        await at.remove(first)
        await at.send()
        assert at.server.counts() == ONE_OF_EACH
        assert at.server.all("klantcontacten")[0]["metadata"]["kenmerk"] == second.reference
        assert [entry.handoff_id for entry in await at.entries()] == [second.id]

    async def test_gone_here_at_once_also_when_it_is_down_there(self, at: House, moved: Clock) -> None:
        row = await at.posted()
        await at.send()

        def down(number: int) -> None:
            raise httpx.ConnectError("x")

        at.wire.before = down
        await at.remove(row)
        await at.send()
        entry = (await at.entries())[0]
        assert (entry.handoff_id, entry.state, entry.error) == (None, "wacht", "NotReached")
        at.wire.before = lambda number: None
        moved.on(minutes=1)
        await at.send()
        assert (at.server.counts(), await at.entries()) == (NOTHING, [])

    async def test_given_up_is_kept_for_the_admin(self, at: House, moved: Clock) -> None:
        row = await at.posted()
        await at.send()

        def down(number: int) -> None:
            raise httpx.ConnectError("x")

        at.wire.before = down
        await at.remove(row)
        for _ in range(outbox.MOST_TRIES):
            await at.send()
            moved.on(hours=6)
        entry = (await at.entries())[0]
        assert (entry.state, entry.data["reference"]) == ("opgegeven", row.reference)

    async def test_removed_while_it_is_posted(self, at: House) -> None:
        """The parent deletes it between two requests: what was made after that goes too."""
        for number in range(1, REQUESTS + 1):
            row = await at.posted()
            at.wire.count = 0

            async def removes(now: int, row: Handoff = row, number: int = number) -> None:
                if now == number:
                    await at.remove(row)

            at.wire.meanwhile = removes
            await at.send()
            at.wire.meanwhile = None
            await at.send()
            assert (at.server.counts(), await at.entries()) == (NOTHING, []), number

    async def test_withdrawn_while_only_a_part_is_there(self, at: House, moved: Clock) -> None:
        row = await at.posted()

        def down(number: int) -> None:
            if number > 6:
                raise httpx.ConnectError("x")

        at.wire.before = down
        await at.send()
        assert at.server.counts()["betrokkenen"] == 1
        await at.close_question(row)
        at.wire.before = lambda number: None
        moved.on(minutes=1)
        await at.send()
        assert at.server.counts() == NOTHING

    async def test_withdrawn_when_it_was_given_up_halfway(self, at: House, moved: Clock) -> None:
        row = await at.posted()

        def down(number: int) -> None:
            if number > 6:
                raise httpx.ConnectError("x")

        at.wire.before = down
        for _ in range(outbox.MOST_TRIES):
            await at.send()
            moved.on(hours=6)
        at.wire.before = lambda number: None
        assert await follow_once(at.database, at.open_klant) == 0
        await at.close_question(row)
        await at.change(row, withdrawn_at=clock.now())
        assert await follow_once(at.database, at.open_klant) == 1
        assert at.server.counts() == NOTHING
        assert await follow_once(at.database, at.open_klant) == 0

    async def test_nothing_of_others(self, at: House) -> None:
        """Also from an Open Klant that does not know a filter and gives everything."""
        row = await at.posted()
        other = {"kanaal": "Balie", "onderwerp": "x", "taal": "nld", "vertrouwelijk": False}
        balie = await at.open_klant.make("klantcontacten", other)
        await at.open_klant.make("betrokkenen", {"hadKlantcontact": {"uuid": balie}, "rol": "klant", "initiator": True})
        await at.send()
        fits = OpenKlantServer._fits
        at.server._fits = lambda *_: True  # type: ignore[method-assign]
        await at.remove(row)
        await at.send()
        at.server._fits = fits.__get__(at.server)  # type: ignore[method-assign]
        assert at.server.counts() == {**NOTHING, "klantcontacten": 1, "betrokkenen": 1}


class TestSettings:
    def of(self, **given: Any) -> Settings:
        return Settings(**{"klantinteracties_url": ADDRESS, "klantinteracties_token": TOKEN, **given})

    @pytest.mark.parametrize(
        "url", ["http://openklant.voorbeeldstad.example/api", "ftp://x", "openklant", "http://localhost.evil.example/"]
    )
    def test_only_https(self, url: str) -> None:
        with pytest.raises(ValueError, match="https"):
            OpenKlant(self.of(klantinteracties_url=url))

    @pytest.mark.parametrize(
        "url", ["https://openklant.voorbeeldstad.example/klantinteracties/api/v1", "https://10.1.2.3/api", "http://127.0.0.1:8009/api"]
    )
    async def test_also_within_a_network_of_the_gemeente(self, url: str) -> None:
        await OpenKlant(self.of(klantinteracties_url=url)).close()

    def test_half_of_it_is_refused(self) -> None:
        with pytest.raises(ValueError, match="TOKEN"):
            OpenKlant(self.of(klantinteracties_token=""))

    def test_off_without_an_address(self) -> None:
        assert not klantinteracties.wanted(Settings(), "voorbeeldstad")

    def test_only_the_gemeente_whose_open_klant_it_is(self) -> None:
        assert klantinteracties.wanted(self.of(), "voorbeeldstad")
        assert not klantinteracties.wanted(self.of(), "zoetermeer")
        assert klantinteracties.wanted(self.of(klantinteracties_gemeenten=("zoetermeer",)), "zoetermeer")

    def test_the_token_is_in_no_repr(self) -> None:
        assert TOKEN not in repr(self.of())

    async def test_redirects_are_not_followed(self) -> None:
        """A token goes to one address only."""
        asked = []

        def elsewhere(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.host)
            return httpx.Response(302, headers={"Location": "https://evil.example/"})

        open_klant = OpenKlant(self.of(), httpx.MockTransport(elsewhere))
        with pytest.raises(Refused):
            await open_klant.find("klantcontacten")
        assert asked == ["localhost"]
        await open_klant.close()


async def test_no_words_in_the_log(at: House, capsys: pytest.CaptureFixture[str]) -> None:
    await at.posted(question="<b>olifanten</b> en [PERSOON]")
    at.open_klant._http.headers["Authorization"] = "Token anders"
    await at.send()
    told = "".join(capsys.readouterr())
    for secret in ("olifanten", desk.NAME, desk.PHONE, "Token", TOKEN):
        assert secret not in told


async def test_hostile_text_is_text(at: House) -> None:
    hostile = "<script>alert(1)</script> ' OR 1=1 -- \\u0000 {{7*7}} =cmd|x"
    await at.posted(question=hostile)
    assert await at.send() == 1
    assert at.server.all("klantcontacten")[0]["inhoud"] == hostile


class TestServer:
    async def test_posts_what_a_parent_sends(self, at: House, monkeypatch: pytest.MonkeyPatch) -> None:
        """The whole server, started with the settings, and Open Klant over HTTP."""
        monkeypatch.setattr(outbox, "LOOK_EVERY_SECONDS", 0.05)
        with served(at.server) as url:
            app = create_app(at.settings.model_copy(update={"klantinteracties_url": url}), FakeRasa())
            async with app.router.lifespan_context(app):
                intake = Intake("voorbeeldstad", None, "Wie denkt er mee?", phone="06 12345678", consent_version="1")
                receipt = await app.state.handoffs.open(intake)
                async with asyncio.timeout(60):
                    while not at.server.all("internetaken"):
                        await asyncio.sleep(0.05)
        assert at.server.counts() == {**ONE_OF_EACH, "digitaleadressen": 1}
        assert at.server.all("klantcontacten")[0]["referentienummer"] == number_of(receipt.reference)
        assert at.server.all("digitaleadressen")[0]["adres"] == "+31612345678"

    async def test_posts_nothing_of_another_gemeente(self, at: House) -> None:
        handoffs = Handoffs(at.database, at.settings.model_copy(update={"gemeente": "zoetermeer"}), at.vault, at.catalogue)
        await handoffs.open(Intake("voorbeeldstad", None, "Wie denkt er mee?", phone="06 12345678", consent_version="1"))
        assert await at.entries() == []
