"""The search: limits that are never broken, and an order that a professional would recognise."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog import files
from catalog.schemas import Offer
from catalog.search import Catalogue, Kind, Query, Topic
from catalog.vocabulary import TOPIC_LABELS
from evaluation.offers.evaluate import violations
from kit.embedding import DIMENSIONS
from tests.catalog.factory import TODAY, make_offer, make_profile

CONTENT = Path(__file__).parents[2] / "catalog"
LATE = timedelta(days=90)


@cache
def real() -> Catalogue:
    """All shipped content; the meaning of an offer is left out where only the limits count."""
    found = files.read(CONTENT)
    return Catalogue.from_documents(found.offers, found.tips, found.profiles)


def search(offers: list[Offer], **query: Any) -> list[str]:
    catalogue = Catalogue.from_documents(offers, (), [make_profile("stad"), make_profile("dorp", wijken=[])], vectors={})
    return ids(catalogue, **query)


def ids(catalogue: Catalogue, **query: Any) -> list[str]:
    values: dict[str, Any] = {"gemeente": "stad", "today": TODAY} | query
    return [hit.offer.id for hit in catalogue.search(Query(**values))]


def town(**query: Any) -> list[str]:
    return ids(real(), gemeente="voorbeeldstad", **query)


class TestHardLimits:
    @pytest.mark.parametrize("status", ["concept", "ingetrokken"])
    def test_only_published(self, status: str) -> None:
        assert search([make_offer(status=status)]) == []

    def test_local_stays_local(self) -> None:
        assert search([make_offer(gemeenten=["dorp"])]) == []
        assert search([make_offer(gemeenten=["dorp", "stad"])]) == ["cursus"]

    @pytest.mark.parametrize("scope", ["landelijk", "veel_gemeenten"])
    def test_wide_is_everywhere(self, scope: str) -> None:
        assert search([make_offer(scope=scope)], gemeente="nergens") == ["cursus"]

    @pytest.mark.parametrize(
        ("wijk", "shown"),
        [(None, True), ("", True), ("Oost", True), ("oost", True), ("De Linden", False), ("Elders", False), ("9181", False)],
    )
    def test_wijk(self, wijk: str | None, shown: bool) -> None:
        assert bool(search([make_offer(gemeenten=["stad"], wijken=["Oost"])], wijk=wijk)) is shown

    @pytest.mark.parametrize("wijk", ["De Linden", "lindenbuurt", "9181", "9181 AB", "9181AB"])
    def test_wijk_by_every_name(self, wijk: str) -> None:
        assert search([make_offer(gemeenten=["stad"], wijken=["De Linden"])], wijk=wijk) == ["cursus"]

    @pytest.mark.parametrize(
        ("age", "shown"),
        [((3.99, 3.99), False), ((4, 4), True), ((12, 12), True), ((12.1, 13), False), ((2, 4), True), ((0, 27), True), (None, True)],
    )
    def test_age_ends_are_included(self, age: tuple[float, float] | None, shown: bool) -> None:
        assert bool(search([make_offer(age_min=4, age_max=12)], age=age)) is shown

    def test_open_ends_have_no_limit(self) -> None:
        assert search([make_offer(age_min=4)], age=(26, 26)) == ["cursus"]
        assert search([make_offer(age_max=4)], age=(0, 0)) == ["cursus"]

    @pytest.mark.parametrize(("days", "shown"), [(0, True), (90, True), (91, False)])
    def test_too_long_unchecked(self, days: int, shown: bool) -> None:
        offer = make_offer()
        assert bool(search([offer], today=offer.check_again + timedelta(days=days))) is shown

    def test_kind_that_is_not_there(self) -> None:
        assert search([make_offer(kind="training")], kind=(Kind.EHEALTH,)) == []
        assert search([make_offer(kind="maatje_steungezin", topics=["pesten"])], kind=(Kind.MAATJE_STEUNGEZIN,), topics=("slapen",)) == []

    def test_excluded_and_limit(self) -> None:
        offers = [make_offer(name) for name in ("a", "b", "c", "d")]
        assert search(offers, exclude=frozenset({"a"}), limit=2) == ["b", "c"]
        assert search(offers, limit=0) == []

    def test_a_teenager_gets_no_parent_course(self) -> None:
        offers = [
            make_offer("ouders", audience=["ouder"]),
            make_offer("gezin", audience=["gezin", "ouder"]),
            make_offer("jongeren", audience=["jongere"]),
        ]
        assert search(offers, audience="jongere", topics=("slapen",)) == ["jongeren"]
        assert set(search(offers, topics=("slapen",))) == {"gezin", "jongeren", "ouders"}

    def test_nothing_rather_than_nonsense(self) -> None:
        assert town(text="asdf qwerty") == []
        assert Catalogue.from_documents([]).search(Query(gemeente="stad", today=TODAY, text="slapen")) == []


class TestNoViolations:
    """2,000 random questions over all shipped content, with statuses, dates and places shaken up."""

    @staticmethod
    def _shaken(rng: random.Random) -> Catalogue:
        found = files.read(CONTENT)
        changed = [
            offer.model_copy(
                update={
                    "status": rng.choice(["gepubliceerd"] * 8 + ["concept", "ingetrokken"]),
                    "checked_on": TODAY - timedelta(days=400),
                    "check_again": TODAY + timedelta(days=rng.randint(-200, 300)),
                }
            )
            for offer in found.offers
        ]
        vectors = {offer.id: np.asarray(np.random.default_rng(7).normal(size=DIMENSIONS), dtype=np.float32) for offer in changed}
        return replace(
            Catalogue.from_documents(changed, found.tips, found.profiles, vectors),
            encoder=lambda texts: np.full((len(texts), DIMENSIONS), 1 / 20, dtype=np.float32),
        )

    @staticmethod
    def _query(rng: random.Random, catalogue: Catalogue) -> Query:
        gemeente = rng.choice([*catalogue.profiles, "onbekend"])
        profile = catalogue.profile(gemeente)
        wijken = [name for wijk in (profile.wijken if profile else []) for name in (wijk.name, *wijk.aliases, *wijk.postcodes)]
        low = rng.uniform(0, 23)
        words = [*" ".join(TOPIC_LABELS.values()).split(), "maatje", "cursus", "", "xyz"]
        return Query(
            gemeente=gemeente,
            today=TODAY + timedelta(days=rng.randint(-30, 60)),
            text=" ".join(rng.sample(words, rng.randint(0, 5))),
            topics=tuple(rng.sample([topic.value for topic in Topic], rng.randint(0, 2))),
            age=rng.choice([None, (low, low), (low, low + rng.uniform(0, 6)), (float(int(low)), float(int(low)))]),
            wijk=rng.choice([None, "Elders", *wijken]),
            kind=tuple(rng.sample(list(Kind), rng.choice([0, 0, 1, 2]))),
            audience=rng.choice([None, None, "ouder", "jongere", "kind"]),
            exclude=frozenset(rng.sample(catalogue.index.ids, rng.choice([0, 0, 5]))),
            limit=rng.randint(1, 8),
        )

    def test_none_in_2000_random_questions(self) -> None:
        rng = random.Random(20261123)
        catalogue = self._shaken(rng)
        shown = 0
        for _ in range(2000):
            query = self._query(rng, catalogue)
            hits = catalogue.search(query)
            shown += len(hits)
            case = {"gemeente": query.gemeente, "wijk": query.wijk, "age": query.age}
            assert [violations(hit, case, catalogue, query.today) for hit in hits if violations(hit, case, catalogue, query.today)] == []
            assert len(hits) <= query.limit and len({hit.offer.id for hit in hits}) == len(hits)
            assert not query.exclude & {hit.offer.id for hit in hits}
            assert all(hit.offer.kind in query.kind for hit in hits if query.kind)
            assert all({"kind", "jongere"} & set(hit.offer.audience) for hit in hits if query.by_child)
            assert all(2 <= len(hit.why) <= 3 for hit in hits)
        assert shown > 2000


class TestRanking:
    def test_own_words_beat_mere_topic(self) -> None:
        assert town(text="buddy van gescheiden ouders om mee te chatten", topics=("scheiding",), age=(13, 13))[0] == "villa_pinedo_buddy"
        assert town(text="boksen", topics=("puberteit",), age=(14, 14))[0] == "voorbeeld_boksen"

    def test_primary_topic_first(self) -> None:
        offers = [make_offer("a", topics=["eten"]), make_offer("b", topics=["slapen"]), make_offer("c", topics=["pesten"])]
        assert search(offers, topics=("slapen", "eten")) == ["b", "a"]

    def test_topic_named_first_by_the_offer(self) -> None:
        offers = [make_offer("a", topics=["eten", "slapen"]), make_offer("b", topics=["slapen", "eten"])]
        assert search(offers, topics=("slapen",)) == ["b", "a"]

    def test_near_before_far(self) -> None:
        offers = [
            make_offer("a_land"),
            make_offer("b_veel", scope="veel_gemeenten"),
            make_offer("c_stad", gemeenten=["stad"]),
            make_offer("d_wijk", gemeenten=["stad"], wijken=["Oost"]),
        ]
        assert search(offers, topics=("slapen",), wijk="Oost", limit=4) == ["d_wijk", "c_stad", "a_land", "b_veel"]

    def test_kind_wanted(self) -> None:
        assert town(kind=(Kind.MAATJE_STEUNGEZIN,), topics=("vrienden_sociaal",), age=(10, 10))[0] == "voorbeeld_maatje"
        hits = real().search(Query(gemeente="voorbeeldstad", today=TODAY, kind=(Kind.EHEALTH,), age=(14, 14)))
        assert hits and {hit.offer.kind for hit in hits} == {Kind.EHEALTH}

    @pytest.mark.parametrize(
        ("text", "age", "first"),
        [
            ("slaapproblemen", 2, "voorbeeld_slaapcursus"),
            ("pubercursus", 14, "voorbeeld_pubercursus"),
            ("faalangsttraining", 11, "voorbeeld_faalangst_school"),
            ("bedplassen", 7, "voorbeeld_zindelijk_inloop"),
            ("hij plast nog in bed", 7, "voorbeeld_zindelijk_inloop"),
            ("huiswerkbegeleiding", 13, "voorbeeld_huiswerkhulp"),
            ("gokverslaving", 17, "voorbeeld_zelfhulp_gokken"),
        ],
    )
    def test_compounds_without_a_topic(self, text: str, age: float, first: str) -> None:
        assert first in town(text=text, age=(age, age))[:2]

    def test_variety(self) -> None:
        topic = "weglopen_spijbelen"  # of which usual.yml puts neither form first
        same = [make_offer(f"a{number}", kind="informatie", name="Over spijbelen", topics=[topic]) for number in range(3)]
        other = make_offer("b", kind="sport_activiteit", name="Over spijbelen", topics=[topic])
        assert search([*same, other], topics=(topic,))[1] == "b"

    def test_the_form_alone_is_enough_where_no_topic_is_clear(self) -> None:
        offers = [make_offer("a", kind="maatje_steungezin", topics=["jonge_mantelzorger"]), make_offer("b", kind="informatie")]
        assert search(offers, text="iemand die eens per week iets met hem onderneemt") == ["a"]
        assert "a" not in search(offers, text="iemand die eens per week iets met hem onderneemt", topics=("slapen",))

    def test_where_anything_may_be_asked_comes_behind_what_fits(self) -> None:
        many = [topic.value for topic in Topic if topic.value not in ("slapen", "gokken")][:8]
        offers = [make_offer("a", kind="inloop_spreekuur", topics=many), make_offer("b"), make_offer("c", kind="informatie", topics=many)]
        assert search(offers, text="ze ligt elke nacht uren wakker", topics=("slapen",)) == ["b", "a"]
        assert search(offers, topics=("slapen",)) == ["b"]
        assert search(offers, text="hij vergokt zijn zakgeld", topics=("gokken",)) == []

    def test_profile_gives_a_light_push(self) -> None:
        offers = [make_offer("a", kind="informatie"), make_offer("b", kind="ehealth")]
        catalogue = Catalogue.from_documents(offers, (), [make_profile("stad", first_kinds=["ehealth"])], vectors={})
        assert ids(catalogue, topics=("slapen",)) == ["b", "a"]

    def test_equal_ones_in_order_of_id(self) -> None:
        offers = [make_offer(name) for name in ("c", "a", "b")]
        assert search(offers, topics=("slapen",)) == search(offers[::-1], topics=("slapen",)) == ["a", "b", "c"]

    def test_an_age_band_of_its_own_goes_first(self) -> None:
        offers = [make_offer("a", age_min=0, age_max=23), make_offer("b", age_min=2, age_max=4)]
        assert search(offers, topics=("slapen",), age=(3, 3)) == ["b", "a"]


class TestKindsFor:
    def test_only_what_is_there(self) -> None:
        offers = [
            make_offer("a", kind="ehealth", age_max=3),
            make_offer("b", kind="training"),
            make_offer("c", topics=["eten"], kind="lotgenoten"),
        ]
        catalogue = Catalogue.from_documents(offers, vectors={})
        assert catalogue.kinds_for("slapen", "stad", (8, 8), today=TODAY) == [Kind.TRAINING]
        assert set(catalogue.kinds_for(None, "stad", today=TODAY)) == {Kind.EHEALTH, Kind.TRAINING, Kind.LOTGENOTEN}


class TestWithChanges:
    def test_replaces_adds_and_withdraws(self) -> None:
        old = Catalogue.from_documents([make_offer("a"), make_offer("b")], vectors={})
        new = old.with_changes([make_offer("a", status="ingetrokken"), make_offer("c", name="Nieuw")], vectors={})
        assert new.index.ids == ["b", "c"] and old.index.ids == ["a", "b"]
        assert new.offer("a") is None and (found := new.offer("c")) is not None and found.name == "Nieuw"

    def test_same_as_made_at_once(self) -> None:
        found = files.read(CONTENT)
        grown = Catalogue.from_documents(found.offers[:100], vectors={}).with_changes(
            found.offers[100:], found.tips, found.profiles, vectors={}
        )
        whole = Catalogue.from_documents(found.offers, found.tips, found.profiles, vectors={})
        for text in ("slaapproblemen", "ik zoek een maatje", "gepest op school"):
            assert ids(grown, gemeente="soest", text=text) == ids(whole, gemeente="soest", text=text)
