"""Offers, tips and profiles for tests: valid as they are, any field by keyword."""

from datetime import date
from typing import Any

from catalog.schemas import Offer, Profile, Tip

TODAY = date(2026, 11, 23)


def make_offer(offer_id: str = "cursus", **fields: Any) -> Offer:
    gemeenten, wijken = fields.pop("gemeenten", []), fields.pop("wijken", [])
    scope = fields.pop("scope", "lokaal" if gemeenten else "landelijk")
    values: dict[str, Any] = {
        "id": offer_id,
        "name": "Aanbod",
        "provider": "Stichting",
        "kind": "training",
        "topics": ["slapen"],
        "audience": ["ouder"],
        "delivery": ["in_de_buurt"],
        "places": {"scope": scope, "gemeenten": gemeenten, "wijken": wijken},
        "cost": "Gratis.",
        "free": True,
        "start": {"text": "Bel."},
        "summary": "Een groep.",
        "no_referral": {"needed": False, "evidence": "Staat er.", "strength": "expliciet"},
        "checked_on": date(2026, 11, 1),
        "check_again": date(2027, 5, 1),
        "source": {"url": "algemeen"},
        "status": "gepubliceerd",
    }
    return Offer.model_validate(values | fields)


def make_tip(tip_id: str = "tip", **fields: Any) -> Tip:
    return Tip.model_validate({"id": tip_id, "topic": "slapen", "text": "Doe het licht uit.", "source": {"url": "algemeen"}} | fields)


def make_profile(gemeente: str = "stad", **fields: Any) -> Profile:
    values: dict[str, Any] = {
        "id": gemeente,
        "name": gemeente.title(),
        "province": "Utrecht",
        "status": "concept",
        "approach": "Samen kijken.",
        "team": {"name": "Wijkteam", "article": "het wijkteam", "find": "Kijk op de site van de gemeente."},
        "wijken": [{"name": "De Linden", "postcodes": ["9181"], "aliases": ["Lindenbuurt"]}, {"name": "Oost"}],
        "checked_on": TODAY,
    }
    return Profile.model_validate(values | fields)
