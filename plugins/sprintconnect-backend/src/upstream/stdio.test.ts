import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../__testUtils__';
import { closeLater, closePeers } from './__testUtils__/peers';
import {
  failureOf,
  namesOf,
  openUpstream,
  stdio,
} from './__testUtils__/openUpstream';
import type { StdioEntry, UpstreamSettings } from './UpstreamSettings';

afterEach(closePeers);

/** A stdio server in a line of JavaScript; `body` sees `say(object)`, `spawn`, `message` and `answer(result)`. */
function script(onMessage: string, atStart = ''): StdioEntry {
  const source = `
    const { spawn } = require('node:child_process');
    const fs = require('node:fs');
    const say = object => process.stdout.write(JSON.stringify(object) + '\\n');
    ${atStart};
    require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
      const message = JSON.parse(line);
      const answer = result => say({ jsonrpc: '2.0', id: message.id, result });
      const welcome = () => answer({
        protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' },
      });
      ${onMessage}
    });`;
  return { command: process.execPath, args: ['-e', source] };
}

const ORDINARY = `
  if (message.method === 'initialize') welcome();
  else if (message.method === 'tools/list') answer({ tools: [{ name: 'a' }] });
  else if (message.id !== undefined) say({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'no' } });
`;

const connectTo = (
  entry: StdioEntry,
  settings: Partial<UpstreamSettings> = {},
) => openUpstream({ ...settings, stdio: { it: entry } }).connect([stdio('it')]);

function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sprintconnect-'));
  closeLater(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'file');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers too, until its parent has heard of its end.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** As long as Python or npx take before a server of theirs can read. */
const SLOW_START =
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500)';

describe('a probe over stdio', () => {
  const probe = (entry: StdioEntry, timeoutMs = 20_000) =>
    openUpstream({ stdio: { it: entry } }).probe([stdio('it')], { timeoutMs });

  it('does not take the start of the process for latency', async () => {
    const began = performance.now();
    const { latencyMs } = await probe(script(ORDINARY, SLOW_START));
    expect(performance.now() - began).toBeGreaterThan(2_500);
    expect(latencyMs).toBeLessThan(2_000);
  });

  it('takes the time of the answer for latency', async () => {
    const late = `
      if (message.method === 'ping') setTimeout(() => answer({}), 700);
      else { ${ORDINARY} }`;
    const { latencyMs } = await probe(script(late));
    expect(latencyMs).toBeGreaterThanOrEqual(690);
  });

  it('fails where the process is silent after its first answer', async () => {
    const mute = `if (message.method !== 'ping') { ${ORDINARY} }`;
    const error = await failureOf(probe(script(mute), 3_000));
    expect(error.code).toBe('timeout');
  });

  it('fails where the process ends after its first answer', async () => {
    const short = `if (message.method === 'ping') process.exit(3); ${ORDINARY}`;
    const error = await failureOf(probe(script(short)));
    expect(error).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('exit code 3'),
    });
  });
});

