import { eventually, freePort } from 'testing';
import { ServerProcess, USUAL_PATIENCE } from './ServerProcess';
import type { Patience } from './ServerProcess';
import { BROKEN, STEADY, aProject } from './__testUtils__/aProject';

describe('ServerProcess', () => {
  const servers: ServerProcess[] = [];
  afterEach(() => Promise.all(servers.splice(0).map(each => each.stop())));

  async function start(
    main: string,
    patience: Partial<Patience> = {},
    folder = aProject(main),
  ) {
    const clock = { now: 0 };
    const states: string[] = [];
    const server = new ServerProcess({
      folder,
      port: await freePort(),
      readable: [folder],
      preload: __dirname,
      patience: { ...USUAL_PATIENCE, ...patience },
      now: () => clock.now,
      onLine: () => {},
      onState: state => states.push(state),
    });
    servers.push(server);
    return { server, clock, states };
  }

  it('ends one that does not answer in time, and starts it again', async () => {
    const { server } = await start('setInterval(() => {}, 1e6);', {
      startMs: 300,
      restMs: 10,
    });
    await eventually(() => server.ends >= 2);
    expect(server.lines).toContain('did not answer at /healthz within 0.3 s');
    expect(server.lines).toContain('ended (SIGKILL)');
  });

  it('ends one that does not stop when it is asked', async () => {
    const { server, states } = await start(
      `${STEADY} process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});`,
      { stopMs: 100 },
    );
    await eventually(() => server.state === 'running');
    await server.stop();
    expect(server.state).toBe('stopped');
    expect(server.lines.at(-1)).toBe('ended (SIGKILL)');
    expect(states).toEqual(['running', 'stopped']);
  });

  it('goes on trying where nothing can be started', async () => {
    const gone = { restMs: 10, restMsMax: 10 };
    const { server } = await start(STEADY, gone, '/no/such/folder');
    await eventually(() => server.ends >= 2);
    expect(server.lines[0]).toMatch(/^can't be started: .*ENOENT/);
    await server.stop();
    expect(server.state).toBe('stopped');
  });

  it('stops while it rests', async () => {
    const { server } = await start(BROKEN, { restMs: 1e6, restMsMax: 1e6 });
    await eventually(() => server.state === 'restarting');
    await server.stop();
    expect(server.state).toBe('stopped');
    expect(server.ends).toBe(1);
  });

  it('forgets earlier ends of one that ran for long', async () => {
    const { server, clock } = await start(STEADY, { restMs: 10 });
    const crash = async () => {
      await eventually(() => server.state === 'running');
      await fetch(new URL('/crash', server.url)).catch(() => undefined);
    };
    await crash();
    await eventually(() => server.ends === 1);
    await crash();
    await eventually(() => server.ends === 2);
    await eventually(() => server.state === 'running');
    clock.now += USUAL_PATIENCE.steadyMs;
    await crash();
    await eventually(() => server.ends === 1);
    expect(server.state).not.toBe('stopped');
  });

  it('keeps the newest lines only, and of a long one its beginning', async () => {
    const { server } = await start(
      `for (let n = 0; n < 100; n++) console.log(n + 'x'.repeat(1000)); ${STEADY}`,
    );
    await eventually(() => server.lines.at(-1)?.startsWith('99x'));
    expect(server.lines).toHaveLength(30);
    expect(server.lines[0]).toMatch(/^70x+$/);
    expect(server.lines[0]).toHaveLength(500);
  });
});
