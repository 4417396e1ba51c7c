"""The catalogue in the database: one row a document, and one row that says which version of the whole this is."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, DateTime, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base

DocumentKind = Literal["offer", "tip", "profile"]
ONLY_ROW = 1


class CatalogueDocument(Base):
    """`version` is the catalogue's version at the last change of this row, so that a process reads only what it has not seen."""

    __tablename__ = "catalogue_documents"
    __table_args__ = (Index("ix_catalogue_documents_version", "version"),)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_hash: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CatalogueState(Base):
    """The one row with id 1; absent until content was loaded for the first time."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
