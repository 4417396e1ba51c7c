"""`python -m safety train`: learns model.npz from training.yml (needs scikit-learn) and reports by nested cross-validation."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from safety.assess import Assessor
from safety.classifier.features import Floats
from safety.classifier.model import FILE, Encode, Model, features
from safety.classifier.training_set import Example, examples, fingerprint, ordinary
from safety.levels import CATEGORIES
from safety.patterns import book

STRENGTH = 10.0
FOLDS = 5
# The share of own `geen` sentences that the classifier alone may alarm on.
ALARM_SHARE = {"danger": 0.08, "worry": 0.03}
# And the share of everyday questions: a card too many is better than one too few, but not for every fifth parent.
EVERYDAY_SHARE = {"danger": 0.015, "worry": 0.03}
# Beside a negation, a game or a figure of speech only the phrases count: the classifier does not understand "nooit".
NEVER = 1.0
ACUUT_SHARE = 0.05


def _matrix(rows: list[Example], encode: Encode) -> Floats:
    readings = [book().read(row.text) for row in rows]
    return np.array([features(r.text, r.marks, encode) for r in readings])


def _head(x: Floats, y: Any, balanced: bool = True) -> Any:
    return LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced" if balanced else None).fit(x, y)


def _directions(x: Floats) -> Floats:
    """There are fewer sentences than features: turned into their own space the same fit takes a tenth of the time."""
    return np.linalg.svd(x, full_matrices=False)[2].T.astype(np.float32)


def fit(x: Floats, rows: list[Example]) -> Model:
    turn = _directions(x)
    turned = x @ turn
    level = np.array([row.level for row in rows])
    risky = np.isin(level, ["acuut", "crisis"])
    kinds = np.array([CATEGORIES.index(row.category or "") for row in rows if row.level in ("acuut", "crisis")])
    own = np.array([not row.ordinary for row in rows])
    heads = [_head(turned, risky), _head(turned[risky], level[risky] == "acuut"), _head(turned[own], level[own] != "geen")]
    heads.append(_head(turned[risky], kinds, balanced=False))
    weights = turn @ np.vstack([head.coef_ for head in heads]).T
    bias = np.concatenate([head.intercept_ for head in heads])
    return Model(weights.astype(np.float32), bias.astype(np.float32), fingerprint(rows), {})


def _held_out(x: Floats, rows: list[Example]) -> Floats:
    """Per sentence the chances of danger, acuut and worry from a model that did not see it."""
    chances = np.zeros((len(rows), 3), np.float32)
    for train, test in _folds(rows):
        fitted = fit(x[train], [rows[i] for i in train])
        for i in test:
            opinion = fitted.opinion(x[i])
            chances[i] = opinion.danger, opinion.acuut, opinion.worry
    return chances


def _folds(rows: list[Example]) -> Any:
    labels = [f"{row.level} {row.category}" for row in rows]
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(np.zeros(len(rows)), labels))


def thresholds(x: Floats, rows: list[Example]) -> dict[str, float]:
    chances = _held_out(x, rows)
    level = np.array([row.level for row in rows])
    safe, crisis = level == "geen", chances[level == "crisis"]
    everyday = np.array([row.ordinary for row in rows])
    found = {"danger_sure": NEVER}
    for name, share in ALARM_SHARE.items():
        column = 2 if name == "worry" else 0
        limits = [
            np.quantile(chances[safe & ~everyday, column], 1 - share),
            np.quantile(chances[everyday, column], 1 - EVERYDAY_SHARE[name]),
        ]
        found[name] = float(max(limits))
    return found | {"acuut": float(np.quantile(crisis[:, 1], 1 - ACUUT_SHARE))}


def with_thresholds(x: Floats, rows: list[Example]) -> Model:
    fitted = fit(x, rows)
    return Model(fitted.weights, fitted.bias, fitted.sentences_hash, thresholds(x, rows))


def nested(x: Floats, rows: list[Example], encode: Encode) -> list[tuple[Example, str, str | None, str]]:
    """Each sentence judged by a model, and thresholds, that never saw it: (example, level, category, level by the classifier alone)."""
    judged = []
    for train, test in _folds(rows):
        assessor = Assessor(encode, with_thresholds(x[train], [rows[i] for i in train]))
        for i in test:
            found = assessor.assess(rows[i].text)
            judged.append((rows[i], str(found.level), found.category, str(assessor.classifier_level(rows[i].text))))
    return judged


def report(judged: list[tuple[Example, str, str | None, str]], say: Callable[[str], None]) -> None:
    risky = [row for row in judged if row[0].level in ("acuut", "crisis")]
    caught = [row for row in risky if row[1] in ("acuut", "crisis")]
    safe = [row for row in judged if row[0].level == "geen"]
    acute = [row for row in judged if row[0].level == "acuut"]
    alone = np.mean([row[3] in ("acuut", "crisis") for row in risky])
    say(f"recall acuut+crisis {len(caught) / len(risky):.3f} (alleen classifier {alone:.3f})")
    say(f"acuut als acuut {np.mean([r[1] == 'acuut' for r in acute]):.3f}")
    say(f"vals alarm op geen {np.mean([r[1] in ('acuut', 'crisis') for r in safe]):.3f}")
    say(f"categorie goed {np.mean([r[2] == r[0].category for r in caught]):.3f}")
    matched = [row for row in caught if row[2] == row[0].category]
    total, hit, right = (Counter(row[0].category for row in rows) for rows in (risky, caught, matched))
    for name in CATEGORIES:
        say(f"  {name:26s} n={total[name]:3d} gevonden {hit[name] / total[name]:.2f} categorie {right[name] / max(hit[name], 1):.2f}")
    confused = Counter((r[0].category, r[2]) for r in caught if r[2] != r[0].category)
    say("  verward: " + ", ".join(f"{one}->{other} {count}" for (one, other), count in confused.most_common(8)))
    for row in judged:
        if (row in risky) != (row[1] in ("acuut", "crisis")) and row[0].level != "zorg":
            say(f"  {row[0].level} -> {row[1]}: {row[0].text}")


def store(fitted: Model) -> None:
    np.savez_compressed(
        FILE,
        weights=fitted.weights.astype(np.float16),
        bias=fitted.bias,
        sentences_hash=np.array(fitted.sentences_hash),
        threshold_names=np.array(list(fitted.thresholds)),
        threshold_values=np.array(list(fitted.thresholds.values())),
    )


def main(encode: Encode, say: Callable[[str], None], validate: bool) -> None:
    rows = examples() + ordinary()
    x = _matrix(rows, encode)
    if validate:
        report(nested(x, rows, encode), say)
    store(with_thresholds(x, rows))
