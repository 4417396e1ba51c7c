"""A small Open Klant with a memory: it refuses what the real one refuses (its models and serializers, 2.16 and later), also what its OpenAPI does not say.

`app` serves the Klantinteracties API under BASE. `Wire` is the way to it, which can lose answers.
"""

import re
import socket
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Annotated, Any, Literal

import httpx
import uvicorn
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from pydantic.alias_generators import to_camel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

BASE = "/klantinteracties/api/v1"
TOKEN = "een-token-van-open-klant"
ADDRESS = f"http://localhost{BASE}"
STARTS_WITHIN_SECONDS = 90
PHONE = re.compile(r"(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})")
NO_PHONE = re.compile(r"(0800|0900|1400|140\d\d).*")
DJANGO_EMAIL = re.compile(r"[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*@[^@\s.]+(\.[^@\s.]+)+", re.IGNORECASE)


class Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    @field_validator("*")
    @classmethod
    def _no_zero(cls, given: Any) -> Any:
        if isinstance(given, str) and "\x00" in given:
            raise ValueError("null characters are not allowed")
        return given


class Key(Part):
    uuid: uuid.UUID


Name = Annotated[str, StringConstraints(max_length=200)]
FilledName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=1000)]
Short = Annotated[str, StringConstraints(max_length=10)]
Number = Annotated[str, StringConstraints(max_length=10, pattern=r"^-?[0-9]+$")]  # digits: so says the model; the OpenAPI does not


class Klantcontact(Part):
    kanaal: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    onderwerp: FilledName
    taal: Annotated[str, StringConstraints(min_length=1, max_length=3)]
    vertrouwelijk: bool
    inhoud: Text = ""
    referentienummer: Number | None = None
    plaatsgevonden_op: AwareDatetime = Field(default_factory=lambda: datetime.now().astimezone())
    metadata: dict[str, Annotated[str, StringConstraints(max_length=255)]] = {}


class Contactnaam(Part):
    voorletters: Short = ""
    voornaam: Name = ""
    voorvoegsel_achternaam: Short = ""
    achternaam: Name = ""


class Betrokkene(Part):
    had_klantcontact: Key
    was_partij: None = None
    rol: Literal["klant", "vertegenwoordiger"]
    initiator: bool
    contactnaam: Contactnaam | None = None
    organisatienaam: Name = ""


class DigitaalAdres(Part):
    verstrekt_door_betrokkene: Key | None = None
    verstrekt_door_partij: None = None
    adres: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    soort_digitaal_adres: Literal["email", "telefoonnummer", "overig"]
    is_standaard_adres: bool = False
    omschrijving: Annotated[str, StringConstraints(max_length=40)] = ""
    referentie: Annotated[str, StringConstraints(max_length=50, pattern=r"^[-a-zA-Z0-9_]*$")] = ""


class InterneTaak(Part):
    gevraagde_handeling: FilledName
    aanleidinggevend_klantcontact: Key
    status: Literal["te_verwerken", "verwerkt"]
    toegewezen_aan_actor: Key | None = None
    toegewezen_aan_actoren: list[Key] | None = None
    toelichting: Text = ""
    referentienummer: Number | None = None
    afgehandeld_op: AwareDatetime | None = None


class Actor(Part):
    naam: FilledName
    soort_actor: Literal["medewerker", "geautomatiseerde_actor", "organisatorische_eenheid"]
    indicatie_actief: bool = True


MODELS: dict[str, type[Part]] = {
    "klantcontacten": Klantcontact,
    "betrokkenen": Betrokkene,
    "digitaleadressen": DigitaalAdres,
    "internetaken": InterneTaak,
    "actoren": Actor,
}
HANGS_ON = {
    "betrokkenen": ("hadKlantcontact", "klantcontacten"),
    "digitaleadressen": ("verstrektDoorBetrokkene", "betrokkenen"),
    "internetaken": ("aanleidinggevendKlantcontact", "klantcontacten"),
}
FILTERS = {
    "klantcontacten": {"referentienummer"},
    "betrokkenen": {"hadKlantcontact__uuid"},
    "digitaleadressen": {"referentie", "verstrektDoorBetrokkene__uuid"},
    "internetaken": {"aanleidinggevendKlantcontact__uuid", "referentienummer", "status"},
    "actoren": {"naam", "soortActor"},
}


class Wrong(Exception):
    def __init__(self, name: str, code: str) -> None:
        self.name, self.code = name, code


