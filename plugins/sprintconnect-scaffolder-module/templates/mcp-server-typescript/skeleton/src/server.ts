import { McpServer } from '@modelcontextprotocol/server';
import identity from '../server.json' with { type: 'json' };
import { addCountWords } from './tools/countWords.ts';

/** Made anew for every request, in both protocol eras: keep what is slow to make, such as a pool, outside. */
export function createServer(): McpServer {
  const { name, title, version } = identity;
  const server = new McpServer({ name, title, version });
  addCountWords(server);
  return server;
}
