/**
 * A process of its own: starts a small backend with or without the plugin, rests, and prints what that cost as one JSON line.
 * The time holds the loading of the plugin's modules too.
 */
const REST_MS = 5000;

async function main() {
  const withPlugin = process.argv[2] === 'with';
  // Loaded first on both sides, so that the difference is the plugin and not the framework.
  await import('@backstage/backend-defaults');
  await import('@backstage/backend-test-utils');
  const { startBackend } = await import('./startBackend');
  const started = performance.now();
  const backend = await startBackend({
    upstreamPort: 9,
    roles: ['api', 'worker', 'scheduler'],
    withPlugin,
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