class OpenKlantServer:
    """`objects`: path -> uuid -> what a GET gives. `asked`: every request (method, path, body) in order."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, dict[str, Any]]] = {path: {} for path in MODELS}
        self.asked: list[tuple[str, str, Any]] = []
        route = f"{BASE}/{{path:path}}"
        self.app = Starlette(routes=[Route(route, self._answer, methods=["GET", "POST", "PATCH", "DELETE"])])

    def all(self, path: str) -> list[dict[str, Any]]:
        return list(self.objects[path].values())

    def counts(self) -> dict[str, int]:
        return {path: len(found) for path, found in self.objects.items() if path != "actoren"}

    def add_actor(self, name: str) -> str:
        return str(self._make("actoren", {"naam": name, "soortActor": "organisatorische_eenheid"})["uuid"])

    async def _answer(self, request: Request) -> Response:
        path, _, key = request.path_params["path"].partition("/")
        given = await request.json() if await request.body() else None
        self.asked.append((request.method, request.path_params["path"], given))
        if request.headers.get("authorization") != f"Token {TOKEN}":
            return _problem(401, "authentication_failed")
        if path not in MODELS:
            return _problem(404, "not_found")
        try:
            if key:
                return self._one(request.method, path, key, given)
            if request.method == "POST":
                return _json(self._make(path, given), 201)
            return _json(self._list(path, request))
        except ValidationError as error:
            return _problem(400, "invalid", [(".".join(str(part) for part in one["loc"]), one["type"]) for one in error.errors()])
        except Wrong as error:
            return _problem(400, "invalid", [(error.name, error.code)])

    def _one(self, method: str, path: str, key: str, given: Any) -> Response:
        found = self.objects[path].get(key)
        if found is None:
            return _problem(404, "not_found")
        if method == "DELETE":
            self._remove(path, key)
            return Response(status_code=204)
        if method == "PATCH":
            merged = {name: found[name] for name in ("gevraagdeHandeling", "status", "toelichting") if name in found} | given
            merged |= {"aanleidinggevendKlantcontact": {"uuid": found["aanleidinggevendKlantcontact"]["uuid"]}}
            checked = InterneTaak.model_validate(merged)
            if checked.afgehandeld_op and checked.status != "verwerkt":
                raise Wrong("afgehandeldOp", "invalid")
            found.update(given)
        return _json(self._shown(path, key))

    def _make(self, path: str, given: Any) -> dict[str, Any]:
        body = MODELS[path].model_validate(given).model_dump(mode="json", by_alias=True)
        self._check(path, body, given)
        key = str(uuid.uuid4())
        self.objects[path][key] = {"uuid": key, "url": f"{ADDRESS}/{path}/{key}", **body, **self._added(path, body)}
        return self._shown(path, key)

    def _check(self, path: str, body: dict[str, Any], given: Any) -> None:
        if path in HANGS_ON:
            name, other = HANGS_ON[path]
            if body[name] and body[name]["uuid"] not in self.objects[other]:
                raise Wrong(name, "does_not_exist")
        if body.get("referentienummer") and any(one["referentienummer"] == body["referentienummer"] for one in self.all(path)):
            raise Wrong("referentienummer", "unique")
        if path == "digitaleadressen":
            self._check_address(body)
        if path == "internetaken":
            self._check_task(body, given)

    def _check_address(self, body: dict[str, Any]) -> None:
        if body["isStandaardAdres"]:
            raise Wrong("isStandaardAdres", "invalid")
        form = {"telefoonnummer": PHONE, "email": DJANGO_EMAIL}.get(body["soortDigitaalAdres"])
        if form and not form.fullmatch(body["adres"]) or form is PHONE and NO_PHONE.fullmatch(body["adres"]):
            raise Wrong("adres", "invalid")
        same = (body["verstrektDoorBetrokkene"] or {}).get("uuid"), body["referentie"]
        if body["referentie"] and any(
            (one["verstrektDoorBetrokkene"]["uuid"], one["referentie"]) == same for one in self.all("digitaleadressen")
        ):
            raise Wrong("referentie", "unique")

    def _check_task(self, body: dict[str, Any], given: dict[str, Any]) -> None:
        if ("toegewezenAanActor" in given) == ("toegewezenAanActoren" in given):
            raise Wrong("nonFieldErrors", "required")
        for actor in body["toegewezenAanActoren"] or []:
            if actor["uuid"] not in self.objects["actoren"]:
                raise Wrong("toegewezenAanActoren", "does_not_exist")
        if body["afgehandeldOp"] and body["status"] != "verwerkt":
            raise Wrong("afgehandeldOp", "invalid")

    def _added(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What only the server writes."""
        if path == "klantcontacten":
            return {"gingOverOnderwerpobjecten": [], "hadBetrokkenActoren": [], "omvatteBijlagen": []}
        if path == "betrokkenen":
            return {"volledigeNaam": " ".join(filter(None, (body["contactnaam"] or {}).values()))}
        if path == "internetaken":
            given = body["toegewezenAanActoren"] or []
            keys = [{"uuid": one["uuid"], "url": f"{ADDRESS}/actoren/{one['uuid']}"} for one in given]
            first = {"toegewezenAanActor": keys[0]} if keys else {}
            return {"toegewezenOp": datetime.now().astimezone().isoformat(), "toegewezenAanActoren": keys, **first}
        return {}

    def _shown(self, path: str, key: str) -> dict[str, Any]:
        """As a GET gives it: with its url where it points at another, and what hangs on it."""
        shown = dict(self.objects[path][key])
        if path in HANGS_ON:
            name, other = HANGS_ON[path]
            shown[name] = shown[name] and {"uuid": shown[name]["uuid"], "url": f"{ADDRESS}/{other}/{shown[name]['uuid']}"}
        backwards = {"klantcontacten": [("hadBetrokkenen", "betrokkenen"), ("leiddeTotInterneTaken", "internetaken")]}
        backwards["betrokkenen"] = [("digitaleAdressen", "digitaleadressen")]
        for name, other in backwards.get(path, []):
            shown[name] = [{"uuid": one, "url": f"{ADDRESS}/{other}/{one}"} for one in self._hanging(other, key)]
        return {
            name: value for name, value in shown.items() if value is not None or name not in ("toegewezenAanActor", "toegewezenAanActoren")
        }

    def _hanging(self, path: str, key: str) -> list[str]:
        name = HANGS_ON[path][0]
        return [one["uuid"] for one in self.all(path) if one[name] and one[name]["uuid"] == key]

    def _remove(self, path: str, key: str) -> None:
        """With everything that hangs on it, as Django does."""
        for other, (_, on) in HANGS_ON.items():
            if on == path:
                for hanging in self._hanging(other, key):
                    self._remove(other, hanging)
        del self.objects[path][key]

    def _list(self, path: str, request: Request) -> dict[str, Any]:
        asked = {name: value for name, value in request.query_params.items() if name not in ("page", "pageSize")}
        if unknown := set(asked) - FILTERS[path]:
            raise Wrong(unknown.pop(), "unknown-parameters")
        found = [self._shown(path, key) for key in reversed(self.objects[path]) if self._fits(path, key, asked)]
        return {"count": len(found), "next": None, "previous": None, "results": found[: int(request.query_params.get("pageSize", "100"))]}

    def _fits(self, path: str, key: str, asked: dict[str, str]) -> bool:
        found = self.objects[path][key]
        return all(
            str((found[name.removesuffix("__uuid")] or {}).get("uuid") if name.endswith("__uuid") else found[name]) == value
            for name, value in asked.items()
        )


