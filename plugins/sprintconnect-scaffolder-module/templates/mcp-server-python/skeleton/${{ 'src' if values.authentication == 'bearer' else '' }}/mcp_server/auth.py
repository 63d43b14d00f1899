"""Who may call: whoever holds a token that the issuer has made for this server."""

import logging
from functools import cached_property
from urllib.parse import urlsplit

import httpx2
import jwt
from anyio import to_thread
from fastmcp.server.auth import AccessToken, RemoteAuthProvider, TokenVerifier
from pydantic import AnyHttpUrl, HttpUrl

logger = logging.getLogger(__name__)

# Only those with a public key: a server that can make tokens is more than one that can check them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


def create_gate(*, issuer: str, public_url: HttpUrl) -> RemoteAuthProvider:
    """Refuses requests without a good token, and tells clients where to get one (RFC 9728)."""
    return RemoteAuthProvider(
        token_verifier=IssuedTokens(issuer=issuer, audience=str(public_url)),
        authorization_servers=[AnyHttpUrl(issuer)],
        base_url=f"{public_url.scheme}://{public_url.host}:{public_url.port}",
    )


class IssuedTokens(TokenVerifier):
    """JSON Web Tokens of one issuer for one audience. Its keys are fetched when the first token comes."""

    def __init__(self, *, issuer: str, audience: str) -> None:
        super().__init__()
        self.issuer = issuer
        self.audience = audience

    async def verify_token(self, token: str) -> AccessToken | None:
        return await to_thread.run_sync(self._verify, token)

    def _verify(self, token: str) -> AccessToken | None:
        try:
            claims = jwt.decode(
                token,
                self._keys.get_signing_key_from_jwt(token),
                algorithms=ALGORITHMS,
                issuer=self.issuer,
                audience=self.audience,
                options={"require": ["iss", "aud", "exp"]},
            )
        except jwt.PyJWKClientConnectionError:
            # No fault of the caller, who would only fetch another token.
            raise
        except jwt.PyJWTError as error:
            logger.info("Token refused: %s", error)
            return None
        client = claims.get("client_id") or claims.get("azp") or claims.get("sub") or "unknown"
        return AccessToken(
            token=token,
            client_id=str(client),
            scopes=str(claims.get("scope", "")).split(),
            expires_at=int(claims["exp"]),
            subject=claims.get("sub"),
            claims=claims,
        )

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(discover_keys(self.issuer), timeout=5)


def discover_keys(issuer: str) -> str:
    """The URL of the issuer's keys, from its metadata (RFC 8414, or OpenID Connect Discovery)."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    for url in (
        f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{path}",
        f"{parts.scheme}://{parts.netloc}{path}/.well-known/openid-configuration",
    ):
        response = httpx2.get(url, timeout=5)
        if response.is_success:
            document = response.json()
            if document["issuer"] != issuer:
                raise ValueError(f"{url} is about {document['issuer']}, not about {issuer}")
            return document["jwks_uri"]
    raise ValueError(f"{issuer} has no metadata")
