"""The official SDK (`mcp`), which asks for the newest revision first."""

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

import task


async def use(url, key, prefix):
    headers = {"authorization": f"Bearer {key}"}
    progress = []

    async def on_progress(value, total, message):
        progress.append(value)

    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        async with Client(streamable_http_client(url, http_client=http)) as client:
            tools = (await client.list_tools()).tools
            called = await client.call_tool(f"{prefix}test_simple_text", {})
            await client.call_tool(
                f"{prefix}test_tool_with_progress", {}, progress_callback=on_progress
            )
            read = await client.read_resource("test://static-text")
            prompt = await client.get_prompt(
                f"{prefix}test_prompt_with_arguments", {"arg1": "a", "arg2": "b"}
            )
            refused = await client.call_tool(f"{prefix}get_forecast", {})
            return {
                "revision": client.protocol_version,
                "tools": [tool.name for tool in tools],
                "called": called.content[0].text,
                "progress": progress,
                "read": read.contents[0].text,
                "prompt": prompt.messages[0].content.text,
                "refused": refused.content[0].text if refused.is_error else None,
            }


task.run(use)
