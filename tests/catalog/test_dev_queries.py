"""The two lists on which the weights were chosen; evaluation/offers/ has the set that judges."""

import json
from functools import cache
from pathlib import Path

import pytest

from catalog import files
from catalog.search import Catalogue
from evaluation.offers.evaluate import evaluate, ndcg, recall
from tests.catalog.factory import TODAY

HERE = Path(__file__).parent


@cache
def catalogue() -> Catalogue:
    found = files.read(HERE.parents[1] / "catalog")
    return Catalogue.from_documents(found.offers, found.tips, found.profiles)


@pytest.mark.parametrize(("name", "gain", "found"), [("dev_queries", 0.86, 0.94), ("dev_queries_two", 0.85, 0.855)])
def test_no_worse_than_when_the_weights_were_chosen(name: str, gain: float, found: float) -> None:
    cases = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {offer for case in cases for offer in case["relevant"]} <= set(catalogue().index.ids)
    result = evaluate(cases, catalogue(), TODAY)
    figures = result["metrics"]
    assert result["n"] == len(result["rows"]) == len(cases) and figures["constraint_violations"] == 0
    assert figures["ndcg3"] >= gain and figures["recall5"] >= found
    assert figures["ndcg3"] > figures["embedding_ndcg3"] > figures["bm25_ndcg3"]


@pytest.mark.parametrize(
    ("ranked", "relevant", "score"),
    [
        (["a", "b"], ["a", "b"], 1.0),
        (["x", "a"], ["a"], 0.6309),
        (["x", "y", "z", "a"], ["a"], 0.0),
        ([], [], 1.0),
        (["a"], ["a", "b", "c", "d"], 0.4693),
    ],
)
def test_ndcg(ranked: list[str], relevant: list[str], score: float) -> None:
    assert ndcg(ranked, relevant) == pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize(("ranked", "score"), [(list("abcde"), 1.0), (list("abxyz"), 0.4), ([], 0.0)])
def test_recall_counts_against_at_most_five(ranked: list[str], score: float) -> None:
    assert recall(ranked, list("abcdefg")) == pytest.approx(score)
