// The built frontend, made again only when something it is made of is newer.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { work } from './command.mjs';
import { ROOT } from './paths.mjs';
import { say } from './say.mjs';

const FRONTEND = join(ROOT, 'app', 'frontend');
const INDEX = join(FRONTEND, 'dist', 'index.html');
const SOURCES = [
  'app-config.yaml',
  'yarn.lock',
  'app/frontend/package.json',
  'app/frontend/public',
  'app/frontend/src',
  'plugins/sprintconnect/src',
  'plugins/sprintconnect-common/src',
].map(path => join(ROOT, path));

const filesIn = path =>
  statSync(path).isDirectory()
    ? readdirSync(path).flatMap(name => filesIn(join(path, name)))
    : [path];

function isCurrent() {
  if (!existsSync(INDEX)) {
    return false;
  }
  const built = statSync(INDEX).mtimeMs;
  return SOURCES.flatMap(filesIn).every(file => statSync(file).mtimeMs < built);
}

/** Makes app/frontend/dist hold what the sources say. */
export async function bundleFrontend(env) {
  if (isCurrent()) {
    say('The built frontend is current');
    return;
  }
  await work({
    name: 'bundle',
    title: 'Building the frontend',
    command: 'backstage-cli',
    args: ['package', 'build'],
    options: { cwd: FRONTEND, env },
  });
}
