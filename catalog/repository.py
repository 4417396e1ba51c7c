"""Reading and writing the catalogue's rows. Nothing here commits; the session's owner does."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.index import offer_text
from catalog.models import ONLY_ROW, CatalogueDocument, CatalogueDraft, CatalogueHistory, CatalogueState, DocumentKind
from catalog.schemas import Content, Offer, Profile, Tip
from kit import embedding
from kit.clock import now
from kit.database import Database

SCHEMAS: Mapping[str, type[Content]] = {"offer": Offer, "tip": Tip, "profile": Profile}
Document = Offer | Tip | Profile
Vector = NDArray[np.float32]
BATCH = 500
RENEWED_TOGETHER = 2000  # each time the others make a new index
VECTOR_BYTES = embedding.DIMENSIONS * np.dtype(np.float32).itemsize


_OFFERS = select(CatalogueDocument.id, CatalogueDocument.body, CatalogueDocument.text_hash, CatalogueDocument.version).where(
    CatalogueDocument.kind == "offer"
)


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
    return hashlib.sha256(f"{embedding.name()}\n{offer_text(offer)}".encode()).hexdigest()


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


async def lock(session: AsyncSession) -> None:
    """From here to the end of the transaction nobody else writes to the catalogue. The version stays as it is."""
    await session.execute(update(CatalogueState).values(version=CatalogueState.version))


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
            if vector is not None and len(vector) == VECTOR_BYTES:  # another encoder may have made it
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
    """Each text once, on two cores."""
    texts = [offer_text(offer) for offer in offers]
    different = list(dict.fromkeys(texts))
    half = (len(different) + 1) // 2
    parts = [part for part in (different[:half], different[half:]) if part]
    made = await asyncio.gather(*(asyncio.to_thread(embedding.encode, part) for part in parts))
    vectors = {text: row.tobytes() for part, rows in zip(parts, made, strict=True) for text, row in zip(part, rows, strict=True)}
    return [vectors[text] for text in texts]


async def renew_vectors(database: Database, say: Callable[[int, int], None] | None = None) -> int:
    """Vectors that are missing, of an older encoder or of other words, computed in parts that others see at once; how many those were.
    `say` hears after each part how many are done, of how many. What an editor changes meanwhile is left to the editor."""
    async with database.session() as session:
        rows = await session.stream(_OFFERS.execution_options(yield_per=BATCH))
        old = [row.id async for row in rows if (offer := _offer(row.body)) is not None and row.text_hash != text_hash(offer)]
    for start in range(0, len(old), RENEWED_TOGETHER):
        await _renew(database, old[start : start + RENEWED_TOGETHER])
        if say:
            say(min(start + RENEWED_TOGETHER, len(old)), len(old))
    return len(old)


async def _renew(database: Database, ids: Sequence[str]) -> None:
    async with database.session() as session:
        rows = (await session.execute(_OFFERS.where(CatalogueDocument.id.in_(ids)))).all()
    seen = [(row, offer) for row in rows if (offer := _offer(row.body)) is not None]
    vectors = await _encoded([offer for _, offer in seen])
    mine = CatalogueDocument.kind == "offer", CatalogueDocument.id == bindparam("of"), CatalogueDocument.version == bindparam("seen")
    async with database.session() as session:
        values = {"vector": bindparam("made"), "text_hash": bindparam("known"), "version": await _next_version(session)}
        found = [
            {"of": row.id, "seen": row.version, "made": vector, "known": text_hash(offer)}
            for (row, offer), vector in zip(seen, vectors, strict=True)
        ]
        await (await session.connection()).execute(update(CatalogueDocument.__table__).where(*mine).values(values), found)  # type: ignore[arg-type]


def _offer(body: dict[str, Any]) -> Offer | None:
    try:
        return Offer.model_validate(body)
    except ValidationError:
        return None


async def replace(session: AsyncSession, documents: Sequence[Document], vectors_later: bool = False) -> int:
    """Everything anew: what is not among `documents` is gone. Vectors of texts that stay the same are kept; with `vectors_later`
    the others are left to `renew_vectors`, and until then an offer is found by its topics and words only."""
    stored = await session.execute(select(CatalogueDocument.text_hash, CatalogueDocument.vector))
    kept = {known: vector for known, vector in stored if known and vector}
    new = [] if vectors_later else [one for one in documents if isinstance(one, Offer) and text_hash(one) not in kept]
    kept.update(zip(map(text_hash, new), await _encoded(new), strict=True))
    bumped = await _next_version(session)
    await session.execute(delete(CatalogueDocument))
    for start in range(0, len(documents), BATCH):
        part = [_values(document, bumped, kept) for document in documents[start : start + BATCH]]
        await session.execute(insert(CatalogueDocument), part)
    return bumped


def _values(document: Document, bumped: int, vectors: Mapping[str, bytes]) -> dict[str, object]:
    known = text_hash(document) if isinstance(document, Offer) else None
    vector = vectors.get(known) if known else None
    return {
        "kind": kind_of(document),
        "id": document.id,
        "body": document.model_dump(mode="json"),
        "vector": vector,
        "text_hash": known if vector else None,
        "version": bumped,
        "updated_at": now(),
    }


async def last_entry(session: AsyncSession, kind: DocumentKind, document_id: str) -> CatalogueHistory | None:
    """The newest row of the history of one document."""
    rows = select(CatalogueHistory).where(CatalogueHistory.kind == kind, CatalogueHistory.document_id == document_id)
    return await session.scalar(rows.order_by(CatalogueHistory.number.desc()).limit(1))


async def entry(session: AsyncSession, kind: DocumentKind, document_id: str, number: int) -> CatalogueHistory | None:
    rows = select(CatalogueHistory).where(CatalogueHistory.kind == kind, CatalogueHistory.document_id == document_id)
    return await session.scalar(rows.where(CatalogueHistory.number == number))


async def entries(session: AsyncSession, kind: DocumentKind, document_id: str) -> list[CatalogueHistory]:
    """The newest first."""
    rows = select(CatalogueHistory).where(CatalogueHistory.kind == kind, CatalogueHistory.document_id == document_id)
    return list(await session.scalars(rows.order_by(CatalogueHistory.number.desc())))


async def known_among(session: AsyncSession, kind: DocumentKind, ids: Collection[str]) -> set[str]:
    """Which of these ids are or ever were in use."""
    columns = (
        (CatalogueDocument, CatalogueDocument.id),
        (CatalogueDraft, CatalogueDraft.id),
        (CatalogueHistory, CatalogueHistory.document_id),
    )
    found: set[str] = set()
    for table, column in columns:
        found.update(await session.scalars(select(column).where(table.kind == kind, column.in_(ids)).distinct()))
    return found


async def known(session: AsyncSession, kind: DocumentKind, document_id: str) -> bool:
    """Whether this id is or ever was in use."""
    found = [await session.get(table, (kind, document_id)) for table in (CatalogueDocument, CatalogueDraft)]
    return any(found) or await last_entry(session, kind, document_id) is not None
