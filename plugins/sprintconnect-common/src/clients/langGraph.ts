import { type ClientFile, type ClientTarget, headersOf } from './ClientTarget';

/**
 * LangGraph: Python that gives an agent the tools, by langchain-mcp-adapters (docs: "Model Context Protocol" of LangChain). It cannot
 * open a browser, so that whoever runs it needs a credential.
 */
export function langGraph(target: ClientTarget): ClientFile {
  const { name, type, url, asks, variable } = target;
  const headers = Object.entries(headersOf(target, '')).map(
    ([header, value]) =>
      asks && header === 'Authorization'
        ? `${text(header)}: "Bearer " + os.environ[${text(variable)}]`
        : `${text(header)}: ${text(value)}`,
  );
  const server = [
    `"transport": ${text(type)}`,
    `"url": ${text(url)}`,
    ...(headers.length > 0 ? [`"headers": {${headers.join(', ')}}`] : []),
  ];
  return {
    file: 'agent.py',
    text: [
      'import asyncio',
      ...(asks ? ['import os'] : []),
      '',
      'from langchain_mcp_adapters.client import MultiServerMCPClient',
      '',
      'client = MultiServerMCPClient({',
      `    ${text(name)}: {`,
      ...server.map(line => `        ${line},`),
      '    },',
      '})',
      '',
      '',
      'async def main():',
      '    tools = await client.get_tools()',
      '    # Give them to your agent: create_agent(model, tools)',
      '    print([tool.name for tool in tools])',
      '',
      '',
      'asyncio.run(main())',
    ].join('\n'),
    command: 'pip install langchain langgraph langchain-mcp-adapters',
    credential: asks ? { variable } : undefined,
  };
}

/** A string literal of Python, which reads the escapes of JSON, but not half of a surrogate pair; no address of ours has one. */
function text(value: string): string {
  return JSON.stringify(value);
}
