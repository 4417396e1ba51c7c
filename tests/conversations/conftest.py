"""One real server for all conversations: gateway, actions and Rasa with the trained model."""

import os
from collections.abc import Iterator

import httpx
import pytest

from evaluation.own_server import address, missing


@pytest.fixture(scope="session")
def talk_to() -> Iterator[httpx.Client]:
    """The server that WEGWIJS_URL names, else one that is started for this session."""
    lacking = None if os.environ.get("WEGWIJS_URL") else missing()
    if lacking:
        pytest.skip(lacking)
    with address() as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client
