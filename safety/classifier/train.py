"""`python -m safety train`: learns model.npz from training/ (needs scikit-learn).

The encoder has seen most of these sentences. The limits are set, and the report is made, on the sentences that it never saw (`held_out`).
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from safety.assess import Assessor
from safety.classifier.features import Encode, Floats, features
from safety.classifier.model import FILE, Model
from safety.classifier.training_set import Example, examples, fingerprint, ordinary
from safety.levels import CATEGORIES
from safety.patterns import book

STRENGTH = 0.03
# The share of everyday questions, some of which are worrying, on which the classifier alone may raise an alarm. A miss is worse than a card too many.
EVERYDAY_SHARE = 0.0225
# A soft phrase counts when the classifier sees at least this much in it.
SOFT = 0.1
# Beside a negation, a game, a figure of speech or words of worry it must be this sure.
SURE = 0.985
# The share of `acuut` that may be called `crisis`, and the chance that 112 needs where only a phrase saw danger.
ACUUT_MISSED = 0.05
ACUUT_UNCLEAR = 0.5
WORRY_SHARE = 0.02

HeldOut = Callable[[str], bool]
Say = Callable[[str], None]


def _head(x: Floats, y: Any, balanced: bool = True) -> Any:
    return LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced" if balanced else None).fit(x, y)


def fit(x: Floats, rows: list[Example]) -> Model:
    level = np.array([row.level for row in rows])
    risky = np.isin(level, ["acuut", "crisis"])
    named = np.array([row.category is not None for row in rows])
    kinds = np.array([CATEGORIES.index(row.category) for row in rows if row.category])
    heads = [_head(x, risky), _head(x[risky], level[risky] == "acuut"), _head(x, level != "geen"), _head(x[named], kinds, balanced=False)]
    weights, bias = np.vstack([head.coef_ for head in heads]).T, np.concatenate([head.intercept_ for head in heads])
    return Model(weights.astype(np.float32), bias.astype(np.float32), fingerprint(rows), {})


def _thresholds(model: Model, x: Floats, rows: list[Example]) -> dict[str, float]:
    opinions = model.opinions(x)
    danger, acuut, worry = (np.array([getattr(opinion, name) for opinion in opinions]) for name in ("danger", "acuut", "worry"))
    level, everyday = np.array([row.level for row in rows]), np.array([row.ordinary for row in rows])
    safe = level == "geen"
    return {
        "danger": float(np.quantile(danger[everyday], 1 - EVERYDAY_SHARE)),
        "danger_sure": SURE,
        "soft": SOFT,
        "acuut": float(np.quantile(acuut[level == "acuut"], ACUUT_MISSED)),
        "acuut_unclear": ACUUT_UNCLEAR,
        "worry": float(np.quantile(worry[safe], 1 - WORRY_SHARE)),
    }


def report(assessor: Assessor, rows: list[Example], say: Say) -> None:
    judged = [(row, assessor.assess(row.text)) for row in rows]
    risky = [(row, found) for row, found in judged if row.level in ("acuut", "crisis")]
    caught = [(row, found) for row, found in risky if found.danger]
    say(f"nooit gezien: {len(rows)} zinnen, {len(risky)} met gevaar")
    say(f"gevonden van acuut en crisis {len(caught) / len(risky):.3f}")
    acute = [found for row, found in risky if row.level == "acuut"]
    say(f"acuut als acuut {np.mean([found.level == 'acuut' for found in acute]):.3f}")
    say(f"crisis als acuut {np.mean([found.level == 'acuut' for row, found in risky if row.level == 'crisis']):.3f}")
    for name, usual in (("lijkt op gevaar", False), ("gewone vraag", True)):
        quiet = [found for row, found in judged if row.level == "geen" and row.ordinary == usual]
        alarms, calls = np.mean([found.danger for found in quiet]), np.mean([found.level == "acuut" for found in quiet])
        say(f"vals alarm, {name}: {alarms:.4f} van {len(quiet)}, met 112 {calls:.4f}")
    named = [(row, found) for row, found in caught if row.category]
    say(f"soort goed {np.mean([found.category == row.category for row, found in named]):.3f}")
    confused = Counter(f"{row.category} > {found.category}" for row, found in named if found.category != row.category)
    say("verward: " + ", ".join(f"{pair} {count}" for pair, count in confused.most_common(8)))
    for row, found in judged:
        if row.level != "zorg" and found.danger != (row.level != "geen"):
            say(f"  {row.level} -> {found.level} ({', '.join(found.reasons)}): {row.text}")


def store(model: Model) -> None:
    np.savez_compressed(
        FILE,
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        sentences_hash=np.array(model.sentences_hash),
        threshold_names=np.array(list(model.thresholds)),
        threshold_values=np.array(list(model.thresholds.values())),
    )


def main(encode: Encode, held_out: HeldOut, say: Say) -> None:
    rows = examples() + ordinary()
    x = features([row.text for row in rows], [book().read(row.text) for row in rows], encode)
    kept = np.array([held_out(row.text) for row in rows])
    unseen = [row for row, is_kept in zip(rows, kept, strict=True) if is_kept]
    tried = fit(x[~kept], [row for row, is_kept in zip(rows, kept, strict=True) if not is_kept])
    limits = _thresholds(tried, x[kept], unseen)
    report(Assessor(encode, Model(tried.weights, tried.bias, "", limits)), unseen, say)
    whole = fit(x, rows)
    store(Model(whole.weights, whole.bias, whole.sentences_hash, limits))
