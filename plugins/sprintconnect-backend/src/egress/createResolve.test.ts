import { pbkdf2 } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookup } from 'node:dns/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { egressWith, failureOf, hello, serve } from './__testUtils__/loopback';
import { type NameAnswer, startNameServer } from './__testUtils__/nameServer';
import { createResolve, type ResolveOptions } from './createResolve';

const V6 = '2001:0db8:0000:0000:0000:0000:0000:0001';

/** A resolver over files of its own and one name server; `system` notes what the system is asked. */
async function open(
  answerTo: (name: string) => NameAnswer,
  options: ResolveOptions & { hosts?: string; conf?: string } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'resolve-'));
  closedAfterTest({ close: () => rm(folder, { recursive: true }) });
  const files = {
    hostsFile: join(folder, 'hosts'),
    resolvConf: join(folder, 'resolv.conf'),
  };
  await writeFile(files.hostsFile, options.hosts ?? '');
  await writeFile(files.resolvConf, options.conf ?? '');
  const server = await startNameServer(answerTo);
  const system: string[] = [];
  const resolve = createResolve({
    servers: [server.address],
    systemResolve: async name => {
      system.push(name);
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    },
    ...files,
    ...options,
  });
  return { ...files, asked: server.asked, resolve, system };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'resolved',
    (error: { code?: string }) => error.code,
  );

const v4 = (address: string) => ({ address, family: 4 });

describe('createResolve', () => {
  it('answers every A and AAAA record, without the system', async () => {
    const { resolve, system } = await open(() => [
      '192.0.2.1',
      '192.0.2.2',
      V6,
    ]);
    expect(await resolve('both.example')).toEqual([
      v4('192.0.2.1'),
      v4('192.0.2.2'),
      { address: '2001:db8::1', family: 6 },
    ]);
    expect(system).toEqual([]);
  });

  it('asks again each time: nothing is cached', async () => {
    let last = 0;
    const { resolve } = await open(() => [`192.0.2.${++last}`]);
    const first = await resolve('moving.example');
    expect(await resolve('moving.example')).not.toEqual(first);
  });

  it('takes the hosts file first, as it is now', async () => {
    const hosts = '# none\n10.1.2.3 Inside inside.example # ours\n::1 inside\n';
    const { resolve, asked, hostsFile } = await open(() => 'none', { hosts });
    expect(await resolve('INSIDE')).toEqual([
      v4('10.1.2.3'),
      { address: '::1', family: 6 },
    ]);
    expect(await resolve('inside.example.')).toEqual([v4('10.1.2.3')]);
    await writeFile(hostsFile, '10.9.9.9 inside\n');
    expect(await resolve('inside')).toEqual([v4('10.9.9.9')]);
    expect(asked).toEqual([]);
  });

  it('knows localhost, whatever a name server says', async () => {
    const { resolve, asked } = await open(() => ['192.0.2.1']);
    const loopback = [v4('127.0.0.1'), { address: '::1', family: 6 }];
    expect(await resolve('localhost')).toEqual(loopback);
    expect(await resolve('a.LocalHost.')).toEqual(loopback);
    expect(asked).toEqual([]);
  });

  it('completes short names by the search list, as Kubernetes needs', async () => {
    const { resolve, asked } = await open(
      name => (name === 'mcp.team.svc.cluster.local' ? ['10.0.0.7'] : 'none'),
      {
        conf: 'nameserver 192.0.2.53\nsearch team.svc.cluster.local cluster.local.\noptions ndots:5\n',
      },
    );
    expect(await resolve('mcp')).toEqual([v4('10.0.0.7')]);
    expect([...new Set(asked.splice(0))]).toEqual([
      'mcp.team.svc.cluster.local',
    ]);
    expect(await codeOf(resolve('no.such.example'))).toBe('ENOTFOUND');
    expect([...new Set(asked.splice(0))]).toEqual([
      'no.such.example.team.svc.cluster.local',
      'no.such.example.cluster.local',
      'no.such.example',
    ]);
    expect(await codeOf(resolve('whole.example.'))).toBe('ENOTFOUND');
    expect([...new Set(asked)]).toEqual(['whole.example']);
  });

  it('asks the system for names that name servers do not know', async () => {
    const { resolve } = await open(() => 'none', {
      systemResolve: async name => (name === 'nas' ? [v4('10.0.0.9')] : []),
    });
    expect(await resolve('nas')).toEqual([v4('10.0.0.9')]);
  });

  it('asks the system where no name server can be reached', async () => {
    const { resolve } = await open(() => 'none', {
      servers: ['127.0.0.1:9'],
      systemResolve: async () => [v4('10.0.0.9')],
    });
    expect(await resolve('nas')).toEqual([v4('10.0.0.9')]);
  });

  it('has one patience for all names that a short name may stand for', async () => {
    const domains = Array.from({ length: 200 }, (_, index) => `d${index}`);
    const { resolve, asked } = await open(() => 'none', {
      conf: `search ${domains.join(' ')}\n`,
      patienceMs: 1,
    });
    expect(await codeOf(resolve('mcp'))).toBe('EAI_AGAIN');
    expect(new Set(asked).size).toBeLessThan(200);
  });

  it.each(['failed', 'silent'] as const)(
    'does not ask the system when the name server is %s',
    async answer => {
      const { resolve, system } = await open(() => answer, {
        patienceMs: 500,
      });
      expect(await codeOf(resolve('mute.example'))).toBe('EAI_AGAIN');
      expect(system).toEqual([]);
    },
  );

  it('is answered in the words of egress', async () => {
    const { resolve } = await open(
      name => (name.startsWith('mute') ? 'silent' : 'none'),
      { patienceMs: 500 },
    );
    const { fetch } = egressWith({ resolve });
    const wordsOf = async (url: string) =>
      (await failureOf(fetch()(url))).message;
    expect(await wordsOf('http://mute.example/')).toBe(
      "Couldn't reach mute.example: the DNS server didn't respond; try again later.",
    );
    expect(await wordsOf('http://gone.example/')).toBe(
      "Couldn't reach gone.example: the host wasn't found; check the spelling.",
    );
  });

  it('leads egress to a name of the hosts file, and judges its address', async () => {
    const { url, port } = await serve(hello);
    expect(url).toContain('127.0.0.1');
    const { resolve } = await open(() => 'none', {
      hosts: '127.0.0.1 mine.example other.example\n',
    });
    const { fetch } = egressWith({
      resolve,
      allow: [{ host: 'mine.example' }],
    });
    const answer = await fetch()(`http://mine.example:${port}/`);
    expect(await answer.text()).toBe('hello');
    const refused = await failureOf(fetch()(`http://other.example:${port}/`));
    expect(refused.code).toBe('address-not-allowed');
  });
});

