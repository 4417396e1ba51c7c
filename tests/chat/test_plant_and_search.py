"""Plant personal data through every way in, and look for it everywhere it must not be."""

from collections.abc import Callable

import httpx
import pytest

from tests.conftest import FakeRasa, Talk, down

PLANTED = ("Fatima Yilmaz", "06-12345678", "111222333", "fatima.yilmaz@voorbeeld.nl")
SENTENCE = "ik heet {}, bel {}, mijn bsn is {}, mail {}".format(*PLANTED)


@pytest.mark.parametrize("answer", ["answered", "bot down"])
async def test_nothing_unredacted_is_kept_sent_or_logged(
    client: httpx.AsyncClient,
    talk: Talk,
    rasa: FakeRasa,
    capfd: pytest.CaptureFixture[str],
    stored: Callable[[], bytes],
    answer: str,
) -> None:
    if answer == "bot down":
        rasa.enqueue(down())
        rasa.enqueue(down())
    await talk.say(SENTENCE)
    await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": SENTENCE})
    reason = {"helpful": False, "reason": SENTENCE}
    await client.post(f"/api/v1/conversations/{talk.id}/feedback", json=reason, headers=talk.headers)
    await talk.post(text=SENTENCE * 20)
    await client.post(f"/api/v1/conversations/{talk.id}/messages", json={"text": SENTENCE, "wrong": SENTENCE}, headers=talk.headers)

    kept = stored()
    printed = "".join(capfd.readouterr())
    for secret in PLANTED:
        assert secret.encode() not in kept
        assert secret not in printed
        assert secret not in str(rasa.asked)


async def test_after_wiping_the_words_are_in_no_file(client: httpx.AsyncClient, talk: Talk, stored: Callable[[], bytes]) -> None:
    await talk.say("een heel bijzondere zin over slaapmutsjes")
    await client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
    assert b"slaapmutsjes" not in stored()
