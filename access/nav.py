"""The menu of the staff pages. A door adds its own line here."""

from dataclasses import dataclass

from access.schemas import Role, Staff


@dataclass(frozen=True)
class Entry:
    """`role` is what one must have somewhere to see it; None is for everybody who is signed in."""

    path: str
    label: str
    about: str
    role: Role | None


ENTRIES = (
    Entry("/beheer/aanbod", "Aanbod", "Hulp zonder verwijzing: toevoegen, bijwerken, publiceren.", Role.EDITOR),
    Entry("/beheer/invoer", "In- en uitvoer", "Aanbod inlezen uit een bestand, of meenemen.", Role.EDITOR),
    Entry("/beheer/toegang", "Toegang", "Wie mag hier inloggen, en wat mag die persoon?", Role.ADMIN),
)


def entries(staff: Staff) -> list[Entry]:
    """What this person may see, in the order of the menu."""
    return [entry for entry in ENTRIES if entry.role is None or staff.has(entry.role)]