describe('stdio', () => {
  it('starts nothing but what the settings name', async () => {
    const upstream = openUpstream({ stdio: { it: script(ORDINARY) } });
    for (const name of [
      'other',
      'constructor',
      '__proto__',
      process.execPath,
    ]) {
      const error = await failureOf(upstream.connect([stdio(name)]));
      expect(error.code).toBe('not-allowed');
      expect(error.message).toContain('sprintconnect.upstream.stdio');
    }
  });

  it('gives the process PATH, HOME and its own environment only', async () => {
    process.env.SPRINTCONNECT_TEST_SECRET = 'secret';
    closeLater(() => delete process.env.SPRINTCONNECT_TEST_SECRET);
    const entry = script(`
      if (message.method === 'tools/list') answer({ tools: Object.keys(process.env).map(name => ({ name })) });
      else if (message.method === 'initialize') welcome();
      else if (message.method === 'server/discover') say({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'no' } });
    `);
    const connection = await connectTo({ ...entry, env: { TOKEN: 'x' } });
    const names = await namesOf(connection, 'tool');
    expect(
      names.filter(name => name !== '__CF_USER_TEXT_ENCODING').sort(),
    ).toEqual(['PATH', 'TOKEN']);
  });

  it('tells a process that is slow from one that knows no MCP', async () => {
    const refuse = `if (message.id !== undefined) say({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'no' } });`;
    const connectTimeoutMs = 8_000;
    const late = await failureOf(
      connectTo(
        script(`if (message.method === 'server/discover') return; ${refuse}`),
        { connectTimeoutMs },
      ),
    );
    expect([late.code, late.message]).toEqual([
      'timeout',
      `The stdio server "it" didn't answer server/discover within 4000 ms, and doesn't support initialize. If it starts slowly, raise its connection timeout.`,
    ]);
    const none = await failureOf(
      connectTo(script(refuse), { connectTimeoutMs }),
    );
    expect([none.code, none.message]).toEqual([
      'protocol',
      'The stdio server "it" returned error -32601: no',
    ]);
  });

  it('ends the process and its children on close', async () => {
    const file = temporaryFile();
    const start = `
      process.on('SIGTERM', () => {});
      const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
      fs.writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid);
      setInterval(() => {}, 1000);
    `;
    const connection = await connectTo(script(ORDINARY, start));
    const pids = readFileSync(file, 'utf8').split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await connection.close();
    await eventually('both to be gone', () => !pids.some(isAlive));
  });

  it('ends the process when the connection takes too long', async () => {
    const file = temporaryFile();
    const start = `fs.writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const error = await failureOf(
      connectTo(script('', start), { connectTimeoutMs: 4_000 }),
    );
    expect(error.code).toBe('timeout');
    expect(existsSync(file)).toBe(true);
    const pid = Number(readFileSync(file, 'utf8'));
    await eventually('it to be gone', () => !isAlive(pid));
  });

  it('takes silence about the probe for the legacy era', async () => {
    const entry = script(`
      if (message.method === 'initialize') welcome();
      else if (message.method === 'tools/list') answer({ tools: [{ name: 'a' }] });
    `);
    const connection = await connectTo(entry, { connectTimeoutMs: 6_000 });
    expect(connection.verdict.era).toBe('legacy');
    expect(await namesOf(connection, 'tool')).toEqual(['a']);
  });

  it('starts anew when the process dies of the probe', async () => {
    const entry = script(`
      if (message.method === 'server/discover') process.exit(3);
      ${ORDINARY}
    `);
    const connection = await connectTo(entry);
    expect(connection.verdict.era).toBe('legacy');
    expect(await namesOf(connection, 'tool')).toEqual(['a']);
  });

  it('recovers from a legacy verdict about a process that became modern only', async () => {
    const entry = script(`
      if (message.method === 'server/discover') answer({
        resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} },
      });
      else if (message.method === 'tools/list') answer({ resultType: 'complete', tools: [{ name: 'm' }] });
      else say({ jsonrpc: '2.0', id: message.id, error: { code: -32022, message: 'modern only' } });
    `);
    const upstream = openUpstream({ stdio: { it: entry } });
    const at = upstream.clock.now();
    const connection = await upstream.connect([stdio('it')], {
      era: 'legacy',
      protocolVersion: '2025-11-25',
      at,
    });
    expect(connection.verdict.era).toBe('modern');
    expect(await namesOf(connection, 'tool')).toEqual(['m']);
  });

  it('does not mind what else the process prints', async () => {
    const entry = script(
      `process.stdout.write('log line\\n'); say({ level: 30 }); ${ORDINARY}`,
    );
    expect(await namesOf(await connectTo(entry), 'tool')).toEqual(['a']);
  });

  it('tells of changes that the process announces', async () => {
    const entry = script(`
      const capabilities = { tools: { listChanged: true } };
      if (message.method === 'initialize') {
        answer({ protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 's', version: '1' } });
      } else if (message.method === 'tools/list') {
        answer({ tools: [] });
        say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      } else { ${ORDINARY} }
    `);
    const connection = await connectTo(entry);
    const heard: unknown[] = [];
    await connection.onListChanged(kinds => heard.push(kinds));
    await namesOf(connection, 'tool');
    await eventually('a notification', () => heard.length > 0);
    expect(heard).toEqual([['tool']]);
  });

  it('breaks off at a line beyond the cap', async () => {
    const entry = script(`
      if (message.method === 'tools/list') answer({ tools: [{ name: 'a', description: 'x'.repeat(200000) }] });
      else { ${ORDINARY} }
    `);
    const connection = await connectTo(entry, { bodyBytesMax: 100_000 });
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    await connection.closed;
  });

  it('says with what exit code the process ended', async () => {
    const error = await failureOf(connectTo(script('', 'process.exit(7)')));
    expect(error.code).toBe('refused');
    expect(error.message).toContain('exit code 7');
  });

  it('says at once that the process ended in mid-conversation', async () => {
    const entry = script(
      `if (message.method === 'tools/list') process.exit(1); ${ORDINARY}`,
    );
    const connection = await connectTo(entry);
    expect((await failureOf(namesOf(connection, 'tool'))).code).toBe('refused');
  });

  it('says that the command does not exist', async () => {
    const error = await failureOf(connectTo({ command: '/no/such/command' }));
    expect(error.code).toBe('refused');
    expect(error.message).toContain('sprintconnect.upstream.stdio.it');
  });
});
