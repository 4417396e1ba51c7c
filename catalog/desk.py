"""What a page of the editor needs: who is at work, on which kind of content, and what goes on the page around a form."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import numpy as np
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import or_, select

from access.pages import flash, needs, page
from access.schemas import EVERYWHERE, Role, Staff
from catalog import forms, writing_help
from catalog.cards import offer_card, place_text
from catalog.forms import Body, Field, Form, Option, Problem
from catalog.index import offer_text
from catalog.listing import NATIONAL, has, text_of
from catalog.models import CatalogueDocument, DocumentKind
from catalog.query import Hit, Query
from catalog.reasons import Seen, reasons
from catalog.rights import places_of
from catalog.schemas import Offer
from catalog.service import FORMS, Base, Editor
from catalog.snapshot import Catalogue
from catalog.writing_help import Candidate, Help, Hint
from kit import clock, embedding
from kit.database import Database
from kit.errors import Invalid

MOST_CANDIDATES = 3000


@dataclass(frozen=True)
class Section:
    """The pages of one kind of content. `path` is its part of the address, `name` what it is called: `aanbod`."""

    kind: DocumentKind
    path: str
    name: str
    title: str

    @property
    def form(self) -> Form:
        return FORMS[self.kind]


SECTIONS = {"aanbod": Section("offer", "aanbod", "aanbod", "Aanbod")}


@dataclass(frozen=True)
class Question:
    """One field as it stands on the page: with what is filled in, what is wrong and what to look at."""

    field: Field
    id: str
    value: str | list[str]
    options: tuple[Option, ...]
    error: str
    hints: tuple[str, ...]

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options by their heading; one heading without a name when they have none."""
        names = dict.fromkeys(option.group for option in self.options)
        return [(name, [option for option in self.options if option.group == name]) for name in names]


@dataclass(frozen=True)
class Part:
    title: str
    questions: list[Question]


def field_id(path: str) -> str:
    return f"v-{path.replace('.', '-')}"


class Desk:
    """One request of one member of staff in one section."""

    def __init__(self, request: Request, staff: Staff, catalogue: Catalogue) -> None:
        self.request = request
        self.staff = staff
        self.section = SECTIONS[request.url.path.split("/")[2]]
        self.database: Database = request.app.state.tools.database
        self.editor = Editor(self.database, staff)
        self.catalogue = catalogue

    @property
    def today(self) -> date:
        return clock.local(clock.now()).date()

    @property
    def home(self) -> str:
        return f"/beheer/{self.section.path}"

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        shared = {"section": self.section, "home": self.home, "today": self.today, "gemeente_name": self.gemeente_name}
        return page(self.request, self.staff, f"editor/{template}", status, **shared, **values)

    def go(self, path: str, told: str = "") -> RedirectResponse:
        """To another page of this section, with one sentence on top."""
        if told:
            flash(self.request, told)
        return RedirectResponse(f"{self.home}{path}", 303)

    def gemeente_name(self, gemeente: str) -> str:
        profile = self.catalogue.profile(gemeente)
        return profile.name if profile else gemeente.replace("_", " ").title()

    def gemeenten(self) -> list[Option]:
        """Where they may edit, by name."""
        own = self.staff.gemeenten(Role.EDITOR)
        ids = (own - {EVERYWHERE}) | (set(self.catalogue.profiles) if EVERYWHERE in own else set())
        return sorted((Option(gemeente, self.gemeente_name(gemeente)) for gemeente in ids), key=lambda option: option.label)

    def parts(self, body: Body, problems: Sequence[Problem], hints: Sequence[Hint]) -> list[Part]:
        """The form, filled in."""
        form = self.section.form
        values = forms.shown(form, body)
        wrong = {problem.path: problem.reason for problem in problems}
        return [
            Part(
                part.title,
                [
                    Question(
                        field,
                        field_id(field.path),
                        values[field.path],
                        self._options(field, values[field.path]),
                        wrong.get(field.path, ""),
                        tuple(hint.text for hint in hints if hint.path == field.path),
                    )
                    for field in part.fields
                ],
            )
            for part in form.fieldsets
        ]

    def _options(self, field: Field, value: str | list[str]) -> tuple[Option, ...]:
        """What they may choose, and what was chosen before and is not in the list."""
        options = tuple(self.gemeenten()) if field.path == "places.gemeenten" else field.options
        if field.path == "places.scope" and not self.staff.may(Role.EDITOR, EVERYWHERE):
            options = tuple(option for option in options if option.value not in NATIONAL)
        known = {option.value for option in options}
        chosen = value if isinstance(value, list) else [value]
        return (*options, *(Option(one, one) for one in chosen if one not in known and field.options and one))

    def wijken(self, body: Body) -> list[str]:
        """The names that profiles know of the wijken in the gemeenten of a text."""
        profiles = (self.catalogue.profile(gemeente) for gemeente in places_of(self.section.kind, body))
        return [wijk.name for profile in profiles if profile for wijk in profile.wijken]

    async def help(self, body: Body, document: Offer) -> Help:
        """Everything that helps while writing. `document` is the same text, made whole."""
        vector = None
        if forms.flatten(body).get("summary"):
            vector = (await asyncio.to_thread(embedding.encode, [offer_text(document)]))[0]
        others = await self._candidates(body, document.id)
        return await asyncio.to_thread(writing_help.helped, body, self.today, self.wijken(body), others, vector)

    async def _candidates(self, body: Body, own_id: str) -> list[Candidate]:
        """Offers that parents in the same places see; names and addresses only."""
        column = CatalogueDocument.body
        local = [has(column, "places.gemeenten", gemeente) for gemeente in places_of("offer", body) - {EVERYWHERE}]
        near = or_(text_of(column, "places.scope").in_(NATIONAL), *local)
        paths = ("name", "provider", "start.url", "start.phone")
        rows = select(CatalogueDocument.id, *(text_of(column, path) for path in paths), CatalogueDocument.vector)
        wanted = (CatalogueDocument.kind == "offer", CatalogueDocument.id != own_id, text_of(column, "status") != "ingetrokken", near)
        async with self.database.session() as session:
            found = (await session.execute(rows.where(*wanted).limit(MOST_CANDIDATES))).all()
        return [
            Candidate(
                name_id, name or "", provider or "", url or "", phone or "", np.frombuffer(vector, dtype=np.float32) if vector else None
            )
            for name_id, name, provider, url, phone, vector in found
        ]

    def card(self, offer: Offer, body: Body) -> dict[str, Any]:
        """The card as a parent reads it, who asked about the first topic for a child of a fitting age."""
        places = [gemeente for gemeente in offer.places.gemeenten if self.catalogue.profile(gemeente)] or list(offer.places.gemeenten)
        own = [option.value for option in self.gemeenten()]
        gemeente = next((one for one in places if one in own), (places or own or ["onbekend"])[0])
        age = None if offer.age_min is None and offer.age_max is None else _middle(offer)
        topics = tuple(topic.value for topic in offer.topics[:1]) if body.get("topics") else ()
        query = Query(gemeente=gemeente, today=self.today, topics=topics, age=age)
        why = reasons(offer, query, Seen(self.catalogue.profile(gemeente), None, own_words=False)) if topics else ()
        card = offer_card(Hit(offer, 0, why, place_text(offer, self.gemeente_name(gemeente))))
        return card if "checked_on" in body else {**card, "checkedOn": None}


