"""Rasa as it really fails: silent, empty, broken or gone. A small server on this machine plays each of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from chat.rasa_client import RasaClient, RasaFailed

Answerer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def answers(body: str, status: str = "200 OK") -> Answerer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    return answer


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


@asynccontextmanager
async def rasa_that(answer: Answerer) -> AsyncIterator[RasaClient]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await answer(writer)
        if not writer.is_closing():
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    client = RasaClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "voorbeeldstad")
    try:
        yield client
    finally:
        await client.close()
        server.close()


class TestSend:
    async def test_gives_the_messages(self) -> None:
        async with rasa_that(answers('[{"text": "Hoi"}]')) as client:
            assert await client.send("a", "hallo", {}) == [{"text": "Hoi"}]

    @pytest.mark.parametrize(
        "answer",
        [answers("[]"), answers("{}"), answers("geen json"), answers("[]", "500 Internal Server Error"), hangs_up],
        ids=["empty", "no list", "no json", "error", "hangs up"],
    )
    async def test_a_failure_is_said(self, answer: Answerer) -> None:
        async with rasa_that(answer) as client:
            with pytest.raises(RasaFailed):
                await client.send("a", "hallo", {})

    async def test_nobody_there(self, unused_tcp_port: int) -> None:
        client = RasaClient(f"http://127.0.0.1:{unused_tcp_port}", "voorbeeldstad")
        with pytest.raises(RasaFailed, match="ConnectError"):
            await client.send("a", "hallo", {})
        await client.close()


class TestWatch:
    async def test_is_ready_after_an_answered_warm_up(self) -> None:
        async with rasa_that(answers('[{"text": "Hoi"}]')) as client:
            assert client.starting
            client.start_watching()
            for _ in range(100):
                if client.ready:
                    break
                await asyncio.sleep(0.02)
            assert client.ready
            assert not client.starting

    async def test_an_empty_warm_up_is_not_ready(self) -> None:
        async with rasa_that(answers("[]")) as client:
            client.start_watching()
            await asyncio.sleep(0.2)
            assert not client.ready
            assert client.starting
