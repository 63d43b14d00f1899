import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(300_000);

const PROBES = 5_000;
const DISCOVERIES = 500;
/** What Node itself has. What stays of each probe for the time that it may take would be some hundreds. */
const LEFT_MAX = 10;

/** A process of its own, because the heap of a test is full of other things. `npm run bench -- soak` is the long form. */
async function soak(): Promise<Record<string, number>[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    ...[
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    resolve(__dirname, '../bench/soak/soakProcess.ts'),
    ...[PROBES, DISCOVERIES].map(String),
  ]);
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

it('leaves no signal, listener, timer or socket of a probe or a discovery', async () => {
  const stock = await soak();
  expect(stock).toHaveLength(2);
  const [first, last] = stock;
  expect(last.probes).toBeGreaterThanOrEqual(PROBES);
  expect(last.discoveries).toBe(DISCOVERIES);
  // It would prove little if nothing was answered, or nothing failed.
  for (const [all, failed] of [
    [last.probes, last.probesFailed],
    [last.discoveries, last.discoveriesFailed],
  ]) {
    expect(failed).toBeGreaterThan(all * 0.05);
    expect(failed).toBeLessThan(all * 0.5);
  }
  const left = ['signals', 'listeners', 'timers', 'sockets'].filter(
    kind => first[kind] > LEFT_MAX || last[kind] > LEFT_MAX,
  );
  expect({ left, last }).toEqual({ left: [], last });
});
