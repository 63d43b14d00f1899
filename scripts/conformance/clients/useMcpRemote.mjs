// `mcp-remote`, a bridge for clients that know only programs: spoken to over stdio by the client of the SDK.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** `task`: {key, command, env}. Answers what was seen at the endpoint. */
export async function useMcpRemote(task, { url, prefix }) {
  const client = new Client({ name: 'conformance', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: task.command,
      // Its settings split at blanks, so the one in the header comes from the environment.
      args: [url, '--header', 'Authorization:${AUTHORIZATION}'],
      env: { ...task.env, AUTHORIZATION: `Bearer ${task.key}` },
      stderr: 'ignore',
    }),
  );
  try {
    const call = (name, options) =>
      client.callTool({ name: `${prefix}${name}` }, undefined, options);
    const progress = [];
    const { tools } = await client.listTools();
    const called = await call('test_simple_text');
    await call('test_tool_with_progress', {
      onprogress: ({ progress: value }) => progress.push(value),
    });
    const read = await client.readResource({ uri: 'test://static-text' });
    const prompt = await client.getPrompt({
      name: `${prefix}test_prompt_with_arguments`,
      arguments: { arg1: 'a', arg2: 'b' },
    });
    const refused = await call('get_forecast');
    return {
      tools: tools.map(({ name }) => name),
      called: called.content[0].text,
      progress,
      read: read.contents[0].text,
      prompt: prompt.messages[0].content.text,
      refused: refused.isError ? refused.content[0].text : undefined,
    };
  } finally {
    await client.close();
  }
}
