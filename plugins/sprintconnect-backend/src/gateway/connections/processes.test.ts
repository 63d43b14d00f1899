import { eventually } from '../../__testUtils__';
import { patient } from '../../upstream/__testUtils__/openUpstream';
import { closePeers } from '../../upstream/__testUtils__/peers';
import { ask, openPool, wanted } from './__testUtils__/openPool';

afterEach(closePeers);

/** A legacy server in a process: tells its id, asks its client something, or dies. */
const SCRIPT = `
const say = message => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
let asking, declared;
require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
  const { id, method, params, error } = JSON.parse(line);
  if (method === 'initialize') { declared = params.capabilities; say({ id, result: { protocolVersion: '2025-11-25', serverInfo: { name: 'p', version: '1' },
    capabilities: { tools: {} } } }); }
  else if (method === 'tools/call' && params.name === 'pid') say({ id, result: { pid: process.pid } });
  else if (method === 'tools/call' && params.name === 'die') process.exit(3);
  else if (method === 'tools/call' && params.name === 'ask') { asking = id; say({ method: 'notifications/message', params: { level: 'info', data: 'x' } }); say({ id: 'q', method: 'elicitation/create', params: {} }); }
  else if (id === 'q') say({ id: asking, result: { refused: Boolean(error), declared } });
  else if (method && id !== undefined) say({ id, error: { code: -32601, message: 'No such method' } });
});
`;
const entry = { command: process.execPath, args: ['-e', SCRIPT] };
const stdio = { one: entry, two: entry };
const call = (name: string) => ask('tools/call', { name });
const of = (name: string, callerKey = 'ada') =>
  wanted({ type: 'stdio', url: name }, { serverId: name, callerKey });

const pidOf = (answer: unknown) =>
  (answer as { result: { pid: number } }).result.pid;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('runs one process for all callers, and ends it', async () => {
  const { pool, asked } = openPool({ stdio });
  const answers = await Promise.all(
    ['ada', 'bob', 'eve'].map(who =>
      pool.use(of('one', who), patient(), call('pid')),
    ),
  );
  const pids = answers.map(answer => pidOf(answer));
  expect(new Set(pids).size).toBe(1);
  expect(asked()).toBe(1);
  await pool.stop(0);
  expect(isAlive(pids[0])).toBe(false);
});

it('tells no caller what the process asks, because it may be about another', async () => {
  const { pool } = openPool({ stdio });
  const onQuestion = jest.fn();
  const onLog = jest.fn();
  const answer = await pool.use(
    { ...of('one'), clientCapabilities: { elicitation: {} } },
    patient(),
    channel =>
      channel.request(
        { method: 'tools/call', params: { name: 'ask' } },
        {
          signal: patient(),
          timeoutMs: 30_000,
          clientCapabilities: { elicitation: {} },
          resultBytesMax: 1_000_000,
          onQuestion,
          onLog,
        },
      ),
  );
  expect(answer).toHaveProperty('result', { refused: true, declared: {} });
  expect(onQuestion).not.toHaveBeenCalled();
  expect(onLog).not.toHaveBeenCalled();
});

it('does not run again what a process died of, and starts it again after a rest', async () => {
  const { pool, asked } = openPool({ stdio });
  const use = (name: string) => pool.use(of('one'), patient(), call(name));
  await use('pid');
  await expect(use('die')).rejects.toMatchObject({
    code: 'refused',
    neverRan: false,
  });
  await expect(use('pid')).rejects.toMatchObject({ code: 'resting' });
  expect(asked()).toBe(1);
  await eventually('another process', () => use('pid').catch(() => undefined));
  expect(asked()).toBe(2);
});

it('runs no more processes than it may: one that is idle makes room', async () => {
  const { pool } = openPool({ stdio, settings: { processesMax: 1 } });
  const first = pidOf(await pool.use(of('one'), patient(), call('pid')));
  await pool.use(of('two'), patient(), async () => {
    expect(isAlive(first)).toBe(false);
    await expect(
      pool.use(of('one'), patient(), call('pid')),
    ).rejects.toMatchObject({ code: 'busy' });
  });
  await pool.use(of('one'), patient(), call('pid'));
});

it('ends a process that is idle', async () => {
  const { pool } = openPool({ stdio, settings: { idleSeconds: 1 } });
  const pid = pidOf(await pool.use(of('one'), patient(), call('pid')));
  expect(await eventually('its end', () => !isAlive(pid))).toBe(true);
});

it('counts a process that is in use, though its registration has changed', async () => {
  const { pool, asked } = openPool({ stdio, settings: { processesMax: 1 } });
  const { target, ...own } = of('one');
  const changed = { target: { ...target, connectTimeoutMs: 20_000 }, ...own };
  await pool.use(of('one'), patient(), async () => {
    await expect(
      pool.use(changed, patient(), call('pid')),
    ).rejects.toMatchObject({ code: 'busy' });
  });
  expect(asked()).toBe(1);
  await pool.use(changed, patient(), call('pid'));
  expect(asked()).toBe(2);
});
