/**
 * A process of its own that asks a backend for one path after another, several in flight, so that what asking
 * costs is not taken for what answering costs. Is told what to ask by one message, and answers with one.
 */
import { Agent, get } from 'node:http';
import type { Load, LoadReport } from './underLoad';

async function run({ url, token, paths, inFlight, warmUp }: Load) {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const ask = (path: string) =>
    new Promise<void>((done, failed) => {
      const request = get(
        `${url}${path}`,
        { agent, headers: { Authorization: `Bearer ${token}` } },
        response => {
          if (response.statusCode !== 200) {
            failed(new Error(`GET ${path} answered ${response.statusCode}`));
          }
          response.resume().once('end', done).once('error', failed);
        },
      );
      request.once('error', failed);
    });
  const askAll = async (from: number, to: number) => {
    const durations: number[] = [];
    let next = from;
    const asker = async () => {
      while (next < to) {
        const at = next++;
        const started = performance.now();
        await ask(paths[at]);
        durations[at - from] = performance.now() - started;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, asker));
    return durations;
  };
  await askAll(0, warmUp);
  process.send?.('warm');
  const cpu = process.cpuUsage();
  const started = performance.now();
  const durations = await askAll(warmUp, paths.length);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const report: LoadReport = {
    durations,
    seconds,
    ownCpuMs: (user + system) / 1000,
  };
  process.send?.(report);
}

process.once('message', (load: Load) => {
  run(load).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