describe('50 names whose name server is silent', () => {
  it('delay no other name, no file, no zlib and no crypto', async () => {
    const { url, port } = await serve(hello);
    expect(url).toContain(String(port));
    const { resolve, system, asked } = await open(
      name => (name === 'good.example' ? ['127.0.0.1'] : 'silent'),
      { patienceMs: 4_000 },
    );
    const { fetch } = egressWith({
      resolve,
      allow: [{ host: 'good.example' }],
    });
    let failed = 0;
    const silent = Array.from({ length: 50 }, (_, index) =>
      failureOf(fetch()(`http://mute-${index}.example/`)).then(error => {
        failed += 1;
        return error.message;
      }),
    );
    const others = [
      readFile(__filename),
      promisify(gzip)(Buffer.alloc(100_000)),
      promisify(pbkdf2)('a', 'b', 1_000, 32, 'sha256'),
      ...Array.from({ length: 20 }, () =>
        fetch()(`http://good.example:${port}/`).then(each => each.text()),
      ),
    ];
    await Promise.all(others);
    expect(failed).toBe(0);
    for (const message of await Promise.all(silent)) {
      expect(message).toContain("the DNS server didn't respond");
    }
    expect(new Set(asked).size).toBe(51);
    expect(system).toEqual([]);
  });

  it('hold one thread where the system must be asked', async () => {
    // Work on a real thread of libuv, as long as a resolver of the system that is silent may take.
    const hold = () =>
      promisify(pbkdf2)('a', 'b', 4_000_000, 32, 'sha256').then(() => []);
    let held = 0;
    let most = 0;
    let ended = 0;
    const { resolve } = await open(() => 'none', {
      systemResolve: async () => {
        held += 1;
        most = Math.max(most, held);
        await hold();
        held -= 1;
        return [];
      },
    });
    const silent = Array.from({ length: 50 }, (_, index) =>
      codeOf(resolve(`gone-${index}.example`)).then(code => {
        ended += 1;
        return code;
      }),
    );
    await new Promise<void>(full => {
      const look = () => (held === 1 ? full() : setImmediate(look));
      look();
    });
    await lookup('localhost');
    await readFile(__filename);
    await promisify(gzip)(Buffer.alloc(100_000));
    await promisify(pbkdf2)('a', 'b', 1_000, 32, 'sha256');
    expect(ended).toBe(0);
    const codes = await Promise.all(silent);
    expect(most).toBe(1);
    // Those whose turn did not come are told what the name server said.
    expect(codes.filter(code => code === 'ENOTFOUND').length).toBeGreaterThan(
      0,
    );
  });
});
