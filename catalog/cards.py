"""Offers, tips and contacts as messages of the chat API (DESIGN.md §6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.advice import Advice
from catalog.calendar_file import moment_of
from catalog.hours import hours_text, open_now, opens_again
from catalog.query import Age, Hit
from catalog.reasons import about
from catalog.schemas import Offer, Person, Profile, Source, Tip
from kit.clock import UTC, day_in_words, time_in_words

Message = dict[str, Any]
UNKNOWN_TEAM = "Kijk op de site van je gemeente of bel de gemeente. Vraag naar het wijkteam."


def _and(names: Sequence[str]) -> str:
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def place_text(offer: Offer, gemeente: str) -> str:
    """Where the offer is, seen from the gemeente of the parent (its name)."""
    if offer.places.scope == "landelijk":
        return "Heel Nederland"
    if offer.places.scope == "veel_gemeenten":
        return "In veel gemeenten"
    return f"{gemeente}: {_and(offer.places.wijken)}" if offer.places.wijken else gemeente


def offer_card(hit: Hit) -> Message:
    """One card of an `offers` message."""
    offer = hit.offer
    start = {"text": offer.start.text, "url": _address(offer.start.url), "phone": offer.start.phone, "address": offer.start.address}
    return {
        "id": offer.id,
        "name": offer.name,
        "kind": offer.kind.value,
        "provider": offer.provider,
        "summary": offer.summary,
        "why": list(hit.why),
        "cost": offer.cost,
        "ageMin": offer.age_min,
        "ageMax": offer.age_max,
        "place": hit.place,
        "delivery": list(offer.delivery),
        "start": {name: value for name, value in start.items() if value is not None},
        "checkedOn": offer.checked_on.isoformat(),
        **_when(offer),
    }


def _when(offer: Offer) -> Message:
    """The moment of what happens once, in words and as ISO 8601 in UTC, and where its calendar file is; empty for what goes on."""
    moment = moment_of(offer)
    if moment is None:
        return {}
    begins, ends = moment
    clock = f"van {time_in_words(begins)} tot {time_in_words(ends)}" if ends else f"om {time_in_words(begins)}"
    times = {"startsAt": begins, "endsAt": ends}
    return {
        "when": f"{day_in_words(begins)} {begins.year} {clock} uur",
        **{name: value.astimezone(UTC).isoformat().replace("+00:00", "Z") for name, value in times.items() if value},
        "calendarUrl": f"/api/v1/offers/{offer.id}/agenda.ics",
    }


def offers_message(hits: Sequence[Hit], intro: str, more: bool) -> Message:
    """`more`: whether asking for more will give more."""
    return {"type": "offers", "intro": intro, "offers": [offer_card(hit) for hit in hits], "more": more}


def _address(url: object) -> str | None:
    return None if url is None else str(url)


def _source(source: Source) -> Message:
    told = str(source.url)
    titles = {"algemeen": "Algemeen bekend", "voorbeeld": "Verzonnen voorbeeld"}
    if told in titles:
        return {"title": titles[told]}
    return {"title": source.title or told, "url": told}


def _item(tip: Tip) -> Message:
    return {"text": tip.text, "source": _source(tip.source)}


def tips_message(topic: str, advice: Advice) -> Message | None:
    """None when there is no tip for this topic and age."""
    if not advice.tips:
        return None
    return {"type": "tips", "title": f"Tips over {about(topic)}", "items": [_item(tip) for tip in advice.tips]}


def contact_message(profile: Profile | None, now: datetime) -> Message:
    """How to reach the team. Where the gemeente has not filled this in yet, it says how to find it and invents nothing."""
    if profile is None:
        return {"type": "contact", "name": "Je gemeente", "phone": None, "hours": "", "openNow": None, "url": None, "text": UNKNOWN_TEAM}
    team = profile.team
    message: Message = {
        "type": "contact",
        "name": team.name,
        "phone": team.phone,
        "hours": hours_text(team, now),
        "openNow": open_now(team, now),
        "url": _address(team.url),
    }
    if again := opens_again(team, now):
        message["opensAgain"] = again
    if team.address:
        message["address"] = team.address
        message["routeTo"] = team.address if profile.name in team.address else f"{team.address}, {profile.name}"
    if profile.status == "concept":
        message["text"] = team.find
    return message


def contact_words(message: Message) -> str:
    """A `contact` message in one or two sentences, for where there is no card."""
    ways = [f"bel {message['phone']}" if message["phone"] else "", f"kijk op {message['url']}" if message["url"] else ""]
    told = " of ".join(filter(None, ways))
    how = f"{message['name']}: {told}." if told else message.get("text", UNKNOWN_TEAM)
    return f"{how} Bereikbaar: {message['hours']}." if message["hours"] else how


def people_text(people: Sequence[Person], topic: str | None, age: Age | None) -> str | None:
    """The person on rung 2 who fits best: one named for this topic, else one for any topic, else none."""
    fitting = [person for person in people if not person.for_professionals and (age is None or _fits_age(person, age))]
    named = [person for person in fitting if topic in person.topics]
    chosen = named or [person for person in fitting if not person.topics]
    return chosen[0].text if chosen else None


def _fits_age(person: Person, age: Age) -> bool:
    return (person.age_min is None or person.age_min <= age[1]) and (person.age_max is None or person.age_max >= age[0])
