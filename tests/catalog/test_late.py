"""An offer that was not looked at for too long leaves the answers, everywhere at once and by one setting; and an address stays in the editor."""

from datetime import date, timedelta

import pytest

from actions import knowledge
from catalog import snapshot
from catalog.live import Live
from catalog.open_data.mapping import Published, service
from catalog.query import Query
from catalog.snapshot import Catalogue, CatalogueBuilder
from kit import clock
from settings import Settings
from tests.catalog import upkeep
from tests.catalog.factory import TODAY, make_offer
from tests.catalog.upkeep import NOON

OLD = make_offer("oud", checked_on=TODAY - timedelta(days=200), check_again=TODAY - timedelta(days=40))


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(snapshot, "now", lambda: NOON)


def catalogue(days: int) -> Catalogue:
    return CatalogueBuilder(late=timedelta(days=days)).add([OLD], (), (), {}).catalogue()


def found(known: Catalogue, day: date = TODAY) -> list[str]:
    return [hit.offer.id for hit in known.search(Query(gemeente="stad", today=day, topics=("slapen",)))]


class TestLate:
    @pytest.mark.parametrize(("days", "there"), [(39, False), (40, True), (90, True)])
    def test_leaves_search_forms_and_lookup(self, days: int, there: bool) -> None:
        known = catalogue(days)
        assert bool(found(known)) is there
        assert bool(known.kinds_for("slapen", "stad", today=TODAY)) is there
        assert (known.offer("oud") is not None) is there

    def test_without_a_setting_it_is_ninety_days(self) -> None:
        known = Catalogue.from_documents([OLD], vectors={})
        assert found(known, TODAY + timedelta(days=50)) and not found(known, TODAY + timedelta(days=51))

    def test_stays_when_something_changes(self) -> None:
        assert not found(catalogue(30).with_changes([make_offer("nieuw", topics=["eten"])], vectors={}))

    async def test_the_setting_reaches_search(self, empty_database_url: str) -> None:
        async with upkeep.catalogue(empty_database_url, [OLD]) as database:
            assert found(await Live(database, late=timedelta(days=90)).current()) == ["oud"]
            assert found(await Live(database, late=timedelta(days=10)).current()) == []

    def test_bot_and_server_use_the_same_setting(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WEGWIJS_OFFER_LATE", "P10D")
        knowledge._live.cache_clear()
        assert knowledge._live()._late == Settings().offer_late == timedelta(days=10)
        knowledge._live.cache_clear()


class TestProviderAddress:
    OFFER = make_offer("cursus", provider_email="aanbieder@voorbeeld.nl")

    def test_is_not_in_the_memory_that_answers_parents(self) -> None:
        known = Catalogue.from_documents([self.OFFER], vectors={})
        (hit,) = known.search(Query(gemeente="stad", today=TODAY, topics=("slapen",)))
        assert hit.offer.provider_email is None
        assert "voorbeeld.nl" not in str(known.offer_card(hit))

    def test_is_not_in_open_data(self) -> None:
        assert "voorbeeld.nl" not in service(Published(self.OFFER, NOON, {}, TODAY)).model_dump_json()

    @pytest.mark.parametrize("email", ["a@b", "a@b.nl, c@d.nl", "a b@c.nl", "a@b.nl\r\nBcc: x@y.nl"])
    def test_is_one_address(self, email: str) -> None:
        with pytest.raises(ValueError):
            make_offer(provider_email=email)
