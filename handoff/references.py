"""The number of a question, which people read aloud, and the code that opens its page."""

import secrets

# 23 signs: none looks or sounds like another one. A prime, so that the check sign sees every wrong sign and every two that changed places.
SIGNS = "234679CDFGHJKMNPQRTVWXY"
REFERENCE_SIGNS = 8
CODE_SIGNS = 16  # 72 bits
LONGEST_TYPED = 60


def new_reference() -> str:
    """`K7MP-4RXT`: seven random signs and one to check them."""
    body = [secrets.randbelow(len(SIGNS)) for _ in range(REFERENCE_SIGNS - 1)]
    return _grouped("".join(SIGNS[number] for number in [*body, _check(body)]))


def new_code() -> str:
    """`4RXT-K7MP-HJ2C-VW9D`: 72 random bits."""
    return _grouped("".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS)))


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed, in any case and with any spaces; None when it cannot be one."""
    plain = _plain(typed, REFERENCE_SIGNS)
    if plain is None:
        return None
    *body, check = (SIGNS.index(sign) for sign in plain)
    return _grouped(plain) if _check(body) == check else None


def read_code(typed: str) -> str | None:
    """The same for a code, which has no check sign."""
    plain = _plain(typed, CODE_SIGNS)
    return _grouped(plain) if plain else None


def _plain(typed: str, length: int) -> str | None:
    plain = "".join(sign for sign in typed[:LONGEST_TYPED].upper() if sign.isalnum())
    return plain if len(plain) == length and set(plain) <= set(SIGNS) else None


def _check(body: list[int]) -> int:
    """The sign that makes the sum of place times value divisible by 23."""
    total = sum(place * number for place, number in enumerate(body, start=2))
    return -total % len(SIGNS)


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
