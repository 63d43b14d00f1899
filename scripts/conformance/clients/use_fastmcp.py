"""The client of `fastmcp`."""

from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport

import task


async def use(url, key, prefix):
    progress = []

    async def on_progress(value, total, message):
        progress.append(value)

    async with Client(StreamableHttpTransport(url, auth=key)) as client:
        tools = await client.list_tools()
        called = await client.call_tool(f"{prefix}test_simple_text", {})
        await client.call_tool(
            f"{prefix}test_tool_with_progress", {}, progress_handler=on_progress
        )
        read = await client.read_resource("test://static-text")
        prompt = await client.get_prompt(
            f"{prefix}test_prompt_with_arguments", {"arg1": "a", "arg2": "b"}
        )
        refused = await client.call_tool(
            f"{prefix}get_forecast", {}, raise_on_error=False
        )
        return {
            "tools": [tool.name for tool in tools],
            "called": called.content[0].text,
            "progress": progress,
            "read": read[0].text,
            "prompt": prompt.messages[0].content.text,
            "refused": refused.content[0].text if refused.is_error else None,
        }


task.run(use)
