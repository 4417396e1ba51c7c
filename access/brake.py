"""Whoever guesses has to wait, longer each time. In memory only, and nothing is kept longer than an hour."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from kit import clock
from kit.errors import TooFast

KEPT_SECONDS = 3600.0
LONGEST_SECONDS = 900.0
MOST_KEYS = 20_000


@dataclass
class _Count:
    failures: int
    last: float


class Brake:
    """Counts failures per key. After `free` of them the wait is 15 seconds, then twice as long each time, up to a quarter of an hour."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    def attempt(self, *keys: tuple[str, int]) -> None:
        """Before a secret is compared: `keys` are pairs (key, free failures). Counts as a failure until it went well, so that many at
        once do not slip through. Raises TooFast, with the seconds in Retry-After, while one of the keys must wait."""
        seconds = max(self._wait(key, free) for key, free in keys)
        if seconds > 0:
            minutes = max(1, round(seconds / 60))
            words = "een minuut" if minutes == 1 else f"{minutes} minuten"
            raise TooFast(
                f"Er is te vaak iets fout ingevuld. Wacht {words} en probeer het dan opnieuw.", {"Retry-After": str(int(seconds) + 1)}
            )
        now = clock.now().timestamp()
        self._forget(now)
        for key, _ in keys:
            count = self._counts.setdefault(key, _Count(0, now))
            count.failures, count.last = count.failures + 1, now

    def went_well(self, address: str, account: str) -> None:
        """The account begins anew; the address, which may be of many people, only gets this attempt back."""
        self._counts.pop(account, None)
        if address in self._counts:
            self._counts[address].failures -= 1

    def _wait(self, key: str, free: int) -> float:
        count = self._counts.get(key)
        if count is None or count.failures < free:
            return 0
        pause = min(15.0 * 2.0 ** min(count.failures - free, 10), LONGEST_SECONDS)
        return count.last + pause - clock.now().timestamp()

    def _forget(self, now: float) -> None:
        """The oldest go first: a key that failed again was put at its old place, so look at the time."""
        if len(self._counts) >= MOST_KEYS:
            self._counts = dict(sorted(self._counts.items(), key=lambda item: item[1].last)[MOST_KEYS // 2 :])
        self._counts = {key: count for key, count in self._counts.items() if now - count.last < KEPT_SECONDS}


def neighbourhood(address: str) -> str:
    """One connection: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else address
