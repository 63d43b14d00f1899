"""Only who has a good token is let in."""

import time

import httpx2
import pytest
from conftest import PUBLIC_URL
from cryptography.hazmat.primitives.asymmetric import ec
from issuer import Issuer

METADATA = "/.well-known/oauth-protected-resource/mcp"
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())


def ask(origin: str, headers: dict[str, str]) -> httpx2.Response:
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accept = {"Accept": "application/json, text/event-stream"}
    return httpx2.post(f"{origin}/mcp", json=message, headers=accept | headers)


def assert_refused(answer: httpx2.Response) -> None:
    assert answer.status_code == 401
    where = f'resource_metadata="https://tools.example.com{METADATA}"'
    assert where in answer.headers["www-authenticate"]


def test_good_token(origin: str, token: str) -> None:
    assert ask(origin, {"Authorization": f"Bearer {token}"}).status_code == 200


def test_no_token(origin: str) -> None:
    assert_refused(ask(origin, {}))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://other.example.com/mcp"},
        {"aud": None},
        {"iss": "https://other.example.com"},
        {"exp": time.time() - 60},
        {"exp": None},
        {"key": OTHER_KEY},
    ],
    ids=str,
)
def test_bad_token(origin: str, issuer: Issuer, claims: dict) -> None:
    token = issuer.token(**{"aud": PUBLIC_URL} | claims)
    assert_refused(ask(origin, {"Authorization": f"Bearer {token}"}))


def test_metadata(origin: str, issuer: Issuer) -> None:
    metadata = httpx2.get(origin + METADATA).json()
    assert metadata["resource"] == PUBLIC_URL
    assert [each.rstrip("/") for each in metadata["authorization_servers"]] == [issuer.url]
