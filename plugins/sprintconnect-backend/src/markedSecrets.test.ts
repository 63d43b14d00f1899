import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { createReadStream, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import {
  createServer as createTlsServer,
  type ServerOptions,
} from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './__testUtils__/eventually';
import { makeCertificate } from './administration/__testUtils__/makeCertificate';
import { TOKEN } from './__testUtils__/startRealBackend';

const MARKS = {
  bearer: 'marked-bearer-5b1f0c77',
  rotated: 'marked-rotated-5b1f0c77',
  untaken: 'marked-untaken-5b1f0c77',
  header: 'marked-header-5b1f0c77',
  password: 'marked-password-5b1f0c77',
  clientSecret: 'marked-client-5b1f0c77',
  token: 'marked-token-5b1f0c77',
  rejected: 'marked-rejected-5b1f0c77',
  trial: 'marked-trial-5b1f0c77',
};
const ANSWERS: string[] = [];

/**
 * A server that tells everybody what it was sent, wherever it can, and an authorization server that does as well.
 *
 * @param tls - Makes it one that takes only clients with a certificate.
 */
async function startTelltale(tls?: ServerOptions) {
  let refused = 0;
  const answer: RequestListener = async (req, res) => {
    let text = '';
    for await (const chunk of req) text += chunk;
    const said = `${req.headers.authorization} ${req.headers['x-key']}`;
    const json = (status: number, body: object) =>
      res
        .writeHead(status, {
          'content-type': 'application/json',
          'x-echo': said.replace(/[^\x20-\x7e]/g, ''),
          'www-authenticate': 'Bearer',
        })
        .end(JSON.stringify(body));
    if (req.url === '/token') {
      json(200, {
        access_token: MARKS.token,
        token_type: 'Bearer',
        expires_in: 3600,
      });
      return;
    }
    const { id, method } = text ? JSON.parse(text) : { id: 0, method: '' };
    if ([MARKS.rejected, MARKS.untaken].some(each => said.includes(each))) {
      refused += 1;
      json(401, { jsonrpc: '2.0', id, error: { code: -1, message: said } });
      return;
    }
    const results: Record<string, object> = {
      'server/discover': {
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        serverInfo: { name: said, version: '1' },
        instructions: said,
        resultType: 'complete',
      },
      'tools/list': {
        tools: ['tell', 'fail'].map(name => ({
          name,
          description: said,
          inputSchema: { type: 'object' },
        })),
        resultType: 'complete',
      },
    };
    if (method === 'tools/call' && text.includes('"fail"')) {
      json(200, { jsonrpc: '2.0', id, error: { code: -5, message: said } });
      return;
    }
    const result = results[method] ?? {
      content: [{ type: 'text', text: said }],
      resultType: 'complete',
    };
    json(200, { jsonrpc: '2.0', id, result });
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    /** How often it did not take a credential. */
    refused: () => refused,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Until a portal that says nothing is taken for one that hangs. */
const SILENCE_MS = 150_000;

/** Which of these texts stand in a file, also where they are written in other ways. */
async function foundIn(file: string, texts: readonly string[]) {
  const needles = texts.flatMap(text =>
    [text, Buffer.from(text).toString('base64').slice(0, -4)].map(each =>
      Buffer.from(each),
    ),
  );
  const found = new Set<string>();
  let tail = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, {
    highWaterMark: 4 * 1024 * 1024,
  })) {
    const part = Buffer.concat([tail, chunk as Buffer]);
    for (const needle of needles) {
      if (part.includes(needle)) found.add(String(needle));
    }
    tail = part.subarray(Math.max(0, part.length - 4096));
  }
  return [...found];
}

describe('marked secrets', () => {
  let directory: string;
  let child: ChildProcess;
  let said: AsyncIterator<any[]>;
  let log = '';
  let base: string;
  let telltale: Awaited<ReturnType<typeof startTelltale>>;
  let strict: Awaited<ReturnType<typeof startTelltale>>;
  const { key, cert } = makeCertificate('marked');

  /** What the portal says next; it is listened to all the time, because two messages may come at once. */
  const heard = async () => {
    const silence = sleep(SILENCE_MS, undefined, { ref: false });
    for (;;) {
      const next = await Promise.race([said.next(), silence]);
      if (!next || next.done) {
        throw new Error(
          `the portal ended or hangs; it logged:\n${log.slice(-4000)}`,
        );
      }
      // Backstage has messages of its own.
      const [{ base: at, written, error }] = next.value;
      if (error) throw new Error(error);
      if (at || written) return { base: at as string };
    }
  };
  const send = async (method: string, path: string, options: object = {}) => {
    const { body, revision } = options as { body?: object; revision?: number };
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(revision && { 'if-match': `"${revision}"` }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    ANSWERS.push(text, JSON.stringify([...response.headers]));
    return { status: response.status, body: text ? JSON.parse(text) : {} };
  };

  const rotate = async (id: string, secret: string) => {
    const { body: server } = await send('GET', `/v1/servers/${id}`);
    const { status } = await send('PUT', `/v1/servers/${id}/credential`, {
      revision: server.revision,
      body: { credential: { type: 'bearer', secret }, overlapSeconds: 600 },
    });
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sprintconnect-marks-'));
    telltale = await startTelltale();
    const own = makeCertificate('strict');
    const bundle = join(directory, 'bundle.pem');
    await writeFile(bundle, own.cert);
    strict = await startTelltale({
      ...{ key: own.key, cert: own.cert },
      ...{ ca: cert, requestCert: true, rejectUnauthorized: true },
    });
    const script = join(__dirname, '__testUtils__/marked/markedPortal.js');
    child = spawn(
      process.execPath,
      ['--expose-gc', script, directory, bundle],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    said = on(child, 'message', { close: ['exit'] });
    const take = (data: Buffer) => {
      log += data.toString();
    };
    child.stdout!.on('data', take);
    child.stderr!.on('data', take);
    ({ base } = await heard());
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    telltale?.stop();
    strict?.stop();
    await rm(directory, { recursive: true });
  });

  it('are in nothing that is kept, logged or told, nor in an idle process', async () => {
    const marks = [...Object.values(MARKS), key.split('\n')[1]];
    const credentials = {
      bearer: { type: 'bearer', secret: MARKS.bearer },
      header: { type: 'header', name: 'X-Key', secret: MARKS.header },
      basic: { type: 'basic', username: 'ann', password: MARKS.password },
      oauth: {
        type: 'oauth-client-credentials',
        clientId: 'marked',
        tokenEndpoint: `${telltale.origin}/token`,
        clientAuthentication: 'client_secret_post',
        clientSecret: MARKS.clientSecret,
      },
      rejected: { type: 'bearer', secret: MARKS.rejected },
    };
    const remotes = [
      { type: 'streamable-http', url: `${telltale.origin}/mcp` },
    ];
    const ids: Record<string, string> = {};
    for (const [name, credential] of Object.entries(credentials)) {
      const body = { name, environment: 'development', remotes, credential };
      const { status, body: server } = await send('POST', '/v1/servers', {
        body,
      });
      expect([name, status]).toEqual([name, 201]);
      ids[name] = server.id;
    }
    const mtls = { type: 'mtls', certificate: cert, privateKey: key };
    const remote = { type: 'streamable-http', url: `${strict.origin}/mcp` };
    const made = await send('POST', '/v1/servers', {
      body: {
        name: 'mtls',
        environment: 'development',
        remotes: [remote],
        credential: mtls,
      },
    });
    expect(made.status).toBe(201);
    ids.mtls = made.body.id;
    for (const [name, id] of Object.entries(ids)) {
      await eventually(`a discovery of ${name}`, async () => {
        const { body } = await send('GET', `/v1/servers/${id}`);
        return body.lastDiscoveredAt ?? body.lastError;
      });
    }
    await send('POST', '/v1/servers/test', {
      body: { remotes, credential: { type: 'bearer', secret: MARKS.trial } },
    });
    await send('POST', '/v1/servers', {
      body: {
        name: 'bad',
        environment: 'moon',
        remotes,
        credential: { type: 'bearer', secret: `${MARKS.trial}\n` },
      },
    });
    // A certificate is no header, so that nobody can repeat its key.
    const repeated = ['bearer', 'header', 'basic', 'oauth'];
    for (const name of [...repeated, 'mtls']) {
      const tools = `/v1/servers/${ids[name]}/tools`;
      const told = await send('POST', `${tools}/tell/call`, { body: {} });
      expect([name, told.status]).toEqual([name, 200]);
      expect([name, JSON.stringify(told.body).includes('[hidden]')]).toEqual([
        name,
        repeated.includes(name),
      ]);
      await send('POST', `${tools}/fail/call`, { body: {} });
      await send('POST', `/v1/servers/${ids[name]}/probe`);
      await send('GET', `/v1/servers/${ids[name]}/capabilities`);
    }
    await rotate(ids.bearer, MARKS.rotated);
    const again = `/v1/servers/${ids.bearer}/tools/tell/call`;
    expect((await send('POST', again, { body: {} })).status).toBe(200);
    await rotate(ids.bearer, MARKS.untaken);
    const before = telltale.refused();
    // Refused with the newest version, and answered with the one before.
    expect((await send('POST', again, { body: {} })).status).toBe(200);
    expect(telltale.refused()).toBeGreaterThan(before);
    for (const path of [
      '/v1/servers',
      '/v1/audit?limit=200',
      '/v1/calls',
      '/v1/jobs',
    ]) {
      expect((await send('GET', path)).status).toBe(200);
    }

    const snapshot = join(directory, 'idle.heapsnapshot');
    child.send({ snapshot });
    await heard();
    const told = ANSWERS.join('\n');
    expect(marks.filter(mark => told.includes(mark))).toEqual([]);
    expect(marks.filter(mark => log.includes(mark))).toEqual([]);
    const kept = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    const files = kept.filter(name => /\.(sqlite|heapsnapshot)/.test(name));
    expect(files).toContain('idle.heapsnapshot');
    expect(files.some(name => name.includes('sqlite'))).toBe(true);
    for (const name of files) {
      const found = await foundIn(join(directory, name), marks);
      expect([name, found]).toEqual([name, []]);
    }
    expect(await foundIn(snapshot, ['marked'])).not.toEqual([]);
  });
});
