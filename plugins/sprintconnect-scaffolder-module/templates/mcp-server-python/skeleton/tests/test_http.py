"""What stands around the MCP endpoint."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def test_health(http: httpx2.Client) -> None:
    assert http.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"Host": "tools.example.com"}, 200),
        ({"Host": "evil.example.com"}, 421),
        ({"Origin": "https://tools.example.com"}, 200),
        ({"Origin": "http://localhost:6274"}, 200),
        ({"Origin": "https://evil.example.com"}, 403),
        ({"Origin": "null"}, 403),
    ],
    ids=str,
)
def test_guard(http: httpx2.Client, given: dict[str, str], status: int) -> None:
    assert http.post("/mcp", json=PING, headers=given).status_code == status


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_stop(asked: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mcp_server"],
        env=os.environ | {"HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until_healthy(f"http://127.0.0.1:{port}", process)
    process.send_signal(asked)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert all(json.loads(line)["level"] for line in output.splitlines())


def wait_until_healthy(origin: str, process: subprocess.Popen) -> None:
    while process.poll() is None:
        try:
            if httpx2.get(f"{origin}/healthz").is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    pytest.fail(f"The server ended: {process.communicate()[0]}")


def test_bad_settings() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "mcp_server"],
        env=os.environ | {"PORT": "none"},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert "port" in answer.stderr
