import json
from datetime import UTC, datetime

from catalog.search import Catalogue, Hit, offer_card, offers_message
from tests.catalog.factory import make_offer, make_profile, make_tip

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TEAM = {
    "name": "Wijkteam Stad",
    "article": "het wijkteam",
    "find": "Bel.",
    "phone": "0800 000 00 01",
    "url": "https://stad.example/team",
    "hours": [{"days": ["ma"], "opens": "09:00", "closes": "17:00"}],
}
CATALOGUE = Catalogue.from_documents(
    [],
    [
        make_tip("a", age_max=3.99, source={"url": "https://ggd.example/slapen", "title": "GGD"}),
        make_tip("b", age_min=4, text="Praat erover."),
        make_tip("n", kind="normaal", age_max=3.99, text="Dat hoort erbij."),
    ],
    [
        make_profile("stad", status="compleet", team=TEAM),
        make_profile("dorp", people=[{"id": "poh", "name": "POH", "text": "Bel de huisarts.", "topics": ["angst"], "age_min": 4}]),
    ],
)


class TestOffers:
    def test_card(self) -> None:
        offer = make_offer(gemeenten=["stad"], wijken=["De Linden", "Oost"], age_min=4, start={"text": "Bel.", "phone": "0800 000 00 01"})
        card = offer_card(Hit(offer, 1.0, ("Gratis", "In Stad"), "Stad: De Linden en Oost"))
        assert card["start"] == {"text": "Bel.", "phone": "0800 000 00 01"}
        assert (card["ageMin"], card["ageMax"], card["checkedOn"], card["kind"]) == (4, None, "2026-11-01", "training")
        assert card["why"] == ["Gratis", "In Stad"] and card["delivery"] == ["in_de_buurt"]

    def test_message_is_json(self) -> None:
        message = offers_message([Hit(make_offer(), 1.0, (), "Heel Nederland")], "Dit past.", more=True)
        assert json.loads(json.dumps(message)) == message and message["more"] is True and message["type"] == "offers"


class TestTips:
    def test_message(self) -> None:
        message = CATALOGUE.tips_message("slapen", (2, 2))
        assert message == {
            "type": "tips",
            "title": "Tips over slapen",
            "items": [{"text": "Doe het licht uit.", "source": {"title": "GGD", "url": "https://ggd.example/slapen"}}],
        }

    def test_normal(self) -> None:
        assert CATALOGUE.normal_text("slapen", (2, 2)) == "Dat hoort erbij."

    def test_nothing(self) -> None:
        assert CATALOGUE.tips_message("eten", (2, 2)) is None and CATALOGUE.normal_text("eten") is None


class TestContact:
    def test_complete(self) -> None:
        assert CATALOGUE.contact_message("stad", NOON) == {
            "type": "contact",
            "name": "Wijkteam Stad",
            "phone": "0800 000 00 01",
            "hours": "maandag van 9.00 tot 17.00 uur",
            "openNow": True,
            "url": "https://stad.example/team",
        }

    def test_concept_says_how_to_find_and_invents_nothing(self) -> None:
        message = CATALOGUE.contact_message("dorp", NOON)
        assert (message["phone"], message["openNow"], message["text"]) == (None, None, "Kijk op de site van de gemeente.")

    def test_unknown_gemeente(self) -> None:
        assert CATALOGUE.contact_message("nergens", NOON)["phone"] is None


class TestPeople:
    def test_by_topic_and_age(self) -> None:
        assert CATALOGUE.people_text("dorp", "angst", (8, 8)) == "Bel de huisarts."
        assert CATALOGUE.people_text("dorp", "angst", (2, 2)) is None
        assert CATALOGUE.people_text("dorp", "slapen", (8, 8)) is None
        assert CATALOGUE.people_text("nergens", "angst") is None
