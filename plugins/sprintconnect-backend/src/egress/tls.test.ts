import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { createServer as createProxy } from 'node:http';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { makeCertificate } from '../administration/__testUtils__/makeCertificate';
import { egressWith, failureOf, hello, listen } from './__testUtils__/loopback';
import { openEgressWorld } from './__testUtils__/openEgressWorld';

const certificate = makeCertificate('tools.example');
const directory = createMockDirectory();

async function startTls(options: object = {}) {
  const { key, cert } = certificate;
  const { port } = await listen(createServer({ key, cert, ...options }, hello));
  return `https://127.0.0.1:${port}/`;
}

describe('TLS', () => {
  it('trusts what the bundle names, and nothing that it does not', async () => {
    const url = await startTls();
    const strange = await failureOf(egressWith().fetch()(url));
    expect(strange.code).toBe('tls-failed');
    const trusting = egressWith({ tls: { ca: certificate.cert } });
    expect(await (await trusting.fetch()(url)).text()).toBe('hello');
    const other = egressWith({ tls: { ca: makeCertificate('other').cert } });
    expect((await failureOf(other.fetch()(url))).code).toBe('tls-failed');
  });

  it('is not older than the oldest version that is accepted', async () => {
    const url = await startTls({ maxVersion: 'TLSv1.2' });
    const { cert: ca } = certificate;
    const relaxed = egressWith({ tls: { ca } });
    expect((await relaxed.fetch()(url)).status).toBe(200);
    const strict = egressWith({ tls: { ca, minVersion: 'TLSv1.3' } });
    expect((await failureOf(strict.fetch()(url))).code).toBe('tls-failed');
  });

  it('goes from end to end through a proxy, which sees nothing of it', async () => {
    const url = await startTls();
    const seen: Buffer[] = [];
    const proxy = createProxy();
    proxy.on('connect', (req, client) => {
      const there = connect(Number(req.url!.split(':')[1]), '127.0.0.1');
      there.on('error', () => client.destroy());
      client.on('error', () => there.destroy());
      client.on('data', (piece: Buffer) => seen.push(piece));
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(there).pipe(client);
    });
    const { port } = await listen(proxy);
    const egress = egressWith({
      tls: { ca: certificate.cert },
      proxy: {
        url: new URL(`http://127.0.0.1:${port}`),
        noProxy: [],
        connectTo: 'address',
      },
    });
    const response = await egress.fetch()(url, {
      headers: { 'x-a': 'secret' },
    });
    expect(await response.text()).toBe('hello');
    expect(seen.length).toBeGreaterThan(0);
    expect(Buffer.concat(seen).toString('latin1')).not.toContain('secret');
  });

  it('reads its bundle at the start, and does not start with another file', async () => {
    const path = join(directory.path, 'bundle.pem');
    writeFileSync(path, certificate.cert);
    const url = await startTls();
    const world = await openEgressWorld({
      settings: { tls: { caFile: path } },
    });
    const way = world.egress.for({
      orgId: 'default',
      environment: 'production',
    });
    expect((await way.fetch()(url)).status).toBe(200);
    writeFileSync(path, 'no certificate');
    await expect(
      openEgressWorld({ settings: { tls: { caFile: path } } }),
    ).rejects.toThrow('holds no certificate in PEM');
  });
});
