"""What staff type into forms here, looked at before anything is done with it."""

import re
import unicodedata

from access.schemas import Role

EMAIL = re.compile(r"[^@\s<>\"(),:;\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_EMAIL, LONGEST_NAME = 254, 100
OWN_PAGE = re.compile(r"/beheer/[A-Za-z0-9._~%/-]*(\?[A-Za-z0-9._~%&=+:,/-]*)?")


def email_of(typed: str) -> str:
    """As accounts are found: without spaces around it, in small letters."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def email_problem(email: str) -> str | None:
    """Why this cannot be an address, in Dutch."""
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
        return "Vul een e-mailadres in, zoals naam@gemeente.nl."
    return None


def name_of(typed: str) -> str:
    """Without signs that one cannot see."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", typed) if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())


def name_problem(name: str) -> str | None:
    if not name:
        return "Vul je naam in."
    return f"Kies een naam van {LONGEST_NAME} tekens of minder." if len(name) > LONGEST_NAME else None


def safe_return(wanted: str | None) -> str:
    """Where to go after signing in: a page of staff on this server, whatever was asked."""
    ours = wanted and OWN_PAGE.fullmatch(wanted) and "//" not in wanted.split("?")[0] and ".." not in wanted
    return wanted if ours and wanted else "/beheer/"


def roles_of(boxes: list[str]) -> frozenset[tuple[str, Role]] | None:
    """Boxes `gemeente:role` as pairs; None when one of them is no such thing."""
    pairs = [box.rpartition(":") for box in boxes]
    if any(not gemeente or role not in set(Role) for gemeente, _, role in pairs):
        return None
    return frozenset((gemeente, Role(role)) for gemeente, _, role in pairs)
