// Keeps every core busy, until whoever started it goes away. Started by burner.mjs.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

process.on('disconnect', () => process.exit());
Array.from(
  { length: availableParallelism() },
  () => new Worker('for (;;);', { eval: true }),
);
