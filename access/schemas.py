"""Who is at work, and what they may."""

from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = "*"


class Role(StrEnum):
    EDITOR = "editor"
    WIJKTEAM = "wijkteam"
    ADMIN = "admin"


ROLE_LABELS = {Role.EDITOR: "redacteur", Role.WIJKTEAM: "wijkteammedewerker", Role.ADMIN: "beheerder"}


@dataclass(frozen=True)
class Staff:
    """An account that is switched on. `roles` holds pairs (gemeente, role); gemeente `*` is every gemeente."""

    id: str
    name: str
    email: str
    roles: frozenset[tuple[str, Role]]

    def gemeenten(self, role: Role) -> frozenset[str]:
        """Where they have this role, also by being admin there (an admin may what an editor may); `*` among them is every gemeente."""
        enough = {role, Role.ADMIN} if role is Role.EDITOR else {role}
        return frozenset(gemeente for gemeente, own in self.roles if own in enough)

    def may(self, role: Role, gemeente: str) -> bool:
        """Whether they have this role for this gemeente. For what belongs to the whole country ask with gemeente `*`."""
        own = self.gemeenten(role)
        return gemeente in own or EVERYWHERE in own

    def has(self, role: Role) -> bool:
        """Whether they have this role anywhere."""
        return bool(self.gemeenten(role))
