/**
 * Starts the demo's MCP servers and keeps them running until SIGINT or SIGTERM. Run from the root of the
 * repository: `node app/upstream/src/main.ts [--everything-port 7101] [--forecast-port 7102]`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEverythingServer } from './startEverythingServer.ts';
import { startForecastServer } from './startForecastServer.ts';

const { values } = parseArgs({
  options: {
    'everything-port': { type: 'string', default: '7101' },
    'forecast-port': { type: 'string', default: '7102' },
  },
});

const closers: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(code: number) {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled(closers.map(close => close()));
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

async function main() {
  const forecast = await startForecastServer({
    port: Number(values['forecast-port']),
  });
  closers.push(forecast.close);
  console.log(
    `[upstream] forecast    ${forecast.url}  (MCP 2026-07-28 and 2025-11-25)`,
  );
  const everything = await startEverythingServer({
    port: Number(values['everything-port']),
    from: path.resolve(import.meta.dirname, '..'),
  });
  closers.push(everything.close);
  console.log(`[upstream] everything  ${everything.url}  (MCP 2025-11-25)`);
  console.log('[upstream] ready');
  const words = await everything.ended;
  if (!stopping) {
    console.error(`[upstream] server-everything ended: ${words}`);
    await stop(1);
  }
}

main().catch(async error => {
  console.error(`[upstream] ${error instanceof Error ? error.message : error}`);
  await stop(1);
});
