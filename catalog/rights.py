"""Which editor may see and change which document: by the gemeenten that it names."""

from collections.abc import Mapping, Sequence
from typing import Any

from access.schemas import EVERYWHERE, Role, Staff
from catalog.models import DocumentKind

Body = Mapping[str, Any]


def places_of(kind: DocumentKind, body: Body) -> frozenset[str]:
    """The gemeenten to which a text belongs, `*` for the whole country. Empty while an offer names none yet."""
    if kind == "profile":
        return frozenset({str(body.get("id"))})
    places = body.get("places") or {}
    if kind == "offer" and places.get("scope", "lokaal") == "lokaal":
        return frozenset(places.get("gemeenten") or ())
    return frozenset({EVERYWHERE})


def may_edit(staff: Staff, kind: DocumentKind, bodies: Sequence[Body], author: str | None = None) -> bool:
    """Whether every place in all of these texts is theirs. A text without any place is its author's."""
    places = frozenset[str]().union(*(places_of(kind, body) for body in bodies))
    if not places:
        return staff.has(Role.EDITOR) and (staff.id == author or staff.may(Role.EDITOR, EVERYWHERE))
    return all(staff.may(Role.EDITOR, place) for place in places)


def may_see(staff: Staff, kind: DocumentKind, published: Body) -> bool:
    """What parents in one of their gemeenten may get to see."""
    places = places_of(kind, published)
    return staff.has(Role.EDITOR) and (EVERYWHERE in places or any(staff.may(Role.EDITOR, place) for place in places))
