import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';

/** A server on this machine until the test is over, and the issuer that it is. What it answers, whoever asks for it adds. */
export async function listenAsIssuer() {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  closedAfterTest({
    close: () => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    },
  });
  const { port } = server.address() as AddressInfo;
  return { server, issuer: `http://127.0.0.1:${port}` };
}

/** The part of oidc-provider's configuration that gives JWT access tokens (RFC 9068) for these resources alone (RFC 8707). */
export function tokensFor(resources: readonly string[], alg: string) {
  return {
    enabled: true,
    getResourceServerInfo: (_ctx: unknown, resource: string) => {
      if (!resources.includes(resource)) {
        throw new Error('not a resource of this test');
      }
      return {
        scope: 'read write',
        audience: resource,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg } },
      };
    },
  };
}