def _middle(offer: Offer) -> tuple[float, float]:
    low = offer.age_min or 0
    high = 23 if offer.age_max is None else offer.age_max
    return (float(int((low + high) / 2)),) * 2


def sent_base(form: forms.Typed) -> Base:
    """What the editor had in front of them, as our own page sent it along. Raises Invalid for anything else."""
    text, number = str(form.get("begin") or ""), str(form.get("nummer") or "0")
    try:
        body = json.loads(text) if text else None
        if body is not None and not isinstance(body, dict):
            raise ValueError
        forms.flatten(body or {})
        return Base(int(number[:9]), body)
    except (ValueError, RecursionError) as error:
        raise Invalid("Deze pagina is niet meer goed. Open het aanbod opnieuw.") from error


def begin_of(base: Base) -> dict[str, str]:
    """The hidden values that `sent_base` reads."""
    return {"nummer": str(base.number), "begin": json.dumps(base.body) if base.body is not None else ""}


def copied(body: Body, desk: Desk) -> Body:
    """A text to begin a new one with: without what belongs to the old one only."""
    kept = {name: value for name, value in body.items() if name not in ("id", "status", "checked_on", "check_again", forms.TYPED)}
    return {**kept, "name": f"{body.get('name', '')} (kopie)".strip(), "places": _own_places(desk, body)}


def blank(desk: Desk) -> Body:
    return {"places": _own_places(desk, {}), "checked_on": desk.today.isoformat()}


def _own_places(desk: Desk, body: Body) -> Body:
    """The same places where they may edit all of them, else their only gemeente."""
    places = places_of("offer", body)
    if places and all(desk.staff.may(Role.EDITOR, place) for place in places):
        return dict(body["places"])
    own = desk.gemeenten()
    return {"scope": "lokaal", "gemeenten": [own[0].value] if len(own) == 1 else []}


async def _desk(request: Request, staff: Annotated[Staff, needs(Role.EDITOR)]) -> Desk:
    return Desk(request, staff, await request.app.state.tools.catalogue.current())


At = Annotated[Desk, Depends(_desk)]
