"""Step 1: is this a message that can be answered? Size, sense, tempo, and whether the button was really offered."""

from typing import TYPE_CHECKING

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kit.errors import Invalid, NotFound, TooFast, TooLarge
from kit.signs import says_something, visible

if TYPE_CHECKING:
    from chat.turn import Tools, Turn


class Rate:
    """Counts in memory only; nothing about anyone is kept longer than an hour."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, per_minute: int, *key: str) -> None:
        """Raises TooFast, with the seconds to wait, when `key` has used up its minute."""
        self._spend(RateLimitItemPerMinute(per_minute), "20", *key)

    def spend_hourly(self, per_hour: int, *key: str) -> None:
        self._spend(RateLimitItemPerHour(per_hour), "3600", *key)

    def _spend(self, limit: RateLimitItem, wait_seconds: str, *key: str) -> None:
        if not self._limiter.hit(limit, *key):
            raise TooFast(headers={"Retry-After": wait_seconds})


def clean(text: str) -> str:
    """The text without invisible characters. Raises Invalid when nothing readable is left."""
    kept = visible(text)
    if not says_something(kept):
        raise Invalid("Je bericht is leeg. Typ in een paar woorden wat er is.")
    return kept


async def run(turn: "Turn", tools: "Tools") -> bool:
    tools.rate.spend(tools.settings.turns_per_minute, "turn", turn.conversation_id)
    if turn.choice is not None:
        if turn.choice not in turn.offered:
            raise NotFound("Deze knop hoort niet bij dit gesprek.")
        return False
    if len(turn.text) > tools.settings.max_text:
        raise TooLarge(f"Je bericht is te lang: {len(turn.text)} tekens. Het mogen er {tools.settings.max_text} zijn.")
    turn.text = clean(turn.text)
    return False
