"""An authorization server that makes tokens for whoever asks."""

import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


class Issuer:
    def __init__(self) -> None:
        self.url = ""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.app = Starlette(
            routes=[
                Route("/.well-known/oauth-authorization-server", self.metadata),
                Route("/keys", self.keys),
            ]
        )

    def metadata(self, _: Request) -> JSONResponse:
        return JSONResponse({"issuer": self.url, "jwks_uri": f"{self.url}/keys"})

    def keys(self, _: Request) -> JSONResponse:
        key = jwt.get_algorithm_by_name("ES256").to_jwk(self.key.public_key(), as_dict=True)
        return JSONResponse({"keys": [key | {"kid": "1", "alg": "ES256"}]})

    def token(self, *, key: ec.EllipticCurvePrivateKey | None = None, **claims: object) -> str:
        """A token with these claims; those that are None are left out."""
        claims = {"iss": self.url, "sub": "somebody", "exp": time.time() + 3600, **claims}
        given = {name: claim for name, claim in claims.items() if claim is not None}
        return jwt.encode(given, key or self.key, algorithm="ES256", headers={"kid": "1"})
