/**
 * A process of its own: starts a backend with a catalog, with or without the plugin, rests, and prints what that cost
 * as one JSON line. The time holds the loading of the plugins' modules, ours as it is built for portals; those of the framework are
 * loaded before.
 */
import { startBackend } from './startBackend';

const REST_MS = 3000;

async function main() {
  const started = performance.now();
  const backend = await startBackend({
    upstreamPort: 9,
    roles: ['api', 'worker', 'scheduler'],
    plugin: process.argv[2] === 'with' ? 'built' : 'none',
    directory: process.argv[3],
    withCatalog: true,
  });
  const startMs = performance.now() - started;
  await new Promise(resolve => setTimeout(resolve, REST_MS));
  globalThis.gc?.();
  const memoryMb = process.memoryUsage().rss / 1024 / 1024;
  process.stdout.write(`${JSON.stringify({ startMs, memoryMb })}\n`);
  await backend.stop();
  process.exit(0);
}

void main();
