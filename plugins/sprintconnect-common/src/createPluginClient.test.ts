import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPluginClient } from './createPluginClient';

describe('createPluginClient', () => {
  it('asks as the plugin, with a new token each time, and for one organisation or on behalf of somebody where one is named', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((req, res) => {
      seen.push(req.headers);
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ items: [] }));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    let tokens = 0;
    const services = {
      auth: {
        getOwnServiceCredentials: async () => 'catalog',
        getPluginRequestToken: async (options: {
          onBehalfOf: string;
          targetPluginId: string;
        }) => ({
          token: `${options.onBehalfOf}-for-${options.targetPluginId}-${++tokens}`,
        }),
      },
      discovery: {
        getBaseUrl: async (id: string) => `http://127.0.0.1:${port}/api/${id}`,
      },
    };
    try {
      const client = createPluginClient(services);
      await client.listServers({});
      await client.listServers({});
      await createPluginClient({
        ...services,
        organisation: 'group:default/acme',
      }).listServers({});
      await createPluginClient({
        ...services,
        credentials: async () => 'ada',
      }).listServers({});
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(
      seen.map(headers => [
        headers.authorization,
        headers['sprintconnect-organization'],
      ]),
    ).toEqual([
      ['Bearer catalog-for-sprintconnect-1', undefined],
      ['Bearer catalog-for-sprintconnect-2', undefined],
      ['Bearer catalog-for-sprintconnect-3', 'group:default/acme'],
      ['Bearer ada-for-sprintconnect-4', undefined],
    ]);
  });
});
