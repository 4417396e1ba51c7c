"""Writing, publishing, taking back: what parents see changes only when it should, and nothing that was ever there is lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select

from access.models import Account, AuditEntry
from catalog import repository
from catalog.forms import slug
from catalog.models import CatalogueDraft, CatalogueHistory, CatalogueReport
from catalog.search import Live
from catalog.service import CHECK_TERM, Base, Conflict, Document, Refused, Saved, merged
from kit import clock, embedding
from kit.database import Base as Tables
from kit.database import Database
from kit.errors import Invalid, NotFound
from tests.catalog.editing import ADMIN, BOTH, DORP, LAND, STAD, WIJKTEAM, body_of, editor
from tests.catalog.factory import make_offer, make_profile, make_tip


@pytest.fixture(autouse=True)
def quick_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "encode", lambda texts: np.full((len(texts), embedding.DIMENSIONS), 0.04, dtype=np.float32))


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    """One offer in Stad, one in Dorp, one in both, one in the whole country."""
    found = Database(empty_database_url)
    async with found.engine.begin() as connection:
        await connection.run_sync(Tables.metadata.create_all)
    offers = [
        make_offer("van_stad", gemeenten=["stad"]),
        make_offer("van_dorp", gemeenten=["dorp"]),
        make_offer("van_beide", gemeenten=["stad", "dorp"]),
        make_offer("van_land"),
    ]
    async with found.session() as session:
        await repository.replace(session, [*offers, make_tip(), make_profile("stad"), make_profile("dorp")])
    yield found
    await found.close()


async def add_account(database: Database, name: str) -> None:
    async with database.session() as session:
        session.add(
            Account(
                id=name, email=f"{name}@gemeente.example", name=name.title(), active=True, demo=False, totp_step=0, created_at=clock.now()
            )
        )


async def published(database: Database, offer_id: str) -> Document:
    return await editor(database, LAND).open("offer", offer_id)


class TestDraft:
    async def test_parents_see_nothing_of_it(self, database: Database) -> None:
        noor = editor(database)
        before = await noor.open_to_edit("offer", "van_stad")
        saved = await noor.save_draft("offer", "van_stad", {**before.body, "name": "Anders"}, before.base)
        assert isinstance(saved, Saved)
        now = await noor.open_to_edit("offer", "van_stad")
        assert now.body["name"] == "Anders" and now.is_draft
        assert now.published == before.published and now.version == before.version

    async def test_may_be_unfinished_and_wrong(self, database: Database) -> None:
        noor = editor(database)
        saved = await noor.create(
            "offer", {"name": "Half", "places": {"scope": "lokaal", "gemeenten": ["stad"]}, "typed": {"age_min": "drie"}}
        )
        assert (await noor.open_to_edit("offer", saved.id)).body["typed"] == {"age_min": "drie"}

    async def test_the_same_text_sent_twice_is_one_draft(self, database: Database) -> None:
        noor = editor(database)
        first, second = await noor.create("offer", body_of(name="Nieuw")), await noor.create("offer", body_of(name="Nieuw"))
        assert first.id == second.id == "nieuw_2"  # `nieuw` is a page

    async def test_another_text_of_the_same_name_gets_another_id(self, database: Database) -> None:
        noor = editor(database)
        ids = [(await noor.create("offer", body_of(name="Van Stad", cost=cost))).id for cost in ("1", "2")]
        assert ids == ["van_stad_2", "van_stad_3"]

    async def test_can_be_thrown_away(self, database: Database) -> None:
        noor = editor(database)
        before = await noor.open_to_edit("offer", "van_stad")
        await noor.save_draft("offer", "van_stad", {**before.body, "name": "Anders"}, before.base)
        await noor.discard("offer", "van_stad")
        assert (await noor.open("offer", "van_stad")).body == before.body


class TestPublish:
    async def test_parents_see_it(self, database: Database) -> None:
        noor = editor(database)
        saved = await noor.create("offer", body_of(name="Nieuwe groep", status="concept"))
        now = await noor.open_to_edit("offer", saved.id)
        result = await noor.publish("offer", saved.id, now.body, now.base)
        assert isinstance(result, Saved)
        after = await noor.open("offer", saved.id)
        assert after.status == "gepubliceerd" and not after.is_draft
        assert [(entry.action, entry.number) for entry in await noor.history("offer", saved.id)] == [("gepubliceerd", 1)]

    async def test_what_was_read_from_files_stays_in_the_history(self, database: Database) -> None:
        noor = editor(database)
        await add_account(database, "noor")
        before = await noor.open_to_edit("offer", "van_stad")
        assert [entry.action for entry in await noor.history("offer", "van_stad")] == ["ingelezen"]
        await noor.publish("offer", "van_stad", {**before.body, "name": "Anders"}, before.base)
        found = await noor.history("offer", "van_stad")
        assert [(entry.number, entry.action, entry.by, entry.body["name"]) for entry in found] == [
            (2, "gepubliceerd", "Noor", "Anders"),
            (1, "ingelezen", "", "Aanbod"),
        ]

    async def test_an_unfinished_text_is_refused_and_kept(self, database: Database) -> None:
        noor = editor(database)
        before = await noor.open_to_edit("offer", "van_stad")
        result = await noor.publish("offer", "van_stad", {**before.body, "name": ""}, before.base)
        assert isinstance(result, Refused) and [problem.path for problem in result.problems] == ["name"]
        now = await noor.open("offer", "van_stad")
        assert now.is_draft and now.published == before.published

    async def test_an_offer_that_needs_a_referral_is_refused_with_the_reason(self, database: Database) -> None:
        noor = editor(database)
        before = await noor.open_to_edit("offer", "van_stad")
        needs_one = {**before.body, "no_referral": {**before.body["no_referral"], "needed": True}}
        result = await noor.publish("offer", "van_stad", needs_one, before.base)
        assert isinstance(result, Refused) and "zonder verwijzing" in result.problems[0].reason
        assert (await published(database, "van_stad")).published == before.published

    async def test_is_in_the_answers_of_another_process_within_two_seconds(self, database: Database, empty_database_url: str) -> None:
        elsewhere = [Database(empty_database_url), Database(empty_database_url)]
        lives = [Live(one) for one in elsewhere]
        for live in lives:
            assert (await live.current()).offer("nieuwe_groep") is None
        noor = editor(database)
        await noor.create("offer", body_of(name="Nieuwe groep"))
        now = await noor.open_to_edit("offer", "nieuwe_groep")
        for live in lives:
            assert (await live.current()).offer("nieuwe_groep") is None
        began = time.monotonic()
        await noor.publish("offer", "nieuwe_groep", now.body, now.base)
        while any([(await live.current()).offer("nieuwe_groep") is None for live in lives]):
            assert time.monotonic() - began < 2
            await asyncio.sleep(0.05)
        await noor.withdraw("offer", "nieuwe_groep", "Gestopt.")
        began = time.monotonic()
        while any([(await live.current()).offer("nieuwe_groep") is not None for live in lives]):
            assert time.monotonic() - began < 2
            await asyncio.sleep(0.05)
        for one in elsewhere:
            await one.close()


class TestTwoEditors:
    async def test_the_second_save_gets_the_difference_and_loses_nothing(self, database: Database) -> None:
        noor, bas = editor(database), editor(database, LAND, "bas")
        await add_account(database, "noor")
        base = (await noor.open_to_edit("offer", "van_stad")).base
        body: dict[str, Any] = dict(base.body or {})
        await noor.save_draft("offer", "van_stad", {**body, "name": "Van Noor", "cost": "€ 5"}, base)
        mine = {**body, "name": "Van Bas", "provider": "Bas"}
        conflict = await bas.save_draft("offer", "van_stad", mine, base)
        assert isinstance(conflict, Conflict) and conflict.by == "Noor"
        found = [(choice.field, choice.theirs, choice.mine, choice.suggested) for choice in conflict.choices]
        assert found == [
            ("name", "Van Noor", "Van Bas", None),
            ("provider", "Stichting", "Bas", "mine"),
            ("cost", "€ 5", "Gratis.", "theirs"),
        ]
        assert (await noor.open("offer", "van_stad")).body["name"] == "Van Noor"
        both = merged(conflict.theirs, mine, {"cost": "theirs"})
        assert isinstance(await bas.save_draft("offer", "van_stad", both, conflict.based_on), Saved)
        now = (await noor.open("offer", "van_stad")).body
        assert (now["name"], now["provider"], now["cost"]) == ("Van Bas", "Bas", "€ 5")

    async def test_the_same_text_is_no_conflict(self, database: Database) -> None:
        noor, bas = editor(database), editor(database, LAND, "bas")
        base = (await noor.open_to_edit("offer", "van_stad")).base
        same = {**(base.body or {}), "name": "Anders"}
        await noor.save_draft("offer", "van_stad", same, base)
        assert isinstance(await bas.save_draft("offer", "van_stad", same, base), Saved)

    async def test_what_was_published_under_a_draft_is_shown_before_it_is_replaced(self, database: Database) -> None:
        noor, bas = editor(database), editor(database, LAND, "bas")
        begun = await noor.open_to_edit("offer", "van_stad")
        await noor.save_draft("offer", "van_stad", {**begun.body, "name": "Van Noor"}, begun.base)
        await bas.confirm("offer", {"van_stad": begun.version})
        draft = await noor.open_to_edit("offer", "van_stad")
        conflict = await noor.publish("offer", "van_stad", draft.body, draft.base)
        assert isinstance(conflict, Conflict) and conflict.overtaken
        assert {choice.field: choice.suggested for choice in conflict.choices} == {
            "name": "mine",
            "checked_on": "theirs",
            "check_again": "theirs",
        }
        whole = merged(conflict.theirs, draft.body, {"checked_on": "theirs", "check_again": "theirs"})
        assert isinstance(await noor.save_draft("offer", "van_stad", whole, conflict.based_on), Saved)
        draft = await noor.open_to_edit("offer", "van_stad")
        assert isinstance(await noor.publish("offer", "van_stad", draft.body, draft.base), Saved)

    async def test_saving_at_the_same_moment_has_one_winner(self, database: Database) -> None:
        noor, bas = editor(database), editor(database, LAND, "bas")
        base = (await noor.open_to_edit("offer", "van_stad")).base
        saves = [
            one.save_draft("offer", "van_stad", {**(base.body or {}), "name": name}, base) for one, name in ((noor, "een"), (bas, "twee"))
        ]
        results = await asyncio.gather(*saves)
        assert sorted(type(result).__name__ for result in results) == ["Conflict", "Saved"]

    async def test_a_merge_keeps_what_was_typed_wrong(self) -> None:
        whole = merged({"age_min": 4.0, "name": "A"}, {"typed": {"age_min": "drie"}, "name": "B"}, {"name": "theirs"})
        assert whole == {"name": "A", "typed": {"age_min": "drie"}}
        assert merged({"age_min": 4.0}, {"typed": {"age_min": "drie"}}, {"age_min": "theirs"}) == {"age_min": 4.0}


class TestWithdrawRestoreConfirm:
    async def test_withdrawn_with_a_reason_and_restored(self, database: Database) -> None:
        noor = editor(database)
        with pytest.raises(Invalid):
            await noor.withdraw("offer", "van_stad", "  ")
        await noor.withdraw("offer", "van_stad", "De groep is gestopt.")
        assert (await noor.open("offer", "van_stad")).status == "ingetrokken"
        with pytest.raises(Invalid):
            await noor.withdraw("offer", "van_stad", "Nog eens.")
        assert [entry.reason for entry in await noor.history("offer", "van_stad")] == ["De groep is gestopt.", None]
        await noor.restore("offer", "van_stad", 1)
        found = await noor.history("offer", "van_stad")
        assert [entry.action for entry in found] == ["hersteld", "ingetrokken", "ingelezen"]
        assert (await noor.open("offer", "van_stad")).status == "gepubliceerd"
        with pytest.raises(NotFound):
            await noor.restore("offer", "van_stad", 99)

    async def test_confirmed_is_checked_today_and_again_after_the_term(self, database: Database) -> None:
        noor = editor(database, BOTH)
        versions = {name: (await noor.open("offer", name)).version for name in ("van_stad", "van_dorp", "van_beide")}
        result = await noor.confirm("offer", {**versions, "van_dorp": versions["van_dorp"] + 1})
        assert result.done == ["van_stad", "van_beide"] and result.changed == ["van_dorp"]
        today = clock.local(clock.now()).date()
        body = (await noor.open("offer", "van_stad")).body
        assert (body["checked_on"], body["check_again"]) == (today.isoformat(), (today + CHECK_TERM).isoformat())

    async def test_a_look_that_is_not_theirs_confirms_nothing(self, database: Database) -> None:
        noor = editor(database)
        version = (await noor.open("offer", "van_stad")).version
        with pytest.raises(NotFound):
            await noor.confirm("offer", {"van_stad": version, "van_dorp": version})
        assert (await noor.open("offer", "van_stad")).version == version

    async def test_a_report_waits_for_who_may_change_it(self, database: Database) -> None:
        noor = editor(database)
        await noor.report("offer", "van_land", "Het nummer klopt niet.")
        with pytest.raises(Invalid):
            await noor.report("offer", "van_land", " ")
        async with database.session() as session:
            row = (await session.scalars(select(CatalogueReport))).one()
        assert (row.document_id, row.by, row.closed_at) == ("van_land", "noor", None)


class TestTrace:
    async def test_every_change_is_in_the_audit_log_without_content(self, database: Database) -> None:
        noor = editor(database)
        now = await noor.open_to_edit("offer", "van_stad")
        await noor.save_draft("offer", "van_stad", {**now.body, "name": "Geheim"}, now.base)
        now = await noor.open_to_edit("offer", "van_stad")
        await noor.publish("offer", "van_stad", now.body, now.base)
        await noor.withdraw("offer", "van_stad", "Gestopt met geheim.")
        async with database.session() as session:
            rows = [
                (row.staff_id, row.action, row.gemeente, row.subject)
                for row in await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            ]
        assert rows == [("noor", action, "stad", "offer:van_stad") for action in ("concept bewaard", "gepubliceerd", "ingetrokken")]

    async def test_an_error_undoes_everything(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        noor = editor(database)
        now = await noor.open_to_edit("offer", "van_stad")

        async def fails(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("catalog.service.record", fails)
        with pytest.raises(RuntimeError):
            await noor.publish("offer", "van_stad", {**now.body, "name": "Anders"}, now.base)
        async with database.session() as session:
            counts = [
                await session.scalar(select(func.count()).select_from(table)) for table in (CatalogueHistory, CatalogueDraft, AuditEntry)
            ]
        assert counts == [0, 0, 0] and (await noor.open("offer", "van_stad")).published == now.published


ROLES = {"stad": STAD, "dorp": DORP, "beide": BOTH, "land": LAND, "admin": ADMIN, "wijkteam": WIJKTEAM}
SEES = {
    "van_stad": "stad beide land admin",
    "van_dorp": "dorp beide land",
    "van_beide": "stad dorp beide land admin",
    "van_land": "stad dorp beide land admin",
}
EDITS = {"van_stad": "stad beide land admin", "van_dorp": "dorp beide land", "van_beide": "beide land", "van_land": "land"}
READS = ("open", "history", "report")
WRITES = ("open_to_edit", "save_draft", "publish", "withdraw", "confirm", "restore", "discard")


class TestRights:
    @pytest.mark.parametrize("role", ROLES)
    async def test_what_is_not_theirs_is_not_there(self, database: Database, role: str) -> None:
        """Every action on every offer, by this role: it works or it is 404, never 403."""
        who = editor(database, ROLES[role], role)
        for offer_id in SEES:
            base = Base(1, (await published(database, offer_id)).body)
            version = (await published(database, offer_id)).version
            arguments: dict[str, tuple[Any, ...]] = {
                "report": ("Klopt niet.",),
                "save_draft": (base.body, base),
                "publish": (base.body, base),
                "withdraw": ("Gestopt.",),
                "restore": (1,),
            }
            for action in READS + WRITES:
                allowed = role in (SEES if action in READS else EDITS)[offer_id].split()
                call = who.confirm("offer", {offer_id: version}) if action == "confirm" else None
                call = call or getattr(who, action)("offer", offer_id, *arguments.get(action, ()))
                assert await worked(call) == allowed, (role, action, offer_id)

    @pytest.mark.parametrize("role", ["stad", "admin", "wijkteam"])
    @pytest.mark.parametrize(
        "places", [{"scope": "landelijk"}, {"scope": "lokaal", "gemeenten": ["dorp"]}, {"scope": "lokaal", "gemeenten": ["stad", "dorp"]}]
    )
    async def test_nobody_writes_beyond_their_places(self, database: Database, role: str, places: dict[str, Any]) -> None:
        who = editor(database, ROLES[role], role)
        elsewhere = {**body_of(), "places": places}
        assert not await worked(who.create("offer", elsewhere))
        base = (await published(database, "van_stad")).base
        assert not await worked(who.save_draft("offer", "van_stad", elsewhere, base))
        assert not await worked(who.publish("offer", "van_stad", elsewhere, base))

    async def test_a_draft_without_a_place_is_its_writers(self, database: Database) -> None:
        noor, other, land = editor(database), editor(database, STAD, "ander"), editor(database, LAND, "bas")
        saved = await noor.create("offer", {"name": "Nergens", "places": {"scope": "lokaal", "gemeenten": []}})
        assert await worked(noor.open("offer", saved.id)) and await worked(land.open("offer", saved.id))
        assert not await worked(other.open("offer", saved.id))

    async def test_a_draft_is_not_seen_by_who_may_only_look(self, database: Database) -> None:
        bas, noor = editor(database, LAND, "bas"), editor(database)
        now = await bas.open_to_edit("offer", "van_land")
        await bas.save_draft("offer", "van_land", {**now.body, "name": "Geheim"}, now.base)
        seen = await noor.open("offer", "van_land")
        assert seen.body["name"] == "Aanbod" and not seen.is_draft and not seen.may_edit

    async def test_tips_are_of_the_whole_country_and_a_profile_of_its_gemeente(self, database: Database) -> None:
        noor, land = editor(database), editor(database, LAND, "bas")
        assert not (await noor.open("tip", "tip")).may_edit and (await land.open("tip", "tip")).may_edit
        assert (await noor.open("profile", "stad")).may_edit and not await worked(noor.open("profile", "dorp"))


async def worked(call: Any) -> bool:
    """False for NotFound; an action that is theirs but cannot be done now (Invalid) counts as theirs."""
    try:
        await call
    except NotFound:
        return False
    except Invalid:
        return True
    return True


class TestSlug:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Rust & Regels", "rust_regels"), ("Café Ééntje!", "cafe_eentje"), ("  ", "aanbod"), ("日本", "aanbod"), ("a" * 99, "a" * 70)],
    )
    def test_is_an_id(self, name: str, expected: str) -> None:
        assert slug(name) == expected
