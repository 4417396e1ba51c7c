"""An identity provider as a process of its own: oidc-provider-mock, made to insist on PKCE, and able to misbehave.
`python tests/access/provider.py PORT`; POST /misbehave with JSON sets what the next ID tokens say: claims, or `key: foreign`, `alg: none`."""

import base64
import hashlib
import json
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock  # type: ignore[import-untyped]
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

challenges: dict[str, str] = {}
wrong: dict[str, Any] = {}
foreign = RSAKey.generate_key(2048)


def made() -> flask.Flask:
    people = [
        oidc_provider_mock.User(sub="noor-1", claims={"email": "Noor@gemeente.example", "email_verified": True, "name": "Noor van Dam"}),
        oidc_provider_mock.User(sub="noor-2", claims={"email": "noor@gemeente.example", "email_verified": True}),
        oidc_provider_mock.User(sub="loose", claims={"email": "los@gemeente.example", "email_verified": False}),
        oidc_provider_mock.User(sub="stranger", claims={"email": "vreemd@elders.example", "email_verified": True}),
    ]
    app: flask.Flask = oidc_provider_mock.app(require_nonce=True, user_claims=people)

    @app.after_request
    def remember_challenge(answer: flask.Response) -> flask.Response:
        code = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("code")
        if code and flask.request.args.get("code_challenge_method") == "S256":
            challenges[code[0]] = flask.request.args["code_challenge"]
        return answer

    @app.before_request
    def insist_on_pkce() -> Any:
        if flask.request.path != "/oauth2/token":
            return None
        digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
        right = challenges.get(flask.request.form.get("code", "")) == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return None if right else (flask.jsonify({"error": "invalid_grant"}), 400)

    @app.after_request
    def misbehave(answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and answer.status_code == 200 and wrong:
            body = answer.get_json()
            answer.set_data(json.dumps({**body, "id_token": _twisted(body["id_token"])}))
        return answer

    @app.post("/misbehave")
    def set_wrong() -> str:
        wrong.clear()
        wrong.update(flask.request.get_json())
        return "ok"

    return app


def _twisted(token: str) -> str | None:
    said = {name: value for name, value in wrong.items() if name not in ("key", "alg", "missing")}
    if wrong.get("missing"):
        return None
    header, payload, _ = token.split(".")
    claims = {**json.loads(base64.urlsafe_b64decode(payload + "==")), **said}
    if said.get("exp") == "past":
        claims["exp"] = int(time.time()) - 3600
    if wrong.get("alg") == "none":
        plain = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
        return f"{plain}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}."
    if wrong.get("key") == "tampered":
        return f"{header}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}.{token.split('.')[2]}"
    kept = json.loads(base64.urlsafe_b64decode(header + "=="))
    key = foreign if wrong.get("key") == "foreign" else _own_key()
    return jwt.encode(kept, claims, key, registry=jws.JWSRegistry(strict_check_header=False))


def _own_key() -> Any:
    key = flask.g.oidc_provider_mock_storage.jwk
    return RSAKey.import_key(key.as_dict(is_private=True))


if __name__ == "__main__":
    port = int(sys.argv[1])
    made().run("127.0.0.1", port)
