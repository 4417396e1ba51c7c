"""The four lists on which the weights were chosen; evaluation/offers/ has the set that judges."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from catalog import files
from catalog.search import Catalogue
from catalog.words import plain
from evaluation.offers.evaluate import evaluate, ndcg, recall
from tests.catalog.factory import TODAY

HERE = Path(__file__).parent
NAMES = ("dev_queries", "dev_queries_two", "dev_queries_three", "dev_queries_four")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_no_question_of_the_set_that_judges() -> None:
    judged = {plain(case["query"]).strip() for case in read(HERE.parents[1] / "evaluation" / "offers" / "set.jsonl")}
    ours = [plain(case["query"]).strip() for name in NAMES for case in read(HERE / f"{name}.jsonl")]
    shared = sorted(judged & set(ours))  # apart, so that a failure does not print the set
    assert shared == []
    assert len(ours) == len(set(ours))


@cache
def catalogue() -> Catalogue:
    found = files.read(HERE.parents[1] / "catalog")
    return Catalogue.from_documents(found.offers, found.tips, found.profiles)


@pytest.mark.parametrize(
    ("name", "gain", "found"),
    [("dev_queries", 0.855, 0.94), ("dev_queries_two", 0.885, 0.905), ("dev_queries_three", 0.8, 0.8), ("dev_queries_four", 0.87, 0.86)],
)
def test_no_worse_than_when_the_weights_were_chosen(name: str, gain: float, found: float) -> None:
    cases = read(HERE / f"{name}.jsonl")
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
