"""An agent of LangGraph with `langchain-mcp-adapters`. Its model is a script: it asks for a tool, then for one with arguments that do not fit, and then ends."""

import warnings

warnings.filterwarnings("ignore")

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_mcp_adapters.client import MultiServerMCPClient
from langgraph.prebuilt import create_react_agent

import task


class ScriptedModel(BaseChatModel):
    """Says what its script says next, and minds no answer."""

    script: list

    @property
    def _llm_type(self):
        return "scripted"

    def bind_tools(self, tools, **kwargs):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        said = sum(isinstance(each, AIMessage) for each in messages)
        return ChatResult(generations=[ChatGeneration(message=self.script[said])])


def asking(name, number):
    call = {"name": name, "args": {}, "id": f"call-{number}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call])


def text_of(message):
    content = message.content
    return content if isinstance(content, str) else content[0]["text"]


async def use(url, key, prefix):
    progress = []

    async def on_progress(value, total, message, context):
        progress.append(value)

    client = MultiServerMCPClient(
        {
            "portal": {
                "transport": "streamable_http",
                "url": url,
                "headers": {"Authorization": f"Bearer {key}"},
            }
        }
    )
    tools = await client.get_tools()
    names = ["test_simple_text", "get_forecast"]
    script = [asking(prefix + name, index) for index, name in enumerate(names)]
    agent = create_react_agent(
        ScriptedModel(script=[*script, AIMessage(content="Done.")]), tools
    )
    said = await agent.ainvoke({"messages": [("user", "Try the tools.")]})
    called, refused = [each for each in said["messages"] if each.type == "tool"]
    resources = await client.get_resources("portal", uris=["test://static-text"])
    prompt = await client.get_prompt(
        "portal",
        f"{prefix}test_prompt_with_arguments",
        arguments={"arg1": "a", "arg2": "b"},
    )
    return {
        "tools": [tool.name for tool in tools],
        "called": text_of(called),
        "read": resources[0].as_string(),
        "prompt": prompt[0].content,
        "refused": text_of(refused) if refused.status == "error" else None,
    }


task.run(use)
