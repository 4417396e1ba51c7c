"""What is counted of a conversation, through the gateway with a bot that says what a test tells it to."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from catalog.search import Catalogue
from chat import demand
from insights.models import Demand
from insights.service import age_band, this_week
from kit.database import Database
from tests.catalog.factory import make_offer, make_profile
from tests.conftest import Body, FakeRasa, Talk, down

OFFERS = {"custom": {"type": "offers", "intro": "Dit past.", "offers": [{"id": "voorbeeld_peutercursus", "name": "Cursus"}], "more": False}}
NATIONAL = {"custom": {"type": "offers", "intro": "Dit past.", "offers": [{"id": "opvoeden_en_zo", "name": "Zo"}], "more": False}}
CONTACT = {"custom": {"type": "contact", "name": "Wijkteam", "phone": None, "hours": "", "openNow": None, "url": None}}
HELPS = {
    "text": "Helpt dit?",
    "buttons": [
        {"title": "Ja", "payload": '/keuze{"keuze": "helpt:ja"}'},
        {"title": "Anders", "payload": '/keuze{"keuze": "helpt:anders"}'},
        {"title": "Mens", "payload": '/keuze{"keuze": "mens"}'},
    ],
}


def state(**known: Any) -> Body:
    return {
        "custom": {"type": "state", "state": {"topic": "slapen", "age": [3, 3], "wijk": "De Linden", "rung": 1, "open": "helpt", **known}}
    }


async def counted(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Every group in which something was counted."""
    database: Database = client.app.state.tools.database  # type: ignore[attr-defined]
    async with database.session() as session:
        rows = list(await session.scalars(select(Demand)))
    names = ("topic", "age_band", "wijk", "rung", "asked", "unmet", "distant", "helped", "not_helped")
    return [{name: getattr(row, name) for name in names} for row in rows if row.asked]


ONE = {
    "topic": "slapen",
    "age_band": "1-4",
    "wijk": "De Linden",
    "rung": 1,
    "asked": 1,
    "unmet": 0,
    "distant": 0,
    "helped": 0,
    "not_helped": 0,
}


class TestAsked:
    async def test_when_offers_are_shown(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, HELPS, state()])
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == [ONE]

    async def test_not_while_still_asking(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([{"text": "Hoe oud is je kind?"}, state(rung=0, open="leeftijd")])
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == []

    async def test_once_a_conversation(self, talk: Talk, rasa: FakeRasa) -> None:
        for _ in range(3):
            rasa.enqueue([OFFERS, state()])
            await talk.say("nog iets")
        assert await counted(talk.client) == [ONE]

    async def test_another_subject_counts_too(self, talk: Talk, rasa: FakeRasa) -> None:
        for topic in ("slapen", "eten"):
            rasa.enqueue([OFFERS, state(topic=topic)])
            await talk.say("en nu")
        assert [row["topic"] for row in await counted(talk.client)] == ["slapen", "eten"]

    async def test_a_form_of_help_without_a_topic(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state(topic=None, kind="maatje_steungezin")])
        await talk.say("ik zoek een maatje")
        assert [row["topic"] for row in await counted(talk.client)] == ["vorm:maatje_steungezin"]

    async def test_what_is_learned_later_moves_it(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state(age=None, wijk=None)])
        await talk.say("hij slaapt niet")
        rasa.enqueue([OFFERS, state()])
        await talk.say("hij is 3 en we wonen in De Linden")
        assert await counted(talk.client) == [ONE]

    async def test_a_person_later_moves_it_up(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, HELPS, state()])
        await talk.say("hij slaapt niet")
        rasa.enqueue([CONTACT, state(rung=2, open=None)])
        await talk.post(choice="mens")
        assert await counted(talk.client) == [ONE | {"rung": 2, "not_helped": 1}]


