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
    Entry("/beheer/werklijst", "Werklijst", "Wat aandacht vraagt: nakijken, kapotte links, wat ouders melden.", Role.EDITOR),
    Entry("/beheer/tips", "Tips", "Wat ouders zelf kunnen proberen, per onderwerp en leeftijd.", Role.EDITOR),
    Entry("/beheer/profiel", "Profiel", "Team, uren, wijken en teksten van je gemeente. De chat aan of uit.", Role.EDITOR),
    Entry("/beheer/inzicht", "Inzicht", "Waar vragen ouders naar, en wat past er nog niet?", Role.EDITOR),
    Entry("/beheer/invoer", "In- en uitvoer", "Aanbod inlezen uit een bestand, of meenemen.", Role.EDITOR),
    Entry("/beheer/vragen", "Vragen", "Vragen van ouders aan je team: oppakken, beantwoorden, afronden.", Role.WIJKTEAM),
    Entry("/beheer/gesprekken", "Gesprekken", "Nu chatten met ouders die daar ja op zeggen.", Role.WIJKTEAM),
    Entry("/beheer/teams", "Teams en post", "Wie hoort bij welk team, en welke post kwam niet aan?", Role.ADMIN),
    Entry("/beheer/toegang", "Toegang", "Wie mag hier inloggen, en wat mag die persoon?", Role.ADMIN),
)


def entries(staff: Staff) -> list[Entry]:
    """What this person may see, in the order of the menu."""
    return [entry for entry in ENTRIES if entry.role is None or staff.has(entry.role)]
