"""Signs that one database takes and the other refuses: a zero, half of a pair, what is too long. No error of ours, on either."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.conftest import Talk

STRANGE = ["a\x00b", "\ud800", "é" * 64, "😴" * 20, "\u202eomgekeerd", "x" * 5000]
OURS = 500


def raw(body: dict[str, Any]) -> bytes:
    """As JSON with every strange sign escaped, which is how it would come in."""
    return json.dumps(body).encode()


@pytest.mark.parametrize("sign", STRANGE, ids=["zero", "half", "accents", "emoji", "backwards", "long"])
class TestEveryField:
    @pytest.mark.parametrize("field", ["gemeente", "language"])
    async def test_of_a_beginning(self, client: httpx.AsyncClient, sign: str, field: str) -> None:
        body = raw({"gemeente": "voorbeeldstad", field: sign})
        answer = await client.post("/api/v1/conversations", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < OURS, answer.text

    @pytest.mark.parametrize("field", ["text", "choice", "clientMessageId"])
    async def test_of_a_message(self, talk: Talk, sign: str, field: str) -> None:
        body = {"text": "hij slaapt niet", "clientMessageId": "m1", field: sign}
        if field == "choice":
            del body["text"]
        headers = {**talk.headers, "Content-Type": "application/json"}
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/messages", content=raw(body), headers=headers)
        assert answer.status_code < OURS, answer.text
        assert isinstance(await talk.read(), list)

    @pytest.mark.parametrize("field", ["reason", "messageId"])
    async def test_of_feedback(self, talk: Talk, sign: str, field: str) -> None:
        headers = {**talk.headers, "Content-Type": "application/json"}
        body = raw({"helpful": False, field: sign})
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", content=body, headers=headers)
        assert answer.status_code < OURS, answer.text

    async def test_of_the_webhook(self, client: httpx.AsyncClient, sign: str) -> None:
        body = raw({"sender": sign, "message": sign, "metadata": {"gemeente": sign}})
        answer = await client.post("/webhooks/rest/webhook", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < OURS, answer.text

    async def test_in_an_address(self, talk: Talk, sign: str) -> None:
        for path in (f"/api/v1/gemeenten/{sign}", f"/api/v1/conversations/{sign}"):
            answer = await talk.client.get(quote(path, errors="surrogatepass"), headers=talk.headers)
            assert answer.status_code < OURS, answer.text
