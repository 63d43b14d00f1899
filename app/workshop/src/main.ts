/**
 * Runs the projects of a folder and serves their files until SIGINT or SIGTERM. Run from the root of the repository:
 * `node app/workshop/src/main.ts [--folder .data/workshop] [--port 7110]`. The projects have the ports after its own.
 */
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { USUAL_PATIENCE } from './ServerProcess.ts';
import { Workshop } from './Workshop.ts';
import { WorkshopFolder } from './WorkshopFolder.ts';
import { serveWorkshop } from './serveWorkshop.ts';

/** How many projects may run at once; `egress.allow` of app-config.yaml lists as many ports. */
const PROJECTS_MAX = 20;

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '.data/workshop' },
    port: { type: 'string', default: '7110' },
  },
});
const say = (words: string) => console.log(`[workshop] ${words}`);

async function main() {
  mkdirSync(values.folder, { recursive: true });
  // Node compares real paths, when it asks whether a server may read a file.
  const root = realpathSync(values.folder);
  const port = Number(values.port);
  const folder = new WorkshopFolder(root);
  const workshop = new Workshop({
    root,
    folder,
    ports: Array.from(
      { length: PROJECTS_MAX },
      (_, index) => port + 1 + index,
    ).filter(each => each <= 65_535),
    packages: realpathSync(
      path.resolve(import.meta.dirname, '../../../node_modules'),
    ),
    preload: import.meta.dirname,
    patience: USUAL_PATIENCE,
    now: () => performance.now(),
    say,
  });
  const site = await serveWorkshop({ workshop, folder, port });
  const stop = async () => {
    await Promise.all([site.close(), workshop.stop()]);
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
  workshop.start();
  say(`http://127.0.0.1:${port}/ runs what is in ${root}`);
}

main().catch(error => {
  console.error(`[workshop] ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
