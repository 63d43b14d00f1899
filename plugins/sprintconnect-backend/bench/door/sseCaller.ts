import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import type { Caller } from './postingCaller';

/** Asks where there is only the transport of 2024-11-05, by the client of the SDK. The tool may have a prefix. */
export async function sseCaller(url: string, tool: string): Promise<Caller> {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new SSEClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  const name = tools.find(each => each.name.endsWith(tool))?.name;
  if (!name) throw new Error(`There is no ${tool} at ${url} yet`);
  return {
    async call() {
      const params = { name, arguments: { place: 'Berlin' } };
      const result = await client.callTool(params);
      if (result.isError) throw new Error(JSON.stringify(result));
    },
    list: async () => (await client.listTools()).tools.length,
    close: () => client.close(),
  };
}
