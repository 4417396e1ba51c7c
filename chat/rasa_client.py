"""The only file that knows where Rasa is and how it speaks."""

import asyncio
import contextlib
import json
import time
from typing import Any

import httpx

from kit import logs

log = logs.get(__name__)

WARM_UP = "mijn kind van vier slaapt slecht"
EVERYTHING_ASKED = {"asked": ["leeftijd", "zwaarte", "plek"] * 2}
GIVE_UP_SECONDS = 60.0
PAUSE_SECONDS = 1.0
STARTS_WITHIN_SECONDS = 90.0
WATCH_SECONDS = 5.0


class RasaFailed(Exception):
    """Rasa did not answer, answered in a way that we do not know, or with nothing: its REST channel swallows every exception."""


class RasaClient:
    """Sends one redacted message and gets Rasa's messages. `ready` is true once a warm-up message was answered."""

    def __init__(self, base_url: str, gemeente: str) -> None:
        self._gemeente = gemeente
        self._http = httpx.AsyncClient(base_url=base_url, timeout=GIVE_UP_SECONDS, trust_env=False)
        self.ready = self.was_ready = False
        self._watcher: asyncio.Task[None] | None = None
        self._began = time.monotonic()

    @property
    def starting(self) -> bool:
        """Not ready yet, but there is still hope that it soon will be."""
        return not self.was_ready and time.monotonic() - self._began < STARTS_WITHIN_SECONDS

    async def send(self, sender: str, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        """Rasa's messages, at least one. Raises RasaFailed. The caller decides how long it waits."""
        payload = {"sender": sender, "message": text, "metadata": metadata}
        try:
            answer = await self._http.post("/webhooks/rest/webhook", json=payload)
            messages = answer.json() if answer.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, json.JSONDecodeError) as error:
            raise RasaFailed(type(error).__name__) from error
        if not isinstance(messages, list) or not messages:
            raise RasaFailed(f"status {answer.status_code}")
        return messages

    def start_watching(self) -> None:
        self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            was_ready, self.ready = self.ready, await self._answers()
            self.was_ready = self.was_ready or self.ready
            if self.ready != was_ready:
                log.info("bot_ready" if self.ready else "bot_lost")
            await asyncio.sleep(WATCH_SECONDS if self.ready else PAUSE_SECONDS)

    async def _answers(self) -> bool:
        """A warm-up message (one that loads everything, search included) until the first answer, after that a cheap look whether the process is there."""
        try:
            if not self.ready:
                return bool(await self.send("warm-up", WARM_UP, {"gemeente": self._gemeente, "state": EVERYTHING_ASKED}))
            return (await self._http.get("/", timeout=WATCH_SECONDS)).status_code == httpx.codes.OK
        except (RasaFailed, httpx.HTTPError):
            return False

    async def close(self) -> None:
        if self._watcher:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        await self._http.aclose()