class TestUnmet:
    async def test_when_nothing_fits_this_age(self, talk: Talk, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demand, "_all_fitting", lambda catalogue, gemeente, known: [])
        rasa.enqueue([{"text": "Ik vond niets."}, CONTACT, state(rung=2, open=None)])
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == [ONE | {"rung": 2, "unmet": 1}]

    async def test_who_asks_for_a_person_while_something_fits_is_not_unmet(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([CONTACT, state(rung=2, open=None)])
        await talk.say("ik wil iemand spreken")
        assert [row["unmet"] for row in await counted(talk.client)] == [0]

    def test_the_catalogue_itself_is_asked(self) -> None:
        local = make_offer("hier", topics=["slapen"], age_min=2, age_max=6, gemeenten=["stad"], wijken=["Oost"])
        country = make_offer("land", topics=["slapen", "eten"], age_min=4)
        known = Catalogue.from_documents([local, country], profiles=[make_profile()], vectors={})
        asked: list[tuple[dict[str, Any], tuple[bool, bool]]] = [
            ({"topic": "slapen", "age": [4, 4]}, (True, True)),
            ({"topic": "slapen", "age": [8, 8]}, (True, False)),
            ({"topic": "slapen", "age": [5, 5], "wijk": "De Linden"}, (True, False)),
            ({"topic": "slapen", "age": [1, 1]}, (False, False)),
            ({"topic": "gokken"}, (False, False)),
            ({"kind": "training", "age": [3, 3]}, (True, True)),
            ({"kind": "ehealth"}, (False, False)),
        ]
        for state, told in asked:
            assert demand._fitting(known, "stad", state, []) == told, state


class TestDistant:
    async def test_when_only_national_help_is_shown(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([NATIONAL, state()])
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == [ONE | {"distant": 1}]

    async def test_not_when_something_of_here_comes_after(self, talk: Talk, rasa: FakeRasa) -> None:
        for shown in (NATIONAL, OFFERS):
            rasa.enqueue([shown, state()])
            await talk.say("meer")
        assert await counted(talk.client) == [ONE]


class TestHelped:
    @pytest.mark.parametrize(("choice", "helped", "not_helped"), [("helpt:ja", 1, 0), ("helpt:anders", 0, 1)])
    async def test_by_a_button(self, talk: Talk, rasa: FakeRasa, choice: str, helped: int, not_helped: int) -> None:
        rasa.enqueue([OFFERS, HELPS, state()])
        await talk.say("hij slaapt niet")
        rasa.enqueue([{"text": "Fijn."}, state(open=None)])
        await talk.post(choice=choice)
        assert await counted(talk.client) == [ONE | {"helped": helped, "not_helped": not_helped}]

    async def test_by_feedback_and_the_last_word_counts(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state()])
        await talk.say("hij slaapt niet")
        for helpful in (False, True):
            await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", json={"helpful": helpful}, headers=talk.headers)
        assert await counted(talk.client) == [ONE | {"helped": 1}]


class TestNeverPersonal:
    async def test_a_wijk_is_a_name_of_the_profile_or_nothing(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state(wijk="bij mijn moeder op de Dorpsstraat 3")])
        await talk.say("hij slaapt niet")
        assert [row["wijk"] for row in await counted(talk.client)] == [""]

    async def test_a_topic_is_one_of_ours_or_nothing(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state(topic="Jan de Vries")])
        await talk.say("hallo")
        assert await counted(talk.client) == []

    async def test_danger_is_not_counted(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([CONTACT, state(rung=3, open="verder")])
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == []

    async def test_an_answer_without_the_bot_is_not_counted(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(down())
        await talk.say("hij slaapt niet")
        assert await counted(talk.client) == []

    async def test_the_count_stays_when_the_conversation_is_wiped_and_points_nowhere(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([OFFERS, state()])
        await talk.say("hij slaapt niet")
        await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        assert await counted(talk.client) == [ONE]
        assert not {column.name for column in Demand.__table__.columns} & {"conversation_id", "text", "at"}

    async def test_what_cannot_be_counted_costs_no_answer(self, talk: Talk, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demand, "_fact", lambda *given: (_ for _ in ()).throw(ValueError("x")))
        rasa.enqueue([OFFERS, state()])
        assert [message["type"] for message in await talk.say("hij slaapt niet")] == ["offers"]


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (None, ""),
        ([0, 0.5], "0-1"),
        ([1, 4], "1-4"),
        ([3, 3], "1-4"),
        ([4, 4], "4-8"),
        ([12, 18], "12-18"),
        ([18, 23], "18+"),
        ([0, 18], ""),
        ([3], ""),
    ],
)
def test_ages_become_bands(age: Any, band: str) -> None:
    assert age_band(age) == band


def test_a_week_begins_on_monday() -> None:
    from datetime import date

    assert date.fromisoformat(this_week()).weekday() == 0
