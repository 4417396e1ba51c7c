"""Members of staff, and a database to edit in."""

from typing import Any

from access.schemas import Role, Staff
from catalog.forms import Body
from catalog.service import Editor
from kit.database import Database
from tests.catalog.factory import make_offer

STAD = frozenset({("stad", Role.EDITOR)})
DORP = frozenset({("dorp", Role.EDITOR)})
BOTH = STAD | DORP
LAND = frozenset({("*", Role.EDITOR)})
ADMIN = frozenset({("stad", Role.ADMIN)})
WIJKTEAM = frozenset({("stad", Role.WIJKTEAM)})


def staff(roles: frozenset[tuple[str, Role]] = STAD, name: str = "noor") -> Staff:
    return Staff(name, name.title(), f"{name}@gemeente.example", roles)


def editor(database: Database, roles: frozenset[tuple[str, Role]] = STAD, name: str = "noor") -> Editor:
    return Editor(database, staff(roles, name))


def body_of(offer_id: str = "nieuw", **fields: Any) -> Body:
    """A whole offer in Stad as a body, any field by keyword; a field that is None goes."""
    whole = make_offer(offer_id, gemeenten=["stad"], **{name: value for name, value in fields.items() if value is not None})
    return {name: value for name, value in whole.model_dump(mode="json").items() if not (name in fields and fields[name] is None)}
