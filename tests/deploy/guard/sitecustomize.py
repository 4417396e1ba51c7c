"""Loaded by every Python of a guarded server: notes each attempt to reach another machine, and refuses it."""

import os
import sys
from typing import Any

LOG = os.environ.get("GUARD_LOG", "")
HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)


def _note(line: str) -> None:
    with open(LOG, "a") as log:
        log.write(line + "\n")


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in HERE:
        _note("outside connect " + repr(arguments[1]))
        raise OSError("outside connections are blocked in this test")
    if event == "socket.getaddrinfo" and arguments[0] not in HERE and not str(arguments[0]).startswith("127."):
        _note("outside lookup " + repr(arguments[0]))
        raise OSError("outside look-ups are blocked in this test")


if LOG:
    _note("guarded " + " ".join(sys.argv[:4] or ["?"]) + " " + " ".join(getattr(sys, "orig_argv", [])))
    sys.addaudithook(_watch)
