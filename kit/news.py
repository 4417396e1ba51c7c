"""Something happened: wakes everybody in this process who waits for that."""

import asyncio
from contextlib import suppress


class News:
    """`count` goes up with every `tell`. Who reads first remembers it and waits with it, so that nothing falls in between.
    Nothing is locked: a reader whose connection drops is cancelled in the middle of waiting, and an asyncio.Condition then stays shut for all."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def tell(self) -> None:
        self.count += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def after(self, count: int, seconds: float) -> None:
        """Returns as soon as there was news since `count`, or after `seconds`."""
        if self.count != count:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
