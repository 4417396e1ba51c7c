"""The suite `offers`: how well the search ranks what a professional would name, and whether it ever breaks a hard limit."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from catalog.search import Age, Catalogue, Hit, Query
from evaluation.offers.others import orders
from kit.clock import local, now

Case = Mapping[str, Any]
DEPTH, RANKED = 3, 5
LATE = timedelta(days=90)


def _age(case: Case) -> Age | None:
    age = case.get("age")
    if age is None:
        return None
    return (float(age[0]), float(age[1])) if isinstance(age, Sequence) else (float(age), float(age))


def _query(case: Case, today: date) -> Query:
    topic = case.get("topic")
    return Query(
        gemeente=case["gemeente"],
        today=today,
        text=case["query"],
        topics=(topic,) if topic else (),
        age=_age(case),
        wijk=case.get("wijk"),
        limit=RANKED,
    )


def ndcg(ranked: Sequence[str], relevant: Sequence[str], depth: int = DEPTH) -> float:
    """Binary relevance; 1 when the first places all hold relevant offers, as far as there are any."""
    gained = sum(1 / math.log2(place + 2) for place, name in enumerate(ranked[:depth]) if name in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(depth, len(set(relevant)))))
    return gained / ideal if ideal else float(not ranked)


def recall(ranked: Sequence[str], relevant: Sequence[str], depth: int = RANKED) -> float:
    """Share of the relevant offers among the first, where more than `depth` cannot be asked for."""
    wanted = min(depth, len(set(relevant)))
    return len(set(ranked[:depth]) & set(relevant)) / wanted if wanted else float(not ranked)


def violations(hit: Hit, case: Case, catalogue: Catalogue, today: date) -> list[str]:
    """The hard limits that this hit breaks, judged from the offer itself and not by the code of the search."""
    offer, age, places = hit.offer, _age(case), hit.offer.places
    low, high = (0 if offer.age_min is None else offer.age_min), (999 if offer.age_max is None else offer.age_max)
    broken = {
        "status": offer.status != "gepubliceerd",
        "referral": bool(offer.no_referral.needed),
        "gemeente": places.scope == "lokaal" and case["gemeente"] not in places.gemeenten,
        "age": age is not None and (age[1] < low or age[0] > high),
        "expired": today > offer.check_again + LATE,
        "wijk": bool(places.wijken and case.get("wijk")) and not _same_wijk(places.wijken, case, catalogue),
    }
    return [name for name, is_broken in broken.items() if is_broken]


def _same_wijk(wijken: Sequence[str], case: Case, catalogue: Catalogue) -> bool:
    profile, asked = catalogue.profile(case["gemeente"]), str(case["wijk"]).casefold()
    names = {asked}
    for wijk in profile.wijken if profile else ():
        known = {name.casefold() for name in (wijk.name, *wijk.aliases, *wijk.postcodes)}
        if asked in known:
            names |= known
    return bool(names & {wijk.casefold() for wijk in wijken})


def _row(case: Case, catalogue: Catalogue, today: date) -> dict[str, Any]:
    hits = catalogue.search(_query(case, today))
    ranked = [hit.offer.id for hit in hits]
    broken = {hit.offer.id: found for hit in hits if (found := violations(hit, case, catalogue, today))}
    relevant = case["relevant"]
    scores = {"ndcg3": round(ndcg(ranked, relevant), 4), "recall5": round(recall(ranked, relevant), 4)}
    return {**case, "ranked": ranked, **scores, **({"violations": broken} if broken else {})}


def beside(cases: Sequence[Case], catalogue: Catalogue, today: date) -> dict[str, float]:
    """The same two figures for plain BM25 and for the embedding alone."""
    found: dict[str, float] = {}
    for name, order in orders(catalogue).items():
        ranked = [order(_query(case, today)) for case in cases]
        for figure, judge in (("ndcg3", ndcg), ("recall5", recall)):
            total = sum(judge(row, case["relevant"]) for row, case in zip(ranked, cases, strict=True))
            found[f"{name}_{figure}"] = round(total / max(len(cases), 1), 4)
    return found


def evaluate(cases: Sequence[Case], catalogue: Catalogue, today: date | None = None) -> dict[str, Any]:
    """The contract of DESIGN.md §10, a row per case in order."""
    day = today or local(now()).date()
    rows = [_row(case, catalogue, day) for case in cases]
    count = max(len(rows), 1)
    metrics = {name: round(sum(row[name] for row in rows) / count, 4) for name in ("ndcg3", "recall5")}
    broken = sum(len(found) for row in rows for found in row.get("violations", {}).values())
    figures = {**metrics, "constraint_violations": broken, **beside(cases, catalogue, day)}
    return {"suite": "offers", "n": len(rows), "metrics": figures, "rows": rows}
