"""Reading and writing the catalogue's rows. Nothing here commits; the session's owner does."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.index import offer_text
from catalog.models import ONLY_ROW, CatalogueDocument, CatalogueState, DocumentKind
from catalog.schemas import Content, Offer, Profile, Tip
from kit import embedding
from kit.clock import now

SCHEMAS: Mapping[str, type[Content]] = {"offer": Offer, "tip": Tip, "profile": Profile}
Document = Offer | Tip | Profile
Vector = NDArray[np.float32]
BATCH = 2000


@dataclass
class Documents:
    """What the database holds. `refused`: rows that the schema no longer accepts; they are left out, the rest stands."""

    version: int = 0
    offers: list[Offer] = field(default_factory=list)
    tips: list[Tip] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    vectors: dict[str, Vector] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)

    def add(self, document: Content) -> None:
        match document:
            case Offer():
                self.offers.append(document)
            case Tip():
                self.tips.append(document)
            case Profile():
                self.profiles.append(document)


def kind_of(document: Document) -> DocumentKind:
    match document:
        case Offer():
            return "offer"
        case Tip():
            return "tip"
        case Profile():
            return "profile"


def text_hash(offer: Offer) -> str:
    """Changes when the vector must be computed anew: with the text, and with the model."""
    return hashlib.sha256(f"{embedding.NAME}\n{offer_text(offer)}".encode()).hexdigest()


async def version(session: AsyncSession) -> int:
    """0 before the first load."""
    return await session.scalar(select(CatalogueState.version)) or 0


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(CatalogueDocument)) or 0


async def _next_version(session: AsyncSession) -> int:
    """Takes the lock on the one row, so versions are given out in the order in which changes become visible."""
    bumped = update(CatalogueState).values(version=CatalogueState.version + 1).returning(CatalogueState.version)
    found: int | None = await session.scalar(bumped)
    if found is not None:
        return found
    await session.execute(insert(CatalogueState).values(id=ONLY_ROW, version=1, loaded_at=now()))
    return 1


async def batches(session: AsyncSession, since: int = 0) -> AsyncIterator[Documents]:
    """What changed after version `since` (0: everything), in parts, so that 50,000 offers need not be in memory at once."""
    at = await version(session)
    columns = CatalogueDocument.kind, CatalogueDocument.id, CatalogueDocument.body, CatalogueDocument.vector
    changed = select(*columns).where(CatalogueDocument.version > since).order_by(CatalogueDocument.kind, CatalogueDocument.id)
    result = await session.stream(changed.execution_options(yield_per=BATCH))
    async for rows in result.partitions():
        yield await asyncio.to_thread(_documents, at, rows)


def _documents(at: int, rows: Sequence[Row[Any]]) -> Documents:
    documents = Documents(version=at)
    for row in rows:
        kind, name, body, vector = tuple(row)
        documents.keys.add((kind, name))
        try:
            documents.add(SCHEMAS[kind].model_validate(body))
        except (ValidationError, KeyError):
            documents.refused.append(name)
        else:
            if vector is not None:
                documents.vectors[name] = np.frombuffer(vector, dtype=np.float32)
    return documents


async def load(session: AsyncSession) -> Documents:
    """Everything at once."""
    whole = Documents(version=await version(session))
    async for part in batches(session):
        whole.offers += part.offers
        whole.tips += part.tips
        whole.profiles += part.profiles
        whole.refused += part.refused
        whole.vectors |= part.vectors
        whole.keys |= part.keys
    return whole


async def put(session: AsyncSession, document: Document) -> int:
    """Writes one document and gives the new version. The vector of an offer is computed only when its text changed."""
    key = kind_of(document), document.id
    bumped = await _next_version(session)
    row = await session.get(CatalogueDocument, key)
    if row is None:
        row = CatalogueDocument(kind=key[0], id=key[1])
        session.add(row)
    row.body, row.version, row.updated_at = document.model_dump(mode="json"), bumped, now()
    if isinstance(document, Offer) and row.text_hash != (known := text_hash(document)):
        row.text_hash, row.vector = known, (await _encoded([document]))[0]
    await session.flush()
    return bumped


async def _encoded(offers: Sequence[Offer]) -> list[bytes]:
    vectors = await asyncio.to_thread(embedding.encode, [offer_text(offer) for offer in offers])
    return [row.tobytes() for row in vectors]


async def replace(session: AsyncSession, documents: Sequence[Document]) -> int:
    """Everything anew: what is not among `documents` is gone. Vectors of texts that stay the same are kept."""
    stored = await session.execute(select(CatalogueDocument.text_hash, CatalogueDocument.vector))
    kept = {known: vector for known, vector in stored if known and vector}
    new = [one for one in documents if isinstance(one, Offer) and text_hash(one) not in kept]
    kept.update(zip(map(text_hash, new), await _encoded(new) if new else [], strict=True))
    bumped = await _next_version(session)
    await session.execute(delete(CatalogueDocument))
    if documents:
        await session.execute(insert(CatalogueDocument), [_values(document, bumped, kept) for document in documents])
    return bumped


def _values(document: Document, bumped: int, vectors: Mapping[str, bytes]) -> dict[str, object]:
    known = text_hash(document) if isinstance(document, Offer) else None
    return {
        "kind": kind_of(document),
        "id": document.id,
        "body": document.model_dump(mode="json"),
        "vector": vectors[known] if known else None,
        "text_hash": known,
        "version": bumped,
        "updated_at": now(),
    }
