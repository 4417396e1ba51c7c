"""Two plain ways to rank, beside ours: BM25 as SQLite has it, and the cosine of sentence vectors. Both look only at what no hard limit forbids."""

import re
import sqlite3
from collections.abc import Callable

import numpy as np

from catalog.index import offer_text, wijk_key
from catalog.search import Catalogue, Query

Order = Callable[[Query], list[str]]
_WORD = re.compile(r"\w+")


def _allowed(catalogue: Catalogue, query: Query) -> list[str]:
    wijk = wijk_key(catalogue.profile(query.gemeente), query.wijk)
    return [catalogue.index.ids[row] for row in catalogue.index.allowed(query, wijk)]


def bm25(catalogue: Catalogue) -> Order:
    """SQLite FTS5, as it comes: name, topic labels and summary as one text, any word of the question may match."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE offers USING fts5(id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2')")
    found = ((name, catalogue.offer(name)) for name in catalogue.index.ids)
    table.executemany("INSERT INTO offers VALUES (?, ?)", [(name, offer_text(offer)) for name, offer in found if offer])

    def order(query: Query) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(query.text))
        allowed = set(_allowed(catalogue, query))
        rows = table.execute("SELECT id FROM offers WHERE words MATCH ? ORDER BY bm25(offers), id", (words,)) if words else ()
        return [name for (name,) in rows if name in allowed][: query.limit]

    return order


def meaning(catalogue: Catalogue) -> Order:
    """The nearest sentence vectors."""

    def order(query: Query) -> list[str]:
        index, allowed = catalogue.index, _allowed(catalogue, query)
        rows = np.array([index.row(name) for name in allowed], dtype=np.int32)
        near = np.argsort(-index.meaning(rows, catalogue.encoder([query.text])[0]), kind="stable")
        return [allowed[place] for place in near[: query.limit]]

    return order


def orders(catalogue: Catalogue) -> dict[str, Order]:
    return {"bm25": bm25(catalogue), "embedding": meaning(catalogue)}
