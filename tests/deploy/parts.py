"""The programs of a running server, to be looked into, stopped and killed; only those that this test started."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

PARTS = {"rasa": "rasa run", "actions": "-m actions", "server": "server.py", "supervisor": "supervisor.supervisord"}
BACK_WITHIN_SECONDS = 120


class Parts:
    """What runs behind one address."""

    def __init__(self, url: str) -> None:
        self.url, self.port = url, url.rsplit(":", 1)[1]

    def all(self) -> list[psutil.Process]:
        return [child for child in psutil.Process().children(recursive=True) if self._is_mine(child)]

    def _is_mine(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("WEGWIJS_PORT") == self.port
        except psutil.Error:  # gone, or dead and not yet buried
            return False

    def one(self, name: str) -> psutil.Process:
        return next(found for found in self.all() if PARTS[name] in " ".join(found.cmdline()))

    @property
    def var(self) -> Path:
        return Path(self.one("server").environ()["WEGWIJS_VAR"])

    @contextlib.contextmanager
    def signalled(self, kind: signal.Signals, *names: str) -> Iterator[None]:
        """The named parts are killed or stopped, and nothing brings them back before the end. The caller waits for what was killed."""
        supervisor = self.one("supervisor")
        supervisor.send_signal(signal.SIGSTOP)
        hit = [self.one(name) for name in names]
        try:
            for process in hit:
                process.send_signal(kind)
            yield
        finally:
            for process in hit:
                if kind == signal.SIGSTOP:
                    process.send_signal(signal.SIGCONT)
            supervisor.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """The server can not write a byte more to any file."""
        server = self.one("server")
        before = server.rlimit(psutil.RLIMIT_FSIZE)
        server.rlimit(psutil.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            server.rlimit(psutil.RLIMIT_FSIZE, before)

    def wait_until_well(self) -> None:
        """Until a message gets an answer of the dialogue itself; health alone may be a few seconds old."""
        deadline = time.monotonic() + BACK_WITHIN_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "not back in time"
            time.sleep(1)

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError, KeyError):
            answer = Doors(self.url).api("mijn zoontje van 3 slaapt niet")
            return answer.status_code == httpx.codes.OK and answer.json()["messages"][0]["type"] != "notice"
        return False


class Doors:
    """Every way in by which a parent may tell of danger, each opened while all was well."""

    def __init__(self, url: str) -> None:
        once = httpx.Limits(max_keepalive_connections=0)  # a server that raised closes its connection
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False, follow_redirects=True, limits=once)
        begun = self.http.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"}).json()
        self.path = f"/api/v1/conversations/{begun['id']}"
        self.headers = {"Authorization": f"Bearer {begun['token']}"}
        self.sender = f"afzender {begun['id']}"
        self.http.post("/chat/voorbeeldstad/begin")
        self.count = 0

    def api(self, text: str) -> httpx.Response:
        self.count += 1
        return self.http.post(f"{self.path}/messages", json={"text": text, "clientMessageId": f"d{self.count}"}, headers=self.headers)

    def webhook(self, text: str, sender: str = "") -> httpx.Response:
        return self.http.post("/webhooks/rest/webhook", json={"sender": sender or self.sender, "message": text})

    def page(self, text: str) -> httpx.Response:
        self.count += 1
        return self.http.post("/chat/voorbeeldstad/bericht", data={"text": text, "client_message_id": f"p{self.count}"})


def memory_holds(process: psutil.Process, wanted: list[str]) -> set[str]:
    """Which of these texts stand anywhere in the writable memory of a process, in any width that Python keeps text in."""
    forms = {(text, form): text.encode(form) for text in wanted for form in ("utf-8", "utf-16-le", "utf-32-le")}
    longest = max(len(bytes_) for bytes_ in forms.values())
    found: set[str] = set()
    with open(f"/proc/{process.pid}/maps") as maps, open(f"/proc/{process.pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "rw" not in rights or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            found |= _in_region(memory, start, end, forms, longest)
    return found


def _in_region(memory: Any, start: int, end: int, forms: dict[tuple[str, str], bytes], longest: int) -> set[str]:
    step, tail, found = 8 << 20, b"", set()
    for at in range(start, end, step):
        try:
            memory.seek(at)
            chunk = tail + memory.read(min(step, end - at))
        except (OSError, ValueError):
            break
        found |= {text for (text, _), bytes_ in forms.items() if bytes_ in chunk}
        tail = chunk[-longest:]
    return found


def may_read_memory() -> bool:
    return os.access("/proc/self/mem", os.R_OK) and os.getuid() == 0
