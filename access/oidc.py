"""The identity provider of a gemeente: the only file that talks to it. Authorization code with PKCE, state and nonce."""

from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError
from joserfc.errors import JoseError

from kit import logs
from kit.errors import Unauthorized, Unavailable
from settings import Settings

log = logs.get(__name__)

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REFUSED = "Inloggen met je werkaccount lukte niet. Probeer het nog eens."
DOWN = "De inlogdienst van je gemeente antwoordt nu niet. Probeer het zo nog eens."
TIMEOUT_SECONDS = 10
LEEWAY_SECONDS = 60


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. `email` is there only when the provider checked it."""

    issuer: str
    subject: str
    email: str | None
    name: str | None


class Provider:
    """Nothing is asked of it before the first sign-in; what it tells about itself is kept."""

    def __init__(self, settings: Settings) -> None:
        self._issuer, self._acr = settings.oidc_issuer, settings.oidc_acr
        self._return_to = f"{settings.address}/beheer/inloggen/terug"
        self._client = OAuth().register(
            "gemeente",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{self._issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
        )

    async def begin(self) -> tuple[str, dict[str, str]]:
        """The address to send the browser to, and what to keep until it comes back. Raises Unavailable."""
        try:
            await self._known()
            wanted = {"acr_values": self._acr} if self._acr else {}
            made = await self._client.create_authorization_url(self._return_to, **wanted)
        except (HTTPError, ValueError) as error:
            log.warning("provider_unreachable", reason=type(error).__name__)
            raise Unavailable(DOWN) from error
        return made["url"], {name: made[name] for name in ("state", "nonce", "code_verifier")}

    async def finish(self, kept: dict[str, str], code: str) -> Identity:
        """Who came back with this code; the state was compared already. Raises Unauthorized or Unavailable."""
        try:
            await self._known()
            token = await self._client.fetch_access_token(self._return_to, code=code, code_verifier=kept["code_verifier"])
            if not isinstance(token.get("id_token"), str):
                raise KeyError("id_token")
            claims = await self._client.parse_id_token(token, kept["nonce"], self._must(), leeway=LEEWAY_SECONDS)
        except HTTPError as error:
            log.warning("provider_unreachable", reason=type(error).__name__)
            raise Unavailable(DOWN) from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            log.warning("provider_answer_refused", reason=type(error).__name__)
            raise Unauthorized(REFUSED) from error
        return self._identity(claims)

    def _must(self) -> dict[str, Any]:
        acr = {"acr": {"essential": True, "value": self._acr}} if self._acr else {}
        return {"iss": {"essential": True, "value": self._issuer}, **acr}

    async def _known(self) -> None:
        """A provider that names itself otherwise is another one; and an unsigned token is never enough. Raises ValueError."""
        metadata = await self._client.load_server_metadata()
        if metadata.get("issuer") != self._issuer:
            metadata.clear()
            raise ValueError("issuer")
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNATURES]

    def _identity(self, claims: dict[str, Any]) -> Identity:
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Identity(self._issuer, str(claims["sub"]), email, claims.get("name"))
