"""The catalogue in the database: the published documents, what editors are writing, and everything that was ever published."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base

DocumentKind = Literal["offer", "tip", "profile"]
Action = Literal["gepubliceerd", "ingetrokken", "hersteld", "bevestigd", "ingelezen", "uitgezet", "aangezet"]
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
    updated_at: Mapped[datetime]


class CatalogueState(Base):
    """The one row with id 1; absent until content was loaded for the first time."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    loaded_at: Mapped[datetime]


class CatalogueDraft(Base):
    """What an editor is writing: at most one a document. `body` may be incomplete; `typed` in it holds what a field could not take.
    `based_on` is the number in the history of the published text from which it began, 0 when nothing was published."""

    __tablename__ = "catalogue_drafts"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    based_on: Mapped[int]
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]


class CatalogueHistory(Base):
    """Each text that was ever published of a document, `number` counting from 1. `by` is empty for what was read from files."""

    __tablename__ = "catalogue_history"
    __table_args__ = (UniqueConstraint("kind", "document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(500))


class CatalogueReport(Base):
    """Somebody says that something is wrong with a document that they may not change themselves. Open until `closed_at`.
    `by` is empty for a parent; then `gemeente` is where they asked, and `text`, redacted, is emptied after a while."""

    __tablename__ = "catalogue_reports"
    __table_args__ = (Index("ix_catalogue_reports_document", "kind", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(32))
    gemeente: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(500))


class CatalogueOutcome(Base):
    """What an editor did with a task of the work list. The task stays away while its `mark` is the same, or until `again_on`."""

    __tablename__ = "catalogue_outcomes"
    __table_args__ = (Index("ix_catalogue_outcomes_task", "sort", "kind", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sort: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500))
    by: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(index=True)
    again_on: Mapped[date | None]


class CatalogueLink(Base):
    """A web address in a document, as it was at the last look. `since`: from when it has been in this state."""

    __tablename__ = "catalogue_links"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    path: Mapped[str] = mapped_column(String(80), primary_key=True)
    url: Mapped[str] = mapped_column(String(2083))
    state: Mapped[str] = mapped_column(String(8), index=True)
    told: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime]
    checked_at: Mapped[datetime] = mapped_column(index=True)


class ProviderLink(Base):
    """A signed link that went to the provider of one offer. `address_hash`: of the e-mail address that it was for; another address ends it."""

    __tablename__ = "catalogue_provider_links"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    offer_id: Mapped[str] = mapped_column(String(80), index=True)
    address_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CatalogueProposal(Base):
    """What a provider answered on a link: `klopt`, `anders` with what is `proposed` by the path of a field, or `gestopt`. Nothing changes by it."""

    __tablename__ = "catalogue_proposals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    link_id: Mapped[str] = mapped_column(String(32), index=True)
    offer_id: Mapped[str] = mapped_column(String(80), index=True)
    answer: Mapped[str] = mapped_column(String(8))
    proposed: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(20))


class CatalogueMail(Base):
    """A mail that must go or went: `aanbieder` about offer `subject`, or `redacteur` to account `subject`. `mark` says which one it is,
    so that none goes twice. Address and text are made when it goes."""

    __tablename__ = "catalogue_mails"
    __table_args__ = (UniqueConstraint("sort", "subject", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sort: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
