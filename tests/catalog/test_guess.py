"""The topic of a text, when nobody said it."""

import numpy as np
import pytest

from catalog import guess
from catalog.guess import KIND_LIST, TOPIC_LIST
from catalog.voters import SIZE, Letters, fit
from kit import embedding


def learned() -> guess.Learned:
    model = guess.learned()
    assert model is not None, "guess.npz belongs to another encoder: run `python -m catalog learn`"
    return model


def chances(text: str) -> dict[str, float]:
    return dict(zip(TOPIC_LIST, learned().topics.chances([text], embedding.encode([text]))[0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ik wil een cursus volgen", "training"),
        ("iemand die eens per week iets met hem onderneemt", "maatje_steungezin"),
        ("ik wil andere moeders spreken die dit kennen", "lotgenoten"),
    ],
)
def test_the_form_asked_for(text: str, kind: str) -> None:
    found = learned().kinds.chances([text], embedding.encode([text]))[0]
    assert KIND_LIST[int(found.argmax())] == kind


def test_a_worry_asks_for_no_form() -> None:
    text = "hij plast nog in bed"
    assert learned().kinds.chances([text], embedding.encode([text])).sum() < 0.5


def test_another_encoder_guesses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "name", lambda: "een ander")
    guess.learned.cache_clear()
    assert guess.learned() is None
    guess.learned.cache_clear()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ze ligt elke nacht uren wakker", "slapen"),
        ("hij plast nog in bed", "zindelijkheid"),
        ("mijn dochter wordt gepest in de klas", "pesten"),
        ("wij gaan scheiden", "scheiding"),
    ],
)
def test_the_likeliest(text: str, topic: str) -> None:
    found = chances(text)
    assert max(found, key=lambda name: found[name]) == topic


@pytest.mark.parametrize("text", ["hallo", "ok dankjewel", "hoe laat is het"])
def test_about_nothing(text: str) -> None:
    assert sum(chances(text).values()) < 0.5


def test_clear_names_at_most_two() -> None:
    found = np.zeros(len(TOPIC_LIST), dtype=np.float32)
    found[[0, 1, 2]] = 0.3, 0.35, 0.25
    assert guess.clear(found) == (TOPIC_LIST[1], TOPIC_LIST[0])
    assert guess.clear(np.full(len(TOPIC_LIST), 1 / len(TOPIC_LIST), dtype=np.float32)) == ()


def test_any_text_is_a_row() -> None:
    rows = Letters.of(["", "?!", "slapen " * 500])
    assert rows.times(np.ones((SIZE, 2), dtype=np.float32)).shape == (3, 2)


def test_learns_two_answers_apart() -> None:
    rng = np.random.default_rng(1)
    texts, answers = ["slapen nacht", "eten bord"] * 20, np.array([0, 1] * 20)
    vectors = rng.normal(scale=0.01, size=(40, 4)).astype(np.float32)
    vectors[::2, 0] += 1
    found = fit(texts, vectors, answers, 3).chances(texts, vectors)
    assert found.shape == (40, 2) and found.argmax(axis=1).tolist() == answers.tolist()


def test_a_sentence_may_count_more_often() -> None:
    texts, vectors, answers = ["slapen"] * 3, np.zeros((3, 4), dtype=np.float32), np.array([0, 0, 1])
    found = fit(texts, vectors, answers, 3, np.array([1, 1, 8], dtype=np.float32)).chances(texts, vectors)
    assert found[0].argmax() == 1
    assert fit(texts, vectors, answers, 3).chances(texts, vectors)[0].argmax() == 0


def test_whole_questions_name_topics_and_forms_that_exist() -> None:
    found = list(guess.asked())
    assert len(found) == len({text for text, _, _ in found}) > 1500
    assert {topic for _, topic, _ in found} == set(TOPIC_LIST)
    assert {form for _, _, form in found} == {None, guess.NO_FORM, *KIND_LIST}


def test_age_weighs_topics_and_keeps_their_sum() -> None:
    found = np.zeros(len(TOPIC_LIST), dtype=np.float32)
    baby, anger = TOPIC_LIST.index("huilen_baby"), TOPIC_LIST.index("agressie_puber")
    found[[baby, anger]] = 0.3, 0.4
    weighed = guess.at_age(found, (0.2, 0.2))
    assert weighed[baby] > weighed[anger] > 0 and weighed.sum() == pytest.approx(found.sum())
    assert guess.at_age(found, None) is found
    assert np.array_equal(guess.at_age(found, (0, 23)), found)
    assert not guess.at_age(np.zeros(len(TOPIC_LIST), dtype=np.float32), (0.2, 0.2)).any()


def test_a_wish_hides_no_worry() -> None:
    found = chances("mijn dochter wordt gepest in de klas, is daar een training voor")
    assert max(found, key=lambda name: found[name]) == "pesten"
