"""‘Welke vragen leiden hierheen’: an editor types what a parent might ask and sees the ranking now and with the draft. Works without JavaScript.
A typed sentence is posted, so that it stands in no address."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from catalog.desk import At, Desk
from catalog.forms import clean, completed
from catalog.leads import SHOWN_AT_ONCE, Both, Leads, asked, questions
from catalog.schemas import Offer
from catalog.service import FORMS, Document
from catalog.vocabulary import TOPIC_LABELS, Topic

router = APIRouter(prefix="/aanbod")
LONGEST = 300
NO_QUESTION = "Typ een vraag, of kies een voorbeeld."


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `example` is the id of a question of the list; then its own words, topic and age count."""

    text: str = ""
    example: str = ""
    topic: str = ""
    age: str = ""
    gemeente: str = ""
    wijk: str = ""


def _typed(form: Mapping[str, Any]) -> Typed:
    names = {"text": "vraag", "example": "voorbeeld", "topic": "onderwerp", "age": "leeftijd", "gemeente": "gemeente", "wijk": "wijk"}
    return Typed(**{name: clean(str(form.get(field) or ""))[:LONGEST] for name, field in names.items()})


@router.get("/{document_id}/vragen")
async def show(at: At, document_id: str, gemeente: str = "") -> Response:
    """The examples that lead to this offer."""
    now = await at.editor.open("offer", document_id)
    return await _page(at, now, Typed(gemeente=gemeente))


@router.post("/{document_id}/vragen")
async def ask(request: Request, at: At, document_id: str) -> Response:
    now = await at.editor.open("offer", document_id)
    typed = _typed(await request.form())
    if not typed.text and not typed.example:
        return await _page(at, now, typed, NO_QUESTION, 422)
    return await _page(at, now, typed)


async def _page(at: Desk, now: Document, typed: Typed, error: str = "", status: int = 200) -> Response:
    published, draft = _offers(now)
    where = [(option.value, option.label) for option in at.gemeenten()]
    gemeente = _gemeente(at, now, typed)
    leads = await asyncio.to_thread(Leads, at.catalogue, published, draft)
    both = await asyncio.to_thread(_both, leads, at, typed, gemeente) if (typed.text or typed.example) and not error else None
    found = [] if both else await asyncio.to_thread(leads.all, gemeente, at.today)
    labels: dict[str, Any] = {"topics": TOPIC_LABELS, "examples": questions(), "first": SHOWN_AT_ONCE}
    values: dict[str, Any] = {"now": now, "typed": typed, "where": where, "gemeente": gemeente, "both": both, "found": found}
    return at.page("leads.html", status, error=error, has_draft=draft is not None, is_published=published is not None, **values, **labels)


def _offers(now: Document) -> tuple[Offer | None, Offer | None]:
    """What parents see, and the draft made whole; each None when there is none."""
    published = Offer.model_validate(now.published) if now.published and now.status == "gepubliceerd" else None
    if not now.is_draft:
        return published, None
    whole, _ = completed(FORMS["offer"], {**now.body, "id": now.id, "status": "gepubliceerd"})
    assert isinstance(whole, Offer)
    return published, whole


def _gemeente(at: Desk, now: Document, typed: Typed) -> str:
    """The one that was chosen if it is theirs, else one of the offer's own, else their first."""
    own = [option.value for option in at.gemeenten()]
    places = (now.body.get("places") or {}).get("gemeenten") or []
    return next((one for one in (typed.gemeente, *places, *own) if one in own), "onbekend")


def _both(leads: Leads, at: Desk, typed: Typed, gemeente: str) -> Both:
    example = next((one for one in questions() if one.id == typed.example and not typed.text), None)
    if example:
        return leads.both(asked(example.text, gemeente, at.today, example.topic, example.age, typed.wijk), examples=True)
    topic = Topic(typed.topic) if typed.topic in set(Topic) else None
    return leads.both(asked(typed.text, gemeente, at.today, topic, _years(typed.age), typed.wijk))


def _years(text: str) -> float | None:
    try:
        years = float(text.replace(",", "."))
    except ValueError:
        return None
    return years if 0 <= years <= 27 else None
