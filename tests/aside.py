"""Work in a thread of its own: Playwright keeps an event loop running in the thread of the tests, and there no other loop may run."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """What it returns; what it raises is raised here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def run(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns, from a place where a loop may be running already."""
    return aside(lambda: asyncio.run(work))
