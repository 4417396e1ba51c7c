"""Something happened: wakes everybody in this process who waits for that."""

import asyncio


class News:
    """`count` goes up with every `tell`. Who reads first remembers it and waits with it, so that nothing falls in between."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def tell(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def after(self, count: int, seconds: float) -> None:
        """Returns as soon as there was news since `count`, or after `seconds`."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: self.count != count), seconds)
            except TimeoutError:
                return
