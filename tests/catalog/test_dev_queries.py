"""The list on which the weights were chosen; evaluation/offers/ has the set that judges."""

import json
from pathlib import Path

import pytest

from catalog import files
from catalog.search import Catalogue
from evaluation.offers.evaluate import evaluate, ndcg, recall
from tests.catalog.factory import TODAY

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "dev_queries.jsonl").read_text(encoding="utf-8").splitlines()]


def test_no_worse_than_when_the_weights_were_chosen() -> None:
    found = files.read(HERE.parents[1] / "catalog")
    assert {name for case in CASES for name in case["relevant"]} <= {offer.id for offer in found.offers}
    result = evaluate(CASES, Catalogue.from_documents(found.offers, found.tips, found.profiles), TODAY)
    assert result["n"] == len(result["rows"]) == len(CASES)
    assert result["metrics"]["constraint_violations"] == 0
    assert result["metrics"]["ndcg3"] >= 0.87 and result["metrics"]["recall5"] >= 0.92


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
