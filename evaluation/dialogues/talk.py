"""One conversation over the public chat API, as a browser would hold it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx

Message = dict[str, Any]
WAIT_AT_MOST_SECONDS = 30.0
TRIES = 6


class Refused(Exception):
    """The API answered something else than success, or nothing (status 0). `detail` is its own sentence."""

    def __init__(self, status: int, detail: str) -> None:
        self.status, self.detail = status, detail
        super().__init__(f"status {status}: {detail}")


def _detail(answer: httpx.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        return answer.text[:200]
    return str(body.get("detail") or body) if isinstance(body, dict) else str(body)


class Conversation:
    """Begins at once; `heard` is every message of the bot so far. Too fast is not a failure: it waits as long as the server asks."""

    def __init__(self, http: httpx.Client, gemeente: str) -> None:
        self._http = http
        begun = self._post("/api/v1/conversations", {"gemeente": gemeente})
        self.id, self.token = str(begun["id"]), str(begun["token"])
        self._path = f"/api/v1/conversations/{self.id}"
        self._headers = {"Authorization": f"Bearer {self.token}"}
        self.greeting: list[Message] = begun["messages"]
        self.heard = list(self.greeting)

    def _post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        for tries in range(1, TRIES + 1):
            try:
                answer = self._http.post(path, json=body, headers=dict(headers or {}))
            except httpx.HTTPError as error:
                raise Refused(0, f"{type(error).__name__}: {error}") from error
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS or tries == TRIES:
                break
            time.sleep(min(float(answer.headers.get("Retry-After", 5)), WAIT_AT_MOST_SECONDS))
        if not answer.is_success:
            raise Refused(answer.status_code, _detail(answer))
        found: dict[str, Any] = answer.json()
        return found

    def say(self, text: str) -> list[Message]:
        """Type a text. Raises Refused."""
        return self._send({"text": text})

    def choose(self, choice: object) -> list[Message]:
        """Tap a button, by id or by `{"label": ...}`. Raises Refused."""
        return self._send({"choice": self._choice_id(choice)})

    def hand_off(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """Send the form to the wijkteam. Raises Refused."""
        return self._post(f"{self._path}/handoff", form, self._headers)

    def _send(self, body: Mapping[str, Any]) -> list[Message]:
        answer = self._post(f"{self._path}/messages", {**body, "clientMessageId": uuid4().hex}, self._headers)
        messages: list[Message] = answer["messages"]
        self.heard += messages
        return messages

    def _choice_id(self, choice: object) -> str:
        offered = list(self._offered())
        if isinstance(choice, Mapping):
            return self._with_label(str(choice.get("label")), offered) or str(choice.get("id") or choice)
        known = any(item["id"] == choice for item in offered)
        return str(choice) if known else self._with_label(str(choice), offered) or str(choice)

    def _offered(self) -> Iterator[Message]:
        """Every button so far, the newest first."""
        for message in reversed(self.heard):
            yield from message.get("choices", [])

    @staticmethod
    def _with_label(label: str, offered: Sequence[Message]) -> str | None:
        wanted = label.casefold().strip()
        return next((str(item["id"]) for item in offered if str(item["label"]).casefold() == wanted), None)
