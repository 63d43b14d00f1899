"""What the server offers is what mcp.contract.json says, so that no change for clients goes unseen."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from fastmcp import Client

CONTRACT = Path(__file__).parent.parent / "mcp.contract.json"
RENEW = "If clients can bear the change, renew the contract: CONTRACT=renew pytest tests/test_contract.py"


async def test_contract(connect: Callable[..., Client]) -> None:
    async with connect() as client:
        lists = {
            "tools": await client.list_tools(),
            "resources": await client.list_resources(),
            "resourceTemplates": await client.list_resource_templates(),
            "prompts": await client.list_prompts(),
        }
    offered = {
        kind: [
            each.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"meta"})
            for each in items
        ]
        for kind, items in lists.items()
    }
    if os.environ.get("CONTRACT") == "renew":
        CONTRACT.write_text(json.dumps(offered, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert offered == json.loads(CONTRACT.read_text("utf-8")), RENEW
