"""Passwords: Argon2id, and which ones are too easy."""

import asyncio
import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

LONGEST = 200
SHORTEST = 12
JUDGED = 72
STRONG = 3
DUTCH = (
    "welkom wachtwoord geheim hallo gemeente wegwijs wijkteam jeugd jeugdzorg redacteur beheer beheerder medewerker inloggen nederland holland "
    "lente voorjaar zomer herfst najaar winter januari februari maart april mei juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vakantie kerst sinterklaas oranje koning feyenoord ajax "
    "schatje liefje knuffel mamma mama pappa papa kind kinderen school thuis fiets poes hond bloem zonnetje"
).split()  # the judge knows English only

_hasher = PasswordHasher()
NOBODY = _hasher.hash("nobody has this password")
_TWO_AT_ONCE = 2
_room: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


def _turn() -> asyncio.Semaphore:
    """Each costs 64 MiB, so a flood of sign-ins waits in line."""
    return _room.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_TWO_AT_ONCE))


async def hashed(password: str) -> str:
    """What is kept of a password."""
    async with _turn():
        return await asyncio.to_thread(_hasher.hash, password)


async def right(kept: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long when there is none to compare with."""
    async with _turn():
        matches = await asyncio.to_thread(_matches, kept or NOBODY, password[:LONGEST])
    return matches and kept is not None


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def old_way(kept: str) -> bool:
    """Whether it was hashed with weaker parameters than we use now."""
    return _hasher.check_needs_rehash(kept)


def too_easy(password: str, about: list[str]) -> str | None:
    """Why this password will not do, in Dutch; None when it will. `about` are words that others know of this person."""
    if len(password) < SHORTEST:
        return f"Kies een wachtwoord van {SHORTEST} tekens of meer. Een korte zin mag ook."
    if len(password) > LONGEST:
        return f"Kies een wachtwoord van {LONGEST} tekens of minder."
    known = {part for word in about for part in [word, *re.split(r"[@. -]", word)]} | set(DUTCH)
    bare = re.sub(r"[^a-z]", "", password.lower())
    if bare in {word.lower() for word in known} or zxcvbn(password[:JUDGED], list(known))["score"] < STRONG:
        return "Dit wachtwoord is makkelijk te raden. Kies iets anders, bijvoorbeeld vier woorden die niets met elkaar te maken hebben."
    return None
