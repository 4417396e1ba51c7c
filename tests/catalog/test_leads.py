"""Which questions lead to an offer: the place now and with the draft, with the reason; and the page on which an editor asks it."""

from typing import Any

import httpx
import pytest

from access.schemas import Role
from catalog.leads import LOOKED_AT, Leads, asked, questions, why_not
from catalog.search import Catalogue
from catalog.vocabulary import Topic
from tests.access.factory import StaffClient, sign_in
from tests.catalog.factory import TODAY, make_offer, make_profile
from tests.catalog.test_editing_pages import filled, tree

HOME = "/beheer/aanbod/voorbeeld_peutercursus"
SLEEP = make_offer("slaap", name="Slaapcursus", topics=["slapen"], age_min=0, age_max=6, gemeenten=["stad"])
OTHERS = [make_offer(f"ander_{at}", name=f"Cursus {at}", topics=["slapen", "eten"], gemeenten=["stad"]) for at in range(3)]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.from_documents([SLEEP, *OTHERS], profiles=[make_profile("stad"), make_profile("dorp")])


class TestQuestions:
    def test_are_enough_and_of_every_topic(self) -> None:
        found = questions()
        assert len(found) >= 60 and {one.topic for one in found} == set(Topic)
        assert len({one.text for one in found}) == len(found)
        assert all(0 <= one.age <= 23 and len(one.text) < 120 for one in found)


class TestRanking:
    def test_now_and_with_the_draft(self, catalogue: Catalogue) -> None:
        draft = SLEEP.model_copy(update={"topics": [Topic.ETEN], "status": "concept"})
        both = Leads(catalogue, SLEEP, draft).both(asked("mijn peuter slaapt niet", "stad", TODAY, Topic.SLAPEN, 3))
        assert both.now and both.now.place == 1 and both.now.hits[0].why
        assert both.then and both.then.place is None
        assert both.then.why_not == "Dit onderwerp is bij het aanbod niet aangevinkt."

    def test_the_catalogue_itself_stays_as_it_is(self, catalogue: Catalogue) -> None:
        Leads(catalogue, SLEEP, SLEEP.model_copy(update={"name": "Heel anders"}))
        assert catalogue.offer("slaap") == SLEEP

    def test_a_new_offer_has_only_a_draft(self, catalogue: Catalogue) -> None:
        both = Leads(catalogue, None, make_offer("nieuw", topics=["slapen"], status="concept")).both(asked("slaapt niet", "stad", TODAY))
        assert both.now is None and both.then and both.then.place

    def test_a_sentence_without_a_topic_is_searched_by_its_words(self, catalogue: Catalogue) -> None:
        both = Leads(catalogue, SLEEP, None).both(asked("slaapcursus", "stad", TODAY))
        assert both.now and both.now.place == 1 and both.then is None

    def test_the_examples_that_lead_here_the_best_first(self, catalogue: Catalogue) -> None:
        found = Leads(catalogue, SLEEP, None).all("stad", TODAY)
        assert found and {lead.question.topic for lead in found} == {Topic.SLAPEN}
        assert [lead.best for lead in found] == sorted(lead.best for lead in found)
        assert all(lead.now and len(lead.now.hits) <= LOOKED_AT for lead in found)


class TestWhyNot:
    @pytest.mark.parametrize(
        ("fields", "query", "told"),
        [
            ({"status": "ingetrokken"}, {}, "Het is niet gepubliceerd."),
            ({"gemeenten": ["dorp"]}, {}, "Het is er niet in Stad."),
            ({"age_min": 12}, {"age": 3}, "Het is voor oudere kinderen."),
            ({"age_max": 4}, {"age": 8}, "Het is voor jongere kinderen."),
            ({"gemeenten": ["stad"], "wijken": ["Oost"]}, {"wijk": "Lindenbuurt"}, "Het is voor een andere wijk."),
            ({"topics": ["eten"]}, {"topic": Topic.SLAPEN}, "Dit onderwerp is bij het aanbod niet aangevinkt."),
            ({}, {}, "Ander aanbod past beter bij deze vraag."),
        ],
    )
    def test_says_the_first_reason(self, catalogue: Catalogue, fields: dict[str, Any], query: dict[str, Any], told: str) -> None:
        assert why_not(catalogue, make_offer("x", **fields), asked("slaapt niet", "stad", TODAY, **query)) == told

    def test_too_late(self, catalogue: Catalogue) -> None:
        old = make_offer("x", checked_on="2025-01-01", check_again="2025-06-01")
        assert "te lang niet nagekeken" in why_not(catalogue, old, asked("x", "stad", TODAY))


class TestPage:
    @pytest.fixture
    async def noor(self, client: httpx.AsyncClient) -> StaffClient:
        return await sign_in(client, name="Noor")

    async def test_shows_the_examples(self, noor: StaffClient) -> None:
        page = await noor.get(f"{HOME}/vragen")
        assert page.status_code == 200 and "Voorbeelden die hierheen leiden" in page.text
        tree(page)

    async def test_a_typed_sentence_shows_both_rankings(self, noor: StaffClient) -> None:
        edit = await noor.get(f"{HOME}/bewerk")
        await noor.post(f"{HOME}/bewerk", {**filled(edit), "topics": ["gokken"], "topics.first": "gokken", "doe": "bewaar"})
        page = await noor.post(f"{HOME}/vragen", {"vraag": "mijn peuter luistert niet", "onderwerp": "niet_luisteren", "leeftijd": "2,5"})
        assert "Nu</h3>" in page.text and "Met jouw concept</h3>" in page.text
        assert "Dit onderwerp is bij het aanbod niet aangevinkt." in page.text
        tree(page)

    async def test_an_example(self, noor: StaffClient) -> None:
        page = await noor.post(f"{HOME}/vragen", {"voorbeeld": "12"})
        assert "Dit krijgt een ouder" in page.text

    async def test_nothing_typed_is_told(self, noor: StaffClient) -> None:
        page = await noor.post(f"{HOME}/vragen", {"vraag": " "})
        assert page.status_code == 422 and "Typ een vraag, of kies een voorbeeld." in page.text
        tree(page)

    @pytest.mark.parametrize(
        "typed",
        [
            {"vraag": "<script>alert(1)</script>", "leeftijd": "jong", "onderwerp": "iets", "gemeente": "nergens", "wijk": "'\""},
            {"vraag": "x" * 5000},
            {"vraag": "\x00\u202e?", "leeftijd": "-1"},
            {"voorbeeld": "9999"},
            {"voorbeeld": "abc", "vraag": "slaapt niet", "leeftijd": "nan"},
        ],
    )
    async def test_whatever_is_typed(self, noor: StaffClient, typed: dict[str, str]) -> None:
        page = await noor.post(f"{HOME}/vragen", typed)
        assert page.status_code in (200, 422)
        assert "<script>alert" not in page.text
        tree(page)

    async def test_anothers_offer_does_not_exist(self, noor: StaffClient) -> None:
        other = "/beheer/aanbod/voorbeeld_amersfoort_maatje/vragen"
        assert (await noor.get(other)).status_code == 404
        assert (await noor.post(other, {"vraag": "x"})).status_code == 404
        wijkteam = await sign_in(noor.client, frozenset({("voorbeeldstad", Role.WIJKTEAM)}))
        assert (await wijkteam.get(f"{HOME}/vragen")).status_code == 404