def _json(body: Any, status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"API-version": "0.9.0"})


def _problem(status: int, code: str, wrong: list[tuple[str, str]] | None = None) -> Response:
    params = [{"name": name, "code": kind, "reason": "Dit kan niet."} for name, kind in wrong or []]
    body = {
        "type": f"{ADDRESS}/fouten/",
        "code": code,
        "title": code,
        "status": status,
        "detail": code,
        "instance": "urn:uuid:0",
        "invalidParams": params,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


class Killed(BaseException):
    """The sender's process is no more."""


class Wire(httpx.ASGITransport):
    """The way to the fake. `before` and `after` are called with the number of the request (1, 2, ...) and may raise."""

    def __init__(self, server: OpenKlantServer) -> None:
        super().__init__(server.app)
        self.count = 0
        self.before: Callable[[int], Any] = lambda number: None
        self.after: Callable[[int], Any] = lambda number: None
        self.meanwhile: Callable[[int], Awaitable[None]] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        number = self.count
        self.before(number)
        answer = await super().handle_async_request(request)
        if self.meanwhile:
            await self.meanwhile(number)
        self.after(number)
        return answer


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(fake: OpenKlantServer) -> Iterator[str]:
    """The fake over real HTTP: the address of its API."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(fake.app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}{BASE}"
    finally:
        server.should_exit = True
        thread.join(30)
