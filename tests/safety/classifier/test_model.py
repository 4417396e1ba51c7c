"""The committed weights belong to the sentences and run on numpy alone."""

import numpy as np

from safety.classifier.features import EMBEDDED, HASHED, MOST_PARTS, PART_WORDS, Floats, parts
from safety.classifier.model import FILE, HEADS, model
from safety.classifier.training_set import examples, fingerprint
from safety.levels import CATEGORIES
from safety.patterns import book


def nothing(texts: list[str]) -> Floats:
    return np.zeros((len(texts), EMBEDDED), np.float32)


def test_weights_belong_to_the_current_sentences() -> None:
    assert model().sentences_hash == fingerprint(examples()), "safety/training is gewijzigd: draai `python -m safety train`"


def test_shape_and_size() -> None:
    assert model().weights.shape == (EMBEDDED + HASHED, len(HEADS))
    assert FILE.stat().st_size < 600_000


def test_opinion_is_made_of_chances() -> None:
    text = "mijn man slaat mij"
    opinion = model().judge(text, book().read(text), nothing)
    assert 0 <= opinion.danger <= 1
    assert abs(sum(opinion.categories) - 1) < 1e-4


def test_a_short_message_is_read_at_once_and_a_long_one_in_parts_that_overlap() -> None:
    assert parts("mijn zoon slaapt niet") == ["mijn zoon slaapt niet"]
    found = parts(" ".join(str(number) for number in range(100)))
    assert [part.split()[0] for part in found] == ["0", "30", "60"]
    assert found[-1].split()[-1] == "99"


def test_a_very_long_message_costs_a_fixed_number_of_parts() -> None:
    found = parts("woord " * 2000)
    assert len(found) == MOST_PARTS
    assert all(len(part.split()) <= PART_WORDS for part in found)


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
