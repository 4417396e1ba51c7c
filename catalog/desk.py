"""What a page of the editor needs: who is at work, on which kind of content, and what goes on the page around a form."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import numpy as np
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import or_, select

from access.pages import flash, needs, page
from access.schemas import EVERYWHERE, Role, Staff
from catalog import filled, forms, preview, profile_help, tip_help, writing_help
from catalog.cards import offer_card, place_text
from catalog.forms import Body, Field, Option, Problem
from catalog.index import offer_text
from catalog.listing import NATIONAL, has, text_of
from catalog.models import CatalogueDocument
from catalog.preview import Parts
from catalog.query import Hit, Query
from catalog.reasons import Seen, reasons
from catalog.rights import places_of
from catalog.schemas import Content, Offer, Profile, Tip
from catalog.sections import SECTIONS
from catalog.service import Base, Editor
from catalog.snapshot import Catalogue
from catalog.writing_help import Candidate, Help, Hint
from kit import clock, embedding
from kit.database import Database
from kit.errors import Invalid

MOST_CANDIDATES = 3000


@dataclass(frozen=True)
class Question:
    """One field as it stands on the page: with what is filled in, what is wrong and what to look at. The last of its `rows` is empty."""

    field: Field
    id: str
    value: str | list[str]
    options: tuple[Option, ...]
    error: str
    hints: tuple[str, ...]
    rows: "tuple[tuple[Question, ...], ...]" = ()

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options by their heading; one heading without a name when they have none."""
        names = dict.fromkeys(option.group for option in self.options)
        return [(name, [option for option in self.options if option.group == name]) for name in names]


@dataclass(frozen=True)
class Part:
    title: str
    questions: list[Question]
    help: str = ""


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
        shared = {
            "section": self.section,
            "title_of": self.section.title_of,
            "home": self.home,
            "today": self.today,
            "gemeente_name": self.gemeente_name,
            "may_begin": self.may_begin,
        }
        return page(self.request, self.staff, f"editor/{template}", status, **shared, **values)

    def go(self, path: str, told: str = "") -> RedirectResponse:
        """To another page of this section, with one sentence on top."""
        if told:
            flash(self.request, told)
        return RedirectResponse(f"{self.home}{path}", 303)

    @property
    def may_begin(self) -> bool:
        """Whether they may make a new text here."""
        return not self.section.nationwide or self.staff.may(Role.EDITOR, EVERYWHERE)

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
        values = filled.shown(form, body)
        wrong = {problem.path: problem.reason for problem in problems}
        return [
            Part(part.title, [self._question(field, values[field.path], wrong, hints) for field in part.fields], part.help)
            for part in form.fieldsets
        ]

    def _question(self, field: Field, value: Any, wrong: Mapping[str, str], hints: Sequence[Hint]) -> Question:
        told = tuple(hint.text for hint in hints if hint.path == field.path)
        rows = []
        for number, row in enumerate([*value, {}] if field.control == "rows" else []):
            cells = filled.row_values(field, row)
            columns = (replace(column, path=f"{field.path}.{number}.{column.path}") for column in field.columns)
            rows.append(tuple(self._question(column, cells[column.path.rpartition(".")[2]], wrong, hints) for column in columns))
        return Question(field, field_id(field.path), value, self._options(field, value), wrong.get(field.path, ""), told, tuple(rows))

    def _options(self, field: Field, value: Any) -> tuple[Option, ...]:
        """What they may choose, and what was chosen before and is not in the list."""
        options = field.options
        if field.path == "places.gemeenten":
            options = tuple(self.gemeenten())
        elif field.path == "neighbours":
            options = tuple(Option(gemeente, self.gemeente_name(gemeente)) for gemeente in sorted(self.catalogue.profiles))
        if field.path == "places.scope" and not self.staff.may(Role.EDITOR, EVERYWHERE):
            options = tuple(option for option in options if option.value not in NATIONAL)
        known = {option.value for option in options}
        chosen = value if isinstance(value, list) else [value]
        return (*options, *(Option(one, one) for one in chosen if field.options and one and one not in known))

    def wijken(self, body: Body) -> list[str]:
        """The names that profiles know of the wijken in the gemeenten of a text."""
        profiles = (self.catalogue.profile(gemeente) for gemeente in places_of(self.section.kind, body))
        return [wijk.name for profile in profiles if profile for wijk in profile.wijken]

    async def help(self, body: Body, document: Content) -> Help:
        """Everything that helps while writing. `document` is the same text, made whole."""
        match document:
            case Tip():
                alike = [tip for tip in self.catalogue.all_tips.values() if tip.topic == document.topic]
                return await asyncio.to_thread(tip_help.helped, {**body, "id": document.id}, alike)
            case Profile():
                others = list(self.catalogue.profiles.values())
                return await asyncio.to_thread(profile_help.helped, body, document, others, self.today)
            case Offer():
                return await self._offer_help(body, document)
        raise TypeError(type(document))

    async def _offer_help(self, body: Body, document: Offer) -> Help:
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

    def preview(self, document: Content, body: Body) -> Parts:
        """What a parent reads of it."""
        match document:
            case Tip():
                return preview.of_tip(document)
            case Profile():
                return preview.of_profile(document, clock.now())
            case Offer():
                return [("", [{"type": "offers", "offers": [self.card(document, body)]}])]
        raise TypeError(type(document))

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
    """A text to begin a new one with."""
    return {**desk.section.copied(body), **_places(desk, body)}


def blank(desk: Desk) -> Body:
    return {**desk.section.blank(desk.today), **_places(desk, {})}


def _places(desk: Desk, body: Body) -> Body:
    return {"places": _own_places(desk, body)} if desk.section.kind == "offer" else {}


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
