import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';

/** The baseline of a discovery: the official SDK connects, lists the 20 tools of a fixture server, and hangs up. */
export async function listWithBareSdk(url: string): Promise<void> {
  const client = new Client(
    { name: 'bench', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  if (tools.length !== 20)
    throw new Error(`Expected 20 tools, got ${tools.length}`);
  await client.close();
}
