"""The second step: six digits from an app, or one of ten codes on paper."""

import hmac
import secrets

import pyotp
import segno

from kit import clock
from kit.ids import fingerprint

ISSUER = "Wegwijs"
SECONDS = 30
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODES, GROUPS, GROUP = 10, 5, 4


def new_secret() -> str:
    """160 bits, as the apps want it: base32."""
    return pyotp.random_base32()


def picture(secret: str, email: str) -> str:
    """The secret as QR code: an <svg> to put in a page, made here."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return segno.make(address, error="m", micro=False).svg_inline(scale=4, border=4, omitsize=True)


def in_groups(secret: str) -> str:
    """The secret to type over, four signs at a time."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def step_of(secret: str, code: str, last_step: int) -> int | None:
    """The number of the half minute whose code this is; None when it is wrong or not later than `last_step`. A clock may be 30 s off."""
    digits = "".join(code.split())
    now = int(clock.now().timestamp()) // SECONDS
    codes = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), digits.encode()) and step > last_step:
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 99 bits, without signs that look alike."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)) for _ in range(CODES)]


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code; capitals, spaces and dashes do not matter."""
    return fingerprint("".join(sign for sign in code.lower() if sign in LETTERS))
