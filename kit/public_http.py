"""Reading an address that somebody typed or that stood in a file: only from the public internet, never from our own network.
A name is looked up once, every address behind it must be public, and the connection goes to that very address."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urljoin, urlsplit

import httpx

from kit.errors import Invalid

MOST_HOPS = 3
REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ALSO_NOT = [ipaddress.ip_network(one) for one in ("192.88.99.0/24", "fec0::/10", "3fff::/20")]  # Python's lists leave these out


class Unreachable(Invalid):
    """Why this address was not read, in a sentence for people. Never says what stands behind a private address."""

    title = "Niet opgehaald"


class Hidden(Unreachable):
    """No address of the public internet, whoever asks and whenever."""


@dataclass
class Budget:
    """What may be spent on everything together."""

    seconds: float = 30
    size: int = 20 * 1024 * 1024
    requests: int = 500
    began: float = field(default_factory=monotonic)

    def spend_request(self) -> float:
        """The seconds that are left. Raises Unreachable when there is nothing left."""
        self.requests -= 1
        left = self.seconds - (monotonic() - self.began)
        if self.requests < 0 or left <= 0:
            raise Unreachable("Het ophalen duurde te lang. Haal minder tegelijk op.")
        return left

    def spend_size(self, size: int) -> None:
        self.size -= size
        if self.size < 0:
            raise Unreachable("Er kwam te veel terug. Haal minder tegelijk op.")


def is_public(address: str) -> bool:
    """Whether this IP address is of the public internet; also looks inside addresses that carry another one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = [
            found.ipv4_mapped,
            found.sixtofour,
            *(found.teredo or ()),
            ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None,
        ]
        if any(one is not None and not _plain_public(one) for one in inside):
            return False
        if found in NAT64:
            return True
    return _plain_public(found)


def _plain_public(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return (
        found.is_global
        and not any(found in one for one in ALSO_NOT)
        and not found.is_multicast
        and not found.is_reserved
        and not found.is_unspecified
    )


async def resolve(host: str, port: int) -> list[str]:
    """All addresses behind a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


async def _pinned(url: str) -> tuple[str, str, str]:
    """An address to connect to, and the name for the certificate and the Host header. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").count(":") else str(parts.hostname)
    except (ValueError, UnicodeError):
        raise Hidden("Dit is geen goed webadres.") from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.password is not None:
        raise Hidden("Alleen webadressen met http of https, zonder naam en wachtwoord, kunnen.")
    try:
        addresses = await asyncio.wait_for(resolve(host, port), 5)
    except (OSError, UnicodeError, TimeoutError):
        raise Unreachable("Deze site is niet te vinden.") from None
    if not addresses or not all(is_public(address) for address in addresses):
        raise Hidden("Dit adres is niet openbaar.")
    return addresses[0], host, f"{host}:{port}" if parts.port else host


async def read(url: str, budget: Budget, accept: str = "application/json") -> tuple[str, bytes]:
    """The address where it ended and what stood there. Raises Unreachable for whatever goes wrong, and for what is not public."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False) as client:
        for _ in range(MOST_HOPS + 1):
            answer, content = await _once(client, url, budget, accept)
            if answer.status_code not in REDIRECTS:
                break
            url = urljoin(url, answer.headers.get("location", ""))
    if answer.status_code != 200:
        raise Unreachable(f"De site geeft geen antwoord dat we kunnen lezen (code {answer.status_code}).")
    return url, content


async def status(url: str, budget: Budget) -> int:
    """The code with which this address ends, after redirects. Asks for the head only, and for the page where a site has no answer to that;
    the page itself is not read. Raises Unreachable for a site that does not answer, Hidden for what is no public address."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False) as client:
        code = await _walked(client, "HEAD", url, budget)
        return code if code < 400 else await _walked(client, "GET", url, budget)


async def _walked(client: httpx.AsyncClient, method: str, url: str, budget: Budget) -> int:
    for _ in range(MOST_HOPS + 1):
        answer, _ = await _once(client, url, budget, "text/html, */*;q=0.5", method, whole=False)
        if answer.status_code not in REDIRECTS:
            return answer.status_code
        url = urljoin(url, answer.headers.get("location", ""))
    raise Unreachable("Deze link stuurt steeds weer door.")


async def _once(
    client: httpx.AsyncClient, url: str, budget: Budget, accept: str, method: str = "GET", whole: bool = True
) -> tuple[httpx.Response, bytes]:
    """One request to the pinned address. Without `whole` what stands there is not read."""
    address, host, host_header = await _pinned(url)
    left = budget.spend_request()
    request = client.build_request(
        method,
        httpx.URL(url).copy_with(host=address),
        headers={"Host": host_header, "Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Wegwijs"},
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(min(left, 10)).as_dict()},
    )
    try:
        async with asyncio.timeout(left):
            answer = await client.send(request, stream=True)
            try:
                return answer, await _body(answer, budget) if whole else b""
            finally:
                await answer.aclose()
    except (httpx.HTTPError, TimeoutError, OSError):
        raise Unreachable("De site geeft geen antwoord.") from None


async def _body(answer: httpx.Response, budget: Budget) -> bytes:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Unreachable("De site stuurt iets dat is ingepakt.")
    content = bytearray()
    async for chunk in answer.aiter_raw():
        budget.spend_size(len(chunk))
        content += chunk
    return bytes(content)
