"""The committed weights belong to the sentences and run on numpy alone."""

import numpy as np

from safety.classifier.features import EMBEDDED, HASHED
from safety.classifier.model import FILE, HEADS, features, model
from safety.classifier.training_set import examples, fingerprint, ordinary
from safety.levels import CATEGORIES


def test_weights_belong_to_the_current_sentences() -> None:
    assert model().sentences_hash == fingerprint(examples() + ordinary()), "training.yml is gewijzigd: draai `python -m safety train`"


def test_shape_and_size() -> None:
    assert model().weights.shape == (EMBEDDED + HASHED, len(HEADS))
    assert FILE.stat().st_size < 600_000


def test_opinion_is_made_of_chances() -> None:
    opinion = model().judge("mijn man slaat mij", ("partner", "slaan", "mij"), lambda texts: np.zeros((len(texts), EMBEDDED), np.float32))
    assert 0 <= opinion.danger <= 1
    assert abs(sum(opinion.categories) - 1) < 1e-4


def test_the_encoder_sees_at_most_a_screenful() -> None:
    seen: list[str] = []

    def encode(texts: list[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        seen.extend(texts)
        return np.zeros((len(texts), EMBEDDED), np.float32)

    features("woord " * 500, (), encode)
    assert len(seen[0]) <= 330


class TestTrainingSentences:
    def test_enough_of_each(self) -> None:
        rows = examples()
        assert len(rows) >= 900
        for category in CATEGORIES:
            assert sum(row.category == category for row in rows) >= 30, category
        assert sum(row.level == "zorg" for row in rows) >= 140
        assert sum(row.level == "geen" for row in rows) >= 250

    def test_no_sentence_twice(self) -> None:
        texts = [row.text for row in examples()]
        assert len(texts) == len(set(texts))
