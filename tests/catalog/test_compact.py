"""Little memory, same answers: what is packed comes back, what is gathered is in order, and rounded meanings rank as exact ones do."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from catalog import files, index
from catalog.bm25 import Floats
from catalog.compact import Packing, Ragged, gathered
from catalog.search import Catalogue, Query
from kit.embedding import DIMENSIONS
from settings import ROOT
from tests.catalog.factory import TODAY, make_offer
from tests.catalog.synthetic import country, questions

DEV = Path(__file__).parent / "dev_queries.jsonl"


class TestPacking:
    def test_gives_back_what_went_in(self) -> None:
        packing = Packing()
        packing.learn([b'{"name": "Slaapcursus"}'])
        packing.learn([b"something else"])
        for text in (b"", b"x", '{"name": "Café Ärger 😴"}'.encode(), b"a" * 100_000):
            assert packing.unpack(packing.pack(text)) == text

    def test_offers_take_a_third_or_less(self) -> None:
        packing = Packing()
        bodies = [offer.model_dump_json(exclude_defaults=True).encode() for offer in files.read(ROOT / "catalog").offers]
        packing.learn(bodies)
        assert 3 * sum(len(packing.pack(body)) for body in bodies) <= sum(map(len, bodies))


class TestRows:
    def test_of_several_parts_in_one_order(self) -> None:
        parts = [np.arange(0, 6).reshape(3, 2), np.empty((0, 2), dtype=int), np.arange(6, 10).reshape(2, 2)]
        assert gathered(parts, np.array([4, 0, 2], dtype=np.int32)).tolist() == [[8, 9], [0, 1], [4, 5]]

    def test_lists_of_many_lengths(self) -> None:
        lists = [np.array(one, dtype=np.int32) for one in ([1, 2], [], [3], [4, 5, 6])]
        joined = Ragged.joined([Ragged.of(lists[:2]), Ragged.of([]), Ragged.of(lists[2:])], np.array([3, 1, 0], dtype=np.int32))
        assert joined.numbers.tolist() == [4, 5, 6, 1, 2]
        assert joined.start.tolist() == [0, 3, 3, 5]


class TestRoundedMeaning:
    @pytest.fixture
    def exact(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
        """Vectors stay as the encoder gave them."""
        with monkeypatch.context() as patched:
            patched.setattr(index, "_rounded", lambda vectors: (vectors, np.ones(len(vectors), dtype=np.float32)))
            yield patched

    @staticmethod
    def vectors(count: int) -> Floats:
        made = np.random.default_rng(3).normal(size=(count, DIMENSIONS)).astype(np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)

    def test_cosines_differ_by_less_than_half_a_percent(self) -> None:
        vectors = self.vectors(500)
        offers = [make_offer(f"a{number:03}") for number in range(500)]
        made = Catalogue.from_documents(offers, vectors=dict(zip((offer.id for offer in offers), vectors, strict=True)))
        found = made.index.meaning(np.arange(500, dtype=np.int32), vectors[0])
        assert np.abs(found - vectors @ vectors[0]).max() < 0.005

    def test_an_offer_without_a_vector_means_nothing(self) -> None:
        made = Catalogue.from_documents([make_offer("a")], vectors={})
        assert made.index.meaning(np.zeros(1, dtype=np.int32), self.vectors(1)[0]).tolist() == [0]

    def test_a_made_up_country_is_ranked_the_same(self, exact: pytest.MonkeyPatch) -> None:
        before = ranked(country(3000), questions(60))
        exact.undo()
        assert_alike(before, ranked(country(3000), questions(60)))

    def test_the_real_catalogue_is_ranked_the_same(self, exact: pytest.MonkeyPatch) -> None:
        found = files.read(ROOT / "catalog")
        asked = [
            Query(
                gemeente=one["gemeente"],
                text=one["query"],
                age=(one["age"], one["age"]) if one.get("age") is not None else None,
                today=TODAY,
            )
            for one in map(json.loads, DEV.read_text().splitlines()[::3])
        ]
        before = ranked(Catalogue.from_documents(found.offers, found.tips, found.profiles), asked)
        exact.undo()
        assert_alike(before, ranked(Catalogue.from_documents(found.offers, found.tips, found.profiles), asked))


Ranking = list[tuple[str, float]]


def ranked(catalogue: Catalogue, asked: list[Query]) -> list[Ranking]:
    return [[(hit.offer.id, hit.score) for hit in catalogue.search(query)] for query in asked]


def assert_alike(before: list[Ranking], after: list[Ranking]) -> None:
    """The same offers in the same order, but for those that were as good as equal."""
    same = 0
    for one, other in zip(before, after, strict=True):
        assert np.allclose([score for _, score in one], [score for _, score in other], atol=0.01)
        same += [name for name, _ in one] == [name for name, _ in other]
    assert same >= 0.97 * len(before), f"{same} of {len(before)}"
