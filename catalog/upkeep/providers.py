"""Asking providers whether their offer is still right: a signed link to one offer, and what they answered. Nothing changes without an editor."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from access.seal import Seal
from catalog.forms import TYPED, Body, Fieldset, Flat, Form, flatten, nest
from catalog.models import CatalogueDocument, CatalogueProposal, ProviderLink
from catalog.offer_form import OFFER_FORM
from kit import clock
from kit.database import Database
from kit.errors import NotFound
from kit.ids import fingerprint, new_id

VALID = timedelta(days=30)
PURPOSE = "aanbieder"
LONGEST_TOKEN = 500
MAY_PROPOSE = (
    "name",
    "summary",
    "age_min",
    "age_max",
    "start.text",
    "start.url",
    "start.phone",
    "start.address",
    "moment.day",
    "moment.begins",
    "moment.ends",
    "cost",
    "free",
    "waiting_time",
    "languages",
)
PROVIDER_FORM = Form(
    OFFER_FORM.schema,
    (Fieldset("Zo staat het er nu", tuple(OFFER_FORM.fields[path] for path in MAY_PROPOSE)),),
    OFFER_FORM.fillers,
    OFFER_FORM.rules,
)
OVER = "Deze link werkt niet meer. Vraag de gemeente om een nieuwe mail."


@dataclass(frozen=True)
class Asked:
    """What a link opens: the published text of one offer, and what was answered before."""

    link_id: str
    offer_id: str
    body: Body
    answered: CatalogueProposal | None


@dataclass(frozen=True)
class Answer:
    """`klopt`, `anders` or `gestopt`, with new values by the path of a field."""

    answer: str
    proposed: Flat
    note: str = ""


class Providers:
    """Links out, answers in."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def link(self, session: AsyncSession, offer_id: str, email: str) -> str:
        """The token of a new link for this offer and this address."""
        row = ProviderLink(id=new_id(), offer_id=offer_id, address_hash=_hash(email), made_at=clock.now(), expires_at=clock.now() + VALID)
        session.add(row)
        await session.flush()
        return self._seal.close(json.dumps({"for": PURPOSE, "link": row.id}))

    async def opened(self, token: str) -> Asked:
        """Raises NotFound for a link that we did not make, that is too old, or of an offer or address that is no longer there."""
        async with self._database.session() as session:
            link, body = await self._valid(session, token)
            earlier = select(CatalogueProposal).where(CatalogueProposal.link_id == link.id, CatalogueProposal.closed_at.is_(None))
            return Asked(link.id, link.offer_id, body, await session.scalar(earlier))

    async def answer(self, token: str, given: Answer) -> None:
        """Keeps it for the editor. A second answer on the same link takes the place of the first while nobody handled that."""
        async with self._database.session() as session:
            link, _ = await self._valid(session, token)
            open_one = CatalogueProposal.link_id == link.id, CatalogueProposal.closed_at.is_(None)
            await session.execute(delete(CatalogueProposal).where(*open_one))
            session.add(
                CatalogueProposal(
                    link_id=link.id,
                    offer_id=link.offer_id,
                    answer=given.answer,
                    proposed=given.proposed,
                    note=given.note[:500],
                    at=clock.now(),
                )
            )

    async def _valid(self, session: AsyncSession, token: str) -> tuple[ProviderLink, Body]:
        row = await session.get(ProviderLink, self._link_id(token))
        if row is None or row.expires_at <= clock.now():
            raise NotFound(OVER)
        document = await session.get(CatalogueDocument, ("offer", row.offer_id))
        body = document.body if document else {}
        if body.get("status") != "gepubliceerd" or row.address_hash != _hash(str(body.get("provider_email"))):
            raise NotFound(OVER)
        return row, body

    def _link_id(self, token: str) -> str:
        told = self._seal.open(token) if len(token) <= LONGEST_TOKEN and token.isascii() else None
        found = json.loads(told) if told else {}
        return str(found["link"]) if found.get("for") == PURPOSE else ""


def _hash(email: str) -> str:
    return fingerprint(email.strip().lower())


def proposed(body: Body, typed: Body) -> Flat:
    """What of `typed` differs from `body`, in the fields that a provider may speak about; None for what was emptied."""
    before, after = flatten(body), flatten({**typed, TYPED: {}})
    return {path: after.get(path) for path in MAY_PROPOSE if after.get(path) != before.get(path)}


def taken_over(body: Body, values: Mapping[str, Any]) -> Body:
    """The text with the proposal in it."""
    flat = {path: value for path, value in flatten({**body, TYPED: {}}).items() if path not in values}
    return nest(flat | {path: value for path, value in values.items() if value is not None})


async def proposal(database: Database, number: int) -> CatalogueProposal:
    """Raises NotFound."""
    async with database.session() as session:
        found = await session.get(CatalogueProposal, number)
    if found is None:
        raise NotFound()
    return found


async def forget_old(session: AsyncSession) -> None:
    """Links that are over go, and what was answered on them and handled."""
    over = select(ProviderLink.id).where(ProviderLink.expires_at <= clock.now())
    await session.execute(delete(CatalogueProposal).where(CatalogueProposal.closed_at.is_not(None), CatalogueProposal.link_id.in_(over)))
    await session.execute(delete(ProviderLink).where(ProviderLink.expires_at <= clock.now()))
