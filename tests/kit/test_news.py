"""What wakes the streams: news is never missed, and a reader who drops off in the middle stops nobody."""

import asyncio
import random
from time import monotonic

import anyio
import pytest

from kit.news import News


class TestNews:
    async def test_what_came_since_is_there_at_once(self) -> None:
        news = News()
        seen = news.count
        news.tell()
        await asyncio.wait_for(news.after(seen, 60), 1)

    async def test_wakes_everybody(self) -> None:
        news = News()
        waiting = [asyncio.create_task(news.after(news.count, 60)) for _ in range(3)]
        await asyncio.sleep(0)
        news.tell()
        await asyncio.wait_for(asyncio.gather(*waiting), 1)

    async def test_waits_no_longer_than_said(self) -> None:
        news, begun = News(), monotonic()
        await news.after(news.count, 0.05)
        assert 0.04 < monotonic() - begun < 5

    @pytest.mark.parametrize("seed", range(3))
    async def test_readers_that_drop_off_stop_nobody(self, seed: int) -> None:
        """As Starlette ends the stream of a lost connection: cancelled again at every step until it is out."""
        news, chance = News(), random.Random(seed)

        async def reader() -> None:
            with anyio.move_on_after(chance.random() * 0.02):
                while True:
                    await news.after(news.count, chance.random() * 0.01)

        async def talk() -> None:
            for _ in range(100):
                news.tell()
                await asyncio.sleep(chance.random() * 0.002)

        async def come_and_go() -> None:
            for _ in range(20):
                await asyncio.gather(*(reader() for _ in range(6)))

        await asyncio.wait_for(asyncio.gather(come_and_go(), talk()), 30)
